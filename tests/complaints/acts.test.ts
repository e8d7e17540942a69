import { describe, expect, it } from 'vitest';
import { at, complaintOf, type Desk, live, type MemberKey, openDesk, record, refusal } from './desk.ts';

const HOUR = 3_600_000;
const stand = (desk: Desk, id: string) => desk.as('manager').complaints.get({ id });
const clockOf = async (desk: Desk, id: string, name: string, cycle = 1) =>
  (await stand(desk, id)).clocks.filter((clock) => clock.clock === name && clock.cycle === cycle).at(-1);

async function begun(desk: Desk, given: Parameters<typeof record>[1] = {}) {
  const page = await record(desk, given);
  const { id } = page.complaint;
  const owner = desk.keyOf(page.complaint.owner?.id) as MemberKey;
  const act = () => ({ id, version: desk.version(id) });
  return { id, owner, act, mine: desk.as(owner).complaints };
}

describe('recording', () => {
  it('refuses a time to come, unknown people, and marks what was recorded late', async () => {
    const desk = await openDesk();
    const call = (given: Parameters<typeof complaintOf>[1]) => refusal(desk.as('specialist').complaints.record(complaintOf(desk, given)));
    expect(await call({ receivedAt: desk.clock.now() + 1 })).toEqual({ code: 'FUTURE_TIME', data: { field: 'receivedAt' } });
    expect((await call({ studentIds: [desk.guardian] })).data).toEqual({ field: 'studentIds', reason: 'unknown' });
    expect((await call({ complainant: { kind: 'guardian', refId: null } })).data).toEqual({ field: 'complainant', reason: 'required' });
    expect(desk.db.get('SELECT count(*) AS n FROM complaints')).toEqual({ n: 0 });
    const page = await record(desk, { receivedAt: desk.clock.now() - 3 * HOUR });
    expect(page.complaint.recordedLate).toBe(true);
    const response = page.clocks.find((clock) => clock.clock === 'first_response');
    expect(response?.dueAt).toBe(desk.clock.now() + 21 * HOUR);
  });

  it('with an answer on the spot the first response is kept; the same key records once', async () => {
    const desk = await openDesk();
    const key = desk.ids.next();
    const input = { ...complaintOf(desk, { answeredOnSpot: '已当面说明' }), key };
    const first = await desk.as('specialist').complaints.record(input);
    expect(await desk.as('specialist').complaints.record(input)).toEqual(first);
    expect((await clockOf(desk, first.id, 'first_response'))?.outcome).toBe('met');
    expect(desk.db.get('SELECT count(*) AS n FROM complaints')).toEqual({ n: 1 });
  });

  it('without automatic assignment the owner stays empty and the dispatch clock runs', async () => {
    const desk = await openDesk(at('2026-11-20 20:58'));
    await desk.commands.run({ name: 'test', actor: { kind: 'cli' }, undo: 'none', topics: [] }, (tx) =>
      tx.run(`UPDATE settings SET value = json_set(value, '$.autoAssign', json('false')) WHERE id = 'centre'`),
    );
    const page = await record(desk);
    const { id } = page.complaint;
    expect([page.complaint.state, page.complaint.owner, page.complaint.nextClock]).toEqual(['new', null, 'dispatch']);
    desk.clock.set(at('2026-11-21 08:40'));
    await desk.scan();
    expect((await desk.as('supervisor').messages.list({})).messages.map((message) => message.kind)).toContain('missed');
    await desk.as('supervisor').complaints.assign({ id, version: desk.version(id), staffId: desk.staff.specialist, reason: '她在' });
    expect((await clockOf(desk, id, 'dispatch'))?.outcome).toBe('missed');
    expect((await stand(desk, id)).assignment).toEqual({
      rule: 'by_hand',
      because: [{ code: 'by_hand', values: { by: '周岚', reason: '她在' } }],
    });
  });
});

