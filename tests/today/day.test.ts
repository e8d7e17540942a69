import { describe, expect, it } from 'vitest';
import { createEvents } from '#main/base/events.ts';
import type { Identity } from '#main/base/os.ts';
import {
  accept,
  close,
  complaintById,
  decide,
  logContact,
  recordComplaint,
  rectificationDone,
  registerComplaints,
  setCause,
  tell,
  verifyRectification,
} from '#main/complaints/service.ts';
import type { Tx } from '#main/db/open.ts';
import { monthFigures } from '#main/figures/service.ts';
import { listFollowUps, recordAttempt, subscribeFollowUps } from '#main/follow-ups/service.ts';
import { badgeOf, todayOf } from '#main/today/service.ts';
import type { Role } from '#shared/contract/fields.ts';
import { today as contract } from '#shared/contract/today.ts';
import { grantsOf } from '#shared/rules/access.ts';
import { DEFAULT_POLICY } from '#shared/rules/complaint-policy.ts';
import { HOUR, MINUTE } from '#shared/rules/zone.ts';
import { figureHouse, wall } from '../support/builders-figures.ts';
import { person } from '../support/database.ts';

/** Saturday, the centre opens at 8:30. */
const MORNING = wall('2026-11-21 10:00');

async function house() {
  const base = await figureHouse();
  const events = createEvents();
  registerComplaints({ commands: base.commands, events, ids: base.ids });
  subscribeFollowUps({ commands: base.commands, events, ids: base.ids });
  base.clock.set(MORNING);
  const desk = { ids: base.ids, events };
  const rows = await base.write((tx) => {
    tx.run('UPDATE complaint_policies SET body = ?', [JSON.stringify(DEFAULT_POLICY)]);
    const add = (name: string, roles: Role[], departments: string[], headOf: string[] = []) =>
      base.staff(tx, name, { roles: JSON.stringify(roles), departments: JSON.stringify(departments), head_of: JSON.stringify(headOf) });
    const lin = add('Lin', ['specialist'], ['service']);
    const zhou = add('Zhou', ['supervisor'], ['marketing']);
    const chen = add('Chen', ['manager'], ['administration']);
    const child = base.student(tx, '周可心');
    const mother = base.insert(tx, 'guardians', { name: '王芳', phone: '13812341234', created_at: 0 });
    base.insert(tx, 'student_guardians', { student_id: child, guardian_id: mother, relation: 'mother', is_primary: 1 });
    return { lin, zhou, chen, child, mother };
  });
  const who = (staffId: string, name: string, ...roles: Role[]): Identity => ({
    staffId,
    name,
    roles,
    departments: [],
    headOf: [],
    grants: grantsOf(roles, false),
  });
  const lin = who(rows.lin, 'Lin', 'specialist');
  const zhou = who(rows.zhou, 'Zhou', 'supervisor');
  const chen = who(rows.chen, 'Chen', 'manager');
  const run = async <T>(me: Identity, fn: (tx: Tx) => T) =>
    (await base.commands.run({ name: 'test.act', actor: person(me.staffId), undo: 'rows', topics: [] }, fn)).result;
  const look = (me: Identity) => {
    const page = todayOf(base.db, me, base.clock.now(), () => null);
    // The contract is what screens rely on.
    expect(contract.get['~orpc'].outputSchema?.safeParse(page)).toMatchObject({ success: true });
    return page;
  };
  const kinds = (me: Identity) => look(me).todos.map((todo) => (todo.clock && todo.kind === 'clock' ? todo.clock : todo.kind));
  const version = (id: string) => complaintById(base.db, id).version;
  const record = async (more: object = {}) =>
    await run(lin, (tx) =>
      recordComplaint(tx, desk, lin, {
        studentIds: [rows.child],
        complainant: { kind: 'guardian', refId: rows.mother, name: '', phone: '' },
        aboutStaffIds: [],
        channel: 'phone',
        words: '教室暖气不热',
        wish: '',
        category: 'service',
        subcategory: '',
        severity: 'general',
        receivedAt: null,
        firstContactId: null,
        replyRequired: false,
        answeredOnSpot: '',
        tags: [],
        ...more,
      }),
    );
  return { ...base, ...rows, desk, me: { lin, zhou, chen }, run, look, kinds, version, record };
}

