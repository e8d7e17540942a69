import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { besideSql, definitions } from '#main/figures/definitions.ts';
import { figureRows } from '#main/figures/rows.ts';
import { tally } from '#main/figures/service.ts';
import { monthlyReport } from '#main/reports/service.ts';
import { type RowsKey, rowsKey } from '#shared/contract/figures.ts';
import { median, monthPeriod, percentile } from '#shared/rules/figures.ts';
import { complaintsCheck, percentText } from '#shared/rules/reports.ts';
import { addDays, addMonths, DAY, HOUR } from '#shared/rules/zone.ts';
import { figureHouse, wall, ZONE } from '../support/builders-figures.ts';

const FIRST = '2026-05-01';
const START = wall('2026-05-01 00:00');
const DAYS = 184;
const NOW = START + DAYS * DAY;

const day = fc.integer({ min: 0, max: DAYS - 1 }).map((n) => addDays(FIRST, n));
const moment = fc.integer({ min: 0, max: DAYS * 24 * 60 }).map((minutes) => START + minutes * 60_000);
const gap = fc.integer({ min: 1, max: 30 * 24 }).map((hours) => hours * HOUR);
const outcome = fc.constantFrom('open', 'met', 'met_late', 'missed', 'cancelled', 'extended');

const complaints = fc.array(
  fc.record({
    received: moment,
    ends: fc.array(gap, { maxLength: 4 }),
    withdrawn: fc.boolean(),
    merged: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    category: fc.constantFrom('teaching', 'service', 'finance'),
    severity: fc.constantFrom('general', 'serious', 'critical'),
    level: fc.integer({ min: 0, max: 2 }),
    clocks: fc.array(
      fc.record({
        clock: fc.constantFrom('dispatch', 'first_response', 'progress', 'resolution', 'rectification'),
        due: gap,
        stopped: fc.option(gap),
        outcome,
        missed: fc.boolean(),
        paused: fc.boolean(),
        cycle: fc.integer({ min: 1, max: 2 }),
      }),
      { maxLength: 4 },
    ),
    visits: fc.array(
      fc.record({
        due: day,
        state: fc.constantFrom('open', 'done', 'refused', 'unreachable', 'cancelled'),
        done: gap,
        satisfaction: fc.option(fc.integer({ min: 1, max: 5 })),
      }),
      { maxLength: 2 },
    ),
  }),
  { maxLength: 25 },
);

const students = fc.array(
  fc.record({
    marker: fc.option(fc.tuple(fc.constantFrom('paused', 'completed', 'ended'), day)),
    packs: fc.array(
      fc.record({
        enrolled: day,
        halves: fc.integer({ min: 1, max: 6 }),
        valid: fc.option(fc.integer({ min: 0, max: 120 })),
        ended: fc.option(fc.integer({ min: 0, max: 120 }), { freq: 4 }),
        used: fc.array(fc.integer({ min: 0, max: 150 }), { maxLength: 8 }),
      }),
      { maxLength: 3 },
    ),
  }),
  { maxLength: 12 },
);

type Facts = {
  complaints: typeof complaints extends fc.Arbitrary<infer T> ? T : never;
  students: typeof students extends fc.Arbitrary<infer T> ? T : never;
};

async function houseOf({ complaints, students }: Facts) {
  const house = await figureHouse();
  house.clock.set(NOW);
  await house.write((tx) => {
    const one = house.staff(tx, 'One');
    const two = house.staff(tx, 'Two');
    let before: string | null = null;
    complaints.forEach((each, index) => {
      // handling, closed, handling, closed …; the last stretch may be a withdrawal.
      const states: [string, number, number][] = [['handling', each.received, 1]];
      let at = each.received;
      each.ends.forEach((length, turn) => {
        at += length;
        const cycle = Math.floor((turn + 1) / 2) + 1;
        if (at < NOW) states.push(turn % 2 === 0 ? ['closed', at, cycle] : ['handling', at, cycle]);
      });
      const last = states.at(-1);
      if (each.withdrawn && last?.[0] === 'handling' && last[1] + HOUR < NOW) states.push(['withdrawn', last[1] + HOUR, last[2]]);
      const id = house.complaint(
        tx,
        {
          received: each.received,
          category: each.category,
          severity: each.severity,
          owner: index % 3 === 0 ? null : index % 3 === 1 ? one : two,
          ...(each.merged && before ? { mergedInto: before } : {}),
          states,
        },
        one,
      );
      before = id;
      for (let level = 1; level <= each.level; level++) {
        house.step(tx, id, `level${level}`, level, each.received + level * DAY, each.received + level * DAY + (level - 1) * HOUR);
      }
      each.clocks.forEach((clock, round) => {
        house.clockRow(tx, {
          complaint: id,
          clock: clock.clock,
          due: each.received + clock.due,
          outcome: clock.outcome,
          missed: clock.missed,
          paused: clock.paused && clock.outcome === 'open',
          cycle: clock.cycle,
          round: round + 1,
          ...(clock.outcome === 'open' ? {} : { stopped: each.received + (clock.stopped ?? 0) }),
        });
      });
      each.visits.forEach((visit, turn) => {
        const open = visit.state === 'open';
        house.followUp(tx, visit.due, visit.state, open ? null : each.received + visit.done, {
          complaint_id: id,
          cycle: turn + 1,
          satisfaction: visit.state === 'done' ? visit.satisfaction : null,
        });
      });
    });
    students.forEach((each, index) => {
      const marker: Record<string, string> = each.marker ? { marker: each.marker[0], marker_on: each.marker[1] } : {};
      const id = house.student(tx, `Student ${index}`, marker);
      for (const pack of each.packs) {
        const enrolment = house.pack(tx, id, pack.enrolled, pack.halves, {
          valid_until: pack.valid === null ? null : addDays(pack.enrolled, pack.valid),
          ended_on: pack.ended === null ? null : addDays(pack.enrolled, pack.ended),
        });
        pack.used.slice(0, pack.halves).forEach((after) => {
          house.ledger(tx, enrolment, 'consume', -1, addDays(pack.enrolled, after));
        });
      }
    });
  });
  return house;
}

