import { type OpeningCalendar, openingOn, openWindowsOn } from './calendar.ts';
import { type ClockSpec, type ClockUnit, due, elapsed, isProvisional, type Pause } from './clock.ts';
import { type HolidayKey, statutoryDay } from './statutory.ts';
import { addDays, DAY, dayOf, dayStart, MINUTE } from './zone.ts';

/**
 * - `counted`: counted time of clocks in hours or opening minutes; `working_day`, `make_up_day`: counted dates.
 * - `closed`: outside the opening hours (`wholeDay`: the day does not open at all); `break`: between two intervals of one
 *   day; `exception`: a day closed by a dated exception (`note`).
 * - `before_first_day`: the rest of the day on which a clock of working days starts.
 * - `weekend`, `holiday`: no working day by law (`holiday` = key, `note` = name in the data, else the key).
 * - `pause`: would have counted, but the complaint was waiting (`note` = reason).
 */
export type WalkWhy =
  | 'counted'
  | 'working_day'
  | 'make_up_day'
  | 'closed'
  | 'break'
  | 'exception'
  | 'before_first_day'
  | 'weekend'
  | 'holiday'
  | 'pause';

export type WalkSegment = {
  from: number;
  to: number;
  why: WalkWhy;
  counted: boolean;
  /** Counted minutes of a counted segment; counted minutes lost in a `pause`; minutes of the wall clock otherwise. */
  minutes: number;
  note: string;
  /** Which working day this is, from 1; null for other units and for time that does not count. */
  nth: number | null;
  holiday: HolidayKey | null;
  wholeDay: boolean;
  provisional: boolean;
  /** Later than the moment of the question. */
  ahead: boolean;
};

export type Walk = {
  unit: ClockUnit;
  target: number;
  start: number;
  dueAt: number;
  /** Due if there had been no pause. */
  baseDueAt: number;
  /** The moment asked about: now, or when the clock was stopped. */
  at: number;
  usedMinutes: number;
  /** Counted minutes left; negative when late. */
  leftMinutes: number;
  /** Counted minutes that pauses took out between start and due. */
  pausedMinutes: number;
  provisional: boolean;
  /** From start to due without a gap, in order; split at `at`. The minutes of all counted ones add up to the target. */
  segments: WalkSegment[];
};

type Part = Omit<WalkSegment, 'minutes' | 'ahead' | 'counted'> & { rate: number };

const plain = { nth: null, holiday: null, note: '', wholeDay: false, provisional: false, rate: 1 };
const countedWhys: readonly WalkWhy[] = ['counted', 'working_day', 'make_up_day'];

function* openingParts(calendar: OpeningCalendar, start: number): Generator<Part> {
  for (let day = dayOf(start, calendar.zone); ; day = addDays(day, 1)) {
    const windows = openWindowsOn(calendar, day);
    const end = dayStart(addDays(day, 1), calendar.zone);
    let from = dayStart(day, calendar.zone);
    if (windows.length === 0) {
      const opening = openingOn(calendar, day);
      const exception = opening.source === 'exception';
      yield { ...plain, from, to: end, why: exception ? 'exception' : 'closed', note: exception ? opening.note : '', wholeDay: true };
      continue;
    }
    let first = true;
    for (const window of windows) {
      yield { ...plain, from, to: window.from, why: first ? 'closed' : 'break' };
      yield { ...plain, from: window.from, to: window.to, why: 'counted' };
      from = window.to;
      first = false;
    }
    yield { ...plain, from, to: end, why: 'closed' };
  }
}

function* workingParts(spec: ClockSpec): Generator<Part> {
  const { zone } = spec.calendar;
  let day = dayOf(spec.start, zone);
  yield { ...plain, from: spec.start, to: dayStart(addDays(day, 1), zone), why: 'before_first_day' };
  for (let nth = 0; ; ) {
    day = addDays(day, 1);
    const from = dayStart(day, zone);
    const to = dayStart(addDays(day, 1), zone);
    const { work, reason, holiday, name, provisional } = statutoryDay(spec.statutory, day);
    const date = { ...plain, from, to, holiday, note: name || (holiday ?? ''), wholeDay: true, provisional };
    if (work) {
      nth += 1;
      yield { ...date, why: reason === 'make_up' ? 'make_up_day' : 'working_day', nth, rate: DAY / (to - from) };
    } else yield { ...date, why: reason === 'weekend' ? 'weekend' : 'holiday' };
  }
}

function partsOf(spec: ClockSpec): Iterable<Part> {
  if (spec.unit === 'hours') return [{ ...plain, from: spec.start, to: Number.POSITIVE_INFINITY, why: 'counted' }];
  return spec.unit === 'opening_minutes' ? openingParts(spec.calendar, spec.start) : workingParts(spec);
}

const endOf = (pause: Pause, at: number) => pause.to ?? Math.max(pause.from, at);

/** Cuts a part where a pause begins or ends and at the moment of the question. */
function cut(part: Part, pauses: readonly Pause[], at: number): WalkSegment[] {
  const counted = countedWhys.includes(part.why);
  const edges = [part.from, part.to, at];
  if (counted) for (const pause of pauses) edges.push(pause.from, endOf(pause, at));
  const inside = [...new Set(edges)].filter((edge) => edge >= part.from && edge <= part.to).sort((a, b) => a - b);
  const { rate, ...rest } = part;
  return inside.slice(1).map((to, index) => {
    const from = inside[index] ?? part.from;
    const segment: WalkSegment = { ...rest, from, to, counted, minutes: ((to - from) * rate) / MINUTE, ahead: from >= at };
    const pause = counted ? pauses.find((each) => each.from <= from && from < endOf(each, at)) : undefined;
    if (!pause) return segment;
    return { ...segment, why: 'pause', counted: false, note: pause.reason ?? '', nth: null, holiday: null, wholeDay: false };
  });
}

const alike = (a: WalkSegment, b: WalkSegment) =>
  a.to === b.from &&
  a.why === b.why &&
  a.note === b.note &&
  a.nth === b.nth &&
  a.wholeDay === b.wholeDay &&
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
  const segments: WalkSegment[] = [];
  for (const part of partsOf(spec)) {
    if (part.from >= dueAt) break;
    const from = Math.max(part.from, spec.start);
    const to = Math.min(part.to, dueAt);
    if (from >= to) continue;
    for (const segment of cut({ ...part, from, to }, pauses, at)) {
      const last = segments.at(-1);
      if (last && alike(last, segment)) {
        last.to = segment.to;
        last.minutes += segment.minutes;
      } else segments.push(segment);
    }
  }
  const usedMinutes = elapsed(spec, at);
  return {
    unit: spec.unit,
    target: spec.target,
    start: spec.start,
    dueAt,
    baseDueAt: due({ ...spec, pauses: [] }, at),
    at,
    usedMinutes,
    leftMinutes: spec.target - usedMinutes,
    pausedMinutes: segments.reduce((sum, segment) => (segment.why === 'pause' ? sum + segment.minutes : sum), 0),
    provisional: isProvisional(spec, at),
    segments,
  };
}
