import { describe, expect, it } from 'vitest';
import { createEvents } from '#main/base/events.ts';
import type { Identity } from '#main/base/os.ts';
import type { Tx } from '#main/db/open.ts';
import {
  assignFollowUp,
  createFollowUp,
  getFollowUp,
  keepPromise,
  listFollowUps,
  type RecordInput,
  recordAttempt,
  reschedule,
  type VisitDone,
} from '#main/follow-ups/service.ts';
import { onComplaintResolved, onComplaintUnresolved, subscribeFollowUps } from '#main/follow-ups/visits.ts';
import type { Role } from '#shared/contract/fields.ts';
import { grantsOf } from '#shared/rules/access.ts';
import { HOUR } from '#shared/rules/zone.ts';
import { figureHouse, wall } from '../support/builders-figures.ts';
import { person } from '../support/database.ts';

const NOW = wall('2026-11-20 18:00');

async function house() {
  const base = await figureHouse();
  const events = createEvents();
  const told: VisitDone[] = [];
  subscribeFollowUps({ events, commands: base.commands, ids: base.ids });
  events.on('follow-ups.visit_done', (_tx, payload) => void told.push(payload));
  base.clock.set(NOW);
  const names = await base.write((tx) => {
    const lin = base.staff(tx, 'Lin');
    const he = base.staff(tx, 'He');
    const xu = base.staff(tx, 'Xu');
    const child = base.student(tx, '周可心', { phone: '13900001111', advisor_id: xu });
    const mother = base.insert(tx, 'guardians', { name: '王芳', phone: '13812341234', created_at: 0 });
    base.insert(tx, 'student_guardians', { student_id: child, guardian_id: mother, relation: 'mother', is_primary: 1 });
    const father = base.insert(tx, 'guardians', { name: '周强', phone: '13812345678', created_at: 0 });
    base.insert(tx, 'student_guardians', { student_id: child, guardian_id: father, relation: 'father' });
    const blocked = base.student(tx, '孙浩然', { phone: '13700002222', do_not_contact_on: '2026-11-01' });
    return { lin, he, xu, child, mother, father, blocked };
  });
  const who = (staffId: string, ...roles: Role[]): Identity => ({
    staffId,
    name: '',
    roles,
    departments: [],
    headOf: [],
    grants: grantsOf(roles, false),
  });
  const lin = who(names.lin, 'specialist');
  const deps = { ids: base.ids, events };
  const run = async <T>(me: Identity, fn: (tx: Tx) => T, name = 'follow-ups.test') =>
    await base.commands.run({ name, actor: person(me.staffId), undo: 'rows', topics: [] }, fn);
  const complaintOf = async (more: Partial<Parameters<typeof base.complaint>[1]> = {}) =>
    await base.write((tx) =>
      base.complaint(
        tx,
        {
          received: NOW - 30 * HOUR,
          owner: names.he,
          firstContact: names.lin,
          student: names.child,
          resolvedAt: NOW,
          states: [['resolved', NOW]],
          ...more,
        },
        names.lin,
      ),
    );
  const create = async (more: object = {}) =>
    (
      await run(lin, (tx) =>
        createFollowUp(
          tx,
          lin,
          { studentId: names.child, guardianId: null, reason: '报名满 7 天', dueOn: '2026-11-20', ownerId: null, ...more },
          base.ids,
        ),
      )
    ).result.id;
  const record = async (id: string, more: Partial<RecordInput>, me: Identity = lin) => {
    const { version } = getFollowUp(base.db, lin, id, base.clock.now()).followUp;
    const input: RecordInput = {
      id,
      version,
      outcome: 'reached',
      words: '',
      mood: '',
      satisfaction: null,
      nextAt: null,
      promise: null,
      happenedAt: null,
      ...more,
    };
    return await run(me, (tx) => recordAttempt(tx, me, input, deps));
  };
  const get = (id: string) => getFollowUp(base.db, lin, id, base.clock.now());
  const list = (more: Partial<Parameters<typeof listFollowUps>[2]> = {}, me = lin) =>
    listFollowUps(base.db, me, { view: 'today', mine: false, studentId: null, limit: 50, ...more }, base.clock.now());
  return { ...base, ...names, who, me: lin, deps, run, complaintOf, create, record, get, list, told, events };
}

