import { expect, test } from 'vitest';
import { type CraftCell, craftRows } from './craft.ts';
import { readAndPlan, TODAY } from './real-sheet.ts';

const HEADINGS = [
  '序号',
  '姓名',
  '性别',
  '出生日期',
  '学员电话',
  '家长姓名',
  '关系',
  '家长电话',
  '课程',
  '报名日期',
  '购买课时',
  '赠送课时',
  '剩余课时',
  '已用课时',
  '实缴金额',
  '有效期至',
  '状态',
  '备注',
];
type Row = Partial<Record<string, CraftCell>>;
const line = (row: Row): CraftCell[] => HEADINGS.map((h) => row[h] ?? null);
const sheet = (...rows: Row[]) => craftRows([HEADINGS, ...rows.map(line)]);
const reasons = async (...rows: Row[]) => (await readAndPlan(sheet(...rows))).read.errors.map((e) => `${e.row} ${e.column} ${e.reason}`);

test('one error for each wrong cell, in the order of the sheet, and nothing else of that row', async () => {
  const wrong: Row = {
    姓名: '123',
    性别: '难',
    出生日期: '2026-11-22',
    学员电话: '1',
    家长电话: '无',
    报名日期: '3/5/2024',
    购买课时: '1.3',
    赠送课时: -1,
    剩余课时: 'x',
    实缴金额: '壹仟',
    有效期至: '2024-13-1',
    课程: '美术',
  };
  const { read, plan } = await readAndPlan(sheet(wrong, { 姓名: '张三' }));
  expect(read.errors.map((e) => `${e.column} ${e.reason}`)).toEqual([
    '姓名 name_invalid',
    '性别 gender_invalid',
    '出生日期 day_in_future',
    '学员电话 phone_invalid',
    '家长电话 phone_invalid',
    '报名日期 day_ambiguous',
    '购买课时 lessons_not_half',
    '赠送课时 lessons_negative',
    '剩余课时 lessons_invalid',
    '实缴金额 money_invalid',
    '有效期至 day_invalid',
  ]);
  expect(read.errorRows).toEqual([
    {
      row: 2,
      cells: [
        null,
        ...line(wrong)
          .slice(1, 16)
          .map((c) => c),
      ],
    },
  ]);
  expect(plan.students.map((s) => s.name)).toEqual(['张三']);
});

test('what is missing where something must stand', async () => {
  expect(await reasons({ 备注: 'x' }, { 姓名: '  ', 性别: '男' }, { 姓名: '张三', 购买课时: 10 }, { 姓名: '李四', 实缴金额: 0 })).toEqual([
    '2 姓名 name_missing',
    '3 姓名 name_missing',
    '4 课程 course_missing',
  ]);
  expect(await reasons({ 姓名: '张三', 课程: '美术', 购买课时: 10, 已用课时: 11 })).toEqual(['2 已用课时 used_above_granted']);
  expect(await reasons({ 姓名: '张三', 备注: { xml: '<c r="@" t="e"><v>#N/A</v></c>' } })).toEqual(['2 备注 cell_error']);
  expect(await reasons({ 姓名: '名'.repeat(101) }, { 姓名: '名'.repeat(100), 课程: 'x'.repeat(201) })).toEqual([
    '2 姓名 name_too_long',
    '3 课程 text_too_long',
  ]);
});

test('a future enrolment passes; columns that are not taken may hold anything', async () => {
  const { plan, summary } = await readAndPlan(
    sheet({ 序号: { xml: '<c r="@" t="e"><v>#REF!</v></c>' }, 姓名: '张三', 课程: '美术', 报名日期: '2027-03-01', 购买课时: 10 }),
  );
  expect(summary.errors).toEqual([]);
  expect(plan.packs[0]).toMatchObject({ enrolledOn: '2027-03-01', paidHalves: 20, remainingHalves: 20, openingHalves: 0, paidFen: 0 });
});

