import { z } from 'zod';
import { type Cell, cellText, isBlank, serialToDay } from './import-cells.ts';
import words from './import-words.json' with { type: 'json' };
import { normalisePhone } from './phones.ts';

/**
 * One cell of an import → one value, or the code of what is wrong with it (spec/students-and-money.md, "Import and export").
 * An empty cell is no error here: it gives `value: null`, and the row decides whether something is missing.
 * Nothing is guessed: what could mean two things is an error.
 */
export type Parsed<T> =
  | { readonly value: T | null; readonly reason?: undefined }
  | { readonly value?: undefined; readonly reason: ImportReason };

/** Every reason that can stand beside a wrong cell; the words are in the locale files under `imports`, `reason.<code>`. */
export const importReasons = [
  'name_missing',
  'name_invalid',
  'name_too_long',
  'phone_invalid',
  'day_invalid',
  'day_ambiguous',
  'day_in_future',
  'day_out_of_range',
  'money_invalid',
  'money_negative',
  'money_too_big',
  'lessons_invalid',
  'lessons_negative',
  'lessons_not_half',
  'lessons_too_many',
  'used_above_granted',
  'gender_invalid',
  'course_missing',
  'cell_error',
  'text_too_long',
] as const;
export type ImportReason = (typeof importReasons)[number];

const NOTHING = { value: null } as const;
const value = <T>(v: T): Parsed<T> => ({ value: v });
const wrong = (reason: ImportReason): { readonly reason: ImportReason } => ({ reason });
const isError = (cell: Cell | undefined) => typeof cell === 'object' && cell !== null && cell.kind === 'error';
const narrow = (cell: Cell | undefined) => cellText(cell).normalize('NFKC').trim();
const fold = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
const endless = new Set(words.endless.map(fold));
const free = new Set(words.free.map(fold));
const noAmount = new Set(words.noAmount.map(fold));
const escaped = (list: readonly string[]) => list.map((w) => w.normalize('NFKC').replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|');

/** Phone → normal form (rules/phones.ts). */
export function parsePhone(cell: Cell | undefined): Parsed<string> {
  if (isBlank(cell)) return NOTHING;
  if (isError(cell)) return wrong('cell_error');
  const phone = normalisePhone(cellText(cell));
  return phone === null ? wrong('phone_invalid') : value(phone);
}

const BIGGEST_FEN = 1_000_000_000_00;
/** A column of 万元 with 12000 in it holds 元 after all. */
const BIGGEST_SCALED_FEN = 1_000_000_00;
/** 1 January 2000: from here on a number that is shown as a date is more likely a date than money. */
const FIRST_LIKELY_DAY = 36_526;
const moneyWords = new RegExp(`^(?:${escaped(words.moneyUnits)})+|(?:${escaped(words.moneyUnits)})+$`, 'gi');

/**
 * Money → 分. Takes `￥1,280.00`, `1280元`, 1280, a number that the sheet shows as a date, 免费 and the `¥-` of an accounting format;
 * a lone dash says nothing. Refuses negative amounts (also in brackets), fractions of a 分, odd grouping, words and `1.2万`.
 * @param scale what one unit of the column is in 元 (see moneyScale): only bare numbers are taken then, and none beyond a million.
 */
export function parseMoney(cell: Cell | undefined, scale = 1): Parsed<number> {
  if (isBlank(cell)) return NOTHING;
  if (isError(cell)) return wrong('cell_error');
  let amount: number;
  if (typeof cell === 'number') amount = cell;
  else if (typeof cell === 'object' && cell?.kind === 'date') {
    if (cell.serial >= FIRST_LIKELY_DAY) return wrong('money_invalid');
    amount = cell.serial;
  } else {
    const written = narrow(cell).replace(/\s+/g, '');
    if (free.has(fold(written))) return value(0);
    if (noAmount.has(fold(written))) return NOTHING;
    const inBrackets = /^\((.+)\)$/.exec(written);
    const text = (inBrackets?.[1] ?? written).replace(moneyWords, '').replace(moneyWords, '');
    const match = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d*)?$/.exec(text.replace(/[,，]/g, ','));
    if (match === null || (scale !== 1 && text !== written)) return wrong('money_invalid');
    amount = Number(`${inBrackets === null ? match[1] : '-'}${match[2]?.replaceAll(',', '')}${match[3] ?? ''}`);
  }
  if (amount < 0) return wrong('money_negative');
  amount *= scale;
  const fen = Math.round(amount * 100);
  if (fen > (scale === 1 ? BIGGEST_FEN : BIGGEST_SCALED_FEN)) return wrong('money_too_big');
  // Float noise of a spreadsheet is below a millionth; anything more is a fraction that nobody can pay.
  return Math.abs(amount * 100 - fen) < 1e-4 ? value(fen) : wrong('money_invalid');
}

