import { and, eq } from 'drizzle-orm';
import type { Commands } from '#main/base/command.ts';
import { historyOfCommand } from '#main/db/history.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow, selectRow } from '#main/db/rows.ts';
import { openingOf, readGroup, writeGroup, zoneOf } from '#main/settings/service.ts';
import { staffById } from '#main/staff/service.ts';
import type { OpeningHours } from '#shared/contract/calendar.ts';
import { Failure } from '#shared/contract/failure.ts';
import { calendarProblems, DEFAULT_OPENING, type Interval } from '#shared/rules/calendar.ts';
import { due } from '#shared/rules/clock.ts';
import { walk } from '#shared/rules/clock-walk.ts';
import { DEFAULT_POLICY } from '#shared/rules/complaint-policy.ts';
import { missingYears, NO_STATUTORY_DATA } from '#shared/rules/statutory.ts';
import { dayOf, isZone, MINUTES_PER_DAY } from '#shared/rules/zone.ts';
import { type CalendarDeps, type Calendars, calendarsOf, statutoryOf } from './calendars.ts';
import { rosterExists } from './roster.ts';
import { registerStatutoryUndo } from './statutory-edit.ts';
import { dutiesTable, leavesTable } from './tables.ts';

export { type CalendarDeps, type Calendars, calendarsOf, statutoryOf } from './calendars.ts';
export { rosterAt } from './roster.ts';
export { previewStatutory, resetStatutory, setStatutoryDay, statutoryYear, takeStatutory, UNDO_STATUTORY } from './statutory-edit.ts';

declare module '#main/base/events.ts' {
  interface DomainEvents {
    /** Opening hours or statutory days changed: due times of open clocks follow. `was`: the calendars before. */
    'calendar.changed': { was: Calendars };
    'calendar.roster_changed': { staffId: string };
  }
}

/** Opening hours as saved, with the zone and the version of their row (0 = the defaults, never saved). */
export function readOpening(db: Db): { opening: OpeningHours; zone: string; version: number } {
  const { zone, ...opening } = openingOf(db);
  return { opening, zone, version: readGroup(db, 'opening')?.version ?? 0 };
}

function refuseProblems(opening: OpeningHours, zone: string): void {
  const problem = calendarProblems({ ...opening, zone })[0];
  if (!problem) return;
  if (problem.code === 'no_opening_time') throw new Failure('NO_OPENING_TIME', {});
  throw new Failure('INVALID', { field: problem.path, reason: problem.code });
}

/**
 * Saves the opening hours; the due times of open clocks follow in the same command.
 * Errors: NO_OPENING_TIME, INVALID (path of the interval), STALE.
 */
export function saveOpening(tx: Tx, deps: CalendarDeps, opening: OpeningHours, version: number): void {
  refuseProblems(opening, zoneOf(tx));
  const was = calendarsOf(tx);
  writeGroup(tx, 'opening', opening, version);
  deps.events.emit(tx, 'calendar.changed', { was });
}

/** Which years the statutory data covers, and what a banner must say on `now` (UTC ms). */
export function statutoryState(db: Db, now: number): { years: number[]; missingNextYear: boolean; provisionalYears: number[] } {
  const statutory = statutoryOf(db);
  const provisionalYears = missingYears(statutory, dayOf(now, zoneOf(db)));
  return { years: statutory.years, missingNextYear: provisionalYears.length > 0, provisionalYears };
}

/**
 * The dispatch due time of a complaint recorded at `at` (UTC ms) under hours that are not saved yet, and the minutes that each
 * day gives. Errors: NO_OPENING_TIME, INVALID.
 */
export function tryOut(opening: OpeningHours, zone: string, at: number): { dueAt: number; parts: { day: string; minutes: number }[] } {
  if (!isZone(zone)) throw new Failure('INVALID', { field: 'zone', reason: 'unknown_zone' });
  refuseProblems(opening, zone);
  const rule = DEFAULT_POLICY.severities.general.clocks.dispatch;
  const spec = { target: rule.target, unit: rule.unit, start: at, calendar: { ...opening, zone }, statutory: NO_STATUTORY_DATA };
  const minutes = new Map<string, number>();
  for (const segment of walk(spec, at).segments) {
    if (!segment.counted) continue;
    const day = dayOf(segment.from, zone);
    minutes.set(day, (minutes.get(day) ?? 0) + segment.minutes);
  }
  return { dueAt: due(spec, at), parts: [...minutes].map(([day, sum]) => ({ day, minutes: sum })) };
}

