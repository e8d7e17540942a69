import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next, { type TFunction } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { shippedStatutory } from '#main/calendar/statutory.ts';
import type { CaseWalk } from '#renderer/features/complaints/types.ts';
import { whyData } from '#renderer/features/complaints/why-words.ts';
import { createFormat } from '#renderer/lib/format.ts';
import { entryView, walk as walkShape } from '#shared/contract/complaint-page.ts';
import { channel, clockName, complaintState } from '#shared/contract/fields.ts';
import { DEFAULT_OPENING, type OpeningCalendar } from '#shared/rules/calendar.ts';
import { type ClockSpec, formatDue } from '#shared/rules/clock.ts';
import { walk } from '#shared/rules/clock-walk.ts';
import { closingConditions } from '#shared/rules/complaint-closing.ts';
import { nodeKeys } from '#shared/rules/complaint-nodes.ts';
import commonEn from '../../src-renderer/locales/en/common.json' with { type: 'json' };
import en from '../../src-renderer/locales/en/complaints.json' with { type: 'json' };
import commonZh from '../../src-renderer/locales/zh-CN/common.json' with { type: 'json' };
import zh from '../../src-renderer/locales/zh-CN/complaints.json' with { type: 'json' };

const desk = join(import.meta.dirname, '..', '..', 'src-main', 'complaints');
const source = readdirSync(desk)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(desk, name), 'utf8'))
  .join('\n');
const rules = readFileSync(join(desk, '..', '..', 'src-shared', 'rules', 'assignment.ts'), 'utf8');
const all = (text: string, pattern: RegExp) =>
  [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))].filter((key) => key !== '');

const LANGS = { 'zh-CN': zh, en } as const;

