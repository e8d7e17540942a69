import { eq, sql } from 'drizzle-orm';
import type { Events } from '#main/base/events.ts';
import type { Ids } from '#main/base/ids.ts';
import { type Identity, scopeOf } from '#main/base/os.ts';
import { promisesTable } from '#main/complaints/tables.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { openingOf, zoneOf } from '#main/settings/service.ts';
import { isActiveOn, staffById } from '#main/staff/service.ts';
import { Failure } from '#shared/contract/failure.ts';
import { type AfterAttempt, type AttemptOutcome, afterAttempt, type FollowUpState, voidedAttempts } from '#shared/rules/follow-ups.ts';
import { dayOf } from '#shared/rules/zone.ts';
import { plan } from './plan.ts';
import { followUpAttemptsTable, followUpsTable } from './tables.ts';

export { followUpRows, getFollowUp, listFollowUps } from './views.ts';
export { subscribeFollowUps } from './visits.ts';

export type FollowUpDeps = { ids: Ids; events: Events };
type Stored = typeof followUpsTable.$inferSelect;

/** How a visit after a complaint ended; told to the complaints slice inside the same transaction. */
export type VisitDone = {
  complaintId: string;
  cycle: number;
  followUpId: string;
  state: 'done' | 'refused' | 'unreachable';
  /** 1–5, null when no answer was given. */
  satisfaction: number | null;
  words: string;
  /** When it really happened, UTC ms. */
  at: number;
  by: string;
};

declare module '#main/base/events.ts' {
  interface DomainEvents {
    'follow-ups.visit_done': VisitDone;
  }
}

export type CreateInput = { studentId: string; guardianId: string | null; reason: string; dueOn: string; ownerId: string | null };
export type RecordInput = {
  id: string;
  version: number;
  outcome: AttemptOutcome;
  words: string;
  mood: string;
  satisfaction: number | null;
  nextAt: number | null;
  promise: { words: string; dueAt: number } | null;
  happenedAt: number | null;
};

/** Errors: NOT_FOUND, FORBIDDEN when the person may only touch their own and this is none. */
function writable(tx: Tx, me: Identity, id: string): Stored {
  const row = tx.select().from(followUpsTable).where(eq(followUpsTable.id, id)).get();
  if (!row) throw new Failure('NOT_FOUND', { what: 'follow-up' });
  if (scopeOf(me, 'follow-ups.write') !== 'all' && row.ownerId !== me.staffId && advisorOf(tx, row.studentId) !== me.staffId) {
    throw new Failure('FORBIDDEN', { right: 'follow-ups.write' });
  }
  return row;
}

function advisorOf(db: Db, studentId: string | null): string | null {
  if (studentId === null) return null;
  return db.get<{ advisor_id: string | null }>('SELECT advisor_id FROM students WHERE id = ?', [studentId])?.advisor_id ?? null;
}

/** Errors: STALE when somebody changed it since the screen read it, STATE_FORBIDS when it is over. */
function assertOpen(row: Stored, seen: number, action: string): void {
  if (row.version !== seen) throw new Failure('STALE', { seen, now: row.version, by: null, at: null });
  if (row.state !== 'open') throw new Failure('STATE_FORBIDS', { state: row.state, action });
}

function assertActive(db: Db, staffId: string, today: string): void {
  if (!isActiveOn(staffById(db, staffId), today)) throw new Failure('INVALID', { field: 'ownerId', reason: 'left' });
}

function refuse(field: string, reason: string): never {
  throw new Failure('INVALID', { field, reason });
}

function change(tx: Tx, id: string, values: Partial<Stored>): void {
  tx.update(followUpsTable)
    .set({ ...values, version: sql`${followUpsTable.version} + 1` })
    .where(eq(followUpsTable.id, id))
    .run();
}

/**
 * A follow-up planned by hand. The owner is who plans it unless another is named; somebody who may only write their own can
 * plan it for nobody else. Errors: NOT_FOUND (student), INVALID (dueOn past, guardianId of another student, ownerId left), FORBIDDEN.
 */
