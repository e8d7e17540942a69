import { ActionIcon, Button, SegmentedControl, Tooltip } from '@mantine/core';
import { IconCalendarOff, IconChevronLeft, IconChevronRight, IconCopy, IconUsers } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { hoursText } from '#renderer/components/opening-hours/hours.ts';
import { PageHead } from '#renderer/components/page-head.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import { ScrollRoom } from '#renderer/components/scroll-room.tsx';
import { clockText } from '#renderer/components/time-field.tsx';
import { client } from '#renderer/lib/client.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import { useNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useRight, useZone } from '#renderer/lib/session.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import { openIntervalsOn } from '#shared/rules/calendar.ts';
import { addDays, dayOf, weekdayOf } from '#shared/rules/zone.ts';
import classes from './calendar.module.css';
import { DutyCell } from './duty-cell.tsx';
import { LeaveList } from './leave-list.tsx';
import { MonthView, monthSpan } from './month-view.tsx';
import { PasteWeek } from './paste-week.tsx';
import { dutiesByCell, type Interval, takeOver, type WeekDuty } from './roster.ts';

/** Who is on duty when, one week at a time; who may, changes it by a click or takes over the week before. */
export function RosterPage() {
  const { t } = useTranslation('calendar');
  const format = useFormat();
  const zone = useZone();
  const navigate = useNavigate();
  const manages = useRight('roster.manage') !== undefined;
  const today = dayOf(useNow(60_000), zone);
  const { week = today, view } = useSearch({ from: '/settings/roster' });
  const byMonth = view === 'month';
  const span = byMonth ? monthSpan(week) : null;
  const monday = addDays(week, 1 - weekdayOf(week));
  const days = Array.from({ length: 7 }, (_, index) => addDays(monday, index));
  const sunday = addDays(monday, 6);
  const staff = useQuery(orpc.staff.names.queryOptions({ input: {} }));
  const opening = useQuery(orpc.calendar.opening.queryOptions());
  const duty = useQuery(orpc.calendar.duty.queryOptions({ input: { from: monday, to: sunday } }));
  const before = useQuery(
    orpc.calendar.duty.queryOptions({ input: { from: addDays(monday, -7), to: addDays(monday, -1) }, enabled: manages }),
  );
  const go = (day: string | undefined, as = view) => void navigate({ to: '/settings/roster', search: { week: day, view: as } });
  const openOn = (day: string) => (opening.data ? openIntervalsOn({ ...opening.data.opening, zone: opening.data.zone }, day) : []);
  return (
    <div className="page">
      <PageHead
        title={t('roster.title')}
        note={t('roster.note')}
        actions={
          <>
            <ActionIcon
              aria-label={t(span ? 'month.earlier' : 'roster.earlier')}
              onClick={() => go(span ? addDays(`${span.month}-01`, -1) : addDays(monday, -7))}
            >
              <IconChevronLeft size={17} />
            </ActionIcon>
            <span className="s13 nowrap" aria-live="polite">
              {span
                ? format.month(span.month)
                : t('roster.week', { from: format.shortDay(monday, today), to: format.shortDay(sunday, today) })}
            </span>
            <ActionIcon
              aria-label={t(span ? 'month.later' : 'roster.later')}
              onClick={() => go(span ? addDays(`${span.month}-28`, 5) : addDays(monday, 7))}
            >
              <IconChevronRight size={17} />
            </ActionIcon>
            <Button
              size="xs"
              variant="subtle"
              color="gray"
              onClick={() => go(undefined)}
              disabled={span ? today.startsWith(span.month) : days.includes(today)}
            >
              {t(span ? 'month.this' : 'roster.thisWeek')}
            </Button>
            <SegmentedControl
              size="xs"
              aria-label={t('month.view')}
              data={[
                { value: 'week', label: t('month.week') },
                { value: 'month', label: t('month.month') },
              ]}
              value={byMonth ? 'month' : 'week'}
              onChange={(next) => go(week, next === 'month' ? 'month' : undefined)}
            />
            {manages && !byMonth && duty.data && before.data ? <TakeOver from={before.data} to={duty.data} /> : null}
            {manages && !byMonth && duty.data ? <PasteWeek monday={monday} week={duty.data} /> : null}
          </>
        }
      />
      <div className="scroll pad" style={{ paddingBottom: 24 }}>
        {byMonth ? (
          <MonthView
            day={week}
            today={today}
            openOn={openOn}
            onDay={(day) => void navigate({ to: '/settings/roster', search: { week: day } })}
          />
        ) : (
          <QueryView query={duty}>
            {(data) => (
              <>
                {data.duty.length === 0 ? (
                  <div className="strip" role="note" style={{ marginInline: 0, marginBottom: 8 }}>
                    <IconCalendarOff size={16} aria-hidden="true" />
                    <span className="grow">{t(data.rosterExists ? 'roster.empty' : 'roster.never')}</span>
                  </div>
                ) : null}
                {staff.data && staff.data.length === 0 ? (
                  <EmptyState icon={IconUsers} title={t('roster.noStaff')} text={t('roster.noStaffText')} />
                ) : null}
                <Grid days={days} today={today} data={data} staff={staff.data ?? []} openOn={openOn} manages={manages} />
                <LeaveList leaves={data.leave} staff={staff.data ?? []} manages={manages} first={days.includes(today) ? today : monday} />
              </>
            )}
          </QueryView>
        )}
      </div>
    </div>
  );
}

