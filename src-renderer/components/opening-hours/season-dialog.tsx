import { TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpeningHours } from '#shared/contract/calendar.ts';
import { calendarProblems, DEFAULT_OPENING } from '#shared/rules/calendar.ts';
import { DayField } from '../day-field.tsx';
import { Dialog } from '../dialog.tsx';
import { FieldRow, SaveButton } from '../form.tsx';
import { problemsAt, type Week } from './hours.ts';
import { WeekHours } from './week-hours.tsx';

type Season = OpeningHours['seasons'][number];

interface SeasonDialogProps {
  readonly value: Season | undefined;
  readonly others: readonly Season[];
  /** The week that a new season begins with. */
  readonly week: Week;
  readonly zone: string;
  readonly onClose: () => void;
  readonly onDone: (value: Season) => void;
}

/** Hours of a season, such as the summer holidays: a week of its own between two days. */
export function SeasonDialog({ value, others, week, zone, onClose, onDone }: SeasonDialogProps) {
  const { t } = useTranslation('calendar');
  const ids = useId();
  const [name, setName] = useState(value?.name ?? '');
  const [from, setFrom] = useState<string | null>(value?.from ?? null);
  const [to, setTo] = useState<string | null>(value?.to ?? null);
  const [weekly, setWeekly] = useState(value?.weekly ?? week);
  const [tried, setTried] = useState(false);
  const entry = from && to ? { name: name.trim(), from, to, weekly } : undefined;
  const at = others.length;
  const problems = calendarProblems({
    ...DEFAULT_OPENING,
    zone,
    seasons: [...others, entry ?? { name, from: '0001-01-01', to: '0001-01-01', weekly }],
  });
  const ofDays = problemsAt(problems, `seasons.${at}`).find((problem) => problem.path === `seasons.${at}`);
  const dayError = entry ? (ofDays ? t(`problem.${ofDays.code}`) : undefined) : t('season.needDays');
  return (
    <Dialog
      title={t(value ? 'season.edit' : 'season.title')}
      size={940}
      onClose={onClose}
      actions={
        <SaveButton
          onSave={() => {
            setTried(true);
            if (entry && name.trim() && problems.length === 0) onDone(entry);
          }}
        >
          {t('special.done')}
        </SaveButton>
      }
    >
      <FieldRow
        label={t('season.name')}
        htmlFor={`${ids}-name`}
        required
        error={tried && name.trim() === '' ? t('season.needName') : undefined}
      >
        <TextInput
          id={`${ids}-name`}
          w="20.75rem"
          value={name}
          maxLength={200}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </FieldRow>
      <FieldRow label={t('season.days')} htmlFor={`${ids}-from`} required error={tried ? dayError : undefined}>
        <div className="row gap-8">
          <DayField id={`${ids}-from`} value={from} onChange={setFrom} w="10rem" />
          <span className="tx-3">{t('hours.to')}</span>
          <DayField value={to} onChange={setTo} name={t('exception.lastDay')} w="10rem" />
        </div>
      </FieldRow>
      <WeekHours week={weekly} path={`seasons.${at}.weekly`} problems={problems} onChange={setWeekly} />
    </Dialog>
  );
}