const scales = words.moneyScales.map(([pattern, scale]) => ({ test: new RegExp(String(pattern)), scale: Number(scale) }));

/** What the heading of a money column says one unit is, in 元: 10000 for 实缴金额（万元）, 1 where it says nothing. */
export function moneyScale(heading: string): number {
  const text = heading.normalize('NFKC').replace(/\s+/g, '');
  return scales.find(({ test }) => test.test(text))?.scale ?? 1;
}

const MOST_HALVES = 20_000;
const lessonWords = new RegExp(`(?:${escaped(words.lessonUnits)})$`, 'i');

/** Lessons → halves. Takes 36, 13.5, `36节`, `1,000 课时`; refuses what is negative or no multiple of 0.5. */
export function parseLessons(cell: Cell | undefined): Parsed<number> {
  if (isBlank(cell)) return NOTHING;
  if (isError(cell)) return wrong('cell_error');
  let lessons: number;
  if (typeof cell === 'number') lessons = cell;
  else if (typeof cell === 'object' && cell?.kind === 'date') lessons = cell.serial;
  else {
    const text = narrow(cell).replace(/\s+/g, '').replace(lessonWords, '');
    if (!/^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?$/.test(text)) return wrong('lessons_invalid');
    lessons = Number(text.replaceAll(',', ''));
  }
  if (!Number.isFinite(lessons)) return wrong('lessons_invalid');
  if (lessons < 0) return wrong('lessons_negative');
  const halves = Math.round(lessons * 2);
  if (Math.abs(lessons * 2 - halves) > 1e-6) return wrong('lessons_not_half');
  return halves > MOST_HALVES ? wrong('lessons_too_many') : value(halves);
}

export type DayOptions = {
  /** Today in the centre's zone; with `notAfterToday` a later day is an error. */
  readonly today: string;
  readonly notAfterToday?: boolean;
  /** Numbers in this file count from 1904 (old Macintosh sheets). */
  readonly date1904?: boolean;
  /** Offset of the centre's zone, for instants with a zone of their own (`…Z`). */
  readonly utcOffsetMinutes?: number;
};

const EARLIEST = '1900-01-01';
const LATEST = '2100-12-31';
/** 18 May 1927. A smaller number that no format calls a date is a year, an age or a count of days. */
const LEAST_PLAIN_SERIAL = 10_000;

/**
 * Day → `YYYY-MM-DD`. Takes date cells, Excel serials (also as text), 2024-3-5, 2024/3/5, 2024.3.5, 2024年3月5日, 20240305,
 * each with a time or weekday behind it, ISO instants, 5 Mar 2024, and 13/5/2024 where only one reading is in the calendar.
 * 3/5/2024 and years of two digits are `day_ambiguous`; days outside the calendar, and plain numbers that would be days before 1927
 * (a year, a number of days), are `day_invalid`.
 */
export function parseDay(cell: Cell | undefined, options: DayOptions): Parsed<string> {
  if (isBlank(cell)) return NOTHING;
  if (isError(cell)) return wrong('cell_error');
  const found = readDay(cell, options);
  if (found === 'day_invalid' || found === 'day_ambiguous') return wrong(found);
  if (found < EARLIEST || found > LATEST) return wrong('day_out_of_range');
  if (options.notAfterToday === true && found > options.today) return wrong('day_in_future');
  return value(found);
}

