import { describe, expect, it } from 'vitest';
import { complaintScan } from '#main/complaints/service.ts';
import { todayOf } from '#main/today/service.ts';
import { person } from '../support/database.ts';
import { at, complaintOf, type Desk, type MemberKey, members, openDesk, record, refusal } from './desk.ts';

const change = (desk: Desk, sql: string, params: unknown[]) =>
  desk.commands.run({ name: 'test.change', actor: { kind: 'system' }, undo: 'none', topics: [] }, (tx) => tx.run(sql, params));
const leaves = (desk: Desk, key: MemberKey, day: string) =>
  change(desk, 'UPDATE staff SET left_on = ? WHERE id = ?', [day, desk.staff[key]]);
const told = (desk: Desk, kind: string) =>
  desk.db
    .all<{ staff_id: string; vals: string }>('SELECT staff_id, vals FROM messages WHERE kind = ? ORDER BY id', [kind])
    .map((row) => ({ to: desk.keyOf(row.staff_id), values: JSON.parse(row.vals) as Record<string, unknown> }));
const todos = (desk: Desk, key: MemberKey) =>
  todayOf(desk.db, desk.identity(key), desk.clock.now(), () => null).todos.map((todo) => [todo.kind, todo.ref.number]);

async function accepted(desk: Desk, given: Parameters<typeof record>[1] = {}, by: MemberKey = 'manager') {
  const page = await record(desk, given, by);
  const { id, number } = page.complaint;
  const owner = desk.keyOf(page.complaint.owner?.id) as MemberKey;
  await desk.as(owner).complaints.accept({ id, version: desk.version(id) });
  return { id, number, owner, act: () => ({ id, version: desk.version(id) }) };
}

describe('who left', () => {
  it('is told nothing any more: the clocks of an open complaint go to the head of the department, Today shows it as without owner', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { number, owner } = await accepted(desk);
    await leaves(desk, owner, '2026-11-20');
    expect(todos(desk, 'supervisor')).not.toContainEqual(['clock', number]);
    desk.clock.set(at('2026-11-21 15:31'));
    await desk.scan();
    const missed = told(desk, 'missed').filter((each) => each.values.clock === 'first_response');
    expect(missed.map((each) => each.to)).toEqual(['supervisor']);
    expect(told(desk, 'escalated').map((each) => each.to)).not.toContain(owner);
    expect(todos(desk, 'supervisor')).toContainEqual(['clock', number]);
    expect(todos(desk, 'manager')).toContainEqual(['clock', number]);
    expect(todos(desk, 'teachingHead')).not.toContainEqual(['clock', number]);
  });

  it('leaves nothing to be closed behind: it is asked of who may assign', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { number, owner, act } = await accepted(desk);
    await desk.as(owner).complaints.tell({ ...act(), channel: 'phone', words: '好' });
    await change(desk, `UPDATE follow_ups SET state = 'refused', done_at = ?`, [desk.clock.now()]);
    expect(todos(desk, owner)).toContainEqual(['close', number]);
    expect(todos(desk, 'supervisor')).not.toContainEqual(['close', number]);
    await leaves(desk, owner, '2026-11-19');
    expect(todos(desk, 'supervisor')).toContainEqual(['close', number]);
  });

  it('with an offer to hand over unanswered: the giver stays answerable and may offer it to another', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { id, owner, act } = await accepted(desk);
    const other: MemberKey = owner === 'specialist' ? 'specialist2' : 'specialist';
    await desk.as(owner).complaints.offerHandOver({ ...act(), staffId: desk.staff[other] });
    await leaves(desk, other, '2026-11-19');
    expect((await refusal(desk.as(other).complaints.answerHandOver({ ...act(), accept: true }))).code).toBe('UNAUTHENTICATED');
    expect((await refusal(desk.as(owner).complaints.offerHandOver({ ...act(), staffId: desk.staff[other] }))).data).toMatchObject({
      reason: 'inactive',
    });
    await desk.as(owner).complaints.offerHandOver({ ...act(), staffId: desk.staff.supervisor });
    await desk.as('supervisor').complaints.answerHandOver({ ...act(), accept: true });
    expect((await desk.as('manager').complaints.get({ id })).complaint.owner?.id).toBe(desk.staff.supervisor);
  });
});

