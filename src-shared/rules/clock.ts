import { hasOpenWeek, lastDatedDay, type OpeningCalendar, openWindowsOn } from './calendar.ts';
import { nextWorkingDay, type StatutoryCalendar, statutoryDay } from './statutory.ts';
import { addDays, DAY, dayOf, dayStart, MINUTE, offsetAt, offsetText, twoDigits } from './zone.ts';

/**
 * The one clock of the program (spec/complaints.md, "Clocks"): due time and elapsed time come from the same pieces of
 * counted time, so they cannot disagree. Six clocks, three units, both directions.
 *
 * - `hours`: every minute counts, day and night.
 * - `opening_minutes`: only the opening intervals of the centre count.
 * - `working_days`: a working date is 1,440 counted minutes; counting starts at 00:00 of day 1, the first working day after
 *   the day of the start. On a date of 23 or 25 hours its real time is stretched to 1,440, so that n days end with day n.
 */
export type ClockUnit = 'hours' | 'opening_minutes' | 'working_days';

/**
 * Time that does not count. `to: null` = still running: it is taken to end at the moment `at` of the question, so that
 * due is "if the wait ended now". Pauses may overlap and come in any order; a pause that ends before it begins is none.
 */
export type Pause = { from: number; to: number | null; reason?: string };

export type ClockSpec = {
  /** Counted minutes: 60 · hours, opening minutes, 1,440 · working days. Fractions are rounded to milliseconds. */
  target: number;
  unit: ClockUnit;
  /** UTC ms. */
  start: number;
  calendar: OpeningCalendar;
  statutory: StatutoryCalendar;
  pauses?: readonly Pause[];
};

/** A calendar without any opening time to come cannot end a clock; a target must be a number ≥ 0. */
export class ClockError extends Error {
  readonly code: 'NO_OPENING_TIME' | 'BAD_TARGET';
  constructor(code: 'NO_OPENING_TIME' | 'BAD_TARGET') {
    super(code);
    this.name = 'ClockError';
    this.code = code;
  }
}

/** Counted time: `rate` counted milliseconds per real one (1 except on days of 23 or 25 hours). */
type Piece = { from: number; to: number; rate: number };
type Span = { from: number; to: number };

/** Pauses as disjoint spans in order; an open one ends at `at`. */
function pauseSpans(pauses: readonly Pause[] | undefined, at: number): Span[] {
  if (!pauses || pauses.length === 0) return [];
  const spans = pauses
    .map(({ from, to }) => ({ from, to: to ?? Math.max(from, at) }))
    .filter((span) => span.to > span.from)
    .sort((a, b) => a.from - b.from);
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else merged.push(span);
  }
  return merged;
}

function* openPieces(spec: ClockSpec): Generator<Piece> {
  const { calendar, start } = spec;
  const lastDay = hasOpenWeek(calendar) ? null : lastDatedDay(calendar);
  for (let day = dayOf(start, calendar.zone); lastDay === null || day <= lastDay; day = addDays(day, 1)) {
    for (const { from, to } of openWindowsOn(calendar, day)) {
      if (to > start) yield { from: Math.max(from, start), to, rate: 1 };
    }
  }
}

function* workingPieces(spec: ClockSpec): Generator<Piece> {
  const { zone } = spec.calendar;
  let day = dayOf(spec.start, zone);
  for (;;) {
    day = nextWorkingDay(spec.statutory, day);
    const from = dayStart(day, zone);
    const to = dayStart(addDays(day, 1), zone);
    yield { from, to, rate: DAY / (to - from) };
  }
}

/** All time that the unit counts from the start on, without regard to pauses. Endless, or until the calendar ends. */
function countedTime(spec: ClockSpec): Iterable<Piece> {
  if (spec.unit === 'hours') return [{ from: spec.start, to: Number.POSITIVE_INFINITY, rate: 1 }];
  return spec.unit === 'opening_minutes' ? openPieces(spec) : workingPieces(spec);
}

function* pieces(spec: ClockSpec, at: number): Generator<Piece> {
  const pauses = pauseSpans(spec.pauses, at);
  for (const piece of countedTime(spec)) {
    let from = piece.from;
    for (const pause of pauses) {
      if (pause.to <= from) continue;
      if (pause.from >= piece.to) break;
      if (pause.from > from) yield { from, to: pause.from, rate: piece.rate };
      from = pause.to;
      if (from >= piece.to) break;
    }
    if (from < piece.to) yield { from, to: piece.to, rate: piece.rate };
  }
}

/**
 * The moment (UTC ms) at which the clock falls due: the first at which `target` minutes are counted. A clock stopped at or
 * before it is met. `at` only matters while a pause is open. Target 0 is due at the start.
 * @throws ClockError NO_OPENING_TIME, BAD_TARGET
 */
export function due(spec: ClockSpec, at: number): number {
  if (!Number.isFinite(spec.target) || spec.target < 0) throw new ClockError('BAD_TARGET');
  let left = Math.round(spec.target * MINUTE);
  if (left === 0) return spec.start;
  for (const piece of pieces(spec, at)) {
    const counted = (piece.to - piece.from) * piece.rate;
    // A hair below a whole number of milliseconds is rounding of the rate, not time.
    if (counted + 1e-6 >= left) return Math.min(piece.to, piece.from + Math.ceil(left / piece.rate - 1e-6));
    left -= counted;
  }
  throw new ClockError('NO_OPENING_TIME');
}

/** Counted minutes from the start until `at` (UTC ms), pauses left out; 0 before the start and before day 1. */
export function elapsed(spec: ClockSpec, at: number): number {
  if (at <= spec.start) return 0;
  let counted = 0;
  for (const piece of pieces(spec, at)) {
    if (piece.from >= at) break;
    counted += (Math.min(piece.to, at) - piece.from) * piece.rate;
  }
  return counted / MINUTE;
}

/** Percent of the target at which a clock warns unless its policy says otherwise (spec/complaints.md). */
export const WARN_PERCENT = 80;

/** The moment (UTC ms) at which `percent` of the target is counted. */
export function warnAt(spec: ClockSpec, at: number, percent: number = WARN_PERCENT): number {
  return due({ ...spec, target: (spec.target * percent) / 100 }, at);
}

/** Whether the due time rests on working days that no State Council notice has confirmed yet. */
export function isProvisional(spec: ClockSpec, at: number): boolean {
  if (spec.unit !== 'working_days') return false;
  const { zone } = spec.calendar;
  const last = dayOf(due(spec, at) - 1, zone);
  for (let day = addDays(dayOf(spec.start, zone), 1); day <= last; day = addDays(day, 1)) {
    if (statutoryDay(spec.statutory, day).provisional) return true;
  }
  return false;
}

/** `2026-11-21T08:33+08:00`; seconds only when there are any. A deadline in working days says 24:00 of its last day. */
export function formatDue(ms: number, unit: ClockUnit, zone: string): string {
  const offset = offsetText(ms, zone);
  const day = dayOf(ms, zone);
  if (unit === 'working_days' && ms === dayStart(day, zone)) return `${addDays(day, -1)}T24:00${offset}`;
  return `${day}T${wallTime(ms, zone)}${offset}`;
}

function wallTime(ms: number, zone: string): string {
  const wall = (((ms + offsetAt(ms, zone)) % DAY) + DAY) % DAY;
  const minutes = Math.floor(wall / MINUTE);
  const seconds = Math.floor((wall % MINUTE) / 1000);
  const clock = `${twoDigits(minutes / 60)}:${twoDigits(minutes % 60)}`;
  return seconds > 0 ? `${clock}:${twoDigits(seconds)}` : clock;
}
