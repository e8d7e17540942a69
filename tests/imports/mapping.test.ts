import { expect, test } from 'vitest';
import { correctMapping, guessMapping, rememberMapping, takenColumns } from '#main/imports/column-mapping.ts';
import type { SheetRow } from '#shared/rules/import-cells.ts';
import { guessHeading, headingKey, importTemplate, studentFields } from '#shared/rules/import-fields.ts';

const sheet = (...rows: string[][]): SheetRow[] => rows.map((cells, i) => ({ row: i + 1, cells: cells.map((c) => (c === '' ? null : c)) }));
/** What the columns of these headings are taken for. */
const fields = (...headings: string[]): string[] => guessMapping(sheet(headings))?.columns.map((c) => c.field) ?? [];

test.each([
  ['学员姓名*', 'name'],
  ['孩 子\n姓 名', 'name'],
  ['姓名（必填）', 'name'],
  ['【必填】学生姓名', 'name'],
  ['姓名/Name', 'name'],
  ['姓名 Name', 'name'],
  ['Student Name', 'name'],
  ['出生年月日(yyyy-mm-dd)', 'birthOn'],
  ['Ｄａｔｅ　ｏｆ　Ｂｉｒｔｈ', 'birthOn'],
  ['手机号码', 'phone'],
  ['电话（家长）', 'guardianPhone'],
  ['联系电话(学员)', 'ownPhone'],
  ['家长手机号', 'guardianPhone'],
  ['监护人联系方式', 'guardianPhone'],
  ['家长的联系电话', 'guardianPhone'],
  ['与孩子关系', 'relation'],
  ['父亲手机', 'fatherPhone'],
  ['购买课时（节）', 'purchasedLessons'],
  ['课时数', 'purchasedLessons'],
  ['剩余课时数（截至今日）', 'remainingLessons'],
  ['已上课时', 'usedLessons'],
  ['赠送', 'giftLessons'],
  ['实缴金额（元）', 'paid'],
  ['应收', 'listPrice'],
  ['课程有效期', 'validUntil'],
  ['缴费日期', 'enrolledOn'],
  ['身份证号码', 'withheld'],
  ['序号', 'sequence'],
  ['年龄', 'derived'],
  ['报课时间', 'enrolledOn'],
  ['支付时间', 'enrolledOn'],
  ['日期', 'enrolledOn'],
  ['购课总数(节)', 'purchasedLessons'],
  ['Sessions', 'purchasedLessons'],
  ['现有课时', 'remainingLessons'],
  ['已消(节)', 'usedLessons'],
  ['已划课时', 'usedLessons'],
  ['剩余课时金额', 'derived'],
  ['剩余课时费(元)', 'derived'],
  ['每节课单价', 'derived'],
  ['退费金额', 'derived'],
  ['到账金额', 'paid'],
  ['暑期班学费', 'paid'],
  ['课程价格', 'listPrice'],
  ['课包名称', 'course'],
  ['学科', 'course'],
  ['幼儿姓名', 'name'],
  ['家属电话', 'guardianPhone'],
  ['Contact No.', 'phone'],
  ['就读情况', 'status'],
  ['使用期限', 'validUntil'],
  ['报名学员', 'name'],
  ['全名', 'name'],
  ['真实姓名', 'name'],
  ['手机号码1', 'phone'],
  ['联系方式1', 'phone'],
  ['联系手机号码', 'phone'],
  ['移动电话号码', 'phone'],
  ['手机号码2', 'guardian2Phone'],
  ['联系方式2', 'guardian2Phone'],
  ['备用号码', 'guardian2Phone'],
  ['法定监护人', 'guardianName'],
  ['主要监护人', 'guardianName'],
  ['家长/监护人', 'guardianName'],
  ['家长/监护人电话', 'guardianPhone'],
  ['家长TEL', 'guardianPhone'],
  ['家长/监护人联系方式', 'guardianPhone'],
  ['联系电话（爸爸/妈妈）', 'guardianPhone'],
  ['家长电话（父亲）', 'guardianPhone'],
  ['电话（父亲）', 'fatherPhone'],
  ['手机号码(爸爸)', 'fatherPhone'],
  ['父亲手机号码', 'fatherPhone'],
  ['电话（母亲）', 'motherPhone'],
  ['手机（妈妈）', 'motherPhone'],
  ['收款日期', 'enrolledOn'],
  ['交款日期', 'enrolledOn'],
  ['签订日期', 'enrolledOn'],
  ['办理日期', 'enrolledOn'],
  ['收费时间', 'enrolledOn'],
  ['签约课时', 'purchasedLessons'],
  ['合同课时数', 'purchasedLessons'],
  ['课包课时', 'purchasedLessons'],
  ['课消', 'usedLessons'],
  ['课消课时', 'usedLessons'],
  ['已完成课时数', 'usedLessons'],
  ['耗课数', 'usedLessons'],
  ['未耗课时数', 'remainingLessons'],
  ['待消课时', 'remainingLessons'],
  ['剩余总数', 'remainingLessons'],
  ['待消耗课时', 'remainingLessons'],
  ['剩余正课', 'remainingLessons'],
  ['剩余赠课', 'remainingGiftLessons'],
  ['剩余赠送课时', 'remainingGiftLessons'],
  ['赠送课时（节）', 'giftLessons'],
  ['报名金额', 'paid'],
  ['成交额', 'paid'],
  ['合同总额', 'listPrice'],
  ['有效至', 'validUntil'],
  ['课时到期日期', 'validUntil'],
  ['是否在读', 'status'],
  ['介绍人姓名', 'referrer'],
  ['推荐人姓名', 'referrer'],
  ['所报班型', 'course'],
  ['学习项目', 'course'],
  ['宝宝出生日期', 'birthOn'],
  ['生日（公历）', 'birthOn'],
  ['已用赠课', 'derived'],
])('the heading %j means %s', (heading, meaning) => {
  expect(guessHeading(heading)?.meaning).toBe(meaning);
});