describe('one complaint through the day', () => {
  it('asks each person for the next thing, and for nothing when it is closed', async () => {
    const h = await house();
    const { lin, zhou } = h.me;
    const { id, number, owner } = await h.record();
    expect(owner?.id).toBe(h.lin);
    const first = h.look(lin);
    expect(first.todos).toMatchObject([
      { kind: 'accept', ref: { kind: 'complaint', id, number }, who: '周可心', relation: 'mother', words: '教室暖气不热', owner: 'Lin' },
    ]);
    expect(first.strip).toMatchObject({ myOpenComplaints: 1, escalated: 0 });
    expect(first.desk).toBeNull();

    h.clock.step(5 * MINUTE);
    await h.run(lin, (tx) => accept(tx, h.desk, lin, { id, version: h.version(id) }));
    expect(h.kinds(lin)).toEqual(['first_response']);

    h.clock.step(HOUR);
    const contact = { channel: 'phone', direction: 'out', outcome: 'reached', withWhom: '', words: '已道歉', toldProgress: true } as const;
    await h.run(lin, (tx) =>
      logContact(tx, h.desk, lin, { id, version: h.version(id), ...contact, promisedUntil: h.clock.now() + HOUR, happenedAt: null }),
    );
    expect(h.kinds(lin)).toContain('promise');
    expect(h.look(lin).todos[0]).toMatchObject({ kind: 'promise', ref: { kind: 'complaint', id } });

    h.clock.step(2 * HOUR);
    expect(h.look(lin).overdue).toBe(1);
    await h.run(lin, (tx) =>
      decide(tx, h.desk, lin, { id, version: h.version(id), decision: '修暖气', rectification: { what: '修暖气', ownerId: h.lin } }),
    );
    await h.run(lin, (tx) =>
      tell(tx, h.desk, lin, {
        id,
        version: h.version(id),
        channel: 'phone',
        withWhom: '',
        words: '已告知',
        written: false,
        happenedAt: null,
      }),
    );
    expect(h.kinds(lin)).toEqual(['rectification']);
    expect(h.kinds(zhou)).toEqual([]);

    const rectificationId = h.db.get<{ id: string }>('SELECT id FROM rectifications')?.id ?? '';
    await h.run(lin, (tx) => rectificationDone(tx, h.desk, lin, { id, version: h.version(id), rectificationId, words: '' }));
    expect(h.look(zhou).todos).toMatchObject([{ kind: 'verify', actId: rectificationId, words: '修暖气' }]);
    await h.run(zhou, (tx) => verifyRectification(tx, h.desk, zhou, { id, version: h.version(id), rectificationId }));
    expect(h.kinds(zhou)).toEqual([]);

    // The visit comes on Sunday, for the desk: the only first contact handled it.
    h.clock.set(wall('2026-11-22 10:00'));
    const visiting = h.look(lin);
    expect(visiting.todos).toMatchObject([{ kind: 'visit', who: '周可心', relation: 'mother', ref: { kind: 'follow-up', number } }]);
    expect(visiting.calls).toMatchObject([{ rule: 'complaint_visit', contact: { phoneMasked: '138****1234' } }]);
    expect([visiting.callsDone, visiting.callsTotal]).toEqual([0, 1]);
    expect(badgeOf(h.db, lin, h.clock.now())).toMatchObject({ todos: 1, complaints: 1, followUps: 1 });
    const visit = listFollowUps(h.db, lin, { view: 'today', mine: false, studentId: null, limit: 10 }, h.clock.now()).rows[0];
    const done = {
      outcome: 'reached',
      words: '满意',
      mood: 'good',
      satisfaction: 5,
      nextAt: null,
      promise: null,
      happenedAt: null,
    } as const;
    await h.run(lin, (tx) => recordAttempt(tx, lin, { id: visit?.id ?? '', version: 1, ...done }, h.desk));
    expect(h.kinds(lin)).toEqual(['close']);
    expect(h.db.get<{ text: string }>(`SELECT text FROM complaint_entries WHERE kind = 'visit'`)?.text).toBe('visit_done');

    await h.run(lin, (tx) => setCause(tx, h.desk, lin, { id, version: h.version(id), rootCause: '设备', prevention: '' }));
    await h.run(lin, (tx) => close(tx, h.desk, lin, { id, version: h.version(id) }));
    expect(h.look(lin)).toMatchObject({ todos: [], total: 0, overdue: 0, callsDone: 1, callsTotal: 1 });
    expect(h.look(lin).strip.weekSatisfaction).toEqual({ numerator: 0, denominator: 0, target: 0.9 });
    expect(h.look(zhou).strip.weekSatisfaction).toEqual({ numerator: 1, denominator: 1, target: 0.9 });

    h.clock.set(wall('2026-12-03 10:00'));
    const { figures } = monthFigures(h.db, '2026-11', h.clock.now());
    const shares = Object.fromEntries(figures.map((figure) => [figure.key, [figure.value, figure.denominator]]));
    expect(shares).toMatchObject({
      complaints_received: [1, null],
      complaints_closed: [1, null],
      complaints_open_end: [0, null],
      first_response_time: [1, 1],
      dispatch_on_time: [1, 1],
      told_within_48h: [1, 1],
      resolved_within_48h: [1, 1],
      first_contact_resolution: [1, 1],
      resolution_rate: [1, 1],
      csat: [1, 1],
      follow_up_done: [1, 1],
    });
    expect(figures.find((figure) => figure.key === 'first_response_time')?.median).toBe(65);
  });
});

