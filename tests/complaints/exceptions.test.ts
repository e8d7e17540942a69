import { describe, expect, it } from 'vitest';
import { person } from '../support/database.ts';
import { at, type Desk, type MemberKey, openDesk, record, refusal } from './desk.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

async function begun(desk: Desk, given: Parameters<typeof record>[1] = {}) {
  const page = await record(desk, given, 'manager');
  const { id } = page.complaint;
  const owner = desk.keyOf(page.complaint.owner?.id) as MemberKey;
  const act = () => ({ id, version: desk.version(id) });
  const clock = (name: string) =>
    desk.db.get<{ id: string; dueAt: number; outcome: string; stoppedAt: number | null }>(
      'SELECT id, due_at AS dueAt, outcome, stopped_at AS stoppedAt FROM clocks WHERE subject_id = ? AND clock = ? ORDER BY cycle DESC, round DESC',
      [id, name],
    ) ?? { id: '', dueAt: 0, outcome: '', stoppedAt: null };
  await desk.as(owner).complaints.accept(act());
  return { id, owner, act, clock, mine: desk.as(owner).complaints, supervisor: desk.as('supervisor').complaints };
}
const told = async (desk: Desk, key: MemberKey) =>
  (await desk.as(key).messages.list({})).messages.filter((each) => each.kind === 'extension').map((each) => each.values.step);
const undo = (desk: Desk, { commandId }: { commandId: string }, key: MemberKey) => desk.commands.undo(commandId, person(desk.staff[key]));

