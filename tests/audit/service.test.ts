import { expect, test } from 'vitest';
import { verifyDatabase } from '#main/audit/verify.ts';
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

test('the list of commands tells who, why and how many rows; a page follows the other without a gap', async () => {
  const desk = await openDesk({ staff: ['specialist'] });
  const clerk = desk.as('specialist');
  for (let n = 0; n < 5; n += 1) await clerk.students.create({ student: { ...blank, name: `学员${n}` }, guardians: [] });
  const manager = desk.as('manager');
  await manager.students.export({ purpose: '期末核对', format: 'csv', lang: 'zh-CN' });
  const first = await manager.audit.commands({ limit: 3 });
  expect(first.rows[0]).toMatchObject({ name: 'students.export', reason: '期末核对', rows: 1 });
  expect(first.rows[1]).toMatchObject({ name: 'students.create', reason: '', rows: 1 });
  const second = await manager.audit.commands({ limit: 3, cursor: first.next ?? undefined });
  expect(new Set([...first.rows, ...second.rows].map((row) => row.id)).size).toBe(6);
  await expect(manager.audit.commands({ cursor: '5' })).rejects.toMatchObject({ code: 'INVALID' });
  await expect(clerk.audit.commands({})).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('a check over everything finds nothing in an honest file and the place in a changed one', async () => {
  const desk = await openDesk({ staff: ['specialist'] });
  const { id } = await desk.as('specialist').students.create({ student: { ...blank, name: '学员' }, guardians: [] });
  expect(await desk.as('manager').audit.verify()).toMatchObject({ ok: true, brokenAt: null });
  const db = desk.core.services.db as Parameters<typeof verifyDatabase>[0];
  db.raw.exec('DROP TRIGGER history_is_final; UPDATE history SET row_id = row_id || 0 WHERE id = 1');
  const report = verifyDatabase(db);
  expect(report.ok).toBe(false);
  expect(report.brokenAt).toMatch(/^chain:/);
  expect(id).not.toBe('');
});