describe('the page by role', () => {
  it('shows the desk as a whole to who watches it', async () => {
    const h = await house();
    await h.record();
    await h.write((tx) => {
      h.complaint(tx, { received: MORNING - HOUR, category: 'finance', states: [['new', MORNING - HOUR]] }, h.lin);
      tx.run(`UPDATE complaints SET next_clock = 'dispatch', next_due_at = ? WHERE category = 'finance'`, [MORNING - MINUTE]);
      h.insert(tx, 'catch_ups', { since_at: MORNING - 12 * HOUR, until_at: MORNING, raised: 3 });
    });
    const { lin, zhou, chen } = h.me;
    expect(h.look(zhou).desk).toMatchObject({
      open: 2,
      overdue: 1,
      unassigned: 1,
      escalated: 0,
      byOwner: [{ name: 'Lin', open: 1, overdue: 0 }],
    });
    expect(h.look(zhou).todos).toMatchObject([{ kind: 'clock', clock: 'dispatch', dueAt: MORNING - MINUTE }]);
    expect(h.look(zhou).overdue).toBe(1);
    expect(h.look(lin).todos).toHaveLength(1);
    expect(h.look(lin).caughtUp).toEqual({ count: 3, since: MORNING - 12 * HOUR, until: MORNING });
    expect(h.look(lin).setup).toEqual([]);
    const setup = Object.fromEntries(h.look(chen).setup.map((each) => [each.key, each.done]));
    expect(setup).toEqual({ opening: false, staff: true, roster: false, students: true, backup: false, calendar_year: true });
    h.clock.set(wall('2026-11-22 09:00'));
    expect(h.look(lin).caughtUp).toBeNull();
  });

  it('tells the named handler and who was told, until each has answered', async () => {
    const h = await house();
    const { id } = await h.record();
    await h.write((tx) => {
      const told = JSON.stringify([{ id: h.zhou, at: null }]);
      const step = {
        complaint_id: id,
        cycle: 1,
        step: 'level1',
        level: 1,
        due_at: MORNING,
        detected_at: MORNING,
        handler_id: h.chen,
        told,
      };
      h.insert(tx, 'escalations', step);
      tx.run('UPDATE complaints SET level = 1 WHERE id = ?', [id]);
    });
    const escalations = (me: Identity) => h.look(me).todos.filter((todo) => todo.kind === 'escalation').length;
    expect([escalations(h.me.zhou), escalations(h.me.chen), escalations(h.me.lin)]).toEqual([1, 1, 0]);
    await h.write((tx) => tx.run('UPDATE escalations SET acknowledged_at = ?', [MORNING]));
    expect([escalations(h.me.zhou), escalations(h.me.chen)]).toEqual([1, 0]);
    await h.write((tx) => tx.run('UPDATE escalations SET told = ?', [JSON.stringify([{ id: h.zhou, at: MORNING }])]));
    expect(escalations(h.me.zhou)).toBe(0);
  });

  it('puts what is overdue first and counts what it does not show', async () => {
    const h = await house();
    await h.write((tx) => {
      for (let n = 0; n < 70; n++) {
        h.followUp(tx, n % 7 === 0 ? '2026-11-18' : '2026-11-21', 'open', null, { student_id: h.child, owner_id: h.lin, reason: `r${n}` });
      }
    });
    const page = h.look(h.me.lin);
    expect([page.total, page.todos.length, page.overdue, page.calls.length]).toEqual([70, 60, 10, 20]);
    expect(page.todos.slice(0, 10).every((todo) => todo.dueAt < MORNING)).toBe(true);
    expect([...page.todos].sort((a, b) => a.dueAt - b.dueAt).map((todo) => todo.dueAt)).toEqual(page.todos.map((todo) => todo.dueAt));
    expect(page.calls.slice(0, 10).every((call) => call.dueOn === '2026-11-18')).toBe(true);
  });
});