/** The roster (both days included) with the names that a screen shows. */
export function dutyBetween(db: Db, from: string, to: string) {
  return {
    duty: db.all<{ id: string; staffId: string; staffName: string; day: string; startMinute: number; endMinute: number }>(
      `SELECT d.id, d.staff_id AS staffId, s.name AS staffName, d.day, d.start_minute AS startMinute, d.end_minute AS endMinute
       FROM duties d JOIN staff s ON s.id = d.staff_id WHERE d.day BETWEEN ? AND ? ORDER BY d.day, d.start_minute, s.name`,
      [from, to],
    ),
    leave: db.all<{ id: string; staffId: string; staffName: string; fromDay: string; toDay: string; reason: string }>(
      `SELECT l.id, l.staff_id AS staffId, s.name AS staffName, l.from_day AS fromDay, l.to_day AS toDay, l.reason
       FROM leaves l JOIN staff s ON s.id = l.staff_id WHERE l.to_day >= ? AND l.from_day <= ? ORDER BY l.from_day, s.name`,
      [from, to],
    ),
    rosterExists: rosterExists(db),
  };
}

/** Replaces the duties of one person on one day. Errors: NOT_FOUND, INVALID (intervals). */
export function setDuty(tx: Tx, deps: CalendarDeps, staffId: string, day: string, intervals: Interval[]): void {
  staffById(tx, staffId);
  const sorted = [...intervals].sort((a, b) => a[0] - b[0]);
  sorted.forEach(([from, to], index) => {
    if (from >= to || to > MINUTES_PER_DAY) throw new Failure('INVALID', { field: `intervals.${index}`, reason: 'empty_interval' });
    const before = sorted[index - 1];
    if (before && from < before[1]) throw new Failure('INVALID', { field: `intervals.${index}`, reason: 'overlap' });
  });
  tx.delete(dutiesTable)
    .where(and(eq(dutiesTable.staffId, staffId), eq(dutiesTable.day, day)))
    .run();
  for (const [startMinute, endMinute] of sorted) {
    insertRow(tx, dutiesTable, { id: deps.ids.next(), staffId, day, startMinute, endMinute });
  }
  deps.events.emit(tx, 'calendar.roster_changed', { staffId });
}

/** Leave from `fromDay` to `toDay`, both included. Errors: NOT_FOUND, INVALID (toDay). */
export function addLeave(tx: Tx, deps: CalendarDeps, staffId: string, fromDay: string, toDay: string, reason: string): void {
  staffById(tx, staffId);
  if (toDay < fromDay) throw new Failure('INVALID', { field: 'toDay', reason: 'reversed_days' });
  insertRow(tx, leavesTable, { id: deps.ids.next(), staffId, fromDay, toDay, reason });
  deps.events.emit(tx, 'calendar.roster_changed', { staffId });
}

/** Takes a leave away. Errors: NOT_FOUND. */
export function removeLeave(tx: Tx, deps: CalendarDeps, id: string): void {
  const row = selectRow(tx, leavesTable, 'WHERE id = ?', [id]);
  if (!row) throw new Failure('NOT_FOUND', { what: 'leave' });
  tx.delete(leavesTable).where(eq(leavesTable.id, id)).run();
  deps.events.emit(tx, 'calendar.roster_changed', { staffId: row.staffId });
}

/** Undo of opening hours: the hours before them come back, and the clocks follow once more. */
export const UNDO_OPENING = { handler: 'calendar.opening' } as const;

/** Registers how the calendar's commands are taken back. Called once for each connection that writes. */
export function registerCalendar({ commands, ...deps }: CalendarDeps & { commands: Commands }): void {
  registerStatutoryUndo(commands, deps);
  commands.registerUndo(UNDO_OPENING.handler, (tx, undone) => {
    const change = historyOfCommand(tx, undone.id).find((each) => each.table === 'settings' && each.rowId === 'opening');
    const { zone: _zone, ...defaults } = DEFAULT_OPENING;
    const before = typeof change?.before?.value === 'string' ? (JSON.parse(change.before.value) as OpeningHours) : defaults;
    const was = calendarsOf(tx);
    writeGroup(tx, 'opening', before, readGroup(tx, 'opening')?.version ?? 0);
    deps.events.emit(tx, 'calendar.changed', { was });
  });
}
