import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { person } from '../support/database.ts';
import { at, complaintOf, type Desk, type MemberKey, openDesk } from './desk.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Expected refusals: everything else that is thrown is a fault. */
const refusals = [
  'STATE_FORBIDS',
  'CLOSING_INCOMPLETE',
  'FORBIDDEN',
  'INVALID',
  'STALE',
  'UNDO_CONFLICT',
  'UNDO_NOT_POSSIBLE',
  'UNDO_TOO_LATE',
  'NOT_FOUND',
];

type World = { desk: Desk; ids: string[]; last: { commandId: string; by: string } | null };
type Row = Record<string, unknown> & { id: string; state: string };

const actors: MemberKey[] = ['specialist', 'specialist2', 'supervisor', 'manager'];

/** Acts that make sense in a state; the rest, chosen now and then, must be refused properly. */
const sensible: Record<string, readonly string[]> = {
  new: ['assign', 'assign', 'note', 'contact', 'withdraw', 'severity'],
  assigned: [
    'accept',
    'accept',
    'contact',
    'wait',
    'decide',
    'tell',
    'assign',
    'offer',
    'answer',
    'acknowledge',
    'severity',
    'extend',
    'withdraw',
  ],
  handling: [
    'contact',
    'contact',
    'wait',
    'wait',
    'decide',
    'decide',
    'tell',
    'tell',
    'offer',
    'answer',
    'assign',
    'acknowledge',
    'severity',
    'extend',
    'done',
    'confirm',
  ],
  waiting: ['resume', 'resume', 'contact', 'tell', 'assign', 'offer', 'answer', 'decide', 'accept', 'severity', 'withdraw', 'done'],
  resolved: ['cause', 'cause', 'visit', 'visit', 'done', 'verify', 'drop', 'close', 'close', 'reopen', 'decide', 'contact', 'confirm'],
  closed: ['reopen', 'note', 'contact'],
  withdrawn: ['note', 'record'],
};
const anything = ['record', 'accept', 'resume', 'verify', 'drop', 'close', 'reopen', 'withdraw', 'confirm', 'answer', 'extend'];

function kindOf(world: World, id: string | undefined, roll: number): string {
  if (id === undefined) return 'record';
  if (roll < 18) return 'time';
  if (roll < 26) return 'scan';
  if (roll < 34) return 'undo';
  if (roll < 42) return anything[roll % anything.length] ?? 'note';
  const state = world.desk.db.get<{ state: string }>('SELECT state FROM complaints WHERE id = ?', [id])?.state ?? 'withdrawn';
  const list = sensible[state] ?? ['note'];
  return list[roll % list.length] ?? 'note';
}

const asked: Record<string, string> = {
  answer: 'SELECT hand_over_to_id AS id FROM complaints WHERE id = ?',
  acknowledge: `SELECT coalesce(handler_id, json_extract(told, '$[0].id')) AS id FROM escalations WHERE complaint_id = ? AND level > 0 ORDER BY id DESC`,
  done: 'SELECT owner_id AS id FROM rectifications WHERE complaint_id = ? ORDER BY id DESC',
};

/** Mostly whom the act asks for: the owner, or the one it was offered to; sometimes anybody. */
function actorOf(world: World, id: string | undefined, kind: string, who: number): MemberKey {
  const anybody = actors[who % actors.length] ?? 'manager';
  if (id === undefined || who > 3) return anybody;
  if (['verify', 'confirm', 'drop', 'extend', 'assign'].includes(kind)) return 'manager';
  const sql = asked[kind] ?? 'SELECT owner_id AS id FROM complaints WHERE id = ?';
  return world.desk.keyOf(world.desk.db.get<{ id: string | null }>(sql, [id])?.id) ?? anybody;
}

