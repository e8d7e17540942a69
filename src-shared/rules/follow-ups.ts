import { nextOpenDay, type OpeningCalendar, openWindowsOn } from './calendar.ts';
import { VISIT_TRIES } from './complaint-closing.ts';
import { addDays, atMinute, dayOf, dayStart, HOUR, MINUTE, minuteOf } from './zone.ts';

/**
 * Follow-ups (spec/service-quality.md): when a call is due, when it is tried again, what an outcome makes of it.
 * Instants in UTC ms, days in the zone of the calendar.
 */

export type AttemptOutcome = 'reached' | 'not_reached' | 'wrong_number' | 'refused' | 'call_later';
export type FollowUpState = 'open' | 'done' | 'unreachable' | 'refused' | 'cancelled';

/** Who did not answer at one time of day is tried at another. */
export const daySlots = ['morning', 'noon', 'evening'] as const;
export type DaySlot = (typeof daySlots)[number];
/** First minute of each part of the day; the last one ends with the day. */
const SLOT_FROM: Record<DaySlot, number> = { morning: 0, noon: 12 * 60, evening: 17 * 60 };
const SLOT_TO: Record<DaySlot, number> = { morning: 12 * 60, noon: 17 * 60, evening: 24 * 60 };

/** Two tries on one day lie at least this far apart. */
export const RETRY_PAUSE = 2 * HOUR;
/** A part of the day with less opening time than this is no time to call. */
const SHORTEST_SLOT = 10 * MINUTE;
/** How many days a time of day that was not tried yet is looked for before any time is taken. */
const LOOK_AHEAD_DAYS = 7;

/** The part of the day in which `ms` lies. */
export function slotOf(ms: number, zone: string): DaySlot {
  const minute = minuteOf(ms, zone);
  return minute < SLOT_TO.morning ? 'morning' : minute < SLOT_TO.noon ? 'noon' : 'evening';
}

/** The last moment of `day`: a follow-up done on its day is in time, whatever the hour. */
export function followUpDueAt(day: string, zone: string): number {
  return dayStart(addDays(day, 1), zone) - 1;
}

/**
 * The day of the visit after a complaint: the day after the result was told, or the next one on which the centre opens
 * (nobody is there to call on a closed day, and a task that cannot be done would count as late). A telling that was recorded
 * late plans no visit into the past.
 */
export function visitDay(calendar: OpeningCalendar, resolvedAt: number, now: number): string {
  const yesterday = addDays(dayOf(now, calendar.zone), -1);
  const after = dayOf(Math.max(resolvedAt, dayStart(yesterday, calendar.zone)), calendar.zone);
  return nextOpenDay(calendar, after) ?? addDays(after, 1);
}

type Candidate = { day: string; slot: DaySlot; from: number };

function* callTimes(calendar: OpeningCalendar, now: number): Generator<Candidate> {
  const today = dayOf(now, calendar.zone);
  for (let ahead = 0; ahead <= LOOK_AHEAD_DAYS; ahead++) {
    const day = addDays(today, ahead);
    const earliest = ahead === 0 ? now + RETRY_PAUSE : 0;
    for (const slot of daySlots) {
      const slotFrom = atMinute(day, SLOT_FROM[slot], calendar.zone);
      const slotTo = atMinute(day, SLOT_TO[slot], calendar.zone);
      for (const window of openWindowsOn(calendar, day)) {
        const from = Math.max(window.from, slotFrom, earliest);
        if (Math.min(window.to, slotTo) - from >= SHORTEST_SLOT) {
          yield { day, slot, from };
          break;
        }
      }
    }
  }
}

/**
 * When to call again after nobody answered: the first opening time in a part of the day that was not tried yet; where the
 * centre never opens at such a time, another part than the last one; else the next open day. `tried` = moments of the calls
 * before, oldest first.
 */
export function nextTry(calendar: OpeningCalendar, tried: readonly number[], now: number): { day: string; notBefore: number } {
  const slots = tried.map((at) => slotOf(at, calendar.zone));
  const times = [...callTimes(calendar, now)];
  const today = dayOf(now, calendar.zone);
  const chosen =
    times.find((time) => !slots.includes(time.slot)) ??
    times.find((time) => time.slot !== slots.at(-1)) ??
    times.find((time) => time.day !== today);
  if (chosen) return { day: chosen.day, notBefore: chosen.from };
  const day = nextOpenDay(calendar, today) ?? addDays(today, 1);
  return { day, notBefore: openWindowsOn(calendar, day)[0]?.from ?? dayStart(day, calendar.zone) };
}

export type AttemptFacts = {
  outcome: AttemptOutcome;
  /** The next date that was agreed, or null. */
  nextAt: number | null;
  /** Tries that reached nobody before this one. */
  tries: number;
  /** When those were, and this one, oldest first. */
  triedAt: readonly number[];
};

export type AfterAttempt = {
  state: FollowUpState;
  tries: number;
  /** The day and the moment from which on it is called again; null when it is over. */
  next: { day: string; notBefore: number } | null;
  /** A talk that ended with a next date: a new follow-up on that day. */
  another: { day: string; notBefore: number } | null;
};

/**
 * What an attempt makes of a follow-up. Reached: done, a next date becomes a follow-up of its own. Refused: over. Call
 * later: open until `nextAt`, no try lost. Not reached: again at another time of day, three tries, then unreachable. A
 * wrong number counts as a try too, but waits for the next open day, so that somebody can find the right one.
 */
export function afterAttempt(calendar: OpeningCalendar, facts: AttemptFacts, now: number): AfterAttempt {
  const agreed = facts.nextAt === null ? null : { day: dayOf(facts.nextAt, calendar.zone), notBefore: facts.nextAt };
  const { outcome, tries } = facts;
  if (outcome === 'reached') return { state: 'done', tries, next: null, another: agreed };
  if (outcome === 'refused') return { state: 'refused', tries, next: null, another: null };
  if (outcome === 'call_later') return { state: 'open', tries, next: agreed, another: null };
  if (tries + 1 >= VISIT_TRIES) return { state: 'unreachable', tries: tries + 1, next: null, another: null };
  const next = agreed ?? (outcome === 'wrong_number' ? onNextOpenDay(calendar, now) : nextTry(calendar, facts.triedAt, now));
  return { state: 'open', tries: tries + 1, next, another: null };
}

function onNextOpenDay(calendar: OpeningCalendar, now: number): { day: string; notBefore: number } {
  const today = dayOf(now, calendar.zone);
  const day = nextOpenDay(calendar, today) ?? addDays(today, 1);
  return { day, notBefore: openWindowsOn(calendar, day)[0]?.from ?? dayStart(day, calendar.zone) };
}

export type AttemptRow = { id: string; voids: string | null };

/** The attempts that were taken back by undo and not brought back again: a counter-entry may itself have been taken back. */
export function voidedAttempts(rows: readonly AttemptRow[]): Set<string> {
  const voidedBy = new Map<string, string[]>();
  for (const row of rows) if (row.voids !== null) voidedBy.set(row.voids, [...(voidedBy.get(row.voids) ?? []), row.id]);
  const isVoided = (id: string): boolean => (voidedBy.get(id) ?? []).some((by) => !isVoided(by));
  return new Set(rows.filter((row) => isVoided(row.id)).map((row) => row.id));
}
