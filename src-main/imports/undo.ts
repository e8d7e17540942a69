import type { Ids } from '#main/base/ids.ts';
import { laterTouches } from '#main/base/undo.ts';
import type { Tx } from '#main/db/open.ts';
import { Failure } from '#shared/contract/failure.ts';

type CommandRow = { seq: number; history_from: number; history_to: number };

/** What people added to the imported records since, by kind; any of it stands in the way. */
const additions = `
  SELECT 'complaint' AS kind, c.number AS label FROM complaint_students cs JOIN complaints c ON c.id = cs.complaint_id WHERE cs.student_id IN (SELECT id FROM made)
  UNION SELECT 'complaint', c.number FROM complaint_enrolments n JOIN enrolments e ON e.id = n.enrolment_id JOIN complaints c ON c.id = n.complaint_id
    WHERE e.import_id = $importId
  UNION ALL SELECT 'follow-up', f.due_on FROM follow_ups f WHERE f.student_id IN (SELECT id FROM made)
  UNION ALL SELECT 'enrolment', e.enrolled_on FROM enrolments e WHERE e.student_id IN (SELECT id FROM made) AND (e.import_id IS NULL OR e.import_id <> $importId)
  UNION ALL SELECT 'lesson', l.happened_on FROM enrolments e JOIN ledger_entries l ON l.enrolment_id = e.id
    WHERE e.import_id = $importId AND l.kind NOT IN ('grant', 'opening')`;

/**
 * Takes a whole import back (撤回导入), without time limit (spec/people-and-access.md, undo). Students and packs stay as rows that nobody
 * sees, because their ledger keeps every line and gets its counter-line; guardians and links that came with them go, changed records get
 * their old values. Errors: NOT_FOUND, UNDO_NOT_POSSIBLE, UNDO_CONFLICT with what was added or changed since.
 */
export function undoImport(tx: Tx, ids: Ids, importId: string, today: string): void {
  const held = tx.get<{ undoneAt: number | null }>('SELECT undone_at AS undoneAt FROM imports WHERE id = ?', [importId]);
  if (!held) throw new Failure('NOT_FOUND', { what: 'import' });
  if (held.undoneAt !== null) throw new Failure('UNDO_NOT_POSSIBLE', { reason: 'already' });
  const command = tx.get<CommandRow>(
    "SELECT c.seq, c.history_from, c.history_to FROM history h JOIN command c ON c.seq = h.command WHERE h.table_name = 'imports' AND h.row_id = ? AND h.op = 'insert'",
    [importId],
  );
  if (!command) throw new Failure('UNDO_NOT_POSSIBLE', { reason: 'not-recorded' });
  const touches = laterTouches(tx, command);
  const span = { from: command.history_from, to: command.history_to };
  const made = `WITH made AS (SELECT row_id AS id FROM history WHERE id BETWEEN $from AND $to AND table_name = 'students' AND op = 'insert')`;
  const added = tx.all<{ kind: string; label: string }>(`${made} ${additions} LIMIT 50`, { ...span, importId });
  if (touches.length > 0 || added.length > 0)
    throw new Failure('UNDO_CONFLICT', { touches: touches.slice(0, 20).map(({ name, at }) => ({ name, at })), added });

  const lines = tx.all<{ enrolmentId: string; halves: number; valueFen: number; happenedOn: string }>(
    `SELECT l.enrolment_id AS enrolmentId, sum(l.halves) AS halves, sum(l.value_fen) AS valueFen, e.enrolled_on AS happenedOn
       FROM enrolments e JOIN ledger_entries l ON l.enrolment_id = e.id WHERE e.import_id = ? GROUP BY e.id`,
    [importId],
  );
  for (const line of lines) {
    // Dated like the lines that it takes back: on no day did anybody own these lessons.
    tx.run(
      "INSERT INTO ledger_entries (id, enrolment_id, kind, halves, value_fen, happened_on, recorded_at, note) VALUES (?, ?, 'reverse', ?, ?, ?, ?, ?)",
      [ids.next(), line.enrolmentId, -line.halves, -line.valueFen, line.happenedOn, tx.command.at, `import ${importId}`],
    );
  }
  tx.run('UPDATE enrolments SET ended_on = enrolled_on, version = version + 1 WHERE import_id = ?', [importId]);
  tx.run(
    `${made} DELETE FROM student_guardians WHERE id IN (SELECT row_id FROM history WHERE id BETWEEN $from AND $to AND table_name = 'student_guardians' AND op = 'insert')`,
    span,
  );
  tx.run(
    `${made} DELETE FROM guardians WHERE id IN (SELECT row_id FROM history WHERE id BETWEEN $from AND $to AND table_name = 'guardians' AND op = 'insert')
       AND NOT EXISTS (SELECT 1 FROM student_guardians l WHERE l.guardian_id = guardians.id)`,
    span,
  );
  // The name key goes, so that the same file brings the same people again.
  tx.run(
    `${made} UPDATE students SET removed_on = $today, name_key = '', sound = '', phone = '', version = version + 1 WHERE id IN (SELECT id FROM made)`,
    { ...span, today },
  );
  restoreChanged(tx, span);
  tx.run('UPDATE imports SET undone_at = ? WHERE id = ?', [tx.command.at, importId]);
}

/** Records that were there before get the values back that the import changed; the version goes on. */
function restoreChanged(tx: Tx, span: { from: number; to: number }): void {
  const changes = tx.all<{ tableName: 'students' | 'guardians' | 'enrolments'; rowId: string; before: string | null }>(
    `SELECT h.table_name AS tableName, h.row_id AS rowId, p.before FROM history h JOIN history_payload p ON p.history_id = h.id
      WHERE h.id BETWEEN $from AND $to AND h.op = 'update' AND h.table_name IN ('students', 'guardians', 'enrolments') ORDER BY h.id DESC`,
    span,
  );
  for (const change of changes) {
    const { id: _id, version: _version, ...values } = JSON.parse(change.before ?? '{}') as Record<string, unknown>;
    const columns = Object.keys(values);
    if (columns.length === 0) continue;
    tx.run(`UPDATE ${change.tableName} SET ${columns.map((column) => `${column} = ?`).join(', ')}, version = version + 1 WHERE id = ?`, [
      ...Object.values(values),
      change.rowId,
    ]);
  }
}
