import { type Db, sqliteCode } from './open.ts';

/**
 * Reads the whole file: structure, page MACs and, unless `foreignKeys` is false (a copy of a database that enforces them), foreign keys.
 * `problems` names structures and tables, never values. Slow at size: in a worker.
 */
export function checkIntegrity(db: Db, { foreignKeys = true }: { foreignKeys?: boolean } = {}): { ok: boolean; problems: string[] } {
  try {
    const pages = db.all<{ integrity_check: string }>('PRAGMA integrity_check(20)').map((row) => row.integrity_check);
    const keys = !foreignKeys ? [] : db.all<{ table: string }>('PRAGMA foreign_key_check').map((row) => `foreign key of ${row.table}`);
    const problems = [...pages.filter((line) => line !== 'ok'), ...new Set(keys)];
    return { ok: problems.length === 0, problems };
  } catch (error) {
    const code = sqliteCode(error);
    if (code === undefined) throw error;
    return { ok: false, problems: [code] };
  }
}
