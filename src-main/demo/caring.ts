import { addDays, DAY, dayOf, HOUR, MINUTE } from '#shared/rules/zone.ts';
import complaints from '../../resources/demo/complaints.json' with { type: 'json' };
import content from '../../resources/demo/follow-ups.json' with { type: 'json' };
import { someTimeOn, whenOpen } from './opening-time.ts';
import type { World } from './world.ts';

type Open = {
  id: string;
  version: number;
  rule: string;
  ownerId: string | null;
  nextOn: string;
  notBefore: number | null;
  complaintId: string | null;
};

/** Follow-ups that advisors and the desk plan, the daily calls, promises, alarms that are answered, and a bell that is read. */
export function planCare(world: World, perMonth: number): void {
  const { calendar, from, end, random } = world;
  const last = dayOf(end, calendar.zone);
  for (let day = addDays(dayOf(from, calendar.zone), 6); day < last; day = addDays(day, 1)) {
    if (someTimeOn(calendar, random, day) === null) continue;
    for (let expected = perMonth / 26; expected > 0; expected -= 1) {
      const at = someTimeOn(calendar, random, day);
      if (at !== null && random.chance(Math.min(1, expected))) world.plan(at, () => plan(world, random.int(1, 20)));
    }
    const morning = whenOpen(calendar, random, Math.max(from, end - daysLeft(day, last) * DAY));
    const diligence = daysLeft(day, last) <= 2 ? 0.55 : 0.95;
    world.plan(morning, () => callToday(world, day, diligence));
    const answer = someTimeOn(calendar, random, day);
    if (answer !== null) world.plan(answer, () => answerAlarms(world, daysLeft(day, last) <= 1 ? 0.3 : 0.9));
    if (daysLeft(day, last) % 14 === 3) world.plan(whenOpen(calendar, random, morning + 6 * HOUR), () => readBells(world));
  }
  // some for the last morning, some that should have been done before
  const yesterday = someTimeOn(calendar, random, lastOpenDay(world, last));
  for (let count = 0; count < 14; count += 1) {
    const ahead = count < 8 ? 0 : -random.int(1, 3);
    const due = addDays(last, ahead);
    const at =
      ahead === 0 && yesterday !== null ? yesterday - count * MINUTE : whenOpen(calendar, random, end - 6 * DAY + count * 17 * MINUTE);
    world.plan(at, () => plan(world, 0, due));
  }
}

function daysLeft(day: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(day)) / DAY);
}

function lastOpenDay({ calendar, random }: World, last: string): string {
  for (let day = addDays(last, -1); ; day = addDays(day, -1)) if (someTimeOn(calendar, random, day) !== null) return day;
}

/** Nobody plans a call for a closed day. */
function openDayFrom({ calendar, random }: World, from: string): string {
  for (let day = from; ; day = addDays(day, 1)) if (someTimeOn(calendar, random, day) !== null) return day;
}

/** Not to be called before the end: they are what is overdue then. */
const leftOver = new WeakMap<World, Set<string>>();
const leftOf = (world: World): Set<string> => {
  const known = leftOver.get(world) ?? new Set<string>();
  leftOver.set(world, known);
  return known;
};

async function plan(world: World, ahead: number, dueOn?: string): Promise<void> {
  const { random, staff, as, calendar, clock } = world;
  if (world.students.length === 0) return;
  const student = random.pick(world.students);
  const by = random.chance(0.55) ? student.advisorId : String(random.pick([staff.desk1, staff.desk2, staff.supervisor]));
  const today = dayOf(clock.now(), calendar.zone);
  const { id } = await as(by).followUps.create({
    studentId: student.id,
    guardianId: student.guardianIds[0] ?? null,
    reason: random.pick(content.reasons),
    dueOn: dueOn && dueOn >= today ? dueOn : openDayFrom(world, addDays(today, Math.max(1, ahead))),
    ownerId: null,
  });
  if (dueOn) leftOf(world).add(id);
}

/** The calls of a day, spread over its opening hours; who has little time leaves some. */
async function callToday(world: World, day: string, diligence: number): Promise<void> {
  const { services, random, calendar } = world;
  const rows = services.db.all<Open>(
    `SELECT id, version, rule, owner_id AS ownerId, next_on AS nextOn, not_before AS notBefore, complaint_id AS complaintId
     FROM follow_ups WHERE state = 'open' AND next_on <= ? ORDER BY next_on, id`,
    [day],
  );
  for (const row of rows) {
    if (leftOf(world).has(row.id) || !random.chance(diligence)) continue;
    const at = someTimeOn(calendar, random, day);
    if (at !== null) world.plan(Math.max(at, row.notBefore ?? 0, world.clock.now() + MINUTE), () => call(world, row.id));
  }
}