describe('what stops what', () => {
  it.each([
    ['out', 'reached', true],
    ['out', 'not_reached', false],
    ['out', 'message_left', false],
    ['in', 'received', false],
  ] as const)('a contact %s %s stops the first response: %s', async (direction, outcome, stops) => {
    const desk = await openDesk();
    const { id, act, mine } = await begun(desk);
    await mine.logContact({ ...act(), channel: 'phone', direction, outcome, words: '说了' });
    expect((await clockOf(desk, id, 'first_response'))?.outcome).toBe(stops ? 'met' : 'open');
    expect((await clockOf(desk, id, 'progress'))?.round).toBe(1);
  });

  it('a contact with somebody who does not complain is in the log and stops nothing', async () => {
    const desk = await openDesk();
    const { id, act, mine } = await begun(desk);
    const call = { channel: 'phone', direction: 'out', outcome: 'reached', words: '问了情况', toldProgress: true } as const;
    expect((await refusal(mine.logContact({ ...act(), ...call, someoneElse: true }))).data).toEqual({
      field: 'withWhom',
      reason: 'required',
    });
    await mine.logContact({ ...act(), ...call, someoneElse: true, withWhom: '丁宁老师' });
    expect((await clockOf(desk, id, 'first_response'))?.outcome).toBe('open');
    expect((await clockOf(desk, id, 'progress'))?.round).toBe(1);
    const page = await stand(desk, id);
    expect(page.entries.at(-1)).toMatchObject({ withWhom: '丁宁老师', someoneElse: true, toldProgress: false });
    expect(page.nodes.find((node) => node.key === 'first_response')?.state).toBe('running');
    await mine.logContact({ ...act(), ...call });
    expect((await clockOf(desk, id, 'first_response'))?.outcome).toBe('met');
    expect((await clockOf(desk, id, 'progress'))?.round).toBe(2);
  });

  it('a contact cannot lie before the complaint was received, though before it was recorded', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const receivedAt = desk.clock.now() - 2 * HOUR + 20_000;
    const { id, act, mine } = await begun(desk, { receivedAt });
    const call = (happenedAt: number) =>
      mine.logContact({ ...act(), channel: 'phone', direction: 'out', outcome: 'reached', words: '打过了', happenedAt });
    expect((await refusal(call(receivedAt - HOUR))).data).toEqual({ field: 'happenedAt', reason: 'before_received' });
    // the minute that a screen can choose
    await call(receivedAt - 20_000);
    expect(await clockOf(desk, id, 'first_response')).toMatchObject({ outcome: 'met', stoppedAt: receivedAt });
  });

  it('progress begins anew with each telling, from the moment of the telling, and ends with the result', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { id, act, mine } = await begun(desk);
    desk.clock.step(HOUR);
    await mine.logContact({ ...act(), channel: 'phone', direction: 'out', outcome: 'reached', words: '在查', toldProgress: true });
    const second = await clockOf(desk, id, 'progress');
    expect([second?.round, second?.dueAt]).toEqual([2, at('2026-11-20 16:30') + 48 * HOUR]);
    desk.clock.step(HOUR);
    await mine.tell({ ...act(), channel: 'phone', words: '好了' });
    const page = await stand(desk, id);
    expect(page.clocks.filter((clock) => clock.clock === 'progress').map((clock) => clock.outcome)).toEqual(['met', 'met']);
    expect(page.clocks.find((clock) => clock.clock === 'resolution')?.stoppedAt).toBe(at('2026-11-20 17:30'));
  });

  it('somebody else without name and number is nobody: no promise to answer runs', async () => {
    const desk = await openDesk();
    const { complaint, clocks } = await record(desk, { complainant: { kind: 'other', refId: null }, studentIds: [] });
    expect(complaint.complainant.kind).toBe('anonymous');
    expect(clocks.map((clock) => clock.clock).sort()).toEqual(['dispatch', 'resolution']);
    const named = await record(desk, { complainant: { kind: 'other', refId: null, phone: '13900000001' }, studentIds: [] });
    expect(named.complaint.complainant.kind).toBe('other');
  });

  it('anonymous: no promise to answer; the decision ends it and a supervisor confirms by closing', async () => {
    const desk = await openDesk();
    const { id, act, mine } = await begun(desk, { complainant: { kind: 'anonymous', refId: null }, studentIds: [] });
    expect((await stand(desk, id)).clocks.map((clock) => clock.clock).sort()).toEqual(['dispatch', 'resolution']);
    await mine.decide({ ...act(), decision: '已整改', rectification: null });
    expect((await stand(desk, id)).complaint.state).toBe('resolved');
    await mine.setCause({ ...act(), rootCause: '流程' });
    expect(await refusal(mine.close(act()))).toEqual({ code: 'CLOSING_INCOMPLETE', data: { missing: ['supervisor_confirmation'] } });
    await desk.as('supervisor').complaints.close(act());
    expect(desk.db.get('SELECT count(*) AS n FROM follow_ups')).toEqual({ n: 0 });
  });
});