async function step(world: World, [roll, which, who, amount]: readonly [number, number, number, number]): Promise<void> {
  const { desk } = world;
  const id = world.ids[world.ids.length === 0 ? 0 : which % world.ids.length];
  const kind = kindOf(world, id, roll);
  const actor = actorOf(world, id, kind, who);
  const mine = desk.as(actor).complaints;
  if (kind === 'time') {
    desk.clock.step(amount * 37 * MINUTE);
    return;
  }
  if (kind === 'scan') {
    await desk.scan();
    return;
  }
  if (kind === 'undo') {
    if (world.last) await desk.commands.undo(world.last.commandId, person(world.last.by));
    world.last = null;
    return;
  }
  if (kind === 'record' || id === undefined) {
    const done = await mine.record(
      complaintOf(desk, {
        severity: (['general', 'serious', 'critical'] as const)[amount % 3],
        receivedAt: desk.clock.now() - amount * HOUR,
        complainant: amount % 5 === 0 ? { kind: 'anonymous', refId: null } : { kind: 'guardian', refId: desk.guardian },
        aboutStaffIds: amount % 4 === 0 ? [desk.staff.specialist2] : [],
      }),
    );
    world.ids.push(done.id);
    world.last = { commandId: done.commandId, by: desk.staff[actor] };
    return;
  }
  if (kind === 'visit') {
    const visit = desk.db.get<{ id: string; version: number }>(
      `SELECT id, version FROM follow_ups WHERE complaint_id = ? AND state = 'open'`,
      [id],
    );
    if (visit)
      await desk
        .as('manager')
        .followUps.record({ ...visit, outcome: amount % 3 ? 'reached' : 'refused', satisfaction: amount % 3 ? 4 : null });
    return;
  }
  const act = { id, version: desk.version(id) };
  const rectificationId =
    desk.db.get<{ id: string }>('SELECT id FROM rectifications WHERE complaint_id = ? ORDER BY id DESC', [id])?.id ?? id;
  const clockId =
    desk.db.get<{ id: string }>(`SELECT id FROM clocks WHERE subject_id = ? ORDER BY stopped_at IS NOT NULL, id DESC`, [id])?.id ?? id;
  const escalationId = desk.db.get<{ id: string }>('SELECT id FROM escalations WHERE complaint_id = ? ORDER BY id DESC', [id])?.id ?? id;
  const happenedAt = amount % 3 === 0 ? desk.clock.now() - amount * 13 * MINUTE : null;
  const other = desk.staff[actors[(who + 1) % actors.length] as MemberKey];
  const acts: Record<string, () => Promise<{ commandId: string }>> = {
    accept: () => mine.accept(act),
    assign: () => mine.assign({ ...act, staffId: other, reason: '换人' }),
    offer: () => mine.offerHandOver({ ...act, staffId: other }),
    answer: () => mine.answerHandOver({ ...act, accept: amount % 2 === 0 }),
    contact: () =>
      mine.logContact({
        ...act,
        channel: 'phone',
        direction: 'out',
        outcome: amount % 2 ? 'reached' : 'not_reached',
        words: '说',
        toldProgress: amount % 4 < 2,
        happenedAt,
      }),
    note: () => mine.addNote({ ...act, words: '记' }),
    wait: () => mine.wait({ ...act, reason: '等', until: desk.clock.now() + amount * HOUR + 1 }),
    resume: () => mine.resume(act),
    decide: () => mine.decide({ ...act, decision: '定', rectification: amount % 2 ? { what: '改', ownerId: other } : null }),
    done: () => mine.rectificationDone({ ...act, rectificationId }),
    verify: () => mine.verifyRectification({ ...act, rectificationId }),
    drop: () => mine.dropRectification({ ...act, rectificationId, reason: '不改' }),
    tell: () => mine.tell({ ...act, channel: 'phone', words: '好', written: true, happenedAt }),
    cause: () => mine.setCause({ ...act, rootCause: '因' }),
    close: () => mine.close(act),
    reopen: () => mine.reopen({ ...act, reason: '又' }),
    withdraw: () => mine.withdraw({ ...act, reason: '撤' }),
    severity: () =>
      mine.changeSeverity({
        ...act,
        severity: (['general', 'serious', 'critical'] as const)[amount % 3] ?? 'general',
        category: 'service',
        subcategory: '',
        reason: '改',
      }),
    extend: () => mine.extend({ ...act, clockId, minutes: amount * 30 + 1, reason: '延' }),
    confirm: () => mine.confirmLate({ ...act, clockId }),
    acknowledge: () => mine.acknowledge({ escalationId }),
  };
  const { commandId } = await (acts[kind] ?? acts.note)!();
  world.last = { commandId, by: desk.staff[actor] };
}

const working = ['new', 'assigned', 'handling', 'waiting'];

