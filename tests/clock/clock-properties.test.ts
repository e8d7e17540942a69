import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClockSpec, due, elapsed, warnAt } from '#shared/rules/clock.ts';
import { walk } from '#shared/rules/clock-walk.ts';
import { DAY, MINUTE } from '#shared/rules/zone.ts';
import { clockSpec, origin, zones } from './arbitraries.ts';

const china = fc.constant('Asia/Shanghai');
const anyZone = fc.constantFrom(...zones);
/** On a day of 23 or 25 hours counted time is stretched, and a millisecond is the finest that can be said. */
const closeTo = (counted: number, target: number) => expect(Math.abs(counted - target) * MINUTE).toBeLessThan(1.1);
const runs = { numRuns: 300 };

describe('due and elapsed are two sides of one count', () => {
  it('elapsed at due is the target, exactly, where every day has 24 hours', () => {
    fc.assert(
      fc.property(clockSpec(china), (spec) => {
        expect(elapsed(spec, due(spec, 0))).toBe(spec.target);
      }),
      runs,
    );
  });
  it('elapsed at due is the target in zones with summer time', () => {
    fc.assert(
      fc.property(clockSpec(anyZone), (spec) => {
        closeTo(elapsed(spec, due(spec, 0)), spec.target);
      }),
      runs,
    );
  });
  it('due is the first such moment: a millisecond earlier less is elapsed', () => {
    fc.assert(
      fc.property(clockSpec(china), (spec) => {
        fc.pre(spec.target > 0);
        expect(elapsed(spec, due(spec, 0) - 1)).toBeLessThan(spec.target);
      }),
      runs,
    );
  });
  it('elapsed never falls and never runs faster than time', () => {
    fc.assert(
      fc.property(clockSpec(china), fc.integer({ min: 0, max: 400 * 1440 }), fc.integer({ min: 0, max: 3000 }), (spec, at, more) => {
        const before = elapsed(spec, origin + at * MINUTE);
        const after = elapsed(spec, origin + (at + more) * MINUTE);
        expect(after).toBeGreaterThanOrEqual(before);
        expect(after - before).toBeLessThanOrEqual(more);
      }),
      runs,
    );
  });
  it('a longer target is never due earlier, and the warning never after due', () => {
    fc.assert(
      fc.property(clockSpec(anyZone), fc.integer({ min: 0, max: 5000 }), (spec, more) => {
        expect(due({ ...spec, target: spec.target + more }, 0)).toBeGreaterThanOrEqual(due(spec, 0));
        expect(warnAt(spec, 0)).toBeLessThanOrEqual(due(spec, 0));
      }),
      runs,
    );
  });
});

describe('pauses', () => {
  it('a pause of p counted minutes moves due by exactly p counted minutes', () => {
    fc.assert(
      fc.property(
        clockSpec(china),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 5000 }),
        (spec, where, minutes) => {
          fc.pre(spec.target > 0);
          const running = { ...spec, pauses: [] };
          const from = spec.start + Math.floor(((due(running, 0) - spec.start) * where) / MINUTE) * MINUTE;
          const to = from + minutes * MINUTE;
          const lost = elapsed(running, to) - elapsed(running, from);
          const moved = due({ ...spec, pauses: [{ from, to }] }, 0);
          if (elapsed(running, from) < spec.target) expect(moved).toBe(due({ ...running, target: spec.target + lost }, 0));
          else expect(moved).toBe(due(running, 0));
        },
      ),
      runs,
    );
  });
  it('their order does not matter, nor whether they are cut in pieces', () => {
    fc.assert(
      fc.property(clockSpec(anyZone), (spec) => {
        const pauses = spec.pauses ?? [];
        const pieces = pauses.flatMap(({ from, to }) => {
          const middle = from + Math.floor(((to ?? from) - from) / 2);
          return to !== null && to > from
            ? [
                { from: middle, to },
                { from, to: middle },
              ]
            : [{ from, to }];
        });
        expect(due({ ...spec, pauses: pauses.toReversed() }, 0)).toBe(due(spec, 0));
        expect(due({ ...spec, pauses: pieces }, 0)).toBe(due(spec, 0));
        expect(due({ ...spec, pauses: [...pauses, ...pauses] }, 0)).toBe(due(spec, 0));
      }),
      runs,
    );
  });
  it('never make due earlier', () => {
    fc.assert(
      fc.property(clockSpec(anyZone), (spec) => {
        expect(due(spec, 0)).toBeGreaterThanOrEqual(due({ ...spec, pauses: [] }, 0));
      }),
      runs,
    );
  });
});

describe('the calendar', () => {
  it('a closed day more never makes due earlier', () => {
    fc.assert(
      fc.property(clockSpec(anyZone), fc.integer({ min: 0, max: 60 }), (spec, later) => {
        const day = new Date(spec.start + later * DAY).toISOString().slice(0, 10);
        const exceptions = spec.calendar.exceptions.filter((each) => each.from !== day);
        const shut: ClockSpec = {
          ...spec,
          calendar: { ...spec.calendar, exceptions: [...exceptions, { from: day, to: day, intervals: [], note: '' }] },
          statutory: { ...spec.statutory, overrides: { [day]: { kind: 'off', holiday: null, name: '' } } },
        };
        expect(due(shut, 0)).toBeGreaterThanOrEqual(due(spec, 0));
      }),
      runs,
    );
  });
  it('without pauses a clock of n working days ends with the end of a day, in every zone', () => {
    fc.assert(
      fc.property(clockSpec(anyZone), fc.integer({ min: 1, max: 12 }), (spec, days) => {
        const clock: ClockSpec = { ...spec, unit: 'working_days', target: days * 1440, pauses: [] };
        const end = walk(clock, 0).segments.filter((segment) => segment.counted);
        expect(end.length).toBe(days);
        expect(end.at(-1)?.nth).toBe(days);
        expect(end.at(-1)?.to).toBe(due(clock, 0));
      }),
      { numRuns: 100 },
    );
  });
});

describe('the walk', () => {
  it('goes from start to due without a gap, and its counted minutes are the target', () => {
    fc.assert(
      fc.property(clockSpec(anyZone), fc.integer({ min: 0, max: 400 * 1440 }), (spec, minute) => {
        const at = origin + minute * MINUTE;
        const { segments, dueAt, leftMinutes, usedMinutes, pausedMinutes, baseDueAt } = walk(spec, at);
        expect(dueAt).toBe(due(spec, at));
        let edge = spec.start;
        for (const segment of segments) {
          expect(segment.from).toBe(edge);
          expect(segment.to).toBeGreaterThan(segment.from);
          expect(segment.ahead).toBe(segment.from >= at);
          edge = segment.to;
        }
        expect(edge).toBe(dueAt);
        const counted = segments.filter((segment) => segment.counted);
        closeTo(
          counted.reduce((sum, segment) => sum + segment.minutes, 0),
          spec.target,
        );
        expect(usedMinutes).toBe(elapsed(spec, at));
        expect(leftMinutes).toBe(spec.target - usedMinutes);
        if (pausedMinutes === 0) expect(dueAt).toBe(baseDueAt);
        if (at <= dueAt) {
          closeTo(
            counted.filter((segment) => !segment.ahead).reduce((sum, segment) => sum + segment.minutes, 0),
            usedMinutes,
          );
        }
      }),
      runs,
    );
  });
});
