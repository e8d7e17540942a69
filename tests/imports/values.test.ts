import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Cell, cellText } from '#shared/rules/import-cells.ts';
import {
  enrolmentKindOf,
  importReasons,
  markerOf,
  moneyScale,
  parseDay,
  parseGender,
  parseLessons,
  parseMoney,
  parsePhone,
  relationOf,
} from '#shared/rules/import-values.ts';
import { dateCell, of, options } from './parsed.ts';

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
