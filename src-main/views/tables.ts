import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ListColumn } from '#shared/contract/complaint-list.ts';
import type { SavedView } from '#shared/contract/views.ts';

/** A person's own views; `filter` is what the list is asked. */
export const savedViewsTable = sqliteTable('saved_views', {
  id: text().primaryKey(),
  staffId: text('staff_id').notNull(),
  name: text().notNull(),
  filter: text({ mode: 'json' }).$type<SavedView['filter']>().notNull(),
  columns: text({ mode: 'json' }).$type<ListColumn[]>().notNull(),
  position: integer().notNull(),
  createdAt: integer('created_at').notNull(),
});

/** The columns that a person chose for a fixed view. */
export const viewColumnsTable = sqliteTable('view_columns', {
  id: text().primaryKey(),
  staffId: text('staff_id').notNull(),
  view: text().notNull(),
  columns: text({ mode: 'json' }).$type<ListColumn[]>().notNull(),
});
