import { type Column, getTableColumns, getTableName } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Db, Params, Tx } from './open.ts';

/**
 * Rows of a table by its drizzle definition, without building the query each time: a command that writes thirty small rows spends
 * more time in a query builder than in the database. For everything else drizzle itself.
 */

type Plan = { name: string; columns: readonly (readonly [key: string, column: Column])[]; insert: string };

const plans = new WeakMap<SQLiteTable, Plan>();

function planOf(table: SQLiteTable): Plan {
  let plan = plans.get(table);
  if (!plan) {
    const name = getTableName(table);
    const columns = Object.entries(getTableColumns(table));
    const names = columns.map(([, column]) => column.name).join(', ');
    plan = { name, columns, insert: `INSERT INTO ${name} (${names}) VALUES (${columns.map(() => '?').join(', ')})` };
    plans.set(table, plan);
  }
  return plan;
}

const toDriver = (column: Column, value: unknown): unknown => (value === null ? null : column.mapToDriverValue(value));

/** Inserts one row; a column left out gets its default. */
export function insertRow<T extends SQLiteTable>(tx: Tx, table: T, row: T['$inferInsert']): void {
  const { columns, insert } = planOf(table);
  const values = row as Record<string, unknown>;
  tx.run(
    insert,
    columns.map(([key, column]) => toDriver(column, values[key] === undefined ? (column.default ?? null) : values[key])),
  );
}

/** Changes the named columns of the row with this id; answers whether there was one. */
export function updateRow<T extends SQLiteTable>(tx: Tx, table: T, id: string, changes: Partial<T['$inferSelect']>): boolean {
  const { name, columns } = planOf(table);
  const values = changes as Record<string, unknown>;
  const set = columns.filter(([key]) => values[key] !== undefined);
  if (set.length === 0) return true;
  const sql = `UPDATE ${name} SET ${set.map(([, column]) => `${column.name} = ?`).join(', ')} WHERE id = ?`;
  return tx.run(sql, [...set.map(([key, column]) => toDriver(column, values[key])), id]).changes > 0;
}

/** Whole rows; `rest` is everything after `FROM table` (WHERE, ORDER BY, LIMIT) with its parameters. */
export function selectRows<T extends SQLiteTable>(db: Db, table: T, rest: string, params: Params): T['$inferSelect'][] {
  const { name, columns } = planOf(table);
  return db.all<Record<string, unknown>>(`SELECT * FROM ${name} ${rest}`, params).map((raw) => {
    const row: Record<string, unknown> = {};
    for (const [key, column] of columns) {
      const value = raw[column.name];
      row[key] = value === null || value === undefined ? null : column.mapFromDriverValue(value);
    }
    return row;
  });
}

/** The first of `selectRows`, or undefined. */
export function selectRow<T extends SQLiteTable>(db: Db, table: T, rest: string, params: Params): T['$inferSelect'] | undefined {
  return selectRows(db, table, rest, params)[0];
}
