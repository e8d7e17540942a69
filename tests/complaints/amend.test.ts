import { describe, expect, it } from 'vitest';
import { person } from '../support/database.ts';
import { at, type Desk, live, type MemberKey, openDesk, record, refusal } from './desk.ts';

const HOUR = 3_600_000;
const stand = (desk: Desk, id: string) => desk.as('manager').complaints.get({ id });

async function begun(desk: Desk, given: Parameters<typeof record>[1] = {}) {
  const page = await record(desk, given, 'manager');
  const { id } = page.complaint;
  const owner = desk.keyOf(page.complaint.owner?.id) as MemberKey;
  return { id, owner, act: () => ({ id, version: desk.version(id) }), mine: desk.as(owner).complaints };
}
const lines = async (desk: Desk, id: string) =>
  (await stand(desk, id)).entries.filter((entry) => /^(amended|deadline_by)/.test(entry.text)).map((entry) => [entry.text, entry.values]);

describe('a recorded complaint is corrected', () => {
  it('changes what is given, leaves the rest, and says before and after of each field', async () => {
    const desk = await openDesk();
    const { id, act, mine } = await begun(desk);
    const before = await stand(desk, id);
    await mine.amend({ ...act(), words: '换了三次老师没有提前通知', wish: '换回原来的老师', channel: 'other' });
    const { complaint } = await stand(desk, id);
    expect(complaint).toMatchObject({ words: '换了三次老师没有提前通知', wish: '换回原来的老师', channel: 'other' });
    expect(complaint.receivedAt).toBe(before.complaint.receivedAt);
    expect(complaint.complainant).toEqual(before.complaint.complainant);
    expect(await lines(desk, id)).toEqual([
      ['amended_words', { before: before.complaint.words, after: '换了三次老师没有提前通知' }],
      ['amended_wish', { before: '', after: '换回原来的老师' }],
      ['amended_channel', { before: 'phone', after: 'other' }],
    ]);
  });

  it('is refused to others, on an old version and once it has ended; nothing changes then', async () => {
    const desk = await openDesk();
    const { id, owner, act, mine } = await begun(desk);
    const other = owner === 'specialist' ? 'specialist2' : 'specialist';
    expect((await refusal(desk.as(other).complaints.amend({ ...act(), wish: '退课时' }))).data).toEqual({ right: 'complaints.handle' });
    const old = act();
    await mine.addNote({ ...old, words: '记' });
    expect(await refusal(mine.amend({ ...old, wish: '退课时' }))).toMatchObject({ code: 'STALE', data: { seen: old.version } });
    await mine.withdraw({ ...act(), reason: '撤' });
    expect((await refusal(mine.amend({ ...act(), wish: '退课时' }))).code).toBe('STATE_FORBIDS');
    expect((await stand(desk, id)).complaint.wish).toBe('');
  });

  it('a second student: one event, two children; one that was wrong goes', async () => {
    const desk = await openDesk();
    const { id, act, mine } = await begun(desk);
    await mine.amend({ ...act(), studentIds: [desk.students.zhang, desk.students.li] });
    expect((await stand(desk, id)).students.map((each) => each.name)).toEqual(['张思凡', '李沐阳']);
    expect(desk.db.get('SELECT count(*) AS n FROM complaints')).toEqual({ n: 1 });
    await mine.amend({ ...act(), studentIds: [desk.students.li] });
    expect((await stand(desk, id)).students.map((each) => each.name)).toEqual(['李沐阳']);
    expect((await lines(desk, id)).at(-1)).toEqual(['amended_students', { before: '张思凡、李沐阳', after: '李沐阳' }]);
    expect((await refusal(mine.amend({ ...act(), studentIds: [desk.guardian] }))).data).toEqual({ field: 'studentIds', reason: 'unknown' });
  });

  it('the owner turns out to be complained about: another owner at once, and no handling any more', async () => {
    const desk = await openDesk();
    const { id, owner, act } = await begun(desk);
    await desk.as('supervisor').complaints.amend({ ...act(), aboutStaffIds: [desk.staff[owner]] });
    const { complaint } = await stand(desk, id);
    expect(complaint.about.map((each) => each.id)).toEqual([desk.staff[owner]]);
    expect(complaint.owner?.id).not.toBe(desk.staff[owner]);
    expect(complaint.state).toBe('assigned');
    expect((await refusal(desk.as(owner).complaints.amend({ ...act(), aboutStaffIds: [] }))).code).toBe('FORBIDDEN');
  });

  it('the named handler turns out to be complained about: nobody is named until the supervisor does', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { id, act } = await begun(desk);
    desk.clock.set(at('2026-11-21 15:31'));
    await desk.scan();
    const handler = (await stand(desk, id)).escalations[0]?.handler?.id ?? '';
    await desk.as('manager').complaints.amend({ ...act(), aboutStaffIds: [handler] });
    const [step] = (await stand(desk, id)).escalations;
    expect(step).toMatchObject({ handler: null, namesHandler: true, acknowledgedAt: null });
    const staffId = desk.staff.advisor === handler ? desk.staff.support : desk.staff.advisor;
    await desk.as('supervisor').complaints.changeHandler({ escalationId: step?.id ?? '', staffId });
    expect((await stand(desk, id)).escalations[0]?.handler?.id).toBe(staffId);
  });

  it('received earlier: open clocks begin then and say so, dispatch and what was kept stay; later than it was is refused', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    await desk.commands.run({ name: 'test', actor: { kind: 'cli' }, undo: 'none', topics: [] }, (tx) =>
      tx.run(`UPDATE settings SET value = json_set(value, '$.autoAssign', json('false')) WHERE id = 'centre'`),
    );
    const { id } = (await record(desk, {}, 'manager')).complaint;
    const act = () => ({ id, version: desk.version(id) });
    const boss = desk.as('manager').complaints;
    const due = async (name: string) => (await stand(desk, id)).clocks.find((clock) => clock.clock === name)?.dueAt;
    const dispatch = await due('dispatch');
    const received = at('2026-11-20 15:30');
    desk.clock.step(60_000);
    expect((await refusal(boss.amend({ ...act(), receivedAt: received + 1 }))).data).toEqual({
      field: 'receivedAt',
      reason: 'only_earlier',
    });
    await boss.amend({ ...act(), receivedAt: received - 3 * HOUR });
    const page = await stand(desk, id);
    expect([page.complaint.receivedAt, page.complaint.recordedLate]).toEqual([received - 3 * HOUR, true]);
    expect(await due('first_response')).toBe(received + 21 * HOUR);
    expect(await due('resolution')).toBe(received + 45 * HOUR);
    expect(await due('dispatch')).toBe(dispatch);
    expect((await lines(desk, id)).map(([text]) => text)).toEqual([
      'amended_received',
      'deadline_by_receipt',
      'deadline_by_receipt',
      'deadline_by_receipt',
    ]);
    // so early that a promise was broken: the next look finds it
    await boss.amend({ ...act(), receivedAt: received - 30 * HOUR });
    await desk.scan();
    expect(live(desk, id).filter((event) => event.kind === 'missed')).toMatchObject([
      { clock: 'first_response', due_at: received - 6 * HOUR },
    ]);
  });

  it('a written reply that is asked for later is needed for closing', async () => {
    const desk = await openDesk();
    const { id, act, mine } = await begun(desk);
    expect((await stand(desk, id)).missingToClose).not.toContain('written_reply');
    await mine.amend({ ...act(), replyRequired: true });
    const page = await stand(desk, id);
    expect(page.complaint.replyAsked).toBe(true);
    expect(page.missingToClose).toContain('written_reply');
  });

  it('who complained: another name and number, another person; never twice, and no number in the log', async () => {
    const desk = await openDesk();
    const other = { kind: 'other' as const, refId: null };
    const { id, act, mine } = await begun(desk, { complainant: { ...other, name: '赵先声', phone: '13800001111' } });
    const masked = async () => (await stand(desk, id)).complaint.complainant.phoneMasked;
    await mine.amend({ ...act(), complainant: { ...other, name: '赵先生', phone: null } });
    expect(await masked()).toContain('1111');
    await mine.amend({ ...act(), complainant: { ...other, name: '赵先生', phone: '13800002222' } });
    expect(await masked()).toContain('2222');
    await mine.addComplainant({ ...act(), kind: 'guardian', refId: desk.guardian });
    const mother = { kind: 'guardian' as const, refId: desk.guardian, name: '', phone: null };
    expect((await refusal(mine.amend({ ...act(), complainant: mother }))).data.reason).toBe('complains_already');
    expect((await refusal(mine.amend({ ...act(), complainant: { ...other, name: '', phone: null } }))).data.reason).toBe('required');
    expect(await lines(desk, id)).toEqual([
      ['amended_complainant', { before: '赵先声', after: '赵先生' }],
      ['amended_phone', { before: '', after: '' }],
    ]);
  });

  it('nobody known stays nobody known: who turns up is added', async () => {
    const desk = await openDesk();
    const { act, mine } = await begun(desk, { complainant: { kind: 'anonymous', refId: null }, studentIds: [] });
    const given = { kind: 'guardian' as const, refId: desk.guardian, name: '', phone: null };
    expect((await refusal(mine.amend({ ...act(), complainant: given }))).data).toEqual({ field: 'complainant', reason: 'anonymous' });
  });

  it('one undo takes all of it back: people, owner, clocks', async () => {
    const desk = await openDesk();
    const { id, owner, act } = await begun(desk);
    const facts = async () => {
      const { complaint, students, clocks } = await stand(desk, id);
      const { version: _version, ...row } = complaint;
      return { row, students, clocks };
    };
    const before = await facts();
    const { commandId } = await desk.as('manager').complaints.amend({
      ...act(),
      studentIds: [desk.students.zhang, desk.students.li],
      aboutStaffIds: [desk.staff[owner]],
      words: '又来一次',
      receivedAt: desk.clock.now() - HOUR,
    });
    expect(await facts()).not.toEqual(before);
    await desk.commands.undo(commandId, person(desk.staff.manager));
    expect(await facts()).toEqual(before);
  });
});