describe('follow-ups by hand', () => {
  it('are planned for the first guardian, masked, with the flag of who does not want calls', async () => {
    const h = await house();
    const id = await h.create();
    await h.create({ studentId: h.blocked });
    const [one, two] = h.list().rows;
    expect(one?.contact).toEqual({ of: 'guardian', id: h.mother, name: '王芳', relation: 'mother', phoneMasked: '138****1234' });
    expect(one?.id).toBe(id);
    expect([one?.doNotContact, two?.doNotContact]).toEqual([false, true]);
    expect(two?.contact).toMatchObject({ of: 'student', phoneMasked: '137****2222' });
    expect((await h.create({ guardianId: h.father })) !== id).toBe(true);
    await expect(h.create({ guardianId: 'nobody' })).rejects.toThrow('INVALID');
    await expect(h.create({ dueOn: '2026-11-19' })).rejects.toThrow('INVALID');
    await expect(h.create({ studentId: 'nobody' })).rejects.toThrow('NOT_FOUND');
  });

  it('end with what was said; the promise becomes a task, the next date a follow-up of its own', async () => {
    const h = await house();
    const id = await h.create();
    const dueAt = NOW + 3 * HOUR;
    const nextAt = wall('2026-11-27 15:00');
    const { result } = await h.record(id, {
      words: '孩子很喜欢',
      mood: 'good',
      satisfaction: 5,
      nextAt,
      promise: { words: '发课表', dueAt },
    });
    expect(result).toEqual({ state: 'done', nextOn: '2026-11-27' });
    expect(h.get(id).followUp).toMatchObject({ state: 'done', satisfaction: 5, doneAt: NOW });
    expect(h.list({ view: 'upcoming' }).rows).toMatchObject([{ reason: '报名满 7 天', dueOn: '2026-11-27', notBefore: nextAt }]);
    const promise = h.db.get<{ id: string; owner_id: string; due_at: number }>('SELECT * FROM promises WHERE follow_up_id = ?', [id]);
    expect(promise).toMatchObject({ owner_id: h.lin, due_at: dueAt });
    await h.run(h.me, (tx) => keepPromise(tx, h.me, promise?.id ?? ''));
    await expect(h.run(h.me, (tx) => keepPromise(tx, h.me, promise?.id ?? ''))).rejects.toThrow('STATE_FORBIDS');
    await expect(h.record(id, {})).rejects.toThrow('STATE_FORBIDS');
  });

  it('are tried three times at other times of day, then closed as unreachable', async () => {
    const h = await house();
    h.clock.set(wall('2026-11-21 09:00'));
    const id = await h.create({ dueOn: '2026-11-21' });
    expect((await h.record(id, { outcome: 'not_reached' })).result).toEqual({ state: 'open', nextOn: '2026-11-21' });
    expect(h.get(id).followUp).toMatchObject({ tries: 1, notBefore: wall('2026-11-21 13:00') });
    h.clock.set(wall('2026-11-21 13:05'));
    await h.record(id, { outcome: 'not_reached' });
    expect(h.get(id).followUp.notBefore).toBe(wall('2026-11-21 17:00'));
    h.clock.set(wall('2026-11-21 18:00'));
    expect((await h.record(id, { outcome: 'not_reached' })).result).toEqual({ state: 'unreachable', nextOn: null });
    expect(h.get(id).followUp).toMatchObject({ state: 'unreachable', tries: 3, doneAt: wall('2026-11-21 18:00') });
  });

  it('refuse what makes no sense', async () => {
    const h = await house();
    const id = await h.create();
    await expect(h.record(id, { happenedAt: NOW + 1 })).rejects.toThrow('FUTURE_TIME');
    await expect(h.record(id, { outcome: 'not_reached', satisfaction: 4 })).rejects.toThrow('INVALID');
    await expect(h.record(id, { outcome: 'call_later' })).rejects.toThrow('INVALID');
    await expect(h.record(id, { nextAt: NOW - 1 })).rejects.toThrow('INVALID');
    await expect(h.record(id, { version: 7 })).rejects.toThrow('STALE');
  });

  it('move, change hands, and keep the day they were first due', async () => {
    const h = await house();
    const id = await h.create();
    await h.run(h.me, (tx) => reschedule(tx, h.me, { id, version: 1, dueOn: '2026-11-25' }));
    expect(h.get(id).followUp).toMatchObject({ dueOn: '2026-11-20', nextOn: '2026-11-25', version: 2 });
    await h.run(h.me, (tx) => assignFollowUp(tx, h.me, { id, version: 2, ownerId: h.he }));
    expect(h.get(id).followUp.owner?.id).toBe(h.he);
    await expect(h.run(h.me, (tx) => reschedule(tx, h.me, { id, version: 3, dueOn: '2026-11-01' }))).rejects.toThrow('INVALID');
    await expect(h.run(h.me, (tx) => assignFollowUp(tx, h.me, { id, version: 3, ownerId: 'nobody' }))).rejects.toThrow('NOT_FOUND');
  });

  it('come back with undo: the attempt is taken back by an entry, never deleted', async () => {
    const h = await house();
    const id = await h.create();
    const { commandId } = await h.record(id, { satisfaction: 2, promise: { words: '回电', dueAt: NOW + HOUR } });
    const undone = await h.commands.undo(commandId, person(h.lin));
    expect(h.get(id).followUp).toMatchObject({ state: 'open', satisfaction: null, doneAt: null });
    expect(h.get(id).attempts).toMatchObject([{ outcome: 'reached', voided: true }]);
    expect(h.db.get('SELECT 1 FROM promises')).toBeUndefined();
    expect(h.db.all('SELECT 1 FROM follow_up_attempts')).toHaveLength(2);
    await h.commands.undo(undone.commandId, person(h.lin));
    expect(h.get(id).followUp).toMatchObject({ state: 'done', satisfaction: 2 });
    expect(h.get(id).attempts).toMatchObject([{ outcome: 'reached', voided: false }]);
  });

  it('write once for the same key', async () => {
    const h = await house();
    const input = { studentId: h.child, guardianId: null, reason: 'x', dueOn: '2026-11-20', ownerId: null };
    const spec = {
      name: 'follow-ups.create',
      actor: person(h.lin),
      undo: 'rows' as const,
      topics: [],
      idempotencyKey: '0190d0c0-0000-7000-8000-000000000001',
    };
    const first = await h.commands.run(spec, (tx) => createFollowUp(tx, h.me, input, h.ids));
    const second = await h.commands.run(spec, (tx) => createFollowUp(tx, h.me, input, h.ids));
    expect([second.replayed, second.result.id]).toEqual([true, first.result.id]);
    expect(h.list().rows).toHaveLength(1);
  });
});

