import { describe, expect, it } from 'vitest';
import { shippedStatutory } from '#main/calendar/statutory.ts';
import { DEFAULT_OPENING } from '#shared/rules/calendar.ts';
import { type ClockSpec, type ClockUnit, due, elapsed, formatDue, type Pause, warnAt } from '#shared/rules/clock.ts';
import { openingCases, workingDayCases } from './cases.ts';
import { readClock } from './read-clock.ts';
import { stepDue } from './stepper.ts';

const statutory = shippedStatutory();
const zone = DEFAULT_OPENING.zone;
const ms = (text: string) => Date.parse(`${text}+08:00`);
const pause = (from: string, to: string | null, reason = 'screenshots'): Pause => ({
  from: ms(from),
  to: to === null ? null : ms(to),
  reason,
});
const spec = (unit: ClockUnit, target: number, start: string, pauses: Pause[] = []): ClockSpec => ({
  unit,
  target,
  start: ms(start),
  pauses,
  calendar: DEFAULT_OPENING,
  statutory,
});
const dueText = (clock: ClockSpec) => formatDue(due(clock, clock.start), clock.unit, zone);

describe('the examples of the specification', () => {
  it('dispatch recorded on Friday evening is due on Saturday morning', () => {
    expect(due(spec('opening_minutes', 5, '2026-11-20T20:58:00'), 0)).toBe(ms('2026-11-21T08:33:00'));
  });
  it('dispatch recorded on Sunday evening skips the closed Monday', () => {
    expect(due(spec('opening_minutes', 5, '2026-11-22T20:29:00'), 0)).toBe(ms('2026-11-24T12:04:00'));
  });
  it('rectification over the National Day holiday counts the make-up Saturday', () => {
    expect(dueText(spec('working_days', 7 * 1440, '2026-09-30T16:00:00'))).toBe('2026-10-15T24:00+08:00');
  });
  it('rectification over the Spring Festival counts both make-up Saturdays', () => {
    expect(dueText(spec('working_days', 7 * 1440, '2026-02-13T10:00:00'))).toBe('2026-03-02T24:00+08:00');
  });
  it('a pause of 90 working minutes moves the end of the day by exactly these', () => {
    const waited = [pause('2026-10-09T10:00:00', '2026-10-09T11:30:00')];
    expect(dueText(spec('working_days', 7 * 1440, '2026-09-30T16:00:00', waited))).toBe('2026-10-16T01:30+08:00');
  });
  it('first response and resolution count every hour', () => {
    expect(dueText(spec('hours', 24 * 60, '2026-11-20T09:20:00'))).toBe('2026-11-21T09:20+08:00');
    const waited = [pause('2026-11-21T09:40:00', '2026-11-21T10:10:00')];
    expect(dueText(spec('hours', 48 * 60, '2026-11-20T09:20:00', waited))).toBe('2026-11-22T09:50+08:00');
  });
});

describe.each(workingDayCases)('%s + %i working days', (start, days, lastDay) => {
  const clock = spec('working_days', days * 1440, `${start}:00`);
  it(`ends with ${lastDay}`, () => {
    expect(dueText(clock)).toBe(`${lastDay}T24:00+08:00`);
    expect(due(clock, 0)).toBe(stepDue('working_days', clock.start, clock.target));
    expect(elapsed(clock, due(clock, 0))).toBe(clock.target);
  });
});

describe.each(openingCases)('%s + %i opening minutes', (start, minutes, end) => {
  const clock = spec('opening_minutes', minutes, `${start}:00`);
  it(`ends at ${end}`, () => {
    expect(due(clock, 0)).toBe(ms(`${end}:00`));
    expect(due(clock, 0)).toBe(stepDue('opening_minutes', clock.start, minutes));
    expect(elapsed(clock, due(clock, 0))).toBe(minutes);
  });
});

