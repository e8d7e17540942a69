import type { Identity } from '#main/base/os.ts';
import { cancelClocks, clocksOf, isRunning, stopClock } from '#main/clocks/service.ts';
import type { Tx } from '#main/db/open.ts';
import { selectRow, updateRow } from '#main/db/rows.ts';
import { Failure } from '#shared/contract/failure.ts';
import { isAnother } from '#shared/rules/complaint-closing.ts';
import { canHandle, canVerify, mustSupervise } from './access.ts';
import type { Act, Desk } from './desk.ts';
import { complaintForAct, pausesOfComplaint, subjectOf } from './load.ts';
import { writeEntry } from './log.ts';
import { saveComplaint } from './standing.ts';
import { type Complaint, type Rectification, rectificationsTable } from './tables.ts';

function rectificationOf(tx: Tx, complaint: Complaint, id: string): Rectification {
  const row = selectRow(tx, rectificationsTable, 'WHERE id = ?', [id]);
  if (row?.complaintId !== complaint.id) throw new Failure('NOT_FOUND', { what: 'rectification' });
  // Verified by whose work it was, as was once possible, counts for nothing and is done anew.
  if (row.verifiedBy !== null && isAnother(row, row.verifiedBy))
    throw new Failure('STATE_FORBIDS', { state: 'verified', action: 'rectify' });
  if (row.droppedAt !== null) throw new Failure('STATE_FORBIDS', { state: 'dropped', action: 'rectify' });
  return row;
}

/** Done, and not yet seen by another person. */
export const awaitsVerifying = (row: Rectification): boolean =>
  row.doneAt !== null && row.droppedAt === null && (row.verifiedBy === null || !isAnother(row, row.verifiedBy));

const clockOf = (tx: Tx, complaint: Complaint, row: Rectification) =>
  clocksOf(tx, subjectOf(complaint)).find(
    (each) => each.clock === 'rectification' && each.cycle === row.cycle && each.round === row.round && isRunning(each),
  );

function change(tx: Tx, row: Rectification, values: Partial<Rectification>): void {
  updateRow(tx, rectificationsTable, row.id, values);
}

/**
 * What had to be changed is changed; it still has to be verified by another person. Done by its owner or who handles the complaint.
 * Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS.
 */
export function rectificationDone(tx: Tx, desk: Desk, who: Identity, input: Act & { rectificationId: string; words: string }): void {
  const complaint = complaintForAct(tx, input);
  const row = rectificationOf(tx, complaint, input.rectificationId);
  if (row.ownerId !== who.staffId && !canHandle(tx, who, complaint)) throw new Failure('FORBIDDEN', { right: 'complaints.handle' });
  if (row.doneAt !== null) throw new Failure('STATE_FORBIDS', { state: 'done', action: 'rectification_done' });
  change(tx, row, { doneAt: tx.command.at, doneBy: who.staffId });
  writeEntry(tx, desk.ids, complaint, { kind: 'rectification', text: 'rectification_done', words: input.words, vals: { what: row.what } });
  saveComplaint(tx, complaint, {});
}

/**
 * Another person than the one who did it, and than the one who had to, has seen that it is done: that stops the clock.
 * Errors: NOT_FOUND, STALE, FORBIDDEN (no right, or one of these two), STATE_FORBIDS (not done yet).
 */
export function verifyRectification(tx: Tx, desk: Desk, who: Identity, input: Act & { rectificationId: string }): void {
  const complaint = complaintForAct(tx, input);
  const row = rectificationOf(tx, complaint, input.rectificationId);
  if (!canVerify(tx, who, complaint)) throw new Failure('FORBIDDEN', { right: 'complaints.verify' });
  if (row.doneAt === null) throw new Failure('STATE_FORBIDS', { state: 'open', action: 'verify' });
  if (!isAnother(row, who.staffId)) throw new Failure('FORBIDDEN', { right: 'complaints.verify' });
  change(tx, row, { verifiedAt: tx.command.at, verifiedBy: who.staffId });
  const clock = clockOf(tx, complaint, row);
  if (clock) stopClock(tx, desk.ids, clock, tx.command.at, pausesOfComplaint(tx, complaint.id));
  writeEntry(tx, desk.ids, complaint, { kind: 'rectification', text: 'rectification_verified', vals: { what: row.what } });
  saveComplaint(tx, complaint, {});
}

/** The supervisor drops it with a reason; its clock ends cancelled. Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS. */
export function dropRectification(tx: Tx, desk: Desk, who: Identity, input: Act & { rectificationId: string; reason: string }): void {
  const complaint = complaintForAct(tx, input);
  mustSupervise(tx, who, complaint);
  const row = rectificationOf(tx, complaint, input.rectificationId);
  change(tx, row, { droppedAt: tx.command.at, droppedReason: input.reason });
  const clock = clockOf(tx, complaint, row);
  if (clock) cancelClocks(tx, desk.ids, subjectOf(complaint), pausesOfComplaint(tx, complaint.id), (each) => each.id === clock.id);
  writeEntry(tx, desk.ids, complaint, {
    kind: 'rectification',
    text: 'rectification_dropped',
    words: input.reason,
    vals: { what: row.what },
  });
  saveComplaint(tx, complaint, {});
}