describe('recorded late', () => {
  it('a contact in time that is entered after the miss: both stay, until a supervisor confirms it', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { id, act, mine } = await begun(desk);
    await mine.accept(act());
    desk.clock.set(at('2026-11-21 18:00'));
    await desk.scan();
    const happenedAt = at('2026-11-21 15:30');
    await mine.logContact({ ...act(), channel: 'phone', direction: 'out', outcome: 'reached', words: '打过了', happenedAt });
    const clock = await clockOf(desk, id, 'first_response');
    expect([clock?.outcome, clock?.recordedLate, clock?.stoppedAt]).toEqual(['met_late', true, happenedAt]);
    expect(
      live(desk, id)
        .filter((event) => event.clock === 'first_response')
        .map((event) => event.kind),
    ).toEqual(['warned', 'missed', 'met']);
    expect((await refusal(mine.confirmLate({ ...act(), clockId: clock?.id ?? '' }))).code).toBe('FORBIDDEN');
    await desk.as('supervisor').complaints.confirmLate({ ...act(), clockId: clock?.id ?? '' });
    const confirmed = await clockOf(desk, id, 'first_response');
    expect([confirmed?.outcome, confirmed?.recordedLate]).toEqual(['met', true]);
    expect(
      live(desk, id)
        .filter((event) => event.clock === 'first_response')
        .at(-1)?.kind,
    ).toBe('confirmed');
    const entry = (await stand(desk, id)).entries.find((each) => each.words === '打过了');
    expect([entry?.at, entry?.recordedLate]).toEqual([happenedAt, true]);
  });

  it('one that lies before the running round sets the missed round right and begins none', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { id, act, mine } = await begun(desk);
    desk.clock.set(at('2026-11-22 17:30'));
    await desk.scan();
    await mine.logContact({ ...act(), channel: 'phone', direction: 'out', outcome: 'reached', words: '晚了', toldProgress: true });
    desk.clock.step(HOUR);
    const earlier = at('2026-11-22 10:00');
    await mine.logContact({
      ...act(),
      channel: 'phone',
      direction: 'out',
      outcome: 'reached',
      words: '早说过',
      toldProgress: true,
      happenedAt: earlier,
    });
    const rounds = (await stand(desk, id)).clocks.filter((clock) => clock.clock === 'progress');
    expect(rounds.map((clock) => [clock.round, clock.outcome])).toEqual([
      [1, 'met_late'],
      [2, 'open'],
    ]);
  });

  it('refuses a time to come', async () => {
    const desk = await openDesk();
    const { act, mine } = await begun(desk);
    const contact = {
      ...act(),
      channel: 'phone',
      direction: 'out',
      outcome: 'reached',
      words: '说了',
      happenedAt: desk.clock.now() + 1,
    } as const;
    expect(await refusal(mine.logContact(contact))).toEqual({ code: 'FUTURE_TIME', data: { field: 'happenedAt' } });
    expect((await refusal(mine.tell({ ...act(), channel: 'phone', words: '好', happenedAt: desk.clock.now() + 1 }))).code).toBe(
      'FUTURE_TIME',
    );
  });
});

