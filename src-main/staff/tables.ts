import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { type Department, type Role, type Severity, severity } from '#shared/contract/fields.ts';

export const staffTable = sqliteTable('staff', {
  id: text().primaryKey(),
  version: integer().notNull().default(1),
  name: text().notNull(),
  login: text().notNull().default(''),
  phone: text().notNull().default(''),
  roles: text({ mode: 'json' }).$type<Role[]>().notNull(),
  departments: text({ mode: 'json' }).$type<Department[]>().notNull(),
  headOf: text('head_of', { mode: 'json' }).$type<Department[]>().notNull(),
  /** Which complaints the rule may give to this person by turn. */
  severities: text({ mode: 'json' }).$type<Severity[]>().notNull().default(severity.options),
  joinedOn: text('joined_on').notNull(),
  leftOn: text('left_on'),
  passwordHash: text('password_hash').notNull().default(''),
  pinHash: text('pin_hash').notNull().default(''),
  lastFullLoginOn: text('last_full_login_on').notNull().default(''),
  failedTries: integer('failed_tries').notNull().default(0),
  waitUntil: integer('wait_until').notNull().default(0),
});