const months = Array.from({ length: 7 }, (_, index) => addMonths('2026-05', index));

describe('on any data', () => {
  it('complaints and head counts roll forward, and months join', async () => {
    await fc.assert(
      fc.asyncProperty(complaints, students, async (complaints, students) => {
        const { db } = await houseOf({ complaints, students });
        const values = months.map((month) => monthlyReport(db, month, NOW));
        for (const value of values) {
          expect(complaintsCheck(value.complaints)).toBe(0);
          expect(value.headCount.check).toBe(0);
          for (const clock of value.complaints.clocks) expect(clock.met + clock.metLate + clock.missed + clock.extended).toBe(clock.due);
          const { due, done, unreachable, refused, open } = value.followUps;
          expect(done + unreachable + refused + open).toBe(due);
          expect(value.complaints.ageing.reduce((sum, row) => sum + row.open, 0)).toBe(value.complaints.openEnd);
        }
        values.slice(1).forEach((value, index) => {
          expect(value.complaints.openStart).toBe(values[index]?.complaints.openEnd);
          expect(value.headCount.start).toBe(values[index]?.headCount.end);
        });
      }),
      { numRuns: 25 },
    );
  });

  it('a number and the list behind it never differ', async () => {
    await fc.assert(
      fc.asyncProperty(complaints, students, fc.constantFrom(...months), async (complaints, students, month) => {
        const { db } = await houseOf({ complaints, students });
        const period = monthPeriod(month, ZONE, NOW);
        const keys: readonly RowsKey[] = rowsKey.options;
        const tallies = tally(db, keys, period);
        for (const key of keys) {
          const { value, denominator, beside } = tallies[key];
          expect([key, figureRows(db, key, 'numerator', '', period).rows.length]).toEqual([key, value]);
          expect([key, figureRows(db, key, 'denominator', '', period).rows.length]).toEqual([key, denominator]);
          for (const name of Object.keys(besideSql(definitions[key]))) {
            expect([key, name, figureRows(db, key, 'numerator', `beside:${name}`, period).rows.length]).toEqual([key, name, beside[name]]);
          }
          // alone it reads only its own rows
          const alone = tally(db, [key], period)[key];
          expect([key, alone]).toEqual([key, definitions[key].per === undefined ? tallies[key] : { ...tallies[key], denominator: null }]);
          if (definitions[key].per === undefined) expect(value).toBeLessThanOrEqual(denominator ?? 0);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('counts heads as a person with the list of packs would', async () => {
    await fc.assert(
      fc.asyncProperty(students, fc.constantFrom(...months), async (students, month) => {
        const { db } = await houseOf({ complaints: [], students });
        const period = monthPeriod(month, ZONE, NOW);
        const activeOn = (on: string) =>
          students.filter((each) =>
            each.packs.some((pack) => {
              const marked = each.marker !== null && each.marker[1] <= on && pack.enrolled <= each.marker[1];
              const used = pack.used.slice(0, pack.halves).filter((after) => addDays(pack.enrolled, after) <= on).length;
              const over = pack.ended !== null && addDays(pack.enrolled, pack.ended) <= on;
              const expired = pack.valid !== null && addDays(pack.enrolled, pack.valid) < on;
              return pack.enrolled <= on && !marked && !over && !expired && pack.halves > used;
            }),
          ).length;
        const { active_start, active_end } = tally(db, ['active_start', 'active_end'], period);
        expect([active_start.value, active_end.value]).toEqual([activeOn(period.startDay), activeOn(period.endDay)]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('arithmetic', () => {
  it('takes the middle and the nearest rank', () => {
    expect(median([])).toBeNull();
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(percentile([], 90)).toBeNull();
    expect(percentile([5], 90)).toBe(5);
    expect(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 90)).toBe(9);
    expect(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 90)).toBe(10);
  });

  it('rounds percentages from the integers, half up', () => {
    expect(percentText(3, 2000)).toBe('0.2%');
    expect(percentText(1, 16)).toBe('6.3%');
    expect(percentText(2, 3)).toBe('66.7%');
    expect(percentText(39, 41)).toBe('95.1%');
    expect(percentText(0, 7)).toBe('0.0%');
    expect(percentText(7, 7)).toBe('100.0%');
    expect(percentText(0, 0)).toBeNull();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 5000 }), (n, d) => {
        const shown = Number.parseFloat(percentText(n, d) ?? '');
        return Math.abs(shown - (100 * n) / d) <= 0.05 + 1e-9;
      }),
    );
  });
});
