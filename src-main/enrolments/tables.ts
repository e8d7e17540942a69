import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const coursesTable = sqliteTable('courses', {
  id: text().primaryKey(),
  name: text().notNull(),
  active: integer().notNull().default(1),
});

/** A pack of lessons. Its balance is the sum of its ledger entries. */
export const enrolmentsTable = sqliteTable('enrolments', {
  id: text().primaryKey(),
  version: integer().notNull().default(1),
  studentId: text('student_id').notNull(),
  courseId: text('course_id').notNull(),
  kind: text().$type<'new' | 'renewal' | 'extension' | 'transfer_in'>().notNull(),
  className: text('class_name').notNull().default(''),
  enrolledOn: text('enrolled_on').notNull(),
  validUntil: text('valid_until'),
  listPriceFen: integer('list_price_fen'),
  paidFen: integer('paid_fen').notNull(),
  paidHalves: integer('paid_halves').notNull(),
  giftHalves: integer('gift_halves').notNull().default(0),
  endedOn: text('ended_on'),
  importId: text('import_id'),
  createdAt: integer('created_at').notNull(),
});

/** Append-only: quantity in halves of a lesson, value in 分. */
export const ledgerEntriesTable = sqliteTable('ledger_entries', {
  id: text().primaryKey(),
  enrolmentId: text('enrolment_id').notNull(),
  kind: text().$type<'grant' | 'opening' | 'consume' | 'reverse' | 'transfer' | 'refund' | 'expire'>().notNull(),
  halves: integer().notNull(),
  valueFen: integer('value_fen').notNull(),
  happenedOn: text('happened_on').notNull(),
  recordedAt: integer('recorded_at').notNull(),
  note: text().notNull().default(''),
});
