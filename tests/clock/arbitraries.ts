import fc from 'fast-check';
import type { Interval, OpeningCalendar, Weekly } from '#shared/rules/calendar.ts';
import type { ClockSpec, Pause } from '#shared/rules/clock.ts';
import type { StatutoryCalendar, StatutoryDay } from '#shared/rules/statutory.ts';
import { addDays, MINUTE } from '#shared/rules/zone.ts';

const firstDay = '2026-01-01';
export const origin = Date.parse('2026-01-01T00:00:00Z');
export const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo'];

/** Sorted, disjoint intervals of a day; 24:00 is a common end. */
export const intervals: fc.Arbitrary<Interval[]> = fc
  .uniqueArray(fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 1440 }) }, { weight: 1, arbitrary: fc.constant(1440) }), {
    maxLength: 6,
  })
  .map((edges) => {
    const sorted = edges.toSorted((a, b) => a - b);
    const found: Interval[] = [];
    for (let index = 0; index + 1 < sorted.length; index += 2) found.push([sorted[index] ?? 0, sorted[index + 1] ?? 0]);
    return found;
  });

export const weekly: fc.Arbitrary<Weekly> = fc
  .tuple(intervals, intervals, intervals, intervals, intervals, intervals, intervals)
  .map(([a, b, c, d, e, f, g]): Weekly => {
    const week: Weekly = { 1: a, 2: b, 3: c, 4: d, 5: e, 6: f, 7: g };
    return Object.values(week).some((each) => each.length > 0) ? week : { ...week, 3: [[540, 1440]] };
  });

const day = fc.integer({ min: 0, max: 500 }).map((offset) => addDays(firstDay, offset));

export const calendar = (zone: fc.Arbitrary<string>): fc.Arbitrary<OpeningCalendar> =>
  fc.record({
    zone,
    weekly,
    exceptions: fc.uniqueArray(
      fc.record({ day, intervals }).map((each) => ({ from: each.day, to: each.day, intervals: each.intervals, note: 'x' })),
      { maxLength: 20, selector: (each) => each.from },
    ),
    seasons: fc.array(fc.record({ name: fc.constant('summer'), from: fc.constant('2026-06-01'), to: fc.constant('2026-08-31'), weekly }), {
      maxLength: 1,
    }),
  });

export const statutory: fc.Arbitrary<StatutoryCalendar> = fc.record({
  years: fc.constantFrom([2026], [2026, 2027], []),
  days: fc.dictionary(
    day,
    fc.record({ kind: fc.constantFrom<StatutoryDay['kind']>('work', 'off'), holiday: fc.constant(null), name: fc.constant('y') }),
    { maxKeys: 60 },
  ),
  overrides: fc.constant({}),
  moving: fc.constant({}),
});

const minute = fc.integer({ min: 0, max: 400 * 1440 }).map((each) => origin + each * MINUTE);

export const pauses: fc.Arbitrary<Pause[]> = fc.array(
  fc.tuple(minute, fc.integer({ min: -60, max: 12 * 1440 })).map(([from, minutes]) => ({ from, to: from + minutes * MINUTE })),
  { maxLength: 8 },
);

export const clockSpec = (zone: fc.Arbitrary<string>): fc.Arbitrary<ClockSpec> =>
  fc.record({
    target: fc.oneof(fc.integer({ min: 0, max: 15 * 1440 }), fc.constantFrom(0, 1, 5, 1440, 7 * 1440)),
    unit: fc.constantFrom('hours', 'opening_minutes', 'working_days'),
    start: minute,
    calendar: calendar(zone),
    statutory,
    pauses,
  });
