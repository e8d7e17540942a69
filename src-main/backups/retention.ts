import { addDays, dayOf, weekdayOf } from '#shared/rules/zone.ts';

export type Kept = { kind: string; at: number };

/** What is thinned out over time. Copies that a person asked for stay until a person removes them. */
const AUTOMATIC: ReadonlySet<string> = new Set(['daily', 'quit']);
/** The state before something was changed: the newest few whatever their age, and all of the last weeks. */
const POINTS: ReadonlySet<string> = new Set(['before_import', 'before_migration', 'before_restore', 'before_update']);

export const KEEP = { days: 7, weeks: 4, months: 12, points: 3, pointDays: 30 } as const;

/**
 * Which backups may go (spec/trust.md, "Backup"): of the automatic ones the newest of each of the last 7 days, 4 weeks and 12 months
 * that have one stay. Periods are those of `zone`, weeks begin on Monday, `now` and `at` are UTC ms. The newest of all never goes.
 * Thinning twice removes nothing more.
 */
export function expired<T extends Kept>(backups: readonly T[], now: number, zone: string): T[] {
  const newestFirst = [...backups].sort((a, b) => b.at - a.at);
  const kept = new Set<T>(newestFirst.slice(0, 1));
  const automatic = newestFirst.filter((backup) => AUTOMATIC.has(backup.kind));
  const keepNewestOf = (period: (at: number) => string, count: number): void => {
    const seen = new Set<string>();
    for (const backup of automatic) {
      const name = period(backup.at);
      if (seen.has(name)) continue;
      if (seen.size === count) return;
      seen.add(name);
      kept.add(backup);
    }
  };
  keepNewestOf((at) => dayOf(at, zone), KEEP.days);
  keepNewestOf((at) => weekOf(dayOf(at, zone)), KEEP.weeks);
  keepNewestOf((at) => dayOf(at, zone).slice(0, 7), KEEP.months);
  const since = addDays(dayOf(now, zone), -KEEP.pointDays);
  const points = newestFirst.filter((backup) => POINTS.has(backup.kind));
  for (const [index, backup] of points.entries()) {
    if (index < KEEP.points || dayOf(backup.at, zone) >= since) kept.add(backup);
  }
  return newestFirst.filter((backup) => !kept.has(backup) && (AUTOMATIC.has(backup.kind) || POINTS.has(backup.kind)));
}

/** A week is named by its Monday. */
function weekOf(day: string): string {
  return addDays(day, 1 - weekdayOf(day));
}
