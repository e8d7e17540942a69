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

async function step(world: World, [kind, which, who, amount]: readonly [string, number, number, number]): Promise<void> {
  const { desk } = world;
  const actor = actors[who % actors.length] as MemberKey;
  const mine = desk.as(actor).complaints;
  const id = world.ids[which % Math.max(1, world.ids.length)];
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

/** What must hold after every step, whatever came before. */
function invariants({ desk }: World, past: Map<string, string>): void {
  const { db } = desk;
  for (const complaint of db.all<Row>('SELECT * FROM complaints')) {
    const name = `${String(complaint.number)} ${complaint.state}`;
    const clocks = db.all<
      Row & { clock: string; cycle: number; due_at: number; stopped_at: number | null; paused: number; outcome: string; missed: number }
    >('SELECT * FROM clocks WHERE subject_id = ?', [complaint.id]);
    const running = clocks.filter((each) => each.stopped_at === null);
    const resolutions = running.filter((each) => each.clock === 'resolution');
    expect(resolutions.length, `${name}: one open resolution clock iff unresolved`).toBe(working.includes(complaint.state) ? 1 : 0);
    expect(running.filter((each) => each.clock === 'progress').length, `${name}: at most one progress`).toBeLessThanOrEqual(1);
    const counted = running.filter((each) => each.paused === 0);
    const next = (counted.length > 0 ? counted : running).map((each) => each.due_at);
    expect(complaint.next_due_at, `${name}: next_due_at`).toBe(next.length === 0 ? null : Math.min(...next));
    expect(
      running.every((each) => each.outcome === 'open') && clocks.every((each) => each.stopped_at === null || each.outcome !== 'open'),
      name,
    ).toBe(true);
    const states = db.all<{ state: string }>('SELECT state FROM complaint_states WHERE complaint_id = ? AND to_at IS NULL', [complaint.id]);
    expect(states, `${name}: one state at a time`).toEqual([{ state: complaint.state }]);
    if (complaint.state === 'new') expect(complaint.owner_id, name).toBeNull();
    if (complaint.state === 'handling') expect(complaint.accepted_at, `${name}: accepted`).not.toBeNull();
    if (complaint.state === 'resolved' || complaint.state === 'closed') expect(complaint.resolved_at, name).not.toBeNull();
    const about = db
      .all<{ staff_id: string }>('SELECT staff_id FROM complaint_staff WHERE complaint_id = ?', [complaint.id])
      .map((each) => each.staff_id);
    const handlers = db
      .all<{ handler_id: string | null }>('SELECT handler_id FROM escalations WHERE complaint_id = ?', [complaint.id])
      .map((each) => each.handler_id);
    for (const staffId of about) expect([complaint.owner_id, ...handlers], name).not.toContain(staffId);
    if (complaint.state !== 'waiting') expect([complaint.waiting_until, complaint.waiting_reason], name).toEqual([null, '']);
  }
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

const kinds = [
  ...['record', 'accept', 'assign', 'offer', 'answer', 'contact', 'contact', 'note', 'wait', 'resume', 'decide', 'done', 'verify', 'drop'],
  ...[
    'tell',
    'tell',
    'cause',
    'close',
    'reopen',
    'withdraw',
    'severity',
    'extend',
    'confirm',
    'acknowledge',
    'time',
    'time',
    'scan',
    'scan',
    'undo',
  ],
];

describe('any order of acts', () => {
  it('keeps what must hold, for 1,000 sequences', async () => {
    const action = fc.tuple(fc.constantFrom(...kinds), fc.nat(2), fc.nat(3), fc.nat(40));
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 4, maxLength: 14 }), async (sequence) => {
        const desk = await openDesk(at('2026-11-20 15:30'));
        const world: World = { desk, ids: [], last: null };
        const past = new Map<string, string>();
        for (const each of sequence) {
          await step(world, each).catch((error: { code?: string }) => {
            if (!refusals.includes(error.code ?? '')) throw error;
          });
          invariants(world, past);
        }
        await desk.scan();
        invariants(world, past);
        expect(await desk.scan(), 'a second scan finds nothing').toEqual({ raised: 0, caughtUp: 0 });
        desk.db.close();
      }),
      { numRuns: 1000, endOnFailure: false },
    );
  }, 300_000);
});
