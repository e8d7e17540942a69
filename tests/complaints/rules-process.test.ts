import { describe, expect, it } from 'vitest';
import { complaintState } from '#shared/contract/fields.ts';
import { type ClosingFacts, missingToClose } from '#shared/rules/complaint-closing.ts';
import { type NodeFacts, nodeKeys, nodeStrip } from '#shared/rules/complaint-nodes.ts';
import { DEFAULT_POLICY, policyProblems } from '#shared/rules/complaint-policy.ts';
import {
  type Contact,
  clocksAtRecord,
  clocksAtReopen,
  complaintActions,
  complaintNumber,
  effectsOfContact,
  isRecordedLate,
  nextState,
  pausesOf,
  stoppedByDecision,
  stricter,
} from '#shared/rules/complaints.ts';

const hour = 3_600_000;

describe('states', () => {
  it('allow exactly the moves of the table', () => {
    const moves = complaintState.options.map((state) => [
      state,
      ...complaintActions.flatMap((action) => (nextState(state, action) === null ? [] : [`${action}→${nextState(state, action)}`])),
    ]);
    expect(moves).toEqual([
      ['new', 'assign→assigned', 'withdraw→withdrawn'],
      ['assigned', 'assign→assigned', 'accept→handling', 'withdraw→withdrawn'],
      ['handling', 'assign→assigned', 'wait→waiting', 'resolve→resolved', 'withdraw→withdrawn'],
      ['waiting', 'assign→waiting', 'accept→waiting', 'resume→handling', 'resolve→resolved', 'withdraw→withdrawn'],
      ['resolved', 'close→closed', 'reopen→handling'],
      ['closed', 'reopen→handling'],
      ['withdrawn'],
    ]);
    for (const action of complaintActions) expect(nextState('withdrawn', action)).toBe(null);
  });
  it('give pauses from the waiting spans only', () => {
    const span = (state: 'waiting' | 'handling', fromAt: number, toAt: number | null) => ({ state, fromAt, toAt, reason: 'photo' });
    expect(pausesOf([span('handling', 1, 5), span('waiting', 5, 9), span('handling', 9, 12), span('waiting', 12, null)])).toEqual([
      { from: 5, to: 9, reason: 'photo' },
      { from: 12, to: null, reason: 'photo' },
    ]);
  });
});

describe('numbers and times', () => {
  it('write the number', () => {
    expect(complaintNumber('2026-11-21', 3)).toBe('C20261121-003');
    expect(complaintNumber('2026-11-21', 1200)).toBe('C20261121-1200');
  });
  it('mark what was entered more than 15 minutes later', () => {
    expect(isRecordedLate(0, 15 * 60_000)).toBe(false);
    expect(isRecordedLate(0, 15 * 60_000 + 1)).toBe(true);
  });
  it('keep the graver severity', () => {
    expect(stricter('serious', 'general')).toBe('serious');
    expect(stricter('serious', 'critical')).toBe('critical');
  });
});

describe('what stops what', () => {
  const contact: Contact = {
    direction: 'out',
    outcome: 'reached',
    answeredOnSpot: false,
    toldProgress: false,
    toldResult: false,
    complainantKnown: true,
    whom: 'primary',
  };
  it.each<[string, Partial<Contact>, string[], string[]]>([
    ['a call that reached the complainant answers, but tells no progress', {}, ['first_response'], []],
    ['an unanswered call is nothing', { outcome: 'not_reached' }, [], []],
    ['a one-way message is no answer', { outcome: 'message_left' }, [], []],
    ['taking the complaint is no answer', { direction: 'in', outcome: 'received' }, [], []],
    ['taking it with an answer on the spot is one', { direction: 'in', outcome: 'received', answeredOnSpot: true }, ['first_response'], []],
    ['telling progress starts the next round', { toldProgress: true }, ['first_response'], ['progress']],
    ['progress can be told when the complainant calls', { direction: 'in', outcome: 'received', toldProgress: true }, [], ['progress']],
    ['what was ticked on an unanswered call tells nothing', { outcome: 'not_reached', toldProgress: true, toldResult: true }, [], []],
    ['the result ends progress and resolution', { toldResult: true }, ['first_response', 'progress', 'resolution'], []],
    ['the result told to another parent is progress', { toldResult: true, whom: 'further' }, ['first_response'], ['progress']],
    ['a call to somebody who does not complain is none', { toldProgress: true, whom: 'someone_else' }, [], []],
    ['nor does telling them the result end anything', { toldResult: true, whom: 'someone_else' }, [], []],
    ['nobody known: no contact moves a clock', { complainantKnown: false, toldResult: true }, [], []],
  ])('%s', (_, change, stops, restarts) => {
    expect(effectsOfContact({ ...contact, ...change })).toEqual({ stops, restarts });
  });
  it('an anonymous complaint promises no answer and ends with the decision', () => {
    expect(clocksAtRecord(true)).toEqual(['dispatch', 'first_response', 'progress', 'resolution']);
    expect(clocksAtRecord(false)).toEqual(['dispatch', 'resolution']);
    expect(clocksAtReopen(true)).toEqual(['progress', 'resolution']);
    expect([stoppedByDecision(true), stoppedByDecision(false)]).toEqual([[], ['resolution']]);
  });
});

