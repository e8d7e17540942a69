import { type OpeningCalendar, openingOn, openWindowsOn } from './calendar.ts';
import { type ClockSpec, type ClockUnit, due, elapsed, isProvisional, type Pause } from './clock.ts';
import { type HolidayKey, statutoryDay } from './statutory.ts';
import { addDays, DAY, dayOf, dayStart, MINUTE } from './zone.ts';

/**
 * - `counts`: counted time.
 * - `closed`: outside the opening hours of a day that opens; `break`: between two intervals of one day; `closed_day`: a day
 *   that does not open at all (`name` = note of the exception).
 * - `before_day_1`: the rest of the day on which a clock of working days starts.
 * - `weekend`, `holiday`: no working day by law (`holiday`, `name`).
 * - `pause`: would have counted, but the complaint was waiting (`name` = reason).
 */
export type WalkReason = 'counts' | 'closed' | 'break' | 'closed_day' | 'before_day_1' | 'weekend' | 'holiday' | 'pause';

export type WalkStep = {
  from: number;
  to: number;
  reason: WalkReason;
  /** Counted minutes of a `counts` step; counted minutes lost in a `pause`; minutes of the wall clock otherwise. */
  minutes: number;
  /** Which working day this is, from 1; null for other units and for time that does not count. */
  nth: number | null;
  /** A weekend date that the notice made a working day. */
  makeUp: boolean;
  holiday: HolidayKey | null;
  name: string;
  provisional: boolean;
  /** Later than the moment of the question. */
  ahead: boolean;
};

export type Walk = {
  unit: ClockUnit;
  target: number;
  start: number;
  dueAt: number;
  /** The moment asked about: now, or when the clock was stopped. */
  at: number;
  elapsedMinutes: number;
  /** Counted minutes left; negative when late. */
  remainingMinutes: number;
  /** Counted minutes that pauses took out between start and due. */
  pausedMinutes: number;
  provisional: boolean;
  /** From start to due without a gap, in order; split at `at`. The minutes of all `counts` add up to the target. */
  steps: WalkStep[];
};

type Part = Omit<WalkStep, 'minutes' | 'ahead'> & { rate: number };

const plain = { nth: null, makeUp: false, holiday: null, name: '', provisional: false, rate: 1 };

function* openingParts(calendar: OpeningCalendar, start: number): Generator<Part> {
  for (let day = dayOf(start, calendar.zone); ; day = addDays(day, 1)) {
    const windows = openWindowsOn(calendar, day);
    const end = dayStart(addDays(day, 1), calendar.zone);
    let from = dayStart(day, calendar.zone);
    if (windows.length === 0) {
      const opening = openingOn(calendar, day);
      yield { ...plain, from, to: end, reason: 'closed_day', name: opening.source === 'exception' ? opening.note : '' };
      continue;
    }
    let first = true;
    for (const window of windows) {
      yield { ...plain, from, to: window.from, reason: first ? 'closed' : 'break' };
      yield { ...plain, from: window.from, to: window.to, reason: 'counts' };
      from = window.to;
      first = false;
    }
    yield { ...plain, from, to: end, reason: 'closed' };
  }
}

function* workingParts(spec: ClockSpec): Generator<Part> {
  const { zone } = spec.calendar;
  let day = dayOf(spec.start, zone);
  yield { ...plain, from: spec.start, to: dayStart(addDays(day, 1), zone), reason: 'before_day_1' };
  for (let nth = 1; ; ) {
    day = addDays(day, 1);
    const from = dayStart(day, zone);
    const to = dayStart(addDays(day, 1), zone);
    const { work, reason, holiday, name, provisional } = statutoryDay(spec.statutory, day);
    if (work)
      yield {
        ...plain,
        from,
        to,
        reason: 'counts',
        nth: nth++,
        makeUp: reason === 'make_up',
        holiday,
        name,
        provisional,
        rate: DAY / (to - from),
      };
    else yield { ...plain, from, to, reason: reason === 'weekend' ? 'weekend' : 'holiday', holiday, name, provisional };
  }
}

function partsOf(spec: ClockSpec): Iterable<Part> {
  if (spec.unit === 'hours') return [{ ...plain, from: spec.start, to: Number.POSITIVE_INFINITY, reason: 'counts' }];
  return spec.unit === 'opening_minutes' ? openingParts(spec.calendar, spec.start) : workingParts(spec);
}

const covering = (pauses: readonly Pause[], from: number, at: number) =>
  pauses.find((pause) => pause.from <= from && from < (pause.to ?? Math.max(pause.from, at)));

/** Cuts a part where a pause begins or ends and at the moment of the question. */
function cut(part: Part, pauses: readonly Pause[], at: number): WalkStep[] {
  const edges = [part.from, part.to, at];
  if (part.reason === 'counts') for (const pause of pauses) edges.push(pause.from, pause.to ?? Math.max(pause.from, at));
  const inside = [...new Set(edges)].filter((edge) => edge >= part.from && edge <= part.to).sort((a, b) => a - b);
  const { rate, ...rest } = part;
  return inside.slice(1).map((to, index) => {
    const from = inside[index] ?? part.from;
    const pause = part.reason === 'counts' ? covering(pauses, from, at) : undefined;
    const step: WalkStep = { ...rest, from, to, minutes: ((to - from) * rate) / MINUTE, ahead: from >= at };
    return pause ? { ...step, reason: 'pause', name: pause.reason ?? '', nth: null } : step;
  });
}

const sameKind = (a: WalkStep, b: WalkStep) =>
  a.to === b.from &&
  a.reason === b.reason &&
  a.name === b.name &&
  a.nth === b.nth &&
  a.holiday === b.holiday &&
  a.ahead === b.ahead &&
  a.provisional === b.provisional;

/**
 * "Why this deadline?": the way from start to due as data without words — each stretch that counted, each that did not and
 * why, and the sums. `at` is now, or the moment the clock was stopped. The screen has the words.
 * @throws ClockError as `due`
 */
export function walk(spec: ClockSpec, at: number): Walk {
  const dueAt = due(spec, at);
  const pauses = [...(spec.pauses ?? [])].sort((a, b) => a.from - b.from);
  const steps: WalkStep[] = [];
  for (const part of partsOf(spec)) {
    if (part.from >= dueAt) break;
    const from = Math.max(part.from, spec.start);
    const to = Math.min(part.to, dueAt);
    if (from >= to) continue;
    for (const step of cut({ ...part, from, to }, pauses, at)) {
      const last = steps.at(-1);
      if (last && sameKind(last, step)) {
        last.to = step.to;
        last.minutes += step.minutes;
      } else steps.push(step);
    }
  }
  const elapsedMinutes = elapsed(spec, at);
  return {
    unit: spec.unit,
    target: spec.target,
    start: spec.start,
    dueAt,
    at,
    elapsedMinutes,
    remainingMinutes: spec.target - elapsedMinutes,
    pausedMinutes: steps.reduce((sum, step) => (step.reason === 'pause' ? sum + step.minutes : sum), 0),
    provisional: isProvisional(spec, at),
    steps,
  };
}
