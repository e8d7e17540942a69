import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { createFormat, type Format, momentOf } from '#renderer/lib/format.ts';
import type { Lang } from '#shared/contract/fields.ts';
import en from '../../src-renderer/locales/en/common.json' with { type: 'json' };
import zh from '../../src-renderer/locales/zh-CN/common.json' with { type: 'json' };

const ZONE = 'Asia/Shanghai';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const i18n = i18next.createInstance();
void i18n.init({
  resources: { 'zh-CN': { common: zh }, en: { common: en } },
  defaultNS: 'common',
  initAsync: false,
  interpolation: { escapeValue: false },
});

function formatFor(lang: Lang, zone = ZONE): Format {
  const t = i18n.getFixedT(lang, 'common');
  return createFormat({ t: (key, values) => t(key, values ?? {}), lang, zone });
}
const f = formatFor('zh-CN');
const e = formatFor('en');
const now = Date.UTC(2026, 10, 21, 2, 42); // Sat 2026-11-21 10:42 in Shanghai
const at = (day: string, time: string) => momentOf(day, time, ZONE);

describe('dates', () => {
  it('writes the day, the weekday and the time of the centre, not of the machine', () => {
    expect(f.dateTime(Date.UTC(2026, 10, 20, 7, 30))).toBe('2026-11-20 周五 15:30');
    expect(formatFor('zh-CN', 'Asia/Urumqi').dateTime(Date.UTC(2026, 10, 20, 7, 30))).toBe('2026-11-20 周五 13:30');
    expect(e.dateTime(Date.UTC(2026, 10, 20, 7, 30))).toBe('2026-11-20 Fri 15:30');
  });
  it('writes the end of a day as 24:00', () => {
    expect(f.dueTime(at('2026-10-16', '00:00'))).toBe('2026-10-15 周四 24:00');
    expect(f.nearDue(at('2026-11-22', '00:00'), now)).toBe('周六 24:00');
    expect(f.dueTime(at('2026-10-16', '00:01'))).toBe('2026-10-16 周五 00:01');
  });
  it('uses the weekday within six days, else the date, and the year only when it is another one', () => {
    expect(f.near(at('2026-11-22', '09:50'), now)).toBe('周日 09:50');
    expect(f.near(at('2026-11-20', '09:20'), now)).toBe('周五 09:20');
    expect(f.near(at('2026-11-28', '09:00'), now)).toBe('11-28');
    expect(f.near(at('2027-01-04', '09:00'), now)).toBe('2027-01-04');
    expect(e.near(at('2026-11-28', '09:00'), now)).toBe('28 Nov');
    expect(e.near(at('2027-01-04', '09:00'), now)).toBe('4 Jan 2027');
  });
  it('names the days around today', () => {
    expect(f.nearDay('2026-11-21', '2026-11-21')).toBe('今天');
    expect(f.nearDay('2026-11-20', '2026-11-21')).toBe('昨天');
    expect(f.nearDay('2026-11-18', '2026-11-21')).toBe('11-18 周三');
    expect(e.nearDay('2026-11-18', '2026-11-21')).toBe('Wed 18 Nov');
  });
  it('writes the head of the screen and what is printed', () => {
    expect(f.headDay(now)).toBe('11-21 周六');
    expect(e.headDay(now)).toBe('Sat 21 Nov');
    expect(f.printDay('2026-11-20')).toBe('2026年11月20日');
    expect(e.printDay('2026-11-20')).toBe('20 November 2026');
    expect(f.month('2026-10')).toBe('2026 年 10 月');
    expect(e.month('2026-10')).toBe('October 2026');
  });
});

describe('durations', () => {
  it('writes minutes below an hour, hours below a day, days above', () => {
    expect(f.left(2 * MINUTE)).toBe('剩 2 分');
    expect(f.left(4 * HOUR + 28 * MINUTE)).toBe('剩 4 小时 28 分');
    expect(f.left(23 * HOUR)).toBe('剩 23 小时');
    expect(f.left(27 * HOUR)).toBe('剩 1 天 3 小时');
    expect(f.left(46 * HOUR + 8 * MINUTE)).toBe('剩 1 天 22 小时');
    expect(f.late(HOUR + 12 * MINUTE)).toBe('逾期 1 小时 12 分');
    expect(f.late(-42 * MINUTE)).toBe('逾期 42 分');
    expect(f.early(30 * MINUTE)).toBe('提前 30 分');
    expect(f.took(9 * MINUTE)).toBe('用时 9 分');
    expect(f.left(59_999)).toBe('剩不到 1 分');
    expect(f.workDaysLeft(5)).toBe('剩 5 个工作日');
  });
  it('stays in hours for arithmetic', () => {
    expect(f.hours(24 * HOUR + 20 * MINUTE)).toBe('24 小时 20 分');
    expect(f.hours(48 * HOUR)).toBe('48 小时');
  });
  it('writes English short and in its own order', () => {
    expect(e.left(4 * HOUR + 28 * MINUTE)).toBe('4 h 28 m left');
    expect(e.late(HOUR + 12 * MINUTE)).toBe('1 h 12 m late');
    expect(e.workDaysLeft(1)).toBe('1 working day left');
    expect(e.workDaysLeft(5)).toBe('5 working days left');
    expect(e.left(27 * HOUR)).toBe('1 d 3 h left');
  });
  it('says how long ago', () => {
    expect(f.ago(30_000)).toBe('刚才');
    expect(f.ago(2 * HOUR + 5 * MINUTE)).toBe('2 小时前');
    expect(e.ago(3 * 24 * HOUR)).toBe('3 d ago');
  });
});

describe('money, lessons, counts', () => {
  it('writes fen as yuan', () => {
    expect(f.money(128_000)).toBe('¥1,280.00');
    expect(f.money(5)).toBe('¥0.05');
    expect(f.money(-50_050)).toBe('−¥500.50');
    expect(f.signedMoney(500)).toBe('+¥5.00');
    expect(f.money(999_999_999_999)).toBe('¥9,999,999,999.99');
  });
  it('writes halves as lessons', () => {
    expect(f.lessons(61)).toBe('30.5');
    expect(f.lessons(60)).toBe('30');
    expect(f.lessons(-1)).toBe('−0.5');
    expect(f.lessons(0)).toBe('0');
  });
  it('writes shares, and a dash where nothing can be divided', () => {
    expect(f.percent(18, 19)).toBe('94.7%');
    expect(f.percent(0, 0)).toBe('—');
    expect(f.ratio(null)).toBe('—');
    expect(f.signed(-9)).toBe('−9');
    expect(f.signed(18)).toBe('+18');
    expect(f.count(12345)).toBe('12,345');
  });
});
