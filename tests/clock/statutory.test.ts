import { describe, expect, it } from 'vitest';
import { parseStatutoryFile, shippedStatutory, withStatutoryFile } from '#main/calendar/statutory.ts';
import { DEFAULT_OPENING } from '#shared/rules/calendar.ts';
import { due, formatDue, isProvisional } from '#shared/rules/clock.ts';
import { missingYears, NO_STATUTORY_DATA, nextWorkingDay, regulationDays, statutoryDay } from '#shared/rules/statutory.ts';
import { addDays } from '#shared/rules/zone.ts';
import { stepWorks } from './stepper.ts';

const shipped = shippedStatutory();

describe('the shipped notices', () => {
  it('say for each day of 2025 and 2026 what the notices say', () => {
    for (let day = '2025-01-01'; day <= '2026-12-31'; day = addDays(day, 1)) {
      const verdict = statutoryDay(shipped, day);
      expect([day, verdict.work, verdict.provisional]).toEqual([day, stepWorks(day), false]);
    }
  });
  it('name the holiday and the make-up day', () => {
    expect(statutoryDay(shipped, '2026-10-05')).toMatchObject({ work: false, reason: 'holiday', holiday: 'national_day' });
    expect(statutoryDay(shipped, '2026-10-10')).toMatchObject({ work: true, reason: 'make_up', holiday: 'national_day' });
    expect(statutoryDay(shipped, '2026-11-21')).toMatchObject({ work: false, reason: 'weekend', holiday: null });
    expect(shipped.years).toContain(2026);
    expect(nextWorkingDay(shipped, '2026-09-30')).toBe('2026-10-08');
  });
});

describe('a year without a notice', () => {
  it('has the 13 days that the regulation fixes since 2025', () => {
    expect(Object.keys(regulationDays(2025, shipped.moving['2025'])).toSorted()).toEqual([
      '2025-01-01',
      '2025-01-28',
      '2025-01-29',
      '2025-01-30',
      '2025-01-31',
      '2025-04-04',
      '2025-05-01',
      '2025-05-02',
      '2025-05-31',
      '2025-10-01',
      '2025-10-02',
      '2025-10-03',
      '2025-10-06',
    ]);
    expect(Object.keys(regulationDays(2027, shipped.moving['2027']))).toHaveLength(13);
    expect(Object.keys(regulationDays(2150, undefined))).toHaveLength(6);
  });
  it('has its days of every known year free in the notice of that year too', () => {
    for (const year of shipped.years.filter((each) => each >= 2025)) {
      for (const day of Object.keys(regulationDays(year, shipped.moving[String(year)])))
        expect([day, statutoryDay(shipped, day).work]).toEqual([day, false]);
    }
  });
  it('knows the days of the Spring Festival of 2027, provisionally', () => {
    for (const day of ['2027-02-05', '2027-02-08']) {
      expect(statutoryDay(shipped, day)).toMatchObject({ work: false, holiday: 'spring_festival', provisional: true });
    }
    expect(statutoryDay(shipped, '2027-02-09')).toMatchObject({ work: true, provisional: true });
    const clock = {
      unit: 'working_days',
      target: 7 * 1440,
      start: Date.parse('2027-02-03T10:00:00+08:00'),
      calendar: DEFAULT_OPENING,
    } as const;
    expect(formatDue(due({ ...clock, statutory: shipped }, 0), 'working_days', 'Asia/Shanghai')).toBe('2027-02-16T24:00+08:00');
    expect(isProvisional({ ...clock, statutory: shipped }, 0)).toBe(true);
    expect(isProvisional({ ...clock, start: Date.parse('2026-02-03T10:00:00+08:00'), statutory: shipped }, 0)).toBe(false);
  });
  it('agrees with the lunar calendar of the runtime, but for two new moons at midnight', () => {
    const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric' });
    const wrong: string[] = [];
    for (const [year, days] of Object.entries(shipped.moving)) {
      const expected = { spring_festival: '1/1', dragon_boat: '5/5', mid_autumn: '8/15' } as const;
      for (const key of ['spring_festival', 'dragon_boat', 'mid_autumn'] as const) {
        const parts = lunar.formatToParts(Date.parse(`${days[key]}T12:00:00+08:00`));
        const text = ['month', 'day'].map((type) => parts.find((part) => part.type === type)?.value).join('/');
        if (text !== expected[key]) wrong.push(`${year} ${key}`);
      }
      expect(['04', '05', '06']).toContain(days.qingming.slice(8));
    }
    // The new moons of these two fall within minutes of midnight; the almanac has 2027-02-06 and 2030-02-03.
    expect(wrong.filter((each) => !['2027 spring_festival', '2030 spring_festival'].includes(each))).toEqual([]);
    expect([shipped.moving['2027']?.spring_festival, shipped.moving['2030']?.spring_festival]).toEqual(['2027-02-06', '2030-02-03']);
  });
  it('is asked for by a banner: the running year always, the next from December on', () => {
    expect(missingYears(shipped, '2026-11-30')).toEqual([]);
    expect(missingYears(shipped, '2026-12-01')).toEqual([2027]);
    expect(missingYears(shipped, '2027-12-05')).toEqual([2027, 2028]);
    expect(statutoryDay(NO_STATUTORY_DATA, '2026-10-01')).toMatchObject({ work: false, provisional: true });
  });
});

describe('overrides', () => {
  it('by hand win and are not provisional', () => {
    const calendar = {
      ...shipped,
      overrides: { '2027-02-09': { kind: 'off' as const, holiday: 'spring_festival' as const, name: '' } },
    };
    expect(statutoryDay(calendar, '2027-02-09')).toMatchObject({ work: false, provisional: false });
    expect(statutoryDay(shipped, '2027-02-09').work).toBe(true);
  });
  it('by a file of our own form replace whole years', () => {
    const file = parseStatutoryFile(
      JSON.stringify({ years: [2027], days: { '2027-02-14': { kind: 'work', holiday: 'spring_festival' } } }),
    );
    if (!file.ok) throw new Error(file.problem.code);
    const calendar = withStatutoryFile(shipped, file);
    expect(statutoryDay(calendar, '2027-02-14')).toMatchObject({ work: true, reason: 'make_up', provisional: false });
    expect(statutoryDay(calendar, '2027-02-05')).toMatchObject({ work: true, provisional: false });
    expect(missingYears(calendar, '2026-12-31')).toEqual([]);
  });
  it('by a file of the holiday-cn project are read', () => {
    const file = parseStatutoryFile(JSON.stringify({ year: 2027, papers: [], days: [{ name: 'x', date: '2027-01-01', isOffDay: true }] }));
    expect(file).toMatchObject({ ok: true, years: [2027], days: { '2027-01-01': { kind: 'off' } } });
  });
  it.each([
    ['{', 'not_json'],
    ['[]', 'wrong_shape'],
    ['{"years":[2027],"days":{"2027-13-01":{"kind":"off"}}}', 'wrong_shape'],
    ['{"years":[2027],"days":{"2027-01-01":{"kind":"holiday"}}}', 'wrong_shape'],
    ['{"years":[2027],"days":{"2028-01-01":{"kind":"off"}}}', 'day_outside_years'],
    ['{"year":2027,"days":[]}', 'no_days'],
  ])('by the file %s are refused as %s', (text, code) => {
    expect(parseStatutoryFile(text)).toMatchObject({ ok: false, problem: { code } });
  });
  it('may begin with the mark that some editors write', () => {
    expect(parseStatutoryFile('\uFEFF{"years":[2027],"days":{"2027-01-01":{"kind":"off"}}}')).toMatchObject({ ok: true, years: [2027] });
  });
});
