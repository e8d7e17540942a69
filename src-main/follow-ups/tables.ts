import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { AttemptOutcome, FollowUpState } from '#shared/rules/follow-ups.ts';

export type FollowUpRule = 'complaint_visit' | 'manual';

export const followUpsTable = sqliteTable('follow_ups', {
  id: text().primaryKey(),
  version: integer().notNull().default(1),
  rule: text().$type<FollowUpRule>().notNull(),
  studentId: text('student_id'),
  guardianId: text('guardian_id'),
  complaintId: text('complaint_id'),
  cycle: integer().notNull().default(1),
  ownerId: text('owner_id'),
  reason: text().notNull().default(''),
  dueOn: text('due_on').notNull(),
  dueAt: integer('due_at').notNull(),
  nextOn: text('next_on').notNull(),
  notBefore: integer('not_before'),
  state: text().$type<FollowUpState>().notNull(),
  tries: integer().notNull().default(0),
  satisfaction: integer(),
  createdAt: integer('created_at').notNull(),
  doneAt: integer('done_at'),
});

/** Append-only: what was undone is taken back by a row that `voids` it. */
export const followUpAttemptsTable = sqliteTable('follow_up_attempts', {
  id: text().primaryKey(),
  followUpId: text('follow_up_id').notNull(),
  happenedAt: integer('happened_at').notNull(),
  recordedAt: integer('recorded_at').notNull(),
  recordedBy: text('recorded_by').notNull(),
  outcome: text().$type<AttemptOutcome>().notNull(),
  words: text().notNull().default(''),
  mood: text().notNull().default(''),
  satisfaction: integer(),
  nextAt: integer('next_at'),
  voids: text(),
});
