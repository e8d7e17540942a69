import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { VerifyReport } from '#main/audit/verify.ts';
import type { BackupRow } from '#main/backups/folder.ts';
import type { ImportReading } from '#main/imports/reading.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { ClockName, Lang, Severity } from '#shared/contract/fields.ts';
import type { Figure } from '#shared/contract/figures.ts';
import type { Walk } from '#shared/rules/clock-walk.ts';
import type { Clock } from './base/clock.ts';
import type { Core } from './core.ts';
import type { Connection } from './db/open.ts';
import type { DemoMade } from './demo-task.ts';

/**
 * What a host may ask beside the contract: work on a data folder without a window. Everything runs as actor `cli`. Each task loads only
 * what it needs, so that the small ones start fast.
 */
export type Place = { dataDir: string; clock: Clock; lang: Lang };

/** What the thread that builds a demo centre is asked (workers/demo.ts), and how it ended. */
export type DemoOrder = { dataDir: string; now: number; lang: Lang };
export type DemoReport =
  | { kind: 'done' }
  | { kind: 'failed'; code: string; data: Record<string, unknown> }
  | { kind: 'crashed'; error: unknown };

const CLI = { kind: 'cli' } as const;
const keysFile = (dataDir: string): string => join(dataDir, 'keys.json');

const keyMeans = () => {
  const recoveryCode = process.env.DESK_RECOVERY_CODE;
  return { file: true, ...(recoveryCode ? { recoveryCode } : {}) };
};

async function openCore({ dataDir, clock, lang }: Place): Promise<{ core: Core; close(): Promise<void> }> {
  const [{ createCore }, { createFileLog }, { appVersion }] = await Promise.all([
    import('./core.ts'),
    import('./base/log.ts'),
    import('./base/app-root.ts'),
  ]);
  const log = createFileLog({ folder: join(dataDir, 'logs'), now: () => clock.now() });
  try {
    const host = { kind: 'cli', appVersion: appVersion(), lang, demo: false } as const;
    const core = await createCore({ dataDir, clock, log, host, keys: keyMeans() });
    const close = async () => {
      await core.stop();
      await log.close();
    };
    return { core, close };
  } catch (error) {
    await log.close();
    throw error;
  }
}

/** Opens a folder that holds a centre, for one task. Errors: NO_CENTRE, FOLDER_IN_USE, KEY_*, DATABASE_*. */
async function withCentre<T>(place: Place, task: (core: Core) => Promise<T> | T): Promise<T> {
  if (!existsSync(keysFile(place.dataDir))) throw new Failure('NO_CENTRE', {});
  const { core, close } = await openCore(place);
  try {
    if (!core.services.isSetUp()) throw new Failure('NO_CENTRE', {});
    return await task(core);
  } finally {
    await close();
  }
}

/** Names a new centre with the opening hours of spec/complaints.md and its first manager. Errors: ALREADY_SET_UP. */
export async function initCentre(
  place: Place,
  input: { centreName: string; login: string; password: string },
): Promise<{ centre: string; manager: string; recoveryCode: string }> {
  const [{ finishSetup }, { hashPassword }, { DEFAULT_OPENING }] = await Promise.all([
    import('./setup/service.ts'),
    import('./base/passwords.ts'),
    import('#shared/rules/calendar.ts'),
  ]);
  const { core, close } = await openCore(place);
  try {
    const { services } = core;
    if (services.isSetUp()) throw new Failure('ALREADY_SET_UP', {});
    const { zone, ...opening } = DEFAULT_OPENING;
    const { centreName, login } = input;
    const passwordHash = await hashPassword(input.password);
    const manager = { name: login, login, passwordHash };
    const recoveryCode = await services.renewRecoveryCode(() =>
      services.commands.run({ name: 'setup.finish', actor: CLI, undo: 'none', topics: [] }, (tx) =>
        finishSetup(tx, services.ids.next(), { centreName, zone, opening, manager }),
      ),
    );
    return { centre: centreName, manager: login, recoveryCode };
  } finally {
    await close();
  }
}

/**
 * When a clock falls due that starts at `from`, and the walk that leads there. Without a folder: the opening hours and targets of the
 * specification. `from` is read in the centre's zone. Errors: INVALID (from), and those of opening the folder.
 */
export async function dueOf(
  place: Place | null,
  input: { clock: ClockName; severity: Severity; from: (zone: string) => number },
): Promise<{ due: string; dueAt: number; walk: Walk['segments'] }> {
  const [{ walk }, { formatDue }] = await Promise.all([import('#shared/rules/clock-walk.ts'), import('#shared/rules/clock.ts')]);
  const { calendars, policy } = place ? await withCentre(place, rulesOf) : await defaultRules();
  const { zone } = calendars.opening;
  const start = input.from(zone);
  const { target, unit } = policy.severities[input.severity].clocks[input.clock];
  const answer = walk({ target, unit, start, calendar: calendars.opening, statutory: calendars.statutory }, start);
  return { due: formatDue(answer.dueAt, unit, zone), dueAt: answer.dueAt, walk: answer.segments };
}