/** What must hold for a complaint after every step, whatever came before. */
function complaintHolds({ db }: Desk, id: string): void {
  const complaint = db.get<Row>('SELECT * FROM complaints WHERE id = ?', [id]) as Row;
  const name = `${String(complaint.number)} ${complaint.state}`;
  const clocks = db.all<Row & { clock: string; due_at: number; stopped_at: number | null; paused: number; outcome: string }>(
    'SELECT * FROM clocks WHERE subject_id = ?',
    [id],
  );
  const running = clocks.filter((each) => each.stopped_at === null);
  const count = (clock: string) => running.filter((each) => each.clock === clock).length;
  expect(count('resolution'), `${name}: one open resolution clock iff unresolved`).toBe(working.includes(complaint.state) ? 1 : 0);
  expect(count('progress'), `${name}: at most one progress`).toBeLessThanOrEqual(1);
  const counted = running.filter((each) => each.paused === 0);
  const next = (counted.length > 0 ? counted : running).map((each) => each.due_at);
  expect(complaint.next_due_at, `${name}: next_due_at`).toBe(next.length === 0 ? null : Math.min(...next));
  expect(
    clocks.every((each) => (each.stopped_at === null) === (each.outcome === 'open')),
    name,
  ).toBe(true);
  const states = db.all<{ state: string }>('SELECT state FROM complaint_states WHERE complaint_id = ? AND to_at IS NULL', [id]);
  expect(states, `${name}: one state at a time`).toEqual([{ state: complaint.state }]);
  if (complaint.state === 'new') expect(complaint.owner_id, name).toBeNull();
  if (complaint.state === 'handling') expect(complaint.accepted_at, `${name}: accepted`).not.toBeNull();
  if (complaint.state === 'resolved' || complaint.state === 'closed') expect(complaint.resolved_at, name).not.toBeNull();
  if (complaint.state !== 'waiting') expect([complaint.waiting_until, complaint.waiting_reason], name).toEqual([null, '']);
  const involved = db.all<{ id: string }>(
    `SELECT s.staff_id AS id FROM complaint_staff s WHERE s.complaint_id = $id AND (s.staff_id = (SELECT owner_id FROM complaints WHERE id = $id)
       OR s.staff_id IN (SELECT handler_id FROM escalations WHERE complaint_id = $id))`,
    { id },
  );
  expect(involved, `${name}: never owner or handler of a complaint about oneself`).toEqual([]);
}

/** Events never change or vanish, and one key has one live event. */
function eventsHold({ db }: Desk, past: Map<string, string>): void {
  const events = db.all<Row>('SELECT * FROM clock_events');
  for (const event of events) {
    const before = past.get(event.id);
    if (before !== undefined) expect(JSON.stringify(event), 'events never change').toBe(before);
    past.set(event.id, JSON.stringify(event));
  }
  expect(past.size, 'events never vanish').toBe(events.length);
  const doubled = db.all(
    `SELECT 1 FROM clock_events e WHERE kind NOT IN ('revoked', 'extended') AND NOT EXISTS (SELECT 1 FROM clock_events r WHERE r.revokes = e.id)
     GROUP BY subject_id, clock, cycle, round, kind HAVING count(*) > 1`,
  );
  expect(doubled, 'one live event of a key').toEqual([]);
}

/** So many sequences share one centre, in which time only goes on. */
const SEQUENCES = 25;

describe('any order of acts', () => {
  it('keeps what must hold, for 1,000 sequences', async () => {
    const action = fc.tuple(fc.nat(99), fc.nat(1), fc.nat(5), fc.nat(40));
    const sequence = fc.array(action, { minLength: 8, maxLength: 16 });
    await fc.assert(
      fc.asyncProperty(fc.array(sequence, { minLength: SEQUENCES, maxLength: SEQUENCES }), async (sequences) => {
        const desk = await openDesk(at('2026-11-20 15:30'));
        const past = new Map<string, string>();
        for (const each of sequences) {
          const world: World = { desk, ids: [], last: null };
          for (const action of each) {
            await step(world, action).catch((error: { code?: string }) => {
              if (!refusals.includes(error.code ?? '')) throw error;
            });
            for (const id of world.ids) complaintHolds(desk, id);
          }
        }
        eventsHold(desk, past);
        await desk.scan();
        for (const { id } of desk.db.all<{ id: string }>('SELECT id FROM complaints')) complaintHolds(desk, id);
        eventsHold(desk, past);
        expect(await desk.scan(), 'a second scan finds nothing').toEqual({ raised: 0, caughtUp: 0 });
        desk.db.close();
      }),
      { numRuns: 1000 / SEQUENCES, endOnFailure: true },
    );
  }, 300_000);
});
