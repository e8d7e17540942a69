import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ClockName } from '#shared/contract/fields.ts';
import type { ClockUnit } from '#shared/rules/clock.ts';

/** `met` with `missed` = recorded late and confirmed by a supervisor; `extended` = stopped between the original and the extended due. */
export type ClockOutcome = 'open' | 'met' | 'met_late' | 'missed' | 'cancelled' | 'extended';
export type ClockEventKind = 'met' | 'missed' | 'warned' | 'cancelled' | 'extended' | 'confirmed' | 'revoked';
export type SubjectKind = 'complaint' | 'refund';

export const clocksTable = sqliteTable('clocks', {
  id: text().primaryKey(),
  subjectKind: text('subject_kind').$type<SubjectKind>().notNull(),
  subjectId: text('subject_id').notNull(),
  clock: text().$type<ClockName>().notNull(),
  cycle: integer().notNull(),
  round: integer().notNull(),
  unit: text().$type<ClockUnit>().notNull(),
  targetMinutes: integer('target_minutes').notNull(),
  extensionMinutes: integer('extension_minutes').notNull().default(0),
  pauses: integer({ mode: 'boolean' }).notNull().default(false),
  startedAt: integer('started_at').notNull(),
  dueAt: integer('due_at').notNull(),
  warnAt: integer('warn_at').notNull(),
  /** Percent of the target at which it warns. */
  warnPercent: integer('warn_percent').notNull().default(80),
  stoppedAt: integer('stopped_at'),
  outcome: text().$type<ClockOutcome>().notNull(),
  warned: integer({ mode: 'boolean' }).notNull().default(false),
  missed: integer({ mode: 'boolean' }).notNull().default(false),
  paused: integer({ mode: 'boolean' }).notNull().default(false),
  provisional: integer({ mode: 'boolean' }).notNull().default(false),
});

/** Append-only: what was met, missed, warned … with the times. `revision` counts what was taken back before. */
export const clockEventsTable = sqliteTable('clock_events', {
  id: text().primaryKey(),
  subjectKind: text('subject_kind').$type<SubjectKind>().notNull(),
  subjectId: text('subject_id').notNull(),
  clock: text().$type<ClockName>().notNull(),
  cycle: integer().notNull(),
  round: integer().notNull(),
  kind: text().$type<ClockEventKind>().notNull(),
  revision: integer().notNull().default(0),
  dueAt: integer('due_at').notNull(),
  happenedAt: integer('happened_at').notNull(),
  detectedAt: integer('detected_at').notNull(),
  revokes: text(),
});

export const catchUpsTable = sqliteTable('catch_ups', {
  id: text().primaryKey(),
  sinceAt: integer('since_at').notNull(),
  untilAt: integer('until_at').notNull(),
  raised: integer().notNull(),
});
