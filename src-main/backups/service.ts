import { statSync } from 'node:fs';
import { chainHead } from '#main/base/chain.ts';
import type { Services } from '#main/base/os.ts';
import type { Job } from '#main/base/scheduler.ts';
import { type Actor, asDamage } from '#main/db/open.ts';
import { readGroup, readSettings, writeGroup } from '#main/settings/service.ts';
import { Failure, isFailure } from '#shared/contract/failure.ts';
import { DAY, dayOf, HOUR, minuteOf } from '#shared/rules/zone.ts';
import { type BackupKind, type BackupRow, backupsFolder, checkSecondFolder, copiesIn, listCopies } from './folder.ts';
import { countsOf, failureWord } from './make.ts';
import { forgetSecond, noteOutcome, readState, trustFile } from './state.ts';

export type { BackupRow } from './folder.ts';

/** After a failure the program tries again so long later, not each minute. */
const RETRY_MS = HOUR;
/** A backup is tested once a quarter (spec/trust.md, "Backup"). */
const QUARTER_MS = 92 * DAY;

const secondFolderOf = ({ db }: Pick<Services, 'db'>): string => readGroup(db, 'backup')?.value.secondFolder ?? '';

// One at a time: what else lies half made in the folder was left by a crash and may be cleared away.
const turns = new WeakMap<Services['heavy'], Promise<unknown>>();
function inTurn<T>({ heavy }: Services, work: () => Promise<T>): Promise<T> {
  const mine = (turns.get(heavy) ?? Promise.resolve()).then(work, work);
  turns.set(
    heavy,
    mine.catch(() => undefined),
  );
  return mine;
}

/**
 * Makes a backup in a worker: encrypted, opened again and checked, copied to the second folder if one is set. Says in the state what
 * failed. Errors: BACKUP_FAILED with the reason disk_full, not_writable, damaged or failed.
 */
export async function createBackup(services: Services, kind: BackupKind): Promise<BackupRow> {
  const { heavy, dataDir, clock, log, changes } = services;
  try {
    const made = await inTurn(services, () => heavy.run<BackupRow>('backups.make', { kind }));
    trustFile(dataDir);
    return made;
  } catch (error) {
    const reason = failureWord(error);
    // the worker could perhaps not write it down
    noteOutcome(dataDir, 'own', reason, clock.now());
    log.error('backup.failed', { part: kind, code: reason, error });
    throw new Failure('BACKUP_FAILED', { reason }, { cause: error });
  } finally {
    changes.publish(['backups']);
  }
}

/**
 * Makes sure that a copy of exactly this state exists: the newest one when nothing was done since, else a new one. Errors: BACKUP_FAILED.
 */
export async function backupPoint(services: Services, kind: BackupKind): Promise<void> {
  const newest = copiesIn(backupsFolder(services.dataDir))[0];
  const holdsThis = newest !== undefined && newest.manifest.head !== '' && newest.manifest.head === chainHead(services.db);
  if (holdsThis && statSync(newest.file, { throwIfNoEntry: false })?.size === newest.manifest.bytes) return;
  await createBackup(services, kind);
}

/** Copies in both folders, newest first, with where they lie. */
export function listBackups(services: Services): { backups: BackupRow[]; folder: string; secondFolder: string } {
  const secondFolder = secondFolderOf(services);
  return { backups: listCopies(services.dataDir, secondFolder), folder: backupsFolder(services.dataDir), secondFolder };
}

/** What a copy holds, beside what the centre holds now (null where that is damaged). Errors: BACKUP_REFUSED with the reason. */
export async function previewBackup(services: Services, name: string): Promise<{ backup: BackupRow; now: BackupRow['counts'] | null }> {
  const backup = await services.heavy.run<BackupRow>('backups.check', { name });
  return { backup, now: presentCounts(services.db) };
}

/** Null where the present data is damaged: that is when a backup is wanted most. */
function presentCounts(db: Services['db']): BackupRow['counts'] | null {
  try {
    return countsOf(db);
  } catch (error) {
    if (isFailure(asDamage(error), 'DATABASE_DAMAGED')) return null;
    throw error;
  }
}

/**
 * Saves the current state, lays the copy ready and opens the folder again, which swaps it in (backups/restore.ts). Without a host that
 * can, the next start does. `savedAs` is null when the current state is damaged: its file is kept beside. Errors: BACKUP_REFUSED, BACKUP_FAILED.
 */
