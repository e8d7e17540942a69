import { describe, expect, it } from 'vitest';
import { at, type Desk, type MemberKey, openDesk, record } from './desk.ts';

const MINUTE = 60_000;

async function begun(desk: Desk) {
  const page = await record(desk, {}, 'manager');
  const { id } = page.complaint;
  const owner = desk.keyOf(page.complaint.owner?.id) as MemberKey;
  const act = () => ({ id, version: desk.version(id) });
  const node = async (key: string) => (await desk.as('manager').complaints.get({ id })).nodes.find((each) => each.key === key);
  return { id, owner, act, node, mine: desk.as(owner).complaints };
}

describe('the strip of nodes', () => {
  it('acceptance is measured by its 30 minutes from when the present owner got it, kept or late', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { act, node, mine, owner } = await begun(desk);
    expect(await node('accept')).toMatchObject({ state: 'running', dueAt: at('2026-11-20 16:00'), marginMinutes: 30 });
    desk.clock.step(45 * MINUTE);
    await mine.accept(act());
    expect(await node('accept')).toMatchObject({ state: 'done', dueAt: at('2026-11-20 16:00'), marginMinutes: -15 });
    // another owner has another half hour
    const other: MemberKey = owner === 'specialist' ? 'specialist2' : 'specialist';
    await desk.as('manager').complaints.assign({ ...act(), staffId: desk.staff[other], reason: '她认识家长' });
    expect(await node('accept')).toMatchObject({ state: 'running', at: desk.clock.now(), marginMinutes: 30 });
    desk.clock.step(10 * MINUTE);
    await desk.as(other).complaints.accept(act());
    expect(await node('accept')).toMatchObject({ state: 'done', marginMinutes: 20 });
  });

  it('rectification is late when one of several was, whichever was decided last', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { id, act, node, mine, owner } = await begun(desk);
    const what = (words: string) => ({ ...act(), decision: words, rectification: { what: words, ownerId: desk.staff[owner] } });
    await mine.decide(what('排课表'));
    const early = (await node('rectify'))?.dueAt;
    desk.clock.set(at('2026-12-02 10:00'));
    await mine.decide(what('公示'));
    // what falls due first is what counts, late by now
    expect((await node('rectify'))?.dueAt).toBe(early);
    expect((await node('rectify'))?.marginMinutes).toBeLessThan(0);
    const supervisor = desk.as('supervisor').complaints;
    for (const { id: rectificationId } of (await mine.get({ id })).rectifications) {
      await mine.rectificationDone({ ...act(), rectificationId });
      await supervisor.verifyRectification({ ...act(), rectificationId });
      desk.clock.step(MINUTE);
    }
    const done = await node('rectify');
    expect([done?.state, done?.dueAt]).toEqual(['done', early]);
    expect(done?.marginMinutes).toBeLessThan(0);
  });
});
