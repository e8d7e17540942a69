import type { z } from 'zod';
import type { Identity } from '#main/base/os.ts';
import { clockById, extendClock, mustBeAhead } from '#main/clocks/service.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow, selectRow, updateRow } from '#main/db/rows.ts';
import { tellStaff } from '#main/messages/service.ts';
import type { extensionView } from '#shared/contract/complaint-exceptions.ts';
import { Failure } from '#shared/contract/failure.ts';
import { mustHandle, mustSupervise } from './access.ts';
import type { Act, Desk } from './desk.ts';
import { toldBy } from './escalation.ts';
import { aboutIdsOf, complaintForAct, nameOf, pausesOfComplaint } from './load.ts';
import { writeEntry } from './log.ts';
import { clockOfComplaint } from './severity.ts';
import { saveComplaint } from './standing.ts';
import { type Complaint, type ExtensionRequest, extensionRequestsTable } from './tables.ts';

type ExtensionView = z.infer<typeof extensionView>;

/** What is asked for and not answered; it ends by itself when the clock stops or falls due. `now` UTC ms. */
export function openRequests(db: Db, complaintId: string, now: number): ExtensionView[] {
  return db
    .all<Omit<ExtensionView, 'by'> & { byId: string; byName: string }>(
      `SELECT r.id, r.clock_id AS clockId, k.clock, r.minutes, r.reason, r.asked_at AS at, s.id AS byId, s.name AS byName
       FROM extension_requests r JOIN clocks k ON k.id = r.clock_id JOIN staff s ON s.id = r.asked_by
       WHERE r.complaint_id = $id AND r.answer IS NULL AND k.stopped_at IS NULL AND k.missed = 0 AND (k.paused = 1 OR k.due_at >= $now)
       ORDER BY r.asked_at, r.id`,
      { id: complaintId, now },
    )
    .map(({ byId, byName, ...row }) => ({ ...row, by: { id: byId, name: byName } }));
}

const refOf = (complaint: Complaint) => ({ kind: 'complaint' as const, id: complaint.id, number: complaint.number });

export type ExtendInput = Act & { clockId: string; minutes: number; reason: string };

/**
 * Whoever handles it asks for more time before the clock falls due; `minutes` count in the clock's own unit. The supervisors are told.
 * Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS (stopped, due already, or asked for already).
 */
export function askExtension(tx: Tx, desk: Desk, who: Identity, input: ExtendInput): void {
  const complaint = complaintForAct(tx, input);
  mustHandle(tx, who, complaint);
  const clock = clockOfComplaint(tx, complaint, input.clockId);
  mustBeAhead(tx, clock, 'ask_extension', pausesOfComplaint(tx, complaint.id));
  if (openRequests(tx, complaint.id, tx.command.at).some((each) => each.clockId === clock.id))
    throw new Failure('STATE_FORBIDS', { state: 'asked', action: 'ask_extension' });
  const { minutes, reason } = input;
  insertRow(tx, extensionRequestsTable, {
    id: desk.ids.next(),
    complaintId: complaint.id,
    clockId: clock.id,
    minutes,
    reason,
    askedAt: tx.command.at,
    askedBy: who.staffId,
  });
  writeEntry(tx, desk.ids, complaint, { kind: 'system', text: 'extension_asked', words: reason, vals: { clock: clock.clock, minutes } });
  const { staffIds } = toldBy(tx, { tells: ['supervisor'] }, complaint, aboutIdsOf(tx, complaint.id), tx.command.at);
  tellStaff(
    tx,
    desk.ids,
    staffIds.filter((id) => id !== who.staffId),
    { kind: 'extension', ref: refOf(complaint), values: { step: 'asked', clock: clock.clock, by: nameOf(tx, who.staffId) } },
  );
  saveComplaint(tx, complaint, {});
}

function answer(tx: Tx, desk: Desk, who: Identity, complaint: Complaint, id: string, given: 'granted' | 'declined'): ExtensionRequest {
  const row = selectRow(tx, extensionRequestsTable, 'WHERE id = ? AND complaint_id = ?', [id, complaint.id]);
  if (!row) throw new Failure('NOT_FOUND', { what: 'extension' });
  if (row.answer !== null) throw new Failure('STATE_FORBIDS', { state: row.answer, action: 'answer_extension' });
  updateRow(tx, extensionRequestsTable, id, { answer: given, answeredAt: tx.command.at, answeredBy: who.staffId });
  if (row.askedBy !== who.staffId) {
    const { clock } = clockById(tx, row.clockId);
    tellStaff(tx, desk.ids, [row.askedBy], {
      kind: 'extension',
      ref: refOf(complaint),
      values: { step: given, clock, by: nameOf(tx, who.staffId) },
    });
  }
  return row;
}

/**
 * The supervisor grants more time before the clock fell due; `minutes` count in the clock's own unit. What was asked for on this clock is
 * answered thereby. Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS (stopped, or due already).
 */
export function extend(tx: Tx, desk: Desk, who: Identity, input: ExtendInput): void {
  const complaint = complaintForAct(tx, input);
  mustSupervise(tx, who, complaint);
  const clock = clockOfComplaint(tx, complaint, input.clockId);
  const asked = openRequests(tx, complaint.id, tx.command.at).find((each) => each.clockId === clock.id);
  const extended = extendClock(tx, desk.ids, clock, input.minutes, pausesOfComplaint(tx, complaint.id));
  if (asked) answer(tx, desk, who, complaint, asked.id, 'granted');
  writeEntry(tx, desk.ids, complaint, {
    kind: 'system',
    text: 'clock_extended',
    words: input.reason,
    vals: { clock: clock.clock, minutes: input.minutes, before: clock.dueAt, after: extended.dueAt },
  });
  saveComplaint(tx, complaint, {});
}

/**
 * The supervisor declines what was asked for; whoever asked is told. Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS (answered, or the
 * clock stopped or fell due meanwhile).
 */
export function declineExtension(tx: Tx, desk: Desk, who: Identity, input: Act & { requestId: string; reason: string }): void {
  const complaint = complaintForAct(tx, input);
  mustSupervise(tx, who, complaint);
  const row = answer(tx, desk, who, complaint, input.requestId, 'declined');
  const clock = clockById(tx, row.clockId);
  mustBeAhead(tx, clock, 'answer_extension', pausesOfComplaint(tx, complaint.id));
  writeEntry(tx, desk.ids, complaint, {
    kind: 'system',
    text: 'extension_declined',
    words: input.reason,
    vals: { clock: clock.clock, minutes: row.minutes },
  });
  saveComplaint(tx, complaint, {});
}
