import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthFigures } from '#main/figures/service.ts';
import { addDays, DAY, HOUR } from '#shared/rules/zone.ts';
import { type FigureHouse, figureHouse, wall } from '../support/builders-figures.ts';

/**
 * The key figures of spec/churn-and-figures.md once more, from whole tables in plain loops: no SQL condition of the program is used.
 * Facts lie in three months; asked is the one in the middle, at a moment after, or in the middle of it.
 */

const START = wall('2026-04-15 00:00');
const SPAN = 75;
const MONTH = { name: '2026-05', from: wall('2026-05-01 00:00'), to: wall('2026-06-01 00:00') };
const MOMENTS = [wall('2026-05-17 13:21'), wall('2026-06-04 09:00'), wall('2026-07-20 18:00')];
const MINUTE = 60_000;

const hours = (max: number) => fc.integer({ min: 0, max }).map((n) => n * HOUR);
const clock = fc.record({
  clock: fc.constantFrom('dispatch', 'first_response', 'progress', 'resolution', 'rectification'),
  due: hours(24 * 12),
  off: hours(60),
  outcome: fc.constantFrom(
    'open',
    'open',
    'paused',
    'met',
    'met',
    'confirmed',
    'met_late',
    'missed',
    'cancelled',
    'cancelled_late',
    'extended',
  ),
  cycle: fc.constantFrom(1, 1, 2),
  round: fc.constantFrom(1, 1, 2),
});
const complaint = fc.record({
  received: fc.integer({ min: 0, max: SPAN * 24 }).map((n) => START + n * HOUR),
  category: fc.constantFrom('teaching', 'service'),
  student: fc.nat(2),
  /** Hours from one ending to the next: closed, reopened, closed … */
  ends: fc.array(fc.integer({ min: 1, max: 240 }), { maxLength: 4 }),
  withdrawn: fc.boolean(),
  merged: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  owner: fc.nat(2),
  firstOwner: fc.nat(2),
  firstContact: fc.nat(2),
  resolvedBy: fc.nat(2),
  ownerSince: hours(4),
  dispatch: hours(3),
  clocks: fc.uniqueArray(clock, { maxLength: 6, selector: (each) => `${each.clock} ${each.cycle} ${each.round}` }),
  steps: fc.array(fc.record({ level: fc.constantFrom(0, 1, 2), due: hours(90), late: fc.constantFrom(0, 4, 5, 6, 900) }), { maxLength: 2 }),
  visits: fc.array(
    fc.record({
      state: fc.constantFrom('open', 'done', 'done', 'refused', 'unreachable', 'cancelled'),
      due: fc.integer({ min: 0, max: 20 }),
      done: hours(24 * 20),
      satisfaction: fc.option(fc.integer({ min: 1, max: 5 })),
    }),
    { maxLength: 2 },
  ),
});

async function houseOf(given: (typeof complaint extends fc.Arbitrary<infer T> ? T : never)[], now: number): Promise<FigureHouse> {
  const house = await figureHouse();
  await house.write((tx) => {
    const staff = ['Ann', 'Ben', 'Cid'].map((name) => house.staff(tx, name));
    const students = ['One', 'Two', 'Three'].map((name) => house.student(tx, name));
    const one = (list: string[], n: number) => list[n] as string;
    for (const each of given.filter(({ received }) => received <= now)) {
      const states: [string, number, number][] = [['handling', each.received, 1]];
      let moment = each.received;
      for (const [index, gap] of each.ends.entries()) {
        moment += gap * HOUR;
        if (moment > now) break;
        const last = each.withdrawn && index === each.ends.length - 1 && index % 2 === 0;
        states.push([index % 2 === 1 ? 'handling' : last ? 'withdrawn' : 'closed', moment, Math.floor((index + 1) / 2) + 1]);
      }
      const id = house.complaint(
        tx,
        {
          received: each.received,
          category: each.category,
          owner: one(staff, each.owner),
          firstOwner: one(staff, each.firstOwner),
          firstContact: one(staff, each.firstContact),
          ownerSince: each.received + each.ownerSince,
          resolvedBy: one(staff, each.resolvedBy),
          resolvedAt: each.received + HOUR,
          student: one(students, each.student),
          states,
        },
        one(staff, 0),
      );
      if (each.merged) tx.run('UPDATE complaints SET merged_into_id = (SELECT id FROM complaints LIMIT 1) WHERE id = ?', [id]);
      const seen = new Set<string>();
      for (const { clock: name, due, off, outcome, cycle, round } of each.clocks) {
        const dueAt = each.received + due;
        const early = Math.max(each.received, dueAt - off);
        const at: Record<string, [stopped: number | null, missed: boolean]> = {
          open: [null, dueAt < now],
          paused: [null, false],
          met: [early, false],
          confirmed: [early, true],
          met_late: [early, true],
          missed: [dueAt + off + 1, true],
          cancelled: [early, false],
          cancelled_late: [dueAt + off + 1, true],
          extended: [early, false],
        };
        const [stopped, missed] = at[outcome] ?? [null, false];
        if ((stopped ?? 0) > now) continue;
        seen.add(`${name} ${cycle} ${round}`);
        house.clockRow(tx, {
          complaint: id,
          clock: name,
          due: dueAt,
          outcome:
            outcome === 'paused'
              ? 'open'
              : outcome === 'confirmed'
                ? 'met'
                : outcome.replace('_late', outcome === 'met_late' ? '_late' : ''),
          missed,
          paused: outcome === 'paused',
          cycle,
          round,
          ...(stopped === null ? {} : { stopped }),
        });
      }
      if (!seen.has('dispatch 1 1')) {
        const stopped = each.received + each.dispatch;
        house.clockRow(tx, { complaint: id, clock: 'dispatch', due: stopped + 1, stopped, outcome: 'met' });
      }
      each.steps.forEach(({ level, due, late }, index) => {
        const dueAt = each.received + due;
        if (dueAt <= now)
          house.step(tx, id, level === 0 ? `redispatch${index}` : `level${level}.${index}`, level, dueAt, dueAt + late * MINUTE);
      });
      each.visits.forEach((visit, index) => {
        const day = addDays('2026-04-20', Math.floor((each.received - START) / DAY) + visit.due);
        const ended = visit.state === 'open' ? null : Math.min(now, each.received + visit.done);
        house.followUp(tx, day, visit.state, ended, {
          complaint_id: id,
          cycle: index + 1,
          satisfaction: visit.state === 'done' ? visit.satisfaction : null,
        });
      });
    }
  });
  return house;
}

