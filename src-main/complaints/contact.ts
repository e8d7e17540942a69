import type { Identity } from '#main/base/os.ts';
import { cancelClocks, clocksOf, isRunning, startClock, stopByName } from '#main/clocks/service.ts';
import type { Tx } from '#main/db/open.ts';
import { insertRow } from '#main/db/rows.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Channel } from '#shared/contract/fields.ts';
import { effectsOfContact } from '#shared/rules/complaints.ts';
import { MINUTE } from '#shared/rules/zone.ts';
import { mustSee } from './access.ts';
import { complainantOfAct } from './complainants.ts';
import type { Act, Desk } from './desk.ts';
import {
  aboutIdsOf,
  complaintForAct,
  happenedAtOf,
  isComplainantKnown,
  pausesOfComplaint,
  stateAfter,
  studentIdsOf,
  subjectOf,
} from './load.ts';
import { writeEntry } from './log.ts';
import { rulesOf } from './policy.ts';
import { saveComplaint } from './standing.ts';
import { setState } from './state.ts';
import { type Complaint, type Entry, promisesTable } from './tables.ts';

/** The owner who acts has accepted thereby; a contact by somebody else leaves the acceptance open. */
export function acceptedByActing(tx: Tx, desk: Desk, who: Identity, complaint: Complaint): Complaint {
  return complaint.ownerId === who.staffId ? acceptedByHandling(tx, desk, complaint) : complaint;
}

/** Whoever may handle it and waits, decides or tells has taken it on: nodes show order, they are not gates. */
export function acceptedByHandling(tx: Tx, desk: Desk, complaint: Complaint): Complaint {
  if (complaint.ownerId === null || complaint.acceptedAt !== null) return complaint;
  if (complaint.state !== 'assigned' && complaint.state !== 'waiting') return complaint;
  return { ...complaint, ...acceptNow(tx, desk, complaint) };
}

/** The acceptance itself; rights and state are the caller's. */
export function acceptNow(tx: Tx, desk: Desk, complaint: Complaint): Partial<Complaint> {
  const state = stateAfter(complaint, 'accept');
  setState(tx, desk.ids, complaint, state);
  writeEntry(tx, desk.ids, complaint, { kind: 'assignment', text: 'accepted' });
  return { state, acceptedAt: tx.command.at };
}

export type ContactInput = Act & {
  channel: Channel;
  direction: 'out' | 'in';
  outcome: 'reached' | 'not_reached' | 'message_left' | 'received';
  withWhom: string;
  /** Which of the further complainants it was with; null = the primary one. */
  complainantId?: string | null;
  /** It was with somebody who does not complain, named in `withWhom`: it moves no clock. */
  someoneElse?: boolean;
  words: string;
  toldProgress: boolean;
  promisedUntil: number | null;
  happenedAt: number | null;
};

/** Screens choose whole minutes: within the minute in which it was received it was then. Errors: INVALID (earlier). */
function notBeforeReceived({ receivedAt }: Complaint, happenedAt: number): number {
  if (happenedAt < receivedAt - (receivedAt % MINUTE)) throw new Failure('INVALID', { field: 'happenedAt', reason: 'before_received' });
  return Math.max(happenedAt, receivedAt);
}

/**
 * Logs a contact. What it stops follows from direction, outcome and ticks (spec/complaints.md, "What stops what"). Anybody who
 * sees the complaint may log one ("by any staff"); only the person complained about does not call out for it.
 * Errors: NOT_FOUND, STALE, FORBIDDEN, FUTURE_TIME, INVALID (before the complaint was received, promise before the contact, unknown complainant, somebody else without a name).
 */
export function logContact(tx: Tx, desk: Desk, who: Identity, input: ContactInput): void {
  const complaint = complaintForAct(tx, input);
  const happenedAt = notBeforeReceived(complaint, happenedAtOf(tx, input.happenedAt));
  mustSee(tx, who, complaint);
  if (input.direction === 'out' && aboutIdsOf(tx, complaint.id).includes(who.staffId))
    throw new Failure('FORBIDDEN', { right: 'complaints.handle' });
  if (input.promisedUntil !== null && input.promisedUntil <= happenedAt)
    throw new Failure('INVALID', { field: 'promisedUntil', reason: 'not_after' });
  const someoneElse = input.someoneElse ?? false;
  if (someoneElse && input.withWhom.trim() === '') throw new Failure('INVALID', { field: 'withWhom', reason: 'required' });
  const further = someoneElse ? null : complainantOfAct(tx, complaint.id, input.complainantId ?? null);
  const standing = acceptedByActing(tx, desk, who, complaint);
  const entry = writeEntry(tx, desk.ids, standing, {
    kind: 'contact',
    happenedAt,
    channel: input.channel,
    direction: input.direction,
    outcome: input.outcome,
    withWhom: input.withWhom || (further?.name ?? ''),
    complainantId: further?.id ?? null,
    someoneElse,
    words: input.words,
    toldProgress: input.toldProgress && !someoneElse,
    promisedUntil: input.promisedUntil,
  });
  applyContact(tx, desk, standing, entry);
  if (input.direction === 'out') desk.events.emit(tx, 'words.said', { text: input.words });
  if (input.promisedUntil !== null) {
    insertRow(tx, promisesTable, {
      id: desk.ids.next(),
      complaintId: complaint.id,
      studentId: studentIdsOf(tx, complaint.id)[0] ?? null,
      ownerId: who.staffId,
      words: input.words.slice(0, 200),
      dueAt: input.promisedUntil,
      madeAt: happenedAt,
    });
  }
  saveComplaint(tx, complaint, standing);
}

/** Stops and restarts the clocks that a contact touches, at the moment it happened. */
export function applyContact(tx: Tx, desk: Desk, complaint: Complaint, entry: Entry): void {
  const effects = effectsOfContact({
    direction: entry.direction ?? 'in',
    outcome: entry.outcome ?? 'received',
    answeredOnSpot: false,
    toldProgress: entry.toldProgress,
    toldResult: entry.toldResult,
    complainantKnown: isComplainantKnown(complaint),
    whom: entry.someoneElse ? 'someone_else' : entry.complainantId === null ? 'primary' : 'further',
  });
  const subject = subjectOf(complaint);
  const pauses = pausesOfComplaint(tx, complaint.id);
  for (const name of effects.stops) stopByName(tx, desk.ids, subject, name, entry.happenedAt, pauses);
  // A telling entered before this one may have begun a round later than the result: nothing is left to be told in it.
  if (effects.stops.includes('progress')) cancelClocks(tx, desk.ids, subject, pauses, (each) => each.clock === 'progress');
  for (const name of effects.restarts) {
    const running = clocksOf(tx, subject).find((each) => each.clock === name && isRunning(each) && each.startedAt <= entry.happenedAt);
    stopByName(tx, desk.ids, subject, name, entry.happenedAt, pauses);
    // Recorded late, before the running round began: only the missed round in which it lies is set right.
    if (!running) continue;
    const rule = rulesOf(tx, complaint).clocks[name];
    startClock(tx, desk.ids, subject, { clock: name, cycle: running.cycle, rule, startedAt: entry.happenedAt }, pauses);
  }
}

/** An inner note. Errors: NOT_FOUND, STALE, FORBIDDEN. */
export function addNote(tx: Tx, desk: Desk, who: Identity, input: Act & { words: string }): void {
  const complaint = complaintForAct(tx, input);
  mustSee(tx, who, complaint);
  writeEntry(tx, desk.ids, complaint, { kind: 'note', words: input.words });
  saveComplaint(tx, complaint, {});
}