test.each<[string, Row, object, string[]]>([
  [
    'all four',
    { 购买课时: 36, 赠送课时: 2, 剩余课时: 30, 已用课时: 8 },
    { paidHalves: 72, giftHalves: 4, remainingHalves: 60, openingHalves: -16 },
    [],
  ],
  ['used instead of left', { 购买课时: 36, 已用课时: 6.5 }, { paidHalves: 72, giftHalves: 0, remainingHalves: 59, openingHalves: -13 }, []],
  [
    'used and left differ',
    { 购买课时: 36, 剩余课时: 30, 已用课时: 5 },
    { paidHalves: 72, remainingHalves: 60, openingHalves: -12 },
    ['remaining_and_used_differ'],
  ],
  [
    'only what is left',
    { 剩余课时: 30, 赠送课时: 2 },
    { paidHalves: 56, giftHalves: 4, remainingHalves: 60, openingHalves: 0 },
    ['purchased_missing'],
  ],
  [
    'more left than bought',
    { 购买课时: 10, 剩余课时: 12 },
    { paidHalves: 20, giftHalves: 4, remainingHalves: 24, openingHalves: 0 },
    ['remaining_above_granted'],
  ],
  ['nothing left', { 购买课时: 10, 剩余课时: 0 }, { paidHalves: 20, remainingHalves: 0, openingHalves: -20 }, []],
])('lessons: %s', async (_, lessons, pack, warnings) => {
  const { plan } = await readAndPlan(sheet({ 姓名: '张三', 课程: '美术', 实缴金额: 1, ...lessons }));
  expect(plan.packs[0]).toMatchObject(pack);
  expect(plan.hints.map((h) => h.reason)).toEqual(warnings);
});

test('lessons left that were paid and gifts that are left are one balance', async () => {
  const { plan, read } = await readAndPlan(
    craftRows([
      ['姓名', '电话', '课程', '购买课时', '赠送课时', '剩余正课', '剩余赠课', '实缴金额（万元）'],
      [null, '必填', null, '（节）', '（节）', '（节）', '（节）', '（万元）'],
      ['张三', '13800000001', '美术', 36, 4, 20, 2, 0.36],
    ]),
  );
  expect(read.errors).toEqual([]);
  expect(plan.packs[0]).toMatchObject({ paidHalves: 72, giftHalves: 8, remainingHalves: 44, openingHalves: -36, paidFen: 360_000 });
});

test('rows that are no data are told apart and counted; empty rows at the end are not', async () => {
  const rows: CraftCell[][] = [
    ['某某中心学员表'],
    HEADINGS,
    line({ 序号: 1, 姓名: '张三' }),
    line({ 序号: 2 }),
    [],
    line({ 序号: 3, 购买课时: 0, 剩余课时: 0 }),
    ['某某中心学员表'],
    HEADINGS.map((h) => ` ${h.split('').join(' ')}`),
    line({ 姓名: '小 计：', 购买课时: 10 }),
    line({ 序号: '合计', 购买课时: { xml: '<c r="@"><f>SUM(K1:K9)</f></c>' } }),
    line({ 姓名: '总计：2人' }),
    ['制表：前台', null, '审核：'],
    line({ 姓名: '李四', 备注: '合计' }),
    [' '],
    [],
    line({ 序号: 9 }),
  ];
  const { read, summary } = await readAndPlan(craftRows(rows));
  expect(read.rows.map((r) => [r.row, r.name])).toEqual([
    [3, '张三'],
    [13, '李四'],
  ]);
  expect(read.ignoredRows).toEqual({ blank: 3, heading: 2, total: 3, note: 1 });
  expect(summary.ignoredRows).toEqual({ blank: 3, heading: 2, total: 3 });
  expect(summary.errors).toEqual([]);
});

test('a birthday without its day leaves the row as it is, and is told', async () => {
  const { plan, read } = await readAndPlan(sheet({ 姓名: '张三', 出生日期: '2016年3月' }, { 姓名: '李四', 出生日期: 2016 }));
  expect(plan.students.map((s) => [s.name, s.birthOn])).toEqual([['张三', null]]);
  expect(plan.hints.map((h) => [h.row, h.reason, h.other])).toEqual([[2, 'birth_month_only', '出生日期']]);
  expect(read.errors.map((e) => `${e.row} ${e.reason}`)).toEqual(['3 day_invalid']);
});

test('a validity in months counts from the enrolment', async () => {
  const row = { 姓名: '张三', 课程: '美术', 购买课时: 10, 有效期至: '12个月' };
  const { read } = await readAndPlan(sheet({ ...row, 报名日期: '2024-03-05' }, { ...row, 姓名: '李四' }));
  expect(read.rows.map((r) => r.pack?.validUntil)).toEqual(['2025-03-05']);
  expect(read.errors.map((e) => `${e.row} ${e.column} ${e.reason}`)).toEqual(['3 有效期至 day_invalid']);
});

