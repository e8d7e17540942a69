import { describe, expect, it } from 'vitest';
import { person } from '../support/database.ts';
import { at, type Desk, live, openDesk, record, refusal } from './desk.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const act = (desk: Desk, id: string) => ({ id, version: desk.version(id) });
const mine = (desk: Desk) => desk.as('manager').complaints;
const mother = (desk: Desk) => ({ kind: 'guardian' as const, refId: desk.guardian });
const father = { kind: 'other' as const, refId: null, name: '赵先生', phone: '13800009999' };
const clockOf = (desk: Desk, id: string, clock: string) =>
  desk.db.get<{ startedAt: number; dueAt: number; outcome: string; stoppedAt: number | null }>(
    'SELECT started_at AS startedAt, due_at AS dueAt, outcome, stopped_at AS stoppedAt FROM clocks WHERE subject_id = ? AND clock = ? ORDER BY cycle DESC, round DESC',
    [id, clock],
  );

describe('several complainants', () => {
  it('the primary one decides when it is resolved, closing asks for all: told or unreachable', async () => {
    const desk = await openDesk();
    const { complaint } = await record(desk, {}, 'manager');
    const { id } = complaint;
    await mine(desk).addComplainant({ ...act(desk, id), ...father });
    await mine(desk).addComplainant({ ...act(desk, id), kind: 'student', refId: desk.students.li });
    expect(await refusal(mine(desk).addComplainant({ ...act(desk, id), ...mother(desk) }))).toMatchObject({ code: 'INVALID' });
    expect(await refusal(mine(desk).addComplainant({ ...act(desk, id), ...father, phone: '138 0000 9999' }))).toMatchObject({
      code: 'INVALID',
      data: { reason: 'complains_already' },
    });
    const [dad, pupil] = (await mine(desk).get({ id })).complainants;
    expect([dad?.name, pupil?.name]).toEqual(['赵先生', '李沐阳']);

    // any complainant reached is a first response
    desk.clock.step(HOUR);
    await mine(desk).logContact({
      ...act(desk, id),
      channel: 'phone',
      direction: 'out',
      outcome: 'reached',
      complainantId: dad?.id,
      words: '了解了经过',
    });
    expect(clockOf(desk, id, 'first_response')?.outcome).toBe('met');
    const contact = (await mine(desk).get({ id })).entries.at(-1);
    expect(contact).toMatchObject({ withWhom: '赵先生' });

    // the result told to a further one: progress begins anew, resolution runs on
    desk.clock.step(HOUR);
    await mine(desk).tell({ ...act(desk, id), channel: 'phone', complainantId: dad?.id, words: '补两节课' });
    expect(await mine(desk).get({ id })).toMatchObject({
      complaint: { state: 'handling' },
      complainants: [{ toldAt: desk.clock.now() }, { toldAt: null }],
    });
    expect(clockOf(desk, id, 'resolution')?.outcome).toBe('open');
    expect(clockOf(desk, id, 'progress')).toMatchObject({ startedAt: desk.clock.now(), outcome: 'open' });

    await mine(desk).tell({ ...act(desk, id), channel: 'phone', words: '补两节课' });
    expect(clockOf(desk, id, 'resolution')?.outcome).toBe('met');
    expect((await mine(desk).get({ id })).missingToClose).toContain('result_not_told');
    for (let call = 0; call < 3; call += 1) {
      expect((await mine(desk).get({ id })).missingToClose).toContain('result_not_told');
      desk.clock.step(HOUR);
      await mine(desk).logContact({
        ...act(desk, id),
        channel: 'phone',
        direction: 'out',
        outcome: 'not_reached',
        complainantId: pupil?.id,
        words: '没人接',
      });
    }
    const page = await mine(desk).get({ id });
    expect(page.missingToClose).not.toContain('result_not_told');
    expect(page.complainants[1]).toMatchObject({ tries: 3, unreachable: true });

    // a new cycle owes the result to everybody again
    await mine(desk).reopen({ ...act(desk, id), reason: '又出现了' });
    expect((await mine(desk).get({ id })).complainants).toMatchObject([{ toldAt: null }, { toldAt: null, tries: 0, unreachable: false }]);
    await mine(desk).removeComplainant({ ...act(desk, id), complainantId: dad?.id ?? '' });
    expect((await mine(desk).get({ id })).complainants).toHaveLength(1);
  });

  it('the first who is known of an anonymous complaint is owed an answer from then on', async () => {
    const desk = await openDesk();
    const { complaint } = await record(desk, { complainant: { kind: 'anonymous', refId: null } }, 'manager');
    desk.clock.step(2 * HOUR);
    await mine(desk).addComplainant({ ...act(desk, complaint.id), ...father });
    const page = await mine(desk).get({ id: complaint.id });
    expect(page.complaint.complainant).toMatchObject({ kind: 'other', name: '赵先生' });
    expect(page.complainants).toEqual([]);
    expect(clockOf(desk, complaint.id, 'first_response')?.startedAt).toBe(desk.clock.now());
    expect(page.clocks.map((each) => each.clock).sort()).toEqual(['dispatch', 'first_response', 'progress', 'resolution']);
  });
});