type Complaint = {
  id: string;
  merged_into_id: string | null;
  category: string;
  state: string;
  received_at: number;
  resolved_at: number;
  owner_id: string | null;
  first_owner_id: string | null;
  first_contact_id: string;
  resolved_by: string | null;
  owner_since_at: number;
};
type Clock = {
  subject_id: string;
  clock: string;
  cycle: number;
  round: number;
  due_at: number;
  stopped_at: number | null;
  missed: number;
  paused: number;
  outcome: string;
};
type State = { complaint_id: string; state: string; cycle: number; from_at: number; to_at: number | null };
type FollowUp = {
  complaint_id: string | null;
  cycle: number;
  state: string;
  satisfaction: number | null;
  due_at: number;
  done_at: number | null;
};
type Step = { complaint_id: string; level: number; due_at: number; detected_at: number };
type Link = { complaint_id: string; student_id: string };
type Found = { value: number; denominator: number | null; median?: number | null; p90?: number | null };

function naive({ db }: FigureHouse, now: number): Record<string, Found> {
  const table = <T>(name: string) => db.all<T>(`SELECT * FROM ${name}`);
  const until = Math.min(MONTH.to, now + 1);
  const inMonth = (at: number) => at >= MONTH.from && at < until;
  const all = table<Complaint>('complaints');
  const complaints = all.filter((each) => each.merged_into_id === null);
  const byId = new Map(complaints.map((each) => [each.id, each]));
  const followUps = table<FollowUp>('follow_ups');
  const links = table<Link>('complaint_students');
  const students = (id: string) => links.filter((link) => link.complaint_id === id).map((link) => link.student_id);
  const clocks = table<Clock>('clocks').filter((each) => byId.has(each.subject_id));

  const due = (name: string, which: (row: Clock) => boolean = () => true) =>
    clocks.filter((each) => {
      if (each.clock !== name || !inMonth(each.due_at) || !which(each)) return false;
      if (each.stopped_at === null && each.missed === 0 && each.paused === 1) return false;
      return each.outcome !== 'cancelled' || each.due_at < (each.stopped_at ?? 0);
    });
  const share = (rows: Clock[]): Found => ({ value: rows.filter((each) => each.outcome === 'met').length, denominator: rows.length });

  const responses = due('first_response');
  const times = responses
    .filter((each) => each.outcome !== 'open' && each.outcome !== 'cancelled')
    .map((each) => ((each.stopped_at ?? 0) - (byId.get(each.subject_id)?.received_at ?? 0)) / MINUTE)
    .sort((a, b) => a - b);
  const half = times.length / 2;
  const median =
    times.length === 0 ? null : Number.isInteger(half) ? ((times[half - 1] ?? 0) + (times[half] ?? 0)) / 2 : (times[Math.floor(half)] ?? 0);
  const p90 = times.find((time) => times.filter((other) => other <= time).length >= 0.9 * times.length) ?? null;
  const two = (value: number | null) => (value === null ? null : Math.round(value * 100) / 100);

  const closings = table<State>('complaint_states').filter(
    (each) => each.state === 'closed' && byId.has(each.complaint_id) && inMonth(each.from_at),
  );
  const reopened = (closing: State) => closing.to_at !== null && closing.to_at <= now;
  const week = 7 * DAY;
  const old = closings.filter((each) => each.from_at + week <= now);
  const first = old.filter((closing) => {
    const own = byId.get(closing.complaint_id);
    if (!own) return false;
    if (closing.cycle !== 1 || reopened(closing)) return false;
    if (![own.first_contact_id, own.first_owner_id].includes(own.resolved_by)) return false;
    const dispatched = clocks.find(
      (each) => each.subject_id === own.id && each.clock === 'dispatch' && each.cycle === 1 && each.round === 1,
    );
    if (own.owner_id !== own.first_owner_id || (dispatched?.stopped_at != null && own.owner_since_at > dispatched.stopped_at)) return false;
    const mine = students(own.id);
    return !complaints.some(
      (other) =>
        other.id !== own.id &&
        other.category === own.category &&
        other.state !== 'withdrawn' &&
        other.received_at > own.resolved_at &&
        other.received_at <= closing.from_at + week &&
        students(other.id).some((student) => mine.includes(student)),
    );
  });
  const content = closings.filter((closing) => {
    const visit = followUps.find(
      (each) => each.complaint_id === closing.complaint_id && each.cycle === closing.cycle && each.state !== 'cancelled',
    );
    return !reopened(closing) && (visit?.satisfaction ?? 3) >= 3;
  });

  const received = complaints.filter((each) => inMonth(each.received_at));
  const escalations = table<Step>('escalations').filter((each) => byId.has(each.complaint_id) && each.level >= 1);
  const stepsDue = escalations.filter((each) => inMonth(each.due_at));
  const ended = ['done', 'refused', 'unreachable'];
  const visits = followUps.filter((each) => inMonth(each.due_at) && !(each.state === 'cancelled' && (each.done_at ?? 0) <= each.due_at));
  const answered = followUps.filter((each) => ended.includes(each.state) && each.done_at !== null && inMonth(each.done_at));
  const scored = answered.filter((each) => each.satisfaction !== null);

  return {
    complaints_received: { value: received.length, denominator: null },
    complaints_closed: { value: closings.length, denominator: null },
    first_response_time: { ...share(responses), median: two(median), p90: two(p90) },
    dispatch_on_time: share(due('dispatch')),
    first_contact_resolution: { value: first.length, denominator: old.length },
    told_within_48h: share(due('progress', (each) => each.cycle === 1 && each.round === 1)),
    resolved_within_48h: share(due('resolution', (each) => each.cycle === 1)),
    rectified_in_time: share(due('rectification')),
    resolution_rate: { value: content.length, denominator: closings.length },
    escalated_share: {
      value: received.filter((each) => escalations.some((step) => step.complaint_id === each.id)).length,
      denominator: received.length,
    },
    escalation_late: { value: stepsDue.filter((each) => each.detected_at - each.due_at > 5 * MINUTE).length, denominator: null },
    complaint_rate: { value: received.filter((each) => each.state !== 'withdrawn').length, denominator: 0 },
    csat: { value: scored.filter((each) => (each.satisfaction ?? 0) >= 4).length, denominator: scored.length },
    csat_response: { value: scored.length, denominator: answered.length },
    follow_up_done: {
      value: visits.filter((each) => ended.includes(each.state) && (each.done_at ?? 0) <= each.due_at).length,
      denominator: visits.length,
    },
  };
}

describe('key figures, against a second program with plain loops', () => {
  it('are the same on any data and at any moment of asking', async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(complaint, { minLength: 20, maxLength: 60 }), fc.constantFrom(...MOMENTS), async (given, now) => {
        const house = await houseOf(given, now);
        const figures = new Map(monthFigures(house.db, MONTH.name, now).figures.map((each) => [each.key as string, each]));
        for (const [key, expected] of Object.entries(naive(house, now))) {
          const figure = figures.get(key);
          const found = { value: figure?.value, denominator: figure?.denominator, median: figure?.median, p90: figure?.p90 };
          expect([key, found]).toEqual([key, { median: null, p90: null, ...expected }]);
          seen.set(key, Math.max(seen.get(key) ?? 0, expected.value));
        }
        house.db.close();
      }),
      // always the same data, so that what must have been seen at the end is seen in every run
      { seed: 2026, numRuns: 25, endOnFailure: true },
    );
    for (const [key, most] of seen) expect([key, most > 0]).toEqual([key, true]);
  }, 120_000);
});