describe('lists', () => {
  it('say who to call now in order: overdue first, who must wait last', async () => {
    const h = await house();
    const waits = await h.create({ reason: 'waits' });
    await h.record(waits, { outcome: 'call_later', nextAt: NOW + HOUR });
    const plain = await h.create({ reason: 'plain' });
    await h.write((tx) =>
      h.followUp(tx, '2026-11-18', 'open', null, { id: '0190d0c0-0000-7000-8000-00000000000a', student_id: h.child, owner_id: h.he }),
    );
    await h.create({ reason: 'later', dueOn: '2026-12-01' });
    const today = h.list();
    expect(today.rows.map((row) => row.id)).toEqual(['0190d0c0-0000-7000-8000-00000000000a', plain, waits]);
    expect(today.counts).toEqual({ today: 3, overdue: 1, upcoming: 1, doneToday: 0 });
    expect(h.list({ mine: true }).counts).toEqual({ today: 2, overdue: 0, upcoming: 1, doneToday: 0 });
    expect(h.list({ view: 'overdue' }).rows).toHaveLength(1);
    await h.record(plain, {});
    expect(h.list().counts.doneToday).toBe(1);
  });

  it('page through without losing or repeating a row', async () => {
    const h = await house();
    await h.write((tx) => {
      for (let n = 0; n < 57; n++)
        h.followUp(tx, `2026-11-${String(10 + (n % 15)).padStart(2, '0')}`, n % 5 === 0 ? 'done' : 'open', n % 5 === 0 ? NOW - n : null, {
          student_id: h.child,
        });
    });
    for (const view of ['today', 'overdue', 'upcoming', 'done', 'all'] as const) {
      const all = h.list({ view, limit: 200 }).rows.map((row) => row.id);
      const paged: string[] = [];
      for (let cursor: string | undefined, first = true; first || cursor; first = false) {
        const page = h.list({ view, limit: 7, cursor });
        paged.push(...page.rows.map((row) => row.id));
        cursor = page.next ?? undefined;
      }
      expect([view, paged]).toEqual([view, all]);
    }
    expect(() => h.list({ cursor: 'zzz' })).toThrow('INVALID');
  });

  it('show others than the desk only their own', async () => {
    const h = await house();
    const mine = await h.create({ ownerId: h.xu });
    const advised = await h.create();
    await h.create({ studentId: h.blocked });
    const xu = h.who(h.xu, 'advisor');
    expect(new Set(h.list({}, xu).rows.map((row) => row.id))).toEqual(new Set([mine, advised]));
    const he = h.who(h.he, 'support');
    expect(h.list({}, he).rows).toEqual([]);
    expect(() => getFollowUp(h.db, he, mine, NOW)).toThrow('NOT_FOUND');
    await expect(h.record(mine, {}, he)).rejects.toThrow('FORBIDDEN');
    expect((await h.record(mine, {}, xu)).result.state).toBe('done');
  });
});

