import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { RuleFields } from '#shared/contract/triage.ts';
import type { TreeKind } from '#shared/rules/triage-tree.ts';

export const triageNodesTable = sqliteTable('triage_nodes', {
  id: text().primaryKey(),
  version: integer().notNull().default(1),
  tree: text().$type<TreeKind>().notNull(),
  parent: text().notNull(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull().default(''),
  former: text({ mode: 'json' }).$type<string[]>().notNull().default([]),
  adopted: text({ mode: 'json' }).$type<string[]>().notNull().default([]),
  position: integer().notNull(),
  retired: integer({ mode: 'boolean' }).notNull().default(false),
  mergedInto: text('merged_into'),
});

export const triageRulesTable = sqliteTable('triage_rules', {
  id: text().primaryKey(),
  version: integer().notNull().default(1),
  body: text({ mode: 'json' }).$type<Omit<RuleFields, 'active'>>().notNull(),
  active: integer({ mode: 'boolean' }).notNull().default(true),
  position: integer().notNull(),
});

/** Recurring causes that were put aside. */
export const triageDismissalsTable = sqliteTable('triage_dismissals', {
  id: text().primaryKey(),
  subject: text().notNull(),
  reason: text().notNull(),
  at: integer().notNull(),
  staffId: text('staff_id').notNull(),
});
