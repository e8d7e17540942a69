/**
 * How times, money and counts are written. Pure: language, zone and the words come in. Times are UTC ms, days
 * `YYYY-MM-DD` in the centre's zone, money 分, lessons in halves. Nothing here reads the zone of the browser.
 */

import type { Lang } from '#shared/contract/fields.ts';
import { addDays, atMinute, DAY, dayOf, daysBetween, HOUR, MINUTE, offsetAt, twoDigits, weekdayOf } from '#shared/rules/zone.ts';

export type { Lang };
export { addDays, dayOf, daysBetween };
/** The translate function of i18next, narrowed to what is needed here. */
export type Words = (key: string, values?: Record<string, string | number>) => string;

export interface LocalTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** The wall clock in the zone at that moment. */
export function localTime(at: number, zone: string): LocalTime {
  const wall = new Date(at + offsetAt(at, zone));
  return { hour: wall.getUTCHours(), minute: wall.getUTCMinutes(), second: wall.getUTCSeconds() };
}

/** The moment (UTC ms) at which the wall clock in the zone shows that day and time `HH:mm`. */
export function momentOf(day: string, time: string, zone: string): number {
  const [hour, minute] = time.split(':').map(Number);
  return atMinute(day, (hour ?? 0) * 60 + (minute ?? 0), zone);
}

export interface Format {
  readonly lang: Lang;
  readonly zone: string;
  /** 09:50 */
  time(at: number): string;
  /** 09:50:07, for drafts and logs */
  timeSeconds(at: number): string;
  /** 2026-11-20 周五 15:30 */
  dateTime(at: number): string;
  /** like dateTime, but midnight belongs to the day that ends: 2026-11-20 周五 24:00 */
  dueTime(at: number): string;
  /** 2026-11-20 周五 */
  day(day: string): string;
  /** 11-20, in English 20 Nov; with the year if it is not the current one */
  shortDay(day: string, today?: string): string;
  /** 周五 */
  weekday(day: string): string;
  /** 11-21 周六, in English Sat 21 Nov: the head of the screen */
  headDay(at: number): string;
  /** 周日 09:50 within six days, else 11-28 (with the year if it is another one) */
  near(at: number, now: number): string;
  /** like near for a due moment: midnight reads 24:00 of the day that ends */
  nearDue(at: number, now: number): string;
  /** 今天, 昨天, 明天, else 11-20 周五 */
  nearDay(day: string, today: string): string;
  /** 2026 年 10 月, October 2026 */
  month(month: string): string;
  /** 2026年11月20日 */
  printDay(day: string): string;
  /** 2026年11月20日 15:30 */
  printDateTime(at: number): string;
  /** 12 分, 1 小时 12 分, 1 天 3 小时 */
  duration(ms: number): string;
  /** 24 小时 20 分: never days, for arithmetic */
  hours(ms: number): string;
  /** 剩 4 小时 28 分 */
  left(ms: number): string;
  /** 逾期 1 小时 12 分 */
  late(ms: number): string;
  /** 提前 30 分 */
  early(ms: number): string;
  /** 用时 9 分 */
  took(ms: number): string;
  /** 2 小时前, 刚才 */
  ago(ms: number): string;
  /** 剩 5 个工作日 */
  workDaysLeft(days: number): string;
  /** ¥1,280.00 */
  money(fen: number): string;
  /** +¥1,280.00, −¥5.00 */
  signedMoney(fen: number): string;
  /** 30.5 */
  lessons(halves: number): string;
  /** 12,345 */
  count(value: number): string;
  /** +18, −9, 0 */
  signed(value: number): string;
  /** 94.7%; without a denominator a dash */
  percent(part: number, whole: number, digits?: number): string;
  /** 94.7% from a ratio 0.947 */
  ratio(value: number | null | undefined, digits?: number): string;
}

/** The dash for "no data". */
export const NO_DATA = '—';
const MINUS = '\u2212';

const groups = new Map<Lang, Intl.NumberFormat>();
/** Made once: a row of a list that scrolls has formats of its own, and making this is the dear part of them. */
function groupOf(lang: Lang): Intl.NumberFormat {
  const known = groups.get(lang) ?? new Intl.NumberFormat(lang, { maximumFractionDigits: 0 });
  groups.set(lang, known);
  return known;
}

/**
 * Binds language, zone and words. `t` is i18next's function for the namespace `common` (keys `time.*`); the returned
 * functions promise the exact shapes of the design page "Words on screen".
 */
