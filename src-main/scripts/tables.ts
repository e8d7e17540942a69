import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Lang } from '#shared/contract/fields.ts';
import type { ScriptFields } from '#shared/contract/scripts.ts';
import type { Scenario } from '#shared/rules/scripts.ts';

export type ScriptBody = Pick<ScriptFields, 'question' | 'answer' | 'mention' | 'avoid' | 'categories' | 'words'>;

export const scriptsTable = sqliteTable('scripts', {
  id: text().primaryKey(),
  lang: text().$type<Lang>().notNull(),
  scenario: text().$type<Scenario>().notNull(),
  title: text().notNull(),
  body: text({ mode: 'json' }).$type<ScriptBody>().notNull(),
  state: text().$type<ScriptFields['state']>().notNull(),
  position: integer().notNull(),
  savedAt: integer('saved_at').notNull(),
  savedBy: text('saved_by').notNull(),
  version: integer().notNull().default(1),
});

export const scriptUsesTable = sqliteTable('script_uses', {
  id: text().primaryKey(),
  scriptId: text('script_id').notNull(),
  staffId: text('staff_id').notNull(),
  complaintId: text('complaint_id'),
  usedAt: integer('used_at').notNull(),
});

export const bannedPhrasesTable = sqliteTable('banned_phrases', {
  id: text().primaryKey(),
  lang: text().$type<Lang>().notNull(),
  phrase: text().notNull(),
  better: text().notNull(),
  active: integer({ mode: 'boolean' }).notNull(),
  position: integer().notNull(),
  version: integer().notNull().default(1),
});

export const bannedHitsTable = sqliteTable('banned_hits', {
  id: text().primaryKey(),
  phraseId: text('phrase_id').notNull(),
  foundAt: integer('found_at').notNull(),
});
