import type { OpeningHours } from '#shared/contract/calendar.ts';
import type { CalendarProblem } from '#shared/rules/calendar.ts';
import { addDays, atMinute, dayOf, type Weekday, weekdayOf } from '#shared/rules/zone.ts';

export type Interval = OpeningHours['weekly'][1][number];
export type Week = OpeningHours['weekly'];

export const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
/** The contract's limit of intervals in a day. */
export const MOST_INTERVALS = 12;

/** Open minutes of one day; intervals that are wrong count nothing. */
export function minutesOf(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, [from, to]) => sum + Math.max(0, to - from), 0);
}

/** 480 → 8, 510 → 8.5, 500 → 8.3 */
export function hoursText(minutes: number): string {
  return String(Math.round(minutes / 6) / 10);
}

export function weekTotals(week: Week): { hours: string; intervals: number } {
  const all = WEEKDAYS.flatMap((day) => week[day]);
  return { hours: hoursText(minutesOf(all)), intervals: all.length };
}

/** From and to of the bar, whole hours: 8 to 22 unless something lies outside. */
export function barRange(week: Week): { from: number; to: number } {
  const all = WEEKDAYS.flatMap((day) => week[day]);
  const first = Math.min(8 * 60, ...all.map(([from]) => from));
  const last = Math.max(22 * 60, ...all.map(([, to]) => to));
  return { from: Math.floor(first / 120) * 120, to: Math.ceil(last / 120) * 120 };
}

/** What a new interval of a day begins with: after the last one with a break, else the afternoon. */
export function nextInterval(intervals: readonly Interval[]): Interval {
  const last = intervals[intervals.length - 1];
  if (!last) return [9 * 60, 18 * 60];
  const from = Math.min(1440 - 60, last[1] + 60);
  return [from, Math.min(1440, Math.max(from + 60, 21 * 60))];
}

/** What a weekday opens with when it is switched on: as the nearest open day does. */
export function firstIntervals(week: Week, day: Weekday): Interval[] {
  const near = [...WEEKDAYS].sort((a, b) => Math.abs(a - day) - Math.abs(b - day)).find((other) => week[other].length > 0);
  return near ? week[near].map(([from, to]): Interval => [from, to]) : [[9 * 60, 18 * 60]];
}

/** The problems of one place, e.g. `weekly.2`. */
export function problemsAt(problems: readonly CalendarProblem[], path: string): readonly CalendarProblem[] {
  return problems.filter((problem) => problem.path === path || problem.path.startsWith(`${path}.`));
}

/**
 * The moment for the "try it" line: two minutes before closing on a coming day, Friday if it is open, because there the
 * evening runs out and the next day goes on. UTC ms; undefined for a week without opening time.
 */
export function tryMoment(week: Week, zone: string, now: number): number | undefined {
  const days = Array.from({ length: 7 }, (_, index) => addDays(dayOf(now, zone), index + 1));
  const open = days.filter((day) => week[weekdayOf(day)].length > 0);
  const day = open.find((each) => weekdayOf(each) === 5) ?? open[0];
  if (!day) return undefined;
  const closing = Math.max(...week[weekdayOf(day)].map(([, to]) => to));
  return atMinute(day, Math.max(0, closing - 2), zone);
}
