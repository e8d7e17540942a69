import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Message } from '#shared/contract/messages.ts';

export const messagesTable = sqliteTable('messages', {
  id: text().primaryKey(),
  staffId: text('staff_id').notNull(),
  kind: text().$type<Message['kind']>().notNull(),
  at: integer().notNull(),
  dueAt: integer('due_at'),
  refKind: text('ref_kind').$type<Message['ref']['kind']>().notNull(),
  refId: text('ref_id').notNull(),
  refNumber: text('ref_number').notNull().default(''),
  vals: text({ mode: 'json' }).$type<Record<string, string | number>>().notNull(),
  readAt: integer('read_at'),
});
