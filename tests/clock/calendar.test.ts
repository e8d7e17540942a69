import { describe, expect, it } from 'vitest';
import {
  type CalendarProblem,
  calendarProblems,
  DEFAULT_OPENING,
  nextOpenDay,
  type OpeningCalendar,
  openIntervalsOn,
  type Weekly,
} from '#shared/rules/calendar.ts';
import { isOpenAt } from './open-at.ts';

const shut: Weekly = { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] };
const codes = (calendar: OpeningCalendar) =>
  calendarProblems(calendar).map((problem): [CalendarProblem['code'], string] => [problem.code, problem.path]);
const at = (text: string) => Date.parse(`${text}+08:00`);

describe('opening hours', () => {
  it('are those of the specification by default', () => {
    expect(openIntervalsOn(DEFAULT_OPENING, '2026-11-23')).toEqual([]);
    expect(openIntervalsOn(DEFAULT_OPENING, '2026-11-20')).toEqual([
      [720, 840],
      [900, 1260],
    ]);
    expect(openIntervalsOn(DEFAULT_OPENING, '2026-11-22')).toEqual([
      [510, 720],
      [780, 1230],
    ]);
    expect(calendarProblems(DEFAULT_OPENING)).toEqual([]);
  });
  it('take an exception before a season before the week', () => {
    const summer: Weekly = { ...shut, 5: [[480, 720]] };
    const calendar: OpeningCalendar = {
      ...DEFAULT_OPENING,
      seasons: [{ name: 'summer', from: '2026-07-01', to: '2026-08-31', weekly: summer }],
      exceptions: [
        { from: '2026-07-03', to: '2026-07-03', intervals: [], note: 'typhoon' },
        { from: '2026-11-23', to: '2026-11-24', intervals: [[600, 1440]], note: 'open day' },
      ],
    };
    expect(openIntervalsOn(calendar, '2026-07-03')).toEqual([]);
    expect(openIntervalsOn(calendar, '2026-07-10')).toEqual([[480, 720]]);
    expect(openIntervalsOn(calendar, '2026-11-23')).toEqual([[600, 1440]]);
    expect(calendarProblems(calendar)).toEqual([]);
    expect(isOpenAt(calendar, at('2026-11-23T23:59:00'))).toBe(true);
    expect(isOpenAt(calendar, at('2026-11-24T00:00:00'))).toBe(false);
  });
  it('end with the closing minute, and name the next open day', () => {
    expect(isOpenAt(DEFAULT_OPENING, at('2026-11-20T20:59:59'))).toBe(true);
    expect(isOpenAt(DEFAULT_OPENING, at('2026-11-20T21:00:00'))).toBe(false);
    expect(isOpenAt(DEFAULT_OPENING, at('2026-11-20T14:30:00'))).toBe(false);
    expect(nextOpenDay(DEFAULT_OPENING, '2026-11-22')).toBe('2026-11-24');
    expect(nextOpenDay({ ...DEFAULT_OPENING, weekly: shut }, '2026-11-22')).toBe(null);
  });
});

describe('a calendar is refused', () => {
  it('without any opening time in the week, even when an exception opens a day', () => {
    const exceptions = [{ from: '2026-12-01', to: '2026-12-01', intervals: [[600, 700] as [number, number]], note: '' }];
    expect(codes({ ...DEFAULT_OPENING, weekly: shut, exceptions })).toEqual([['no_opening_time', 'weekly']]);
  });
  it('for minutes outside the day, empty, unsorted and overlapping intervals', () => {
    const weekly: Weekly = {
      ...DEFAULT_OPENING.weekly,
      1: [[-1, 60]],
      2: [[60, 1441]],
      3: [[600, 600]],
      4: [
        [700, 800],
        [600, 650],
      ],
      5: [
        [600, 700],
        [699, 800],
      ],
    };
    expect(codes({ ...DEFAULT_OPENING, weekly })).toEqual([
      ['out_of_day', 'weekly.1.0'],
      ['out_of_day', 'weekly.2.0'],
      ['empty_interval', 'weekly.3.0'],
      ['not_sorted', 'weekly.4.1'],
      ['overlap', 'weekly.5.1'],
    ]);
  });
  it('for intervals that only touch it is not', () => {
    const touching: Weekly = {
      ...DEFAULT_OPENING.weekly,
      1: [
        [0, 600],
        [600, 1440],
      ],
    };
    expect(codes({ ...DEFAULT_OPENING, weekly: touching })).toEqual([]);
  });
  it('for days the wrong way round, days said twice, and an unknown zone', () => {
    const none = { intervals: [], note: '' };
    const exceptions = [
      { from: '2026-05-02', to: '2026-05-01', ...none },
      { from: '2026-06-01', to: '2026-06-10', ...none },
      { from: '2026-06-10', to: '2026-06-11', ...none },
    ];
    expect(codes({ ...DEFAULT_OPENING, zone: 'Mars/Base', exceptions })).toEqual([
      ['unknown_zone', 'zone'],
      ['reversed_days', 'exceptions.0'],
      ['overlapping_days', 'exceptions.2'],
    ]);
  });
});
