import { expect, test } from 'vitest';
import { openSheet } from '#main/imports/sheet-reader.ts';
import type { Cell } from '#shared/rules/import-cells.ts';
import { craftXlsx } from './craft.ts';
import { readAndPlan } from './real-sheet.ts';

/** How a .csv is parted, and which sheet of a workbook is the list. */

const HEADINGS = '姓名,家长姓名,家长电话,课程,购买课时,剩余课时,实缴金额';
const ROWS = ['张一,李四,13800000001,钢琴,36,20,"3,600.00"', '张二,王五,13800000002,美术,24,10,"2,400.00"'];
const bytesOf = (text: string) => new TextEncoder().encode(text);
const named = async (text: string) => {
  const { read } = await readAndPlan(bytesOf(text));
  return { rows: read.rows.map((r) => [r.name, r.guardians[0]?.phone, r.pack?.paidFen]), errors: read.errors.length };
};
const BOTH = {
  rows: [
    ['张一', '13800000001', 360_000],
    ['张二', '13800000002', 240_000],
  ],
  errors: 0,
};
const tabbed = (line: string) => line.replace(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/g, '\t,').concat('\t');
const quoted = (line: string, between: string) =>
  (line.match(/"[^"]*"|[^,]+/g) ?? []).map((cell) => (cell.startsWith('"') ? cell : `"${cell}"`)).join(between);

test.each<[string, string]>([
  ['a last line with many semicolons', [HEADINGS, ...ROWS, '注:A;B;C;D;E;F;G;H;I;J'].join('\n')],
  ['a remark with many bars', [`${HEADINGS},备注`, `${ROWS[0]},a|b|c|d|e|f|g|h|i|j`, `${ROWS[1]},`].join('\n')],
  ['a tab behind every cell', [HEADINGS, ...ROWS].map(tabbed).join('\r\n')],
  ['a tab behind every cell but of the headings', [HEADINGS, ...ROWS.map(tabbed)].join('\r\n')],
  ['a title without delimiters, short last lines', ['启明中心', HEADINGS, ...ROWS, '', '制表'].join('\n')],
  ['full-width commas', [HEADINGS, ...ROWS].map((l) => l.replace(/"(.*),(.*)"/, '$1$2').replaceAll(',', '，')).join('\n')],
  ['blanks before quoted cells', ['', ...[HEADINGS, ...ROWS].map((l) => quoted(l, ', '))].join('\n')],
  [
    'tabs, and a comma in each amount',
    [HEADINGS, ...ROWS].map((l) => l.replace(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/g, '\t').replaceAll('"', '')).join('\n'),
  ],
])('.csv: %s', async (_, text) => {
  expect(await named(text)).toEqual(BOTH);
});

test('empty lines count and blanks before cells do not, whatever the delimiter', async () => {
  const rows: { row: number; cells: readonly Cell[] }[] = [];
  for await (const row of (await openSheet(bytesOf('a, b\n\n  \n1, "x, ""y"" z"\n'))).rows()) rows.push(row);
  expect(rows).toEqual([
    { row: 1, cells: ['a', 'b'] },
    { row: 4, cells: ['1', 'x, "y" z'] },
  ]);
});

const list = { 1: ['姓名', '家长电话', '课程', '购买课时'], 2: ['张一', '13800000001', '钢琴', 36] };
const summary = { 1: ['课程', '人数', '购买课时', '剩余课时', '实缴金额', '班级'], 2: ['钢琴', 3, 108, 60, 10_800, '一班'] };
const teachers = { 1: ['姓名', '手机'], 2: ['王老师', '13900000001'] };

test.each([
  ['a summary before the list', [summary, list], 1, []],
  ['teachers before the list', [teachers, list], 1, ['0']],
  ['two lists', [list, list], 0, ['1']],
  ['a summary alone', [summary], 0, []],
])('the sheet that is a list of students is read: %s', async (_, sheets, chosen, passedOver) => {
  const bytes = craftXlsx({ sheets: sheets.map((rows, i) => ({ name: String(i), rows })) });
  const { read } = await readAndPlan(bytes);
  expect(read.sheet).toMatchObject({ sheetName: String(chosen), passedOver });
});

test('a hidden sheet is never the list', async () => {
  const bytes = craftXlsx({
    sheets: [
      { name: 'old', state: 'hidden', rows: list },
      { name: 'people', rows: teachers },
    ],
  });
  expect((await readAndPlan(bytes)).read.sheet).toMatchObject({ sheetName: 'people', passedOver: [] });
});
