import { describe, expect, it } from 'vitest';
import { shippedStatutory } from '#main/calendar/statutory.ts';
import { DEFAULT_OPENING } from '#shared/rules/calendar.ts';
import { type ClockSpec, formatDue } from '#shared/rules/clock.ts';
import { walk } from '#shared/rules/clock-walk.ts';

const at = (text: string) => Date.parse(`${text}+08:00`);
const base = { calendar: DEFAULT_OPENING, statutory: shippedStatutory() };
const short = (ms: number) => formatDue(ms, 'hours', DEFAULT_OPENING.zone).slice(5, 16);
const lines = (spec: ClockSpec, now: string) =>
  walk(spec, at(now)).segments.map(({ from, to, why, minutes }) => `${short(from)} ${short(to)} ${why} ${minutes}`);

describe('why this deadline', () => {
  it('dispatch: two minutes on Friday, the night, three on Saturday', () => {
    const spec: ClockSpec = { ...base, unit: 'opening_minutes', target: 5, start: at('2026-11-20T20:58:00') };
    expect(lines(spec, '2026-11-22T08:00:00')).toEqual([
      '11-20T20:58 11-20T21:00 counted 2',
      '11-20T21:00 11-21T08:30 closed 690',
      '11-21T08:30 11-21T08:33 counted 3',
    ]);
  });
  it('dispatch over the closed Monday and a lunch break', () => {
    const spec: ClockSpec = { ...base, unit: 'opening_minutes', target: 125, start: at('2026-11-22T20:29:00') };
    const steps = walk(spec, at('2026-11-26T20:30:00')).segments;
    expect(steps.map(({ why, wholeDay }) => [why, wholeDay])).toEqual([
      ['counted', false],
      ['closed', false],
      ['closed', true],
      ['closed', false],
      ['counted', false],
      ['break', false],
      ['counted', false],
    ]);
  });
  it('a day closed by an exception says its note', () => {
    const exceptions = [{ from: '2026-11-21', to: '2026-11-21', intervals: [], note: 'inventory' }];
    const calendar = { ...DEFAULT_OPENING, exceptions };
    const spec: ClockSpec = { ...base, calendar, unit: 'opening_minutes', target: 5, start: at('2026-11-20T20:58:00') };
    expect(walk(spec, spec.start).segments).toContainEqual(
      expect.objectContaining({ why: 'exception', note: 'inventory', wholeDay: true }),
    );
  });
  it('rectification: the rest of the first day, the holiday by name, each working day with its number', () => {
    const pauses = [{ from: at('2026-10-09T10:00:00'), to: at('2026-10-09T11:30:00'), reason: 'spare part' }];
    const spec: ClockSpec = { ...base, unit: 'working_days', target: 7 * 1440, start: at('2026-09-30T16:00:00'), pauses };
    const result = walk(spec, at('2026-10-12T12:00:00'));
    expect(lines(spec, '2026-10-12T12:00:00')).toEqual([
      '09-30T16:00 10-01T00:00 before_first_day 480',
      '10-01T00:00 10-08T00:00 holiday 10080',
      '10-08T00:00 10-09T00:00 working_day 1440',
      '10-09T00:00 10-09T10:00 working_day 600',
      '10-09T10:00 10-09T11:30 pause 90',
      '10-09T11:30 10-10T00:00 working_day 750',
      '10-10T00:00 10-11T00:00 make_up_day 1440',
      '10-11T00:00 10-12T00:00 weekend 1440',
      '10-12T00:00 10-12T12:00 working_day 720',
      '10-12T12:00 10-13T00:00 working_day 720',
      '10-13T00:00 10-14T00:00 working_day 1440',
      '10-14T00:00 10-15T00:00 working_day 1440',
      '10-15T00:00 10-16T00:00 working_day 1440',
      '10-16T00:00 10-16T01:30 working_day 90',
    ]);
    expect(result.segments.map((segment) => segment.nth)).toEqual([null, null, 1, 2, null, 2, 3, null, 4, 4, 5, 6, 7, 8]);
    expect(result.segments[1]).toMatchObject({ holiday: 'national_day', counted: false });
    expect(result.segments[4]).toMatchObject({ note: 'spare part' });
    expect(formatDue(result.baseDueAt, 'working_days', DEFAULT_OPENING.zone)).toBe('2026-10-15T24:00+08:00');
    expect(result).toMatchObject({ pausedMinutes: 90, usedMinutes: 1440 + 600 + 750 + 1440 + 720, provisional: false });
  });
  it('resolution with a wait, asked in the middle and after the end', () => {
    const pauses = [{ from: at('2026-11-21T09:40:00'), to: at('2026-11-21T10:10:00'), reason: 'screenshots' }];
    const spec: ClockSpec = { ...base, unit: 'hours', target: 48 * 60, start: at('2026-11-20T09:20:00'), pauses };
    expect(walk(spec, at('2026-11-21T10:42:00'))).toMatchObject({ usedMinutes: 24 * 60 + 52, leftMinutes: 23 * 60 + 8, pausedMinutes: 30 });
    expect(walk(spec, at('2026-11-22T11:50:00'))).toMatchObject({ leftMinutes: -120 });
  });
  it('an open wait is shown until now, the rest as ahead', () => {
    const pauses = [{ from: at('2026-11-20T10:20:00'), to: null, reason: 'answer' }];
    const spec: ClockSpec = { ...base, unit: 'hours', target: 120, start: at('2026-11-20T09:20:00'), pauses };
    const { segments, dueAt } = walk(spec, at('2026-11-20T12:20:00'));
    expect(segments.map(({ why, minutes, ahead }) => [why, minutes, ahead])).toEqual([
      ['counted', 60, false],
      ['pause', 120, false],
      ['counted', 60, true],
    ]);
    expect(dueAt).toBe(at('2026-11-20T13:20:00'));
  });
  it('names a holiday by its key while there is no notice', () => {
    const spec: ClockSpec = { ...base, unit: 'working_days', target: 1440, start: at('2027-09-30T16:00:00') };
    const { segments, provisional } = walk(spec, spec.start);
    expect(provisional).toBe(true);
    expect(segments[1]).toMatchObject({ why: 'holiday', note: 'national_day', provisional: true });
  });
});