/**
 * The last day of validity, as parseDay; words for "without end" give `value: null`. `12个月`, 一年 and 90天 count from the day of
 * enrolment to the day of the same number, or the last of the month, as periods do in law (民法典 201, 202).
 */
export function parseLastDay(cell: Cell | undefined, options: DayOptions, from: string | null): Parsed<string> {
  if (typeof cell !== 'string') return parseDay(cell, options);
  const text = fold(cell);
  if (endless.has(text)) return NOTHING;
  const span = from === null ? null : duration.exec(text);
  return span === null ? parseDay(cell, options) : parseDay(dayAfter(from ?? '', span[1] ?? '', span[2] ?? ''), options);
}

const numbers: Readonly<Record<string, number>> = words.durationNumbers;
const duration = new RegExp(`^(\\d{1,3}|${Object.keys(numbers).join('|')})(${Object.values(words.durationUnits).flat().join('|')})$`);

/** `from` plus a span of years, months or days; '-' where the span is no whole number of months or days. */
function dayAfter(from: string, count: string, unit: string): string {
  const n = numbers[count] ?? Number(count);
  const months = words.durationUnits.year.includes(unit) ? n * 12 : words.durationUnits.month.includes(unit) ? n : 0;
  if (!Number.isInteger(months) || (months === 0 && !Number.isInteger(n))) return '-';
  const [year = 0, month = 1, day = 1] = from.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  const at = months === 0 ? Date.UTC(year, month - 1, day + n) : Date.UTC(year, month - 1 + months, Math.min(day, lastOfMonth));
  return new Date(at).toISOString().slice(0, 10);
}

const monthOnly = new RegExp(words.monthOnly);

/** A year and a month without a day: 2016年3月, 2016-3, 201603. */
export function isMonthOnly(cell: Cell | undefined): boolean {
  return (typeof cell === 'string' || typeof cell === 'number') && monthOnly.test(fold(cellText(cell)));
}

type DayFound = string | 'day_invalid' | 'day_ambiguous';

function readDay(cell: Cell | undefined, options: DayOptions): DayFound {
  if (typeof cell === 'number') return numberDay(cell, options);
  if (typeof cell === 'object' && cell?.kind === 'date') return cell.day ?? 'day_invalid';
  if (typeof cell !== 'string') return 'day_invalid';
  return textDay(narrow(cell), options);
}

function numberDay(number: number, options: DayOptions): DayFound {
  if (Number.isInteger(number) && number >= 19_000_101 && number <= 21_001_231) return compactDay(String(number));
  const serial = options.date1904 === true ? number + 1462 : number;
  return serial < LEAST_PLAIN_SERIAL ? 'day_invalid' : (serialToDay(serial) ?? 'day_invalid');
}

const marks = words.dayMarks;
const weekday = new RegExp(
  `[(,]?\\s*(?:(?:${marks.week.join('|')})[^\\s\\d)]|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\\b\\.?)\\s*[),]?`,
  'gi',
);
const halfDay = [...marks.morning, ...marks.afternoon].join('|');
const time = new RegExp(`(?:\\s+|T)(?:${halfDay})?\\s*\\d{1,2}:\\d{1,2}(?::\\d{1,2}(?:\\.\\d+)?)?\\s*(?:[ap]\\.?m\\.?)?$`, 'i');
const spelled = new RegExp(`^(\\d{4})${marks.year}(\\d{1,2})${marks.month}(\\d{1,2})(?:${marks.day.join('|')})?$`);
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function textDay(written: string, options: DayOptions): DayFound {
  if (/^\d{4}-\d{1,2}-\d{1,2}T\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/i.test(written))
    return instantDay(written, options);
  const text = written.replace(weekday, ' ').trim().replace(time, '').trim();
  const named = /^(?:(\d{1,2})[\s-]+([a-z]{3,9})\.?[\s,-]+(\d{4})|([a-z]{3,9})\.?[\s-]+(\d{1,2})[\s,-]+(\d{4}))$/i.exec(text);
  if (named !== null) {
    const month = MONTHS.indexOf((named[2] ?? named[4] ?? '').slice(0, 3).toLowerCase()) + 1;
    return calendarDay(named[3] ?? named[6], String(month), named[1] ?? named[5]);
  }
  const close = text.replace(/\s+/g, '');
  if (/^\d{8}$/.test(close)) return compactDay(close);
  if (/^\d{5}(?:\.\d+)?$/.test(close)) return numberDay(Number(close), options);
  const parts = spelled.exec(close) ?? /^(\d{4})([-/.‐-―])(\d{1,2})\2(\d{1,2})$/.exec(close)?.filter((_, i) => i !== 2);
  if (parts !== undefined && parts !== null) return calendarDay(parts[1], parts[2], parts[3]);
  const short = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{1,2})$/.exec(close);
  if (short === null) return 'day_invalid';
  return shortDay(Number(short[1]), Number(short[3]), short[4] ?? '');
}

