import type { Ids } from '#main/base/ids.ts';
import { type Calendars, calendarsOf } from '#main/calendar/service.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow, selectRow, selectRows, updateRow } from '#main/db/rows.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { ClockName } from '#shared/contract/fields.ts';
import { type ClockSpec, due, isProvisional, type Pause, warnAt } from '#shared/rules/clock.ts';
import type { ClockRule } from '#shared/rules/complaint-policy.ts';
import { type ClockEventKind, type ClockOutcome, clockEventsTable, clocksTable, type SubjectKind } from './tables.ts';

export type Subject = { kind: SubjectKind; id: string };
export type ClockRow = typeof clocksTable.$inferSelect;
type ClockKey = Pick<ClockRow, 'subjectKind' | 'subjectId' | 'clock' | 'cycle' | 'round'>;
/** The waits of a subject as its state history tells them; `to: null` = it waits now. */
export type Pauses = readonly Pause[];

/** All clocks of a subject in the order in which they began. */
export function clocksOf(db: Db, subject: Subject): ClockRow[] {
  return selectRows(db, clocksTable, 'WHERE subject_kind = ? AND subject_id = ? ORDER BY started_at, cycle, round, id', [
    subject.kind,
    subject.id,
  ]);
}

/** One clock. Errors: NOT_FOUND. */
export function clockById(db: Db, id: string): ClockRow {
  const found = selectRow(db, clocksTable, 'WHERE id = ?', [id]);
  if (!found) throw new Failure('NOT_FOUND', { what: 'clock' });
  return found;
}

/** Whether it was not stopped yet; a clock that is paused or was missed runs too. */
export const isRunning = (clock: Pick<ClockRow, 'stoppedAt'>): boolean => clock.stoppedAt === null;

/** Waits that concern a clock; of a stopped one only until it was stopped, so that its due time stays as it stood then. */
function pausesFor(clock: Pick<ClockRow, 'pauses' | 'stoppedAt'>, pauses: Pauses): Pause[] {
  if (!clock.pauses) return [];
  const { stoppedAt } = clock;
  if (stoppedAt === null) return [...pauses];
  return pauses.filter((each) => each.from < stoppedAt).map((each) => ({ ...each, to: Math.min(each.to ?? stoppedAt, stoppedAt) }));
}

/** What the rule function is asked about a clock: due, elapsed and the walk all come from this one value. */
export function specOf(clock: ClockRow, calendars: Calendars, pauses: Pauses): ClockSpec {
  return {
    target: clock.targetMinutes + clock.extensionMinutes,
    unit: clock.unit,
    start: clock.startedAt,
    calendar: calendars.opening,
    statutory: calendars.statutory,
    pauses: pausesFor(clock, pauses),
  };
}

/** A clock's times as they stand at `at` (UTC ms). A clock that fell due before a wait began is not paused by it. */
function timesOf(
  clock: ClockRow,
  calendars: Calendars,
  pauses: Pauses,
  at: number,
): Pick<ClockRow, 'dueAt' | 'warnAt' | 'paused' | 'provisional'> {
  const spec = specOf(clock, calendars, pauses);
  const dueAt = due(spec, at);
  const waiting = clock.stoppedAt === null && (spec.pauses ?? []).some((each) => each.to === null);
  return { dueAt, warnAt: warnAt(spec, at, clock.warnPercent), paused: waiting && dueAt > at, provisional: isProvisional(spec, at) };
}

/**
 * A clock as it stands at `now` (UTC ms): while it waits the due time moves with the wait, and what is stored is that of the last write. Any
 * other is as it is stored.
 */
export function standingAt(clock: ClockRow, calendars: Calendars, pauses: Pauses, now: number): ClockRow {
  if (clock.stoppedAt !== null || clock.missed || !clock.paused) return clock;
  return { ...clock, ...timesOf(clock, calendars, pauses, now) };
}

type EventTimes = { dueAt: number; happenedAt: number };

/**
 * Writes an event. Its revision counts how often the key was taken back, so that the unique key lets no second one slip in; only
 * extensions and the taking back itself may come several times.
 */
function writeEvent(tx: Tx, ids: Ids, clock: ClockKey, kind: ClockEventKind, times: EventTimes, revokes: string | null = null): void {
  const { subjectKind, subjectId, clock: name, cycle, round } = clock;
  const repeats = kind === 'extended' || kind === 'revoked';
  const before = tx.get<{ n: number }>(
    `SELECT count(*) AS n FROM clock_events e
     WHERE subject_kind = ? AND subject_id = ? AND clock = ? AND cycle = ? AND round = ? AND kind = ?
       ${repeats ? '' : 'AND EXISTS (SELECT 1 FROM clock_events r WHERE r.revokes = e.id)'}`,
    [subjectKind, subjectId, name, cycle, round, kind],
  );
  insertRow(tx, clockEventsTable, {
    id: ids.next(),
    subjectKind,
    subjectId,
    clock: name,
    cycle,
    round,
    kind,
    revision: before?.n ?? 0,
    ...times,
    detectedAt: tx.command.at,
    revokes,
  });
}