export function createFollowUp(tx: Tx, me: Identity, input: CreateInput, ids: Ids): { id: string } {
  const today = dayOf(tx.command.at, zoneOf(tx));
  if (!tx.get('SELECT 1 FROM students WHERE id = ?', [input.studentId])) throw new Failure('NOT_FOUND', { what: 'student' });
  if (input.dueOn < today) refuse('dueOn', 'past');
  const related = 'SELECT 1 FROM student_guardians WHERE student_id = ? AND guardian_id = ?';
  if (input.guardianId !== null && !tx.get(related, [input.studentId, input.guardianId])) refuse('guardianId', 'not_related');
  const ownerId = input.ownerId ?? me.staffId;
  if (ownerId !== me.staffId) {
    if (scopeOf(me, 'follow-ups.write') !== 'all') throw new Failure('FORBIDDEN', { right: 'follow-ups.write' });
    assertActive(tx, ownerId, today);
  }
  const { studentId, guardianId, reason, dueOn } = input;
  return { id: plan(tx, ids, { rule: 'manual', studentId, guardianId, complaintId: null, cycle: 1, ownerId, reason, dueOn }) };
}

function checkAttempt(input: RecordInput, happenedAt: number, now: number): void {
  if (happenedAt > now) throw new Failure('FUTURE_TIME', { field: 'happenedAt' });
  if (input.satisfaction !== null && input.outcome !== 'reached') refuse('satisfaction', 'not_reached');
  if (input.outcome === 'call_later' && input.nextAt === null) refuse('nextAt', 'required');
  if (input.nextAt !== null && input.nextAt <= happenedAt) refuse('nextAt', 'past');
  if (input.promise !== null && input.promise.dueAt <= happenedAt) refuse('promise', 'past');
}

function triesOf(tx: Tx, followUpId: string): number[] {
  const rows = tx
    .select({
      id: followUpAttemptsTable.id,
      voids: followUpAttemptsTable.voids,
      at: followUpAttemptsTable.happenedAt,
      outcome: followUpAttemptsTable.outcome,
    })
    .from(followUpAttemptsTable)
    .where(eq(followUpAttemptsTable.followUpId, followUpId))
    .orderBy(followUpAttemptsTable.happenedAt)
    .all();
  const voided = voidedAttempts(rows);
  return rows.filter((row) => row.voids === null && !voided.has(row.id) && row.outcome === 'not_reached').map((row) => row.at);
}

/**
 * What came of a call, in one transaction: the attempt, the state it leads to (`afterAttempt`), the promise as a task with its
 * due time, a follow-up of its own for a next date after a talk, and for a visit the word to the complaint.
 * Errors: NOT_FOUND, FORBIDDEN, STALE, STATE_FORBIDS, FUTURE_TIME, INVALID (satisfaction, nextAt, promise).
 */
