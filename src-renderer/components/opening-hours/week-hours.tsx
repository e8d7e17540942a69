import { ActionIcon, Menu, Switch, Tooltip } from '@mantine/core';
import { IconCopy, IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CalendarProblem } from '#shared/rules/calendar.ts';
import type { Weekday } from '#shared/rules/zone.ts';
import { clockText, TimeField } from '../time-field.tsx';
import {
  barRange,
  firstIntervals,
  hoursText,
  type Interval,
  MOST_INTERVALS,
  minutesOf,
  nextInterval,
  problemsAt,
  WEEKDAYS,
  type Week,
} from './hours.ts';
import classes from './opening-hours.module.css';

interface WeekHoursProps {
  readonly week: Week;
  readonly onChange: (week: Week) => void;
  readonly problems: readonly CalendarProblem[];
  /** Where the problems of this week stand: `weekly`, `seasons.0.weekly`. */
  readonly path: string;
}

/** The seven days: open or not, their intervals, the bar that shows a mistyped hour before any message does. */
export function WeekHours({ week, onChange, problems, path }: WeekHoursProps) {
  const range = barRange(week);
  const set = (changes: Partial<Week>) => onChange({ ...week, ...changes });
  return (
    <div>
      <Axis {...range} />
      {WEEKDAYS.map((day) => (
        <DayRow
          key={day}
          day={day}
          week={week}
          range={range}
          problem={problemsAt(problems, `${path}.${day}`)[0]}
          onChange={(intervals) => set({ [day]: intervals })}
          onCopy={(days) => set(Object.fromEntries(days.map((other) => [other, week[day]])))}
        />
      ))}
    </div>
  );
}

function Axis({ from, to }: { from: number; to: number }) {
  const ticks = Array.from({ length: (to - from) / 120 + 1 }, (_, index) => from + index * 120);
  return (
    <div className={classes.axis} aria-hidden="true">
      <span />
      <span />
      <span />
      <span />
      <span />
      <div className={`${classes.ticks} s12 tx-3`}>
        {ticks.map((minute) => (
          <i key={minute} style={{ left: `${((minute - from) / (to - from)) * 100}%` }}>
            {clockText(minute)}
          </i>
        ))}
      </div>
      <span />
    </div>
  );
}

function DayRow({
  day,
  week,
  range,
  problem,
  onChange,
  onCopy,
}: {
  day: Weekday;
  week: Week;
  range: { from: number; to: number };
  problem: CalendarProblem | undefined;
  onChange: (intervals: Interval[]) => void;
  onCopy: (days: readonly Weekday[]) => void;
}) {
  const { t } = useTranslation(['calendar', 'common']);
  const name = t(`common:time.weekday.${day}`);
  const intervals = week[day];
  const open = intervals.length > 0;
  const wrongAt = problem ? Number(problem.path.split('.').at(-1)) : -1;
  return (
    <fieldset className={classes.row} aria-label={name}>
      <Switch
        checked={open}
        aria-label={t('hours.openOn', { day: name })}
        onChange={(event) => onChange(event.currentTarget.checked ? firstIntervals(week, day) : [])}
      />
      <span className="medium nowrap">{name}</span>
      <div className={classes.intervals}>
        {open ? (
          <Intervals intervals={intervals} onChange={onChange} wrongAt={wrongAt} name={name} />
        ) : (
          <span className="tx-3">{t('hours.closed')}</span>
        )}
      </div>
      <Tooltip label={t('hours.add')}>
        <ActionIcon
          size={26}
          aria-label={t('hours.addTo', { day: name })}
          disabled={intervals.length >= MOST_INTERVALS}
          onClick={() => onChange([...intervals, nextInterval(intervals)])}
        >
          <IconPlus size={15} />
        </ActionIcon>
      </Tooltip>
      {open ? <CopyMenu day={day} name={name} onCopy={onCopy} /> : <span />}
      <Bar intervals={intervals} range={range} wrongAt={wrongAt} />
      <span className="right s13 tx-2 nowrap">{open ? t('hours.perDay', { hours: hoursText(minutesOf(intervals)) }) : ''}</span>
      {problem ? (
        <p className={classes.problem} role="alert">
          {t(`problem.${problem.code}`)}
        </p>
      ) : null}
    </fieldset>
  );
}

/** The intervals of one day, as fields. */
export function Intervals({
  intervals,
  onChange,
  wrongAt = -1,
  name,
}: {
  intervals: readonly Interval[];
  onChange: (intervals: Interval[]) => void;
  wrongAt?: number;
  name: string;
}) {
  const { t } = useTranslation('calendar');
  const put = (index: number, next: Interval) => onChange(intervals.map((each, at) => (at === index ? next : each)));
  return (
    <>
      {intervals.map(([from, to], index) => {
        const label = { day: name, n: index + 1 };
        return (
          // intervals have no identity of their own; their place is it
          <span key={`at-${String(index)}`} className={classes.interval}>
            <TimeField
              value={from}
              onChange={(next) => put(index, [next, to])}
              label={t('hours.from', label)}
              invalid={index === wrongAt}
            />
            <span className="tx-3">{t('hours.to')}</span>
            <TimeField
              value={to}
              onChange={(next) => put(index, [from, next])}
              label={t('hours.until', label)}
              invalid={index === wrongAt}
            />
            <ActionIcon size={24} aria-label={t('hours.remove', label)} onClick={() => onChange(intervals.filter((_, at) => at !== index))}>
              <IconX size={13} />
            </ActionIcon>
          </span>
        );
      })}
    </>
  );
}

function CopyMenu({ day, name, onCopy }: { day: Weekday; name: string; onCopy: (days: readonly Weekday[]) => void }) {
  const { t } = useTranslation(['calendar', 'common']);
  const groups: readonly { key: string; days: readonly Weekday[] }[] = [
    { key: 'workdays', days: [1, 2, 3, 4, 5] },
    { key: 'weekend', days: [6, 7] },
    { key: 'all', days: WEEKDAYS },
  ];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={26} aria-label={t('hours.copyOf', { day: name })} title={t('hours.copy')}>
          <IconCopy size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('hours.copyOf', { day: name })}>
        {groups.map((group) => (
          <Menu.Item key={group.key} onClick={() => onCopy(group.days.filter((other) => other !== day))}>
            {t(`hours.copyTo.${group.key}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {WEEKDAYS.filter((other) => other !== day).map((other) => (
          <Menu.Item key={other} onClick={() => onCopy([other])}>
            {t('hours.copyTo.one', { day: t(`common:time.weekday.${other}`) })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Bar({ intervals, range, wrongAt }: { intervals: readonly Interval[]; range: { from: number; to: number }; wrongAt: number }) {
  const at = (minute: number) => ((Math.min(range.to, Math.max(range.from, minute)) - range.from) / (range.to - range.from)) * 100;
  return (
    <div className={classes.bar} aria-hidden="true">
      {intervals.map(([from, to], index) => (
        <i
          key={`bar-${String(index)}`}
          data-wrong={index === wrongAt || undefined}
          style={{ left: `${at(Math.min(from, to))}%`, width: `${Math.max(0.6, Math.abs(at(to) - at(from)))}%` }}
        />
      ))}
    </div>
  );
}