describe('closing', () => {
  const ready: ClosingFacts = {
    state: 'resolved',
    complainantKnown: true,
    replyRequired: true,
    repliedAt: 1,
    complainants: [
      { toldAt: 1, unreachable: false },
      { toldAt: null, unreachable: true },
    ],
    rectifications: [
      { ownerId: 'c', doneBy: 'a', verifiedAt: 1, verifiedBy: 'b', droppedReason: '' },
      { ownerId: 'c', doneBy: null, verifiedAt: null, verifiedBy: null, droppedReason: 'no longer needed' },
    ],
    rootCause: 'teaching.change',
    visit: { state: 'done', tries: 1 },
    unreachable: false,
    supervisorConfirmed: false,
  };
  const open = { ownerId: 'c', doneBy: null, verifiedAt: null, verifiedBy: null, droppedReason: '' };
  it.each<[string, Partial<ClosingFacts>, string[]]>([
    ['nothing is missing', {}, []],
    ['not resolved', { state: 'handling' }, ['not_resolved']],
    ['a rectification is open', { rectifications: [open] }, ['rectification_open']],
    ['a rectification is done, not verified', { rectifications: [{ ...open, doneBy: 'a' }] }, ['rectification_unverified']],
    [
      'verified by the one who did it',
      { rectifications: [{ ...open, doneBy: 'a', verifiedAt: 1, verifiedBy: 'a' }] },
      ['rectification_unverified'],
    ],
    [
      'a rectification is verified by who had to do it',
      { rectifications: [{ ...open, doneBy: 'a', verifiedAt: 1, verifiedBy: 'c' }] },
      ['rectification_unverified'],
    ],
    ['no root cause', { rootCause: ' ' }, ['root_cause']],
    ['one complainant was not told', { complainants: [{ toldAt: null, unreachable: false }] }, ['result_not_told']],
    ['the written reply is not sent', { repliedAt: null }, ['written_reply']],
    ['no written reply is asked for', { repliedAt: null, replyRequired: false }, []],
    ['no visit', { visit: null }, ['visit']],
    ['the visit is open', { visit: { state: 'open', tries: 2 } }, ['visit']],
    ['the visit was refused', { visit: { state: 'refused', tries: 1 } }, []],
    ['unreachable after two tries is not enough', { visit: { state: 'unreachable', tries: 2 } }, ['visit']],
    ['unreachable after three tries', { visit: { state: 'unreachable', tries: 3 } }, []],
    [
      'anonymous: only the supervisor has to confirm',
      { complainantKnown: false, complainants: [], visit: null, repliedAt: null },
      ['supervisor_confirmation'],
    ],
    ['nobody reached, not confirmed', { unreachable: true, visit: { state: 'unreachable', tries: 3 } }, ['supervisor_confirmation']],
    ['nobody reached, confirmed', { unreachable: true, visit: { state: 'unreachable', tries: 3 }, supervisorConfirmed: true }, []],
    ['anonymous and confirmed', { complainantKnown: false, complainants: [], visit: null, repliedAt: null, supervisorConfirmed: true }, []],
  ])('%s', (_, change, missing) => {
    expect(missingToClose({ ...ready, ...change })).toEqual(missing);
  });
});

