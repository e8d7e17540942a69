import { twoDigits } from '#shared/rules/zone.ts';
import { addDays, dayOf, momentOf } from './format.ts';
import typed from './typed-words.json' with { type: 'json' };

/** Words for days that may be typed instead of a date, in both languages. */
const DAY_WORDS: Readonly<Record<string, number>> = typed.days;
const WEEKDAY = new RegExp(typed.weekdays, 'g');

function timeOf(text: string): string | null {
  const match = /^(\d{1,2})(?::(\d{2}))?$/.exec(text) ?? /^(\d{2})(\d{2})$/.exec(text);
  if (!match) return null;
  const hour = Number(match[1]);
  const minute = Number(match[2] ?? 0);
  return hour > 23 || minute > 59 ? null : `${twoDigits(hour)}:${twoDigits(minute)}`;
}

function dayFrom(text: string, today: string): string | null {
  const word = DAY_WORDS[text];
  if (word !== undefined) return addDays(today, word);
  const match = /^(?:(\d{4})-)?(\d{1,2})-(\d{1,2})$/.exec(text);
  if (!match) return null;
  const day = `${match[1] ?? today.slice(0, 4)}-${twoDigits(Number(match[2]))}-${twoDigits(Number(match[3]))}`;
  const real = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(day) ? day : null;
}

/**
 * The moment (UTC ms) that was typed, or null when it is none: `18:30`, `1830`, `昨天 20:15`, `tomorrow 9`, `11-20 15:30`,
 * `2026-11-20 周五 15:30`. Without a day it is today in the zone; weekday names and full-width signs are tolerated.
 */
export function parseMoment(text: string, now: number, zone: string): number | null {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[./]/g, '-')
    .replace(WEEKDAY, ' ')
    .replace(/^(\D+?)(\d)/, '$1 $2')
    .trim();
  const today = dayOf(now, zone);
  const parts = plain.split(/\s+/).filter((part) => part !== '');
  const last = parts.at(-1);
  if (!last || parts.length > 2) return null;
  const time = timeOf(last);
  const day = parts.length === 2 ? dayFrom(parts[0]!, today) : today;
  return time === null || day === null ? null : momentOf(day, time, zone);
}
