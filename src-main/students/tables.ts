import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const studentsTable = sqliteTable('students', {
  id: text().primaryKey(),
  version: integer().notNull().default(1),
  number: text().notNull(),
  externalNumber: text('external_number').notNull().default(''),
  name: text().notNull(),
  nameKey: text('name_key').notNull(),
  sound: text().notNull().default(''),
  pinyin: text().notNull().default(''),
  gender: text().$type<'' | 'female' | 'male'>().notNull().default(''),
  birthOn: text('birth_on'),
  phone: text().notNull().default(''),
  wechat: text().notNull().default(''),
  school: text().notNull().default(''),
  grade: text().notNull().default(''),
  source: text().notNull().default(''),
  referrer: text().notNull().default(''),
  advisorId: text('advisor_id'),
  tags: text({ mode: 'json' }).$type<string[]>().notNull(),
  remark: text().notNull().default(''),
  doNotContactOn: text('do_not_contact_on'),
  marker: text().$type<'' | 'paused' | 'completed' | 'ended'>().notNull().default(''),
  markerOn: text('marker_on'),
  removedOn: text('removed_on'),
  createdAt: integer('created_at').notNull(),
});

/** One guardian = one normalised phone; other names seen with it are aliases. */
export const guardiansTable = sqliteTable('guardians', {
  id: text().primaryKey(),
  version: integer().notNull().default(1),
  name: text().notNull().default(''),
  pinyin: text().notNull().default(''),
  phone: text().notNull().default(''),
  aliases: text({ mode: 'json' }).$type<string[]>().notNull(),
  createdAt: integer('created_at').notNull(),
});

export const studentGuardiansTable = sqliteTable('student_guardians', {
  id: text().primaryKey(),
  studentId: text('student_id').notNull(),
  guardianId: text('guardian_id').notNull(),
  relation: text().$type<'mother' | 'father' | 'grandparent' | 'other' | 'self' | ''>().notNull().default(''),
  isPrimary: integer('is_primary').notNull().default(0),
  isPayer: integer('is_payer').notNull().default(0),
  mayPickUp: integer('may_pick_up').notNull().default(0),
});
