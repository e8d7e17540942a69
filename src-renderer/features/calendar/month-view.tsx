import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { QueryView } from '#renderer/components/query-view.tsx';
import { ScrollRoom } from '#renderer/components/scroll-room.tsx';
import { clockText } from '#renderer/components/time-field.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import { addDays, weekdayOf } from '#shared/rules/zone.ts';
import classes from './month.module.css';
import type { Interval, WeekDuty } from './roster.ts';

interface MonthViewProps {
  /** Any day of the month. */
  readonly day: string;
  readonly today: string;
  readonly openOn: (day: string) => Interval[];
  readonly onDay: (day: string) => void;
}

/** First and last day of the weeks that a month touches. */
export function monthSpan(day: string): { first: string; last: string; month: string } {
  const month = day.slice(0, 7);
  const start = `${month}-01`;
  let end = addDays(start, 27);
  while (addDays(end, 1).startsWith(month)) end = addDays(end, 1);
  return { first: addDays(start, 1 - weekdayOf(start)), last: addDays(end, 7 - weekdayOf(end)), month };
}

/** Who is on duty and who is away, a month at a glance; a day leads to its week. */
export function MonthView({ day, today, openOn, onDay }: MonthViewProps) {
  const { t } = useTranslation('calendar');
  const { first, last } = monthSpan(day);
  const query = useQuery(orpc.calendar.duty.queryOptions({ input: { from: first, to: last } }));
  return (
    <QueryView query={query}>
      {(data) => (
        <ScrollRoom label={t('roster.title')}>
          <Month day={day} data={data} today={today} openOn={openOn} onDay={onDay} />
        </ScrollRoom>
      )}
    </QueryView>
  );
}

function Month({ day, data, today, openOn, onDay }: MonthViewProps & { data: WeekDuty }) {
  const { t } = useTranslation('calendar');
  const format = useFormat();
  const { first, last, month } = monthSpan(day);
  const weeks: string[][] = [];
  for (let monday = first; monday <= last; monday = addDays(monday, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(monday, index)));
  }
  return (
    <table className={classes.month}>
      <thead>
        <tr>
          {weeks[0]?.map((each) => (
            <th key={each} scope="col">
              {format.weekday(each)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((days) => (
          <tr key={days[0]}>
            {days.map((each) => (
              <td key={each} data-outside={!each.startsWith(month) || undefined} data-today={each === today || undefined}>
                <button type="button" className="link" onClick={() => onDay(each)} aria-label={t('month.open', { day: each })}>
                  {format.shortDay(each, today)}
                </button>
                <DayPeople day={each} data={data} open={openOn(each).length > 0} ahead={each >= today} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** That nobody is on duty matters as long as it can be changed. */
function DayPeople({ day, data, open, ahead }: { day: string; data: WeekDuty; open: boolean; ahead: boolean }) {
  const { t } = useTranslation('calendar');
  const away = data.leave.filter((each) => each.fromDay <= day && day <= each.toDay);
  const onDuty = new Map<string, { name: string; spans: string[] }>();
  for (const each of data.duty.filter((one) => one.day === day && !away.some((leave) => leave.staffId === one.staffId))) {
    const held = onDuty.get(each.staffId) ?? { name: each.staffName, spans: [] };
    held.spans.push(`${clockText(each.startMinute)}–${clockText(each.endMinute)}`);
    onDuty.set(each.staffId, held);
  }
  return (
    <>
      {onDuty.size > 0 ? (
        <p className={classes.people}>
          {[...onDuty].map(([id, { name, spans }]) => (
            <span key={id} title={`${name} ${spans.join(' ')}`}>
              {name}
            </span>
          ))}
        </p>
      ) : (
        <p className={`s12 ${open && ahead ? 'tx-amb' : 'tx-3'}`}>{t(open ? 'roster.nobody' : 'roster.closedDay')}</p>
      )}
      {away.length > 0 ? (
        <p className="s12 tx-amb">{t('month.away', { names: away.map((each) => each.staffName).join(t('month.and')) })}</p>
      ) : null}
    </>
  );
}
