import type { Tx } from '#main/db/open.ts';

/**
 * Erases what the history holds of one row, also reasons given for commands that touched it (destruction, spec/trust.md).
 * The digests stay, so the chain still verifies; answers how many payloads are gone.
 */
export function erasePayloads(tx: Tx, table: string, rowId: string): number {
  const rows = tx.run('DELETE FROM history_payload WHERE history_id IN (SELECT id FROM history WHERE row_id = ? AND table_name = ?)', [
    rowId,
    table,
  ]);
  const reasons = tx.run(
    `DELETE FROM history_payload WHERE history_id IN (
       SELECT n.id FROM history h JOIN command c ON c.seq = h.command
       JOIN history n ON n.row_id = c.id AND n.table_name = 'command' WHERE h.row_id = ? AND h.table_name = ?)`,
    [rowId, table],
  );
  // Kept answers of these commands may quote the row.
  tx.run('DELETE FROM command_result WHERE command IN (SELECT command FROM history WHERE row_id = ? AND table_name = ?)', [rowId, table]);
  return rows.changes + reasons.changes;
}
