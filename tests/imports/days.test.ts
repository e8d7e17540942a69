import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Cell, serialToDay } from '#shared/rules/import-cells.ts';
import { isMonthOnly, parseDay, parseLastDay } from '#shared/rules/import-values.ts';
import { dateCell, of, options } from './parsed.ts';

test.each<[Cell, string | null]>([
  ['2024-3-5', '2024-03-05'],
  ['2024/3/5', '2024-03-05'],
  ['2024.3.5', '2024-03-05'],
  ['2024．３．５', '2024-03-05'],
  ['２０２４年３月５日', '2024-03-05'],
  ['2024年3月5号', '2024-03-05'],
  ['2024年3月5', '2024-03-05'],
  ['2024 年 03 月 05 日', '2024-03-05'],
  [' 20240305 ', '2024-03-05'],
  [20_240_305, '2024-03-05'],
  ['2024/3/5 0:00:00', '2024-03-05'],
  ['2024-03-05 23:59', '2024-03-05'],
  ['2024-03-05 00:00:00.000', '2024-03-05'],
  ['2024/3/5 上午 9:30', '2024-03-05'],
  ['2024/3/5 9:30:00 PM', '2024-03-05'],
  ['2024年3月5日 星期二', '2024-03-05'],
  ['2024-03-05（周二）', '2024-03-05'],
  ['2024年3月5日(周二) 9:30', '2024-03-05'],
  ['2024-03-05T09:30', '2024-03-05'],
  ['2024-03-05T09:30:00.000', '2024-03-05'],
  ['2024-03-04T16:00:00.000Z', '2024-03-05'],
  ['2024-03-05T00:00:00+08:00', '2024-03-05'],
  ['2024‑03‑05', '2024-03-05'],
  [45_356, '2024-03-05'],
  [45_356.9, '2024-03-05'],
  ['45356', '2024-03-05'],
  ['45356.5', '2024-03-05'],
  [dateCell(45_356), '2024-03-05'],
  ['5 Mar 2024', '2024-03-05'],
  ['5-Mar-2024', '2024-03-05'],
  ['March 5, 2024', '2024-03-05'],
  ['13/5/2024', '2024-05-13'],
  ['5/13/2024', '2024-05-13'],
  ['5.5.2024', '2024-05-05'],
  ['2024-02-29', '2024-02-29'],
  ['3/5/2024', 'day_ambiguous'],
  ['24-3-5', 'day_ambiguous'],
  ['5/3/24', 'day_ambiguous'],
  ['2023-02-29', 'day_invalid'],
  ['2019-02-30', 'day_invalid'],
  ['2026-13-01', 'day_invalid'],
  ['20241301', 'day_invalid'],
  ['2024-02-30T00:00:00Z', 'day_invalid'],
  ['13/13/2024', 'day_invalid'],
  ['2024-3', 'day_invalid'],
  ['2024年', 'day_invalid'],
  ['2024/3-5', 'day_invalid'],
  ['不详', 'day_invalid'],
  ['-', 'day_invalid'],
  [true, 'day_invalid'],
  [0, 'day_invalid'],
  [-5, 'day_invalid'],
  [60, 'day_invalid'],
  [2016, 'day_invalid'],
  [2016.3, 'day_invalid'],
  [365, 'day_invalid'],
  ['365', 'day_invalid'],
  [9_999, 'day_invalid'],
  [10_000, '1927-05-18'],
  [20_160_305, '2016-03-05'],
  [201_603, 'day_invalid'],
  [dateCell(2016), '1905-07-08'],
  ['1899-12-31', 'day_out_of_range'],
  ['2101-01-01', 'day_out_of_range'],
  ['2027-01-01', '2027-01-01'],
  [{ kind: 'error', code: '#REF!' }, 'cell_error'],
  ['', null],
  ['  \u3000', null],
  [null, null],
])('day %j → %s', (cell, day) => {
  expect(of(parseDay(cell, options))).toBe(day);
});

test('a day of birth may be today and not tomorrow', () => {
  const birth = { ...options, notAfterToday: true };
  expect(of(parseDay('2026-11-21', birth))).toBe('2026-11-21');
  expect(of(parseDay('2026-11-22', birth))).toBe('day_in_future');
});

test('numbers of the 1904 calendar and instants of another zone', () => {
  expect(of(parseDay(43_894, { ...options, date1904: true }))).toBe('2024-03-05');
  expect(of(parseDay('2024-03-05T00:30:00Z', { ...options, utcOffsetMinutes: -60 }))).toBe('2024-03-04');
});

test('every day of two centuries comes back from its serial and from every way of writing it', () => {
  const days = fc.integer({ min: 61, max: 73_000 });
  fc.assert(
    fc.property(days, (serial) => {
      const day = new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10);
      const [y, m, d] = day.split('-').map(Number);
      for (const written of [
        dateCell(serial),
        ...(serial < 10_000 ? [] : [serial, serial + 0.75]),
        `${y}/${m}/${d}`,
        `${y}年${m}月${d}日`,
        day.replaceAll('-', ''),
        `${y}.${m}.${d} 8:05`,
      ])
        expect(of(parseDay(written, options))).toBe(day);
    }),
  );
  expect(serialToDay(59)).toBe('1900-02-28');
  expect(serialToDay(61)).toBe('1900-03-01');
});

test.each<[Cell, string, string | null]>([
  ['12个月', '2024-03-05', '2025-03-05'],
  ['一年', '2024-02-29', '2025-02-28'],
  ['半年', '2024-08-31', '2025-02-28'],
  ['3 个月', '2024-11-30', '2025-02-28'],
  ['90天', '2024-01-01', '2024-03-31'],
  ['3月', '2024-01-01', 'day_invalid'],
  ['半个月', '2024-01-01', 'day_invalid'],
  ['2016年', '2024-01-01', 'day_invalid'],
  [365, '2024-01-01', 'day_invalid'],
  ['长期', '2024-01-01', null],
  ['2025-1-1', '2024-01-01', '2025-01-01'],
])('valid for %j from %s is %s', (cell, from, day) => {
  expect(of(parseLastDay(cell, options, from))).toBe(day);
});

test('a span without a day to count from is an error', () => {
  expect(of(parseLastDay('12个月', options, null))).toBe('day_invalid');
});

test('a month without a day is told apart from a day and from a year', () => {
  const months: Cell[] = ['2016年3月', '2016-3', '2016/03', '2016.3', '201603', 201_603];
  expect(months.map(isMonthOnly)).toEqual(months.map(() => true));
  expect([2016, '2016年', '201613', '2016-13', '2016-3-5', 20_160_305, '2019-02-30', null].map(isMonthOnly)).not.toContain(true);
});