describe('more time: an owner asks, the supervisor grants', () => {
  it('asked, seen by the supervisor, granted; each step can be taken back', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { id, act, clock, mine, owner, supervisor } = await begun(desk);
    const resolution = clock('resolution');
    const ask = () => mine.askExtension({ ...act(), clockId: resolution.id, minutes: 720, reason: '等医院的结果' });
    await undo(desk, await ask(), owner);
    expect((await mine.get({ id })).extensions).toEqual([]);
    await ask();
    const page = await supervisor.get({ id });
    expect(page.extensions).toMatchObject([
      { clockId: resolution.id, clock: 'resolution', minutes: 720, reason: '等医院的结果', by: { id: desk.staff[owner] } },
    ]);
    expect(page.entries.at(-1)).toMatchObject({ text: 'extension_asked', words: '等医院的结果', values: { minutes: 720 } });
    expect(await told(desk, 'supervisor')).toEqual(['asked']);
    expect(await refusal(ask())).toMatchObject({ code: 'STATE_FORBIDS', data: { state: 'asked' } });
    expect(await refusal(mine.extend({ ...act(), clockId: resolution.id, minutes: 720, reason: '我要' }))).toMatchObject({
      code: 'FORBIDDEN',
    });

    const granted = await supervisor.extend({ ...act(), clockId: resolution.id, minutes: 600, reason: '可以' });
    expect(clock('resolution').dueAt).toBe(resolution.dueAt + 10 * HOUR);
    expect(await mine.why({ clockId: resolution.id })).toMatchObject({
      clock: { targetMinutes: 58 * 60, extensionMinutes: 600 },
      extendedBy: ['周岚'],
    });
    expect((await mine.get({ id })).extensions).toEqual([]);
    expect(await told(desk, owner)).toEqual(['granted']);
    await undo(desk, granted, 'supervisor');
    expect((await mine.get({ id })).extensions).toHaveLength(1);
    expect(clock('resolution').dueAt).toBe(resolution.dueAt);
    expect((await mine.why({ clockId: resolution.id })).extendedBy).toEqual([]);
  });

  it('declined with a reason, it may be asked for again; an answer is given once', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { id, act, clock, mine, owner, supervisor } = await begun(desk);
    const clockId = clock('resolution').id;
    await mine.askExtension({ ...act(), clockId, minutes: 60, reason: '忙' });
    const requestId = (await mine.get({ id })).extensions[0]?.id ?? '';
    expect(await refusal(mine.declineExtension({ ...act(), requestId, reason: '不' }))).toMatchObject({ code: 'FORBIDDEN' });
    await supervisor.declineExtension({ ...act(), requestId, reason: '请先给家长打电话' });
    expect(await told(desk, owner)).toEqual(['declined']);
    expect((await mine.get({ id })).entries.at(-1)).toMatchObject({ text: 'extension_declined', words: '请先给家长打电话' });
    expect(await refusal(supervisor.declineExtension({ ...act(), requestId, reason: '再说' }))).toMatchObject({
      code: 'STATE_FORBIDS',
      data: { state: 'declined' },
    });
    await mine.askExtension({ ...act(), clockId, minutes: 60, reason: '还是要' });
    expect((await mine.get({ id })).extensions).toHaveLength(1);
  });

  it('ends by itself when the clock falls due or stops, and cannot be asked for or answered any more', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { id, act, clock, mine, supervisor } = await begun(desk);
    const { id: clockId, dueAt } = clock('resolution');
    await mine.askExtension({ ...act(), clockId, minutes: 60, reason: '忙' });
    const requestId = (await mine.get({ id })).extensions[0]?.id ?? '';
    desk.clock.set(dueAt);
    expect((await mine.get({ id })).extensions).toHaveLength(1);
    desk.clock.set(dueAt + 1);
    expect((await mine.get({ id })).extensions).toEqual([]);
    const missed = { code: 'STATE_FORBIDS', data: { state: 'missed' } };
    expect(await refusal(supervisor.declineExtension({ ...act(), requestId, reason: '不' }))).toMatchObject(missed);
    expect(await refusal(mine.askExtension({ ...act(), clockId, minutes: 60, reason: '忙' }))).toMatchObject(missed);
    expect(desk.db.get('SELECT answer FROM extension_requests')).toEqual({ answer: null });

    const other = await begun(desk);
    await other.mine.askExtension({ ...other.act(), clockId: other.clock('resolution').id, minutes: 60, reason: '忙' });
    await other.mine.tell({ ...other.act(), channel: 'phone', words: '好了' });
    expect((await other.mine.get({ id: other.id })).extensions).toEqual([]);
    expect(
      await refusal(other.mine.askExtension({ ...other.act(), clockId: other.clock('resolution').id, minutes: 60, reason: '忙' })),
    ).toMatchObject({ code: 'STATE_FORBIDS', data: { state: 'met' } });
    expect(await refusal(mine.askExtension({ ...act(), clockId: other.clock('resolution').id, minutes: 60, reason: '忙' }))).toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('a complainant whom nobody reaches', () => {
  const call = (scene: Awaited<ReturnType<typeof begun>>, outcome: 'reached' | 'not_reached' | 'message_left') =>
    scene.mine.logContact({ ...scene.act(), channel: 'phone', direction: 'out', outcome, words: '打了' });

  it('is resolved without telling after three tries; the clock stops at the act, a supervisor closes', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const scene = await begun(desk);
    const { id, act, clock, mine, owner, supervisor } = scene;
    const resolve = () => mine.resolveUnreached({ ...act(), words: '三个时段都没人接' });
    await call(scene, 'not_reached');
    await call(scene, 'message_left');
    expect(await refusal(resolve())).toMatchObject({ code: 'INVALID', data: { reason: 'tried_too_seldom' } });
    expect((await mine.get({ id })).unreached).toEqual({ tries: 2, may: false, resolvedAt: null });
    desk.clock.step(HOUR);
    await call(scene, 'not_reached');
    expect((await mine.get({ id })).unreached).toMatchObject({ tries: 3, may: true });
    await undo(desk, await resolve(), owner);
    expect((await mine.get({ id })).complaint.state).toBe('handling');
    expect(clock('first_response').outcome).toBe('open');
    await resolve();
    const page = await mine.get({ id });
    expect(page).toMatchObject({
      complaint: { state: 'resolved' },
      unreached: { resolvedAt: desk.clock.now() },
      visit: { state: 'unreachable' },
    });
    expect([clock('resolution').outcome, clock('resolution').stoppedAt]).toEqual(['met', desk.clock.now()]);
    expect([clock('first_response').outcome, clock('progress').outcome]).toEqual(['cancelled', 'cancelled']);
    await mine.setCause({ ...act(), rootCause: '号码旧了' });
    expect(await refusal(mine.close(act()))).toMatchObject({ code: 'CLOSING_INCOMPLETE', data: { missing: ['supervisor_confirmation'] } });
    await supervisor.close(act());
    expect((await mine.get({ id })).complaint.state).toBe('closed');
    // reopened it has to be told like any other
    await supervisor.reopen({ ...act(), reason: '家长来了' });
    expect((await mine.get({ id })).unreached).toEqual({ tries: 0, may: false, resolvedAt: null });
  });

  it('calls to somebody else are no tries, and a word with them does not begin the count anew', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const scene = await begun(desk);
    const { id, act, mine } = scene;
    const teacher = (outcome: 'reached' | 'not_reached') =>
      mine.logContact({ ...act(), channel: 'phone', direction: 'out', outcome, words: '打了', someoneElse: true, withWhom: '丁宁老师' });
    for (let n = 0; n < 3; n += 1) await teacher('not_reached');
    expect((await mine.get({ id })).unreached).toMatchObject({ tries: 0, may: false });
    for (let n = 0; n < 3; n += 1) await call(scene, 'not_reached');
    desk.clock.step(60_000);
    await teacher('reached');
    expect((await mine.get({ id })).unreached).toMatchObject({ tries: 3, may: true });
  });

  it('after due the clock is missed; a word with the complainant begins the count anew', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const scene = await begun(desk);
    const { act, clock, mine } = scene;
    for (let n = 0; n < 3; n += 1) await call(scene, 'not_reached');
    desk.clock.step(60_000);
    await call(scene, 'reached');
    expect(await refusal(mine.resolveUnreached({ ...act(), words: '没人接' }))).toMatchObject({ code: 'INVALID' });
    desk.clock.step(3 * DAY);
    for (let n = 0; n < 3; n += 1) await call(scene, 'not_reached');
    await mine.resolveUnreached({ ...act(), words: '没人接' });
    expect(clock('resolution').outcome).toBe('missed');
    expect(clock('first_response').outcome).toBe('met');
  });

  it('is nothing for an anonymous complaint', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const scene = await begun(desk, { complainant: { kind: 'anonymous', refId: null } });
    for (let n = 0; n < 3; n += 1) await call(scene, 'not_reached');
    expect(await refusal(scene.mine.resolveUnreached({ ...scene.act(), words: '没人' }))).toMatchObject({ code: 'INVALID' });
  });
});
