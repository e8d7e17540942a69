import type { Events } from '#main/base/events.ts';
import type { Ids } from '#main/base/ids.ts';
import type { Db } from '#main/db/open.ts';
import { openingOf, type SettingGroups } from '#main/settings/service.ts';
import type { OpeningCalendar } from '#shared/rules/calendar.ts';
import type { StatutoryCalendar } from '#shared/rules/statutory.ts';
import { shippedStatutory, withStatutoryFile } from './statutory.ts';

export type CalendarDeps = { ids: Ids; events: Events };

/** Both calendars that the clocks count by. The same objects as long as nothing changed: the rules cache by identity. */
export type Calendars = { opening: OpeningCalendar; statutory: StatutoryCalendar };

const statutoryByText = new Map<string, StatutoryCalendar>();

/** Working and free days by law: the shipped notices, over them what the centre took from a file or set by hand (settings row `statutory`). */
export function statutoryOf(db: Db): StatutoryCalendar {
  const row = db.get<{ value: string }>(`SELECT value FROM settings WHERE id = 'statutory'`);
  if (!row) return shippedStatutory();
  let calendar = statutoryByText.get(row.value);
  if (!calendar) {
    const { file, overrides = {} } = JSON.parse(row.value) as SettingGroups['statutory'];
    const base = file ? withStatutoryFile(shippedStatutory(), file) : shippedStatutory();
    calendar = { ...base, overrides };
    statutoryByText.clear();
    statutoryByText.set(row.value, calendar);
  }
  return calendar;
}

/** Opening hours of the centre and statutory days as they stand now: what every due time is counted with. Defaults before anything was saved. */
export function calendarsOf(db: Db): Calendars {
  return { opening: openingOf(db), statutory: statutoryOf(db) };
}