describe('every code of a complaint has words', () => {
  for (const [lang, words] of Object.entries(LANGS)) {
    it(`sentences that the program writes into the log (${lang})`, () => {
      const texts = all(source, /\btext: (?:[^'\n]*\? )?'(\w+)'/g);
      expect(texts.length).toBeGreaterThan(25);
      expect(texts.filter((text) => !(text in words.log))).toEqual([]);
    });
    it(`reasons of an assignment (${lang})`, () => {
      const codes = [...all(rules, /because\('(\w+)'/g), ...all(source, /code: '(\w+)'/g)];
      expect(codes.length).toBeGreaterThan(5);
      // only_one would read as a plural form, so its words stand under another key
      const spoken: readonly string[] = [...Object.keys(words.reason.because), 'only_one'];
      expect(words.reason.because.single).toBeTruthy();
      // who was left out is not told to whom it was given
      expect(
        codes.filter(
          (code) => !spoken.includes(code) && !/^(inactive|complained_about|severity_not_allowed|cap_reached|on_leave|no_duty)$/.test(code),
        ),
      ).toEqual([]);
    });
    it(`clocks, states, nodes, channels, closing conditions, reasons of a walk (${lang})`, () => {
      expect(Object.keys(words.clock).sort()).toEqual([...clockName.options].sort());
      expect(Object.keys(words.why.title).sort()).toEqual([...clockName.options].sort());
      expect(Object.keys(words.state).sort()).toEqual([...complaintState.options].sort());
      expect(Object.keys(words.channel).sort()).toEqual([...channel.options].sort());
      expect(Object.keys(words.closing)).toEqual([...closingConditions]);
      expect(nodeKeys.filter((key) => !(key in words.node))).toEqual([]);
      expect(Object.keys(words.why.plain).sort()).toEqual([...walkShape.shape.segments.element.shape.why.options].sort());
      expect(entryView.shape.kind.options).toContain('contact');
    });
  }
});

const zone = 'Asia/Shanghai';
const at = (text: string) => Date.parse(`${text}+08:00`);
const opening: OpeningCalendar = DEFAULT_OPENING;
const statutory = shippedStatutory();

/** The walk as the core hands it over. */
function walkOf(spec: ClockSpec, clock: Partial<CaseWalk['clock']>, now: number): CaseWalk {
  const found = walk(spec, clock.stoppedAt ?? now);
  return {
    clock: {
      id: '',
      clock: 'dispatch',
      cycle: 1,
      round: 1,
      unit: spec.unit,
      workDaysLeft: null,
      targetMinutes: spec.target,
      extensionMinutes: 0,
      startedAt: spec.start,
      dueAt: found.dueAt,
      stoppedAt: null,
      outcome: 'open',
      warned: false,
      paused: false,
      recordedLate: false,
      provisional: false,
      ...clock,
    },
    segments: found.segments,
    usedMinutes: found.usedMinutes,
    leftMinutes: found.leftMinutes,
    pausedMinutes: found.pausedMinutes,
    extendedBy: [],
    baseDueAt: found.baseDueAt,
    due: formatDue(found.dueAt, spec.unit, zone),
    policyVersion: 3,
    provisional: found.provisional,
  };
}

describe('why this deadline, in words', () => {
  let t: TFunction;
  beforeAll(async () => {
    const words = i18next.createInstance();
    await words.init({
      lng: 'zh-CN',
      resources: { 'zh-CN': { complaints: zh, common: commonZh }, en: { complaints: en, common: commonEn } },
      ns: ['complaints', 'common'],
      defaultNS: 'complaints',
      interpolation: { escapeValue: false },
    });
    t = words.t;
  });
  const say = (found: CaseWalk, now: number) => {
    const speak = (key: string, values?: Record<string, string | number>) => t(key, values ?? {});
    const common = (key: string, values?: Record<string, string | number>) => t(key, { ns: 'common', ...values });
    return whyData(found, 'serious', speak, createFormat({ t: common, lang: 'zh-CN', zone }), now);
  };

  it('opening minutes: the example of the specification', () => {
    const start = at('2026-11-20T20:58:00');
    const data = say(
      walkOf(
        { target: 5, unit: 'opening_minutes', start, calendar: opening, statutory },
        { stoppedAt: at('2026-11-21T08:31:00'), outcome: 'met' },
        start,
      ),
      at('2026-11-21T10:42:00'),
    );
    expect(data.title).toBe('为什么是周六 08:33 前分派');
    expect(data.lines.map((line) => [line.span, line.why, line.time])).toEqual([
      ['周五 20:58 → 21:00', '营业', '2 分'],
      ['周五 21:00 → 周六 08:30', '打烊', '11 小时 30 分'],
      ['周六 08:30 → 08:33', '营业', '3 分'],
    ]);
    expect(data.sums.map((sum) => sum.text)).toEqual(['2 分 + 3 分 = 5 营业分钟', '周六 08:33:00', '周六 08:31 分派，提前 2 分']);
  });

  it('hours with a pause: what was used, what is left, and the pause in the due time', () => {
    const start = at('2026-11-20T09:20:00');
    const now = at('2026-11-21T10:42:00');
    const pauses = [{ from: at('2026-11-21T09:40:00'), to: at('2026-11-21T10:10:00'), reason: '等家长发截图' }];
    const data = say(
      walkOf({ target: 2880, unit: 'hours', start, calendar: opening, statutory, pauses }, { clock: 'resolution' }, now),
      now,
    );
    expect(data.title).toBe('为什么是周日 09:50 办结');
    expect(data.lines.map((line) => [line.counted, line.span, line.time])).toEqual([
      [true, '周五 09:20 → 周六 09:40', '24 小时 20 分'],
      [false, '周六 09:40 → 10:10', '30 分'],
      [true, '周六 10:10 → 现在 10:42', '32 分'],
    ]);
    expect(data.sums.map((sum) => sum.text)).toEqual([
      '24 小时 20 分 + 32 分 = 24 小时 52 分',
      '48 小时 − 24 小时 52 分 = 23 小时 8 分',
      '周日 09:20 + 暂停 30 分 = 周日 09:50',
    ]);
    expect(data.bar.map((piece) => piece.kind)).toEqual(['counted', 'skipped', 'counted', 'left']);
  });

  it('more time stands beside what the policy gives, with who granted it', () => {
    const start = at('2026-11-20T09:20:00');
    const now = at('2026-11-20T10:20:00');
    const found = walkOf(
      { target: 3480, unit: 'hours', start, calendar: opening, statutory },
      { clock: 'resolution', extensionMinutes: 600 },
      now,
    );
    const data = say({ ...found, extendedBy: ['周岚'] }, now);
    expect(data.sums.map((sum) => sum.text)).toEqual([
      '48 小时 + 10 小时 = 58 小时（周岚批准）',
      '1 小时',
      '58 小时 − 1 小时 = 57 小时',
      '周五 09:20 + 58 小时 = 周日 19:20',
    ]);
    expect(data.note).toContain('48 小时');
    expect(data.note).not.toContain('58 小时');
  });

  it('working days: holidays and make-up days by name, due at the end of the seventh', () => {
    const start = at('2026-09-30T16:00:00');
    const now = at('2026-10-09T10:00:00');
    const data = say(
      walkOf({ target: 7 * 1440, unit: 'working_days', start, calendar: opening, statutory }, { clock: 'rectification' }, now),
      now,
    );
    expect(data.lines.map((line) => [line.counted, line.span, line.why])).toEqual([
      [false, '09-30', '当天不算'],
      [false, '10-01 → 10-07', '国庆节'],
      [true, '10-08 → 10-09', '工作日'],
      [true, '10-10', '调休上班'],
      [false, '10-11', '周末'],
      [true, '10-12 → 10-15', '工作日'],
    ]);
    expect(data.sums.map((sum) => sum.text)).toEqual(['2 个工作日 + 1 个工作日 + 4 个工作日 = 7 个工作日', '周四 24:00']);
  });
});