function Grid({
  days,
  today,
  data,
  staff,
  openOn,
  manages,
}: {
  days: readonly string[];
  today: string;
  data: WeekDuty;
  staff: readonly { id: string; name: string }[];
  openOn: (day: string) => Interval[];
  manages: boolean;
}) {
  const { t } = useTranslation('calendar');
  const format = useFormat();
  const cells = dutiesByCell(data);
  const away = (staffId: string, day: string) =>
    data.leave.find((each) => each.staffId === staffId && each.fromDay <= day && day <= each.toDay);
  const minutes = (staffId: string) =>
    data.duty.filter((each) => each.staffId === staffId).reduce((sum, each) => sum + each.endMinute - each.startMinute, 0);
  const count = (day: string) =>
    new Set(data.duty.filter((each) => each.day === day && !away(each.staffId, day)).map((each) => each.staffId)).size;
  return (
    <ScrollRoom label={t('roster.title')}>
      <table className={classes.grid}>
        <colgroup>
          <col style={{ width: '8rem' }} />
          {days.map((day) => (
            <col key={day} />
          ))}
          <col style={{ width: '5rem' }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t('roster.person')}</th>
            {days.map((day) => (
              <th key={day} scope="col" data-today={day === today || undefined}>
                {format.weekday(day)} {format.shortDay(day, today)}
                <br />
                {openOn(day).length === 0 ? t('roster.closedDay') : `${clockText(openOn(day)[0]![0])}–${clockText(openOn(day).at(-1)![1])}`}
              </th>
            ))}
            <th scope="col">{t('roster.total')}</th>
          </tr>
        </thead>
        <tbody>
          {staff.map((person) => (
            <tr key={person.id}>
              <th scope="row" className="ellipsis" title={person.name}>
                {person.name}
              </th>
              {days.map((day) => (
                <td key={day} data-closed={openOn(day).length === 0 || undefined}>
                  <DutyCell
                    person={person}
                    day={day}
                    week={days}
                    intervals={cells.get(`${person.id} ${day}`) ?? []}
                    leave={away(person.id, day)?.reason}
                    openOn={openOn}
                    manages={manages}
                  />
                </td>
              ))}
              <td className="tx-3" style={{ paddingInline: 8 }}>
                {minutes(person.id) > 0 ? t('roster.totalHours', { hours: hoursText(minutes(person.id)) }) : ''}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" />
            {days.map((day) => (
              <td key={day} className={openOn(day).length > 0 && count(day) === 0 ? 'tx-amb' : undefined}>
                {count(day) > 0
                  ? t('roster.onDuty', { count: count(day), n: count(day) })
                  : openOn(day).length > 0
                    ? t('roster.nobody')
                    : ''}
              </td>
            ))}
            <td />
          </tr>
        </tfoot>
      </table>
    </ScrollRoom>
  );
}

function TakeOver({ from, to }: { from: WeekDuty; to: WeekDuty }) {
  const { t } = useTranslation('calendar');
  const [busy, setBusy] = useState(false);
  const save = useMutation(orpc.calendar.setDuties.mutationOptions());
  const duties = takeOver(from, to);
  async function run(): Promise<void> {
    setBusy(true);
    try {
      const { commandId } = await save.mutateAsync({ duties });
      notifyDone({
        message: t('roster.copied', { count: duties.length, n: duties.length }),
        undo: () => client.audit.undo({ commandId }),
      });
    } catch (error) {
      notifyFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Tooltip label={t('roster.copyLastNone')} disabled={duties.length > 0}>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconCopy size={14} />}
        loading={busy}
        data-disabled={duties.length === 0 || undefined}
        aria-disabled={duties.length === 0 || undefined}
        onClick={() => duties.length > 0 && void run()}
      >
        {t('roster.copyLast')}
      </Button>
    </Tooltip>
  );
}
