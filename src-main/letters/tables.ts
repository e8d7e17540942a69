import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Lang } from '#shared/contract/fields.ts';
import type { Delivery } from '#shared/contract/letters.ts';
import type { LetterKind } from '#shared/rules/letters.ts';

export const letterTemplatesTable = sqliteTable('letter_templates', {
  id: text().primaryKey(),
  kind: text().$type<LetterKind>().notNull(),
  builtin: text().notNull().default(''),
  lang: text().$type<Lang>().notNull(),
  name: text().notNull(),
  body: text().notNull(),
  createdAt: integer('created_at').notNull(),
  removedAt: integer('removed_at'),
  version: integer().notNull().default(1),
});
export type Template = typeof letterTemplatesTable.$inferSelect;

export const letterTemplateVersionsTable = sqliteTable('letter_template_versions', {
  id: text().primaryKey(),
  templateId: text('template_id').notNull(),
  name: text().notNull(),
  body: text().notNull(),
  savedAt: integer('saved_at').notNull(),
  savedBy: text('saved_by').notNull(),
});

/** `number` null = a draft. Once it has one, a trigger keeps its words. */
export const lettersTable = sqliteTable('letters', {
  id: text().primaryKey(),
  complaintId: text('complaint_id').notNull(),
  kind: text().$type<Exclude<LetterKind, 'phrase'>>().notNull(),
  lang: text().$type<Lang>().notNull(),
  cycle: integer().notNull(),
  number: text(),
  title: text().notNull(),
  body: text().notNull(),
  centre: text().notNull().default(''),
  seal: text().notNull().default(''),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  issuedAt: integer('issued_at'),
  issuedBy: text('issued_by'),
  droppedAt: integer('dropped_at'),
  version: integer().notNull().default(1),
});
export type Letter = typeof lettersTable.$inferSelect;

export const letterPrintsTable = sqliteTable('letter_prints', {
  id: text().primaryKey(),
  letterId: text('letter_id').notNull(),
  copy: integer().notNull(),
  at: integer().notNull(),
  byId: text('by_id').notNull(),
});

export const letterDeliveriesTable = sqliteTable('letter_deliveries', {
  id: text().primaryKey(),
  letterId: text('letter_id').notNull(),
  way: text().$type<Delivery['way']>().notNull(),
  toWhom: text('to_whom').notNull(),
  happenedAt: integer('happened_at').notNull(),
  receipt: text().notNull().default(''),
  recordedAt: integer('recorded_at').notNull(),
  byId: text('by_id').notNull(),
});