describe('pauses', () => {
  const start = '2026-10-08T09:00:00';
  const from = ms('2026-10-13T10:00:00');
  const spans: [number, number][] = [
    [from, from + 90 * 60_000],
    [from + 60 * 60_000, from + 150 * 60_000],
    [ms('2026-10-10T22:00:00'), ms('2026-10-12T03:00:00')],
  ];
  it.each(['hours', 'working_days'] as const)('overlapping and unordered ones agree with the stepper (%s)', (unit) => {
    const pauses = spans.map(([a, b]) => ({ from: a, to: b }));
    const clock = { ...spec(unit, 5 * 1440, start), pauses };
    expect(due(clock, 0)).toBe(stepDue(unit, clock.start, clock.target, spans));
    expect(due({ ...clock, pauses: pauses.toReversed() }, 0)).toBe(due(clock, 0));
  });
  it('an open pause is taken to end now, so that due moves along and elapsed stands still', () => {
    const clock = spec('hours', 48 * 60, '2026-11-20T09:00:00', [pause('2026-11-20T10:00:00', null)]);
    expect(due(clock, ms('2026-11-20T12:00:00'))).toBe(ms('2026-11-22T11:00:00'));
    expect(due(clock, ms('2026-11-25T12:00:00'))).toBe(ms('2026-11-27T11:00:00'));
    expect(elapsed(clock, ms('2026-11-25T12:00:00'))).toBe(60);
    expect(readClock(clock, ms('2026-11-25T12:00:00'))).toMatchObject({ state: 'running', paused: true, remainingMinutes: 47 * 60 });
  });
  it('waiting and then resolved in one step loses nothing of the wait', () => {
    const resolvedAt = ms('2026-11-23T08:00:00');
    const open = spec('hours', 48 * 60, '2026-11-20T09:00:00', [pause('2026-11-20T10:00:00', null)]);
    const ended = { ...open, pauses: [{ from: ms('2026-11-20T10:00:00'), to: resolvedAt }] };
    expect(elapsed(ended, resolvedAt)).toBe(elapsed(open, resolvedAt));
    expect(elapsed(ended, resolvedAt)).toBe(60);
    expect(readClock(ended, resolvedAt, resolvedAt)).toMatchObject({ state: 'met', paused: false });
    expect(due(ended, resolvedAt)).toBe(due(open, resolvedAt));
  });
  it('a pause before the start, after due, or backwards changes nothing', () => {
    const clock = spec('hours', 60, '2026-11-20T09:00:00');
    const useless = [
      pause('2026-11-19T09:00:00', '2026-11-20T09:00:00'),
      pause('2026-11-20T10:00:00', '2026-11-20T12:00:00'),
      pause('2026-11-20T09:40:00', '2026-11-20T09:30:00'),
    ];
    expect(due({ ...clock, pauses: useless }, 0)).toBe(due(clock, 0));
  });
});

describe('edges', () => {
  it('target 0 is due at the start in every unit', () => {
    for (const unit of ['hours', 'opening_minutes', 'working_days'] as const) {
      const clock = spec(unit, 0, '2026-11-23T03:00:00');
      expect(due(clock, 0)).toBe(clock.start);
      expect(elapsed(clock, clock.start)).toBe(0);
    }
  });
  it('nothing is elapsed before day 1', () => {
    const clock = spec('working_days', 7 * 1440, '2026-09-30T16:00:00');
    expect(elapsed(clock, ms('2026-10-07T23:59:00'))).toBe(0);
    expect(elapsed(clock, ms('2026-10-08T00:01:00'))).toBe(1);
  });
  it('a clock stopped exactly at due is met, a millisecond later missed', () => {
    const clock = spec('hours', 60, '2026-11-20T09:00:00');
    const end = due(clock, 0);
    expect(readClock(clock, end + 5, end).state).toBe('met');
    expect(readClock(clock, end + 5, end + 1).state).toBe('missed');
    expect(readClock(clock, end).state).toBe('warned');
    expect(readClock(clock, end + 1).state).toBe('missed');
  });
  it('warns at 80 % of the counted time, not of the wall time', () => {
    expect(warnAt(spec('opening_minutes', 5, '2026-11-20T20:58:00'), 0)).toBe(ms('2026-11-21T08:32:00'));
    expect(warnAt(spec('hours', 48 * 60, '2026-11-20T09:00:00'), 0)).toBe(ms('2026-11-21T23:24:00'));
  });
  it('refuses a target that is no number and a calendar that ends', () => {
    expect(() => due(spec('hours', Number.NaN, '2026-11-20T09:00:00'), 0)).toThrow('BAD_TARGET');
    expect(() => due(spec('hours', -1, '2026-11-20T09:00:00'), 0)).toThrow('BAD_TARGET');
    const shut = { ...DEFAULT_OPENING, weekly: { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] } };
    expect(() => due({ ...spec('opening_minutes', 5, '2026-11-20T09:00:00'), calendar: shut }, 0)).toThrow('NO_OPENING_TIME');
  });
  it('has no look-ahead limit: a year of closed days is walked over', () => {
    const closed = { ...DEFAULT_OPENING, exceptions: [{ from: '2026-11-20', to: '2031-12-31', intervals: [], note: 'moved' }] };
    const clock = { ...spec('opening_minutes', 5, '2026-11-20T20:58:00'), calendar: closed };
    expect(formatDue(due(clock, 0), 'opening_minutes', zone)).toBe('2032-01-01T12:05+08:00');
  });
  it('writes the end of a day as 24:00 only for working days, and seconds only when there are any', () => {
    const midnight = ms('2026-10-16T00:00:00');
    expect(formatDue(midnight, 'working_days', zone)).toBe('2026-10-15T24:00+08:00');
    expect(formatDue(midnight, 'hours', zone)).toBe('2026-10-16T00:00+08:00');
    expect(formatDue(midnight + 5000, 'working_days', zone)).toBe('2026-10-16T00:00:05+08:00');
  });
});
