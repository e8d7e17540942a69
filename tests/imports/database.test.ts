import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifyDatabase } from '#main/audit/verify.ts';
import { importSummary } from '#main/hosts/cli/lines.ts';
import { prepareImport, type WriteContext, writeImport } from '#main/imports/jobs.ts';
import { undoImport } from '#main/imports/service.ts';
import { Failure } from '#shared/contract/failure.ts';
import { system, type TestDatabase, testDatabase } from '../support/database.ts';
import { craftRows, craftXlsx } from './craft.ts';
import { importContext, importFile, importOrder } from './import-file.ts';

const folder = join(import.meta.dirname, '../fixtures/imports');
const expected = JSON.parse(readFileSync(join(folder, 'students-2026-autumn.expected.json'), 'utf8')) as {
  students: number;
  guardians: number;
  packs: number;
  paidFen: number;
  remainingHalves: number;
  blankRows: number;
  repeatedHeadings: number;
  totalsRows: number;
  errors: { row: number; column: string }[];
  duplicates: { row: number }[];
};

const sums = (desk: TestDatabase) =>
  desk.db.get<{ students: number; guardians: number; packs: number; paid: number; left: number }>(
    `SELECT (SELECT count(*) FROM students WHERE removed_on IS NULL) AS students, (SELECT count(*) FROM guardians) AS guardians,
            (SELECT count(*) FROM enrolments WHERE ended_on IS NULL OR ended_on > enrolled_on) AS packs,
            (SELECT sum(paid_fen) FROM enrolments) AS paid, (SELECT sum(halves) FROM ledger_entries) AS left`,
  );

test('the real sheet gives exactly the expected students, guardians, packs, errors, duplicates and sums', async () => {
  const desk = await testDatabase();
  const { counts, reading } = await importFile(desk, desk.ids.next());
  expect(counts).toEqual({ students: expected.students, guardians: expected.guardians, packs: expected.packs, updated: 0 });
  expect(reading.errors.map(({ row, column }) => ({ row, column }))).toEqual(expected.errors.map(({ row, column }) => ({ row, column })));
  expect(reading.duplicates.map(({ row }) => row)).toEqual(expected.duplicates.map(({ row }) => row));
  expect(reading.ignoredRows).toEqual({ blank: expected.blankRows, heading: expected.repeatedHeadings, total: expected.totalsRows });
  expect(sums(desk)).toMatchObject({
    students: expected.students,
    guardians: expected.guardians,
    paid: expected.paidFen,
    left: expected.remainingHalves,
  });
  expect(verifyDatabase(desk.db)).toMatchObject({ ok: true });
});

test('the same file again with skip creates nothing, with update nothing new', async () => {
  const desk = await testDatabase();
  await importFile(desk, desk.ids.next());
  const before = sums(desk);
  const again = await importFile(desk, desk.ids.next());
  expect(again.counts).toEqual({ students: 0, guardians: 0, packs: 0, updated: 0 });
  const updated = await importFile(desk, desk.ids.next(), 'update');
  expect(updated.counts).toEqual({ students: 0, guardians: 0, packs: 0, updated: 0 });
  expect(sums(desk)).toEqual(before);
  const touched = desk.db.get('SELECT count(*) AS n FROM students WHERE version > 1');
  expect(touched).toEqual({ n: 0 });
});

test('who was added between the preview and the import, even while it waited for its turn, is not added twice', async () => {
  const desk = await testDatabase();
  const order = importOrder(desk.ids.next());
  const prepared = await prepareImport(importContext(desk), order);
  let other: Promise<unknown> | undefined;
  const commands: WriteContext['commands'] = {
    ...desk.commands,
    // somebody else's import of the same list comes first, after this one has looked at the records for the last time
    run: async (spec, fn) => {
      other ??= importFile(desk, desk.ids.next());
      await other;
      return desk.commands.run(spec, fn);
    },
  };
  const { counts } = await writeImport({ ...importContext(desk), commands }, prepared, order);
  expect(counts).toEqual({ students: 0, guardians: 0, packs: 0, updated: 0 });
  expect(sums(desk)).toMatchObject({ students: expected.students, guardians: expected.guardians });
});

test('an import is one command; taken back it leaves nobody, and the same file then comes anew', async () => {
  const desk = await testDatabase();
  const first = desk.ids.next();
  await importFile(desk, first);
  await desk.commands.run({ name: 'imports.undo', actor: system, undo: 'none', topics: [] }, (tx) =>
    undoImport(tx, desk.ids, first, '2026-10-16'),
  );
  expect(sums(desk)).toMatchObject({ students: 0, guardians: 0, packs: 0, left: 0 });
  expect(desk.db.get('SELECT count(*) AS n FROM search_documents')).toEqual({ n: 0 });
  expect(verifyDatabase(desk.db)).toMatchObject({ ok: true });
  await expect(
    desk.commands.run({ name: 'imports.undo', actor: system, undo: 'none', topics: [] }, (tx) =>
      undoImport(tx, desk.ids, first, '2026-10-16'),
    ),
  ).rejects.toMatchObject({
    code: 'UNDO_NOT_POSSIBLE',
  });
  const second = await importFile(desk, desk.ids.next());
  expect(second.counts).toEqual({ students: expected.students, guardians: expected.guardians, packs: expected.packs, updated: 0 });
});

