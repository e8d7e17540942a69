import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Who is on duty (排班): minutes of a day in the centre's zone. */
export const dutiesTable = sqliteTable('duties', {
  id: text().primaryKey(),
  staffId: text('staff_id').notNull(),
  day: text().notNull(),
  startMinute: integer('start_minute').notNull(),
  endMinute: integer('end_minute').notNull(),
});

/** Leave days, both ends included. */
export const leavesTable = sqliteTable('leaves', {
  id: text().primaryKey(),
  staffId: text('staff_id').notNull(),
  fromDay: text('from_day').notNull(),
  toDay: text('to_day').notNull(),
  reason: text().notNull().default(''),
});