function save(tx: Tx, clock: ClockRow, changes: Partial<ClockRow>): ClockRow {
  updateRow(tx, clocksTable, clock.id, changes);
  return { ...clock, ...changes };
}

/** The round after the last one that the clock or any event of it ever had: an undone round is not used again. */
export function nextRound(db: Db, subject: Subject, clock: ClockName, cycle: number): number {
  const last = db.get<{ n: number }>(
    `SELECT max(n) AS n FROM (
       SELECT coalesce(max(round), 0) AS n FROM clocks WHERE subject_kind = $kind AND subject_id = $id AND clock = $clock AND cycle = $cycle
       UNION ALL
       SELECT coalesce(max(round), 0) FROM clock_events WHERE subject_kind = $kind AND subject_id = $id AND clock = $clock AND cycle = $cycle)`,
    { kind: subject.kind, id: subject.id, clock, cycle },
  );
  return (last?.n ?? 0) + 1;
}

export type Start = { clock: ClockName; cycle: number; round?: number; rule: ClockRule; startedAt: number };

/** Begins a clock. `startedAt` is UTC ms and may lie before the command. Errors: ClockError when the calendar never opens. */
export function startClock(tx: Tx, ids: Ids, subject: Subject, start: Start, pauses: Pauses = []): ClockRow {
  const { clock, cycle, rule, startedAt, round = nextRound(tx, subject, start.clock, start.cycle) } = start;
  const fresh: ClockRow = {
    id: ids.next(),
    subjectKind: subject.kind,
    subjectId: subject.id,
    clock,
    cycle,
    round,
    unit: rule.unit,
    targetMinutes: rule.target,
    extensionMinutes: 0,
    pauses: rule.pauses,
    warnPercent: rule.warnPercent,
    startedAt,
    dueAt: 0,
    warnAt: 0,
    stoppedAt: null,
    outcome: 'open',
    warned: false,
    missed: false,
    paused: false,
    provisional: false,
  };
  const begun = { ...fresh, ...timesOf(fresh, calendarsOf(tx), pauses, tx.command.at) };
  insertRow(tx, clocksTable, begun);
  return begun;
}

/**
 * Stops a clock at `happenedAt` (UTC ms, not later than the command). Met when at or before due; after it the miss is kept as an
 * event even if no scan had found it yet. Stopped in time but entered after the miss was raised: both stay, `met_late`, until a
 * supervisor confirms it. Between the original and an extended due: `extended`.
 */
export function stopClock(tx: Tx, ids: Ids, clock: ClockRow, happenedAt: number, pauses: Pauses = []): ClockRow {
  const ended = { ...clock, stoppedAt: happenedAt };
  const times = timesOf(ended, calendarsOf(tx), pauses, happenedAt);
  const dueAt = clock.missed ? clock.dueAt : times.dueAt;
  const plain =
    clock.extensionMinutes === 0 ? dueAt : timesOf({ ...ended, extensionMinutes: 0 }, calendarsOf(tx), pauses, happenedAt).dueAt;
  if (happenedAt > dueAt) {
    if (!clock.missed) writeEvent(tx, ids, clock, 'missed', { dueAt, happenedAt: dueAt });
    return save(tx, clock, { ...times, dueAt, stoppedAt: happenedAt, outcome: 'missed', missed: true, paused: false });
  }
  const outcome: ClockOutcome = happenedAt > plain ? 'extended' : clock.missed ? 'met_late' : 'met';
  if (outcome !== 'extended') writeEvent(tx, ids, clock, 'met', { dueAt, happenedAt });
  return save(tx, clock, { ...times, dueAt, stoppedAt: happenedAt, outcome, paused: false });
}

/**
 * What happened at `happenedAt` stops the running clock `name`, or, when it lies before that one began (recorded late), turns the
 * missed round in which it lies into `met_late`. Answers the clock that it stopped or changed, or null.
 */
export function stopByName(tx: Tx, ids: Ids, subject: Subject, name: ClockName, happenedAt: number, pauses: Pauses = []): ClockRow | null {
  const all = clocksOf(tx, subject).filter((each) => each.clock === name);
  const running = all.find((each) => isRunning(each) && each.startedAt <= happenedAt);
  if (running) return stopClock(tx, ids, running, happenedAt, pauses);
  const missed = all.find(
    (each) =>
      each.outcome === 'missed' &&
      each.stoppedAt !== null &&
      each.startedAt <= happenedAt &&
      happenedAt <= each.dueAt &&
      happenedAt < each.stoppedAt,
  );
  if (!missed) return null;
  writeEvent(tx, ids, missed, 'met', { dueAt: missed.dueAt, happenedAt });
  return save(tx, missed, { stoppedAt: happenedAt, outcome: 'met_late' });
}

