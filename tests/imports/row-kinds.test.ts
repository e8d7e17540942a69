import { expect, test } from 'vitest';
import type { Cell } from '#shared/rules/import-cells.ts';
import { rowReader } from '#shared/rules/import-row.ts';

const FIELDS = ['name', 'guardianName', 'guardianPhone', 'course', 'enrolledOn', 'purchasedLessons', 'remainingLessons', 'paid'] as const;
const read = rowReader(
  FIELDS.map((field, index) => ({ field, index, heading: `列${index}` })),
  { today: '2026-11-30' },
);
const kind = (...cells: Cell[]) => read({ row: 2, cells }).kind;
const sums: Cell[] = [null, null, null, null, 36, 20, 3600];

test.each<[string, Cell[]]>([
  ['合计人数：540', []],
  ['总人数：2', []],
  ['学员总人数 2 人', []],
  ['共540人', []],
  ['总共 540 名学员', []],
  ['人数合计', []],
  ['学员合计', []],
  ['美术小计', sums],
  ['本月合计', sums],
  ['钢琴课程合计（元）', sums],
  ['二班小计：36课时', sums],
  ['总 计（元）', sums],
  ['合计：2人', sums],
  ['美术', ['小计', null, null, null, 36, 20, 3600]],
])('%j is a row of totals', (name, rest) => {
  expect(kind(name, ...rest)).toBe('total');
});

test.each<[string, Cell[]]>([
  ['【一班】', []],
  ['一班', []],
  ['周六美术班', []],
  ['2026年秋季3班', []],
  ['以上为2026年秋季学员', []],
  ['以下为停课学员', []],
  ['第 1 页，共 3 页', []],
  ['第三页', []],
  ['审核人：王校长', [null, null, '日期：2026-11-01']],
  ['制表：前台', ['审核：王校长', '日期：2026-11-01']],
  ['请注意：名单外泄要追责', []],
])('%j is a note', (name, rest) => {
  expect(kind(name, ...rest)).toBe('note');
});

test.each<[string, Cell[]]>([
  ['第五', [null, '13800000001']],
  ['第五明', []],
  ['说明', ['家长', '13800000001']],
  ['统计', [null, null, '钢琴', null, 10]],
  ['共同', [null, '13800000001']],
  ['计总', []],
  ['总小明', [null, '13800000001']],
  ['钢琴班', []],
  ['阿卜杜拉。买买提', []],
  ['名'.repeat(60), []],
  ['Smith, John Alexander', []],
])('%j is a student', (name, rest) => {
  expect(kind(name, ...rest)).toBe('student');
});

test('a name and a phone are a student whatever another column says', () => {
  const reader = rowReader(
    [
      { field: 'className', index: 0, heading: '班级' },
      { field: 'name', index: 1, heading: '姓名' },
      { field: 'ownPhone', index: 2, heading: '电话' },
    ],
    { today: '2026-11-30' },
  );
  expect(reader({ row: 2, cells: ['美术合计', '张三', '13800000001'] }).kind).toBe('student');
  expect(reader({ row: 2, cells: ['美术合计', '小计', '13800000001'] }).kind).toBe('total');
  expect(reader({ row: 2, cells: ['美术合计', null, 12] }).kind).toBe('total');
});

test('zeros that were filled down are nobody, in any format', () => {
  expect(kind(null, null, null, null, null, 0, 0, 0)).toBe('blank');
  expect(kind('', '', '', '', '', '0', '0.00', '0')).toBe('blank');
  expect(kind('', '', '', '', '', '0', '0', '¥-')).toBe('blank');
  expect(kind('', '', '', '', '', '0', '10', '0')).toBe('errors');
});
