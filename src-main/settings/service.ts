import { eq } from 'drizzle-orm';
import type { Db, Tx } from '#main/db/open.ts';
import type { OpeningHours } from '#shared/contract/calendar.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { CentreSettings } from '#shared/contract/settings.ts';
import { DEFAULT_OPENING, type OpeningCalendar } from '#shared/rules/calendar.ts';
import type { StatutoryDay } from '#shared/rules/statutory.ts';
import { settingsTable } from './tables.ts';

/** The groups of settings and their shapes. A row exists once the centre is set up, or once somebody saved it. */
export type SettingGroups = {
  centre: CentreSettings & { zone: string };
  opening: OpeningHours;
  /** Over the shipped notices: whole years of files, and single days set by hand. */
  statutory: {
    file?: { name: string; at: number; years: number[]; days: Record<string, StatutoryDay> };
    overrides?: Record<string, StatutoryDay>;
  };
  backup: { secondFolder: string };
  /** `tables`: count and digest of each table that was generated set-based. */
  demo: { seed: number; size: string; until: string; tables?: Record<string, { count: number; digest: string; columns: string[] }> };
};

/** Defaults of the spec, said once: 10 min idle lock (people-and-access), targets of the figures (mock-ups' examples are settings too). */
export const defaultCentre: Omit<SettingGroups['centre'], 'centreName' | 'zone'> = {
  idleMinutes: 10,
  autoAssign: true,
  dailyCap: 20,
  backgroundBackupHour: 12,
  targets: {
    first_response_time: 0.95,
    dispatch_on_time: 0.95,
    first_contact_resolution: 0.7,
    told_within_48h: 0.95,
    resolved_within_48h: 0.9,
    rectified_in_time: 0.9,
    resolution_rate: 0.9,
    escalated_share: 0.1,
    csat: 0.9,
    csat_response: 0.6,
    follow_up_done: 0.95,
  },
};

// Parsed values by their stored text: the same text gives the same object, which the calendar's caches rely on.
const parsed = new Map<string, unknown>();
function parseOnce<T>(textValue: string): T {
  let value = parsed.get(textValue);
  if (value === undefined) {
    if (parsed.size > 50) parsed.clear();
    value = JSON.parse(textValue);
    parsed.set(textValue, value);
  }
  return value as T;
}

/** One group of settings with the version of its row, or undefined before it was saved. */
export function readGroup<G extends keyof SettingGroups>(db: Db, group: G): { value: SettingGroups[G]; version: number } | undefined {
  const row = db.get<{ value: string; version: number }>('SELECT value, version FROM settings WHERE id = ?', [group]);
  return row && { value: parseOnce<SettingGroups[G]>(row.value), version: row.version };
}

/**
 * Writes one group. `expected` is the version the screen has seen (0 = not there yet); left out, the value is replaced whatever it was.
 * Errors: STALE.
 */
export function writeGroup<G extends keyof SettingGroups>(tx: Tx, group: G, value: SettingGroups[G], expected?: number): void {
  const held = readGroup(tx, group);
  const seen = held?.version ?? 0;
  if (expected !== undefined && expected !== seen) throw new Failure('STALE', { seen: expected, now: seen, by: null, at: null });
  const text = JSON.stringify(value);
  if (!held) tx.insert(settingsTable).values({ id: group, value: text, version: 1 }).run();
  else
    tx.update(settingsTable)
      .set({ value: text, version: seen + 1 })
      .where(eq(settingsTable.id, group))
      .run();
}

/** The centre's settings. Errors: NOT_SET_UP before the wizard is finished. */
export function readSettings(db: Db): SettingGroups['centre'] & { version: number } {
  const row = readGroup(db, 'centre');
  if (!row) throw new Failure('NOT_SET_UP', {});
  return { ...defaultCentre, ...row.value, version: row.version };
}

/** True once the wizard (or `desk init`) has named the centre. */
export function isSetUp(db: Db): boolean {
  return readGroup(db, 'centre') !== undefined;
}

/** The centre's IANA time zone; Asia/Shanghai before it is set up. */
export function zoneOf(db: Db): string {
  return readGroup(db, 'centre')?.value.zone ?? DEFAULT_OPENING.zone;
}

const calendars = new WeakMap<OpeningHours, OpeningCalendar>();

/** Opening hours with their zone; the defaults of spec/complaints.md before any were saved. The same object as long as nothing changed. */
export function openingOf(db: Db): OpeningCalendar {
  const row = readGroup(db, 'opening');
  if (!row) return DEFAULT_OPENING;
  const zone = zoneOf(db);
  let calendar = calendars.get(row.value);
  if (calendar?.zone !== zone) {
    calendar = { ...row.value, zone };
    calendars.set(row.value, calendar);
  }
  return calendar;
}

/** True in a folder that the demo generator made: marked on every page. */
export function isDemo(db: Db): boolean {
  return readGroup(db, 'demo') !== undefined;
}
