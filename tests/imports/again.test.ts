import { expect, test } from 'vitest';
import { verifyDatabase } from '#main/audit/verify.ts';
import { undoImport } from '#main/imports/service.ts';
import { system, type TestDatabase, testDatabase } from '../support/database.ts';
import { craftRows } from './craft.ts';
import { importFile } from './import-file.ts';

/** A second import of the same rows, and what an update does to whom it finds. */

const HEADINGS = ['姓名', '出生日期', '学员电话', '家长姓名', '家长电话', '学校', '课程', '报名日期', '课时', '状态'];
const P1 = '13800000001';
const file = (...rows: string[]) => craftRows([HEADINGS, ...rows.map((row) => row.split(',').map((cell) => cell || null))]);
const NOTHING = { students: 0, guardians: 0, packs: 0, updated: 0 };

const people = (desk: TestDatabase) =>
  desk.db.all<object>("SELECT name, coalesce(birth_on, '') AS birthOn, phone, school, marker FROM students ORDER BY number");
const packs = (desk: TestDatabase) =>
  desk.db.all<{ course: string; endedOn: string | null }>(
    'SELECT c.name AS course, e.ended_on AS endedOn FROM enrolments e JOIN courses c ON c.id = e.course_id ORDER BY e.enrolled_on, c.name',
  );

test.each([
  ['a row without a day above one with a day', [`张一,,${P1},,,,钢琴,,10`, `张一,,${P1},,,,钢琴,2024-01-01,20`], 2],
  ['the day of the import itself below a row without one', [`张一,,${P1},,,,钢琴,,10`, `张一,,${P1},,,,钢琴,2026-10-15,20`], 1],
  [
    'details that only the second row tells',
    [
      `张一,,,李四,${P1},,钢琴,2024-01-01,10`,
      `张一,2015-01-01,13900000009,李四,${P1},一小,美术,2024-01-01,10`,
      '张一,2015-01-01,,,,,书法,2024-01-01,10',
    ],
    3,
  ],
  [
    'a second birth day that is not kept',
    [
      `张一,2015-01-01,,李四,${P1},,钢琴,2024-01-01,10`,
      `张一,2016-01-01,,李四,${P1},,美术,2024-01-01,10`,
      '张一,2016-01-01,,,,,书法,2024-01-01,10',
    ],
    3,
  ],
])('the same file again creates nothing: %s', async (_, rows, count) => {
  const desk = await testDatabase();
  const sheet = file(...rows);
  expect((await importFile(desk, desk.ids.next(), 'skip', sheet)).counts.packs).toBe(count);
  const before = people(desk);
  expect((await importFile(desk, desk.ids.next(), 'skip', sheet)).counts).toEqual(NOTHING);
  expect((await importFile(desk, desk.ids.next(), 'update', sheet)).counts).toMatchObject({ ...NOTHING, updated: expect.any(Number) });
  expect(people(desk)).toHaveLength(before.length);
});

test('a further pack fills in what a new student lacks, and takes nothing away', async () => {
  const desk = await testDatabase();
  await importFile(
    desk,
    desk.ids.next(),
    'skip',
    file(`张一,,,李四,${P1},二小,钢琴,2024-01-01,10`, `张一,2015-01-01,13900000009,李四,${P1},一小,美术,2024-01-01,10`),
  );
  expect(people(desk)).toEqual([{ name: '张一', birthOn: '2015-01-01', phone: '13900000009', school: '二小', marker: '' }]);
});

test('a further pack of a student on record fills in details with `update` only', async () => {
  for (const duplicates of ['skip', 'update'] as const) {
    const desk = await testDatabase();
    await importFile(desk, desk.ids.next(), 'skip', file(`张一,,,李四,${P1},,钢琴,2024-01-01,10`));
    const sheet = file(`张一,2015-01-01,,李四,${P1},一小,美术,2024-01-01,10`, '张一,2015-01-01,,,,,书法,2024-01-01,10');
    const { counts } = await importFile(desk, desk.ids.next(), duplicates, sheet);
    const isUpdate = duplicates === 'update';
    expect(counts).toEqual({ students: isUpdate ? 0 : 1, guardians: 0, packs: 2, updated: isUpdate ? 1 : 0 });
    expect(people(desk)[0]).toMatchObject(isUpdate ? { birthOn: '2015-01-01', school: '一小' } : { birthOn: '', school: '' });
    expect((await importFile(desk, desk.ids.next(), duplicates, sheet)).counts).toEqual(NOTHING);
  }
});

test('a guardian who gets a phone in a later row of the student is one guardian', async () => {
  const desk = await testDatabase();
  const sheet = file('张一,2015-01-01,,李四,,,钢琴,2024-01-01,10', `张一,2015-01-01,,李四,${P1},,美术,2024-01-01,10`);
  expect((await importFile(desk, desk.ids.next(), 'skip', sheet)).counts).toMatchObject({ students: 1, guardians: 1, packs: 2 });
  expect(desk.db.all('SELECT name, phone FROM guardians')).toEqual([{ name: '李四', phone: P1 }]);
  expect((await importFile(desk, desk.ids.next(), 'skip', sheet)).counts).toEqual(NOTHING);
});