test('an adult is no guardian of their own; father and mother are two', async () => {
  const adult = await readAndPlan(sheet({ 姓名: '张三', 家长姓名: '张三', 关系: '本人', 家长电话: '13800001234' }));
  expect(adult.plan.students[0]).toMatchObject({ phone: '13800001234' });
  expect(adult.plan.guardians).toEqual([]);
  const unsaid = await readAndPlan(sheet({ 姓名: '张三', 家长姓名: '本人', 家长电话: '13800001234' }, { 姓名: '李四', 家长姓名: '无' }));
  expect(unsaid.plan.students.map((s) => s.phone)).toEqual(['13800001234', null]);
  expect(unsaid.plan.guardians).toEqual([]);
  const both = await readAndPlan(
    craftRows([
      ['姓名', '父亲姓名', '父亲电话', '母亲姓名', '母亲电话'],
      ['小明', '明一', '13800000001', '明二', '13800000002'],
      ['小红', '无', null, '红二', null],
    ]),
  );
  expect(both.plan.guardians.map((g) => [g.name, g.phone])).toEqual([
    ['明二', '13800000002'],
    ['明一', '13800000001'],
    ['红二', null],
  ]);
  expect(both.plan.links.map((l) => [l.relation, l.relationText, l.isPrimary])).toEqual([
    ['mother', '母亲', true],
    ['father', '父亲', false],
    ['mother', '母亲', true],
  ]);
});

test('unknown words of the status are kept and told, known ones set a dated marker', async () => {
  const { plan, read } = await readAndPlan(
    sheet(
      { 姓名: '甲一', 课程: '美术', 状态: '停课' },
      { 姓名: '乙二', 课程: '美术', 状态: '待定' },
      { 姓名: '丙三', 课程: '美术', 状态: '已退费' },
      { 姓名: '丁四', 课程: '美术', 状态: '在读' },
    ),
  );
  expect(plan.markers.map((m) => [m.row, m.kind, m.on, m.pack])).toEqual([
    [2, 'paused', TODAY, { fresh: 0 }],
    [4, 'ended', TODAY, { fresh: 2 }],
  ]);
  expect(plan.studentMarkers.map((m) => [m.student, m.kind])).toEqual([
    [{ fresh: 0 }, 'paused'],
    [{ fresh: 2 }, 'ended'],
  ]);
  expect(plan.hints.map((h) => [h.row, h.reason])).toEqual([[3, 'status_unknown']]);
  expect(read.rows[1]?.statusText).toBe('待定');
});

test('words for a validity without end are no wrong day', async () => {
  const { read } = await readAndPlan(
    sheet(...['长期', '长期有效', '不限', '无'].map((word, i) => ({ 姓名: `张${i}`, 课程: '美术', 购买课时: 10, 有效期至: word })), {
      姓名: '李',
      课程: '美术',
      购买课时: 10,
      有效期至: '以后',
    }),
  );
  expect(read.rows.map((row) => row.pack?.validUntil)).toEqual([null, null, null, null]);
  expect(read.errors.map((e) => `${e.column} ${e.reason}`)).toEqual(['有效期至 day_invalid']);
});

test('a formula in a remark is a text like any other', async () => {
  const { plan } = await readAndPlan(sheet({ 姓名: '张三', 备注: '=cmd|calc' }, { 姓名: '李四', 备注: '第一行\n第二行' }));
  expect(plan.students.map((s) => s.remark)).toEqual(['=cmd|calc', '第一行\n第二行']);
});

test('a sheet without headings is refused; corrections are used', async () => {
  await expect(readAndPlan(craftRows([['张三', '男']]))).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    data: { reason: 'no_heading_row' },
  });
  await expect(readAndPlan(new TextEncoder().encode('\n\n'))).rejects.toMatchObject({ data: { reason: 'no_heading_row' } });
  const { plan } = await readAndPlan(
    craftRows([
      ['姓名', '班级', '乙'],
      ['张三', '画画', '美术'],
    ]),
    { corrections: [{ index: 2, field: 'course' }] },
  );
  expect(plan.packs[0]).toMatchObject({ course: '美术', className: '画画' });
});
