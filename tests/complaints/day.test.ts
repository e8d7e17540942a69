import { describe, expect, it } from 'vitest';
import { at, complaintOf, type MemberKey, openDesk, record, refusal } from './desk.ts';

describe('the day of a complaint', () => {
  it('is recorded with number, owner, reason and four clocks', async () => {
    const desk = await openDesk(at('2026-11-21 10:41'));
    const answer = await desk.as('specialist').complaints.record(complaintOf(desk));
    expect(answer.number).toBe('C20261121-001');
    const page = await desk.as('specialist').complaints.get({ id: answer.id });
    expect(page.complaint.state).toBe('assigned');
    expect(desk.keyOf(page.complaint.owner?.id)).toMatch(/specialist/);
    expect(page.assignment.rule).toBe('no_roster');
    expect(page.clocks.map((clock) => [clock.clock, clock.outcome, clock.dueAt])).toEqual(
      expect.arrayContaining([
        ['dispatch', 'met', at('2026-11-21 10:46')],
        ['first_response', 'open', at('2026-11-22 10:41')],
        ['progress', 'open', at('2026-11-23 10:41')],
        ['resolution', 'open', at('2026-11-23 10:41')],
      ]),
    );
    expect(page.complaint.complainant).toMatchObject({ name: '周淑芬', relation: '妈妈', phoneMasked: '138****6021' });
    expect(page.nodes.map((node) => node.state)).toEqual([
      'done',
      'done',
      'done',
      'running',
      'running',
      'todo',
      'todo',
      'todo',
      'todo',
      'todo',
      'todo',
      'todo',
    ]);
  });

  it('goes from acceptance to closing, with what closing still lacks said on the way', async () => {
    const desk = await openDesk(at('2026-11-21 10:41'));
    const page = await record(desk, { severity: 'serious' });
    const { id } = page.complaint;
    const owner = desk.keyOf(page.complaint.owner?.id) ?? 'supervisor';
    const mine = desk.as(owner).complaints;
    const act = () => ({ id, version: desk.version(id) });
    desk.clock.step(5 * 60_000);
    await mine.accept(act());
    await mine.logContact({ ...act(), channel: 'phone', direction: 'out', outcome: 'not_reached', words: '没有接' });
    expect((await mine.get({ id })).clocks.find((clock) => clock.clock === 'first_response')?.outcome).toBe('open');
    desk.clock.step(60_000);
    await mine.logContact({
      ...act(),
      channel: 'phone',
      direction: 'out',
      outcome: 'reached',
      words: '已道歉，今晚前给方案',
      promisedUntil: at('2026-11-21 18:00'),
    });
    await mine.decide({
      ...act(),
      decision: '固定一位老师',
      rectification: { what: '换老师前一天通知家长', ownerId: desk.staff.supervisor },
    });
    expect(await refusal(mine.close(act()))).toEqual({
      code: 'CLOSING_INCOMPLETE',
      data: { missing: ['not_resolved', 'rectification_open', 'root_cause', 'result_not_told', 'written_reply', 'visit'] },
    });
    desk.clock.step(60 * 60_000);
    await mine.tell({ ...act(), channel: 'phone', words: '方案已说明', written: true });
    const told = await mine.get({ id });
    expect(told.complaint.state).toBe('resolved');
    expect(told.clocks.filter((clock) => clock.stoppedAt === null).map((clock) => clock.clock)).toEqual(['rectification']);
    expect(told.visit?.dueOn).toBe('2026-11-22');
    expect(told.promises[0]?.doneAt).not.toBeNull();
    await mine.setCause({ ...act(), rootCause: '排课没有通知', prevention: '换老师走流程' });
    const rectificationId = told.rectifications[0]?.id ?? '';
    // done by another, it is all the same nobody's to verify who had to do it
    await mine.rectificationDone({ ...act(), rectificationId });
    const mayVerify = async (key: MemberKey) => (await desk.as(key).complaints.get({ id })).rectifications[0]?.mayVerify;
    expect([await mayVerify('supervisor'), await mayVerify('manager')]).toEqual([false, true]);
    expect((await desk.as('supervisor').today.get()).todos.map((each) => each.kind)).not.toContain('verify');
    expect((await refusal(desk.as('supervisor').complaints.verifyRectification({ ...act(), rectificationId }))).code).toBe('FORBIDDEN');
    await desk.as('manager').complaints.verifyRectification({ ...act(), rectificationId });
    expect((await mine.get({ id })).missingToClose).toEqual(['visit']);
    desk.clock.step(24 * 3_600_000);
    const [visit] = desk.db.all<{ id: string; version: number }>('SELECT id, version FROM follow_ups');
    await desk
      .as('specialist')
      .followUps.record({ id: visit?.id ?? '', version: visit?.version ?? 0, outcome: 'reached', satisfaction: 5 });
    await mine.close(act());
    const closed = await mine.get({ id });
    expect(closed.complaint.state).toBe('closed');
    expect(closed.nodes.every((node) => node.state === 'done')).toBe(true);
    expect(closed.entries.map((entry) => entry.text)).toContain('visit_done');
    expect(closed.complaint.nextDueAt).toBeNull();
  });

  it.each([
    ['2026-11-20 20:58', '2026-11-21T08:33+08:00'],
    ['2026-11-22 20:29', '2026-11-24T12:04+08:00'],
  ])('recorded %s is to be dispatched by %s', async (recorded, due) => {
    const desk = await openDesk(at(recorded));
    const page = await record(desk);
    const dispatch = page.clocks.find((clock) => clock.clock === 'dispatch');
    expect(dispatch?.dueAt).toBe(Date.parse(due));
    const why = await desk.as('manager').complaints.why({ clockId: dispatch?.id ?? '' });
    expect(why.due).toBe(due);
    expect(why.segments.filter((segment) => segment.counted).reduce((sum, segment) => sum + segment.minutes, 0)).toBe(5);
  });

  it.each([
    ['2026-09-30 16:00', '2026-10-15T24:00+08:00'],
    ['2026-02-13 16:00', '2026-03-02T24:00+08:00'],
  ])('a rectification decided %s is due %s', async (decided, due) => {
    const desk = await openDesk(at(decided));
    const page = await record(desk);
    const { id } = page.complaint;
    const owner = desk.keyOf(page.complaint.owner?.id) ?? 'supervisor';
    await desk.as(owner).complaints.decide({
      id,
      version: desk.version(id),
      decision: '整改',
      rectification: { what: '流程', ownerId: desk.staff.supervisor },
    });
    const after = await desk.as('manager').complaints.get({ id });
    const clock = after.clocks.find((each) => each.clock === 'rectification');
    expect((await desk.as('manager').complaints.why({ clockId: clock?.id ?? '' })).due).toBe(due);
    expect(after.rectifications[0]?.dueAt).toBe(clock?.dueAt);
  });
});