/** Month and day in either order: taken only when the calendar leaves one reading. */
function shortDay(a: number, b: number, year: string): DayFound {
  if (year.length < 4) return 'day_ambiguous';
  const monthFirst = calendarDay(year, String(a), String(b));
  const dayFirst = calendarDay(year, String(b), String(a));
  if (monthFirst === dayFirst || dayFirst === 'day_invalid') return monthFirst;
  return monthFirst === 'day_invalid' ? dayFirst : 'day_ambiguous';
}

const compactDay = (digits: string) => calendarDay(digits.slice(0, 4), digits.slice(4, 6), digits.slice(6));
const isoDay = z.iso.date();

function calendarDay(year: string | undefined, month: string | undefined, day: string | undefined): DayFound {
  const text = `${year ?? ''}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`;
  return isoDay.safeParse(text).success ? text : 'day_invalid';
}

function instantDay(text: string, options: DayOptions): DayFound {
  const at = Date.parse(text);
  const [year, month, day] = text.split(/[-T]/);
  if (Number.isNaN(at) || calendarDay(year, month, day) === 'day_invalid') return 'day_invalid';
  return new Date(at + (options.utcOffsetMinutes ?? 480) * 60_000).toISOString().slice(0, 10);
}

/** Word → key of a list of words; the comparison ignores case, width and blanks. */
function lookup(lists: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(lists).flatMap(([key, list]) => list.map((word) => [fold(word), key] as const)));
}
const genders = lookup(words.gender);
const relations = lookup(words.relation);
const statuses = lookup(words.status);
const kinds = lookup(words.enrolmentKind);

export type Gender = '' | 'female' | 'male';
export type Relation = 'mother' | 'father' | 'grandparent' | 'self' | 'other' | '';
export type Marker = 'paused' | 'completed' | 'ended';
export type EnrolmentKind = 'new' | 'renewal' | 'extension' | 'transfer_in';

/** Gender; words for "not known" are no error and give ''. */
export function parseGender(cell: Cell | undefined): Parsed<Gender> {
  if (isBlank(cell)) return NOTHING;
  if (isError(cell)) return wrong('cell_error');
  const found = genders.get(fold(cellText(cell)));
  return found === undefined ? wrong('gender_invalid') : value(found as Gender);
}

/** The kind of relation that a word stands for; any other word is `other`, nothing is ''. */
export function relationOf(text: string): Relation {
  if (text === '') return '';
  return (relations.get(fold(text)) ?? 'other') as Relation;
}

/** The marker that a status word sets; null = goes on as usual; undefined = a word that is not known. */
export function markerOf(text: string): Marker | null | undefined {
  if (text === '') return null;
  const found = statuses.get(fold(text));
  return found === undefined ? undefined : found === 'active' ? null : (found as Marker);
}

/** Kind of an enrolment by its word; null when it is not known. */
export function enrolmentKindOf(text: string): EnrolmentKind | null {
  return (kinds.get(fold(text)) ?? null) as EnrolmentKind | null;
}