export function createFormat({ t, lang, zone }: { t: Words; lang: Lang; zone: string }): Format {
  const group = groupOf(lang);
  const weekday = (day: string): string => t(`time.weekday.${weekdayOf(day)}`);
  const hm = (time: LocalTime): string => `${twoDigits(time.hour)}:${twoDigits(time.minute)}`;
  const monthShort = (month: number): string => t(`time.monthShort.${month}`);

  function full(day: string, clock?: string): string {
    return `${day} ${weekday(day)}${clock ? ` ${clock}` : ''}`;
  }
  function shortDay(day: string, today?: string): string {
    const [y, m, d] = day.split('-') as [string, string, string];
    const otherYear = today !== undefined && today.slice(0, 4) !== y;
    if (lang === 'zh-CN') return otherYear ? day : `${m}-${d}`;
    return `${Number(d)} ${monthShort(Number(m))}${otherYear ? ` ${y}` : ''}`;
  }
  /** Midnight as the end of the day before. */
  function dueParts(at: number): { day: string; clock: string } {
    const time = localTime(at, zone);
    const day = dayOf(at, zone);
    return time.hour === 0 && time.minute === 0 && time.second === 0 ? { day: addDays(day, -1), clock: '24:00' } : { day, clock: hm(time) };
  }
  function nearOf(day: string, clock: string, now: number): string {
    const today = dayOf(now, zone);
    return Math.abs(daysBetween(today, day)) <= 6 ? `${weekday(day)} ${clock}` : shortDay(day, today);
  }
  function duration(ms: number, withDays: boolean): string {
    const total = Math.floor(Math.abs(ms) / MINUTE);
    if (total < 1) return t('time.underMinute');
    const days = withDays ? Math.floor(total / 1440) : 0;
    const rest = total - days * 1440;
    const hours = Math.floor(rest / 60);
    const minutes = rest % 60;
    const parts: string[] = [];
    if (days > 0) {
      parts.push(t('time.days', { count: days, n: group.format(days) }));
      if (hours > 0) parts.push(t('time.hours', { n: hours }));
    } else {
      if (hours > 0) parts.push(t('time.hours', { n: group.format(hours) }));
      if (minutes > 0) parts.push(t('time.minutes', { n: minutes }));
    }
    return parts.join(' ');
  }
  function span(word: 'left' | 'late' | 'early' | 'took', ms: number): string {
    return Math.abs(ms) < MINUTE ? t(`time.${word}Under`) : t(`time.${word}`, { time: duration(ms, true) });
  }
  function printDay(day: string): string {
    const [y, m, d] = day.split('-').map(Number) as [number, number, number];
    return t('time.printDay', { y, m, d, month: t(`time.monthLong.${m}`) });
  }
  function money(fen: number): string {
    const abs = Math.abs(fen);
    return `${fen < 0 ? MINUS : ''}¥${group.format(Math.trunc(abs / 100))}.${twoDigits(abs % 100)}`;
  }
  function ratio(value: number | null | undefined, digits = 1): string {
    return value === null || value === undefined || !Number.isFinite(value) ? NO_DATA : `${(value * 100).toFixed(digits)}%`;
  }

  return {
    lang,
    zone,
    time: (at) => hm(localTime(at, zone)),
    timeSeconds: (at) => {
      const time = localTime(at, zone);
      return `${hm(time)}:${twoDigits(time.second)}`;
    },
    dateTime: (at) => full(dayOf(at, zone), hm(localTime(at, zone))),
    dueTime: (at) => {
      const { day, clock } = dueParts(at);
      return full(day, clock);
    },
    day: (day) => full(day),
    shortDay,
    weekday,
    headDay: (at) => {
      const day = dayOf(at, zone);
      return lang === 'zh-CN' ? `${shortDay(day)} ${weekday(day)}` : `${weekday(day)} ${shortDay(day)}`;
    },
    near: (at, now) => nearOf(dayOf(at, zone), hm(localTime(at, zone)), now),
    nearDue: (at, now) => {
      const { day, clock } = dueParts(at);
      return nearOf(day, clock, now);
    },
    nearDay: (day, today) => {
      const distance = daysBetween(today, day);
      if (distance === 0) return t('time.today');
      if (distance === -1) return t('time.yesterday');
      if (distance === 1) return t('time.tomorrow');
      return lang === 'zh-CN' ? `${shortDay(day, today)} ${weekday(day)}` : `${weekday(day)} ${shortDay(day, today)}`;
    },
    month: (month) => {
      const [y, m] = month.split('-').map(Number) as [number, number];
      return t('time.month', { y, m, month: t(`time.monthLong.${m}`) });
    },
    printDay,
    printDateTime: (at) => `${printDay(dayOf(at, zone))} ${hm(localTime(at, zone))}`,
    duration: (ms) => duration(ms, true),
    hours: (ms) => duration(ms, false),
    left: (ms) => span('left', ms),
    late: (ms) => span('late', ms),
    early: (ms) => span('early', ms),
    took: (ms) => span('took', ms),
    ago: (ms) => {
      if (Math.abs(ms) < MINUTE) return t('time.justNow');
      const total = Math.abs(ms);
      const days = Math.floor(total / DAY);
      const hours = Math.floor(total / HOUR);
      const time =
        days > 0
          ? t('time.days', { count: days, n: group.format(days) })
          : hours > 0
            ? t('time.hours', { n: hours })
            : t('time.minutes', { n: Math.floor(total / MINUTE) });
      return t('time.ago', { time });
    },
    workDaysLeft: (days) => t('time.left', { time: t('time.workDays', { count: days, n: days }) }),
    money,
    signedMoney: (fen) => (fen > 0 ? `+${money(fen)}` : money(fen)),
    lessons: (halves) => {
      const abs = Math.abs(halves);
      return `${halves < 0 ? MINUS : ''}${group.format(Math.trunc(abs / 2))}${abs % 2 === 1 ? '.5' : ''}`;
    },
    count: (value) => group.format(value),
    signed: (value) => (value > 0 ? `+${group.format(value)}` : value < 0 ? `${MINUS}${group.format(-value)}` : '0'),
    percent: (part, whole, digits) => (whole === 0 ? NO_DATA : ratio(part / whole, digits)),
    ratio,
  };
}
