import { historyOfRow } from '#main/db/history.ts';
import type { Connection } from '#main/db/open.ts';
import { changedTable, type TableDigest } from './digest.ts';

/**
 * The first table of a generated demo centre whose rows were touched behind the program's back, or null (also where nothing was
 * generated). What was generated is read from the history, which the chain protects.
 */
export function demoBreak(db: Connection): string | null {
  const generated = historyOfRow(db, 'settings', 'demo').find((entry) => entry.commandName === 'demo.generated')?.after?.value;
  if (typeof generated !== 'string') return null;
  const { tables } = JSON.parse(generated) as { tables?: Record<string, TableDigest> };
  return tables ? (changedTable(db, tables) ?? null) : null;
}