describe('links', () => {
  it('are seen from both sides, each kind once, and go from either side', async () => {
    const desk = await openDesk();
    const one = (await record(desk, {}, 'manager')).complaint;
    const two = (await record(desk, { words: '空调不制冷' }, 'manager')).complaint;
    await mine(desk).link({ ...act(desk, one.id), otherId: two.id, kind: 'caused_by' });
    expect((await mine(desk).get({ id: one.id })).links).toMatchObject([
      { kind: 'caused_by', direction: 'out', other: { number: two.number } },
    ]);
    const [back] = (await mine(desk).get({ id: two.id })).links;
    expect(back).toMatchObject({ kind: 'caused_by', direction: 'in', other: { number: one.number } });
    await mine(desk).link({ ...act(desk, one.id), otherId: two.id, kind: 'same_event' });
    expect(await refusal(mine(desk).link({ ...act(desk, two.id), otherId: one.id, kind: 'same_event' }))).toMatchObject({
      code: 'INVALID',
    });
    expect(await refusal(mine(desk).link({ ...act(desk, two.id), otherId: two.id, kind: 'same_event' }))).toMatchObject({
      code: 'INVALID',
    });
    await mine(desk).unlink({ ...act(desk, two.id), linkId: back?.id ?? '' });
    expect((await mine(desk).get({ id: one.id })).links).toMatchObject([{ kind: 'same_event' }]);
    expect((await mine(desk).get({ id: one.id })).entries.map((each) => each.text)).toContain('unlinked');
  });

  it('offers what is near: of the same student, and what the text finds; never itself or a merged one', async () => {
    const desk = await openDesk();
    const one = (await record(desk, {}, 'manager')).complaint;
    const two = (await record(desk, { words: '空调不制冷', studentIds: [desk.students.li], category: 'facility' }, 'manager')).complaint;
    const three = (await record(desk, { words: '同一个学员的另一件' }, 'manager')).complaint;
    const offered = async (text: string) => (await mine(desk).others({ id: one.id, text })).map((each) => each.number);
    expect(await offered('')).toEqual([three.number]);
    expect(await offered('空调')).toEqual([two.number]);
    expect(await offered(two.number)).toEqual([two.number]);
    expect(await offered('李沐阳')).toEqual([two.number]);
    await mine(desk).merge({ ...act(desk, three.id), intoId: two.id, intoVersion: desk.version(two.id) });
    expect(await offered('')).toEqual([two.number]);
  });
});

