import { type OpeningCalendar, openWindowsOn } from '#shared/rules/calendar.ts';
import { addDays, dayOf, MINUTE } from '#shared/rules/zone.ts';
import type { Random } from './random.ts';

type Window = { from: number; to: number };

/** The opening interval that holds `at` or comes next. */
export function windowAt(calendar: OpeningCalendar, at: number): Window {
  let day = dayOf(at, calendar.zone);
  for (let count = 0; count < 60; count += 1) {
    const found = openWindowsOn(calendar, day).find((window) => window.to > at);
    if (found) return found;
    day = addDays(day, 1);
  }
  throw new Error('the centre never opens');
}

/** `at` if the centre is open then, else some minutes after it opens next. */
export function whenOpen(calendar: OpeningCalendar, random: Random, at: number): number {
  const window = windowAt(calendar, at);
  return at >= window.from ? at : window.from + random.int(3, Math.min(50, Math.floor((window.to - window.from) / MINUTE) - 1)) * MINUTE;
}

/** Some moment of `day` while the centre is open, or null on a closed day. */
export function someTimeOn(calendar: OpeningCalendar, random: Random, day: string): number | null {
  const windows = openWindowsOn(calendar, day);
  const total = windows.reduce((sum, window) => sum + window.to - window.from, 0);
  if (total === 0) return null;
  let left = random.next() * total;
  for (const { from, to } of windows) {
    if (left < to - from) return Math.floor((from + left) / 1000) * 1000;
    left -= to - from;
  }
  return windows.at(-1)?.from ?? null;
}
