import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_OPENING } from '#shared/rules/calendar.ts';
import { DEFAULT_POLICY } from '#shared/rules/complaint-policy.ts';
import { acceptDueAt, type LadderFacts, ladderStepsDue, nextLadderStep, redispatchDue, whomToTell } from '#shared/rules/escalation.ts';
import { NO_STATUTORY_DATA } from '#shared/rules/statutory.ts';
import { HOUR, MINUTE } from '#shared/rules/zone.ts';

const at = (text: string) => Date.parse(`${text}+08:00`);
const received = at('2026-11-20T09:20:00');

const facts = (change: Partial<LadderFacts> = {}, pauses: LadderFacts['resolution']['pauses'] = []): LadderFacts => ({
  policy: DEFAULT_POLICY.severities.general,
  cycle: 1,
  resolution: { unit: 'hours', target: 2880, start: received, calendar: DEFAULT_OPENING, statutory: NO_STATUTORY_DATA, pauses },
  severitySince: received,
  stoppedAt: null,
  taken: [],
  now: received,
  ...change,
});
const steps = (change: Partial<LadderFacts>, pauses: LadderFacts['resolution']['pauses'] = []) =>
  ladderStepsDue(facts(change, pauses)).map(({ step, dueAt }) => [step, (dueAt - received) / HOUR]);

describe('the ladder', () => {
  it('tells the supervisor with a named handler after 24 hours, the manager after 48', () => {
    expect(steps({ now: received + 24 * HOUR - 1 })).toEqual([]);
    expect(steps({ now: received + 24 * HOUR })).toEqual([['level1', 24]]);
    expect(ladderStepsDue(facts({ now: received + 24 * HOUR }))[0]).toMatchObject({
      key: '1:level1',
      tells: ['supervisor'],
      namesHandler: true,
    });
    expect(steps({ now: received + 48 * HOUR, taken: ['level1'] })).toEqual([['level2', 48]]);
  });
  it('after three days off raises all of them in order, with the times at which they fell due', () => {
    expect(steps({ now: received + 90 * HOUR })).toEqual([
      ['level1', 24],
      ['level2', 48],
    ]);
  });
  it('leaves pauses out, an open one too', () => {
    const closed = [{ from: received + HOUR, to: received + 11 * HOUR }];
    expect(steps({ now: received + 33 * HOUR }, closed)).toEqual([]);
    expect(steps({ now: received + 34 * HOUR }, closed)).toEqual([['level1', 34]]);
    expect(steps({ now: received + 900 * HOUR }, [{ from: received + 23 * HOUR, to: null }])).toEqual([]);
    expect(steps({ now: received + 900 * HOUR }, [{ from: received + 25 * HOUR, to: null }])).toEqual([['level1', 24]]);
  });
  it('raises nothing that was told in time, but what had fallen due before', () => {
    expect(steps({ now: received + 90 * HOUR, stoppedAt: received + 24 * HOUR })).toEqual([]);
    expect(steps({ now: received + 90 * HOUR, stoppedAt: received + 30 * HOUR })).toEqual([['level1', 24]]);
  });
  it('a critical one goes to level 2 at once: when recorded, not when received', () => {
    const critical = DEFAULT_POLICY.severities.critical;
    expect(steps({ policy: critical })).toEqual([['level2', 0]]);
    expect(ladderStepsDue(facts({ policy: critical }))[0]?.tells).toEqual(['manager', 'supervisor']);
    expect(steps({ policy: critical, severitySince: received + 5 * HOUR, now: received + 5 * HOUR })).toEqual([['level2', 5]]);
  });
  it('raised to critical after level 1 only level 2 is left, and lowering takes nothing back', () => {
    const critical = DEFAULT_POLICY.severities.critical;
    expect(steps({ policy: critical, severitySince: received + 26 * HOUR, now: received + 26 * HOUR, taken: ['level1'] })).toEqual([
      ['level2', 26],
    ]);
    expect(steps({ now: received + 90 * HOUR, taken: ['level2'] })).toEqual([]);
  });
  it('a new cycle climbs anew', () => {
    const again = facts({ cycle: 2, now: received + 30 * HOUR });
    expect(ladderStepsDue(again).map(({ key }) => key)).toEqual(['2:level1']);
  });
  it('foretells the next step', () => {
    expect(nextLadderStep(facts({ now: received + 2 * HOUR }))).toMatchObject({ step: 'level1', dueAt: received + 24 * HOUR });
    expect(nextLadderStep(facts({ now: received + 30 * HOUR, taken: ['level1'] }))).toMatchObject({ step: 'level2' });
    expect(nextLadderStep(facts({ stoppedAt: received }))).toBe(null);
  });
  it('run at any moments, as often as one likes, takes each step once and in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 * 60 }), { minLength: 1, maxLength: 30 }), (minutes) => {
        const taken: string[] = [];
        const ticks = minutes.toSorted((a, b) => a - b).map((minute) => received + minute * MINUTE);
        for (const now of ticks) {
          for (const { step } of ladderStepsDue(facts({ now, taken }))) taken.push(step);
          expect(ladderStepsDue(facts({ now, taken }))).toEqual([]);
        }
        const last = ticks.at(-1) ?? received;
        const expected = [last >= received + 24 * HOUR ? ['level1'] : [], last >= received + 48 * HOUR ? ['level2'] : []].flat();
        expect(taken).toEqual(expected);
      }),
    );
  });
});