async function rulesOf(core: Core) {
  const [{ calendarsOf }, { activePolicy }] = await Promise.all([import('./calendar/service.ts'), import('./complaints/service.ts')]);
  return { calendars: calendarsOf(core.services.db), policy: activePolicy(core.services.db) };
}

async function defaultRules() {
  const [{ DEFAULT_OPENING }, { shippedStatutory }, { DEFAULT_POLICY }] = await Promise.all([
    import('#shared/rules/calendar.ts'),
    import('./calendar/statutory.ts'),
    import('#shared/rules/complaint-policy.ts'),
  ]);
  return { calendars: { opening: DEFAULT_OPENING, statutory: shippedStatutory() }, policy: DEFAULT_POLICY };
}

/** Nobody waits for an answer here, so heavy work needs no thread of its own: it runs on the connection that is open. */
const connectionOf = ({ services }: Core): Connection => services.db as Connection;

/** What a backup made on the open connection needs; the key is taken out of its envelope once more. */
async function backupGround(place: Place, core: Core) {
  const { createKeyStore } = await import('./base/keys.ts');
  const { key } = await createKeyStore(place.dataDir).open(keyMeans());
  return { db: connectionOf(core), dataDir: place.dataDir, key, now: core.services.clock.now() };
}

/** Integrity, foreign keys, history chain, ledger sums and, in a demo centre, what was generated. */
export async function verifyCentre(place: Place): Promise<VerifyReport> {
  const { verifyDatabase } = await import('./audit/verify.ts');
  return withCentre(place, (core) => verifyDatabase(connectionOf(core)));
}

/** A checked copy at `target`, with its note beside it. Errors: BACKUP_FAILED with the reason. */
export async function backupTo(place: Place, target: string): Promise<BackupRow> {
  const { failureWord, makeBackupAt } = await import('./backups/make.ts');
  return withCentre(place, async (core) => {
    const ground = await backupGround(place, core);
    try {
      return makeBackupAt(target, ground);
    } catch (error) {
      throw new Failure('BACKUP_FAILED', { reason: failureWord(error) }, { cause: error });
    }
  });
}

/**
 * Puts the backup `file` in the place of the folder's database; what was there is saved first, or, when it is damaged, kept as it is. Into a folder without a key it brings the
 * key that the recovery code opens. Errors: BACKUP_REFUSED with the reason, BACKUP_FAILED, KEYS_MISSING, FOLDER_IN_USE.
 */
export async function restoreFrom(place: Place, file: string): Promise<{ restored: string; savedAs: string | null; kept: boolean }> {
  const [{ restoreFolder }, { takeOwnership }, { mkdirSync }] = await Promise.all([
    import('./backups/restore-folder.ts'),
    import('./db/owner.ts'),
    import('node:fs'),
  ]);
  mkdirSync(place.dataDir, { recursive: true, mode: 0o700 });
  const ownership = takeOwnership(place.dataDir, { host: 'cli', pid: process.pid, since: place.clock.now() });
  const present = existsSync(join(place.dataDir, 'desk.db'));
  let savedAs: string | null;
  try {
    savedAs = await restoreFolder({ dataDir: place.dataDir, file, actor: CLI, now: place.clock.now(), keys: keyMeans() });
  } finally {
    ownership.release();
  }
  // opening the folder swaps the copy in
  await withCentre(place, () => undefined);
  return { restored: basename(file), savedAs, kept: present && savedAs === null };
}

/**
 * Builds a demo centre in an empty folder (issue: demo centre); until the day of the clock unless another is named. What was begun is
 * removed when it fails. Errors: NOT_EMPTY when the folder holds a centre already.
 */
export async function makeDemoCentre(
  place: Place,
  options: { size: 'small' | 'reference' | 'stress'; seed: number; until: string | null },
): Promise<DemoMade> {
  const { makeDemo } = await import('./demo-task.ts');
  return makeDemo(place, options);
}

/** The key figures of a month (`YYYY-MM`). */
export async function figuresOf(place: Place, month: string): Promise<{ month: string; figures: Figure[] }> {
  const { monthFigures } = await import('./figures/service.ts');
  return withCentre(place, ({ services }) => monthFigures(services.db, month, services.clock.now()));
}

/** The monthly report as the bytes of a file. */
export async function reportOf(place: Place, month: string, format: 'xlsx' | 'html'): Promise<Buffer> {
  const { monthlyReport, reportFile } = await import('./reports/service.ts');
  return withCentre(place, ({ services }) => reportFile(monthlyReport(services.db, month, services.clock.now()), place.lang, format));
}