test('an import whose students have got something since is not taken back, and says what', async () => {
  const desk = await testDatabase();
  const importId = desk.ids.next();
  await importFile(desk, importId);
  const student = desk.db.get<{ id: string }>('SELECT id FROM students LIMIT 1')?.id ?? '';
  await desk.commands.run({ name: 'follow-ups.create', actor: system, undo: 'none', topics: [] }, (tx) =>
    tx.run(
      "INSERT INTO follow_ups (id, rule, student_id, due_on, due_at, next_on, state, created_at) VALUES (?, 'manual', ?, '2026-10-20', 1, '2026-10-20', 'open', 1)",
      [desk.ids.next(), student],
    ),
  );
  const refused = desk.commands.run({ name: 'imports.undo', actor: system, undo: 'none', topics: [] }, (tx) =>
    undoImport(tx, desk.ids, importId, '2026-10-16'),
  );
  await expect(refused).rejects.toBeInstanceOf(Failure);
  await expect(refused).rejects.toMatchObject({ code: 'UNDO_CONFLICT', data: { added: [{ kind: 'follow-up', label: '2026-10-20' }] } });
  expect(sums(desk)).toMatchObject({ students: expected.students });
});

test('the summary has the shape that the command line prints', async () => {
  const desk = await testDatabase();
  const { counts, reading } = await importFile(desk, desk.ids.next());
  expect(importSummary(reading, { counts, duplicates: reading.duplicates })).toMatchObject({
    students: 540,
    duplicates: expect.arrayContaining([{ row: 36, ofRow: expect.any(Number) }]),
    ignoredRows: { blank: 6, heading: 2, total: 1 },
  });
});

test('a pause that the next sheet ends is gone, with its day', async () => {
  const desk = await testDatabase();
  const sheet = (status: string) =>
    craftRows([
      ['姓名', '家长电话', '课程', '报名日期', '课时', '状态'],
      ['张三', '13800000001', '美术', '2026-03-01', 10, status],
    ]);
  await importFile(desk, desk.ids.next(), 'skip', sheet('停课'));
  expect(desk.db.get('SELECT marker, marker_on AS markerOn FROM students')).toEqual({ marker: 'paused', markerOn: '2026-10-15' });
  await importFile(desk, desk.ids.next(), 'update', sheet('在读'));
  expect(desk.db.get('SELECT marker, marker_on AS markerOn FROM students')).toEqual({ marker: '', markerOn: null });
  expect(verifyDatabase(desk.db)).toMatchObject({ ok: true });
});

test('lists on further sheets are named, and the backup point waits until the file is understood', async () => {
  const desk = await testDatabase();
  const list = { 1: ['姓名', '电话'], 2: ['张三', '13800000001'] };
  const bytesOf = craftXlsx({
    sheets: [
      { name: '说明', rows: { 1: ['先看这里'] } },
      { name: '一班', rows: list },
      { name: '二班', rows: list },
      { name: '旧', state: 'hidden', rows: list },
    ],
  });
  const { reading } = await importFile(desk, desk.ids.next(), 'skip', bytesOf);
  expect(reading.hints).toEqual([{ row: 1, reason: 'sheet_passed_over', name: '', other: '二班' }]);
});

test('a column that is known and not used is told', async () => {
  const desk = await testDatabase();
  const sheet = craftRows([
    ['姓名', '电话', '剩余课时', '剩余赠课', '心情'],
    ['张三', '13800000001', 10, 2, '好'],
  ]);
  const { reading } = await importFile(desk, desk.ids.next(), 'skip', sheet);
  expect(reading.hints.filter(({ reason }) => reason === 'column_left_out')).toEqual([
    { row: 1, reason: 'column_left_out', name: '', other: '剩余赠课' },
  ]);
});

test('the same sheet without courses again creates nothing, whatever its packs were called', async () => {
  const desk = await testDatabase();
  const sheet = craftRows([
    ['姓名', '家长电话', '报名日期', '课时'],
    ['张三', '13800000001', '2026-03-01', 10],
    ['张三', '13800000001', '2026-04-01', 10],
    ['李四', '', '', 10],
  ]);
  const first = await importFile(desk, desk.ids.next(), 'skip', sheet);
  expect(first.counts).toEqual({ students: 2, guardians: 1, packs: 3, updated: 0 });
  const again = await importFile(desk, desk.ids.next(), 'skip', sheet);
  expect(again.counts).toEqual({ students: 0, guardians: 0, packs: 0, updated: 0 });
  expect(again.reading.duplicates.map(({ row }) => row)).toEqual([2, 3, 4]);
});

test('whatever a cell holds stands in the records as it was written, and in the search index, over more rows than one statement takes', async () => {
  const desk = await testDatabase();
  const odd = ['王"引号', "李'单引", '赵\\反斜', '钱{"a":1}', '孙[1,null]', '周null', '吴\u{20bb7}田', '郑%_', 'Ann O’Neil'];
  const plain = Array.from({ length: 1003 }, (_, index) => `陈${String.fromCodePoint(0x4e00 + index)}`);
  const rows = [...odd, ...plain].map((name, index) => [
    name,
    `138${String(10_000_000 + index)}`,
    '数学',
    20,
    2000,
    '2026-09-01',
    `"备注"\\${index}`,
  ]);
  const file = craftRows([['学员姓名', '家长电话', '课程', '购买课时', '实收金额', '报名日期', '备注'], ...rows]);
  const { counts } = await importFile(desk, desk.ids.next(), 'skip', file);
  expect(counts).toMatchObject({ students: rows.length, packs: rows.length });
  const written = desk.db.all<{ name: string; remark: string }>('SELECT name, remark FROM students ORDER BY rowid');
  expect(written).toEqual(rows.map(([name, , , , , , remark]) => ({ name, remark })));
  expect(desk.db.get('SELECT count(*) AS n FROM search_people')).toEqual({ n: 2 * rows.length });
  expect(verifyDatabase(desk.db)).toMatchObject({ ok: true });
});
