import { type OpeningCalendar, openWindowsOn } from '#shared/rules/calendar.ts';
import { dayOf } from '#shared/rules/zone.ts';

/** Whether the centre is open at the instant `ms`; the closing minute itself is closed. */
export function isOpenAt(calendar: OpeningCalendar, ms: number): boolean {
  return openWindowsOn(calendar, dayOf(ms, calendar.zone)).some((window) => window.from <= ms && ms < window.to);
}