export async function restoreBackup(services: Services, name: string, actor: Actor): Promise<{ savedAs: string | null }> {
  const staged = await inTurn(services, () => services.heavy.run<{ savedAs: string | null }>('backups.stage', { name, actor }));
  await services.host.restart?.();
  return staged;
}

/** "Test my backup": opens the newest one and checks all of it; the result stands in the history as a command. */
export async function drill(services: Services, actor: Actor): Promise<{ ok: boolean; file: string; detail: string }> {
  const result = await services.heavy.run<{ ok: boolean; file: string; detail: string }>('backups.drill', {});
  if (result.file !== '') noteOutcome(services.dataDir, 'drill', result.ok ? null : result.detail, services.clock.now());
  await services.commands.run(
    { name: 'backups.drill', actor, undo: 'none', topics: ['backups'], reason: `${result.detail} ${result.file}`.trim() },
    () => null,
  );
  return result;
}

/** Sets, changes or (empty) switches off the second place. Errors: INVALID with what is wrong about the folder. */
export async function setSecondFolder(services: Services, folder: string, actor: Actor): Promise<void> {
  const { commands, dataDir, clock, log, heavy, changes } = services;
  if (folder !== '') checkSecondFolder(dataDir, folder);
  await commands.run({ name: 'backups.set-second-folder', actor, undo: 'rows', topics: ['backups', 'settings'] }, (tx) =>
    writeGroup(tx, 'backup', { secondFolder: folder }),
  );
  forgetSecond(dataDir);
  if (folder === '') return;
  // until it has worked once it is not said to work
  await heavy.run('backups.second', {}).catch((error: unknown) => {
    noteOutcome(dataDir, 'second', 'second_failed', clock.now());
    log.error('backup.second', { error });
  });
  changes.publish(['backups']);
}

type State = { lastAt: number | null; failedAt: number | null; failure: string | null; drilledAt: number | null; drillDue: boolean };

/** When the newest copy was made, what failed until it works again, and whether a test of a backup is due. */
export function backupState({ dataDir, clock }: Services): State {
  const { own, second, drill: tested } = readState(dataDir);
  const failed = [own, second].find((attempt) => attempt?.failure);
  const copies = copiesIn(backupsFolder(dataDir));
  // before the first test the quarter begins with the oldest copy there is
  const since = tested?.at ?? copies.at(-1)?.manifest.at;
  return {
    lastAt: copies[0]?.manifest.at ?? null,
    failedAt: failed?.at ?? null,
    failure: failed?.failure ?? null,
    drilledAt: tested?.at ?? null,
    drillDue: since !== undefined && copies.length > 0 && clock.now() - since > QUARTER_MS,
  };
}

/**
 * The daily backup: once a day, at the hour of the settings or at the first minute after it. It runs beside the scheduler, which
 * must not wait for it; after a failure it tries again each hour.
 */
export function dailyBackupJob(services: Services): Job {
  let running = false;
  const due = (): 'own' | 'second' | null => {
    const { db, dataDir, clock } = services;
    const now = clock.now();
    const zone = services.zone();
    const today = dayOf(now, zone);
    const { own, second } = readState(dataDir);
    const resting = (attempt: { at: number; failure: string | null } | undefined): boolean =>
      attempt?.failure != null && now - attempt.at < RETRY_MS && now >= attempt.at;
    const made = copiesIn(backupsFolder(dataDir)).some((copy) => copy.manifest.kind === 'daily' && dayOf(copy.manifest.at, zone) === today);
    const late = minuteOf(now, zone) >= readSettings(db).backgroundBackupHour * 60;
    if (!made && late && !resting(own)) return 'own';
    return second?.failure && !resting(second) ? 'second' : null;
  };
  const work = async (what: 'own' | 'second'): Promise<void> => {
    running = true;
    try {
      if (what === 'own') await createBackup(services, 'daily');
      else await services.heavy.run('backups.second', {}).finally(() => services.changes.publish(['backups']));
    } catch (error) {
      if (!isFailure(error, 'BACKUP_FAILED')) services.log.error('backup.daily', { error });
    } finally {
      running = false;
    }
  };
  return {
    name: 'backups.daily',
    run: () => {
      if (running || !services.isSetUp()) return;
      const what = due();
      if (what) void work(what);
    },
  };
}

/** On quit: a copy, unless nothing was written since the last one. What fails is noted and must not keep the program from ending. */
export async function backupOnQuit(services: Services): Promise<void> {
  if (!services.isSetUp()) return;
  await backupPoint(services, 'quit').catch((error: unknown) => {
    if (!isFailure(error, 'BACKUP_FAILED')) throw error;
  });
}
