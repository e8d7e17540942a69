import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AssignmentContext, type Candidate, chooseOwner } from '#shared/rules/assignment.ts';
import { DEFAULT_OPENING } from '#shared/rules/calendar.ts';
import { DAY, dayOf } from '#shared/rules/zone.ts';

const at = (text: string) => Date.parse(`${text}+08:00`);
/** A Friday afternoon within opening hours. */
const now = at('2026-11-20T16:00:00');
const today = '2026-11-20';

const person = (id: string, change: Partial<Candidate> = {}): Candidate => ({
  id,
  active: true,
  departments: ['teaching'],
  headOf: [],
  supervisor: false,
  manager: false,
  openCount: 0,
  assignedToday: 0,
  dailyCap: null,
  lastAssignedAt: null,
  handledStudentAt: null,
  severities: null,
  ...change,
});
const head = person('head', { headOf: ['teaching'], departments: [] });
const supervisor = person('supervisor', { supervisor: true, departments: ['service'] });
const manager = person('manager', { manager: true, departments: [] });
const bosses = [head, supervisor, manager];

const duty = (staffId: string, startMinute = 720, endMinute = 1260, day = today) => ({ staffId, day, startMinute, endMinute });
const context = (change: Partial<AssignmentContext> = {}): AssignmentContext => ({
  now,
  calendar: DEFAULT_OPENING,
  department: 'teaching',
  severity: 'general',
  complainedAbout: [],
  duties: ['a', 'b', 'c'].map((id) => duty(id)),
  leaves: [],
  rosterExists: true,
  ...change,
});
const choose = (people: Candidate[], change: Partial<AssignmentContext> = {}) => chooseOwner(people, context(change));
const why = (choice: ReturnType<typeof choose>, id: string) =>
  choice.considered.find((each) => each.staffId === id)?.because.map(({ code }) => code);

describe('within a group', () => {
  it('who handled the student in the last 30 days comes first, also with more open ones', () => {
    const choice = choose([person('a'), person('b', { handledStudentAt: now - 30 * DAY, openCount: 9 })]);
    expect(choice).toMatchObject({ ownerId: 'b', rule: 'on_duty', because: [{ code: 'on_duty' }, { code: 'knows_student' }] });
    expect(why(choice, 'a')).toEqual(['knows_student']);
    expect(choose([person('a'), person('b', { handledStudentAt: now - 30 * DAY - 1, openCount: 9 })]).ownerId).toBe('a');
  });
  it('then the fewest open ones', () => {
    expect(choose([person('a', { openCount: 2 }), person('b', { openCount: 1 })])).toMatchObject({
      ownerId: 'b',
      because: [{ code: 'on_duty' }, { code: 'fewest_open', values: { open: 1 } }],
    });
  });
  it('then the longest without one, never before all', () => {
    const people = [person('a', { lastAssignedAt: now - 5 }), person('b', { lastAssignedAt: now - 9 }), person('c')];
    expect(choose(people)).toMatchObject({ ownerId: 'c', because: [{}, { code: 'longest_without' }] });
    expect(choose(people.slice(0, 2)).ownerId).toBe('b');
  });
  it('the only one is chosen for that', () => {
    expect(choose([person('a')]).because).toEqual([
      { code: 'on_duty', values: {} },
      { code: 'only_one', values: {} },
    ]);
  });
});

describe('who is left out, and why', () => {
  it.each<[string, Candidate, Partial<AssignmentContext>]>([
    ['complained_about', person('a'), { complainedAbout: ['a'] }],
    ['on_leave', person('a'), { leaves: [{ staffId: 'a', fromDay: '2026-11-18', toDay: today }] }],
    ['cap_reached', person('a', { dailyCap: 3, assignedToday: 3 }), {}],
    ['severity_not_allowed', person('a', { severities: ['general'] }), { severity: 'critical' }],
    ['inactive', person('a', { active: false }), {}],
    ['no_duty', person('a'), { duties: [duty('b')] }],
    ['owner', person('a'), { excluded: { a: 'owner' } }],
  ])('%s', (code, candidate, change) => {
    const choice = choose([candidate, person('b', { openCount: 50 })], change);
    expect(choice.ownerId).toBe('b');
    expect(why(choice, 'a')).toEqual([code]);
  });
  it('other departments do not come into it', () => {
    expect(choose([person('a', { departments: ['service'] }), person('b')]).considered.map((each) => each.staffId)).toEqual(['b']);
  });
});

