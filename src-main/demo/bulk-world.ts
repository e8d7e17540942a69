import type { Ids } from '#main/base/ids.ts';
import type { Connection } from '#main/db/open.ts';
import type { Department, Role } from '#shared/contract/fields.ts';
import type { OpeningCalendar } from '#shared/rules/calendar.ts';
import type { StatutoryCalendar } from '#shared/rules/statutory.ts';
import type { Random } from './random.ts';

/** What the writers of a large demo centre share. */
export type BulkWorld = {
  db: Connection;
  ids: Ids;
  random: Random;
  calendar: OpeningCalendar;
  statutory: StatutoryCalendar;
  /** First day, and the day before which everything lies; the same as moments (UTC ms). */
  from: string;
  until: string;
  start: number;
  end: number;
  /** The next number of a sequence, as the services would have drawn it. */
  sequence(name: string): number;
  teachers: readonly string[];
  staffIn(role: Role): readonly string[];
  /** Who takes complaints of a department; never empty. */
  departmentOf(department: Department): readonly string[];
  headOf(department: Department): string | undefined;
  nameOf(staffId: string): string;
};
