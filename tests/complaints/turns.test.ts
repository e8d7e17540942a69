import { expect, it } from 'vitest';
import { candidatesOf } from '#main/complaints/assignment.ts';
import type { Db, Params } from '#main/db/open.ts';
import { at, type Desk, type MemberKey, openDesk, record } from './desk.ts';

const DAY = 24 * 3_600_000;

async function given(desk: Desk) {
  const page = await record(desk, {}, 'manager');
  const { id } = page.complaint;
  const owner = desk.keyOf(page.complaint.owner?.id) as MemberKey;
  return {
    id,
    owner,
    other: (owner === 'specialist' ? 'specialist2' : 'specialist') as MemberKey,
    act: () => ({ id, version: desk.version(id) }),
  };
}
const facts = (desk: Desk, key: MemberKey) => {
  const found = candidatesOf(desk.db, [desk.students.zhang], desk.clock.now()).find((each) => each.id === desk.staff[key]);
  return { today: found?.assignedToday, last: found?.lastAssignedAt, handled: found?.handledStudentAt, open: found?.openCount };
};

it('what was withdrawn or undone gave nobody a turn and nobody handled it', async () => {
  const desk = await openDesk(at('2026-11-20 15:30'));
  const { owner, act } = await given(desk);
  expect(facts(desk, owner)).toEqual({ today: 1, last: desk.clock.now(), handled: desk.clock.now(), open: 1 });
  await desk.as('manager').complaints.withdraw({ ...act(), reason: '家长撤回' });
  expect(facts(desk, owner)).toEqual({ today: 0, last: null, handled: null, open: 0 });
});

it('what went on to somebody else was a turn of both, and both know the student', async () => {
  const desk = await openDesk(at('2026-11-20 15:30'));
  const { owner, other, act } = await given(desk);
  const first = desk.clock.now();
  desk.clock.step(60_000);
  await desk.as('manager').complaints.assign({ ...act(), staffId: desk.staff[other], reason: '她认识家长' });
  expect(facts(desk, owner)).toEqual({ today: 1, last: first, handled: first, open: 0 });
  expect(facts(desk, other)).toEqual({ today: 1, last: desk.clock.now(), handled: desk.clock.now(), open: 1 });
});

it('an owner of 40 days who told the result yesterday handled the student yesterday; an offer is no turn', async () => {
  const desk = await openDesk(at('2026-10-11 15:30'));
  const { owner, other, act } = await given(desk);
  const mine = desk.as(owner).complaints;
  await mine.accept(act());
  desk.clock.step(39 * DAY);
  await mine.tell({ ...act(), channel: 'phone', words: '补两节课' });
  const told = desk.clock.now();
  desk.clock.step(DAY);
  expect(facts(desk, owner).handled).toBe(told);
  const next = await given(desk);
  const before = facts(desk, next.other).last;
  await desk.as(next.owner).complaints.offerHandOver({ ...next.act(), staffId: desk.staff[next.other] });
  expect(facts(desk, next.other).last).toBe(before);
  expect([owner, other]).toContain(next.owner);
});

it('turns and loads are looked up, never read through', async () => {
  const desk = await openDesk();
  const steps: string[] = [];
  const watched: Db = {
    ...desk.db,
    all: <T>(sql: string, params?: Params): T[] => {
      steps.push(...desk.db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params).map((step) => step.detail));
      return desk.db.all<T>(sql, params);
    },
  };
  candidatesOf(watched, [desk.students.zhang], desk.clock.now());
  expect(steps.filter((step) => step.includes('complaint_entries_given'))).toEqual([
    'SEARCH e USING INDEX complaint_entries_given (<expr>=? AND recorded_at>?)',
    'SEARCH e USING INDEX complaint_entries_given (<expr>=?)',
  ]);
  expect(steps.filter((step) => /^SCAN (?!s$|h |json_each)/.test(step))).toEqual([]);
});
