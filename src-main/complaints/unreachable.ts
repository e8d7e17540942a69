import type { Identity } from '#main/base/os.ts';
import { cancelClocks, stopByName } from '#main/clocks/service.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { Failure } from '#shared/contract/failure.ts';
import { VISIT_TRIES } from '#shared/rules/complaint-closing.ts';
import { mustHandle } from './access.ts';
import { acceptedByHandling } from './contact.ts';
import type { Act, Desk } from './desk.ts';
import { complaintForAct, isComplainantKnown, pausesOfComplaint, stateAfter, subjectOf } from './load.ts';
import { writeEntry } from './log.ts';
import { announceResolved, settled, tellFirstContact } from './resolve.ts';
import { saveComplaint } from './standing.ts';
import { setState } from './state.ts';
import type { Complaint } from './tables.ts';

/** Contacts out in this cycle that did not reach the primary complainant, since there was last a word with them. */
export function primaryTries(db: Db, complaint: Pick<Complaint, 'id' | 'cycle'>): number {
  const live = `complaint_id = $id AND cycle = $cycle AND complainant_id IS NULL AND someone_else = 0 AND kind IN ('contact', 'told') AND voids IS NULL
    AND NOT EXISTS (SELECT 1 FROM complaint_entries v WHERE v.voids = e.id)`;
  const row = db.get<{ n: number }>(
    `SELECT count(*) AS n FROM complaint_entries e WHERE ${live} AND direction = 'out' AND outcome IN ('not_reached', 'message_left')
       AND happened_at > coalesce((SELECT max(e.happened_at) FROM complaint_entries e WHERE ${live} AND outcome IN ('reached', 'received')), -1)`,
    { id: complaint.id, cycle: complaint.cycle },
  );
  return row?.n ?? 0;
}

/** Whether the result may be left untold: there is somebody to tell, who was tried often enough in vain. */
export function mayResolveUnreached(db: Db, complaint: Complaint): boolean {
  return isComplainantKnown(complaint) && ['handling', 'waiting'].includes(complaint.state) && primaryTries(db, complaint) >= VISIT_TRIES;
}

/**
 * The primary complainant cannot be reached after the tries: resolved without telling. The resolution clock stops at this act, so it is met
 * only when that is before due; first response and progress end cancelled, because nobody was answered; the visit counts as unreachable. A
 * supervisor confirms by closing. Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS, INVALID (tried too seldom, or nobody known).
 */
export function resolveUnreached(tx: Tx, desk: Desk, who: Identity, input: Act & { words: string }): void {
  const complaint = complaintForAct(tx, input);
  mustHandle(tx, who, complaint);
  const standing = acceptedByHandling(tx, desk, complaint);
  const state = stateAfter(standing, 'resolve');
  if (!mayResolveUnreached(tx, standing)) throw new Failure('INVALID', { field: 'complainant', reason: 'tried_too_seldom' });
  const at = tx.command.at;
  setState(tx, desk.ids, standing, state);
  writeEntry(tx, desk.ids, standing, { kind: 'state', text: 'resolved_unreached', words: input.words });
  const pauses = pausesOfComplaint(tx, complaint.id);
  stopByName(tx, desk.ids, subjectOf(complaint), 'resolution', at, pauses);
  cancelClocks(tx, desk.ids, subjectOf(complaint), pauses, ({ clock }) => clock === 'first_response' || clock === 'progress');
  const changes = { ...standing, ...settled, state, resolvedAt: at, resolvedBy: who.staffId, unreachableAt: at };
  const saved = saveComplaint(tx, complaint, changes);
  announceResolved(tx, desk, saved);
  tellFirstContact(tx, desk, saved, who.staffId);
}
