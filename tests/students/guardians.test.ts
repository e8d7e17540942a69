import { beforeEach, describe, expect, test } from 'vitest';
import type { ApiClient } from '../support/api.ts';
import { openDesk } from '../support/desk.ts';

type Line = Parameters<ApiClient['students']['create']>[0]['guardians'][number];

let desk: Awaited<ReturnType<typeof openDesk>>;
let clerk: ApiClient;
beforeEach(async () => {
  desk = await openDesk({ staff: ['specialist', 'advisor', 'support'] });
  clerk = desk.as('specialist');
});

const mother: Line = { name: '周淑芬', relation: 'mother', phone: '13812346021', isPrimary: true, isPayer: true, mayPickUp: true };
const father: Line = { name: '张建国', relation: 'father', phone: '13955558874' };

const student = async (name: string, guardians: Line[], more: Record<string, unknown> = {}) =>
  (await clerk.students.create({ student: { name, ...more }, guardians })).id;
const page = (id: string) => clerk.students.get({ id });
const versionOf = async (id: string) => (await page(id)).student.version;
const guardianOf = async (id: string, name: string) => {
  const found = (await page(id)).guardians.find((each) => each.name === name);
  if (!found) throw new Error(`${name} is no guardian`);
  return found;
};
const add = async (studentId: string, guardian: Line) =>
  clerk.students.addGuardian({ studentId, version: await versionOf(studentId), guardian });
const change = async (studentId: string, name: string, what: Partial<Line>) => {
  const { id, version, siblings: _, phoneMasked, ...line } = await guardianOf(studentId, name);
  return clerk.students.updateGuardian({
    studentId,
    guardianId: id,
    version: await versionOf(studentId),
    guardianVersion: version,
    guardian: { ...line, phone: phoneMasked, ...what },
  });
};
const remove = async (studentId: string, name: string) =>
  clerk.students.removeGuardian({
    studentId,
    guardianId: (await guardianOf(studentId, name)).id,
    version: await versionOf(studentId),
  });
const primaries = async (id: string) => (await page(id)).guardians.filter((each) => each.isPrimary).map((each) => each.name);
const found = async (text: string) => {
  const groups = await clerk.search.find({ text });
  return groups.groups.flatMap((group) => group.hits.map((hit) => hit.title));
};
const kept = () => desk.core.services.db.all<{ name: string; phone: string }>('SELECT name, phone FROM guardians ORDER BY id');

describe('a guardian is added', () => {
  test('as a new person with a masked number, found by name and tail, and undo takes all of it away', async () => {
    const id = await student('张思凡', [mother]);
    const done = await add(id, { ...father, phone: '+86 139-5555-8874' });
    expect((await page(id)).guardians).toMatchObject([
      { name: '周淑芬', isPrimary: true },
      { name: '张建国', relation: 'father', phoneMasked: '139****8874', isPrimary: false, siblings: [] },
    ]);
    expect(await found('8874')).toContain('张建国');
    await clerk.audit.undo({ commandId: done.commandId });
    expect((await page(id)).guardians.map((each) => each.name)).toEqual(['周淑芬']);
    expect(await found('8874')).toEqual([]);
    expect(kept()).toHaveLength(1);
  });

  test('as the person who has the number already: one record for the siblings, another name becomes an alias', async () => {
    const elder = await student('张思凡', [mother]);
    const younger = await student('张思远', []);
    expect(await clerk.students.guardianByPhone({ phone: '138 1234 6021' })).toMatchObject({
      name: '周淑芬',
      students: [{ id: elder, name: '张思凡' }],
    });
    expect(await clerk.students.guardianByPhone({ phone: '6021' })).toBeNull();
    const done = await add(younger, { ...mother, name: '周女士' });
    expect((await page(younger)).guardians).toMatchObject([{ name: '周淑芬', siblings: [{ id: elder, name: '张思凡' }] }]);
    expect(done.guardianId).toBe((await guardianOf(elder, '周淑芬')).id);
    expect(await found('周女士')).toContain('周淑芬');
    expect(kept()).toHaveLength(1);
  });

  test('but never twice, nor without name and number, nor with half a number; nothing is left behind', async () => {
    const id = await student('张思凡', [mother]);
    await expect(add(id, { ...mother, name: '周女士' })).rejects.toMatchObject({
      code: 'INVALID',
      data: { field: 'phone', reason: 'linked_already' },
    });
    await expect(add(id, { ...father, name: ' ', phone: '' })).rejects.toMatchObject({ code: 'INVALID', data: { field: 'name' } });
    await expect(add(id, { ...father, phone: '1395555' })).rejects.toMatchObject({ code: 'INVALID', data: { field: 'phone' } });
    await expect(student('张思远', [father, father])).rejects.toMatchObject({ code: 'INVALID', data: { field: 'guardians.1.phone' } });
    expect(await versionOf(id)).toBe(1);
    expect(kept()).toHaveLength(1);
  });
});

