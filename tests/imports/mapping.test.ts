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
