import { createHash } from 'node:crypto';
import { type TrackedTable, trackedTables } from '#main/db/history.ts';
import { houseRegistry } from '#main/db/house-registry.ts';
import type { Connection } from '#main/db/open.ts';

export type TableDigest = { count: number; digest: string; columns: string[] };

/** Written by the closing command itself. */
const LEFT_OUT = 'settings';

const comparable = (db: Connection): TrackedTable[] => trackedTables(db, houseRegistry).filter((table) => table.name !== LEFT_OUT);

type Values = (string | number | null)[];
type Generated = { id: string; values: Values };

function digestRows(rows: Iterable<Values>, columns: string[]): TableDigest {
  const hash = createHash('sha256');
  let count = 0;
  for (const row of rows) {
    hash.update(JSON.stringify(row));
    hash.update('\n');
    count += 1;
  }
  return { count, digest: hash.digest('hex'), columns };
}

function* rowsOf(db: Connection, table: string, columns: readonly string[]): Generator<Generated> {
  const statement = db.raw.prepare(`SELECT id, ${columns.join(', ')} FROM ${table} ORDER BY id`).raw();
  for (const row of statement.iterate() as IterableIterator<(string | number | null)[]>) yield { id: String(row[0]), values: row.slice(1) };
}

/** Count and digest of every table of the house as it stands, without secrets and settings. */
export function digestTables(db: Connection): Record<string, TableDigest> {
  const digests: Record<string, TableDigest> = {};
  for (const table of comparable(db)) {
    const columns = table.columns.map((column) => column.name).filter((name) => !table.secret.has(name));
    digests[table.name] = digestRows(mapValues(rowsOf(db, table.name, columns)), columns);
  }
  return digests;
}

function* mapValues(rows: Iterable<Generated>): Generator<Values> {
  for (const row of rows) yield row.values;
}

/**
 * The first table whose generated rows are not what was generated, or undefined. What people changed since is taken back in thought: the
 * history holds how each row was before its first change.
 */
export function changedTable(db: Connection, wanted: Record<string, TableDigest>): string | undefined {
  return Object.entries(wanted).find(([name, { count, digest, columns }]) => {
    const found = digestRows(asGenerated(db, name, columns), columns);
    return found.count !== count || found.digest !== digest;
  })?.[0];
}

type Image = Record<string, string | number | null>;

/** First change of each row that was changed: undefined = it came later; else how it was before. */
function firstChanges(db: Connection, table: string): Map<string, Image | undefined> {
  const changes = new Map<string, Image | undefined>();
  for (const row of db.iterate<{ row_id: string; op: string; before: string | null }>(
    `SELECT h.row_id, h.op, p.before FROM history h LEFT JOIN history_payload p ON p.history_id = h.id WHERE h.table_name = ? ORDER BY h.id`,
    [table],
  )) {
    if (row.op === 'note' || changes.has(row.row_id)) continue;
    changes.set(row.row_id, row.op === 'insert' || row.before === null ? undefined : (JSON.parse(row.before) as Image));
  }
  return changes;
}

function* asGenerated(db: Connection, table: string, columns: readonly string[]): Generator<Values> {
  const changes = firstChanges(db, table);
  const gone = [...changes].filter(([, before]) => before !== undefined).map(([id]) => id);
  const waiting = gone.sort();
  let next = 0;
  const before = (id: string): Values => columns.map((column) => changes.get(id)?.[column] ?? null);
  for (const row of rowsOf(db, table, columns)) {
    while (next < waiting.length && (waiting[next] as string) < row.id) {
      // changed and deleted since
      yield before(waiting[next] as string);
      next += 1;
    }
    if (waiting[next] === row.id) {
      yield before(row.id);
      next += 1;
    } else if (!changes.has(row.id)) yield row.values;
  }
  for (; next < waiting.length; next += 1) yield before(waiting[next] as string);
}
