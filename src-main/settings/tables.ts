import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** One row per group of settings: `centre`, `opening`, `statutory`, `backup`, `demo`. */
export const settingsTable = sqliteTable('settings', {
  id: text().primaryKey(),
  value: text().notNull(),
  version: integer().notNull().default(1),
});