const tables = [
  'complaints',
  'clocks',
  'complaint_states',
  'complaint_students',
  'complaint_staff',
  'complaint_complainants',
  'complaint_links',
  'rectifications',
  'promises',
  'follow_ups',
  'escalations',
  'messages',
];
const everything = (desk: Desk) =>
  Object.fromEntries(
    tables.map((table) => [
      table,
      desk.db
        .all<Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY id`)
        .map(({ version: _version, ...row }) => (row.paused === 1 ? { ...row, due_at: 0, warn_at: 0 } : row)),
    ]),
  );

/** Two reports of one event: the first is taken on Friday, the second, by another family and graver, on Saturday. */
async function twoReports() {
  const desk = await openDesk(at('2026-11-20 15:30'));
  const first = (await record(desk, { tags: ['空调'], aboutStaffIds: [desk.staff.specialist2] }, 'manager')).complaint;
  desk.clock.set(at('2026-11-21 10:00'));
  await desk.scan();
  const second = (
    await record(
      desk,
      { words: '孩子说教室冷得发抖', studentIds: [desk.students.li], complainant: father, severity: 'serious', tags: ['冷'] },
      'manager',
    )
  ).complaint;
  const into = (gone: string, stays: string) => mine(desk).merge({ ...act(desk, gone), intoId: stays, intoVersion: desk.version(stays) });
  return { desk, first, second, into };
}

describe('merge', () => {
  it('keeps the earliest received time, the stricter severity, its own events, everybody and everything still to do', async () => {
    const { desk, first, second, into } = await twoReports();
    await mine(desk).decide({
      ...act(desk, (await accepted(desk, first.id)).id),
      decision: '修空调',
      rectification: { what: '报修', ownerId: desk.staff.supervisor },
    });
    await mine(desk).addTask({
      ...act(desk, first.id),
      words: '买两台暖风机',
      ownerId: desk.staff.support,
      dueAt: desk.clock.now() + DAY,
    });
    const eventsBefore = live(desk, second.id);
    await into(first.id, second.id);
    const page = await mine(desk).get({ id: second.id });
    expect(page.complaint).toMatchObject({
      receivedAt: first.receivedAt,
      severity: 'serious',
      tags: ['冷', '空调'],
      needsRectification: true,
    });
    expect(page.students.map((each) => each.name)).toEqual(['李沐阳', '张思凡']);
    expect(page.complaint.about.map((each) => each.name)).toEqual(['吴桐']);
    expect(page.complaint.owner?.id).not.toBe(desk.staff.specialist2);
    expect(page.complainants).toMatchObject([{ name: '周淑芬', toldAt: null }]);
    expect(page.rectifications).toMatchObject([{ what: '报修', dueAt: at('2026-12-02 00:00') }]);
    expect(page.promises).toMatchObject([{ kind: 'task', words: '买两台暖风机' }]);
    expect(page.merged).toMatchObject([{ number: first.number, by: '陈静' }]);
    for (const clock of ['first_response', 'progress', 'resolution'])
      expect([clock, clockOf(desk, second.id, clock)?.startedAt]).toEqual([clock, first.receivedAt]);
    expect(live(desk, second.id)).toEqual(eventsBefore);

    const gone = await mine(desk).get({ id: first.id });
    expect(gone.complaint.mergedInto).toMatchObject({ id: second.id, number: second.number });
    expect(gone.clocks.every((each) => each.stoppedAt !== null)).toBe(true);
    expect(gone.entries.at(-1)).toMatchObject({ text: 'merged_into', values: { number: second.number } });
    expect((await mine(desk).list({})).rows.map((each) => each.number)).toEqual([second.number]);
    expect((await mine(desk).counts()).open).toBe(1);
    // it is over for good there, and nothing falls due any more
    expect(await refusal(mine(desk).addNote({ ...act(desk, first.id), words: '还想写' }))).toMatchObject({
      code: 'STATE_FORBIDS',
      data: { state: 'merged' },
    });
    desk.clock.step(10 * DAY);
    await desk.scan();
    expect(live(desk, first.id).filter((each) => each.detected_at > at('2026-11-21 10:00'))).toEqual([]);
  });

  it('who is complained about after it owns it no more', async () => {
    const desk = await openDesk();
    const one = (await record(desk, {}, 'manager')).complaint;
    const owner = one.owner?.id ?? '';
    const two = (await record(desk, { aboutStaffIds: [owner] }, 'manager')).complaint;
    expect(two.owner?.id).not.toBe(owner);
    await mine(desk).merge({ ...act(desk, two.id), intoId: one.id, intoVersion: desk.version(one.id) });
    const after = (await mine(desk).get({ id: one.id })).complaint;
    expect(after.owner?.id).not.toBe(owner);
    expect(after.state).toBe('assigned');
  });

  it('two critical ones: level 2 at once, once', async () => {
    const desk = await openDesk();
    const one = (await record(desk, {}, 'manager')).complaint;
    const two = (await record(desk, { severity: 'critical' }, 'manager')).complaint;
    await mine(desk).merge({ ...act(desk, two.id), intoId: one.id, intoVersion: desk.version(one.id) });
    const page = await mine(desk).get({ id: one.id });
    expect(page.complaint).toMatchObject({ severity: 'critical', level: 2 });
    expect(page.escalations).toHaveLength(1);
  });

  it('undo restores everything, clocks too; redo merges again; later work stands in its way', async () => {
    const { desk, first, second, into } = await twoReports();
    await accepted(desk, first.id);
    await mine(desk).tell({ ...act(desk, first.id), channel: 'phone', words: '修好了' });
    await mine(desk).wait({ ...act(desk, second.id), reason: '等照片', until: desk.clock.now() + DAY });
    desk.clock.step(60_000);
    const before = everything(desk);
    const events = [live(desk, first.id), live(desk, second.id)];
    const versions = [desk.version(first.id), desk.version(second.id)];
    const { commandId, undoable } = await into(first.id, second.id);
    expect(undoable).toBe(true);
    expect((await mine(desk).get({ id: second.id })).complainants).toMatchObject([{ name: '周淑芬', toldAt: at('2026-11-21 10:00') }]);
    expect((await mine(desk).get({ id: first.id })).visit).toBe(null);
    const merged = everything(desk);
    desk.clock.step(60_000);
    const undo = await desk.commands.undo(commandId, person(desk.staff.manager));
    expect(everything(desk)).toEqual(before);
    expect([live(desk, first.id), live(desk, second.id)]).toEqual(events);
    expect([desk.version(first.id), desk.version(second.id)].every((now, index) => now > (versions[index] ?? 0))).toBe(true);
    expect((await mine(desk).get({ id: first.id })).complaint.mergedInto).toBe(null);
    await desk.commands.undo(undo.commandId, person(desk.staff.manager));
    expect(everything(desk)).toEqual(merged);
    await mine(desk).addNote({ ...act(desk, second.id), words: '接着办' });
    expect(await refusal(desk.commands.undo(commandId, person(desk.staff.manager)))).toMatchObject({ code: 'UNDO_CONFLICT' });
  });

  it('refuses itself, what has ended, what was seen in an older version, and who may not handle both', async () => {
    const { desk, first, second, into } = await twoReports();
    expect(await refusal(into(first.id, first.id))).toMatchObject({ code: 'INVALID' });
    expect(
      await refusal(mine(desk).merge({ ...act(desk, first.id), intoId: second.id, intoVersion: desk.version(second.id) + 1 })),
    ).toMatchObject({ code: 'STALE' });
    const stranger = desk.as('advisor').complaints;
    expect(
      await refusal(stranger.merge({ ...act(desk, first.id), intoId: second.id, intoVersion: desk.version(second.id) })),
    ).toMatchObject({ code: 'FORBIDDEN' });
    await mine(desk).withdraw({ ...act(desk, second.id), reason: '撤回' });
    const before = everything(desk);
    expect(await refusal(into(first.id, second.id))).toMatchObject({ code: 'STATE_FORBIDS' });
    expect(await refusal(into(second.id, first.id))).toMatchObject({ code: 'STATE_FORBIDS' });
    expect(everything(desk)).toEqual(before);
  });
});

async function accepted(desk: Desk, id: string) {
  const owner = desk.keyOf((await mine(desk).get({ id })).complaint.owner?.id);
  if (owner) await desk.as(owner).complaints.accept(act(desk, id));
  return { id };
}

describe('split', () => {
  it('what was chosen becomes a complaint of its own from when it was received, tied to the first; undo withdraws it', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { complaint } = await record(desk, { studentIds: [desk.students.zhang, desk.students.li] }, 'manager');
    const { id } = complaint;
    desk.clock.step(HOUR);
    await mine(desk).logContact({ ...act(desk, id), channel: 'phone', direction: 'out', outcome: 'reached', words: '说到了退费' });
    const contact = (await mine(desk).get({ id })).entries.at(-1)?.id ?? '';
    desk.clock.step(60_000);
    const before = everything(desk);
    const chosen = { words: '要求退剩余课时', studentIds: [desk.students.li], category: 'finance' as const, severity: 'general' as const };
    const split = await mine(desk).split({ ...act(desk, id), ...chosen, entryIds: [contact] });
    const made = await mine(desk).get({ id: split.splitId });
    expect(made.complaint).toMatchObject({ words: '要求退剩余课时', receivedAt: complaint.receivedAt, category: 'finance' });
    expect(made.students.map((each) => each.name)).toEqual(['李沐阳']);
    expect(made.complaint.complainant.name).toBe('周淑芬');
    expect(made.entries.filter((each) => each.kind === 'contact')).toMatchObject([{ words: '说到了退费', by: '陈静' }]);
    expect(clockOf(desk, split.splitId, 'first_response')?.outcome).toBe('met');
    expect(made.links).toMatchObject([{ kind: 'split_from', direction: 'out', other: { id } }]);
    const old = await mine(desk).get({ id });
    expect(old.students.map((each) => each.name)).toEqual(['张思凡']);
    expect(old.entries.some((each) => each.id === contact)).toBe(true);
    expect(old.links).toMatchObject([{ kind: 'split_from', direction: 'in', other: { number: split.number } }]);

    await desk.commands.undo(split.commandId, person(desk.staff.manager));
    const after = everything(desk);
    const ofOld = (rows: Record<string, unknown>[] = []) =>
      rows.filter((row) => ![row.complaint_id, row.subject_id, row.id].includes(split.splitId));
    for (const table of tables.filter((each) => each !== 'messages')) expect([table, ofOld(after[table])]).toEqual([table, before[table]]);
    expect((await mine(desk).get({ id: split.splitId })).complaint.state).toBe('withdrawn');
  });

  it('one student stays in both; foreign students and entries are refused', async () => {
    const desk = await openDesk();
    const { complaint } = await record(desk, {}, 'manager');
    const { id } = complaint;
    const chosen = { words: '另一件', category: 'finance' as const, severity: 'general' as const };
    expect(await refusal(mine(desk).split({ ...act(desk, id), ...chosen, studentIds: [desk.students.li] }))).toMatchObject({
      code: 'INVALID',
    });
    const own = (await mine(desk).get({ id })).entries.find((each) => each.kind === 'state')?.id ?? '';
    expect(await refusal(mine(desk).split({ ...act(desk, id), ...chosen, entryIds: [own] }))).toMatchObject({ code: 'INVALID' });
    const { splitId } = await mine(desk).split({ ...act(desk, id), ...chosen, studentIds: [desk.students.zhang] });
    for (const each of [id, splitId]) expect((await mine(desk).get({ id: each })).students).toHaveLength(1);
  });
});

describe('promises and tasks', () => {
  it('are kept and moved by whose they are or who handles it; telling the result keeps promises, not tasks', async () => {
    const desk = await openDesk();
    const { id } = (await record(desk, {}, 'manager')).complaint;
    const soon = desk.clock.now() + HOUR;
    await mine(desk).logContact({
      ...act(desk, id),
      channel: 'phone',
      direction: 'out',
      outcome: 'reached',
      words: '明天给方案',
      promisedUntil: soon,
    });
    await mine(desk).addTask({ ...act(desk, id), words: '调录像', ownerId: desk.staff.support, dueAt: soon });
    const open = async () => (await mine(desk).get({ id })).promises.map(({ kind, dueAt, doneAt }) => [kind, dueAt, doneAt]);
    const idOf = (kind: string) => desk.db.get<{ id: string }>('SELECT id FROM promises WHERE kind = ?', [kind])?.id ?? '';
    const promiseId = idOf('promise');
    expect(await refusal(mine(desk).movePromise({ ...act(desk, id), promiseId, dueAt: desk.clock.now() }))).toMatchObject({
      code: 'INVALID',
    });
    await mine(desk).movePromise({ ...act(desk, id), promiseId, dueAt: soon + HOUR, reason: '家长没空' });
    expect((await mine(desk).get({ id })).entries.at(-1)).toMatchObject({
      text: 'promise_moved',
      values: { before: soon, after: soon + HOUR },
    });
    expect(await refusal(desk.as('advisor').complaints.keepPromise({ ...act(desk, id), promiseId }))).toMatchObject({ code: 'FORBIDDEN' });
    await accepted(desk, id);
    await mine(desk).tell({ ...act(desk, id), channel: 'phone', words: '补课' });
    expect(await open()).toEqual([
      ['task', soon, null],
      ['promise', soon + HOUR, desk.clock.now()],
    ]);
    // the one who has to do it sees it and ticks it
    await mine(desk).addTask({ ...act(desk, id), words: '换滤网', ownerId: desk.staff.supervisor, dueAt: soon });
    await mine(desk).keepPromise({ ...act(desk, id), promiseId: idOf('task') });
    expect(await refusal(mine(desk).keepPromise({ ...act(desk, id), promiseId: idOf('task') }))).toMatchObject({ code: 'STATE_FORBIDS' });
  });
});

describe('what outlives the telling', () => {
  it('a promise of a later day stays open unless it is ticked', async () => {
    const desk = await openDesk();
    const { id } = (await record(desk, {}, 'manager')).complaint;
    const promise = (days: number) =>
      mine(desk).logContact({
        ...act(desk, id),
        channel: 'phone',
        direction: 'out',
        outcome: 'reached',
        words: `${days} 天后补课`,
        promisedUntil: desk.clock.now() + days * 24 * HOUR + 60_000,
      });
    for (const days of [0, 4, 5]) await promise(days);
    const open = async () =>
      (await mine(desk).get({ id })).promises.filter((each) => each.doneAt === null).map((each) => [each.id, each.words] as const);
    const [, , last] = await open();
    await accepted(desk, id);
    await mine(desk).tell({ ...act(desk, id), channel: 'phone', words: '下周补课', keeps: [last?.[0] ?? ''] });
    expect((await open()).map(([, words]) => words)).toEqual(['4 天后补课']);
  });

  it('a reply that was asked for is asked of both halves of a split', async () => {
    const desk = await openDesk();
    const { id } = (await record(desk, { replyRequired: true }, 'manager')).complaint;
    const { splitId } = await mine(desk).split({ ...act(desk, id), words: '另一件', category: 'service', severity: 'general' });
    expect((await mine(desk).get({ id: splitId })).complaint.replyRequired).toBe(true);
  });
});

describe('what if it waited', () => {
  it('says where the pausing clocks would move, exactly as the wait itself moves them, and writes nothing', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { id } = (await record(desk, {}, 'manager')).complaint;
    await accepted(desk, id);
    await mine(desk).decide({ ...act(desk, id), decision: '整改', rectification: { what: '流程', ownerId: desk.staff.supervisor } });
    desk.clock.step(HOUR);
    const before = everything(desk);
    const until = desk.clock.now() + 5 * DAY;
    const asked = await mine(desk).whatIf({ id, until });
    expect(everything(desk)).toEqual(before);
    expect(asked.map((each) => each.clock).sort()).toEqual(['rectification', 'resolution']);
    for (const each of asked) expect([each.clock, each.before]).toEqual([each.clock, clockOf(desk, id, each.clock)?.dueAt]);
    expect(asked.find((each) => each.clock === 'resolution')?.after).toBe(at('2026-11-27 15:30'));
    await mine(desk).wait({ ...act(desk, id), reason: '等照片', until });
    desk.clock.set(until - DAY);
    // while it waits the question is about the end of the same wait
    expect((await mine(desk).whatIf({ id, until })).map((each) => each.after)).toEqual(asked.map((each) => each.after));
    desk.clock.set(until);
    await desk.scan();
    for (const each of asked) expect([each.clock, clockOf(desk, id, each.clock)?.dueAt]).toEqual([each.clock, each.after]);
    expect(await refusal(mine(desk).whatIf({ id, until }))).toMatchObject({ code: 'INVALID' });
  });
});

describe('working days left', () => {
  it('are counted with today, over weekends and holidays', async () => {
    const desk = await openDesk(at('2026-09-30 16:00'));
    const { id } = (await record(desk, {}, 'manager')).complaint;
    await accepted(desk, id);
    await mine(desk).decide({ ...act(desk, id), decision: '整改', rectification: { what: '流程', ownerId: desk.staff.supervisor } });
    const left = async () => {
      const { clocks, rectifications } = await mine(desk).get({ id });
      return [clocks.find((each) => each.clock === 'rectification')?.workDaysLeft, rectifications[0]?.workDaysLeft];
    };
    for (const [day, days] of [
      ['2026-09-30 18:00', 7],
      ['2026-10-07 12:00', 7],
      ['2026-10-08 00:00', 7],
      ['2026-10-08 09:00', 7],
      ['2026-10-09 09:00', 6],
      ['2026-10-10 09:00', 5],
      ['2026-10-11 09:00', 4],
      ['2026-10-15 23:00', 1],
    ] as const) {
      desk.clock.set(at(day));
      expect([day, ...(await left())]).toEqual([day, days, days]);
    }
    desk.clock.set(at('2026-10-16 00:01'));
    expect(await left()).toEqual([null, null]);
  });
});
