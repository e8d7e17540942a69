import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Cell, cellText, serialToDay } from '#shared/rules/import-cells.ts';
import {
  enrolmentKindOf,
  importReasons,
  isMonthOnly,
  markerOf,
  moneyScale,
  parseDay,
  parseGender,
  parseLastDay,
  parseLessons,
  parseMoney,
  parsePhone,
  relationOf,
} from '#shared/rules/import-values.ts';

const TODAY = '2026-11-21';
const options = { today: TODAY };
const dateCell = (serial: number): Cell => ({ kind: 'date', serial, day: serialToDay(serial) });
const of = <T>(parsed: { value?: T | null; reason?: string }): T | null | string | undefined => parsed.reason ?? parsed.value;

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

test.each<[Cell, number | string | null]>([
  ['￥1,280.00', 128_000],
  ['¥9360', 936_000],
  ['1280元', 128_000],
  ['1,280.5 元整', 128_050],
  ['人民币 1280', 128_000],
  ['RMB1280', 128_000],
  ['CNY 1，280', 128_000],
  ['１２８０．５０', 128_050],
  ['12,480', 1_248_000],
  ['+5', 500],
  ['0', 0],
  ['.5', 'money_invalid'],
  ['5.', 500],
  [1280, 128_000],
  [0.1 + 0.2, 30],
  [19.99, 1_999],
  [4_320.000000000001, 432_000],
  [1.005, 'money_invalid'],
  ['1.005', 'money_invalid'],
  ['1.2万', 'money_invalid'],
  ['壹仟', 'money_invalid'],
  ['12,48', 'money_invalid'],
  ['1.280,00', 'money_invalid'],
  ['1280/年', 'money_invalid'],
  ['-5', 'money_negative'],
  ['￥-5', 'money_negative'],
  [-1, 'money_negative'],
  [2e12, 'money_too_big'],
  ['元', 'money_invalid'],
  [dateCell(3600), 360_000],
  [dateCell(45_356), 'money_invalid'],
  ['免费', 0],
  ['¥-', 0],
  [' ￥ -   ', 0],
  ['-', null],
  ['（500）', 'money_negative'],
  ['(¥1,280.00)', 'money_negative'],
  ['(x)', 'money_invalid'],
  [{ kind: 'error', code: '#N/A' }, 'cell_error'],
  [' ', null],
])('money %j → %s', (cell, fen) => {
  expect(of(parseMoney(cell))).toBe(fen);
});

test.each<[string, Cell, number | string]>([
  ['实缴金额（万元）', 1.2, 1_200_000],
  ['实缴金额(万)', '1.2', 1_200_000],
  ['学费 万元', 0.98, 980_000],
  ['学费［单位：千元］', 3.6, 360_000],
  ['学费（分）', 128_000, 128_000],
  ['学费（分）', 0.5, 'money_invalid'],
  ['实缴金额（元）', 1.2, 120],
  ['实缴金额', 1.2, 120],
  ['实缴金额（万元）', 12_000, 'money_too_big'],
  ['实缴金额（万元）', '60元', 'money_invalid'],
  ['实缴金额（万元）', '1.2万', 'money_invalid'],
])('under %j the money %j is %s', (heading, cell, fen) => {
  expect(of(parseMoney(cell, moneyScale(heading)))).toBe(fen);
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

test.each<[Cell, number | string | null]>([
  [36, 72],
  ['36个课时', 72],
  ['36节', 72],
  ['36 课时', 72],
  ['３６．５次', 73],
  ['13.5', 27],
  ['48.0', 96],
  ['1,000', 2_000],
  [0, 0],
  [dateCell(36), 72],
  ['1.3', 'lessons_not_half'],
  [1.25, 'lessons_not_half'],
  ['-5', 'lessons_negative'],
  ['无限', 'lessons_invalid'],
  ['48+6', 'lessons_invalid'],
  [99_999, 'lessons_too_many'],
  [null, null],
])('lessons %j → %s', (cell, halves) => {
  expect(of(parseLessons(cell))).toBe(halves);
});

test('words for gender, relation, status and kind; unknown ones are told apart from none', () => {
  expect(['男', ' 女生', 'Ｍ', 'female', '不详', '难', ''].map((t) => of(parseGender(t)))).toEqual([
    'male',
    'female',
    'male',
    'female',
    '',
    'gender_invalid',
    null,
  ]);
  expect(['妈妈', '父亲', '外婆', '姥爷', '姑姑', '本人', ''].map(relationOf)).toEqual([
    'mother',
    'father',
    'grandparent',
    'grandparent',
    'other',
    'self',
    '',
  ]);
  expect(['停课', '休学', '结业', '已退费', '在读', '', '待定'].map(markerOf)).toEqual([
    'paused',
    'paused',
    'completed',
    'ended',
    null,
    null,
    undefined,
  ]);
  expect(['新报', '续费', '扩科', '转入', '别的'].map(enrolmentKindOf)).toEqual(['new', 'renewal', 'extension', 'transfer_in', null]);
});

test('phones are errors unless they are one whole number', () => {
  expect(['无', '-', '13812341234/13900000000', '13812341234妈妈', 13_812_341_234, ' ', null].map((c) => of(parsePhone(c)))).toEqual([
    'phone_invalid',
    'phone_invalid',
    'phone_invalid',
    'phone_invalid',
    '13812341234',
    null,
    null,
  ]);
});

test('half of a character, as a cut text has at its end, becomes the sign for one that is missing', () => {
  expect(cellText('王\ud83d')).toBe('王\ufffd');
  expect(cellText('王\ud83d\ude00')).toBe('王\ud83d\ude00');
});

test('no cell, however odd, throws; every reason is on the list', () => {
  const cell: fc.Arbitrary<Cell> = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true }).map((n) => dateCell(n)),
  );
  fc.assert(
    fc.property(cell, (c) => {
      cellText(c);
      for (const parsed of [parseDay(c, options), parseMoney(c), parseLessons(c), parseGender(c), parsePhone(c)]) {
        if (parsed.reason !== undefined) expect(importReasons).toContain(parsed.reason);
      }
    }),
  );
});