test('sentences, titles and values are no headings', () => {
  for (const text of [
    '',
    '启明培训中心学员信息表',
    '截止日期：2026-11-20',
    '制表：前台',
    '13800001234',
    '张三',
    '缴费方式',
    '收款人',
    '付款账户',
    '上课时间',
    '任课老师',
    '出生地',
    '是否到期',
    '到期提醒',
    '生日月份',
    '生日提醒',
    '家长生日',
    '下次缴费日期',
    '上次缴费日期',
    '缴费状态',
    '支付状态',
    '请不要修改本表的格式，'.repeat(20),
  ])
    expect([text, guessHeading(text)]).toEqual([text, null]);
});

test('whose phone it is shows from its neighbours', () => {
  expect(fields('姓名', '联系电话', '家长姓名', '家长电话')).toEqual(['name', 'ownPhone', 'guardianName', 'guardianPhone']);
  expect(fields('姓名', '家长姓名', '联系电话')).toEqual(['name', 'guardianName', 'guardianPhone']);
  expect(fields('姓名', '联系人', '手机', '性别')).toEqual(['name', 'guardianName', 'guardianPhone', 'gender']);
  expect(fields('姓名', '手机', '家长', '电话')).toEqual(['name', 'ownPhone', 'guardianName', 'guardianPhone']);
  expect(fields('姓名', '学员电话', '联系电话')).toEqual(['name', 'ownPhone', 'guardianPhone']);
  expect(fields('姓名', '手机号')).toEqual(['name', 'ownPhone']);
  expect(guessMapping(sheet(['姓名', '手机', '家长', '电话']))?.ambiguous.map((a) => a.heading)).toEqual(['手机', '电话']);
});

test.each<[string, string[][], string[]]>([
  [
    'a column beside the name',
    [['姓名', '父亲', '电话', '母亲', '电话']],
    ['name', 'fatherName', 'fatherPhone', 'motherName', 'motherPhone'],
  ],
  [
    'beside a second guardian',
    [['姓名', '家长1', '电话', '家长2', '电话']],
    ['name', 'guardianName', 'guardianPhone', 'guardian2Name', 'guardian2Phone'],
  ],
  ['in brackets', [['姓名', '电话（父亲）', '电话（母亲）', '课程']], ['name', 'fatherPhone', 'motherPhone', 'course']],
  [
    'in two rows',
    [
      ['姓名', '父亲', '', '母亲', '', '课程'],
      ['', '姓名', '手机号码', '姓名', '手机号码', ''],
    ],
    ['name', 'fatherName', 'fatherPhone', 'motherName', 'motherPhone', 'course'],
  ],
  [
    'in two rows with longer words',
    [
      ['姓名', '爸爸信息', '', '妈妈信息', '', '课程'],
      ['', '姓名', '联系电话', '姓名', '联系电话', ''],
    ],
    ['name', 'fatherName', 'fatherPhone', 'motherName', 'motherPhone', 'course'],
  ],
])('father and mother have phones of their own: %s', (_, rows, expected) => {
  expect(guessMapping(sheet(...rows))?.columns.map((c) => c.field)).toEqual(expected);
});

test('gifts that are left count only beside lessons left that were paid; else they are told', () => {
  expect(fields('姓名', '剩余正课', '剩余赠课')).toEqual(['name', 'remainingLessons', 'remainingGiftLessons']);
  const unsure = guessMapping(sheet(['姓名', '剩余课时', '剩余赠课']));
  expect(unsure?.columns.map((c) => c.field)).toEqual(['name', 'remainingLessons', '']);
  expect(unsure?.ambiguous.map((a) => a.heading)).toEqual(['剩余赠课']);
});

