import { ActionIcon, Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCalendarOff, IconCalendarPlus, IconPlus, IconSnowflake, IconSun, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { OpeningHours } from '#shared/contract/calendar.ts';
import { type CalendarProblem, calendarProblems } from '#shared/rules/calendar.ts';
import { dayOf } from '#shared/rules/zone.ts';
import { clockText } from '../time-field.tsx';
import { ExceptionDialog } from './exception-dialog.tsx';
import { problemsAt, tryMoment } from './hours.ts';
import classes from './opening-hours.module.css';
import { SeasonDialog } from './season-dialog.tsx';
import { WeekHours } from './week-hours.tsx';

interface OpeningEditorProps {
  readonly value: OpeningHours;
  readonly onChange: (value: OpeningHours) => void;
  readonly zone: string;
}

/** What keeps these hours from being saved, in the order of the screen. */
export function openingProblems(value: OpeningHours, zone: string): readonly CalendarProblem[] {
  return calendarProblems({ ...value, zone });
}

type Open = { kind: 'exception' | 'season'; index: number | null };

/** Opening hours whole: the week, dated exceptions and seasons, and what a complaint late on Friday would get. */
export function OpeningEditor({ value, onChange, zone }: OpeningEditorProps) {
  const { t } = useTranslation('calendar');
  const [open, setOpen] = useState<Open | null>(null);
  const problems = useMemo(() => openingProblems(value, zone), [value, zone]);
  const none = problems.some((problem) => problem.code === 'no_opening_time');
  const close = () => setOpen(null);
  return (
    <div>
      <WeekHours week={value.weekly} path="weekly" problems={problems} onChange={(weekly) => onChange({ ...value, weekly })} />
      {none ? (
        <p className="tx-red s13" role="alert" style={{ paddingTop: 8 }}>
          {t('problem.no_opening_time')}
        </p>
      ) : null}
      <div className="row gap-8 wrap" style={{ marginTop: 18, minHeight: 30 }}>
        <h2 className="strong nowrap">{t('special.title')}</h2>
        <span className="tx-3 s13">{t('special.note')}</span>
        <span className="row gap-8 end">
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            leftSection={<IconSnowflake size={14} />}
            onClick={() => setOpen({ kind: 'season', index: null })}
          >
            {t('season.add')}
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => setOpen({ kind: 'exception', index: null })}
          >
            {t('exception.add')}
          </Button>
        </span>
      </div>
      <Specials value={value} onChange={onChange} problems={problems} onOpen={setOpen} />
      <TryIt value={value} zone={zone} sleeping={problems.length > 0} />
      {open?.kind === 'exception' ? (
        <ExceptionDialog
          value={open.index === null ? undefined : value.exceptions[open.index]}
          others={value.exceptions.filter((_, index) => index !== open.index)}
          zone={zone}
          onClose={close}
          onDone={(entry) => {
            const rest = value.exceptions.filter((_, index) => index !== open.index);
            onChange({ ...value, exceptions: [...rest, entry].sort((a, b) => (a.from < b.from ? -1 : 1)) });
            close();
          }}
        />
      ) : null}
      {open?.kind === 'season' ? (
        <SeasonDialog
          value={open.index === null ? undefined : value.seasons[open.index]}
          others={value.seasons.filter((_, index) => index !== open.index)}
          week={value.weekly}
          zone={zone}
          onClose={close}
          onDone={(entry) => {
            const rest = value.seasons.filter((_, index) => index !== open.index);
            onChange({ ...value, seasons: [...rest, entry].sort((a, b) => (a.from < b.from ? -1 : 1)) });
            close();
          }}
        />
      ) : null}
    </div>
  );
}

