/**
 * Days and minutes of a time zone. Instants are UTC milliseconds, days are `YYYY-MM-DD`, months `YYYY-MM`, both as the
 * wall calendar of the zone shows them. Built on `Intl` because the date library is wrong in the hours around a change of
 * the clocks; everything is cached, so that thousands of clocks can be scanned each minute.
 */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const MINUTES_PER_DAY = 1440;

/** 1 = Monday … 7 = Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

type Offsets = { before: number; after: number; change: number };
type ZoneCache = {
  format: Intl.DateTimeFormat;
  /** Offsets by UTC day number. */
  offsets: Map<number, Offsets>;
  starts: Map<string, number>;
};

const zones = new Map<string, ZoneCache>();
/** A year of one zone is 365 entries; beyond this the cache starts anew, so that it cannot grow for ever. */
const CACHE_LIMIT = 50_000;

function zoneCache(zone: string): ZoneCache {
  let cache = zones.get(zone);
  if (!cache) {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    });
    cache = { format, offsets: new Map(), starts: new Map() };
    zones.set(zone, cache);
  }
  return cache;
}

/** Whether the runtime knows this IANA time zone. */
export function isZone(zone: string): boolean {
  try {
    zoneCache(zone);
    return true;
  } catch {
    return false;
  }
}

function measureOffset(cache: ZoneCache, ms: number): number {
  const second = Math.floor(ms / 1000) * 1000;
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const part of cache.format.formatToParts(second)) parts[part.type] = part.value;
  const year = Number(parts.year);
  const wall = new Date(0);
  wall.setUTCFullYear(parts.era === 'BC' ? 1 - year : year, Number(parts.month) - 1, Number(parts.day));
  wall.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second));
  return wall.getTime() - second;
}

function offsetsOf(cache: ZoneCache, utcDay: number): Offsets {
  const known = cache.offsets.get(utcDay);
  if (known) return known;
  const from = utcDay * DAY;
  const before = measureOffset(cache, from);
  const after = measureOffset(cache, from + DAY);
  let change = from + DAY;
  if (before !== after) {
    let low = from;
    while (change - low > 1000) {
      const middle = low + Math.floor((change - low) / 2000) * 1000;
      if (measureOffset(cache, middle) === before) low = middle;
      else change = middle;
    }
  }
  if (cache.offsets.size >= CACHE_LIMIT) cache.offsets.clear();
  const found = { before, after, change };
  cache.offsets.set(utcDay, found);
  return found;
}

/** Milliseconds that the wall clock of `zone` is ahead of UTC at the instant `ms`. */
export function offsetAt(ms: number, zone: string): number {
  const offsets = offsetsOf(zoneCache(zone), Math.floor(ms / DAY));
  return ms < offsets.change ? offsets.before : offsets.after;
}

/** Day as a count of days since 1970-01-01, without any zone. */
export function dayNumber(day: string): number {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY);
}

const dayNames = new Map<number, string>();
/** The inverse of `dayNumber`. */
export function dayOfNumber(number: number): string {
  let name = dayNames.get(number);
  if (name === undefined) {
    name = new Date(number * DAY).toISOString().slice(0, 10);
    if (dayNames.size >= CACHE_LIMIT) dayNames.clear();
    dayNames.set(number, name);
  }
  return name;
}

/** The day that the calendar on the wall of `zone` shows at the instant `ms`. */
export function dayOf(ms: number, zone: string): string {
  return dayOfNumber(Math.floor((ms + offsetAt(ms, zone)) / DAY));
}

/** The month `YYYY-MM` of the instant `ms` in `zone`. */
export function monthOf(ms: number, zone: string): string {
  return dayOf(ms, zone).slice(0, 7);
}

/** The minute of its day (0…1439.99, with fractions) that the clock on the wall of `zone` shows. */
export function minuteOf(ms: number, zone: string): number {
  const wall = ms + offsetAt(ms, zone);
  return (wall - Math.floor(wall / DAY) * DAY) / MINUTE;
}

/** The first instant at which the wall of `zone` shows `wall` (as if UTC) or, where the clocks skip it, more. */
function firstInstant(wall: number, cache: ZoneCache): number {
  const middle = Math.floor(wall / DAY);
  const early = offsetsOf(cache, middle - 1);
  const on = offsetsOf(cache, middle);
  const late = offsetsOf(cache, middle + 1);
  for (const { before, after, change } of [early, on, late]) {
    if (before === after) continue;
    const first = wall - before;
    if (first < change) return first;
    if (wall - after < change) return change;
  }
  return wall - late.after;
}

/**
 * The instant (ms) at which `day` begins in `zone`. Where the clocks skip midnight it is the first instant of the day.
 * The end of a day is the start of the next one.
 */
export function dayStart(day: string, zone: string): number {
  const cache = zoneCache(zone);
  const known = cache.starts.get(day);
  if (known !== undefined) return known;
  const start = firstInstant(dayNumber(day) * DAY, cache);
  if (cache.starts.size >= CACHE_LIMIT) cache.starts.clear();
  cache.starts.set(day, start);
  return start;
}

/**
 * The instant (ms) at which the wall of `zone` first shows minute `minutes` (0…1440, 1440 = 24:00) of `day`. A minute that
 * the clocks skip is the instant of the change; of a minute shown twice it is the first. Never decreases with `minutes`.
 */
export function atMinute(day: string, minutes: number, zone: string): number {
  if (minutes <= 0) return dayStart(day, zone);
  if (minutes >= MINUTES_PER_DAY) return dayStart(addDays(day, 1), zone);
  return firstInstant(dayNumber(day) * DAY + minutes * MINUTE, zoneCache(zone));
}

/** The day `count` days after `day` (before, when negative). */
export function addDays(day: string, count: number): string {
  return dayOfNumber(dayNumber(day) + count);
}

/** How many days `to` lies after `from`. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** 1 = Monday … 7 = Sunday. */
export function weekdayOf(day: string): Weekday {
  const sinceMonday = (((dayNumber(day) + 3) % 7) + 7) % 7;
  return (sinceMonday + 1) as Weekday;
}

/** The month after `month` (`YYYY-MM`), or `count` months on. */
export function addMonths(month: string, count: number): string {
  const total = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${String(Math.floor(total / 12)).padStart(4, '0')}-${String((total % 12) + 1).padStart(2, '0')}`;
}

/** Instants of a month in `zone`: `from` inclusive, `to` exclusive. */
export function monthBounds(month: string, zone: string): { from: number; to: number } {
  return { from: dayStart(`${month}-01`, zone), to: dayStart(`${addMonths(month, 1)}-01`, zone) };
}

/** `+08:00` at the instant `ms`. */
export function offsetText(ms: number, zone: string): string {
  const minutes = Math.round(offsetAt(ms, zone) / MINUTE);
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
}

/** A number of a clock or a calendar with two digits: 7 → `07`; fractions are cut. */
export const twoDigits = (n: number): string => String(Math.trunc(n)).padStart(2, '0');

/** An instant by the wall of the zone: `2026-11-20 15:30`, for paper and sheets. */
export function momentText(ms: number, zone: string): string {
  const minute = Math.floor(minuteOf(ms, zone));
  return `${dayOf(ms, zone)} ${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`;
}
