import { expect, test } from 'vitest';
import { delayAfter } from '#main/session/secrets.ts';
import { HOUR, MINUTE } from '#shared/rules/zone.ts';
import type { ApiClient } from '../support/api.ts';
import { openDesk } from '../support/desk.ts';
import { PASSWORD, people } from '../support/people.ts';

const wrong = (api: ApiClient, password = 'not-the-password') =>
  api.session.login({ login: people.specialist.login, password }).catch((error: unknown) => error);

test('the delay begins with the fifth wrong try and doubles up to a quarter of an hour', () => {
  expect([1, 4, 5, 6, 7, 50].map(delayAfter)).toEqual([0, 0, 30_000, 60_000, 120_000, 15 * MINUTE]);
});

test('five wrong passwords make even the right one wait, in every window, and the log names nobody', async () => {
  const { clock, log, window } = await openDesk({ staff: ['specialist'], passwords: true });
  const api = window();
  for (let n = 1; n <= 4; n += 1) expect(await wrong(api)).toMatchObject({ code: 'WRONG_PASSWORD', data: { waitUntil: null } });
  expect(await wrong(api)).toMatchObject({ code: 'WRONG_PASSWORD', data: { waitUntil: clock.now() + 30_000 } });
  expect(await wrong(window(), PASSWORD)).toMatchObject({ code: 'WRONG_PASSWORD', data: { waitUntil: clock.now() + 30_000 } });
  clock.step(30_000);
  expect((await api.session.login({ login: people.specialist.login.toUpperCase(), password: PASSWORD })).person.name).toBe(
    people.specialist.name,
  );
  expect(JSON.stringify(log.entries)).not.toContain(people.specialist.login);
  expect(JSON.stringify(log.entries)).not.toContain(people.specialist.name);
});

test('tries at the same time are looked at one after the other, and a crowd of them is sent away', async () => {
  const { clock, window } = await openDesk({ staff: ['specialist'], passwords: true });
  const answers = await Promise.all(Array.from({ length: 12 }, () => wrong(window())));
  const codes = answers.map((each) => (each as { code: string }).code);
  expect(codes.filter((code) => code === 'TOO_MANY_TRIES')).toHaveLength(7);
  // the fifth of them began the delay, so the right one waits as well
  expect(await wrong(window(), PASSWORD)).toMatchObject({ code: 'WRONG_PASSWORD', data: { waitUntil: clock.now() + 30_000 } });
});

test('a right unlock forgets the wrong tries before it', async () => {
  const { window } = await openDesk({ staff: ['specialist'], passwords: true });
  const api = window();
  await api.session.login({ login: people.specialist.login, password: PASSWORD });
  for (let round = 1; round <= 2; round += 1) {
    await api.session.lock();
    for (let n = 1; n <= 3; n += 1)
      await expect(api.session.unlock({ secret: 'not-this' })).rejects.toMatchObject({ data: { waitUntil: null } });
    await api.session.unlock({ secret: PASSWORD });
  }
});

