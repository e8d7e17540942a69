import { type ClockEventKind, type ClockOutcome, clockEventsTable, clocksTable } from '#main/clocks/tables.ts';
import type { ClockName } from '#shared/contract/fields.ts';
import { type ClockSpec, due, isProvisional, type Pause, warnAt } from '#shared/rules/clock.ts';
import type { ClockRule } from '#shared/rules/complaint-policy.ts';
import { MINUTE } from '#shared/rules/zone.ts';
import { inserter } from './bulk-db.ts';
import type { BulkWorld } from './bulk-world.ts';
import { windowAt } from './opening-time.ts';

/** The program looks each minute while the PC is on: from ten minutes before opening until closing. */
const LOOKS_AFTER = 40_000;
const SWITCHED_ON_BEFORE = 10 * MINUTE;

export type RunClock = {
  subjectId: string;
  clock: ClockName;
  cycle: number;
  round: number;
  rule: ClockRule;
  startedAt: number;
  /** When it was stopped; null = it still runs at the end. */
  stoppedAt: number | null;
  cancelled?: boolean;
  pauses: readonly Pause[];
};
export type Ran = { id: string; clock: ClockName; dueAt: number; running: boolean; paused: boolean; missedAt: number | null };

/** Writes a clock as the services would have left it, with the events that were raised on the way. */
export function clockWriter(world: BulkWorld): {
  run(clock: RunClock): Ran;
  spec(clock: Omit<RunClock, 'subjectId'>): ClockSpec;
  seenAt(due: number): number;
} {
  const { db, ids, calendar, statutory, end } = world;
  const addClock = inserter(db, clocksTable);
  const addEvent = inserter(db, clockEventsTable);

  const seenAt = (at: number): number => Math.max(at + LOOKS_AFTER, windowAt(calendar, at).from - SWITCHED_ON_BEFORE);
  const spec = ({ rule, startedAt, stoppedAt, pauses }: Omit<RunClock, 'subjectId'>): ClockSpec => ({
    target: rule.target,
    unit: rule.unit,
    start: startedAt,
    calendar,
    statutory,
    pauses: !rule.pauses
      ? []
      : stoppedAt === null
        ? pauses
        : pauses.filter((each) => each.from < stoppedAt).map((each) => ({ ...each, to: Math.min(each.to ?? stoppedAt, stoppedAt) })),
  });

  const run = (clock: RunClock): Ran => {
    const { subjectId, clock: name, cycle, round, rule, startedAt, stoppedAt, cancelled = false } = clock;
    const asked = spec(clock);
    const at = stoppedAt ?? end;
    const dueAt = due(asked, at);
    const warnedAt = warnAt(asked, at);
    const waiting = stoppedAt === null && (asked.pauses ?? []).some((each) => each.to === null);
    const paused = waiting && dueAt > at;
    const seen = (moment: number): number | null => {
      if (stoppedAt !== null && moment >= stoppedAt) return null;
      const found = seenAt(moment);
      if (stoppedAt !== null) return Math.min(found, stoppedAt);
      return found < end ? found : null;
    };
    const warned = paused ? null : seen(warnedAt);
    // A clock that was stopped after it was due was missed, whether a scan had come by or not.
    const missed =
      stoppedAt !== null ? (stoppedAt > dueAt ? (seen(dueAt) ?? stoppedAt) : null) : dueAt < end && !paused ? seen(dueAt) : null;
    const outcome: ClockOutcome = stoppedAt === null ? 'open' : cancelled ? 'cancelled' : missed !== null ? 'missed' : 'met';
    const id = ids.next();
    addClock({
      id,
      subjectKind: 'complaint',
      subjectId,
      clock: name,
      cycle,
      round,
      unit: rule.unit,
      targetMinutes: rule.target,
      pauses: rule.pauses,
      startedAt,
      dueAt,
      warnAt: warnedAt,
      stoppedAt,
      outcome,
      warned: warned !== null,
      missed: missed !== null,
      paused,
      provisional: isProvisional(asked, at),
    });
    const event = (kind: ClockEventKind, happenedAt: number, detectedAt: number) =>
      addEvent({ id: ids.next(), subjectKind: 'complaint', subjectId, clock: name, cycle, round, kind, dueAt, happenedAt, detectedAt });
    if (warned !== null) event('warned', warnedAt, warned);
    if (missed !== null) event('missed', dueAt, missed);
    if (stoppedAt !== null && cancelled) event('cancelled', stoppedAt, stoppedAt);
    else if (stoppedAt !== null && missed === null) event('met', stoppedAt, stoppedAt);
    return { id, clock: name, dueAt, running: stoppedAt === null, paused, missedAt: missed };
  };
  return { run, spec, seenAt };
}