describe('an unanswered dispatch', () => {
  const dispatch = { assignedAt: at('2026-11-20T20:58:00'), dutyStartsAt: null, calendar: DEFAULT_OPENING, minutes: 30 };
  const ask = (now: string, taken: string[] = [], accepted = false) =>
    redispatchDue({ ...dispatch, cycle: 1, taken, accepted, now: at(now) });
  it('counts opening minutes from the assignment or the start of duty, whichever is later', () => {
    expect(acceptDueAt(dispatch)).toBe(at('2026-11-21T08:58:00'));
    expect(acceptDueAt({ ...dispatch, dutyStartsAt: at('2026-11-21T13:00:00') })).toBe(at('2026-11-21T13:30:00'));
    expect(acceptDueAt({ ...dispatch, dutyStartsAt: at('2026-11-20T15:00:00') })).toBe(at('2026-11-21T08:58:00'));
  });
  it('goes to the next candidate, then to the head, then nowhere', () => {
    expect(ask('2026-11-21T08:58:00')).toBe(null);
    expect(ask('2026-11-21T08:58:01')).toMatchObject({
      step: 'redispatch1',
      key: '1:redispatch1',
      from: 'staff',
      dueAt: at('2026-11-21T08:58:00'),
    });
    expect(ask('2026-11-24T18:00:00', ['redispatch1', 'level1'])).toMatchObject({ step: 'redispatch2', from: 'head' });
    expect(ask('2026-11-24T18:00:00', ['redispatch1', 'redispatch2'])).toBe(null);
    expect(ask('2026-11-24T18:00:00', [], true)).toBe(null);
  });
  it('a catch-up after days makes one: the new owner has the full time', () => {
    const now = at('2026-11-25T16:00:00');
    const first = redispatchDue({ ...dispatch, cycle: 1, taken: [], accepted: false, now });
    const then = redispatchDue({ ...dispatch, assignedAt: now, cycle: 1, taken: [first?.step ?? ''], accepted: false, now });
    expect([first?.step, then]).toEqual(['redispatch1', null]);
  });
});

describe('whom a step tells', () => {
  const person = (id: string, role: 'head' | 'supervisor' | 'manager', active = true) => ({
    id,
    active,
    headOf: role === 'head' ? (['teaching'] as const) : [],
    supervisor: role === 'supervisor',
    manager: role === 'manager',
  });
  const people = [person('s1', 'supervisor'), person('s2', 'supervisor'), person('m', 'manager')];
  const context = { department: 'teaching', complainedAbout: [], absent: [], firstContactId: 'first' } as const;
  it('everybody who holds the role', () => {
    expect(whomToTell(['supervisor'], people, context)).toEqual({ staffIds: ['s1', 's2'], raised: [], flagged: false });
  });
  it('only the others when one of them is complained about or absent', () => {
    expect(whomToTell(['supervisor'], people, { ...context, complainedAbout: ['s1'] }).staffIds).toEqual(['s2']);
    expect(whomToTell(['supervisor'], people, { ...context, absent: ['s2'] }).staffIds).toEqual(['s1']);
  });
  it('one level up when none is left, and says why', () => {
    expect(whomToTell(['supervisor'], people, { ...context, complainedAbout: ['s1'], absent: ['s2'] })).toEqual({
      staffIds: ['m'],
      raised: [
        {
          role: 'supervisor',
          to: 'manager',
          because: [
            { code: 'complained_about', values: { role: 'supervisor', staffId: 's1' } },
            { code: 'absent', values: { role: 'supervisor', staffId: 's2' } },
          ],
        },
      ],
      flagged: false,
    });
    const missing = whomToTell(['head'], people, context);
    expect(missing.staffIds).toEqual(['s1', 's2']);
    expect(missing.raised[0]?.because).toEqual([{ code: 'nobody_holds', values: { role: 'head' } }]);
  });
  it('nobody twice', () => {
    expect(whomToTell(['manager', 'supervisor'], people, { ...context, absent: ['s1', 's2'] }).staffIds).toEqual(['m']);
  });
  it('with nobody above stays with the first contact, flagged', () => {
    expect(whomToTell(['manager'], [person('m', 'manager', false)], context)).toMatchObject({ staffIds: ['first'], flagged: true });
    expect(whomToTell(['supervisor'], people, { ...context, complainedAbout: ['s1', 's2', 'm'] })).toMatchObject({
      staffIds: ['first'],
      flagged: true,
      raised: [{ to: null }],
    });
  });
});