describe('nobody is there', () => {
  it('no staff but the manager: owner and head in one, each step once, nobody is told twice', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    for (const key of Object.keys(members) as MemberKey[]) if (key !== 'manager') await leaves(desk, key, '2026-11-19');
    const page = await record(desk, {}, 'manager');
    expect(page.complaint.owner?.id).toBe(desk.staff.manager);
    for (const now of ['2026-11-20 16:05', '2026-11-20 16:06', '2026-11-23 10:00', '2026-11-23 10:01']) {
      desk.clock.set(at(now));
      await Promise.all([desk.scan(), desk.scan()]);
    }
    const steps = desk.db.all<{ step: string; told: string }>('SELECT step, told FROM escalations WHERE level > 0 ORDER BY id');
    expect(steps.map((each) => each.step)).toEqual(['level1', 'level2']);
    for (const each of steps) expect(JSON.parse(each.told)).toEqual([{ id: desk.staff.manager, at: null }]);
    const missed = told(desk, 'missed').map((each) => `${each.to} ${String(each.values.clock)}`);
    expect(missed.sort()).toEqual(['manager first_response', 'manager progress', 'manager resolution']);
    expect(told(desk, 'escalated').map((each) => each.values.level)).toEqual([1, 2]);
  });

  it('a re-dispatch with nobody to ask says so once, also to the supervisor, and goes on when somebody comes', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    for (const key of Object.keys(members) as MemberKey[])
      if (!['manager', 'specialist'].includes(key)) await leaves(desk, key, '2026-11-19');
    const page = await record(desk, { aboutStaffIds: [desk.staff.manager] }, 'specialist');
    const { id } = page.complaint;
    expect(page.complaint.owner?.id).toBe(desk.staff.specialist);
    const commands = () => desk.db.get<{ n: number }>('SELECT count(*) AS n FROM command')?.n ?? 0;
    desk.clock.set(at('2026-11-20 16:05'));
    expect((await desk.scan()).raised).toBe(1);
    const after = commands();
    for (const now of ['2026-11-20 16:06', '2026-11-20 16:07', '2026-11-20 18:00']) {
      desk.clock.set(at(now));
      await desk.scan();
    }
    expect(commands()).toBe(after);
    expect(desk.db.all(`SELECT 1 FROM complaint_entries WHERE text = 'redispatch_nobody'`)).toHaveLength(1);
    expect(told(desk, 'nobody_free').map((each) => each.to)).toEqual(['specialist']);
    expect(desk.db.all('SELECT 1 FROM escalations')).toEqual([]);

    await desk.commands.run({ name: 'test.back', actor: { kind: 'cli' }, undo: 'none', topics: [] }, (tx) => {
      tx.run('UPDATE staff SET left_on = NULL WHERE id = ?', [desk.staff.specialist2]);
    });
    desk.clock.step(60_000);
    await desk.scan();
    expect(desk.db.all(`SELECT step FROM escalations WHERE level = 0`)).toEqual([{ step: 'redispatch1' }]);
    expect((await desk.as('specialist2').complaints.get({ id })).complaint.owner?.id).toBe(desk.staff.specialist2);
  });

  it('the only one above is complained about: it stays with the first contact, flagged', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { manager, supervisor } = desk.staff;
    const { id } = await accepted(desk, { aboutStaffIds: [manager, supervisor], severity: 'critical' }, 'specialist');
    const [step] = desk.db.all<{ told: string; reason: string }>('SELECT told, reason FROM escalations WHERE complaint_id = ?', [id]);
    expect(JSON.parse(step?.told ?? '')).toEqual([{ id: desk.staff.specialist, at: null }]);
    expect(JSON.parse(step?.reason ?? '')).toMatchObject({ flagged: 1 });
  });

  it('a leave that begins tomorrow: the thirty minutes no longer wait for a duty that will not come', async () => {
    const desk = await openDesk(at('2026-11-20 20:50'));
    const duty = (key: MemberKey, day: string) =>
      desk.as('manager').calendar.setDuty({ staffId: desk.staff[key], day, intervals: [[13 * 60, 20 * 60]] });
    await duty('specialist', '2026-11-21');
    await duty('specialist2', '2026-11-21');
    const page = await record(desk, {}, 'manager');
    const owner = desk.keyOf(page.complaint.owner?.id) as MemberKey;
    const acceptBy = () => desk.db.get<{ at: number }>('SELECT accept_by_at AS at FROM complaints')?.at;
    expect(page.assignment.rule).toBe('next_duty');
    expect(acceptBy()).toBe(at('2026-11-21 13:30'));
    const { commandId } = await desk
      .as('manager')
      .calendar.addLeave({ staffId: desk.staff[owner], fromDay: '2026-11-21', toDay: '2026-11-25', reason: '' });
    expect(acceptBy()).toBe(at('2026-11-21 08:50'));
    desk.clock.step(60_000);
    await desk.commands.undo(commandId, person(desk.staff.manager));
    expect(acceptBy()).toBe(at('2026-11-21 13:30'));
  });

  it('a wall clock set back is told to a manager who leaves at the end of the month', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    await leaves(desk, 'manager', '2026-11-30');
    const job = complaintScan(desk.services);
    await job.run();
    desk.clock.set(at('2026-11-20 15:10'));
    await job.run();
    expect(told(desk, 'clock_jump').map((each) => each.to)).toEqual(['manager']);
  });
});

