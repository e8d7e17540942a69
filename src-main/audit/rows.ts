import { rowImage, rowKey, type TrackedTable, trackedTables } from '#main/db/history.ts';
import { houseRegistry } from '#main/db/house-registry.ts';
import type { Connection } from '#main/db/open.ts';

/** Rows per table that were there before the history began (a generated demo centre); null = any number of them. */
export type Generated = Readonly<Record<string, number | null>>;

/**
 * The first row that is not what the history says of it, as `<table>:<row>`, or `<table>` when rows came or went unseen; undefined when
 * everything agrees. So somebody who wrote past the triggers is found, although the chain itself is whole (spec/people-and-access.md,
 * "Nothing changes unseen"). Columns of another schema and secrets are left out, erased payloads are no break. It follows that a migration
 * may add to tracked tables, but changes what stands in them through a command only. Reads everything: for a worker.
 */
export function unseenChange(db: Connection, generated: Generated): string | undefined {
  const told = new Map(
    db
      .all<{ name: string; rows: number }>(
        "SELECT table_name AS name, sum(op = 'insert') - sum(op = 'delete') AS rows FROM history GROUP BY table_name",
      )
      .map((row) => [row.name, row.rows]),
  );
  for (const table of trackedTables(db, houseRegistry)) {
    const before = table.name in generated ? generated[table.name] : 0;
    const row = changedRow(db, table, before === 0);
    if (row !== undefined) return `${table.name}:${row}`;
    const { rows } = db.get<{ rows: number }>(`SELECT count(*) AS rows FROM ${table.name}`) ?? { rows: 0 };
    if (before !== null && before !== undefined && rows !== before + (told.get(table.name) ?? 0)) return table.name;
  }
  return undefined;
}

type Suspect = { id: string; now: string; last: number | null; op: string | null; told: string | null };

function changedRow(db: Connection, table: TrackedTable, isWhole: boolean): string | undefined {
  const suspects = db.iterate<Suspect>(
    `SELECT ${rowKey(table)} AS id, ${rowImage(table)} AS now, h.id AS last, h.op, p.after AS told
       FROM ${table.name} AS NEW
       LEFT JOIN history h ON h.id = (SELECT max(x.id) FROM history x WHERE x.row_id = ${rowKey(table)} AND x.table_name = $table)
       LEFT JOIN history_payload p ON p.history_id = h.id
      WHERE (h.id IS NULL AND $isWhole) OR h.op = 'delete' OR (p.history_id IS NOT NULL AND p.after IS NOT ${rowImage(table)})`,
    { table: table.name, isWhole: Number(isWhole) },
  );
  for (const row of suspects) if (row.last === null || row.op === 'delete' || differs(table, row.now, row.told)) return row.id;
  return undefined;
}

/** Compares the columns that both images have. */
function differs(table: TrackedTable, now: string, told: string | null): boolean {
  if (told === null) return true;
  const before = JSON.parse(told) as Record<string, unknown>;
  return Object.entries(JSON.parse(now) as Record<string, unknown>).some(
    ([column, value]) => column in before && !table.secret.has(column) && JSON.stringify(value) !== JSON.stringify(before[column]),
  );
}
