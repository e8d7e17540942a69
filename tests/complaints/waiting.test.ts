import { describe, expect, it } from 'vitest';
import { at, type Desk, type MemberKey, openDesk, record } from './desk.ts';

const HOUR = 3_600_000;

/** A complaint whose owner waits for the family from 16:30 on, with something to put right. */
async function waiting(desk: Desk) {
  const page = await record(desk, {}, 'manager');
  const { id } = page.complaint;
  const owner = desk.keyOf(page.complaint.owner?.id) as MemberKey;
  const mine = desk.as(owner).complaints;
  const act = () => ({ id, version: desk.version(id) });
  await mine.accept(act());
  await mine.decide({ ...act(), decision: '补课', rectification: { what: '排课表', ownerId: desk.staff[owner] } });
  desk.clock.step(HOUR);
  await mine.wait({ ...act(), reason: '等家长发截图', until: at('2026-12-20 12:00') });
  const stored = (name: string) =>
    desk.db.get<{ due: number }>('SELECT due_at AS due FROM clocks WHERE subject_id = ? AND clock = ?', [id, name])?.due ?? 0;
  return { id, owner, mine, act, stored };
}

describe('while it waits', () => {
  it('page, strip, rectification and "why" say the same due time, later by the wait, long after what was stored', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { id, mine, stored } = await waiting(desk);
    desk.clock.step(60 * HOUR);
    const page = await mine.get({ id });
    const clock = (name: string) => page.clocks.find((each) => each.clock === name);
    const node = (key: string) => page.nodes.find((each) => each.key === key);
    const resolution = clock('resolution');
    expect(stored('resolution')).toBeLessThan(desk.clock.now());
    expect(resolution).toMatchObject({ dueAt: at('2026-11-20 15:30') + (48 + 60) * HOUR, paused: true, outcome: 'paused' });
    expect(node('tell')).toMatchObject({ dueAt: resolution?.dueAt, paused: true });
    expect(node('tell')?.marginMinutes).toBe(47 * 60);
    const why = await mine.why({ clockId: resolution?.id ?? '' });
    expect([why.clock.dueAt, why.leftMinutes]).toEqual([resolution?.dueAt, 47 * 60]);
    const rectification = clock('rectification');
    // two and a half days later, one of them a working day
    expect(rectification?.dueAt).toBe((await mine.why({ clockId: rectification?.id ?? '' })).clock.dueAt);
    expect(page.rectifications[0]).toMatchObject({ dueAt: rectification?.dueAt, paused: true });
    expect(node('rectify')).toMatchObject({ dueAt: rectification?.dueAt, paused: true });
    // going on stores exactly what the page said
    await mine.resume({ id, version: desk.version(id) });
    expect([stored('resolution'), stored('rectification')]).toEqual([resolution?.dueAt, rectification?.dueAt]);
    expect((await mine.get({ id })).nodes.some((each) => each.paused)).toBe(false);
  });

  it('the list says paused, and Today calls nothing of it late', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { id, owner, mine, act } = await waiting(desk);
    const other: MemberKey = owner === 'specialist' ? 'specialist2' : 'specialist';
    await desk.commands.run({ name: 'test', actor: { kind: 'cli' }, undo: 'none', topics: [] }, (tx) =>
      tx.run(
        `UPDATE clocks SET stopped_at = started_at, outcome = 'met' WHERE subject_id = ? AND clock IN ('progress', 'first_response')`,
        [id],
      ),
    );
    const { clocks } = await mine.get({ id });
    await mine.askExtension({ ...act(), clockId: clocks.find((each) => each.clock === 'resolution')?.id ?? '', minutes: 60, reason: '忙' });
    await mine.offerHandOver({ ...act(), staffId: desk.staff[other] });
    desk.clock.step(60 * HOUR);
    const row = (await mine.list({ view: 'all' })).rows[0];
    expect([row?.paused, (await mine.counts()).views.overdue]).toEqual([true, 0]);
    for (const [key, kind] of [
      [other, 'hand_over'],
      ['supervisor', 'extension'],
    ] as const) {
      const today = await desk.as(key).today.get();
      expect(today.todos.map((each) => each.kind)).toContain(kind);
      expect(today.todos.filter((each) => each.ref.id === id && each.kind === kind && each.dueAt < desk.clock.now())).toEqual([]);
    }
  });

  it('a change of the calendar writes a line only where it moved the deadline itself', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { id, mine } = await waiting(desk);
    const calendar = desk.as('manager').calendar;
    const lines = async () => (await mine.get({ id })).entries.filter((each) => each.text === 'deadline_moved').map((each) => each.values);
    desk.clock.step(30 * HOUR);
    const { opening, version } = await calendar.opening();
    await calendar.saveOpening({ opening: { ...opening, weekly: { ...opening.weekly } }, version });
    expect(await lines()).toEqual([]);
    desk.clock.step(HOUR);
    const due = (await mine.get({ id })).clocks.find((each) => each.clock === 'rectification')?.dueAt ?? 0;
    await calendar.setStatutoryDay({ day: '2026-11-25', kind: 'off', name: '校庆' });
    expect(await lines()).toEqual([{ clock: 'rectification', before: due, after: due + 24 * HOUR }]);
  });
});