describe('cycles, severity, extension', () => {
  it('reopening begins a new cycle; what was met and missed before stays', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { id, act, mine } = await begun(desk);
    await mine.decide({ ...act(), decision: '整改', rectification: { what: '流程', ownerId: desk.staff.supervisor } });
    desk.clock.set(at('2026-11-22 17:00'));
    await desk.scan();
    await mine.tell({ ...act(), channel: 'phone', words: '好了' });
    const before = live(desk, id);
    desk.clock.step(HOUR);
    await mine.reopen({ ...act(), reason: '又发生了' });
    const page = await stand(desk, id);
    expect([page.complaint.state, page.complaint.cycle, page.complaint.level]).toEqual(['handling', 2, 0]);
    expect(
      page.clocks
        .filter((clock) => clock.stoppedAt === null)
        .map((clock) => [clock.clock, clock.cycle])
        .sort(),
    ).toEqual([
      ['progress', 2],
      ['rectification', 1],
      ['resolution', 2],
    ]);
    expect(page.clocks.find((clock) => clock.clock === 'resolution' && clock.cycle === 2)?.startedAt).toBe(desk.clock.now());
    expect(live(desk, id).slice(0, before.length)).toEqual(before);
    expect(desk.db.get(`SELECT state FROM follow_ups`)).toEqual({ state: 'cancelled' });
    // The ladder starts anew as well.
    desk.clock.step(24 * HOUR + 60_000);
    await desk.scan();
    expect(desk.db.all(`SELECT cycle, step FROM escalations WHERE level > 0 ORDER BY cycle, step`)).toEqual([
      { cycle: 1, step: 'level1' },
      { cycle: 1, step: 'level2' },
      { cycle: 2, step: 'level1' },
    ]);
  });

  it('raised to 重大 it goes to level 2 at once; lowered again, what was raised stays', async () => {
    const desk = await openDesk();
    const { id, act, mine } = await begun(desk);
    const change = { category: 'service', subcategory: '', reason: '孩子受伤' } as const;
    await mine.changeSeverity({ ...act(), ...change, severity: 'critical' });
    expect((await stand(desk, id)).complaint.level).toBe(2);
    await mine.changeSeverity({ ...act(), ...change, severity: 'general' });
    const page = await stand(desk, id);
    expect([page.complaint.level, page.escalations.length]).toEqual([2, 1]);
  });

  it('an extension counts only before due; stopped within it the outcome is `extended`', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { id, act, mine } = await begun(desk);
    const clockId = (await clockOf(desk, id, 'resolution'))?.id ?? '';
    expect((await refusal(mine.extend({ ...act(), clockId, minutes: 600, reason: '等总部' }))).code).toBe('FORBIDDEN');
    await desk.as('supervisor').complaints.extend({ ...act(), clockId, minutes: 600, reason: '等总部' });
    expect((await clockOf(desk, id, 'resolution'))?.dueAt).toBe(at('2026-11-22 15:30') + 10 * HOUR);
    desk.clock.set(at('2026-11-22 20:00'));
    await desk.scan();
    expect(live(desk, id).some((event) => event.clock === 'resolution' && event.kind === 'missed')).toBe(false);
    await mine.tell({ ...act(), channel: 'phone', words: '好了' });
    expect((await clockOf(desk, id, 'resolution'))?.outcome).toBe('extended');
    const late = await clockOf(desk, id, 'resolution');
    expect(
      (await refusal(desk.as('supervisor').complaints.extend({ ...act(), clockId: late?.id ?? '', minutes: 60, reason: '再等' }))).code,
    ).toBe('STATE_FORBIDS');
  });

  it('withdrawal cancels the open clocks; only those due before count', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const { id, act, mine } = await begun(desk);
    desk.clock.set(at('2026-11-21 18:00'));
    await mine.withdraw({ ...act(), reason: '家长撤回' });
    const page = await stand(desk, id);
    expect(page.complaint.state).toBe('withdrawn');
    expect(page.clocks.filter((clock) => clock.stoppedAt === null)).toEqual([]);
    expect(desk.db.all(`SELECT clock, missed FROM clocks WHERE outcome = 'cancelled' ORDER BY clock`)).toEqual([
      { clock: 'first_response', missed: 1 },
      { clock: 'progress', missed: 0 },
      { clock: 'resolution', missed: 0 },
    ]);
    desk.clock.step(72 * HOUR);
    expect((await desk.scan()).raised).toBe(0);
  });
});

