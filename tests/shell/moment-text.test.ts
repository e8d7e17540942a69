import { describe, expect, it } from 'vitest';
import { parseMoment } from '#renderer/lib/moment-text.ts';

const zone = 'Asia/Shanghai';
const now = Date.parse('2026-11-21T10:42:00+08:00');
const read = (text: string) => {
  const at = parseMoment(text, now, zone);
  return at === null ? null : new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
};

describe('a typed moment', () => {
  it('is today when only a time was typed', () => {
    expect(['18:30', '1830', '9', '０９：０５'].map(read)).toEqual([
      '2026-11-21 18:30',
      '2026-11-21 18:30',
      '2026-11-21 09:00',
      '2026-11-21 09:05',
    ]);
  });
  it('takes words for days in both languages, with or without a space', () => {
    expect(['昨天 20:15', '昨天20:15', 'tomorrow 9', '后天 8:00'].map(read)).toEqual([
      '2026-11-20 20:15',
      '2026-11-20 20:15',
      '2026-11-22 09:00',
      '2026-11-23 08:00',
    ]);
  });
  it('reads back what the screen itself writes', () => {
    expect(['2026-11-20 周五 15:30', '2026-11-20 Fri 15:30', '11-20 15:30', '11/20 15:30'].map(read)).toEqual(
      Array.from({ length: 4 }, () => '2026-11-20 15:30'),
    );
  });
  it('refuses what is no time', () => {
    expect(['', '下午', '25:00', '12:60', '11-31 10:00', '13-01 10:00', '1 2 3'].map(read)).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});
