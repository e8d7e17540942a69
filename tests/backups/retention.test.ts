import fc from 'fast-check';
import { expect, it } from 'vitest';
import { expired, KEEP, type Kept } from '#main/backups/retention.ts';
import { DAY, dayOf, HOUR } from '#shared/rules/zone.ts';

const ZONE = 'Asia/Shanghai';
const NOW = Date.UTC(2026, 10, 16, 4);

const anyBackup = fc.record({
  kind: fc.constantFrom('manual', 'daily', 'quit', 'before_import', 'before_migration', 'before_restore'),
  at: fc.integer({ min: NOW - 900 * DAY, max: NOW }),
});
const kept = (all: Kept[], now = NOW): Kept[] => {
  const gone = new Set(expired(all, now, ZONE));
  return all.filter((backup) => !gone.has(backup));
};

it('keeps what a person made, the newest of all, and at most 7 + 4 + 12 of the automatic ones', () => {
  fc.assert(
    fc.property(fc.array(anyBackup, { maxLength: 60 }), (all) => {
      const left = kept(all);
      expect(left.filter((backup) => backup.kind === 'manual')).toEqual(all.filter((backup) => backup.kind === 'manual'));
      if (all.length > 0) expect(left.some((backup) => backup.at === Math.max(...all.map((each) => each.at)))).toBe(true);
      const automatic = left.filter((backup) => backup.kind === 'daily' || backup.kind === 'quit');
      expect(automatic.length).toBeLessThanOrEqual(KEEP.days + KEEP.weeks + KEEP.months);
    }),
  );
});

it('keeps the newest of each of the last seven days that have one', () => {
  fc.assert(
    fc.property(fc.array(anyBackup, { maxLength: 60 }), (all) => {
      const automatic = all.filter((backup) => backup.kind === 'daily' || backup.kind === 'quit').sort((a, b) => b.at - a.at);
      const days = [...new Set(automatic.map((backup) => dayOf(backup.at, ZONE)))].slice(0, KEEP.days);
      const left = kept(all);
      for (const day of days) {
        const newest = automatic.find((backup) => dayOf(backup.at, ZONE) === day);
        expect(left.some((backup) => backup.at === newest?.at)).toBe(true);
      }
    }),
  );
});

it('removes nothing more when it is asked again', () => {
  fc.assert(
    fc.property(fc.array(anyBackup, { maxLength: 60 }), (all) => {
      const once = kept(all);
      expect(kept(once)).toEqual(once);
    }),
  );
});

it('ends with 7 days, 4 weeks and 12 months after two years of two backups a day, thinned each time', () => {
  let all: Kept[] = [];
  for (let day = 730; day >= 0; day -= 1) {
    for (const [kind, hour] of [
      ['daily', 12],
      ['quit', 9],
    ] as const) {
      const at = NOW - day * DAY - hour * HOUR;
      all = kept([...all, { kind, at }], at);
    }
  }
  const days = all
    .map((backup) => dayOf(backup.at, ZONE))
    .sort()
    .reverse();
  expect(days.slice(0, 7)).toEqual(['2026-11-16', '2026-11-15', '2026-11-14', '2026-11-13', '2026-11-12', '2026-11-11', '2026-11-10']);
  // the last ones of four weeks (Sunday) and of twelve months
  expect(days).toEqual(expect.arrayContaining(['2026-11-15', '2026-11-08', '2026-11-01', '2026-10-31', '2026-09-30', '2025-12-31']));
  expect(days).not.toContain('2025-11-30');
  expect(new Set(days).size).toBeLessThanOrEqual(7 + 4 + 12);
});

it('keeps the points before a change for a month, and the newest three for longer', () => {
  const points = [1, 20, 29, 40, 400].map((days) => ({ kind: 'before_import', at: NOW - days * DAY }));
  expect(kept(points)).toEqual(points.slice(0, 3));
  expect(kept(points.slice(3))).toEqual(points.slice(3));
});
