import type { JobContext } from '#main/base/os.ts';
import { checkIntegrity } from '#main/db/integrity.ts';

/** What a look into the data file says without saying anything of what is in it. */
export type DataFacts = { integrity: { ok: boolean; problems: string[] }; rows: Record<string, number> };

/** Integrity of the whole file and how many rows each table has. Reads everything: for a worker. */
export function factsJob({ db }: Pick<JobContext, 'db'>): DataFacts {
  const integrity = checkIntegrity(db);
  if (!integrity.ok) return { integrity, rows: {} };
  const tables = db.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`);
  const count = (name: string) => db.get<{ n: number }>(`SELECT count(*) AS n FROM "${name.replaceAll('"', '""')}"`)?.n ?? 0;
  return { integrity, rows: Object.fromEntries(tables.map(({ name }) => [name, count(name)])) };
}
