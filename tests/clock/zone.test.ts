import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  atMinute,
  DAY,
  dayOf,
  dayStart,
  daysBetween,
  HOUR,
  isZone,
  minuteOf,
  monthBounds,
  offsetText,
  weekdayOf,
} from '#shared/rules/zone.ts';
import { zones } from './arbitraries.ts';

const iso = (ms: number) => new Date(ms).toISOString();

describe('days of a zone', () => {
  it('change at midnight of the wall, not of UTC', () => {
    expect(dayOf(Date.parse('2026-11-20T15:59:59.999Z'), 'Asia/Shanghai')).toBe('2026-11-20');
    expect(dayOf(Date.parse('2026-11-20T16:00:00Z'), 'Asia/Shanghai')).toBe('2026-11-21');
    expect(dayOf(Date.parse('2026-11-21T04:59:00Z'), 'America/New_York')).toBe('2026-11-20');
  });
  it('24:00 is the start of the next day', () => {
    expect(iso(atMinute('2026-10-15', 1440, 'Asia/Shanghai'))).toBe('2026-10-15T16:00:00.000Z');
    expect(iso(atMinute('2026-11-21', 513, 'Asia/Shanghai'))).toBe('2026-11-21T00:33:00.000Z');
  });
  it('have 23 and 25 hours where the clocks change', () => {
    expect(dayStart('2026-03-30', 'Europe/Berlin') - dayStart('2026-03-29', 'Europe/Berlin')).toBe(23 * HOUR);
    expect(dayStart('2026-10-26', 'Europe/Berlin') - dayStart('2026-10-25', 'Europe/Berlin')).toBe(25 * HOUR);
    expect(dayStart('2026-03-09', 'America/New_York') - dayStart('2026-03-08', 'America/New_York')).toBe(23 * HOUR);
    expect(dayStart('2026-04-06', 'Australia/Lord_Howe') - dayStart('2026-04-05', 'Australia/Lord_Howe')).toBe(24.5 * HOUR);
  });
  it('a minute that the clocks skip is the moment of the change; of one shown twice it is the first', () => {
    expect(iso(atMinute('2026-03-29', 150, 'Europe/Berlin'))).toBe('2026-03-29T01:00:00.000Z');
    expect(iso(atMinute('2026-10-25', 150, 'Europe/Berlin'))).toBe('2026-10-25T00:30:00.000Z');
    expect(iso(atMinute('2026-10-25', 180, 'Europe/Berlin'))).toBe('2026-10-25T02:00:00.000Z');
  });
  it('begin with their first instant where the clocks skip midnight', () => {
    const start = dayStart('2026-04-24', 'Africa/Cairo');
    expect(dayOf(start, 'Africa/Cairo')).toBe('2026-04-24');
    expect(dayOf(start - 1, 'Africa/Cairo')).toBe('2026-04-23');
    expect(minuteOf(start, 'Africa/Cairo')).toBe(60);
  });
  it('every instant lies in its day, and the wall agrees with Intl', () => {
    const formats = new Map(
      zones.map((zone) => [zone, new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })]),
    );
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2035-01-01') }), (zone, ms) => {
        const day = dayOf(ms, zone);
        expect(dayStart(day, zone)).toBeLessThanOrEqual(ms);
        expect(dayStart(addDays(day, 1), zone)).toBeGreaterThan(ms);
        const minutes = Math.floor(minuteOf(ms, zone));
        const wall = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
        expect(formats.get(zone)?.format(ms)).toBe(`${day} ${wall}`);
      }),
      { numRuns: 2000 },
    );
  });
  it('minutes of a day never go back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 800 }),
        fc.integer({ min: 0, max: 1439 }),
        fc.integer({ min: 0, max: 1440 }),
        (zone, offset, minute, more) => {
          const day = addDays('2026-01-01', offset);
          const first = atMinute(day, minute, zone);
          expect(atMinute(day, Math.min(1440, minute + more), zone)).toBeGreaterThanOrEqual(first);
          expect(first).toBeGreaterThanOrEqual(dayStart(day, zone));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('the calendar without a zone', () => {
  it('counts weekdays from Monday', () => {
    expect(['2026-11-16', '2026-11-20', '2026-11-22', '1969-12-29'].map(weekdayOf)).toEqual([1, 5, 7, 1]);
  });
  it('steps over leap days, months and years', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2026-01-01', '2027-01-01')).toBe(365);
    expect(addMonths('2026-12', 1)).toBe('2027-01');
    expect(addMonths('2026-01', -13)).toBe('2024-12');
  });
  it('bounds a month in the zone', () => {
    const { from, to } = monthBounds('2026-11', 'Asia/Shanghai');
    expect([iso(from), iso(to)]).toEqual(['2026-10-31T16:00:00.000Z', '2026-11-30T16:00:00.000Z']);
    expect(to - from).toBe(30 * DAY);
    const berlin = monthBounds('2026-10', 'Europe/Berlin');
    expect(berlin.to - berlin.from).toBe(31 * DAY + HOUR);
  });
  it('writes the offset and knows a zone from a word', () => {
    expect(offsetText(0, 'Asia/Shanghai')).toBe('+08:00');
    expect(offsetText(Date.parse('2026-07-01'), 'America/New_York')).toBe('-04:00');
    expect(offsetText(Date.parse('2026-07-01'), 'Asia/Kolkata')).toBe('+05:30');
    expect([isZone('Europe/Berlin'), isZone('Nowhere/Town')]).toEqual([true, false]);
  });
});
