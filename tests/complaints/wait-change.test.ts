import { describe, expect, it } from 'vitest';
import { at, type MemberKey, openDesk, record, refusal } from './desk.ts';

const HOUR = 3_600_000;

describe('a wait that goes on', () => {
  it('takes another end and reason with a line in the log, and stays one pause', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const page = await record(desk, {}, 'manager');
    const { id } = page.complaint;
    const owner = desk.as(desk.keyOf(page.complaint.owner?.id) as MemberKey).complaints;
    const act = () => ({ id, version: desk.version(id) });
    const stand = () => desk.as('manager').complaints.get({ id });
    await owner.wait({ ...act(), reason: '等截图', until: desk.clock.now() + 2 * HOUR });
    desk.clock.step(HOUR);
    const until = desk.clock.now() + 3 * HOUR;
    expect((await refusal(owner.wait({ ...act(), reason: '等', until: desk.clock.now() }))).data).toEqual({
      field: 'until',
      reason: 'not_after',
    });
    await owner.wait({ ...act(), reason: '截图明天才有', until });
    const waiting = await stand();
    expect(waiting.complaint).toMatchObject({ state: 'waiting', waitingUntil: until, waitingReason: '截图明天才有' });
    expect(waiting.entries.at(-1)).toMatchObject({
      text: 'waiting_on',
      words: '截图明天才有',
      values: { before: at('2026-11-20 17:30'), until },
    });
    // past the first end it still waits
    desk.clock.set(at('2026-11-20 18:00'));
    await desk.scan();
    expect((await stand()).complaint.state).toBe('waiting');
    desk.clock.set(until + 60_000);
    await desk.scan();
    const after = await stand();
    expect(after.complaint.state).toBe('handling');
    const resolution = after.clocks.find((clock) => clock.clock === 'resolution');
    expect(resolution?.dueAt).toBe(at('2026-11-22 15:30') + 4 * HOUR);
    expect(desk.db.get(`SELECT count(*) AS n FROM complaint_states WHERE complaint_id = ? AND state = 'waiting'`, [id])).toEqual({ n: 1 });
  });
});
