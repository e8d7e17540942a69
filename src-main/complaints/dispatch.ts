import type { Identity } from '#main/base/os.ts';
import type { Tx } from '#main/db/open.ts';
import { tellStaff } from '#main/messages/service.ts';
import { zoneOf } from '#main/settings/service.ts';
import { staffById } from '#main/staff/service.ts';
import { Failure } from '#shared/contract/failure.ts';
import { dayOf } from '#shared/rules/zone.ts';
import { mustAssign, mustHandle } from './access.ts';
import { giveTo } from './assignment.ts';
import type { Act, Desk } from './desk.ts';
import { aboutIdsOf, complaintForAct, nameOf, refuseInactive, stateAfter } from './load.ts';
import { writeEntry } from './log.ts';
import { saveComplaint } from './standing.ts';
import type { Complaint } from './tables.ts';

/** Who may never own it: gone, without a login, or complained about. Errors: NOT_FOUND, INVALID. */
function refuseOwner(tx: Tx, complaint: Complaint, staffId: string): void {
  refuseInactive(tx, staffId, dayOf(tx.command.at, zoneOf(tx)), 'staffId');
  if (staffById(tx, staffId).login === '') throw new Failure('INVALID', { field: 'staffId', reason: 'no_login' });
  if (aboutIdsOf(tx, complaint.id).includes(staffId)) throw new Failure('INVALID', { field: 'staffId', reason: 'complained_about' });
}

const refOf = (complaint: Complaint) => ({ kind: 'complaint' as const, id: complaint.id, number: complaint.number });

/** Assigns by hand, with a reason. Taking it oneself is accepting it. Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS, INVALID. */
export function assign(tx: Tx, desk: Desk, who: Identity, input: Act & { staffId: string; reason: string }): void {
  const complaint = complaintForAct(tx, input);
  mustAssign(tx, who, complaint);
  stateAfter(complaint, 'assign');
  refuseOwner(tx, complaint, input.staffId);
  const mine = input.staffId === who.staffId;
  const changes = giveTo(tx, desk.ids, complaint, {
    ownerId: input.staffId,
    reason: { rule: 'by_hand', because: [{ code: 'by_hand', values: { by: who.name, reason: input.reason } }] },
    accepted: mine,
    text: 'assigned_by_hand',
    values: { reason: input.reason },
    message: mine ? null : 'assigned',
  });
  saveComplaint(tx, complaint, changes);
}

/** Offers it to a colleague, who has to agree; until then the giver stays answerable. Errors: …, STATE_FORBIDS, INVALID. */
export function offerHandOver(tx: Tx, desk: Desk, who: Identity, input: Act & { staffId: string; words: string }): void {
  const complaint = complaintForAct(tx, input);
  mustHandle(tx, who, complaint);
  if (!['assigned', 'handling', 'waiting'].includes(complaint.state)) {
    throw new Failure('STATE_FORBIDS', { state: complaint.state, action: 'offer_hand_over' });
  }
  refuseOwner(tx, complaint, input.staffId);
  if (input.staffId === complaint.ownerId) throw new Failure('INVALID', { field: 'staffId', reason: 'owner' });
  writeEntry(tx, desk.ids, complaint, {
    kind: 'assignment',
    text: 'hand_over_offered',
    words: input.words,
    vals: { to: nameOf(tx, input.staffId), toId: input.staffId },
  });
  tellStaff(tx, desk.ids, [input.staffId], { kind: 'hand_over', ref: refOf(complaint), values: { by: who.name } });
  saveComplaint(tx, complaint, { handOverToId: input.staffId });
}

/** Takes an offer back that was not answered yet; whoever it was made to is told. Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS (nothing is offered). */
export function takeBackHandOver(tx: Tx, desk: Desk, who: Identity, act: Act): void {
  const complaint = complaintForAct(tx, act);
  mustHandle(tx, who, complaint);
  const to = complaint.handOverToId;
  if (to === null) throw new Failure('STATE_FORBIDS', { state: complaint.state, action: 'take_back_hand_over' });
  writeEntry(tx, desk.ids, complaint, { kind: 'assignment', text: 'hand_over_taken_back', vals: { to: nameOf(tx, to) } });
  tellStaff(tx, desk.ids, [to], { kind: 'hand_over', ref: refOf(complaint), values: { takenBackBy: who.name } });
  saveComplaint(tx, complaint, { handOverToId: null });
}

/** Agrees to a hand-over, or declines it. Errors: NOT_FOUND, STALE, FORBIDDEN (not offered to this person), STATE_FORBIDS. */
export function answerHandOver(tx: Tx, desk: Desk, who: Identity, input: Act & { accept: boolean }): void {
  const complaint = complaintForAct(tx, input);
  if (complaint.handOverToId !== who.staffId) throw new Failure('FORBIDDEN', { right: 'complaints.handle' });
  const giver = complaint.ownerId;
  if (!input.accept) {
    writeEntry(tx, desk.ids, complaint, { kind: 'assignment', text: 'hand_over_declined' });
    saveComplaint(tx, complaint, { handOverToId: null });
  } else {
    const changes = giveTo(tx, desk.ids, complaint, {
      ownerId: who.staffId,
      reason: { rule: 'hand_over', because: [{ code: 'hand_over', values: { from: giver ? nameOf(tx, giver) : '' } }] },
      accepted: true,
      text: 'handed_over',
      message: null,
    });
    saveComplaint(tx, complaint, changes);
  }
  if (giver) {
    tellStaff(tx, desk.ids, [giver], {
      kind: 'hand_over',
      ref: refOf(complaint),
      values: { answered: input.accept ? 1 : 0, by: who.name },
    });
  }
}
