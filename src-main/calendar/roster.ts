import type { Db } from '#main/db/open.ts';
import type { OpeningCalendar } from '#shared/rules/calendar.ts';
import { nextOpenDay } from '#shared/rules/calendar.ts';
import { dayOf } from '#shared/rules/zone.ts';

export type Roster = {
  duties: { staffId: string; day: string; startMinute: number; endMinute: number }[];
  leaves: { staffId: string; fromDay: string; toDay: string }[];
  /** False while no roster is kept at all: all active staff then count as on duty in opening hours. */
  rosterExists: boolean;
};

/** Whether any duty was ever kept. */
export const rosterExists = (db: Db): boolean => db.get('SELECT 1 FROM duties LIMIT 1') !== undefined;

/**
 * What the assignment rule asks of the roster at the instant `at` (UTC ms): that day and the next open one. A roster exists once
 * any duty was ever kept: a week that nobody planned sends complaints to the head of the department.
 */
export function rosterAt(db: Db, opening: OpeningCalendar, at: number): Roster {
  const today = dayOf(at, opening.zone);
  const last = nextOpenDay(opening, today) ?? today;
  return {
    duties: db.all(
      'SELECT staff_id AS staffId, day, start_minute AS startMinute, end_minute AS endMinute FROM duties WHERE day IN (?, ?)',
      [today, last],
    ),
    leaves: db.all('SELECT staff_id AS staffId, from_day AS fromDay, to_day AS toDay FROM leaves WHERE to_day >= ? AND from_day <= ?', [
      today,
      last,
    ]),
    rosterExists: rosterExists(db),
  };
}
