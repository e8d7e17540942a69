import { beforeEach, describe, expect, test } from 'vitest';
import type { ApiClient } from '../support/api.ts';
import { openDesk } from '../support/desk.ts';

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
const mother = (name: string, phone: string) => ({
  name,
  relation: 'mother' as const,
  phone,
  isPrimary: true,
  isPayer: true,
  mayPickUp: true,
});

let desk: Awaited<ReturnType<typeof openDesk>>;
let clerk: ApiClient;
beforeEach(async () => {
  desk = await openDesk({ staff: ['specialist', 'advisor', 'support'] });
  clerk = desk.as('specialist');
});

describe('a student', () => {
  test('gets a number, a normal name and phones; the same guardian is one person with an alias', async () => {
    const first = await clerk.students.create({
      student: { ...blank, name: ' 张 思凡 ' },
      guardians: [mother('周淑芬', '+86 138-1234-6021')],
    });
    const second = await clerk.students.create({
      student: { ...blank, name: '迪丽热巴•艾力' },
      guardians: [mother('周女士', '13812346021')],
    });
    expect([first.number, second.number]).toEqual(['S2026-0001', 'S2026-0002']);
    const page = await clerk.students.get({ id: second.id });
    expect(page.student.name).toBe('迪丽热巴·艾力');
    expect(page.guardians).toMatchObject([{ name: '周淑芬', phoneMasked: '138****6021', siblings: [{ name: '张思凡' }] }]);
  });

  test.each([
    ['name', { name: '   ' }, {}],
    ['phone', { phone: '12345' }, {}],
    ['birthOn', { birthOn: '2027-01-01' }, {}],
    ['guardians.0.phone', {}, { phone: '无' }],
  ])('is refused with the field that is wrong: %s', async (field, student, guardian) => {
    const refused = clerk.students.create({
      student: { ...blank, name: '李一', ...student },
      guardians: [{ ...mother('李母', '13800000000'), ...guardian }],
    });
    await expect(refused).rejects.toMatchObject({ code: 'INVALID', data: { field: field === 'name' ? 'student.name' : field } });
    expect((await clerk.students.list({})).total).toBe(0);
  });

  test('saved twice with one key is one student; a stale save is refused; undo takes it away again', async () => {
    const key = desk.core.services.ids.next();
    const once = await clerk.students.create({ student: { ...blank, name: '王一' }, guardians: [], key });
    const twice = await clerk.students.create({ student: { ...blank, name: '王一' }, guardians: [], key });
    expect(twice.id).toBe(once.id);
    await clerk.students.update({ id: once.id, version: 1, student: { ...blank, name: '王一二' } });
    await expect(clerk.students.update({ id: once.id, version: 1, student: { ...blank, name: '王三' } })).rejects.toMatchObject({
      code: 'STALE',
      data: { seen: 1, now: 2 },
    });
    await clerk.audit.undo({ commandId: null });
    expect((await clerk.students.get({ id: once.id })).student.name).toBe('王一');
    await clerk.audit.undo({ commandId: once.commandId });
    expect((await clerk.students.list({})).total).toBe(0);
  });

  test('that may be the same person is pointed at, with the reason', async () => {
    await clerk.students.create({
      student: { ...blank, name: '张思凡', birthOn: '2017-03-02' },
      guardians: [mother('周淑芬', '13812346021')],
    });
    const ask = (name: string, birthOn: string | null, phones: string[]) => clerk.students.duplicates({ name, birthOn, phones });
    expect(await ask('某人', null, ['138 1234 6021'])).toMatchObject([{ name: '张思凡', why: 'phone' }]);
    expect(await ask('张思凡', '2017-03-02', [])).toMatchObject([{ why: 'name_birth' }]);
    expect(await ask('张思帆', null, ['13999996021'])).toMatchObject([{ why: 'pinyin_tail' }]);
    expect(await ask('张思帆', null, ['13999990000'])).toEqual([]);
  });
});

test('a whole number is shown for a reason that is kept, and never stands in history or log', async () => {
  const { id } = await clerk.students.create({ student: { ...blank, name: '赵一', phone: '13655554444' }, guardians: [] });
  expect((await clerk.students.get({ id })).student.phoneMasked).toBe('136****4444');
  expect(await clerk.students.reveal({ of: 'student', id, reason: { kind: 'typed', words: '家长要求核对' } })).toEqual({
    phone: '13655554444',
  });
  const kept = desk.core.services.db.all<{ reason: string; of_id: string }>('SELECT reason, of_id FROM reveals');
  expect(kept).toEqual([{ reason: '家长要求核对', of_id: id }]);
  expect(JSON.stringify(desk.log.entries)).not.toContain('5555');
  const history = await desk.as('manager').audit.record({ kind: 'student', id });
  expect(JSON.stringify(history)).not.toContain('13655554444');
  expect(history.flatMap((each) => each.changes.map((change) => change.field))).toContain('name');
});

test('an advisor sees own students only, support sees names only, nobody without the right exports', async () => {
  const advisor = desk.as('advisor');
  const me = desk.staffId('advisor');
  const own = await clerk.students.create({
    student: { ...blank, name: '钱一', advisorId: me },
    guardians: [mother('钱母', '13700001111')],
  });
  const other = await clerk.students.create({ student: { ...blank, name: '孙二' }, guardians: [mother('孙母', '13700002222')] });
  expect((await advisor.students.list({})).rows.map((row) => row.name)).toEqual(['钱一']);
  await expect(advisor.students.get({ id: other.id })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect((await advisor.students.get({ id: own.id })).guardians).toHaveLength(1);
  const support = desk.as('support');
  const page = await support.students.get({ id: own.id });
  expect(page.guardians).toEqual([]);
  expect(page.student).toMatchObject({ name: '钱一', phoneMasked: '', birthOn: null });
  await expect(clerk.students.export({ purpose: '核对', format: 'csv', lang: 'zh-CN' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('an export names its purpose, masks phones unless asked, and neutralises formulas', async () => {
  await clerk.students.create({ student: { ...blank, name: '=SUM(A1)李', phone: '13655554444', school: '@school' }, guardians: [] });
  const manager = desk.as('manager');
  const { file, rows } = await manager.students.export({ purpose: '期末核对', format: 'csv', lang: 'zh-CN' });
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await file.arrayBuffer());
  expect(rows).toBe(1);
  expect(text.startsWith('\ufeff"学号","姓名"')).toBe(true);
  expect(text).toContain('"\'=SUM(A1)李"');
  expect(text).toContain('"\'@school"');
  expect(text).toContain('136****4444');
  expect(desk.core.services.db.all('SELECT purpose, rows, masked, names_masked AS names FROM exports')).toEqual([
    { purpose: '期末核对', rows: 1, masked: 1, names: 0 },
  ]);
});

test('names of students and guardians are masked in an export when that is asked for, and the register says so', async () => {
  await clerk.students.create({ student: { ...blank, name: '欧阳雪梅' }, guardians: [mother('周淑芬', '13812346021')] });
  const asked = { purpose: '家长会签到', format: 'csv', phonesMasked: false, namesMasked: true, lang: 'zh-CN' } as const;
  const { file } = await desk.as('manager').students.export(asked);
  const text = await file.text();
  expect(text).toContain('"欧***"');
  expect(text).toContain('"周**","13812346021"');
  expect(text).not.toMatch(/阳雪梅|淑芬/);
  expect(desk.core.services.db.all('SELECT masked, names_masked AS names FROM exports')).toEqual([{ masked: 0, names: 1 }]);
});
