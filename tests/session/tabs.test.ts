import { createRouterClient } from '@orpc/server';
import { expect, test } from 'vitest';
import { PERSON_HEADER } from '#shared/contract/base.ts';
import { openDesk } from '../support/desk.ts';
import { PASSWORD, people } from '../support/people.ts';

/** Two tabs of one browser: one connection, and each page says for whom it asks. */
async function twoTabs() {
  const desk = await openDesk({ staff: ['specialist', 'specialist2'], passwords: true });
  const { core, staffId } = desk;
  const connection = core.connect();
  const tabOf = (person: 'specialist' | 'specialist2' | null) => {
    const headers = new Headers(person ? { [PERSON_HEADER]: staffId(person) } : {});
    return createRouterClient(core.router, { context: { ...core.context(connection), reqHeaders: headers } });
  };
  const topics: string[] = [];
  const heard = core.services.changes.subscribe();
  void (async () => {
    for await (const change of heard) topics.push(...change.topics);
  })();
  const told = (): boolean => topics.splice(0).includes('session');
  return { ...desk, connection, tabOf, told };
}

test('login, lock, unlock, switch and logout are told to the other tabs', async () => {
  const { tabOf, told, staffId } = await twoTabs();
  const door = tabOf(null);
  await door.session.login({ login: people.specialist2.login, password: PASSWORD });
  expect(told()).toBe(true);
  await door.session.setPin({ pin: '2468' });
  await door.session.login({ login: people.specialist.login, password: PASSWORD });
  told();
  await door.session.lock();
  expect(told()).toBe(true);
  await door.session.unlock({ secret: PASSWORD });
  expect(told()).toBe(true);
  await door.session.switchTo({ staffId: staffId('specialist2'), pin: '2468' });
  expect(told()).toBe(true);
  await door.session.logout();
  expect(told()).toBe(true);
});

test('what a tab began for one person is not done as another who sat down meanwhile', async () => {
  const { tabOf, staffId, core } = await twoTabs();
  await tabOf(null).session.login({ login: people.specialist.login, password: PASSWORD });
  const old = tabOf('specialist');
  const staff = { form: 'students.add', staffId: staffId('specialist') };
  await old.drafts.save({ ...staff, value: '"first"' });
  await tabOf('specialist').session.lock();
  // the words of the last moment, from behind the lock
  await old.drafts.save({ ...staff, value: '"last words"' });
  await expect(old.drafts.load({ form: 'students.add' })).rejects.toMatchObject({ code: 'LOCKED' });
  await tabOf('specialist').session.login({ login: people.specialist2.login, password: PASSWORD });

  await expect(old.students.create({ student: { name: '林一' }, guardians: [] })).rejects.toMatchObject({ code: 'PERSON_CHANGED' });
  await expect(old.students.list({})).rejects.toMatchObject({ code: 'PERSON_CHANGED' });
  await expect(old.drafts.save({ ...staff, value: '"too late"' })).rejects.toMatchObject({ code: 'PERSON_CHANGED' });
  expect(await tabOf('specialist2').drafts.load({ form: 'students.add' })).toBeNull();
  expect((await old.session.current()).person?.id).toBe(staffId('specialist2'));
  expect(core.services.db.all('SELECT staff_id AS staffId, value FROM drafts')).toEqual([
    { staffId: staffId('specialist'), value: '"last words"' },
  ]);
  await tabOf('specialist2').session.logout();
  await expect(old.drafts.drop(staff)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});
