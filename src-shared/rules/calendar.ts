import type { OpeningHours } from '#shared/contract/calendar.ts';
import { addDays, atMinute, isZone, MINUTES_PER_DAY, type Weekday, weekdayOf } from './zone.ts';

/** From minute, to minute of a day; 1440 = 24:00. Opening hours past midnight are two intervals on two days. */
export type Interval = [number, number];
export type Weekly = Record<Weekday, Interval[]>;

/**
 * Opening hours with their zone (spec/complaints.md, "Calendars"). A dated exception wins over a season, a season over the
 * week. Never change a value in place: what was derived from it is cached by its identity.
 */
export type OpeningCalendar = OpeningHours & { zone: string };

export type OpenWindow = { from: number; to: number };

/** Where the hours of a day come from. */
export type OpeningSource = { source: 'week' } | { source: 'season'; name: string } | { source: 'exception'; note: string };

const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** Opening hours of spec/complaints.md: Tue–Fri 12–14 and 15–21, Sat–Sun 8:30–12 and 13–20:30, Monday closed. */
export const DEFAULT_OPENING: OpeningCalendar = {
  zone: 'Asia/Shanghai',
  weekly: {
    1: [],
    2: workday(),
    3: workday(),
    4: workday(),
    5: workday(),
    6: weekend(),
    7: weekend(),
  },
  exceptions: [],
  seasons: [],
};

function workday(): Interval[] {
  return [
    [12 * 60, 14 * 60],
    [15 * 60, 21 * 60],
  ];
}

function weekend(): Interval[] {
  return [
    [8 * 60 + 30, 12 * 60],
    [13 * 60, 20 * 60 + 30],
  ];
}

/** The intervals of `day`, and which rule gave them. */
export function openingOn(calendar: OpeningCalendar, day: string): { intervals: Interval[] } & OpeningSource {
  const exception = calendar.exceptions.find((each) => each.from <= day && day <= each.to);
  if (exception) return { intervals: exception.intervals, source: 'exception', note: exception.note };
  const season = calendar.seasons.find((each) => each.from <= day && day <= each.to);
  if (season) return { intervals: season.weekly[weekdayOf(day)], source: 'season', name: season.name };
  return { intervals: calendar.weekly[weekdayOf(day)], source: 'week' };
}

/** The opening intervals of `day` in minutes of the day, in order; empty = closed. */
export function openIntervalsOn(calendar: OpeningCalendar, day: string): Interval[] {
  return openingOn(calendar, day).intervals;
}

const windowCache = new WeakMap<OpeningCalendar, Map<string, OpenWindow[]>>();

/** The opening intervals of `day` as instants (ms), in order. Intervals that the change of the clocks swallows are left out. */
export function openWindowsOn(calendar: OpeningCalendar, day: string): OpenWindow[] {
  let days = windowCache.get(calendar);
  if (!days) {
    days = new Map();
    windowCache.set(calendar, days);
  }
  let windows = days.get(day);
  if (!windows) {
    windows = openIntervalsOn(calendar, day)
      .map(([from, to]) => ({ from: atMinute(day, from, calendar.zone), to: atMinute(day, to, calendar.zone) }))
      .filter((window) => window.to > window.from);
    days.set(day, windows);
  }
  return windows;
}

/** The first day after `day` with opening time, or null when the calendar has none any more. */
export function nextOpenDay(calendar: OpeningCalendar, day: string): string | null {
  const last = lastDatedDay(calendar);
  for (let next = addDays(day, 1); ; next = addDays(next, 1)) {
    if (openWindowsOn(calendar, next).length > 0) return next;
    if (!hasOpenWeek(calendar) && next > last) return null;
  }
}

/** The last day that an exception or a season speaks about; from then on only the week counts. */
export function lastDatedDay(calendar: OpeningCalendar): string {
  return [...calendar.exceptions, ...calendar.seasons].reduce((last, each) => (each.to > last ? each.to : last), '');
}

/** Whether the week itself has any opening time: without it a clock could run out of calendar. */
export function hasOpenWeek(calendar: OpeningCalendar): boolean {
  return weekdays.some((weekday) => calendar.weekly[weekday].some(([from, to]) => to > from));
}

export type CalendarProblem = {
  code:
    | 'no_opening_time'
    | 'unknown_zone'
    | 'out_of_day'
    | 'empty_interval'
    | 'not_sorted'
    | 'overlap'
    | 'reversed_days'
    | 'overlapping_days';
  /** Where: `weekly.6`, `exceptions.0`, `seasons.1.weekly.2`, `zone`. */
  path: string;
};

function intervalProblems(intervals: Interval[], path: string): CalendarProblem[] {
  const problems: CalendarProblem[] = [];
  intervals.forEach(([from, to], index) => {
    const here = `${path}.${index}`;
    if (![from, to].every((minute) => Number.isInteger(minute) && minute >= 0 && minute <= MINUTES_PER_DAY)) {
      problems.push({ code: 'out_of_day', path: here });
    } else if (from >= to) problems.push({ code: 'empty_interval', path: here });
    const previous = intervals[index - 1];
    if (previous && from < previous[0]) problems.push({ code: 'not_sorted', path: here });
    else if (previous && from < previous[1]) problems.push({ code: 'overlap', path: here });
  });
  return problems;
}

const weeklyProblems = (weekly: Weekly, path: string) => weekdays.flatMap((day) => intervalProblems(weekly[day], `${path}.${day}`));

function spanProblems(spans: { from: string; to: string }[], path: string): CalendarProblem[] {
  return spans.flatMap((span, index): CalendarProblem[] => {
    if (span.to < span.from) return [{ code: 'reversed_days', path: `${path}.${index}` }];
    const clash = spans.slice(0, index).some((other) => other.from <= span.to && span.from <= other.to);
    return clash ? [{ code: 'overlapping_days', path: `${path}.${index}` }] : [];
  });
}

/**
 * What is wrong with a calendar, as codes with a path; empty = may be saved. A calendar whose week has no opening time is
 * refused even when exceptions open single days: clocks in opening minutes would never end (spec/complaints.md, "Calendars").
 */
export function calendarProblems(calendar: OpeningCalendar): CalendarProblem[] {
  const problems = [
    ...(isZone(calendar.zone) ? [] : [{ code: 'unknown_zone', path: 'zone' } as const]),
    ...weeklyProblems(calendar.weekly, 'weekly'),
    ...calendar.exceptions.flatMap((each, index) => intervalProblems(each.intervals, `exceptions.${index}`)),
    ...spanProblems(calendar.exceptions, 'exceptions'),
    ...calendar.seasons.flatMap((each, index) => weeklyProblems(each.weekly, `seasons.${index}.weekly`)),
    ...spanProblems(calendar.seasons, 'seasons'),
  ];
  return hasOpenWeek(calendar) ? problems : [...problems, { code: 'no_opening_time', path: 'weekly' }];
}