test('a new password signs the person out wherever they sat with the old one', async () => {
  const desk = await openDesk({ staff: ['specialist'], passwords: true });
  const [here, there] = [desk.as('specialist'), desk.as('specialist')];
  await here.session.changePassword({ current: PASSWORD, next: 'my-own-new-one' });
  expect((await here.session.current()).state).toBe('in');
  expect((await there.session.current()).state).toBe('signed-out');
  await desk.as('manager').staff.resetPassword({ id: desk.staffId('specialist'), password: 'given-by-the-manager' });
  expect((await here.session.current()).state).toBe('signed-out');
  await expect(here.students.list({})).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('a PIN is for this day only, opens the lock and switches the person, and a wrong one is counted', async () => {
  const { clock, window } = await openDesk({ staff: ['specialist', 'specialist2'], passwords: true });
  const api = window();
  await api.session.login({ login: people.specialist.login, password: PASSWORD });
  await api.session.setPin({ pin: '2468' });
  await api.session.lock();
  await expect(api.students.list({})).rejects.toMatchObject({ code: 'LOCKED' });
  await expect(api.session.unlock({ secret: '1357' })).rejects.toMatchObject({ code: 'WRONG_PASSWORD' });
  expect((await api.session.unlock({ secret: '2468' })).person.name).toBe(people.specialist.name);
  await api.session.login({ login: people.specialist2.login, password: PASSWORD });
  const [first] = await api.session.switchable();
  expect(first?.name).toBe(people.specialist.name);
  await api.session.switchTo({ staffId: first?.id ?? '', pin: '2468' });
  expect((await api.session.current()).person?.name).toBe(people.specialist.name);
  clock.step(24 * HOUR);
  expect(await api.session.switchable()).toEqual([]);
  await expect(api.session.switchTo({ staffId: first?.id ?? '', pin: '2468' })).rejects.toMatchObject({ code: 'PIN_NOT_ALLOWED' });
  await expect(api.session.setPin({ pin: '2468' })).rejects.toMatchObject({ code: 'PIN_NOT_ALLOWED' });
});

test('a lone manager comes back with the recovery code, and every manager is told', async () => {
  const { core, window } = await openDesk({ passwords: true });
  const recoveryCode = await core.services.renewRecoveryCode(async () => undefined);
  const api = window();
  const { login } = people.manager;
  await expect(
    api.session.resetWithRecoveryCode({
      login,
      recoveryCode: recoveryCode.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')),
      password: 'a-new-password',
    }),
  ).rejects.toBeDefined();
  await api.session.resetWithRecoveryCode({ login, recoveryCode: recoveryCode.toLowerCase(), password: 'a-new-password' });
  await expect(api.session.login({ login, password: PASSWORD })).rejects.toMatchObject({ code: 'WRONG_PASSWORD' });
  await api.session.login({ login, password: 'a-new-password' });
  expect((await api.messages.list({})).messages.map((message) => message.kind)).toContain('recovery_used');
});

test('a denied command names the right that is missing; who left is nobody any more', async () => {
  const desk = await openDesk({ staff: ['specialist'], passwords: true });
  const manager = desk.as('manager');
  const clerk = desk.as('specialist');
  await expect(clerk.backups.create()).rejects.toMatchObject({ code: 'FORBIDDEN', data: { right: 'backups.manage' } });
  expect(desk.log.entries).toContainEqual(
    expect.objectContaining({ event: 'denied', right: 'backups.manage', procedure: 'backups.create' }),
  );
  const row = (await manager.staff.list()).find((each) => each.login === people.specialist.login);
  if (!row) throw new Error('the clerk is not listed');
  const { id, version, active: _active, hasPassword: _hasPassword, ...fields } = row;
  await manager.staff.update({ ...fields, id, version, leftOn: '2026-11-20' });
  desk.clock.step(24 * HOUR);
  await expect(clerk.students.list({})).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await expect(clerk.session.login({ login: people.specialist.login, password: PASSWORD })).rejects.toMatchObject({
    code: 'WRONG_PASSWORD',
  });
});

test('the last manager can neither leave nor lose the role, and a login is taken once', async () => {
  const api = (await openDesk({ staff: ['specialist'] })).as('manager');
  const row = (await api.staff.list()).find((each) => each.login === people.manager.login);
  if (!row) throw new Error('the manager is not listed');
  const { active: _active, hasPassword: _hasPassword, ...fields } = row;
  await expect(api.staff.update({ ...fields, roles: ['supervisor'] })).rejects.toMatchObject({
    code: 'INVALID',
    data: { reason: 'last_manager' },
  });
  await expect(api.staff.update({ ...fields, leftOn: '2026-01-01' })).rejects.toMatchObject({
    code: 'INVALID',
    data: { reason: 'last_manager' },
  });
  await expect(api.staff.create({ ...fields, login: people.specialist.login, password: null })).rejects.toMatchObject({
    code: 'TAKEN',
  });
  await expect(api.staff.update({ ...fields, version: 99 })).rejects.toMatchObject({ code: 'STALE', data: { seen: 99, now: 1 } });
});

test('a change of a person is taken back only while a manager is left, and never where the login changed', async () => {
  const desk = await openDesk({ staff: ['specialist', 'supervisor'] });
  const manager = desk.as('manager');
  const rowOf = async (login: string) => {
    const row = (await desk.as('manager').staff.list()).find((each) => each.login === login);
    if (!row) throw new Error('nobody has this login');
    const { active: _active, hasPassword: _hasPassword, ...fields } = row;
    return fields;
  };
  const promoted = await manager.staff.update({ ...(await rowOf(people.supervisor.login)), roles: ['manager', 'supervisor'] });
  expect(promoted.undoable).toBe(true);
  const demotion = await desk.as('supervisor').staff.update({ ...(await rowOf(people.manager.login)), roles: ['specialist'] });
  // the right to do it is gone, and with it the right to take it back
  await expect(manager.audit.undo({ commandId: promoted.commandId })).rejects.toMatchObject({
    code: 'FORBIDDEN',
    data: { right: 'staff.manage' },
  });
  // who may, still cannot leave the centre without a manager
  await expect(
    desk.core.services.commands.undo(promoted.commandId, { kind: 'person', staffId: desk.staffId('manager') }),
  ).rejects.toMatchObject({
    code: 'UNDO_NOT_POSSIBLE',
    data: { reason: 'last_manager' },
  });
  await desk.as('supervisor').audit.undo({ commandId: demotion.commandId });
  expect((await rowOf(people.manager.login)).roles).toEqual(['manager']);
  await manager.audit.undo({ commandId: promoted.commandId });
  expect((await rowOf(people.supervisor.login)).roles).toEqual(['supervisor']);

  const renamed = await manager.staff.update({ ...(await rowOf(people.specialist.login)), login: 'another' });
  expect(renamed.undoable).toBe(false);
  await expect(manager.audit.undo({ commandId: renamed.commandId })).rejects.toMatchObject({ code: 'UNDO_NOT_POSSIBLE' });
});

test('once there is a centre only who may change its settings opens the demo in its place', async () => {
  let opened = 0;
  const openDemo = async () => {
    opened += 1;
    return [];
  };
  const desk = await openDesk({ staff: ['specialist'], host: { openDemo } });
  for (const api of [desk.window(), desk.as('specialist')])
    await expect(api.setup.openDemo()).rejects.toMatchObject({ code: 'FORBIDDEN', data: { right: 'settings.manage' } });
  await desk.as('manager').setup.openDemo();
  expect(opened).toBe(1);
});