describe('the order', () => {
  const evening = [duty('a', 1080, 1260), duty('b', 1020, 1260)];
  it('on duty now goes before on duty later, whatever the load', () => {
    const choice = choose([person('a', { openCount: 9 }), person('b')], { duties: [duty('a'), duty('b', 1080, 1260)] });
    expect(choice).toMatchObject({ ownerId: 'a', rule: 'on_duty', dutyStartsAt: now });
  });
  it('else whose duty starts first today', () => {
    const choice = choose([person('a'), person('b', { openCount: 9 })], { duties: evening });
    expect(choice).toMatchObject({ ownerId: 'b', rule: 'next_duty', dutyStartsAt: at('2026-11-20T17:00:00') });
    expect(why(choice, 'a')).toEqual(['starts_first']);
  });
  it('else on the next open day, over a closed Monday', () => {
    const choice = choose([person('a'), person('b')], {
      now: at('2026-11-22T20:29:00'),
      duties: [duty('a', 720, 1260, '2026-11-24'), duty('b', 0, 1440, '2026-11-25')],
    });
    expect(choice).toMatchObject({ ownerId: 'a', rule: 'next_duty', dutyStartsAt: at('2026-11-24T12:00:00') });
  });
  it('else the head, the supervisor, the manager; each passes over who is complained about or on leave', () => {
    const nobody = { duties: [] };
    expect(choose([person('a'), ...bosses], nobody)).toMatchObject({ ownerId: 'head', rule: 'head' });
    expect(choose([person('a'), ...bosses], { ...nobody, complainedAbout: ['head'] })).toMatchObject({
      ownerId: 'supervisor',
      rule: 'supervisor',
    });
    const away = [{ staffId: 'supervisor', fromDay: today, toDay: today }];
    const last = choose([person('a'), ...bosses], { ...nobody, complainedAbout: ['head'], leaves: away });
    expect(last).toMatchObject({ ownerId: 'manager', rule: 'manager' });
    expect([why(last, 'a'), why(last, 'head'), why(last, 'supervisor')]).toEqual([['no_duty'], ['complained_about'], ['on_leave']]);
  });
  it('with nobody left says so', () => {
    expect(choose([person('a')], { complainedAbout: ['a'] })).toMatchObject({ ownerId: null, rule: 'nobody' });
  });
  it('a re-dispatch may begin at the head', () => {
    expect(choose([person('a'), ...bosses], { from: 'head' }).ownerId).toBe('head');
  });
});

describe('while no roster exists', () => {
  const none = { rosterExists: false, duties: [] };
  it('everybody counts as on duty in opening hours', () => {
    expect(choose([person('a', { openCount: 1 }), person('b')], none)).toMatchObject({
      ownerId: 'b',
      rule: 'no_roster',
      dutyStartsAt: now,
    });
  });
  it('and from the next opening on when it is closed', () => {
    expect(choose([person('a')], { ...none, now: at('2026-11-20T14:30:00') }).dutyStartsAt).toBe(at('2026-11-20T15:00:00'));
    expect(choose([person('a')], { ...none, now: at('2026-11-22T20:45:00') }).dutyStartsAt).toBe(at('2026-11-24T12:00:00'));
  });
});

describe('over many complaints', () => {
  it('the load stays level and the turns come round', () => {
    const random = fc.sample(fc.record({ about: fc.constantFrom('a', 'b', 'c', 'd', 'e', ''), closes: fc.boolean() }), {
      numRuns: 1000,
      seed: 7,
    });
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const people = new Map(ids.map((id) => [id, person(id)]));
    const total = new Map(ids.map((id) => [id, 0]));
    const open: string[] = [];
    random.forEach(({ about, closes }, index) => {
      const moment = now + index * 1000;
      const choice = choose([...people.values()], {
        now: moment,
        duties: ids.map((id) => duty(id, 0, 1440, dayOf(moment, 'Asia/Shanghai'))),
        complainedAbout: about ? [about] : [],
      });
      const id = choice.ownerId ?? '';
      expect(id).not.toBe(about);
      expect(total.has(id)).toBe(true);
      const least = Math.min(...[...people.values()].filter((each) => each.id !== about).map((each) => each.openCount));
      expect(people.get(id)?.openCount).toBe(least);
      total.set(id, (total.get(id) ?? 0) + 1);
      open.push(id);
      people.set(id, { ...people.get(id)!, openCount: people.get(id)!.openCount + 1, lastAssignedAt: moment });
      const done = closes ? open.shift() : undefined;
      if (done) people.set(done, { ...people.get(done)!, openCount: people.get(done)!.openCount - 1 });
    });
    const counts = [...total.values()];
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1000);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThan(40);
    const loads = [...people.values()].map((each) => each.openCount);
    expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(2);
  });
  it('never the one complained about, on leave or capped, and the order of the list does not matter', () => {
    const candidate = fc.record({
      openCount: fc.integer({ min: 0, max: 3 }),
      assignedToday: fc.integer({ min: 0, max: 4 }),
      dailyCap: fc.option(fc.integer({ min: 1, max: 4 })),
      lastAssignedAt: fc.option(fc.integer({ min: now - 5 * DAY, max: now })),
      handledStudentAt: fc.option(fc.integer({ min: now - 40 * DAY, max: now })),
    });
    const ids = ['a', 'b', 'c', 'd'];
    fc.assert(
      fc.property(
        fc.tuple(candidate, candidate, candidate, candidate),
        fc.subarray(ids),
        fc.subarray(ids),
        fc.subarray(ids),
        (facts, about, away, onDuty) => {
          const people = [...facts.map((each, index) => person(ids[index] ?? '', each)), ...bosses];
          const change = {
            complainedAbout: about,
            leaves: away.map((staffId) => ({ staffId, fromDay: today, toDay: today })),
            duties: onDuty.map((id) => duty(id)),
          };
          const choice = choose(people, change);
          expect(about).not.toContain(choice.ownerId);
          expect(away).not.toContain(choice.ownerId);
          const owner = people.find((each) => each.id === choice.ownerId);
          expect(owner).toBeDefined();
          if (choice.rule === 'on_duty') {
            expect(onDuty).toContain(choice.ownerId);
            expect(owner?.dailyCap === null || owner!.assignedToday < owner!.dailyCap!).toBe(true);
          }
          expect(choice.considered.filter((each) => each.verdict === 'chosen').map((each) => each.staffId)).toEqual([choice.ownerId]);
          expect(choose(people.toReversed(), change).ownerId).toBe(choice.ownerId);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