async function call(world: World, id: string): Promise<void> {
  const { services, random, staff, as, clock, calendar } = world;
  const row = services.db.get<Open & { state: string; late: number }>(
    `SELECT f.id, f.version, f.rule, f.owner_id AS ownerId, f.next_on AS nextOn, f.not_before AS notBefore, f.complaint_id AS complaintId, f.state,
       coalesce((SELECT max(k.missed) FROM clocks k WHERE k.subject_id = f.complaint_id), 0) AS late
     FROM follow_ups f WHERE f.id = ?`,
    [id],
  );
  if (row?.state !== 'open' || row.nextOn > dayOf(clock.now(), calendar.zone)) return;
  const by = row.ownerId ?? String(random.pick([staff.desk1, staff.desk2, staff.desk3]));
  const base = { id, version: row.version };
  const shape = random.next();
  if (shape < 0.1) {
    await as(by).followUps.record({ ...base, outcome: 'not_reached', words: random.pick(content.notReached) });
  } else if (shape < 0.12) {
    const nextAt = whenOpen(calendar, random, clock.now() + random.int(20, 30) * HOUR);
    await as(by).followUps.record({ ...base, outcome: 'call_later', words: random.pick(content.callLater), nextAt });
  } else if (shape < 0.135) {
    await as(by).followUps.record({
      ...base,
      outcome: 'refused',
      words: row.rule === 'manual' ? random.pick(content.refused) : random.pick(complaints.visit.refused),
    });
  } else if (shape < 0.14) {
    await as(by).followUps.record({ ...base, outcome: 'wrong_number', words: random.pick(content.wrongNumber) });
  } else if (row.rule === 'complaint_visit') {
    const satisfaction = random.chance(0.06) ? null : satisfactionOf(world, row.late === 1);
    const tone = satisfaction === null || satisfaction === 3 ? 'neutral' : satisfaction > 3 ? 'good' : 'bad';
    await as(by).followUps.record({
      ...base,
      outcome: 'reached',
      words: random.pick(complaints.visit[tone]),
      satisfaction,
      promise: promise(world, 0.05),
    });
  } else {
    const nextAt = random.chance(0.15) ? whenOpen(calendar, random, clock.now() + random.int(7, 30) * DAY) : null;
    const mood = random.weighted<'good' | 'neutral' | 'bad'>([
      ['good', 6],
      ['neutral', 3],
      ['bad', 1],
    ]);
    await as(by).followUps.record({
      ...base,
      outcome: 'reached',
      words: random.pick(content.reached),
      mood,
      nextAt,
      promise: promise(world, 0.1),
    });
  }
  keepPromises(world, by);
}

function satisfactionOf({ random }: World, late: boolean): number {
  return random.weighted(
    late
      ? [
          [5, 3],
          [4, 4],
          [3, 3],
          [2, 3],
          [1, 1],
        ]
      : [
          [5, 12],
          [4, 7],
          [3, 2],
          [2, 1],
        ],
  );
}

function promise({ random, clock, calendar }: World, share: number): { words: string; dueAt: number } | null {
  if (!random.chance(share)) return null;
  return { words: random.pick(content.promises), dueAt: whenOpen(calendar, random, clock.now() + random.int(1, 4) * DAY) };
}

/** Most promises are kept in time, the others some days later. */
function keepPromises(world: World, by: string): void {
  const { services, random, as } = world;
  for (const { id, dueAt } of services.db.all<{ id: string; dueAt: number }>(
    'SELECT id, due_at AS dueAt FROM promises WHERE owner_id = ? AND made_at = ? AND done_at IS NULL',
    [by, world.clock.now()],
  )) {
    const keptAt = random.chance(0.85) ? dueAt - random.int(10, 600) * MINUTE : dueAt + random.int(1, 5) * DAY;
    world.plan(keptAt, async () => void (await as(by).followUps.keepPromise({ id })));
  }
}

/** Those who were told of an escalation say that they have seen it. */
async function answerAlarms(world: World, share: number): Promise<void> {
  const { services, random, as, clock } = world;
  const rows = services.db.all<{ id: string; told: string; handlerId: string | null }>(
    'SELECT id, told, handler_id AS handlerId FROM escalations WHERE acknowledged_at IS NULL ORDER BY detected_at, id',
  );
  for (const row of rows) {
    const told = (JSON.parse(row.told) as { id: string }[]).map((each) => each.id);
    const by = row.handlerId ?? told[0];
    if (!by || !random.chance(share)) continue;
    clock.step(30_000);
    await as(by).complaints.acknowledge({ escalationId: row.id });
  }
}

async function readBells(world: World): Promise<void> {
  const { services, staff, as, clock } = world;
  for (const staffId of Object.values(staff)) {
    const unread = services.db.all<{ id: string }>('SELECT id FROM messages WHERE staff_id = ? AND read_at IS NULL ORDER BY at LIMIT 200', [
      staffId,
    ]);
    if (unread.length === 0) continue;
    clock.step(20_000);
    await as(staffId).messages.markRead({ ids: unread.map((row) => row.id) });
  }
}
