import type { Identity } from '#main/base/os.ts';
import type { Tx } from '#main/db/open.ts';
import { tellStaff } from '#main/messages/service.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { ComplaintState } from '#shared/contract/fields.ts';
import { mustHandle, mustSee } from './access.ts';
import { acceptedByHandling, acceptNow } from './contact.ts';
import type { Act, Desk } from './desk.ts';
import { complaintForAct, stateAfter } from './load.ts';
import { writeEntry } from './log.ts';
import { saveComplaint } from './standing.ts';
import { setState } from './state.ts';
import type { Complaint } from './tables.ts';

/** The owner takes it on (接单). Errors: NOT_FOUND, STALE, FORBIDDEN (not the owner), STATE_FORBIDS. */
export function accept(tx: Tx, desk: Desk, who: Identity, act: Act): void {
  const complaint = complaintForAct(tx, act);
  mustSee(tx, who, complaint);
  if (complaint.acceptedAt !== null) throw new Failure('STATE_FORBIDS', { state: complaint.state, action: 'accept' });
  stateAfter(complaint, 'accept');
  if (complaint.ownerId !== who.staffId) throw new Failure('FORBIDDEN', { right: 'complaints.handle' });
  saveComplaint(tx, complaint, acceptNow(tx, desk, complaint));
}

/**
 * Waits for the complainant: resolution and rectification stand still. While it waits, until when and for what may change; the pause
 * goes on as one. Errors: …, STATE_FORBIDS, INVALID (until not in the future).
 */
export function wait(tx: Tx, desk: Desk, who: Identity, input: Act & { reason: string; until: number }): void {
  const complaint = complaintForAct(tx, input);
  mustHandle(tx, who, complaint);
  const standing = acceptedByHandling(tx, desk, complaint);
  const goesOn = standing.state === 'waiting';
  const state = goesOn ? standing.state : stateAfter(standing, 'wait');
  if (input.until <= tx.command.at) throw new Failure('INVALID', { field: 'until', reason: 'not_after' });
  setState(tx, desk.ids, standing, state, { reason: input.reason });
  writeEntry(tx, desk.ids, standing, {
    kind: 'state',
    text: goesOn ? 'waiting_on' : 'waiting',
    words: input.reason,
    vals: { until: input.until, ...(goesOn && complaint.waitingUntil !== null ? { before: complaint.waitingUntil } : {}) },
  });
  saveComplaint(tx, complaint, { ...standing, state, waitingUntil: input.until, waitingReason: input.reason });
}

/** A new owner may have come during the wait, who still has to accept. */
const stateAfterWait = (complaint: Complaint): ComplaintState =>
  complaint.ownerId !== null && complaint.acceptedAt === null ? 'assigned' : 'handling';

const awake = { waitingUntil: null, waitingReason: '' } satisfies Partial<Complaint>;

/** The wait is over. Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS. */
export function resume(tx: Tx, desk: Desk, who: Identity, act: Act): void {
  const complaint = complaintForAct(tx, act);
  mustHandle(tx, who, complaint);
  const standing = acceptedByHandling(tx, desk, complaint);
  stateAfter(standing, 'resume');
  const state = stateAfterWait(standing);
  setState(tx, desk.ids, standing, state);
  writeEntry(tx, desk.ids, complaint, { kind: 'state', text: 'resumed' });
  saveComplaint(tx, complaint, { ...standing, ...awake, state });
}

/** The wait has reached its end: the program goes on by itself, from the moment that was named. Idempotent. */
export function endWait(tx: Tx, desk: Desk, complaint: Complaint): boolean {
  const until = complaint.waitingUntil;
  if (complaint.state !== 'waiting' || until === null || until > tx.command.at) return false;
  const state = stateAfterWait(complaint);
  setState(tx, desk.ids, complaint, state, { at: until });
  writeEntry(tx, desk.ids, complaint, { kind: 'state', happenedAt: until, text: 'wait_ended', vals: { until } });
  if (complaint.ownerId) {
    tellStaff(tx, desk.ids, [complaint.ownerId], {
      kind: 'wait_ended',
      dueAt: until,
      ref: { kind: 'complaint', id: complaint.id, number: complaint.number },
    });
  }
  saveComplaint(tx, complaint, { ...awake, state });
  return true;
}