function Specials({
  value,
  onChange,
  problems,
  onOpen,
}: {
  value: OpeningHours;
  onChange: (value: OpeningHours) => void;
  problems: readonly CalendarProblem[];
  onOpen: (open: Open) => void;
}) {
  const { t } = useTranslation(['calendar', 'common']);
  const format = useFormat();
  const dates = (from: string, to: string) =>
    from === to ? format.day(from) : t('special.span', { from: format.day(from), to: format.day(to) });
  const wrong = (path: string) => {
    const problem = problemsAt(problems, path)[0];
    return problem ? <span className="tx-red s12">{t(`problem.${problem.code}`)}</span> : null;
  };
  return (
    <>
      {value.seasons.map((season, index) => (
        <div key={`season-${season.from}-${season.name}`} className={classes.special}>
          <IconSun size={16} stroke={1.6} aria-hidden="true" />
          <span className={classes.dates}>{dates(season.from, season.to)}</span>
          <button type="button" className={`link ${classes.what}`} onClick={() => onOpen({ kind: 'season', index })}>
            {t('season.own')}
          </button>
          <span className="grow tx-2 ellipsis">{season.name}</span>
          {wrong(`seasons.${index}`)}
          <ActionIcon
            size={24}
            aria-label={t('common:do.remove', { what: dates(season.from, season.to) })}
            onClick={() => onChange({ ...value, seasons: value.seasons.filter((_, at) => at !== index) })}
          >
            <IconX size={13} />
          </ActionIcon>
        </div>
      ))}
      {value.exceptions.map((entry, index) => (
        <div key={`exception-${entry.from}-${entry.to}`} className={classes.special}>
          {entry.intervals.length === 0 ? (
            <IconCalendarOff size={16} stroke={1.6} aria-hidden="true" />
          ) : (
            <IconCalendarPlus size={16} stroke={1.6} aria-hidden="true" />
          )}
          <span className={classes.dates}>{dates(entry.from, entry.to)}</span>
          <button type="button" className={`link ellipsis ${classes.what}`} onClick={() => onOpen({ kind: 'exception', index })}>
            {entry.intervals.length === 0
              ? t('exception.closed')
              : entry.intervals
                  .map(([from, to]) => t('special.hours', { from: clockText(from), to: clockText(to) }))
                  .join(t('special.and'))}
          </button>
          <span className="grow tx-2 ellipsis">{entry.note}</span>
          {wrong(`exceptions.${index}`)}
          <ActionIcon
            size={24}
            aria-label={t('common:do.remove', { what: dates(entry.from, entry.to) })}
            onClick={() => onChange({ ...value, exceptions: value.exceptions.filter((_, at) => at !== index) })}
          >
            <IconX size={13} />
          </ActionIcon>
        </div>
      ))}
    </>
  );
}

/** Under the hours as they stand on the screen: when the dispatch of a complaint recorded just before closing falls due. */
function TryIt({ value, zone, sleeping }: { value: OpeningHours; zone: string; sleeping: boolean }) {
  const { t } = useTranslation('calendar');
  const format = useFormat();
  const now = useNow(3_600_000);
  const [opening] = useDebouncedValue(value, 250);
  const at = tryMoment(opening.weekly, zone, now);
  const query = useQuery(
    orpc.calendar.tryOut.queryOptions({ input: { opening, zone, at: at ?? 0 }, enabled: !sleeping && at !== undefined }),
  );
  if (sleeping || at === undefined || !query.data) return <div className={classes.try}>{t('try.sleeping')}</div>;
  const { dueAt, parts } = query.data;
  const first = dayOf(at, zone);
  const near = (moment: number) => `${format.weekday(dayOf(moment, zone))} ${format.time(moment)}`;
  return (
    <div className={classes.try}>
      <span className="tx-3">{t('try.label')}</span>
      <span>{t('try.recorded', { at: near(at) })}</span>
      <b>{t('try.due', { at: near(dueAt) })}</b>
      <span className="tx-3">
        {parts
          .map(({ day, minutes }) =>
            t(day === first ? 'try.sameDay' : 'try.laterDay', { day: format.weekday(day), n: Math.round(minutes * 10) / 10 }),
          )
          .join(t('special.and'))}
      </span>
    </div>
  );
}
