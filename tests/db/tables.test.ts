import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';

const slices = join(import.meta.dirname, '../../src-main');
const files = readdirSync(slices, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(join(slices, entry.name)).includes('tables.ts'))
  .map((entry) => join(slices, entry.name, 'tables.ts'));
const modules = await Promise.all(files.map((file) => import(file) as Promise<Record<string, unknown>>));
const tables = modules.flatMap((module) => Object.values(module)).filter((value) => is(value, SQLiteTable));

type Column = { name: string; type: string; notnull: number; pk: number; dflt_value: string | null };

describe('what the code believes of a table is what the migrations made', () => {
  it('looks at the tables of the slices', () => {
    expect(tables.length).toBeGreaterThanOrEqual(18);
  });

  it.each(tables.map((table) => [getTableName(table), table] as const))('%s', async (name, table) => {
    const { db } = await testDatabase();
    const made = db.all<Column>('SELECT name, type, "notnull", pk, dflt_value FROM pragma_table_info(?) ORDER BY name', [name]);
    const believed = Object.values(getTableColumns(table))
      .map((column) => ({ name: column.name, type: column.getSQLType().toUpperCase(), required: column.notNull, key: column.primary }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(believed).toEqual(
      made.map((column) => ({ name: column.name, type: column.type, required: column.notnull === 1 || column.pk > 0, key: column.pk > 0 })),
    );
    // A default in code that the database does not know would differ between drizzle and plain SQL.
    for (const column of Object.values(getTableColumns(table))) {
      if (column.default !== undefined)
        expect([column.name, made.find((each) => each.name === column.name)?.dflt_value]).not.toEqual([column.name, null]);
    }
  });
});