/** What is said of an export of personal data before it is made. Errors: PURPOSE_NEEDED. */
function purposeOf(given: string): string {
  const purpose = given.trim();
  if (purpose === '') throw new Failure('PURPOSE_NEEDED', {});
  return purpose;
}

/**
 * All reports of complaints over these days (`YYYY-MM-DD`, first and last counted) as the bytes of a file. It holds the register, so it
 * and its purpose stand in the register of exports. Errors: PURPOSE_NEEDED, INVALID.
 */
export async function complaintsReportOf(
  place: Place,
  input: { from: string; to: string; purpose: string; format: 'xlsx' | 'html'; namesMasked: boolean },
): Promise<{ bytes: Uint8Array; rows: number }> {
  const purpose = purposeOf(input.purpose);
  const [{ complaintsFile, complaintsReport, withMaskedNames }, { registerExport }] = await Promise.all([
    import('./reports/service.ts'),
    import('./audit/service.ts'),
  ]);
  return withCentre(place, async ({ services }) => {
    const { from, to, format, namesMasked } = input;
    const facts = complaintsReport(services.db, { from, to }, services.clock.now());
    const { bytes } = await complaintsFile(namesMasked ? withMaskedNames(facts) : facts, place.lang, format);
    const rows = facts.register.length;
    await registerExport(services, CLI, { kind: 'reports', purpose, rows, phonesMasked: true, namesMasked });
    return { bytes, rows };
  });
}

/** All students as a sheet; the export and its purpose stand in the register of exports. Errors: PURPOSE_NEEDED. */
export async function exportStudents(
  place: Place,
  input: { purpose: string; format: 'xlsx' | 'csv'; phonesMasked: boolean; namesMasked: boolean },
): Promise<{ bytes: Uint8Array; rows: number }> {
  const purpose = purposeOf(input.purpose);
  const [{ dayOf }, { exportStudents: writeSheet }, { registerExport }] = await Promise.all([
    import('#shared/rules/zone.ts'),
    import('./students/export.ts'),
    import('./audit/service.ts'),
  ]);
  return withCentre(place, async (core) => {
    const { services } = core;
    const day = dayOf(services.clock.now(), services.zone());
    const { format, phonesMasked, namesMasked } = input;
    const order = { ids: null, stage: null, day, phonesMasked, namesMasked, format, lang: place.lang };
    const sheet = await writeSheet({ db: connectionOf(core) }, order);
    await registerExport(services, CLI, { kind: 'students', purpose, rows: sheet.rows, phonesMasked, namesMasked });
    return sheet;
  });
}

export { LARGEST_SHEET as largestSheet } from './imports/sheet.ts';

/** Reads and, unless `dryRun`, writes a sheet of students; before it writes it makes a backup point, but none for a file that it refuses. Errors: FILE_UNREADABLE, BACKUP_FAILED. */
export async function importStudents(
  place: Place,
  input: { bytes: Uint8Array; fileName: string; duplicates: 'skip' | 'update' | 'new'; dryRun: boolean },
): Promise<ImportReading> {
  const [{ failureWord, makeBackup }, { prepareImport, writeImport }, { readingOf }, { dayOf, offsetAt }, { createWords }] =
    await Promise.all([
      import('./backups/make.ts'),
      import('./imports/jobs.ts'),
      import('./imports/reading.ts'),
      import('#shared/rules/zone.ts'),
      import('./base/words.ts'),
    ]);
  return withCentre(place, async (core) => {
    const { services } = core;
    const now = services.clock.now();
    const zone = services.zone();
    const { bytes, duplicates, fileName } = input;
    const order = { bytes, duplicates, corrections: null, today: dayOf(now, zone), utcOffsetMinutes: offsetAt(now, zone) / 60_000 };
    const ground = await backupGround(place, core);
    const { commands, ids } = services;
    const job = { db: ground.db, commands, ids, progress: () => undefined, signal: new AbortController().signal };
    const prepared = await prepareImport(job, order);
    if (input.dryRun) return readingOf(prepared.read, prepared.planned.plan);
    try {
      makeBackup('before_import', ground);
    } catch (error) {
      throw new Failure('BACKUP_FAILED', { reason: failureWord(error) }, { cause: error });
    }
    const unnamedCourse = createWords(place.lang)('imports:unnamedCourse');
    const write = { today: order.today, importId: ids.next(), fileName, staffId: null, unnamedCourse };
    return (await writeImport(job, prepared, write)).reading;
  });
}

/** The accounts of a small demo centre: the same in each, so they can also be told of one that was built before. */
export async function demoAccountsOf(): Promise<{ login: string; password: string; role: string; name: string }[]> {
  const { demoAccounts } = await import('./demo/centre.ts');
  return demoAccounts();
}