const three = [`张一,,,李四,${P1},,美术,2024-01-01,10`, `张一,,,李四,${P1},,书法,2024-01-02,10`, `张一,,,李四,${P1},,钢琴,2024-01-03,10`];
const refunded = (row = '') => `${row},已退费`;

test('a refunded row of an update ends that pack, and the student only when nothing else goes on', async () => {
  const desk = await testDatabase();
  await importFile(desk, desk.ids.next(), 'skip', file(...three));
  const one = desk.ids.next();
  expect((await importFile(desk, one, 'update', file(refunded(three[0])))).counts).toEqual({ ...NOTHING, updated: 1 });
  expect(packs(desk).map((p) => p.endedOn)).toEqual(['2026-10-15', null, null]);
  expect(people(desk)).toMatchObject([{ marker: '' }]);
  expect((await importFile(desk, desk.ids.next(), 'update', file(refunded(three[0])))).counts).toEqual(NOTHING);
  await importFile(desk, desk.ids.next(), 'update', file(refunded(three[1]), `张一,,,李四,${P1},,素描,2024-02-01,10,在读`));
  expect(people(desk)).toMatchObject([{ marker: '' }]);
  expect((await importFile(desk, desk.ids.next(), 'update', file(...three.map(refunded)))).counts).toEqual({ ...NOTHING, updated: 1 });
  expect(packs(desk).map((p) => [p.course, p.endedOn])).toEqual([
    ['美术', '2026-10-15'],
    ['书法', '2026-10-15'],
    ['钢琴', '2026-10-15'],
    ['素描', null],
  ]);
  expect(people(desk)).toMatchObject([{ marker: '' }]);
  await importFile(desk, desk.ids.next(), 'update', file(`张一,,,李四,${P1},,素描,2024-02-01,10,已退费`));
  expect(people(desk)).toMatchObject([{ marker: 'ended' }]);
  expect(verifyDatabase(desk.db)).toMatchObject({ ok: true });
});

test('with `skip` a refunded row changes nothing of who is on record', async () => {
  const desk = await testDatabase();
  await importFile(desk, desk.ids.next(), 'skip', file(...three));
  expect((await importFile(desk, desk.ids.next(), 'skip', file(...three.map(refunded)))).counts).toEqual(NOTHING);
  expect(packs(desk).map((p) => p.endedOn)).toEqual([null, null, null]);
});

test('an update that ended a pack is taken back with it', async () => {
  const desk = await testDatabase();
  await importFile(desk, desk.ids.next(), 'skip', file(...three));
  const second = desk.ids.next();
  await importFile(desk, second, 'update', file(...three.map(refunded)));
  expect(people(desk)).toMatchObject([{ marker: 'ended' }]);
  await desk.commands.run({ name: 'imports.undo', actor: system, undo: 'none', topics: [] }, (tx) =>
    undoImport(tx, desk.ids, second, '2026-10-16'),
  );
  expect(packs(desk).map((p) => p.endedOn)).toEqual([null, null, null]);
  expect(people(desk)).toMatchObject([{ marker: '' }]);
  expect(verifyDatabase(desk.db)).toMatchObject({ ok: true });
});

test('only students who change are counted as updated', async () => {
  const desk = await testDatabase();
  await importFile(desk, desk.ids.next(), 'skip', file(...three));
  // One of three rows pauses: the student goes on, so nothing changes.
  const sheet = file(`${three[0]},停课`, `${three[1]},在读`, `${three[2]},在读`);
  expect((await importFile(desk, desk.ids.next(), 'update', sheet)).counts).toEqual(NOTHING);
  expect(desk.db.get('SELECT count(*) AS n FROM students WHERE version > 1')).toEqual({ n: 0 });
});

test('a course is one however wide its brackets are, and two where a dot tells them apart', async () => {
  const desk = await testDatabase();
  const rows = [
    `张一,,,李四,${P1},,钢琴（一对一）,2024-01-01,10`,
    `张一,,,李四,${P1},,钢琴(一对一),2024-01-02,10`,
    `张一,,,李四,${P1},,Level 1.1,2024-01-03,10`,
    `张一,,,李四,${P1},,Level 11,2024-01-03,10`,
  ];
  expect((await importFile(desk, desk.ids.next(), 'skip', file(...rows))).counts.packs).toBe(4);
  expect(packs(desk).map((p) => p.course)).toEqual(['钢琴（一对一）', '钢琴（一对一）', 'Level 1.1', 'Level 11']);
  const narrow = rows.map((row) => row.replace('（一对一）', '(一对一)'));
  expect((await importFile(desk, desk.ids.next(), 'skip', file(...narrow))).counts).toEqual(NOTHING);
});
