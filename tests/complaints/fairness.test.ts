import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSettings, writeGroup } from '#main/settings/service.ts';
import { createStaff } from '#main/staff/service.ts';
import { dayOf } from '#shared/rules/zone.ts';
import { at, complaintOf, type Desk, openDesk, ZONE } from './desk.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** Five equal people of one department, with a roster of opening hours over sixty days, and nobody else in it. */
async function openTeam(options: { dailyCap: number }) {
  const desk = await openDesk(at('2026-10-09 12:00'));
  const team = Array.from({ length: 5 }, () => desk.ids.next());
  await desk.commands.run({ name: 'test.team', actor: { kind: 'cli' }, undo: 'none', topics: [] }, (tx) => {
    const { version: _version, ...settings } = readSettings(tx);
    writeGroup(tx, 'centre', { ...settings, dailyCap: options.dailyCap });
    team.forEach((id, index) => {
      const person = {
        name: `员工${index}`,
        login: `team${index}`,
        phone: '',
        roles: ['specialist' as const],
        departments: ['technical' as const],
      };
      createStaff(tx, id, { ...person, headOf: [], joinedOn: '2024-03-01', leftOn: null }, '');
    });
    // who worked there before stays out of it
    tx.run(`UPDATE staff SET departments = '["marketing"]' WHERE id = ?`, [desk.staff.support]);
    for (let day = 0; day < 60; day += 1) {
      for (const id of team) {
        tx.run('INSERT INTO duties (id, staff_id, day, start_minute, end_minute) VALUES (?, ?, ?, 0, 1440)', [
          desk.ids.next(),
          id,
          dayOf(at('2026-10-09 00:00') + day * DAY, ZONE),
        ]);
      }
    }
  });
  return { desk, team };
}

type Row = { id: string; ownerId: string | null; rule: string; since: number };
const owned = (desk: Desk, id: string) =>
  desk.db.get<Row>(
    `SELECT id, owner_id AS ownerId, json_extract(assignment, '$.rule') AS rule, owner_since_at AS since FROM complaints WHERE id = ?`,
    [id],
  ) as Row;

/** What a person has now, counted plainly: open ones, those of today, the last turn. */
function standing(desk: Desk, team: readonly string[]) {
  const today = dayOf(desk.clock.now(), ZONE);
  const rows = desk.db.all<{ owner: string; state: string; since: number }>(
    'SELECT owner_id AS owner, state, owner_since_at AS since FROM complaints WHERE owner_id IS NOT NULL',
  );
  return new Map(
    team.map((id) => {
      const mine = rows.filter((row) => row.owner === id);
      return [
        id,
        {
          open: mine.filter((row) => row.state !== 'closed' && row.state !== 'withdrawn').length,
          today: mine.filter((row) => dayOf(row.since, ZONE) === today).length,
          last: Math.max(Number.NEGATIVE_INFINITY, ...mine.map((row) => row.since)),
        },
      ];
    }),
  );
}

describe('1,000 random complaints on the real services', () => {
  it('equal people carry equal loads, in turn, as long as nothing tells them apart', { timeout: 60_000 }, async () => {
    const { desk, team } = await openTeam({ dailyCap: 500 });
    const turns: (string | null)[] = [];
    for (let n = 0; n < 300; n += 1) {
      desk.clock.step(MINUTE);
      const { id } = await desk
        .as('specialist')
        .complaints.record(complaintOf(desk, { category: 'technical', studentIds: [], complainant: { kind: 'anonymous', refId: null } }));
      turns.push(owned(desk, id).ownerId);
      const open = [...standing(desk, team).values()].map((each) => each.open);
      expect(Math.max(...open) - Math.min(...open)).toBeLessThanOrEqual(1);
    }
    // everybody once before anybody twice
    for (let n = 0; n < turns.length; n += team.length) expect(new Set(turns.slice(n, n + team.length)).size).toBe(team.length);
  });

  it('nobody owns what is about them or comes on leave or beyond the cap; the load decides, then the turn', {
    timeout: 120_000,
  }, async () => {
    const cap = 6;
    const { desk, team } = await openTeam({ dailyCap: cap });
    const event = fc.record({
      minutes: fc.integer({ min: 5, max: 60 }),
      about: fc.subarray([0, 1, 2, 3, 4], { maxLength: 3 }),
      withStudent: fc.boolean(),
      ends: fc.nat({ max: 3 }),
      leave: fc.record({ chance: fc.nat({ max: 30 }), who: fc.nat({ max: 4 }), days: fc.nat({ max: 2 }) }),
    });
    const seed = 20_261_121;
    const seen = { capped: 0, byTurn: 0, byLoad: 0, above: 0 };
    const leaves: { id: string; from: string; to: string }[] = [];
    for (const each of fc.sample(event, { seed, numRuns: 1000 })) {
      desk.clock.step(each.minutes * MINUTE);
      const now = desk.clock.now();
      const today = dayOf(now, ZONE);
      if (each.leave.chance === 0) {
        const leave = { id: team[each.leave.who] as string, from: today, to: dayOf(now + each.leave.days * DAY, ZONE) };
        leaves.push(leave);
        await desk.as('supervisor').calendar.addLeave({ staffId: leave.id, fromDay: leave.from, toDay: leave.to, reason: '' });
      }
      const before = standing(desk, team);
      const about = each.about.map((index) => team[index] as string);
      const given = each.withStudent ? {} : { studentIds: [], complainant: { kind: 'anonymous' as const, refId: null } };
      const { id } = await desk
        .as('specialist')
        .complaints.record(complaintOf(desk, { category: 'technical', aboutStaffIds: about, ...given }));
      const { ownerId, rule } = owned(desk, id);
      const away = new Set(leaves.filter((leave) => leave.from <= today && today <= leave.to).map((leave) => leave.id));
      const may = team.filter((one) => !about.includes(one) && !away.has(one) && (before.get(one)?.today ?? 0) < cap);
      const said = JSON.stringify({ seed, id, rule, may, about, away: [...away] });
      expect(ownerId, said).not.toBeNull();
      expect(about, said).not.toContain(ownerId);
      expect(away, said).not.toContain(ownerId);
      if ([...before.values()].some((one) => one.today >= cap)) seen.capped += 1;
      if (may.length === 0) {
        // nobody of the department is left: the rungs above have to take it
        expect(team, said).not.toContain(ownerId);
        seen.above += 1;
      } else {
        expect(may, said).toContain(ownerId);
        const mine = before.get(ownerId ?? '');
        const others = may.filter((one) => one !== ownerId).map((one) => before.get(one));
        // who knows the student goes first, and only then the load
        if (!each.withStudent && mine) {
          for (const other of others) {
            expect(mine.open, said).toBeLessThanOrEqual(other?.open ?? 0);
            if (other?.open === mine.open) expect(mine.last, said).toBeLessThanOrEqual(other.last);
            else seen.byLoad += 1;
          }
          seen.byTurn += others.some((other) => other?.open === mine.open) ? 1 : 0;
        }
      }
      // what is settled falls away, so that loads move
      await desk.commands.run({ name: 'test.close', actor: { kind: 'system' }, undo: 'none', topics: [] }, (tx) =>
        tx.run(
          `UPDATE complaints SET state = 'closed'
           WHERE id IN (SELECT id FROM complaints WHERE state NOT IN ('closed', 'withdrawn') ORDER BY number LIMIT ?)`,
          [each.ends === 0 ? 4 : 0],
        ),
      );
    }
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(10);
  });
});