/** Ends every running clock that `which` picks as cancelled: it counts only if it was due before. */
export function cancelClocks(
  tx: Tx,
  ids: Ids,
  subject: Subject,
  pauses: Pauses = [],
  which: (clock: ClockRow) => boolean = () => true,
): void {
  const at = tx.command.at;
  for (const clock of clocksOf(tx, subject).filter((each) => isRunning(each) && which(each))) {
    const times = timesOf({ ...clock, stoppedAt: at }, calendarsOf(tx), pauses, at);
    const dueAt = clock.missed ? clock.dueAt : times.dueAt;
    const late = at > dueAt;
    if (late && !clock.missed) writeEvent(tx, ids, clock, 'missed', { dueAt, happenedAt: dueAt });
    writeEvent(tx, ids, clock, 'cancelled', { dueAt, happenedAt: at });
    save(tx, clock, { ...times, dueAt, stoppedAt: at, outcome: 'cancelled', missed: clock.missed || late, paused: false });
  }
}

/** More time can only be given to a clock that runs and is not due yet. Errors: STATE_FORBIDS (stopped, or due already). */
export function mustBeAhead(tx: Tx, clock: ClockRow, action: string, pauses: Pauses = []): void {
  if (!isRunning(clock)) throw new Failure('STATE_FORBIDS', { state: clock.outcome, action });
  if (clock.missed || tx.command.at > timesOf(clock, calendarsOf(tx), pauses, tx.command.at).dueAt)
    throw new Failure('STATE_FORBIDS', { state: 'missed', action });
}

/**
 * Grants more time, in counted minutes of the clock's own unit. Only before it fell due.
 * Errors: STATE_FORBIDS (stopped, or due already).
 */
export function extendClock(tx: Tx, ids: Ids, clock: ClockRow, minutes: number, pauses: Pauses = []): ClockRow {
  const calendars = calendarsOf(tx);
  mustBeAhead(tx, clock, 'extend', pauses);
  const extended = { ...clock, extensionMinutes: clock.extensionMinutes + minutes };
  const times = timesOf(extended, calendars, pauses, tx.command.at);
  writeEvent(tx, ids, clock, 'extended', { dueAt: times.dueAt, happenedAt: tx.command.at });
  return save(tx, clock, { extensionMinutes: extended.extensionMinutes, ...times });
}

/** A supervisor confirms what was recorded late: from now on it counts as met. Errors: STATE_FORBIDS. */
export function confirmLate(tx: Tx, ids: Ids, clock: ClockRow): void {
  if (clock.outcome !== 'met_late' || clock.stoppedAt === null)
    throw new Failure('STATE_FORBIDS', { state: clock.outcome, action: 'confirm' });
  writeEvent(tx, ids, clock, 'confirmed', { dueAt: clock.dueAt, happenedAt: clock.stoppedAt });
  save(tx, clock, { outcome: 'met' });
}

/** Running clocks get the targets of other rules from their original start; what was missed already stays as it was promised. */
export function retarget(tx: Tx, subject: Subject, rules: Record<ClockName, ClockRule>, pauses: Pauses = []): void {
  const calendars = calendarsOf(tx);
  for (const clock of clocksOf(tx, subject).filter((each) => isRunning(each) && !each.missed)) {
    const rule = rules[clock.clock];
    const changed = { ...clock, targetMinutes: rule.target, unit: rule.unit, pauses: rule.pauses, warnPercent: rule.warnPercent };
    save(tx, clock, {
      targetMinutes: rule.target,
      unit: rule.unit,
      pauses: rule.pauses,
      warnPercent: rule.warnPercent,
      ...timesOf(changed, calendars, pauses, tx.command.at),
    });
  }
}

/**
 * Running clocks that began at `from` begin at `to` instead (UTC ms): the event was reported earlier than this record knew. Dispatch
 * counts from the recording, which stays.
 */
export function moveStart(tx: Tx, subject: Subject, from: number, to: number, pauses: Pauses = []): void {
  const calendars = calendarsOf(tx);
  for (const clock of clocksOf(tx, subject).filter(
    (each) => isRunning(each) && each.clock !== 'dispatch' && !each.missed && each.startedAt === from,
  )) {
    const changed = { ...clock, startedAt: to };
    save(tx, clock, { startedAt: to, ...timesOf(changed, calendars, pauses, tx.command.at) });
  }
}

