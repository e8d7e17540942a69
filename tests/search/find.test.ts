import { beforeEach, describe, expect, test } from 'vitest';
import type { Identity } from '#main/base/os.ts';
import { find } from '#main/search/service.ts';
import { createStudent, updateStudent } from '#main/students/service.ts';
import type { Role } from '#shared/contract/fields.ts';
import { grantsOf } from '#shared/rules/access.ts';
import { system, type TestDatabase, testDatabase } from '../support/database.ts';

const as = (role: Role, staffId = 'x'): Identity => ({
  staffId,
  name: '',
  roles: [role],
  departments: [],
  headOf: [],
  grants: grantsOf([role], false),
});
const blank = {
  gender: '' as const,
  birthOn: null,
  phone: '',
  wechat: '',
  school: '',
  grade: '',
  source: '',
  advisorId: null,
  tags: [],
  remark: '',
};
const spec = { name: 'students.create', actor: system, undo: 'rows' as const, topics: [] };

let desk: TestDatabase;
async function add(name: string, guardian: string, phone: string, own = ''): Promise<string> {
  const { result } = await desk.commands.run(spec, (tx) =>
    createStudent(
      tx,
      desk.ids,
      { ...blank, name, phone: own },
      [{ name: guardian, relation: 'mother', phone, isPrimary: true, isPayer: true, mayPickUp: true }],
      '2026-10-15',
    ),
  );
  return result.id;
}
const names = (text: string, identity = as('specialist')) =>
  find(desk.db, identity, text, 8, null).flatMap((group) => group.hits.map((hit) => `${group.kind}:${hit.title}`));

beforeEach(async () => {
  desk = await testDatabase();
  await add('张思凡', '周淑芬', '13812346021');
  await add('曾诗芳', '曾强', '13900001111');
  await add('单雨涵', '单伟', '13700002222', '13655554444');
  await add('迪丽热巴·艾力', '艾力', '15000003333');
});

describe('anyone is found by', () => {
  test.each([
    ['one character', '凡', 'student:张思凡'],
    ['two characters inside', '思凡', 'student:张思凡'],
    ['the surname', '张', 'student:张思凡'],
    ['initials', 'zsf', 'student:张思凡'],
    ['pinyin begun', 'zhangs', 'student:张思凡'],
    ['the surname reading of a polyphone', 'zengshifang', 'student:曾诗芳'],
    ['the other reading too', 'cengshi', 'student:曾诗芳'],
    ['shan for 单', 'shanyuhan', 'student:单雨涵'],
    ['dan for 单', 'danyuhan', 'student:单雨涵'],
    ['the tail of the own phone', '4444', 'student:单雨涵'],
    ['the tail of the guardian phone', '6021', 'guardian:周淑芬'],
    ['the whole phone', '13812346021', 'guardian:周淑芬'],
    ['the beginning of a phone', '138123', 'guardian:周淑芬'],
    ['the guardian', '周淑', 'guardian:周淑芬'],
    ['a part of a minority name without its dot', '热巴艾', 'student:迪丽热巴·艾力'],
    ['the student number', 'S2026-0003', 'student:单雨涵'],
  ])('%s', (_how, text, wanted) => {
    expect(names(text)).toContain(wanted);
  });

  test('nothing that is not there', () => {
    expect(names('张雨')).toEqual([]);
    expect(names('9999')).toEqual([]);
    expect(names('"* OR')).toEqual([]);
    expect(names('   ')).toEqual([]);
  });
});

test('the whole name comes before those that only contain it', async () => {
  await add('张思凡妮', '王一', '13500000001');
  await add('小张思凡', '王二', '13500000002');
  expect(names('张思凡').filter((name) => name.startsWith('student'))).toEqual(['student:张思凡', 'student:张思凡妮', 'student:小张思凡']);
});

test('a changed name is found under the new and not under the old', async () => {
  const id = await add('李旧', '李母', '13500000003');
  await desk.commands.run({ ...spec, name: 'students.update' }, (tx) => updateStudent(tx, id, 1, { ...blank, name: '李新' }, '2026-10-15'));
  expect(names('李新')).toContain('student:李新');
  expect(names('李旧')).toEqual([]);
});

test('an undone student is not found any more', async () => {
  const staff = { kind: 'person' as const, staffId: 'p1' };
  const { commandId } = await desk.commands.run({ ...spec, actor: staff }, (tx) =>
    createStudent(tx, desk.ids, { ...blank, name: '赵一时' }, [], '2026-10-15'),
  );
  expect(names('赵一时')).toEqual(['student:赵一时']);
  await desk.commands.undo(commandId, staff);
  expect(names('赵一时')).toEqual([]);
});

test('phones are masked; support sees names only, an advisor only own students', () => {
  const [group] = find(desk.db, as('specialist'), '单雨涵', 8, null);
  expect(group?.hits[0]?.phoneMasked).toBe('136****4444');
  const forSupport = find(desk.db, as('support'), '单', 8, null);
  expect(forSupport.map((each) => each.kind)).toEqual(['student']);
  expect(forSupport[0]?.hits[0]?.phoneMasked).toBe('');
  expect(names('张思凡', as('advisor', 'nobody'))).toEqual([]);
  // An advisor at the phone may find a caller by the full number.
  expect(names('13655554444', as('advisor', 'nobody'))).toEqual(['student:单雨涵']);
});
