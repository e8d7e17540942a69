import { describe, expect, it } from 'vitest';
import { person } from '../support/database.ts';
import { at, type Desk, live, type MemberKey, openDesk, record, refusal } from './desk.ts';

const HOUR = 3_600_000;

/** Everything that an act may change, without the versions, which only go on. */
const state = (desk: Desk, id: string) => ({
  rows: Object.fromEntries(
    [
      'complaints',
      'clocks',
      'complaint_states',
      'rectifications',
      'promises',
      'follow_ups',
      'escalations',
      'messages',
      'complaint_complainants',
      'complaint_links',
      'complaint_students',
      'complaint_staff',
      'extension_requests',
    ].map((table) => [
      table,
      desk.db.all<Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY id`).map(({ version: _version, ...row }) =>
        // A clock that stands still is due as if the wait ended now.
        row.paused === 1 ? { ...row, due_at: 0, warn_at: 0 } : row,
      ),
    ]),
  ),
  events: live(desk, id),
  log: desk.db.all(
    `SELECT kind, text, words, happened_at FROM complaint_entries e WHERE voids IS NULL
     AND NOT EXISTS (SELECT 1 FROM complaint_entries v WHERE v.voids = e.id) ORDER BY id`,
  ),
});

type Done = Promise<{ commandId: string }>;
type Scene = {
  desk: Desk;
  id: string;
  owner: MemberKey;
  other: MemberKey;
  act: () => { id: string; version: number };
  one: (sql: string) => string;
  /** Another complaint. */
  second: string;
  followUp: () => { id: string; version: number };
};
type Step = (scene: Scene) => readonly [by: MemberKey, call: Done];

const as = ({ desk }: Scene, key: MemberKey) => desk.as(key).complaints;
const followUpsOf = ({ desk }: Scene) => desk.as('manager').followUps;
const handler = ({ desk, one }: Scene) => desk.keyOf(one('SELECT handler_id AS id FROM escalations')) as MemberKey;

/** A life in which each command is done, taken back, found to have left nothing, and done again. */
const life: Record<string, Step> = {
  accept: (s) => [s.owner, as(s, s.owner).accept(s.act())],
  note: (s) => [s.other, as(s, s.other).addNote({ ...s.act(), words: '记' })],
  amend: (s) => [
    s.owner,
    as(s, s.owner).amend({
      ...s.act(),
      studentIds: [s.desk.students.zhang, s.desk.students.li],
      aboutStaffIds: [s.desk.staff.advisor],
      wish: '换老师',
      receivedAt: at('2026-11-20 14:00'),
    }),
  ],
  contact: (s) => [
    s.owner,
    as(s, s.owner).logContact({
      ...s.act(),
      channel: 'phone',
      direction: 'out',
      outcome: 'reached',
      words: '在查',
      toldProgress: true,
      promisedUntil: s.desk.clock.now() + HOUR,
    }),
  ],
  keepPromise: (s) => [s.owner, s.desk.as(s.owner).followUps.keepPromise({ id: s.one('SELECT id FROM promises') })],
  complainant: (s) => [
    s.owner,
    as(s, s.owner).addComplainant({ ...s.act(), kind: 'other', refId: null, name: '赵先生', phone: '13800009999' }),
  ],
  notAComplainant: (s) => [
    s.owner,
    as(s, s.owner).removeComplainant({ ...s.act(), complainantId: s.one('SELECT id FROM complaint_complainants') }),
  ],
  link: (s) => [s.owner, as(s, s.owner).link({ ...s.act(), otherId: s.second, kind: 'caused_by' })],
  unlink: (s) => [s.owner, as(s, s.owner).unlink({ ...s.act(), linkId: s.one('SELECT id FROM complaint_links') })],
  task: (s) => [
    s.owner,
    as(s, s.owner).addTask({ ...s.act(), words: '调录像', ownerId: s.desk.staff.support, dueAt: s.desk.clock.now() + HOUR }),
  ],
  moveTask: (s) => [
    s.owner,
    as(s, s.owner).movePromise({
      ...s.act(),
      promiseId: s.one(`SELECT id FROM promises WHERE kind = 'task'`),
      dueAt: s.desk.clock.now() + 2 * HOUR,
    }),
  ],
  keepTask: (s) => [
    'manager',
    as(s, 'manager').keepPromise({ ...s.act(), promiseId: s.one(`SELECT id FROM promises WHERE kind = 'task'`) }),
  ],
  offer: (s) => [s.owner, as(s, s.owner).offerHandOver({ ...s.act(), staffId: s.desk.staff[s.other] })],
  takeBack: (s) => [s.owner, as(s, s.owner).takeBackHandOver(s.act())],
  offerOnceMore: (s) => [s.owner, as(s, s.owner).offerHandOver({ ...s.act(), staffId: s.desk.staff[s.other] })],
  decline: (s) => [s.other, as(s, s.other).answerHandOver({ ...s.act(), accept: false })],
  offerAgain: (s) => [s.owner, as(s, s.owner).offerHandOver({ ...s.act(), staffId: s.desk.staff[s.other] })],
  agree: (s) => [s.other, as(s, s.other).answerHandOver({ ...s.act(), accept: true })],
  assign: (s) => ['manager', as(s, 'manager').assign({ ...s.act(), staffId: s.desk.staff[s.owner], reason: '换' })],
  wait: (s) => [s.owner, as(s, s.owner).wait({ ...s.act(), reason: '等', until: s.desk.clock.now() + HOUR })],
  waitOn: (s) => [s.owner, as(s, s.owner).wait({ ...s.act(), reason: '再等', until: s.desk.clock.now() + 2 * HOUR })],
  resume: (s) => [s.owner, as(s, s.owner).resume(s.act())],
  decide: (s) => [
    s.owner,
    as(s, s.owner).decide({ ...s.act(), decision: '整改', rectification: { what: '流程', ownerId: s.desk.staff.supervisor } }),
  ],
  done: (s) => [
    'supervisor',
    as(s, 'supervisor').rectificationDone({ ...s.act(), rectificationId: s.one('SELECT id FROM rectifications') }),
  ],
  verify: (s) => ['manager', as(s, 'manager').verifyRectification({ ...s.act(), rectificationId: s.one('SELECT id FROM rectifications') })],
  decideMore: (s) => [
    s.owner,
    as(s, s.owner).decide({ ...s.act(), decision: '再改', rectification: { what: '再', ownerId: s.desk.staff.supervisor } }),
  ],
  drop: (s) => [
    'manager',
    as(s, 'manager').dropRectification({
      ...s.act(),
      rectificationId: s.one('SELECT id FROM rectifications ORDER BY id DESC'),
      reason: '不改',
    }),
  ],
  askMore: (s) => [
    s.owner,
    as(s, s.owner).askExtension({
      ...s.act(),
      clockId: s.one(`SELECT id FROM clocks WHERE clock = 'resolution'`),
      minutes: 60,
      reason: '等',
    }),
  ],
  declineMore: (s) => [
    'manager',
    as(s, 'manager').declineExtension({ ...s.act(), requestId: s.one('SELECT id FROM extension_requests'), reason: '不' }),
  ],
  askAgain: (s) => [
    s.owner,
    as(s, s.owner).askExtension({
      ...s.act(),
      clockId: s.one(`SELECT id FROM clocks WHERE clock = 'resolution'`),
      minutes: 90,
      reason: '等',
    }),
  ],
  extend: (s) => [
    'manager',
    as(s, 'manager').extend({
      ...s.act(),
      clockId: s.one(`SELECT id FROM clocks WHERE clock = 'resolution'`),
      minutes: 90,
      reason: '延',
    }),
  ],
  severity: (s) => [
    s.owner,
    as(s, s.owner).changeSeverity({ ...s.act(), severity: 'serious', category: 'service', subcategory: '', reason: '多次' }),
  ],
  changeHandler: (s) => {
    const staffId = handler(s) === 'supervisor' ? s.desk.staff[s.other] : s.desk.staff.supervisor;
    return ['manager', as(s, 'manager').changeHandler({ escalationId: s.one('SELECT id FROM escalations'), staffId })];
  },
  acknowledge: (s) => [handler(s), as(s, handler(s)).acknowledge({ escalationId: s.one('SELECT id FROM escalations') })],
  critical: (s) => [
    'manager',
    as(s, 'manager').changeSeverity({ ...s.act(), severity: 'critical', category: 'service', subcategory: '', reason: '受伤' }),
  ],
  tell: (s) => ['manager', as(s, 'manager').tell({ ...s.act(), channel: 'phone', words: '好了', written: true })],
  reschedule: (s) => ['manager', followUpsOf(s).reschedule({ ...s.followUp(), dueOn: '2026-11-25', reason: '' })],
  assignVisit: (s) => ['manager', followUpsOf(s).assign({ ...s.followUp(), ownerId: s.desk.staff.supervisor })],
  notReached: (s) => ['manager', followUpsOf(s).record({ ...s.followUp(), outcome: 'not_reached', words: '' })],
  visit: (s) => ['manager', followUpsOf(s).record({ ...s.followUp(), outcome: 'reached', satisfaction: 2, words: '还行' })],
  cause: (s) => ['manager', as(s, 'manager').setCause({ ...s.act(), rootCause: '因', prevention: '防' })],
  close: (s) => ['manager', as(s, 'manager').close(s.act())],
  reopen: (s) => ['manager', as(s, 'manager').reopen({ ...s.act(), reason: '又' })],
  withdraw: (s) => ['manager', as(s, 'manager').withdraw({ ...s.act(), reason: '撤' })],
};

describe('undo of each command of complaints and follow-ups', () => {
  it('leaves nothing behind but the counter-entry, once; and the command can be done again', async () => {
    const desk = await openDesk(at('2026-11-20 15:30'));
    const page = await record(desk, {}, 'manager');
    const { id } = page.complaint;
    const second = (await record(desk, { words: '也是这件事' }, 'manager')).complaint.id;
    await desk.as('manager').complaints.withdraw({ id: second, version: desk.version(second), reason: '另一件' });
    const owner = desk.keyOf(page.complaint.owner?.id) as MemberKey;
    const one = (sql: string) => desk.db.get<{ id: string }>(sql)?.id ?? '';
    const scene: Scene = {
      desk,
      id,
      owner,
      other: owner === 'specialist' ? 'specialist2' : 'specialist',
      act: () => ({ id, version: desk.version(id) }),
      second,
      one,
      followUp: () =>
        desk.db.get<{ id: string; version: number }>(`SELECT id, version FROM follow_ups WHERE state = 'open'`) ?? { id, version: 0 },
    };
    for (const [name, step] of Object.entries(life)) {
      if (name === 'changeHandler') desk.clock.set(at('2026-11-21 15:31'));
      desk.clock.step(60_000);
      await desk.scan();
      const before = state(desk, id);
      const [by, call] = step(scene);
      const { commandId } = await call;
      const done = state(desk, id);
      expect([name, JSON.stringify(done) === JSON.stringify(before)]).toEqual([name, false]);
      const actor = person(desk.staff[by]);
      const undo = await desk.commands.undo(commandId, actor);
      expect([name, state(desk, id)]).toEqual([name, before]);
      expect([name, (await refusal(desk.commands.undo(commandId, actor))).code]).toEqual([name, 'UNDO_NOT_POSSIBLE']);
      // Taking the undo back brings the act back whole, and that can be taken back again.
      await desk.commands.undo(undo.commandId, actor);
      expect([name, state(desk, id)]).toEqual([name, done]);
      await desk.commands.undo(commandId, actor);
      expect([name, state(desk, id)]).toEqual([name, before]);
      await step(scene)[1];
      expect(await desk.scan(), name).toMatchObject({ raised: 0 });
    }
    expect((await refusal(as(scene, 'manager').reopen({ ...scene.act(), reason: '又' }))).code).toBe('STATE_FORBIDS');
  }, 60_000);
});