describe('the twelve nodes', () => {
  const facts: NodeFacts = {
    now: 10 * hour,
    state: 'handling',
    ownerId: 'he',
    complainantKnown: true,
    received: { at: 0, by: 'wu' },
    recorded: { at: hour, by: 'lin' },
    dispatched: { at: 2 * hour, by: null },
    assignedAt: 2.5 * hour,
    accepted: { at: 3 * hour, by: 'he' },
    firstResponse: { at: 4 * hour, by: 'he' },
    decided: null,
    needsRectification: null,
    rectified: null,
    told: null,
    replyRequired: true,
    replied: null,
    visited: null,
    closed: null,
    rootCause: null,
    dueAt: { dispatch: 1.5 * hour, first_response: 24 * hour, resolution: 48 * hour },
    rectifiedAt: null,
    paused: [],
    acceptDueAt: 3.5 * hour,
    visitDueAt: null,
  };
  const strip = (change: Partial<NodeFacts> = {}) => nodeStrip({ ...facts, ...change });
  const states = (change: Partial<NodeFacts> = {}) =>
    strip(change)
      .map(({ state }) => state[0])
      .join('');
  it('show what is done, what runs, and whether the standard was kept', () => {
    expect(states()).toBe('dddddrtttttt');
    const [, , dispatch, accept, response, investigate] = strip();
    expect(dispatch).toMatchObject({ key: 'dispatch', who: null, verdict: 'late', marginMinutes: -30 });
    expect(accept).toMatchObject({ who: 'he', verdict: 'kept', marginMinutes: 30 });
    expect(response).toMatchObject({ verdict: 'kept', marginMinutes: 1200 });
    expect(investigate).toMatchObject({ state: 'running', who: 'he', at: 3 * hour, verdict: null });
  });
  it('run beside each other: rectification beside telling', () => {
    const decided = { at: 9 * hour, by: 'he' };
    expect(states({ decided, needsRectification: true })).toBe('dddddddrrttr');
    expect(states({ decided, needsRectification: false })).toBe('dddddddsrttr');
  });
  it('measure acceptance from when the present owner got it, also once it was accepted', () => {
    expect(strip({ accepted: null })[3]).toMatchObject({ state: 'running', at: 2.5 * hour, marginMinutes: -390, verdict: 'late' });
    expect(strip({ accepted: { at: 4 * hour, by: 'he' } })[3]).toMatchObject({ state: 'done', marginMinutes: -30, verdict: 'late' });
  });
  it('measure rectification by the worst of several, not by the one that was verified last', () => {
    const decided = { at: 4 * hour, by: 'he' };
    const dueAt = { ...facts.dueAt, rectification: 6 * hour };
    const done = { decided, needsRectification: true, rectified: { at: 9 * hour, by: 'wu' }, rectifiedAt: 7 * hour, dueAt };
    expect(strip(done)[7]).toMatchObject({ state: 'done', at: 9 * hour, marginMinutes: -60, verdict: 'late' });
  });
  it('say of an open node that its clock stands still', () => {
    const paused = ['resolution', 'rectification'] as const;
    const waiting = strip({ decided: { at: 9 * hour, by: 'he' }, needsRectification: true, paused });
    expect(waiting.map((node) => node.paused)).toEqual(nodeKeys.map((key) => key === 'rectify' || key === 'tell'));
  });
  it('keep telling open until the written reply is out, but measure it by the telling', () => {
    const decided = { at: 9 * hour, by: 'he' };
    const told = { at: 9.5 * hour, by: 'he' };
    const late = strip({ decided, needsRectification: false, told, now: 60 * hour })[8];
    expect(late).toMatchObject({ key: 'tell', state: 'running', verdict: 'kept' });
    expect(states({ decided, needsRectification: false, told })).toBe('dddddddsrrrr');
    expect(states({ decided, needsRectification: false, told, replied: told })).toBe('dddddddsdrrr');
  });
  it('leave out what an anonymous or withdrawn complaint does not need', () => {
    expect(states({ complainantKnown: false, firstResponse: null })).toBe('ddddsrttsstt');
    expect(states({ state: 'withdrawn' })).toBe('dddddsssssss');
  });
  it('show an open node late once its time has passed', () => {
    const response = strip({ firstResponse: null, now: 25 * hour })[4];
    expect(response).toMatchObject({ state: 'running', verdict: 'late', marginMinutes: -60, who: 'he' });
  });
});

describe('the default policy', () => {
  it('is that of the table and has nothing wrong with it', () => {
    expect(policyProblems(DEFAULT_POLICY)).toEqual([]);
    const { clocks, ladder } = DEFAULT_POLICY.severities.general;
    expect(Object.entries(clocks).map(([name, { target, unit, pauses }]) => [name, target, unit, pauses])).toEqual([
      ['dispatch', 5, 'opening_minutes', false],
      ['first_response', 1440, 'hours', false],
      ['progress', 2880, 'hours', false],
      ['resolution', 2880, 'hours', true],
      ['rectification', 10_080, 'working_days', true],
      ['refund_review', 1440, 'hours', false],
    ]);
    expect(ladder.map(({ level, afterMinutes, tells }) => [level, afterMinutes, tells])).toEqual([
      [1, 1440, ['supervisor']],
      [2, 2880, ['manager']],
    ]);
    expect(DEFAULT_POLICY.severities.critical.ladder[0]).toMatchObject({ level: 2, afterMinutes: 0 });
  });
  it('is refused with targets of nothing, a ladder that falls, or nobody told', () => {
    const policy = structuredClone(DEFAULT_POLICY);
    policy.severities.general.clocks.dispatch.target = 0;
    policy.severities.serious.ladder.reverse();
    policy.severities.critical.ladder[0]!.tells = [];
    policy.severities.critical.acceptMinutes = 0.5;
    expect(policyProblems(policy).map(({ path }) => path)).toEqual([
      'general.dispatch',
      'serious.ladder.1',
      'critical.ladder.0',
      'critical.acceptMinutes',
    ]);
  });
});
