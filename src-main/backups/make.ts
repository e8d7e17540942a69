import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { chainHead } from '#main/base/chain.ts';
import { hashFile, renameDurably, syncFile } from '#main/db/files.ts';
import { schemaNumber } from '#main/db/migrate.ts';
import type { Connection, Db } from '#main/db/open.ts';
import { vacuumInto } from '#main/db/vacuum-into.ts';
import { readGroup, zoneOf } from '#main/settings/service.ts';
import { Failure, isFailure } from '#shared/contract/failure.ts';
import { DAY } from '#shared/rules/zone.ts';
import {
  type BackupKind,
  type BackupRow,
  backupsFolder,
  clearHalfMade,
  copiesIn,
  ensureFolder,
  freeName,
  type Manifest,
  manifestPath,
  readManifest,
  rowOf,
  thinOut,
  writeManifest,
} from './folder.ts';
import { noteOutcome } from './state.ts';

export type MakeDeps = { db: Connection; dataDir: string; key: Buffer; now: number };

const keysFile = z.object({ version: z.literal(1), keyId: z.string(), envelopes: z.array(z.looseObject({ kind: z.string() })) });

/** The part of keys.json that opens a copy elsewhere: what only the recovery code can open. */
function recoveryKeys(dataDir: string): Manifest['keys'] {
  const { version, keyId, envelopes } = keysFile.parse(JSON.parse(readFileSync(join(dataDir, 'keys.json'), 'utf8')));
  return { version, keyId, envelopes: envelopes.filter((envelope) => envelope.kind === 'recovery') };
}

/** Rows of each kind; 0 where an older schema has no such table yet. */
export function countsOf(db: Db): BackupRow['counts'] {
  const count = (table: string): number => {
    if (!db.get(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`, [table])) return 0;
    return db.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0;
  };
  return { students: count('students'), complaints: count('complaints'), followUps: count('follow_ups') };
}

/** How many commands the database holds. */
export function commandsOf(db: Db): number {
  return db.get<{ n: number }>('SELECT head_seq AS n FROM current_command')?.n ?? 0;
}

function settingsTableOf(db: Db): boolean {
  return db.get(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'settings'`) !== undefined;
}

/**
 * A copy at `target`; its note lies there before it bears its name, so that a copy without one was brought by a person and is never ours
 * to remove. Errors: COPY_FAILED; nothing is left behind then.
 */
function copyTo(target: string, kind: BackupKind, { db, dataDir, key, now }: MakeDeps): Manifest {
  const before = readManifest(target);
  let made: Manifest | undefined;
  try {
    vacuumInto(db, target, key, (copy, { sha256: digest, bytes }) => {
      const keys = recoveryKeys(dataDir);
      made = {
        version: 1,
        at: now,
        kind,
        bytes,
        counts: countsOf(copy),
        digest,
        schema: schemaNumber(copy),
        commands: commandsOf(copy),
        head: chainHead(copy),
        keyId: keys.keyId,
        keys,
      };
      writeManifest(target, made);
    });
    return made as Manifest;
  } catch (error) {
    if (before) writeManifest(target, before);
    else rmSync(manifestPath(target), { force: true });
    throw error;
  }
}

/**
 * Makes one backup in the centre's folder and in the second one, if set, and thins both out. What failed is noted and stays noted until
 * it works (spec/trust.md, "Backup"); a second folder that is away fails nothing. Blocks while it copies: at size in a worker.
 * Errors: COPY_FAILED with the reason.
 */
export function makeBackup(kind: BackupKind, deps: MakeDeps): BackupRow & { path: string } {
  const { db, dataDir, now } = deps;
  const named = settingsTableOf(db);
  const zone = named ? zoneOf(db) : 'UTC';
  const folder = backupsFolder(dataDir);
  try {
    ensureFolder(folder);
    clearHalfMade(folder, Number.POSITIVE_INFINITY);
    const at = freeInstant(folder, now);
    const path = join(folder, freeName(folder, kind, at, zone));
    const made = copyTo(path, kind, { ...deps, now: at });
    noteOutcome(dataDir, 'own', null, now);
    thinOut(folder, made.keyId, now, zone);
    const second = named ? (readGroup(db, 'backup')?.value.secondFolder ?? '') : '';
    if (second !== '') noteOutcome(dataDir, 'second', copyToSecond(path, made, second, now, zone), now);
    return { ...rowOf(path, made), path };
  } catch (error) {
    noteOutcome(dataDir, 'own', failureWord(error), now);
    throw error;
  }
}

/** Two copies of one moment must not bear the same instant: the later one is the newer. */
function freeInstant(folder: string, now: number): number {
  const last = Math.max(...copiesIn(folder).map((copy) => copy.manifest.at), 0);
  return last >= now && last < now + 1000 ? last + 1 : now;
}

/** One backup at a place that a person chose, outside the retention. Errors: COPY_FAILED. */
export function makeBackupAt(target: string, deps: MakeDeps): BackupRow {
  return rowOf(target, copyTo(target, 'manual', deps));
}

/** Copies a finished backup to the second folder and reads it back. Answers why not, or null. */
export function copyToSecond(path: string, made: Manifest, folder: string, now: number, zone: string): string | null {
  const target = join(folder, basename(path));
  const part = `${target}.part`;
  try {
    // another PC may be copying to the same place now
    clearHalfMade(folder, now - DAY);
    copyFileSync(path, part);
    syncFile(part);
    if (hashFile(part).sha256 !== made.digest) return 'second_damaged';
    writeManifest(target, made);
    renameDurably(part, target);
  } catch (error) {
    if (!existsSync(target)) rmSync(manifestPath(target), { force: true });
    const code = codeOf(error);
    return code === 'ENOENT' ? 'second_missing' : code === 'ENOSPC' ? 'second_full' : 'second_failed';
  } finally {
    rmSync(part, { force: true });
  }
  try {
    thinOut(folder, made.keyId, now, zone);
  } catch {
    // the copy is good; what was not thinned out now is so after the next one
  }
  return null;
}

/**
 * Saves the state that a restore replaces. Null when it is damaged and no copy of it can be made: then the file itself is what is kept.
 * Errors: BACKUP_FAILED with the reason.
 */
export function saveBeforeRestore(deps: MakeDeps): { file: string; commands: number } | null {
  try {
    const commands = commandsOf(deps.db);
    return { file: makeBackup('before_restore', deps).file, commands };
  } catch (error) {
    const reason = failureWord(error);
    if (reason === 'damaged') return null;
    throw new Failure('BACKUP_FAILED', { reason }, { cause: error });
  }
}

/** Why a backup failed, as a word that screens have a sentence for: disk_full, not_writable, damaged, failed. */
export function failureWord(error: unknown): string {
  const reason = isFailure(error, 'COPY_FAILED') ? String(error.data.reason) : codeOf(error);
  if (/disk-full|ENOSPC|SQLITE_FULL/.test(reason)) return 'disk_full';
  if (/EACCES|EPERM|EROFS|READONLY|CANTOPEN/.test(reason)) return 'not_writable';
  if (/integrity|CORRUPT|NOTADB|DATABASE_(UNREADABLE|DAMAGED)/.test(reason)) return 'damaged';
  return 'failed';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
