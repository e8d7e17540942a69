import type { Ids } from '#main/base/ids.ts';
import type { Tx } from '#main/db/open.ts';
import { insertRow } from '#main/db/rows.ts';
import type { ComplaintState } from '#shared/contract/fields.ts';
import { type Complaint, complaintStatesTable } from './tables.ts';

/** Writes the state history; `at` (UTC ms) is the command unless the change happened earlier. Nothing happens when the state stays. */
export function setState(
  tx: Tx,
  ids: Ids,
  complaint: Pick<Complaint, 'id' | 'cycle' | 'state'>,
  state: ComplaintState,
  options: { reason?: string; at?: number; begin?: boolean } = {},
): void {
  const { reason = '', at = tx.command.at, begin = false } = options;
  if (!begin) {
    if (complaint.state === state) return;
    tx.run('UPDATE complaint_states SET to_at = ? WHERE complaint_id = ? AND to_at IS NULL', [at, complaint.id]);
  }
  insertRow(tx, complaintStatesTable, {
    id: ids.next(),
    complaintId: complaint.id,
    cycle: complaint.cycle,
    state,
    fromAt: at,
    toAt: null,
    reason,
  });
}
