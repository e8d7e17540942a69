import { describe, expect, it } from 'vitest';
import { complaintScan, scanComplaints } from '#main/complaints/service.ts';
import { at, type Desk, live, openDesk, record } from './desk.ts';

const HOUR = 3_600_000;
const escalations = (desk: Desk) =>
  desk.db.all<{ step: string; due_at: number; detected_at: number; handler_id: string | null; told: string }>(
    'SELECT step, due_at, detected_at, handler_id, told FROM escalations ORDER BY detected_at, id',
  );
const dump = (desk: Desk) =>
  ['complaints', 'clocks', 'clock_events', 'escalations', 'complaint_entries', 'messages', 'catch_ups'].map((table) =>
    desk.db.all(`SELECT * FROM ${table} ORDER BY id`),
  );

describe('what falls due by itself', () => {
  it('nothing happens for 24 h: escalated once to the supervisor and a named handler, with due and detected time', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const page = await record(desk);
    const { id } = page.complaint;
    desk.clock.set(at('2026-11-20 15:35'));
    await desk.as(desk.keyOf(page.complaint.owner?.id) ?? 'manager').complaints.accept({ id, version: 1 });
    desk.clock.set(at('2026-11-21 15:29'));
    await desk.scan();
    expect(escalations(desk)).toEqual([]);
    desk.clock.set(at('2026-11-21 15:30:20'));
    await desk.scan();
    await desk.scan();
    const [step, ...others] = escalations(desk);
    expect(others).toEqual([]);
    expect(step).toMatchObject({ step: 'level1', due_at: at('2026-11-21 15:30'), detected_at: at('2026-11-21 15:30:20') });
    expect(JSON.parse(step?.told ?? '[]')).toEqual([{ id: desk.staff.supervisor, at: null }]);
    expect(step?.handler_id).not.toBeNull();
    expect(step?.handler_id).not.toBe(page.complaint.owner?.id);
    const handler = desk.keyOf(step?.handler_id) ?? 'manager';
    const seen = await desk.as(handler).complaints.get({ id });
    expect(seen.complaint.level).toBe(1);
    expect(seen.escalations[0]).toMatchObject({ mineToAcknowledge: true, level: 1 });
    const bell = await desk.as(handler).messages.list({});
    expect(bell.messages.map((message) => message.kind)).toContain('escalated');
    // The handler takes it over by acknowledging; until then the owner answered.
    await desk.as(handler).complaints.acknowledge({ escalationId: seen.escalations[0]?.id ?? '' });
    const after = await desk.as('manager').complaints.get({ id });
    expect(after.complaint.owner?.id).toBe(step?.handler_id);
    expect(after.complaint.accepted).toBe(true);
    expect(after.complaint.state).toBe('handling');
  });

  it('off for three days: everything is raised at the next start, in the order of its time, once', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const first = await record(desk);
    desk.clock.step(10 * 60_000);
    const second = await record(desk, { category: 'technical', studentIds: [desk.students.li] });
    desk.clock.set(at('2026-11-23 18:00'));
    const ran = await desk.scan();
    const ids = [first.complaint.id, second.complaint.id];
    expect(ran.raised).toBeGreaterThan(0);
    expect(ran.caughtUp).toBe(ran.raised);
    expect(desk.db.all('SELECT raised, since_at, until_at FROM catch_ups')).toEqual([
      { raised: ran.raised, since_at: at('2026-11-20 16:00'), until_at: at('2026-11-23 18:00') },
    ]);
    const raised = desk.db.all<{ due: number }>(
      `SELECT dues.due FROM (SELECT happened_at AS due, id FROM clock_events WHERE kind IN ('warned', 'missed') UNION ALL SELECT due_at, id FROM escalations) dues ORDER BY dues.id`,
    );
    expect(raised.map((row) => row.due)).toEqual(raised.map((row) => row.due).sort((a, b) => a - b));
    // One re-dispatch at most for each: the new owner's minutes begin now.
    expect(
      escalations(desk)
        .filter((each) => each.step.startsWith('redispatch'))
        .map((each) => each.step),
    ).toEqual(['redispatch1', 'redispatch1']);
    expect(
      escalations(desk)
        .filter((each) => each.step.startsWith('level'))
        .map((each) => each.step)
        .sort(),
    ).toEqual(['level1', 'level1', 'level2', 'level2']);
    for (const id of ids) {
      const missed = live(desk, id).filter((event) => event.kind === 'missed');
      expect(missed.map((event) => event.clock).sort()).toEqual(['first_response', 'progress', 'resolution']);
      expect(missed.every((event) => event.detected_at === at('2026-11-23 18:00') && event.happened_at === event.due_at)).toBe(true);
    }
    const before = dump(desk);
    expect(await desk.scan()).toEqual({ raised: 0, caughtUp: 0 });
    desk.clock.set(at('2026-11-20 16:00'));
    expect(await desk.scan()).toEqual({ raised: 0, caughtUp: 0 });
    expect(dump(desk)).toEqual(before);
  });

  it('killed half-way: the next start raises the rest and nothing twice', async () => {
    const whole = await openDesk(at('2026-11-20 15:30'));
    const halved = await openDesk(at('2026-11-20 15:30'));
    for (const desk of [whole, halved]) {
      for (let i = 0; i < 3; i++) await record(desk);
      desk.clock.set(at('2026-12-11 12:00'));
    }
    await whole.scan();
    let left = 4;
    const commands = {
      ...halved.commands,
      run: ((spec, fn) => {
        left -= 1;
        if (left < 0) throw new Error('power cut');
        return halved.commands.run(spec, fn);
      }) as typeof halved.commands.run,
    };
    await expect(scanComplaints({ ...halved.services, commands })).rejects.toThrow('power cut');
    const partly = halved.db.get<{ n: number }>('SELECT count(*) AS n FROM clock_events')?.n;
    await halved.scan();
    const facts = (desk: Desk) =>
      desk.db.all(
        `SELECT clock, cycle, round, kind, revision, due_at, happened_at, detected_at, count(*) AS n FROM clock_events GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`,
      );
    expect(partly).toBeLessThan(whole.db.get<{ n: number }>('SELECT count(*) AS n FROM clock_events')?.n ?? 0);
    expect(facts(halved)).toEqual(facts(whole));
  });

  it('a dispatch that nobody accepts goes to the next candidate after 30 opening minutes, then to the head', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const page = await record(desk);
    const { id } = page.complaint;
    const owner = () => desk.db.get<{ owner_id: string }>('SELECT owner_id FROM complaints WHERE id = ?', [id])?.owner_id;
    const first = owner();
    desk.clock.set(at('2026-11-20 16:00'));
    await desk.scan();
    expect(owner()).toBe(first);
    desk.clock.set(at('2026-11-20 16:01'));
    await desk.scan();
    const second = owner();
    expect(second).not.toBe(first);
    desk.clock.set(at('2026-11-20 16:32'));
    await desk.scan();
    const steps = escalations(desk).map((each) => each.step);
    expect(steps).toEqual(['redispatch1', 'redispatch2']);
    expect(owner()).toBe(desk.staff.supervisor);
    desk.clock.set(at('2026-11-20 20:00'));
    await desk.scan();
    expect(escalations(desk).map((each) => each.step)).toEqual(['redispatch1', 'redispatch2']);
    const bell = await desk.as('supervisor').messages.list({});
    expect(bell.messages.some((message) => message.kind === 'redispatched')).toBe(true);
  });

  it('重大 goes to level 2 at once, inside the recording', async () => {
    const desk = await openDesk();
    const page = await record(desk, { severity: 'critical' });
    expect(page.complaint.level).toBe(2);
    expect(page.escalations).toHaveLength(1);
    expect(page.escalations[0]).toMatchObject({ level: 2, handler: null });
    expect(page.escalations[0]?.told.map((each) => each.name).sort()).toEqual(['周岚', '陈静'].sort());
  });

  it('a wait stops the ladder and the resolution, and ends by itself at its time', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const page = await record(desk);
    const { id } = page.complaint;
    const owner = desk.keyOf(page.complaint.owner?.id) ?? 'manager';
    desk.clock.set(at('2026-11-20 16:30'));
    await desk.as(owner).complaints.wait({ id, version: desk.version(id), reason: '等家长发截图', until: at('2026-11-21 16:30') });
    const waiting = await desk.as(owner).complaints.get({ id });
    expect(waiting.clocks.find((clock) => clock.clock === 'resolution')?.outcome).toBe('paused');
    expect(waiting.clocks.find((clock) => clock.clock === 'progress')?.outcome).toBe('open');
    // Off until three days later: the wait ended on the 21st, and the clocks counted on from there.
    desk.clock.set(at('2026-11-23 17:00'));
    await desk.scan();
    const resolution = (await desk.as(owner).complaints.get({ id })).clocks.find((clock) => clock.clock === 'resolution');
    expect(resolution?.dueAt).toBe(at('2026-11-22 15:30') + 24 * HOUR);
    expect(live(desk, id).some((event) => event.kind === 'missed' && event.clock === 'resolution')).toBe(true);
    expect(escalations(desk).map((each) => [each.step, each.due_at])).toEqual([
      ['level1', at('2026-11-21 15:30') + 24 * HOUR],
      ['level2', at('2026-11-22 15:30') + 24 * HOUR],
    ]);
  });

  it('a clock that was set back is told to the managers once and raises nothing', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    await record(desk);
    const job = complaintScan(desk.services);
    await job.run();
    desk.clock.set(at('2026-11-20 15:10'));
    await job.run();
    await job.run();
    const bell = await desk.as('manager').messages.list({});
    expect(bell.messages.filter((message) => message.kind === 'clock_jump')).toHaveLength(1);
    expect(escalations(desk)).toEqual([]);
  });

  it('a person complained about is neither owner nor handler nor told, and cannot act', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { supervisor, specialist } = desk.staff;
    const page = await record(desk, { aboutStaffIds: [supervisor, specialist] }, 'specialist2');
    const { id } = page.complaint;
    expect(desk.keyOf(page.complaint.owner?.id)).toBe('specialist2');
    desk.clock.set(at('2026-11-22 18:00'));
    await desk.scan();
    for (const step of escalations(desk)) {
      expect([supervisor, specialist]).not.toContain(step.handler_id);
      expect(step.told).not.toContain(supervisor);
      expect(step.told).not.toContain(specialist);
    }
    await expect(
      desk.as('supervisor').complaints.tell({ id, version: desk.version(id), channel: 'phone', words: '没事了' }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(
      desk.as('manager').complaints.assign({ id, version: desk.version(id), staffId: supervisor, reason: '她来' }),
    ).rejects.toMatchObject({ code: 'INVALID' });
  });
});