describe('escalation', () => {
  it('a handler of an earlier cycle takes nothing over in the next one', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { id, owner, act } = await accepted(desk);
    desk.clock.set(at('2026-11-21 15:31'));
    await desk.scan();
    const step = desk.db.get<{ id: string; handler: string }>('SELECT id, handler_id AS handler FROM escalations');
    const handler = desk.keyOf(step?.handler) as MemberKey;
    await desk.as(owner).complaints.tell({ ...act(), channel: 'phone', words: '好' });
    await desk.as(owner).complaints.reopen({ ...act(), reason: '又' });
    expect((await refusal(desk.as(handler).complaints.acknowledge({ escalationId: step?.id ?? '' }))).code).toBe('STATE_FORBIDS');
    const page = await desk.as(handler).complaints.get({ id });
    expect(page.complaint.owner?.id).toBe(desk.staff[owner]);
    expect(page.escalations.map((each) => each.mineToAcknowledge)).toEqual([false]);
  });

  it('the supervisor cannot name somebody who has no login', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    await accepted(desk);
    desk.clock.set(at('2026-11-21 15:31'));
    await desk.scan();
    const escalationId = desk.db.get<{ id: string }>('SELECT id FROM escalations')?.id ?? '';
    const call = desk.as('supervisor').complaints.changeHandler({ escalationId, staffId: desk.staff.teacher });
    expect((await refusal(call)).data).toMatchObject({ field: 'staffId', reason: 'no_login' });
  });
});

describe('an anonymous complaint', () => {
  it('tells the first contact the outcome, and asks a supervisor to confirm by closing', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { id, number, owner, act } = await accepted(desk, { complainant: { kind: 'anonymous', refId: null } }, 'manager');
    await desk.as(owner).complaints.decide({ ...act(), decision: '定', rectification: null });
    expect(told(desk, 'resolved').map((each) => each.to)).toEqual(['manager']);
    // First the cause, from whoever handled it.
    expect(todos(desk, owner)).toContainEqual(['close', number]);
    expect(todos(desk, 'supervisor')).not.toContainEqual(['close', number]);
    await desk.as(owner).complaints.setCause({ ...act(), rootCause: '因' });
    expect((await refusal(desk.as(owner).complaints.close(act()))).data).toEqual({ missing: ['supervisor_confirmation'] });
    expect(todos(desk, owner)).not.toContainEqual(['close', number]);
    expect(todos(desk, 'supervisor')).toContainEqual(['close', number]);
    await desk.as('supervisor').complaints.close(act());
    expect((await desk.as('manager').complaints.get({ id })).complaint.state).toBe('closed');
  });
});

describe('what a person did and read', () => {
  it('a message that was read is in nobody’s way', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const page = await record(desk, {}, 'manager');
    const { id } = page.complaint;
    const owner = desk.keyOf(page.complaint.owner?.id) as MemberKey;
    const other: MemberKey = owner === 'specialist' ? 'specialist2' : 'specialist';
    const { commandId } = await desk
      .as('manager')
      .complaints.assign({ id, version: desk.version(id), staffId: desk.staff[other], reason: '换人' });
    const bell = await desk.as(other).messages.list({});
    await desk.as(other).messages.markRead({ ids: bell.messages.map((message) => message.id) });
    await desk.commands.undo(commandId, person(desk.staff.manager));
    expect((await desk.as('manager').complaints.get({ id })).complaint.owner?.id).toBe(desk.staff[owner]);
    expect((await desk.as(other).messages.list({})).messages.filter((message) => message.kind === 'assigned')).toEqual([]);
  });

  it('a visit cannot be taken back once its complaint was closed upon it', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { id, owner, act } = await accepted(desk);
    await desk.as(owner).complaints.tell({ ...act(), channel: 'phone', words: '好' });
    await desk.as(owner).complaints.setCause({ ...act(), rootCause: '因' });
    const visit = desk.db.get<{ id: string; version: number }>('SELECT id, version FROM follow_ups');
    const { commandId } = await desk
      .as('manager')
      .followUps.record({ id: visit?.id ?? '', version: visit?.version ?? 0, outcome: 'reached', satisfaction: 4, words: '满意' });
    const closed = await desk.as(owner).complaints.close(act());
    expect((await refusal(desk.commands.undo(commandId, person(desk.staff.manager)))).code).toBe('UNDO_CONFLICT');
    await desk.commands.undo(closed.commandId, person(desk.staff[owner]));
    await desk.commands.undo(commandId, person(desk.staff.manager));
    const page = await desk.as('manager').complaints.get({ id });
    expect([page.complaint.state, page.visit?.state]).toEqual(['resolved', 'open']);
    expect(page.missingToClose).toContain('visit');
  });

  it('an undone recording asks nothing of anybody', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const done = await desk.as('manager').complaints.record(complaintOf(desk, { severity: 'critical' }));
    await desk.commands.undo(done.commandId, person(desk.staff.manager));
    for (const key of ['manager', 'supervisor', 'specialist', 'specialist2'] as const) expect(todos(desk, key)).toEqual([]);
    desk.clock.set(at('2026-11-24 15:30'));
    expect(await desk.scan()).toMatchObject({ raised: 0 });
  });
});
