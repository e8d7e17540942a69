import { type Column, getTableColumns, getTableName } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Ids } from '#main/base/ids.ts';
import type { Connection } from '#main/db/open.ts';
import type { Random } from './random.ts';

/** Inserts rows by the table's definition, one prepared statement for all of them; a column left out gets its default. */
export function inserter<T extends SQLiteTable>(db: Connection, table: T): (row: T['$inferInsert']) => void {
  const columns: [string, Column][] = Object.entries(getTableColumns(table));
  const names = columns.map(([, column]) => column.name).join(', ');
  const statement = db.raw.prepare(`INSERT INTO ${getTableName(table)} (${names}) VALUES (${columns.map(() => '?').join(', ')})`);
  return (row) => {
    const values = row as Record<string, unknown>;
    statement.run(
      columns.map(([key, column]) => {
        const value = values[key] === undefined ? (column.default ?? null) : values[key];
        return value === null ? null : column.mapToDriverValue(value);
      }),
    );
  };
}

/** The statement behind a table that gets a million rows; values in the order of `columns`. */
export function rawInserter(db: Connection, table: string, columns: readonly string[]): (values: readonly unknown[]) => void {
  const statement = db.raw.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
  return (values) => void statement.run(values);
}

const HEX = Array.from({ length: 65_536 }, (_, value) => value.toString(16).padStart(4, '0'));

/**
 * uuidv7 in rising order, whatever the rows tell of time: the primary keys of millions of rows are then written in sequence. The time
 * part starts at `from` (UTC ms) and moves on by a millisecond every 4,096 ids.
 */
export function risingIds(from: number, random: Random): Ids {
  let count = 0;
  let head = '';
  let spice = 0;
  return {
    next: () => {
      const low = count % 4096;
      if (low === 0) {
        const time = (from + count / 4096).toString(16).padStart(12, '0');
        head = `${time.slice(0, 8)}-${time.slice(8)}-7`;
        spice = Math.floor(random.next() * 4294967296);
      }
      count += 1;
      spice = (Math.imul(spice, 1664525) + 1013904223) >>> 0;
      const high = HEX[spice >>> 16] as string;
      const tail = HEX[(spice ^ count) & 0xffff] as string;
      const variant = HEX[0x8000 | ((spice >>> 3) & 0x3fff)] as string;
      return `${head}${(HEX[low] as string).slice(1)}-${variant}-${high}${tail}${HEX[count & 0xffff]}`;
    },
  };
}

type IndexRow = { name: string; sql: string };

/**
 * Runs `write` in one transaction on a new database, with nothing that slows a load down: no secondary indexes, no foreign keys looked up row
 * by row, no write-ahead log. All of it is there again afterwards, and foreign keys are checked as a whole. A crash leaves rubbish: only for
 * a folder that is thrown away then.
 */
export async function load(db: Connection, keep: readonly string[], write: () => Promise<void> | void): Promise<void> {
  const { raw } = db;
  const indexes = raw
    .prepare(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name NOT IN (${keep.map(() => '?').join(', ')})`,
    )
    .all(...keep) as IndexRow[];
  for (const index of indexes) raw.exec(`DROP INDEX ${index.name}`);
  raw.pragma('foreign_keys = OFF');
  // Nothing was there before, so a journal of what it was costs nothing; the driver refuses to go without one.
  raw.pragma('journal_mode = MEMORY');
  raw.pragma('synchronous = OFF');
  raw.pragma(`cache_size = -${512 * 1024}`);
  raw.exec('BEGIN IMMEDIATE');
  await write();
  raw.exec('COMMIT');
  for (const index of indexes) raw.exec(index.sql);
  const broken = raw.pragma('foreign_key_check') as { table: string }[];
  if (broken.length > 0) throw new Error(`demo rows without their parents in ${[...new Set(broken.map((row) => row.table))].join(', ')}`);
  raw.pragma('foreign_keys = ON');
  raw.pragma('journal_mode = WAL');
  raw.pragma('synchronous = FULL');
  db.forgetStatements();
}