export function recordAttempt(
  tx: Tx,
  me: Identity,
  input: RecordInput,
  deps: FollowUpDeps,
): { state: FollowUpState; nextOn: string | null } {
  const now = tx.command.at;
  const happenedAt = input.happenedAt ?? now;
  const row = writable(tx, me, input.id);
  assertOpen(row, input.version, 'record');
  checkAttempt(input, happenedAt, now);
  const { outcome, words, mood, satisfaction, nextAt } = input;
  const triedAt = [...triesOf(tx, row.id), happenedAt].sort((a, b) => a - b);
  const after = afterAttempt(openingOf(tx), { outcome, nextAt, tries: row.tries, triedAt }, now);
  tx.insert(followUpAttemptsTable)
    .values({
      id: deps.ids.next(),
      followUpId: row.id,
      happenedAt,
      recordedAt: now,
      recordedBy: me.staffId,
      outcome,
      words,
      mood,
      satisfaction,
      nextAt,
    })
    .run();
  deps.events.emit(tx, 'words.said', { text: words });
  settle(tx, row, after, satisfaction, happenedAt);
  if (input.promise) promise(tx, row, me.staffId, input.promise, happenedAt, deps.ids);
  if (after.another) {
    const { studentId, guardianId, complaintId, cycle, reason } = row;
    const { day: dueOn, notBefore } = after.another;
    plan(tx, deps.ids, {
      rule: 'manual',
      studentId,
      guardianId,
      complaintId,
      cycle,
      ownerId: row.ownerId ?? me.staffId,
      reason,
      dueOn,
      notBefore,
    });
  }
  if (row.rule === 'complaint_visit' && row.complaintId !== null && after.state !== 'open' && after.state !== 'cancelled') {
    const { complaintId, cycle } = row;
    const { state } = after;
    deps.events.emit(tx, 'follow-ups.visit_done', {
      complaintId,
      cycle,
      followUpId: row.id,
      state,
      satisfaction,
      words,
      at: happenedAt,
      by: me.staffId,
    });
  }
  return { state: after.state, nextOn: (after.next ?? after.another)?.day ?? null };
}

function settle(tx: Tx, row: Stored, after: AfterAttempt, satisfaction: number | null, happenedAt: number): void {
  change(tx, row.id, {
    state: after.state,
    tries: after.tries,
    ...(satisfaction === null ? {} : { satisfaction }),
    ...(after.next ? { nextOn: after.next.day, notBefore: after.next.notBefore } : { doneAt: happenedAt }),
  });
}

function promise(tx: Tx, row: Stored, ownerId: string, made: { words: string; dueAt: number }, madeAt: number, ids: Ids): void {
  tx.insert(promisesTable)
    .values({
      id: ids.next(),
      complaintId: row.complaintId,
      followUpId: row.id,
      studentId: row.studentId,
      ownerId,
      words: made.words,
      dueAt: made.dueAt,
      madeAt,
    })
    .run();
}

/**
 * Moves an open follow-up to another day (today or later). The figure goes on counting the day it was first due.
 * Errors: NOT_FOUND, FORBIDDEN, STALE, STATE_FORBIDS, INVALID (dueOn past).
 */
export function reschedule(tx: Tx, me: Identity, input: { id: string; version: number; dueOn: string }): void {
  const row = writable(tx, me, input.id);
  assertOpen(row, input.version, 'reschedule');
  if (input.dueOn < dayOf(tx.command.at, zoneOf(tx))) refuse('dueOn', 'past');
  change(tx, row.id, { nextOn: input.dueOn, notBefore: null });
}

/** Gives an open follow-up to another active person. Errors: NOT_FOUND, FORBIDDEN, STALE, STATE_FORBIDS, INVALID (ownerId left). */
export function assignFollowUp(tx: Tx, me: Identity, input: { id: string; version: number; ownerId: string }): void {
  const row = writable(tx, me, input.id);
  assertOpen(row, input.version, 'assign');
  assertActive(tx, input.ownerId, dayOf(tx.command.at, zoneOf(tx)));
  change(tx, row.id, { ownerId: input.ownerId });
}

/** Ticks a promise as kept. Who may write all follow-ups may tick anybody's. Errors: NOT_FOUND, FORBIDDEN, STATE_FORBIDS. */
export function keepPromise(tx: Tx, me: Identity, id: string): void {
  const row = tx.select().from(promisesTable).where(eq(promisesTable.id, id)).get();
  if (!row) throw new Failure('NOT_FOUND', { what: 'promise' });
  if (row.ownerId !== me.staffId && scopeOf(me, 'follow-ups.write') !== 'all')
    throw new Failure('FORBIDDEN', { right: 'follow-ups.write' });
  if (row.doneAt !== null) throw new Failure('STATE_FORBIDS', { state: 'done', action: 'keep' });
  tx.update(promisesTable).set({ doneAt: tx.command.at }).where(eq(promisesTable.id, id)).run();
}