export type Moved = { clock: ClockRow; before: number; after: number };

/**
 * Brings the running clocks of a subject in line with calendar and waits; answers those whose due time moved by something else than a wait.
 * A missed one stays as it was missed. `was`: the calendars before a change, by which a paused clock is compared at the same moment; without
 * them a paused one is not among the answered.
 */
export function recompute(tx: Tx, subject: Subject, pauses: Pauses = [], was: Calendars | null = null): Moved[] {
  const calendars = calendarsOf(tx);
  const moved: Moved[] = [];
  for (const clock of clocksOf(tx, subject)) {
    if (!isRunning(clock) || clock.missed) continue;
    const times = timesOf(clock, calendars, pauses, tx.command.at);
    const same =
      times.dueAt === clock.dueAt &&
      times.warnAt === clock.warnAt &&
      times.paused === clock.paused &&
      times.provisional === clock.provisional;
    const before = !clock.paused ? clock.dueAt : was ? timesOf(clock, was, pauses, tx.command.at).dueAt : times.dueAt;
    if (times.dueAt !== before) moved.push({ clock, before, after: times.dueAt });
    if (!same) save(tx, clock, times);
  }
  return moved;
}

export type FallenDue = { clockId: string; subject: Subject; kind: 'warned' | 'missed'; dueAt: number };

/** What fell due by `now` (UTC ms) and was not raised yet, in the order of its time; reads two partial indexes. `of` = one subject only. */
export function fallenDue(db: Db, now: number, of: Subject | null = null): FallenDue[] {
  const mine = of === null ? '' : 'AND subject_kind = $kind AND subject_id = $id';
  const params = of === null ? { now } : { now, ...of };
  const query = (kind: FallenDue['kind'], column: string, than: string): FallenDue[] =>
    db
      .all<{ id: string; k: SubjectKind; s: string; at: number }>(
        `SELECT id, subject_kind AS k, subject_id AS s, ${column} AS at FROM clocks
         WHERE ${column} ${than} $now AND stopped_at IS NULL AND ${kind} = 0 AND paused = 0 ${mine}`,
        params,
      )
      .map((each) => ({ clockId: each.id, subject: { kind: each.k, id: each.s }, kind, dueAt: each.at }));
  return [...query('warned', 'warn_at', '<='), ...query('missed', 'due_at', '<')].sort(
    (x, y) => x.dueAt - y.dueAt || (x.clockId < y.clockId ? -1 : 1),
  );
}

/**
 * Raises one of them, if it still stands: asked twice, the second changes nothing. The event keeps when it was due, when it
 * happened (the same for a miss) and when it was found. Answers the clock, or null when there was nothing to raise.
 */
export function raise(tx: Tx, ids: Ids, clockId: string, kind: FallenDue['kind']): ClockRow | null {
  const clock = clockById(tx, clockId);
  const now = tx.command.at;
  if (!isRunning(clock) || clock.paused) return null;
  if (kind === 'warned') {
    if (clock.warned || clock.warnAt > now) return null;
    writeEvent(tx, ids, clock, 'warned', { dueAt: clock.dueAt, happenedAt: clock.warnAt });
    return save(tx, clock, { warned: true });
  }
  if (clock.missed || clock.dueAt >= now) return null;
  writeEvent(tx, ids, clock, 'missed', { dueAt: clock.dueAt, happenedAt: clock.dueAt });
  return save(tx, clock, { missed: true });
}

export type Next = { nextClock: ClockName | null; nextDueAt: number | null; paused: boolean };

/** The running clock that falls due next; a paused one only when no other runs. */
export function nextOf(clocks: readonly ClockRow[]): Next {
  const order = (a: ClockRow, b: ClockRow) => Number(a.paused) - Number(b.paused) || a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1);
  const first = clocks.filter(isRunning).sort(order)[0];
  return { nextClock: first?.clock ?? null, nextDueAt: first?.dueAt ?? null, paused: first?.paused ?? false };
}

/**
 * What undo writes instead of deleting an event: a `revoked` that names it; taking that back writes the event anew. `image` is the
 * row as the history keeps it.
 */
export function counterEvent(tx: Tx, ids: Ids, image: Readonly<Record<string, unknown>>): void {
  const find = (id: string) => selectRow(tx, clockEventsTable, 'WHERE id = ?', [id]);
  const event = find(String(image.id));
  if (!event) return;
  const original = event.revokes === null ? null : find(event.revokes);
  const times = { dueAt: event.dueAt, happenedAt: tx.command.at };
  if (original) writeEvent(tx, ids, original, original.kind, { dueAt: original.dueAt, happenedAt: original.happenedAt });
  else writeEvent(tx, ids, event, 'revoked', times, event.id);
}