test('a row of units or of what to fill in belongs to the headings', () => {
  const heading = ['姓名', '电话', '报名日期', '课时', '实缴金额'];
  for (const below of [
    ['', '', '', '（节）', '（元）'],
    ['必填', '选填', '如2024-03-05', '数字', '数字'],
    ['文本', '11位手机号', 'yyyy-mm-dd', '节', '元'],
  ])
    expect(guessMapping(sheet(['学员表'], heading, below, ['张三']))?.headingRow).toBe(3);
  for (const below of [['张三'], ['张三', '', '', '（节）'], ['', '', '2024-03-05']])
    expect(guessMapping(sheet(heading, below))?.headingRow).toBe(1);
});

test('of two columns for one field the better word wins, the other is told', () => {
  const mapping = guessMapping(sheet(['姓名', '学费', '实缴金额', '课时', '购买课时', '心情']));
  expect(mapping?.columns.map((c) => c.field)).toEqual(['name', 'listPrice', 'paid', '', 'purchasedLessons', '']);
  expect(mapping?.ambiguous.map((a) => a.heading)).toEqual(['学费', '课时']);
  expect(mapping?.unknown).toEqual(['心情']);
});

test('the heading may stand below titles and notes, and in two rows', () => {
  const titled = guessMapping(
    sheet(['某某中心学员信息'], ['制表：前台', '', '日期'], ['姓名', '性别', '家长电话'], ['张三', '男', '13800001234']),
  );
  expect(titled?.headingRow).toBe(3);
  expect(titled?.columns.map((c) => c.sample)).toEqual(['张三', '男', '138****1234']);
  const double = guessMapping(
    sheet(
      ['学员表'],
      ['姓名', '性别', '家长信息', '', '', '课时', '', '', '备注'],
      ['', '', '姓名', '关系', '电话', '购买', '赠送', '剩余', ''],
      ['张三', '男', '张一', '父亲', '13800001234', '36', '0', '5', ''],
    ),
  );
  expect(double?.headingRow).toBe(3);
  expect(double?.columns.map((c) => c.field)).toEqual([
    'name',
    'gender',
    'guardianName',
    'relation',
    'guardianPhone',
    'purchasedLessons',
    'giftLessons',
    'remainingLessons',
    'remark',
  ]);
  const grouped = guessMapping(
    sheet(['学员信息', '', '家长信息', ''], ['姓名', '生日', '姓名', '联系电话'], ['张三', '2015-1-1', '张一', '13800001234']),
  );
  expect(grouped?.columns.map((c) => c.field)).toEqual(['name', 'birthOn', 'guardianName', 'guardianPhone']);
});

test('no heading, no mapping', () => {
  expect(guessMapping([])).toBeNull();
  expect(guessMapping(sheet(['张三', '男'], ['李四', '女']))).toBeNull();
  expect(guessMapping(sheet(['姓名']))).toBeNull();
  expect(guessMapping(sheet(['性别', '课程', '班级', '备注', '状态']))?.missing).toEqual(['name']);
});

test('corrections move fields, are remembered under the set of headings and used the next time', () => {
  const rows = sheet(['姓名', '电话', '家长', '项目名', '课程'], ['张三', '13800001234', '张一', '画画', '美术']);
  const guessed = guessMapping(rows);
  if (guessed === null) throw new Error('no heading');
  const corrected = correctMapping(guessed, [
    { index: 1, field: 'ownPhone' },
    { index: 3, field: 'course' },
    { index: 2, field: 'nonsense' },
  ]);
  expect(corrected.columns.map((c) => c.field)).toEqual(['name', 'ownPhone', '', 'course', '']);
  expect(takenColumns(corrected).map((c) => c.heading)).toEqual(['姓名', '电话', '项目名']);
  const kept = rememberMapping(corrected);
  const other = sheet(['课 程', '项目名*', '家长', '姓名', '电话（必填）']);
  const again = guessMapping(other, (signature) => (signature === guessed.signature ? kept : null));
  expect(again?.signature).toBe(guessed.signature);
  expect(again?.columns.map((c) => c.field)).toEqual(['', 'course', '', 'name', 'ownPhone']);
  expect(correctMapping(guessed, [{ index: 0, field: '' }]).missing).toEqual(['name']);
});

test('the template is understood in both languages, column by column', () => {
  const template = importTemplate('students');
  expect(new Set(template.map((c) => c.field)).size).toBe(template.length);
  for (const lang of ['zh-CN', 'en'] as const) {
    expect(fields(...template.map((c) => c.heading[lang]))).toEqual(template.map((c) => c.field));
    for (const c of template) expect([c.field, guessHeading(c.heading[lang])?.sure]).toEqual([c.field, 3]);
  }
  for (const c of template) expect(studentFields).toContain(c.field);
  expect(template.filter((c) => c.required).map((c) => c.field)).toEqual(['name']);
});

test('keys of headings ignore what does not count', () => {
  expect(headingKey(' 学员　姓名\n（必填）* ')).toBe('学员姓名');
  expect(headingKey('（姓名）')).toBe('姓名');
  expect(headingKey('Student No.')).toBe('studentno');
});