describe('the visit after a complaint', () => {
  it('plans itself for the next open day, once, for somebody who did not handle it', async () => {
    const h = await house();
    const id = await h.complaintOf({ kind: 'other' });
    await h.run(h.me, (tx) => {
      onComplaintResolved(tx, { complaintId: id }, h.ids);
      onComplaintResolved(tx, { complaintId: id }, h.ids);
    });
    const rows = h.list({ view: 'upcoming' }).rows;
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ rule: 'complaint_visit', dueOn: '2026-11-21', complaint: { id }, owner: { id: h.xu } });
    expect(rows[0]?.contact).toMatchObject({ of: 'none', name: 'somebody' });
  });

  it('calls the guardian who complained', async () => {
    const h = await house();
    const id = await h.complaintOf({ kind: 'guardian' });
    await h.write((tx) => tx.run('UPDATE complaints SET complainant_ref_id = ? WHERE id = ?', [h.father, id]));
    await h.run(h.me, (tx) => onComplaintResolved(tx, { complaintId: id }, h.ids));
    expect(h.list({ view: 'upcoming' }).rows[0]?.contact).toMatchObject({ of: 'guardian', id: h.father, relation: 'father' });
  });

  it('has no owner where everybody near was involved, and does not come for nobody', async () => {
    const h = await house();
    const id = await h.complaintOf({ owner: h.lin, student: undefined });
    const anonymous = await h.complaintOf({ kind: 'anonymous' });
    await h.run(h.me, (tx) => {
      onComplaintResolved(tx, { complaintId: id }, h.ids);
      onComplaintResolved(tx, { complaintId: anonymous }, h.ids);
    });
    expect(h.list({ view: 'upcoming' }).rows.map((row) => [row.complaint?.id, row.owner])).toEqual([[id, null]]);
  });

  it('tells the complaint how it ended, only when it ended', async () => {
    const h = await house();
    const id = await h.complaintOf();
    await h.run(h.me, (tx) => onComplaintResolved(tx, { complaintId: id }, h.ids));
    const visit = h.list({ view: 'upcoming' }).rows[0]?.id ?? '';
    h.clock.set(wall('2026-11-21 10:00'));
    await h.record(visit, { outcome: 'not_reached' });
    expect(h.told).toEqual([]);
    const happenedAt = wall('2026-11-21 09:30');
    await h.record(visit, { satisfaction: 2, words: '还是不满意', happenedAt });
    expect(h.told).toEqual([
      { complaintId: id, cycle: 1, followUpId: visit, state: 'done', satisfaction: 2, words: '还是不满意', at: happenedAt, by: h.lin },
    ]);
  });

  it('tells its owner, and a dissatisfied one whoever answers for the complaint', async () => {
    const h = await house();
    const zhou = await h.write((tx) => h.staff(tx, 'Zhou', { roles: '["supervisor"]' }));
    const id = await h.complaintOf();
    await h.run(h.me, (tx) => onComplaintResolved(tx, { complaintId: id }, h.ids));
    const bell = () => h.db.all<{ staff_id: string }>(`SELECT staff_id, ref_kind FROM messages WHERE kind = 'visit' ORDER BY id`);
    expect(bell()).toEqual([{ staff_id: h.xu, ref_kind: 'follow-up' }]);
    const visit = h.list({ view: 'upcoming' }).rows[0]?.id ?? '';
    const { commandId } = await h.record(visit, { satisfaction: 2 });
    expect(new Set(bell().map((each) => each.staff_id))).toEqual(new Set([h.xu, h.he, zhou]));
    await h.commands.undo(commandId, person(h.lin));
    expect(bell()).toHaveLength(1);
    await h.record(visit, { satisfaction: 3 });
    expect(bell()).toHaveLength(1);
  });

  it('is cancelled when the complaint is taken up again or taken back', async () => {
    const h = await house();
    const id = await h.complaintOf();
    await h.run(h.me, (tx) => onComplaintResolved(tx, { complaintId: id }, h.ids));
    const { commandId } = await h.run(h.me, (tx) => onComplaintUnresolved(tx, { complaintId: id }));
    expect(h.db.get(`SELECT state, done_at FROM follow_ups WHERE complaint_id = ?`, [id])).toEqual({ state: 'cancelled', done_at: NOW });
    await h.commands.undo(commandId, person(h.lin));
    expect(h.list({ view: 'upcoming' }).rows).toHaveLength(1);
  });
});
