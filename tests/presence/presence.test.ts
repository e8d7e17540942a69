import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import type { Connection } from '#main/base/os.ts';
import { createPresence } from '#main/base/presence.ts';
import { changesRouter } from '#main/changes/router.ts';
import { presenceRouter } from '#main/presence/router.ts';
import { type MemberKey, openDesk, record, refusal } from '../complaints/desk.ts';

const seats = { a: '019ab000-0000-7000-8000-00000000000a', b: '019ab000-0000-7000-8000-00000000000b' };

async function twoPeople() {
  const desk = await openDesk();
  const { id } = (await record(desk, {}, 'manager')).complaint;
  const told: string[][] = [];
  const presence = createPresence({ publish: (topics) => told.push([...topics]) });
  const sit = (key: MemberKey) => {
    const connection: Connection = { id: key, host: 'test', staffId: desk.staff[key], locked: false };
    const services = { ...desk.services, presence };
    const client = createRouterClient({ presence: presenceRouter, changes: changesRouter }, { context: { services, connection } });
    return { connection, presence: client.presence, changes: client.changes };
  };
  const here = (seat: string, writing = false) => ({ kind: 'complaint' as const, id, seat, writing });
  return { desk, id, told, presence, sit, here };
}

describe('presence', () => {
  it('two people with the same complaint open see each other, and whether one writes; asking again tells nobody', async () => {
    const { sit, here, told } = await twoPeople();
    const one = sit('manager');
    const two = sit('supervisor');
    expect(await one.presence.here(here(seats.a))).toEqual({ others: [] });
    expect((await two.presence.here(here(seats.b))).others).toMatchObject([{ name: '陈静', writing: false }]);
    expect((await one.presence.here(here(seats.a, true))).others).toMatchObject([{ name: '周岚' }]);
    expect((await two.presence.here(here(seats.b))).others).toMatchObject([{ name: '陈静', writing: true }]);
    expect(told).toEqual([['presence'], ['presence'], ['presence']]);
    await one.presence.leave({ seat: seats.a });
    expect((await two.presence.here(here(seats.b))).others).toEqual([]);
    expect(told).toHaveLength(4);
  });

  it('ends with lock, sign-out, another person in the same window, and the end of the last stream', async () => {
    const { sit, here, presence, id } = await twoPeople();
    const one = sit('manager');
    const two = sit('supervisor');
    const seen = async () => (await two.presence.here(here(seats.b))).others.length;
    const sitDown = () => one.presence.here(here(seats.a));
    await sitDown();
    one.connection.locked = true;
    expect(await seen()).toBe(0);
    expect((await refusal(sitDown())).code).toBe('LOCKED');
    presence.changed(one.connection);
    one.connection.locked = false;
    expect(await seen()).toBe(0);
    await sitDown();
    one.connection.staffId = sit('specialist').connection.staffId;
    expect(await seen()).toBe(0);
    await sitDown();
    expect(await seen()).toBe(1);

    // two tabs of one browser share the last stream; a stream that is followed by another one ends nothing
    const first = await one.changes.watch();
    await first.next();
    const second = await one.changes.watch();
    await second.next();
    await first.return?.();
    expect(await seen()).toBe(1);
    await second.return?.();
    expect(presence.at({ kind: 'complaint', id }).map((each) => each.staffId)).toEqual([two.connection.staffId]);
  });

  it('is only for who may see the complaint', async () => {
    const { sit, here, presence, id } = await twoPeople();
    expect((await refusal(sit('advisor').presence.here(here(seats.a)))).code).toBe('FORBIDDEN');
    expect(presence.at({ kind: 'complaint', id })).toEqual([]);
  });
});
