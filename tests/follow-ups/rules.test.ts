import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_OPENING, type OpeningCalendar } from '#shared/rules/calendar.ts';
import { afterAttempt, followUpDueAt, nextTry, slotOf, visitDay, voidedAttempts } from '#shared/rules/follow-ups.ts';
import { DAY, dayOf, MINUTE } from '#shared/rules/zone.ts';
import { isOpenAt } from '../clock/open-at.ts';
import { wall } from '../support/builders-figures.ts';

const ZONE = DEFAULT_OPENING.zone;
const evenings: OpeningCalendar = {
  ...DEFAULT_OPENING,
  weekly: { 1: [], 2: [[18 * 60, 21 * 60]], 3: [], 4: [[18 * 60, 21 * 60]], 5: [], 6: [], 7: [] },
};
const none: { nextAt: number | null; tries: number; triedAt: number[] } = { nextAt: null, tries: 0, triedAt: [] };

describe('the day of a visit', () => {
  it('is the day after the result was told', () => {
    expect(visitDay(DEFAULT_OPENING, wall('2026-11-20 20:00'), wall('2026-11-20 20:00'))).toBe('2026-11-21');
  });
  it('is the next day that opens: Sunday 23:59 and Monday 00:00 both give Tuesday', () => {
    expect(visitDay(DEFAULT_OPENING, wall('2026-11-22 23:59'), wall('2026-11-22 23:59'))).toBe('2026-11-24');
    expect(visitDay(DEFAULT_OPENING, wall('2026-11-23 00:00'), wall('2026-11-23 00:00'))).toBe('2026-11-24');
  });
  it('never lies in the past when the telling was recorded late', () => {
    expect(visitDay(DEFAULT_OPENING, wall('2026-11-10 10:00'), wall('2026-11-21 10:00'))).toBe('2026-11-21');
    expect(visitDay(DEFAULT_OPENING, wall('2026-11-10 10:00'), wall('2026-11-23 10:00'))).toBe('2026-11-24');
  });
  it('is kept until its last moment', () => {
    expect(followUpDueAt('2026-10-31', ZONE)).toBe(wall('2026-11-01 00:00') - 1);
  });
});

describe('calling again', () => {
  it('tries another part of the same day, then one that was not tried yet', () => {
    // Saturday: 8:30–12:00, 13:00–20:30.
    const first = wall('2026-11-21 09:00');
    const second = nextTry(DEFAULT_OPENING, [first], first);
    expect(second).toEqual({ day: '2026-11-21', notBefore: wall('2026-11-21 13:00') });
    const third = nextTry(DEFAULT_OPENING, [first, wall('2026-11-21 13:10')], wall('2026-11-21 13:10'));
    expect(third).toEqual({ day: '2026-11-21', notBefore: wall('2026-11-21 17:00') });
  });
  it('leaves two hours between two tries of a day', () => {
    const at = wall('2026-11-21 11:50');
    expect(nextTry(DEFAULT_OPENING, [at], at).notBefore).toBe(at + 120 * MINUTE);
  });
  it('goes to the next open day, over the closed Monday', () => {
    const at = wall('2026-11-22 19:30');
    const next = nextTry(DEFAULT_OPENING, [at], at);
    // Tuesday opens at noon: another time of day than the evening.
    expect(next).toEqual({ day: '2026-11-24', notBefore: wall('2026-11-24 12:00') });
  });
  it('takes the same time of day where the centre never opens at another', () => {
    const at = wall('2026-11-24 19:00');
    expect(nextTry(evenings, [at], at)).toEqual({ day: '2026-11-26', notBefore: wall('2026-11-26 18:00') });
  });
  it('always calls in opening hours, later than now, and at another time of day while there is one', () => {
    const minute = fc.integer({ min: 0, max: 14 * 24 * 60 }).map((n) => wall('2026-11-16 00:00') + n * MINUTE);
    fc.assert(
      fc.property(minute, fc.array(minute, { maxLength: 1 }), (now, before) => {
        const tried = [...before.filter((at) => at < now), now];
        const { day, notBefore } = nextTry(DEFAULT_OPENING, tried, now);
        expect(isOpenAt(DEFAULT_OPENING, notBefore)).toBe(true);
        expect(notBefore).toBeGreaterThan(now);
        expect(dayOf(notBefore, ZONE)).toBe(day);
        expect(notBefore - now).toBeLessThan(8 * DAY);
        expect(tried.map((at) => slotOf(at, ZONE))).not.toContain(slotOf(notBefore, ZONE));
      }),
    );
  });
});

describe('what an attempt makes of a follow-up', () => {
  const now = wall('2026-11-21 10:00');
  const made = (outcome: Parameters<typeof afterAttempt>[1]['outcome'], more: Partial<typeof none> = {}) =>
    afterAttempt(DEFAULT_OPENING, { ...none, triedAt: [now], outcome, ...more }, now);

  it('reached is done; a next date becomes a follow-up of its own', () => {
    expect(made('reached')).toEqual({ state: 'done', tries: 0, next: null, another: null });
    const nextAt = wall('2026-11-28 15:00');
    expect(made('reached', { nextAt }).another).toEqual({ day: '2026-11-28', notBefore: nextAt });
  });
  it('refused is over, call later keeps the tries', () => {
    expect(made('refused').state).toBe('refused');
    const nextAt = wall('2026-11-21 15:00');
    expect(made('call_later', { nextAt, tries: 2 })).toEqual({
      state: 'open',
      tries: 2,
      next: { day: '2026-11-21', notBefore: nextAt },
      another: null,
    });
  });
  it('three tries without an answer end it as unreachable', () => {
    expect(made('not_reached').tries).toBe(1);
    expect(made('not_reached', { tries: 1 }).state).toBe('open');
    expect(made('not_reached', { tries: 2 })).toEqual({ state: 'unreachable', tries: 3, next: null, another: null });
    expect(made('wrong_number', { tries: 2 }).state).toBe('unreachable');
  });
  it('a wrong number waits for the next open day', () => {
    expect(made('wrong_number').next).toEqual({ day: '2026-11-22', notBefore: wall('2026-11-22 08:30') });
  });
});

describe('attempts taken back', () => {
  it('follow undo, redo and undo again', () => {
    const a = { id: 'a', voids: null };
    const undo = { id: 'u', voids: 'a' };
    const redo = { id: 'r', voids: 'u' };
    const again = { id: 'g', voids: 'r' };
    expect([...voidedAttempts([a])]).toEqual([]);
    expect(voidedAttempts([a, undo]).has('a')).toBe(true);
    expect(voidedAttempts([a, undo, redo]).has('a')).toBe(false);
    expect(voidedAttempts([a, undo, redo, again]).has('a')).toBe(true);
  });
});
