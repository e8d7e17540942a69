import type { Commands } from '#main/base/command.ts';
import { historyOfCommand } from '#main/db/history.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { readGroup, type SettingGroups, writeGroup } from '#main/settings/service.ts';
import { Failure } from '#shared/contract/failure.ts';
import { regulationDays, type StatutoryCalendar, statutoryDay } from '#shared/rules/statutory.ts';
import { addDays } from '#shared/rules/zone.ts';
import { type CalendarDeps, calendarsOf, statutoryOf } from './calendars.ts';
import { incompleteYear, parseStatutoryFile, type StatutoryFile, withStatutoryFile } from './statutory.ts';

type Changes = SettingGroups['statutory'];
const changesOf = (db: Db): Changes => readGroup(db, 'statutory')?.value ?? {};

/** The days of a year that differ from Mon–Fri, each with where it comes from. */
export function statutoryYear(db: Db, year: number) {
  const calendar = statutoryOf(db);
  const { file, overrides = {} } = changesOf(db);
  const source = (day: string) =>
    day in overrides
      ? ('hand' as const)
      : !calendar.years.includes(year)
        ? ('regulation' as const)
        : file?.years.includes(year)
          ? ('file' as const)
          : ('notice' as const);
  const prefix = `${year}-`;
  const days = new Set([
    ...[...Object.keys(calendar.days), ...Object.keys(overrides)].filter((day) => day.startsWith(prefix)),
    ...(calendar.years.includes(year) ? [] : Object.keys(regulationDays(year, calendar.moving[String(year)]))),
  ]);
  return {
    year,
    known: calendar.years.includes(year),
    days: [...days].sort().map((day) => {
      const { work, name, holiday } = statutoryDay(calendar, day);
      return { day, work, name, holiday, source: source(day) };
    }),
    file: file ? { name: file.name, at: file.at, years: file.years } : null,
    hand: Object.keys(overrides).length,
  };
}

/** A file as it may be taken: readable, and whole years. */
function readFile(text: string): StatutoryFile {
  const file = parseStatutoryFile(text);
  if (!file.ok) return file;
  const missing = incompleteYear(file);
  return missing === undefined ? file : { ok: false, problem: { code: 'year_incomplete', detail: String(missing) } };
}

/** What a file would change, day by day; a file that cannot be used says why (spec/complaints.md, "Calendars"). */
export function previewStatutory(db: Db, text: string) {
  const file = readFile(text);
  if (!file.ok) return { problem: file.problem, years: [], off: 0, work: 0, changes: [] };
  const now = statutoryOf(db);
  const then: StatutoryCalendar = { ...withStatutoryFile(now, file), overrides: now.overrides };
  const changes: { day: string; before: boolean; after: boolean; name: string; holiday: string | null }[] = [];
  for (const year of file.years) {
    for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) {
      const before = statutoryDay(now, day);
      const after = statutoryDay(then, day);
      if (before.work !== after.work)
        changes.push({
          day,
          before: before.work,
          after: after.work,
          name: after.name || before.name,
          holiday: after.holiday ?? before.holiday,
        });
    }
  }
  const kinds = Object.values(file.days).map((each) => each.kind);
  return {
    problem: null,
    years: file.years,
    off: kinds.filter((kind) => kind === 'off').length,
    work: kinds.filter((kind) => kind === 'work').length,
    changes,
  };
}

function write(tx: Tx, deps: CalendarDeps, value: Changes): void {
  const was = calendarsOf(tx);
  writeGroup(tx, 'statutory', value);
  deps.events.emit(tx, 'calendar.changed', { was });
}

/** Takes a file over the shipped notices; years of earlier files that it does not name stay. Due times of open clocks follow. Errors: FILE_UNREADABLE. */
export function takeStatutory(tx: Tx, deps: CalendarDeps, input: { name: string; text: string }): void {
  const file = readFile(input.text);
  if (!file.ok) throw new Failure('FILE_UNREADABLE', { reason: file.problem.code });
  const held = changesOf(tx);
  const base = { years: held.file?.years ?? [], days: held.file?.days ?? {}, overrides: {}, moving: {} };
  const { years, days } = withStatutoryFile(base, file);
  write(tx, deps, { ...held, file: { name: input.name, at: tx.command.at, years, days } });
}

/** Sets one day by hand, or takes it back (`kind: null`). Due times of open clocks follow. */
export function setStatutoryDay(tx: Tx, deps: CalendarDeps, input: { day: string; kind: 'work' | 'off' | null; name: string }): void {
  const held = changesOf(tx);
  const { [input.day]: _before, ...others } = held.overrides ?? {};
  const overrides = input.kind === null ? others : { ...others, [input.day]: { kind: input.kind, holiday: null, name: input.name } };
  write(tx, deps, { ...held, overrides });
}

/** Back to the shipped notices: without the files, or without what was set by hand. */
export function resetStatutory(tx: Tx, deps: CalendarDeps, what: 'file' | 'hand'): void {
  const { file, overrides } = changesOf(tx);
  write(tx, deps, what === 'file' ? (overrides ? { overrides } : {}) : file ? { file } : {});
}

/** Undo of what changed the statutory days: what was there before comes back, and the clocks follow once more. */
export const UNDO_STATUTORY = { handler: 'calendar.statutory' } as const;

/** Joins the inverse to the commands of one writing connection. Days that have no before-image go back to the shipped notices. */
export function registerStatutoryUndo(commands: Commands, deps: CalendarDeps): void {
  commands.registerUndo(UNDO_STATUTORY.handler, (tx, undone) => {
    const change = historyOfCommand(tx, undone.id).find((each) => each.table === 'settings' && each.rowId === 'statutory');
    write(tx, deps, typeof change?.before?.value === 'string' ? (JSON.parse(change.before.value) as Changes) : {});
  });
}
