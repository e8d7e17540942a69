import { PASSWORD, people } from '../support/people.ts';
import { expect, test } from './support/launch.ts';

test('heavy work finds its thread in the build', async ({ launch }) => {
  const desk = await launch();
  const api = await desk.api('supervisor');
  expect(await api.audit.verify()).toMatchObject({ ok: true });
});

test('a restore opens the folder anew behind the same pages and signs everybody out', async ({ launch }) => {
  const desk = await launch({ as: 'manager' });
  const api = await desk.api('manager');
  const backup = await api.backups.create();
  await api.staff.create({
    name: '后来的人',
    login: '',
    phone: '',
    roles: [],
    departments: [],
    headOf: [],
    joinedOn: '2026-11-01',
    leftOn: null,
    password: null,
  });
  expect((await api.staff.names({})).map((row) => row.name)).toContain('后来的人');
  await api.backups.restore({ file: backup.file });
  await expect.poll(async () => (await api.session.current()).state).toBe('signed-out');
  await api.session.login({ login: people.manager.login, password: PASSWORD });
  expect((await api.staff.names({})).map((row) => row.name)).not.toContain('后来的人');
  expect(await api.audit.verify()).toMatchObject({ ok: true });
  // the page in front of a person noticed by itself
  await expect(desk.page.getByRole('textbox', { name: '登录名' })).toBeVisible();
  await expect(desk.page.getByRole('navigation')).toHaveCount(0);
});

test('what was acknowledged is there after the program was killed', async ({ launch }) => {
  const desk = await launch();
  const api = await desk.api('manager');
  const before = await api.settings.get();
  const { version, ...fields } = before;
  await api.settings.save({ ...fields, idleMinutes: 37, version });
  await desk.restart({ kill: true, now: '2026-11-23T09:00+08:00' });
  const again = await desk.api('manager');
  expect((await again.settings.get()).idleMinutes).toBe(37);
  expect((await again.session.current()).now).toBeGreaterThanOrEqual(Date.parse('2026-11-23T09:00+08:00'));
});
