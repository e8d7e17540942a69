import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '#renderer/lib/now.ts';
import type { OpeningHours } from '#shared/contract/calendar.ts';
import { calendarProblems, DEFAULT_OPENING } from '#shared/rules/calendar.ts';
import { addDays, dayOf } from '#shared/rules/zone.ts';
import { DayField } from '../day-field.tsx';
import { Dialog } from '../dialog.tsx';
import { FieldRow, SaveButton } from '../form.tsx';
import { MOST_INTERVALS, nextInterval } from './hours.ts';
import { Intervals } from './week-hours.tsx';

type Exception = OpeningHours['exceptions'][number];

interface ExceptionDialogProps {
  readonly value: Exception | undefined;
  readonly others: readonly Exception[];
  readonly zone: string;
  readonly onClose: () => void;
  readonly onDone: (value: Exception) => void;
}

/** One day or span on which the centre is closed or open at other times. */
export function ExceptionDialog({ value, others, zone, onClose, onDone }: ExceptionDialogProps) {
  const { t } = useTranslation('calendar');
  const ids = useId();
  const [from, setFrom] = useState<string | null>(value?.from ?? addDays(dayOf(serverNow(), zone), 1));
  const [to, setTo] = useState<string | null>(value?.to ?? null);
  const [intervals, setIntervals] = useState(value?.intervals ?? []);
  const [note, setNote] = useState(value?.note ?? '');
  const [tried, setTried] = useState(false);
  const entry = from ? { from, to: to ?? from, intervals, note: note.trim() } : undefined;
  const problem = entry ? calendarProblems({ ...DEFAULT_OPENING, exceptions: [...others, entry] })[0] : undefined;
  const ofHours = problem !== undefined && /^exceptions\.\d+\.\d+$/.test(problem.path);
  const dayError = from ? (problem && !ofHours ? t(`problem.${problem.code}`) : undefined) : t('exception.needDay');
  return (
    <Dialog
      title={t(value ? 'exception.edit' : 'exception.title')}
      size={560}
      onClose={onClose}
      actions={
        <SaveButton
          onSave={() => {
            setTried(true);
            if (entry && !problem) onDone(entry);
          }}
        >
          {t('special.done')}
        </SaveButton>
      }
    >
      <FieldRow label={t('exception.days')} htmlFor={`${ids}-from`} required error={tried ? dayError : undefined}>
        <div className="row gap-8">
          <DayField id={`${ids}-from`} value={from} onChange={setFrom} autoFocus w="10rem" />
          <span className="tx-3">{t('hours.to')}</span>
          <DayField value={to} onChange={setTo} name={t('exception.lastDay')} minDate={from ?? undefined} clearable w="10rem" />
        </div>
      </FieldRow>
      <FieldRow label={t('exception.how')}>
        <SegmentedControl
          aria-label={t('exception.how')}
          value={intervals.length === 0 ? 'closed' : 'open'}
          onChange={(next) => setIntervals(next === 'closed' ? [] : [[9 * 60, 17 * 60]])}
          data={[
            { value: 'closed', label: t('exception.closed') },
            { value: 'open', label: t('exception.open') },
          ]}
        />
      </FieldRow>
      {intervals.length > 0 ? (
        <FieldRow label={t('exception.hours')} error={ofHours ? t(`problem.${problem.code}`) : undefined}>
          <div className="row gap-8 wrap">
            <Intervals intervals={intervals} onChange={setIntervals} name={t('exception.hours')} />
            <Button
              size="xs"
              variant="subtle"
              leftSection={<IconPlus size={14} />}
              disabled={intervals.length >= MOST_INTERVALS}
              onClick={() => setIntervals([...intervals, nextInterval(intervals)])}
            >
              {t('hours.add')}
            </Button>
          </div>
        </FieldRow>
      ) : null}
      <FieldRow label={t('exception.note')} htmlFor={`${ids}-note`}>
        <TextInput id={`${ids}-note`} value={note} maxLength={200} onChange={(event) => setNote(event.currentTarget.value)} />
      </FieldRow>
    </Dialog>
  );
}