describe('hand-over and rights', () => {
  it('a hand-over has to be agreed to; until then the giver answers', async () => {
    const desk = await openDesk();
    const { id, act, mine, owner } = await begun(desk);
    const other: MemberKey = owner === 'specialist' ? 'specialist2' : 'specialist';
    await mine.offerHandOver({ ...act(), staffId: desk.staff[other], words: '我去上课' });
    expect((await stand(desk, id)).complaint).toMatchObject({ owner: { id: desk.staff[owner] }, handOverTo: { id: desk.staff[other] } });
    expect((await refusal(desk.as('support').complaints.answerHandOver({ ...act(), accept: true }))).code).toBe('FORBIDDEN');
    await desk.as(other).complaints.answerHandOver({ ...act(), accept: false });
    expect((await stand(desk, id)).complaint).toMatchObject({ owner: { id: desk.staff[owner] }, handOverTo: null });
    await mine.offerHandOver({ ...act(), staffId: desk.staff[other] });
    await desk.as(other).complaints.answerHandOver({ ...act(), accept: true });
    expect((await stand(desk, id)).complaint).toMatchObject({ owner: { id: desk.staff[other] }, accepted: true, state: 'handling' });
    expect((await stand(desk, id)).complaint.firstContact.id).toBe(desk.staff.specialist);
  });

  it('an offer is taken back by the giver; a colleague who reads it may log a call that reached', async () => {
    const desk = await openDesk();
    const { id, act, mine, owner } = await begun(desk);
    const other: MemberKey = owner === 'specialist' ? 'specialist2' : 'specialist';
    await mine.offerHandOver({ ...act(), staffId: desk.staff[other] });
    await mine.takeBackHandOver(act());
    expect((await stand(desk, id)).complaint).toMatchObject({ owner: { id: desk.staff[owner] }, handOverTo: null });
    expect((await refusal(desk.as(other).complaints.answerHandOver({ ...act(), accept: true }))).code).toBe('FORBIDDEN');
    expect((await refusal(mine.takeBackHandOver(act()))).code).toBe('STATE_FORBIDS');
    const said = (await desk.as(other).messages.list({})).messages.map((each) => each.values);
    expect(said).toContainEqual({ takenBackBy: desk.identity(owner).name });
    await desk.as(other).complaints.logContact({ ...act(), channel: 'phone', direction: 'out', outcome: 'reached', words: '她打来问' });
    expect((await clockOf(desk, id, 'first_response'))?.outcome).toBe('met');
    expect((await stand(desk, id)).complaint).toMatchObject({ accepted: false });
  });

  it('specialists handle what is theirs; support and advisor see only their own; heads their department', async () => {
    const desk = await openDesk();
    const { id, act, owner } = await begun(desk);
    const other: MemberKey = owner === 'specialist' ? 'specialist2' : 'specialist';
    expect((await desk.as(other).complaints.get({ id })).may).toMatchObject({
      handle: false,
      assign: false,
    });
    expect((await refusal(desk.as(other).complaints.decide({ ...act(), decision: '我来', rectification: null }))).code).toBe('FORBIDDEN');
    expect((await refusal(desk.as('support').complaints.get({ id }))).code).toBe('FORBIDDEN');
    expect((await refusal(desk.as('teachingHead').complaints.get({ id }))).code).toBe('FORBIDDEN');
    const taught = await record(desk, { category: 'teaching' });
    expect((await desk.as('teachingHead').complaints.get({ id: taught.complaint.id })).may).toMatchObject({
      handle: true,
      assign: true,
      verify: true,
    });
    const list = await desk.as('teachingHead').complaints.list({ view: 'all' });
    expect(list.rows.map((row) => row.id)).toEqual([taught.complaint.id]);
    expect((await desk.as('support').complaints.list({ view: 'all' })).total).toBe(0);
    const technical = await record(desk, { category: 'technical' });
    expect((await desk.as('support').complaints.list({ view: 'all' })).rows.map((row) => row.id)).toEqual([technical.complaint.id]);
    expect((await desk.as('support').complaints.counts()).views).toMatchObject({ mine: 1, all: 1, department: 1 });
  });

  it('a stale save is refused with both versions and who was faster; states refuse what they do not allow', async () => {
    const desk = await openDesk();
    const { id, act, mine, owner } = await begun(desk);
    await mine.accept(act());
    const stale = await refusal(mine.addNote({ id, version: 1, words: '晚了一步' }));
    expect(stale).toEqual({
      code: 'STALE',
      data: { seen: 1, now: 2, by: desk.identity(owner).name, at: desk.clock.now() },
    });
    expect(await refusal(mine.accept(act()))).toEqual({ code: 'STATE_FORBIDS', data: { state: 'handling', action: 'accept' } });
    expect((await refusal(mine.resume(act()))).code).toBe('STATE_FORBIDS');
    expect((await refusal(mine.reopen({ ...act(), reason: '还没完' }))).code).toBe('STATE_FORBIDS');
    expect((await refusal(desk.as('manager').complaints.get({ id: desk.ids.next() }))).code).toBe('NOT_FOUND');
  });
});