describe('a guardian is changed', () => {
  test('without the number being known: it stays; a typed one replaces it, in search too, and undo brings the old one back', async () => {
    const id = await student('张思凡', [mother]);
    await change(id, '周淑芬', { name: '周淑芳', relation: 'other' });
    expect(kept()).toEqual([{ name: '周淑芳', phone: '13812346021' }]);
    expect((await page(id)).guardians).toMatchObject([{ relation: 'other', isPrimary: true, isPayer: true }]);
    const done = await change(id, '周淑芳', { phone: '136 0000 9977' });
    expect(await found('9977')).toEqual(expect.arrayContaining(['周淑芳']));
    expect(await found('6021')).toEqual([]);
    await clerk.audit.undo({ commandId: done.commandId });
    expect(await found('6021')).toEqual(expect.arrayContaining(['周淑芳']));
    expect(await found('9977')).toEqual([]);
  });

  test('for the siblings as well, but what the link says is of this student alone', async () => {
    const elder = await student('张思凡', [mother]);
    const younger = await student('张思远', [mother]);
    await change(younger, '周淑芬', { phone: '13600009977', relation: 'grandparent', isPayer: false });
    expect(await guardianOf(elder, '周淑芬')).toMatchObject({ phoneMasked: '136****9977', relation: 'mother', isPayer: true });
    expect(await guardianOf(younger, '周淑芬')).toMatchObject({ relation: 'grandparent', isPayer: false });
  });

  test('and a number of somebody else is refused', async () => {
    const id = await student('张思凡', [mother]);
    await student('李沐阳', [father]);
    await expect(change(id, '周淑芬', { phone: father.phone })).rejects.toMatchObject({ code: 'TAKEN', data: { field: 'phone' } });
    expect(kept().map((each) => each.phone)).toEqual(['13812346021', '13955558874']);
  });

  test('only by who has seen what is there: the links by the student, the person by the guardian', async () => {
    const elder = await student('张思凡', [mother]);
    const younger = await student('张思远', [mother]);
    const seen = await guardianOf(younger, '周淑芬');
    const input = {
      studentId: younger,
      guardianId: seen.id,
      version: 1,
      guardianVersion: seen.version,
      guardian: { ...mother, name: '周周' },
    };
    await change(elder, '周淑芬', { name: '周淑芳' });
    await expect(clerk.students.updateGuardian(input)).rejects.toMatchObject({ code: 'STALE', data: { seen: 1, now: 2 } });
    await add(younger, father);
    const stale = { studentId: younger, version: 1 };
    await expect(clerk.students.updateGuardian({ ...input, guardianVersion: 2 })).rejects.toMatchObject({ code: 'STALE' });
    await expect(clerk.students.removeGuardian({ ...stale, guardianId: seen.id })).rejects.toMatchObject({ code: 'STALE' });
    await expect(clerk.students.addGuardian({ ...stale, guardian: { name: '某' } })).rejects.toMatchObject({ code: 'STALE' });
  });
});

test('exactly one guardian is the primary contact, whatever is added, changed and removed', async () => {
  const id = await student('张思凡', [{ ...mother, isPrimary: false }]);
  expect(await primaries(id)).toEqual(['周淑芬']);
  await add(id, { ...father, isPrimary: true });
  expect(await primaries(id)).toEqual(['张建国']);
  await change(id, '周淑芬', { isPrimary: true });
  expect(await primaries(id)).toEqual(['周淑芬']);
  await change(id, '周淑芬', { isPrimary: false });
  expect(await primaries(id)).toEqual(['张建国']);
  const done = await remove(id, '张建国');
  expect(await primaries(id)).toEqual(['周淑芬']);
  await clerk.audit.undo({ commandId: done.commandId });
  expect(await primaries(id)).toEqual(['张建国']);
  await remove(id, '张建国');
  await change(id, '周淑芬', { isPrimary: false });
  expect(await primaries(id)).toEqual(['周淑芬']);
  const twice = await student('张思远', [mother, { ...father, isPrimary: true }]);
  expect(await primaries(twice)).toEqual(['周淑芬']);
});

describe('a guardian is removed', () => {
  test('from this student: the person stays with the sibling, and goes with the last one; undo brings the number back', async () => {
    const elder = await student('张思凡', [mother]);
    const younger = await student('张思远', [mother]);
    await remove(younger, '周淑芬');
    expect((await page(younger)).guardians).toEqual([]);
    expect((await page(elder)).guardians).toMatchObject([{ name: '周淑芬', siblings: [] }]);
    const done = await remove(elder, '周淑芬');
    expect(kept()).toEqual([]);
    await clerk.audit.undo({ commandId: done.commandId });
    expect(kept()).toEqual([{ name: '周淑芬', phone: '13812346021' }]);
    expect(await found('6021')).toContain('周淑芬');
  });

  test('but whom a follow-up calls stays on record', async () => {
    const id = await student('张思凡', [mother]);
    const { id: guardianId } = await guardianOf(id, '周淑芬');
    await desk.core.services.commands.run({ name: 'test', actor: { kind: 'system' }, undo: 'none', topics: [] }, (tx) => {
      tx.run(
        "INSERT INTO follow_ups (id, rule, student_id, guardian_id, due_on, due_at, next_on, state, created_at) VALUES (?, 'new_30d', ?, ?, '2026-11-20', 0, '2026-11-20', 'open', 0)",
        [desk.core.services.ids.next(), id, guardianId],
      );
    });
    await remove(id, '周淑芬');
    expect(kept()).toHaveLength(1);
  });
});

