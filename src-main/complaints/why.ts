import type { z } from 'zod';
import type { Identity } from '#main/base/os.ts';
import { type Calendars, calendarsOf } from '#main/calendar/service.ts';
import { type ClockRow, clockById, clocksOf, specOf, standingAt } from '#main/clocks/service.ts';
import type { Db } from '#main/db/open.ts';
import type { ClockView, walk as walkShape } from '#shared/contract/complaint-page.ts';
import { Failure } from '#shared/contract/failure.ts';
import { due, elapsed, formatDue, type Pause } from '#shared/rules/clock.ts';
import { walk } from '#shared/rules/clock-walk.ts';
import { MINUTES_PER_DAY } from '#shared/rules/zone.ts';
import { mustSee } from './access.ts';
import { complaintById, pausesOfComplaint, subjectOf } from './load.ts';
import { policyById } from './policy.ts';

/** Working days that a running clock still has at `now` (UTC ms), today's included; null for other units, a stopped or a late one. */
export function workDaysLeftOf(clock: ClockRow, calendars: Calendars, pauses: readonly Pause[], now: number): number | null {
  if (clock.unit !== 'working_days' || clock.stoppedAt !== null || clock.dueAt <= now) return null;
  const spec = specOf(clock, calendars, pauses);
  return Math.ceil((spec.target - elapsed(spec, now)) / MINUTES_PER_DAY - 1e-9);
}

/** A clock as the page shows it, from the row as it stands at the moment of the question. */
export function clockViewOf(clock: ClockRow, workDaysLeft: number | null = null): ClockView {
  const outcome = clock.stoppedAt === null && clock.paused ? 'paused' : clock.outcome;
  return {
    id: clock.id,
    clock: clock.clock,
    cycle: clock.cycle,
    round: clock.round,
    unit: clock.unit,
    targetMinutes: clock.targetMinutes + clock.extensionMinutes,
    extensionMinutes: clock.extensionMinutes,
    startedAt: clock.startedAt,
    dueAt: clock.dueAt,
    stoppedAt: clock.stoppedAt,
    outcome,
    warned: clock.warned,
    paused: clock.paused,
    recordedLate: clock.outcome === 'met_late' || (clock.outcome === 'met' && clock.missed),
    provisional: clock.provisional,
    workDaysLeft,
  };
}

/**
 * How the running clocks that stand still while it waits would fall due, if it waited from `now` until `until` (UTC ms); a wait that goes
 * on already would end then. Writes nothing. Errors: NOT_FOUND, FORBIDDEN, INVALID (until not in the future).
 */
export function whatIfPaused(db: Db, who: Identity, input: { id: string; until: number }, now: number) {
  const complaint = complaintById(db, input.id);
  mustSee(db, who, complaint);
  if (input.until <= now) throw new Failure('INVALID', { field: 'until', reason: 'not_after' });
  const calendars = calendarsOf(db);
  const pauses = pausesOfComplaint(db, complaint.id);
  const waiting = pauses.some((each) => each.to === null);
  const paused = waiting
    ? pauses.map((each) => (each.to === null ? { ...each, to: input.until } : each))
    : [...pauses, { from: now, to: input.until }];
  return clocksOf(db, subjectOf(complaint))
    .filter((clock) => clock.stoppedAt === null && clock.pauses && !clock.missed)
    .map((clock) => ({
      clock: clock.clock,
      before: due(specOf(clock, calendars, pauses), now),
      after: due(specOf(clock, calendars, paused), now),
    }));
}

/** Names of who granted more time for a clock, each once, in order. */
function extendedBy(db: Db, clock: ClockRow): string[] {
  if (clock.extensionMinutes === 0) return [];
  const rows = db.all<{ name: string }>(
    `SELECT s.name FROM complaint_entries e JOIN staff s ON s.id = e.recorded_by
     WHERE e.complaint_id = $id AND e.cycle >= $cycle AND e.text = 'clock_extended' AND e.vals ->> 'clock' = $clock AND e.recorded_at >= $from
       AND ($until IS NULL OR e.recorded_at <= $until) AND e.voids IS NULL AND NOT EXISTS (SELECT 1 FROM complaint_entries v WHERE v.voids = e.id)
     ORDER BY e.recorded_at, e.id`,
    { id: clock.subjectId, cycle: clock.cycle, clock: clock.clock, from: clock.startedAt, until: clock.stoppedAt },
  );
  return [...new Set(rows.map((row) => row.name))];
}

/** "Why this deadline?": the walk of one clock as data. `now` UTC ms. Errors: NOT_FOUND, FORBIDDEN. */
export function whyDeadline(db: Db, who: Identity, clockId: string, now: number): z.infer<typeof walkShape> {
  const clock = clockById(db, clockId);
  const complaint = complaintById(db, clock.subjectId);
  mustSee(db, who, complaint);
  const calendars = calendarsOf(db);
  const pauses = pausesOfComplaint(db, complaint.id);
  const spec = specOf(clock, calendars, pauses);
  const standing = standingAt(clock, calendars, pauses, now);
  const found = walk(spec, clock.stoppedAt ?? now);
  return {
    clock: { ...clockViewOf(standing, workDaysLeftOf(standing, calendars, pauses, now)), dueAt: found.dueAt },
    segments: found.segments.map(({ from, to, counted, minutes, why, note }) => ({ from, to, counted, minutes, why, note })),
    usedMinutes: found.usedMinutes,
    leftMinutes: found.leftMinutes,
    pausedMinutes: found.pausedMinutes,
    extendedBy: extendedBy(db, clock),
    baseDueAt: found.baseDueAt,
    due: formatDue(found.dueAt, clock.unit, calendars.opening.zone),
    policyVersion: policyById(db, complaint.policyId).version,
    provisional: found.provisional,
  };
}
