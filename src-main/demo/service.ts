import { historyOfRow } from '#main/db/history.ts';
import type { Connection } from '#main/db/open.ts';
import { changedTable, type TableDigest } from './digest.ts';

/** What was generated set-based, before the history began; null where nothing was. Read from the history, which the chain protects. */
export function generatedTables(db: Connection): Record<string, TableDigest> | null {
  const generated = historyOfRow(db, 'settings', 'demo').find((entry) => entry.commandName === 'demo.generated')?.after?.value;
  if (typeof generated !== 'string') return null;
  return (JSON.parse(generated) as { tables?: Record<string, TableDigest> }).tables ?? null;
}

/**
 * The first table of a generated demo centre whose rows were touched behind the program's back, or null (also where nothing was
 * generated).
 */
export function demoBreak(db: Connection): string | null {
  const tables = generatedTables(db);
  return tables ? (changedTable(db, tables) ?? null) : null;
}
