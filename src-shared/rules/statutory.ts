import { addDays, weekdayOf } from './zone.ts';

/** The seven holidays of the State Council regulation. Screens have the words for the keys. */
export const holidayKeys = ['new_year', 'spring_festival', 'qingming', 'labour_day', 'dragon_boat', 'mid_autumn', 'national_day'] as const;
export type HolidayKey = (typeof holidayKeys)[number];

export type StatutoryDay = {
  kind: 'work' | 'off';
  /** Which holiday the day belongs to (a make-up workday too); null for a special day or one set by hand. */
  holiday: HolidayKey | null;
  /** The name as the data or the person gave it; may be empty. */
  name: string;
};

/** The moving holidays of one year as Gregorian days. */
export type MovingHolidays = { spring_festival: string; qingming: string; dragon_boat: string; mid_autumn: string };

/**
 * Working and non-working days by law (spec/complaints.md, "Calendars"). A plain value: the data set is read by the core and
 * handed in. `days` holds only the days that differ from Mon–Fri. Never change a value in place.
 */
export type StatutoryCalendar = {
  /** Years whose notice is known. In any other year the days that the regulation itself fixes are free, marked provisional. */
  years: number[];
  days: Record<string, StatutoryDay>;
  /** Days set by hand; they win over everything and are never provisional. */
  overrides: Record<string, StatutoryDay>;
  moving: Record<string, MovingHolidays>;
};

/** A calendar that knows no year: weekends, and the fixed solar holidays of the regulation. */
export const NO_STATUTORY_DATA: StatutoryCalendar = { years: [], days: {}, overrides: {}, moving: {} };

export type DayVerdict = {
  work: boolean;
  reason: 'weekday' | 'weekend' | 'holiday' | 'make_up';
  holiday: HolidayKey | null;
  name: string;
  provisional: boolean;
};

/**
 * Days that the regulation itself fixes, as in force since 2025-01-01 (New Year 1, Spring Festival 4: the eve and the first
 * three days, Qingming 1, Labour Day 2, Dragon Boat 1, Mid-autumn 1, National Day 3). When two fall on one day the first in
 * the order of the year names it. A year without `moving` has only the fixed solar days.
 */
export function regulationDays(year: number, moving: MovingHolidays | undefined): Record<string, HolidayKey> {
  const days: Record<string, HolidayKey> = {};
  const add = (day: string, key: HolidayKey) => {
    days[day] ??= key;
  };
  const y = String(year).padStart(4, '0');
  add(`${y}-01-01`, 'new_year');
  if (moving) {
    for (let offset = -1; offset <= 2; offset++) add(addDays(moving.spring_festival, offset), 'spring_festival');
    add(moving.qingming, 'qingming');
  }
  for (const day of ['05-01', '05-02']) add(`${y}-${day}`, 'labour_day');
  if (moving) {
    add(moving.dragon_boat, 'dragon_boat');
    add(moving.mid_autumn, 'mid_autumn');
  }
  for (const day of ['10-01', '10-02', '10-03']) add(`${y}-${day}`, 'national_day');
  return days;
}

type Compiled = { years: Set<number>; fixed: Map<number, Record<string, HolidayKey>>; verdicts: Map<string, DayVerdict> };
const compiled = new WeakMap<StatutoryCalendar, Compiled>();

function compile(calendar: StatutoryCalendar): Compiled {
  let value = compiled.get(calendar);
  if (!value) {
    value = { years: new Set(calendar.years), fixed: new Map(), verdicts: new Map() };
    compiled.set(calendar, value);
  }
  return value;
}

const fromEntry = (entry: StatutoryDay): DayVerdict => ({
  work: entry.kind === 'work',
  reason: entry.kind === 'work' ? 'make_up' : 'holiday',
  holiday: entry.holiday,
  name: entry.name,
  provisional: false,
});

function judge(calendar: StatutoryCalendar, state: Compiled, day: string): DayVerdict {
  const weekend = weekdayOf(day) >= 6;
  const plain: DayVerdict = { work: !weekend, reason: weekend ? 'weekend' : 'weekday', holiday: null, name: '', provisional: false };
  const set = calendar.overrides[day] ?? calendar.days[day];
  if (set) return set.kind === 'work' && !weekend ? { ...fromEntry(set), reason: 'weekday' } : fromEntry(set);
  const year = Number(day.slice(0, 4));
  if (state.years.has(year)) return plain;
  let fixed = state.fixed.get(year);
  if (!fixed) {
    fixed = regulationDays(year, calendar.moving[String(year)]);
    state.fixed.set(year, fixed);
  }
  const holiday = fixed[day];
  if (holiday) return { work: false, reason: 'holiday', holiday, name: '', provisional: true };
  return { ...plain, provisional: true };
}

/** Whether `day` is a working day by law, why, and whether that is only provisional. */
export function statutoryDay(calendar: StatutoryCalendar, day: string): DayVerdict {
  const state = compile(calendar);
  let verdict = state.verdicts.get(day);
  if (!verdict) {
    verdict = judge(calendar, state, day);
    state.verdicts.set(day, verdict);
  }
  return verdict;
}

/** The first working day after `day`. */
export function nextWorkingDay(calendar: StatutoryCalendar, day: string): string {
  let next = addDays(day, 1);
  while (!statutoryDay(calendar, next).work) next = addDays(next, 1);
  return next;
}

/**
 * The years that a banner must name on `today`: the running year when its data is missing, and from December on the next.
 */
export function missingYears(calendar: StatutoryCalendar, today: string): number[] {
  const year = Number(today.slice(0, 4));
  const asked = today.slice(5, 7) === '12' ? [year, year + 1] : [year];
  return asked.filter((each) => !calendar.years.includes(each));
}
