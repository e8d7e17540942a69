import notices from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { z } from 'zod';
import {
  type HolidayKey,
  holidayKeys,
  type MovingHolidays,
  regulationDays,
  type StatutoryCalendar,
  type StatutoryDay,
} from '#shared/rules/statutory.ts';
import fileWords from '../../resources/calendar/file-words.json' with { type: 'json' };
import movingHolidays from '../../resources/calendar/moving-holidays.json' with { type: 'json' };

/** The names of the shipped data set (its English ones, so that no name has to be guessed from words). */
const keyByName: Record<string, HolidayKey> = {
  "New Year's Day": 'new_year',
  'Spring Festival': 'spring_festival',
  'Tomb-sweeping Day': 'qingming',
  'Labour Day': 'labour_day',
  'Dragon Boat Festival': 'dragon_boat',
  'Mid-autumn Festival': 'mid_autumn',
  'National Day': 'national_day',
};

/** An entry of the data set reads `English name,Chinese name,days`. */
function shippedDay(kind: StatutoryDay['kind'], entry: string): StatutoryDay {
  const [english = '', chinese = ''] = entry.split(',');
  return { kind, holiday: keyByName[english] ?? null, name: chinese };
}

const moving: Record<string, MovingHolidays> = movingHolidays.years;

/** A year counts as known when its notice is in the data: both its first and its last holiday are there. */
function yearsOf(days: Record<string, StatutoryDay>): number[] {
  const years = new Set(Object.keys(days).map((day) => day.slice(0, 4)));
  return [...years]
    .filter((year) => days[`${year}-01-01`]?.kind === 'off' && days[`${year}-10-01`]?.kind === 'off')
    .map(Number)
    .sort((a, b) => a - b);
}

let shipped: StatutoryCalendar | undefined;

/** The State Council notices that are shipped with the program (2004 until the last one published before the release). */
export function shippedStatutory(): StatutoryCalendar {
  if (!shipped) {
    const days: Record<string, StatutoryDay> = {};
    for (const [day, entry] of Object.entries(notices.holidays)) days[day] = shippedDay('off', entry);
    for (const [day, entry] of Object.entries(notices.workdays)) days[day] = shippedDay('work', entry);
    shipped = { years: yearsOf(days), days, overrides: {}, moving };
  }
  return shipped;
}

const day = z.iso.date();
const year = z.int().min(1949).max(2199);
const entry = z.object({
  kind: z.enum(['work', 'off']),
  holiday: z.enum(holidayKeys).nullable().default(null),
  name: z.string().trim().max(60).default(''),
});

/** Our own file: whole years, each with the days that differ from Mon–Fri. */
const ownFile = z.object({ years: z.array(year).min(1).max(200), days: z.record(day, entry) });
/** A file of the holiday-cn project: one year a file. */
const holidayCnFile = z.object({
  year,
  days: z.array(z.object({ name: z.string().trim().max(60), date: day, isOffDay: z.boolean() })).max(400),
});

export type StatutoryFileProblem = {
  code: 'unreadable' | 'not_json' | 'wrong_shape' | 'day_outside_years' | 'no_days' | 'bad_line' | 'year_incomplete';
  detail: string;
};
export type StatutoryFile =
  | { ok: true; years: number[]; days: Record<string, StatutoryDay> }
  | { ok: false; problem: StatutoryFileProblem };

/** One row a day: `2027-01-01,休,元旦`; also off and work, a heading, and the separators that Excel writes. */
function parseCsv(text: string): StatutoryFile {
  const kinds: Record<string, string> = fileWords.kinds;
  const days: Record<string, StatutoryDay> = {};
  const lines = text.split(/\r\n|\r|\n/);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const [first = '', kind = '', name = ''] = line.split(/[,;\t，]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    const written = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(first);
    const date = written ? [written[1], written[2]?.padStart(2, '0'), written[3]?.padStart(2, '0')].join('-') : first;
    const known = kinds[kind.toLowerCase()];
    if (day.safeParse(date).success && known && !(date in days))
      days[date] = { kind: known === 'work' ? 'work' : 'off', holiday: keyOf(name), name: name.slice(0, 60) };
    else if (index > 0 || written) return refuse('bad_line', String(index + 1));
  }
  const years = [...new Set(Object.keys(days).map((each) => Number(each.slice(0, 4))))].sort((a, b) => a - b);
  return years.length === 0 ? refuse('no_days') : { ok: true, years, days };
}

/** The holiday that a Chinese name means; one that names two is none of them alone. */
function keyOf(name: string): HolidayKey | null {
  const found = Object.entries(fileWords.holidays).filter(([part]) => name.includes(part));
  return found.length === 1 ? (holidayKeys.find((key) => key === found[0]?.[1]) ?? null) : null;
}

const refuse = (code: StatutoryFileProblem['code'], detail = ''): StatutoryFile => ({ ok: false, problem: { code, detail } });

/**
 * Reads a file of working and free days: a table with one day a row, our own form `{years, days: {day: {kind, holiday?, name?}}}` or a year file of the
 * holiday-cn project. Every day must lie in the years named (a holiday-cn file may reach into the neighbouring years).
 */
export function parseStatutoryFile(text: string): StatutoryFile {
  const plain = text.replace(/^\uFEFF/, '').trim();
  if (plain !== '' && !/^[{[]/.test(plain)) return parseCsv(plain);
  let value: unknown;
  try {
    value = JSON.parse(plain);
  } catch {
    return refuse('not_json');
  }
  const theirs = holidayCnFile.safeParse(value);
  if (theirs.success) {
    const days = Object.fromEntries(
      theirs.data.days.map(({ date, name, isOffDay }): [string, StatutoryDay] => [
        date,
        { kind: isOffDay ? 'off' : 'work', holiday: keyOf(name), name },
      ]),
    );
    return theirs.data.days.length === 0 ? refuse('no_days') : { ok: true, years: [theirs.data.year], days };
  }
  const own = ownFile.safeParse(value);
  if (!own.success) return refuse('wrong_shape', own.error.issues[0]?.path.join('.') ?? '');
  const outside = Object.keys(own.data.days).find((each) => !own.data.years.includes(Number(each.slice(0, 4))));
  return outside ? refuse('day_outside_years', outside) : { ok: true, years: own.data.years, days: own.data.days };
}

/** Since then the regulation fixes the days that a notice has to contain. */
const REGULATION_SINCE = 2025;

/** The first year of a file that lacks a holiday which the law fixes: its days would then count as worked. */
export function incompleteYear(file: { years: readonly number[]; days: Record<string, StatutoryDay> }): number | undefined {
  const known = yearsOf(file.days);
  return file.years.find((each) => {
    if (each < REGULATION_SINCE) return !known.includes(each);
    const fixed = Object.entries(regulationDays(each, moving[String(each)]));
    const free = new Set(fixed.filter(([date]) => file.days[date]?.kind === 'off').map(([, key]) => key));
    return fixed.some(([, key]) => !free.has(key));
  });
}

/** The calendar with the years of a file replaced; everything else stays. */
export function withStatutoryFile(
  calendar: StatutoryCalendar,
  file: { years: number[]; days: Record<string, StatutoryDay> },
): StatutoryCalendar {
  const kept = Object.entries(calendar.days).filter(([each]) => !file.years.includes(Number(each.slice(0, 4))));
  const years = [...new Set([...calendar.years, ...file.years])].sort((a, b) => a - b);
  return { ...calendar, years, days: { ...Object.fromEntries(kept), ...file.days } };
}