test('history tells it with the name and masked numbers, also of a guardian who is gone, and never a whole number', async () => {
  const id = await student('张思凡', []);
  await add(id, mother);
  await change(id, '周淑芬', { phone: '13899996021' });
  await remove(id, '周淑芬');
  const history = await clerk.audit.record({ kind: 'student', id });
  expect(history.map((each) => each.command)).toEqual([
    'students.remove-guardian',
    'students.update-guardian',
    'students.add-guardian',
    'students.create',
  ]);
  expect(history[1]?.changes).toEqual([{ field: 'phone', before: '138****6021', after: '138****6021', of: '周淑芬' }]);
  expect(history[0]?.changes).toContainEqual({ field: 'relation', before: 'mother', after: null, of: '周淑芬' });
  expect(JSON.stringify(history)).not.toMatch(/1381234|1389999/);
  expect(JSON.stringify(desk.log.entries)).not.toMatch(/1381234|1389999/);
});

test('an advisor changes guardians of own students only, support of nobody', async () => {
  const foreign = await student('孙二', [mother]);
  const own = await student('钱一', [father], { advisorId: desk.staffId('advisor') });
  const advisor = desk.as('advisor');
  const { id: guardianId } = await guardianOf(foreign, '周淑芬');
  const line = { name: '新家长' };
  await expect(advisor.students.addGuardian({ studentId: own, version: 1, guardian: line })).resolves.toBeDefined();
  const refused = { code: 'FORBIDDEN' };
  await expect(advisor.students.addGuardian({ studentId: foreign, version: 1, guardian: line })).rejects.toMatchObject(refused);
  await expect(
    advisor.students.updateGuardian({ studentId: foreign, guardianId, version: 1, guardianVersion: 1, guardian: line }),
  ).rejects.toMatchObject(refused);
  await expect(advisor.students.removeGuardian({ studentId: foreign, guardianId, version: 1 })).rejects.toMatchObject(refused);
  await expect(advisor.students.duplicatesOf({ id: foreign })).rejects.toMatchObject(refused);
  await expect(desk.as('support').students.addGuardian({ studentId: own, version: 2, guardian: line })).rejects.toMatchObject(refused);
  // somebody else's guardian cannot be reached through an own student
  await expect(
    advisor.students.updateGuardian({ studentId: own, guardianId, version: 2, guardianVersion: 1, guardian: line }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND', data: { what: 'guardian' } });
});

test('"do not contact" is set from a day and ended, each with its reason', async () => {
  const id = await student('张思凡', [mother]);
  const set = await clerk.students.setDoNotContact({ id, version: 1, on: '2026-11-20', reason: '家长来电要求' });
  expect((await page(id)).student).toMatchObject({ doNotContact: true, doNotContactOn: '2026-11-20' });
  await expect(clerk.students.setDoNotContact({ id, version: 1, on: null, reason: '可以了' })).rejects.toMatchObject({ code: 'STALE' });
  await clerk.students.setDoNotContact({ id, version: 2, on: null, reason: '家长说可以了' });
  expect((await page(id)).student).toMatchObject({ doNotContact: false, doNotContactOn: null });
  const history = await clerk.audit.record({ kind: 'student', id });
  expect(history.slice(0, 2).map((each) => [each.command, each.reason])).toEqual([
    ['students.do-not-contact', '家长说可以了'],
    ['students.do-not-contact', '家长来电要求'],
  ]);
  await clerk.audit.undo({ commandId: null });
  expect((await page(id)).student.doNotContact).toBe(true);
  await expect(clerk.students.setDoNotContact({ id, version: 4, on: null, reason: ' ' })).rejects.toMatchObject({
    code: 'INVALID',
    data: { field: 'reason' },
  });
  expect(set.undoable).toBe(true);
});

test('who may be the same as a student is told on the page: siblings with one guardian are not', async () => {
  const id = await student('张思凡', [mother], { birthOn: '2017-03-02' });
  await student('张思远', [mother]);
  await student('李沐阳', [], { phone: '13812346021' });
  expect(await clerk.students.duplicatesOf({ id })).toEqual([]);
  const tail = await student('张思帆', [{ ...father, phone: '13999996021' }]);
  const birth = await student('张思凡', [], { birthOn: '2017-03-02' });
  const same = await student('张思凡', [mother]);
  const answer = await clerk.students.duplicatesOf({ id });
  expect(new Map(answer.map((each) => [each.id, each.why]))).toEqual(
    new Map([
      [tail, 'pinyin_tail'],
      [birth, 'name_birth'],
      [same, 'phone'],
    ]),
  );
  expect(JSON.stringify(answer)).not.toContain('13812346021');
});
