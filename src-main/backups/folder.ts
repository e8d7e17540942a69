import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '#main/db/files.ts';
import { backupRow } from '#shared/contract/backups.ts';
import { Failure } from '#shared/contract/failure.ts';
import { dayOf, MINUTE, minuteOf } from '#shared/rules/zone.ts';
import { expired } from './retention.ts';

export type BackupKind = z.infer<typeof backupRow>['kind'];
export type BackupRow = z.infer<typeof backupRow>;

/**
 * What stands beside each copy, in clear: no personal data. `keys` are the envelopes that the recovery code opens, so that the copy
 * alone is enough on another PC; `commands` is how many commands the copy holds, `head` the end of its chain, which names its state.
 */
const manifest = backupRow.omit({ file: true }).extend({
  version: z.literal(1),
  schema: z.int(),
  commands: z.int(),
  head: z.string().default(''),
  keyId: z.string(),
  keys: z.object({ version: z.literal(1), keyId: z.string(), envelopes: z.array(z.unknown()) }),
});
export type Manifest = z.infer<typeof manifest>;

const NAME = /^desk-\d{8}-\d{6}(-\d+)?-[a-z_]+\.db$/;

/** The folder of the centre's own copies. */
export const backupsFolder = (dataDir: string): string => join(dataDir, 'backups');

/** A free name in `folder`: local time and kind, so that a person can read it. */
export function freeName(folder: string, kind: BackupKind, at: number, zone: string): string {
  const minutes = minuteOf(at, zone);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const seconds = (minutes * MINUTE) / 1000;
  const stamp = `${dayOf(at, zone).replaceAll('-', '')}-${two(minutes / 60)}${two(minutes % 60)}${two(seconds % 60)}`;
  for (let count = 1; ; count += 1) {
    const name = `desk-${stamp}${count === 1 ? '' : `-${count}`}-${kind}.db`;
    if (!existsSync(join(folder, name))) return name;
  }
}

/** What says of a copy what is in it stands beside the copy, under its name and `.json`. */
export const manifestPath = (file: string): string => `${file}.json`;

/** Undefined when there is none, or when it is not one of ours. */
export function readManifest(file: string): Manifest | undefined {
  try {
    return manifest.safeParse(JSON.parse(readFileSync(manifestPath(file), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Writes it whole or not at all. Throws what the disk throws. */
export function writeManifest(file: string, value: Manifest): void {
  writeFileAtomic(manifestPath(file), `${JSON.stringify(value, null, 2)}\n`);
}

/** A copy as people see it in the list: without folders and without envelopes of keys. */
export function rowOf(file: string, value: Manifest): BackupRow {
  const { at, kind, bytes, counts, digest } = value;
  return { file: basename(file), at, kind, bytes, counts, digest };
}

/** The copies of one folder with what stands beside them, newest first; a folder that cannot be read has none. */
export function copiesIn(folder: string): { file: string; manifest: Manifest }[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => NAME.test(name))
    .flatMap((name) => {
      const file = join(folder, name);
      const found = readManifest(file);
      return found ? [{ file, manifest: found }] : [];
    })
    .sort((a, b) => b.manifest.at - a.manifest.at || (a.file < b.file ? 1 : -1));
}

/** Copies of both folders, each name once, newest first. */
export function listCopies(dataDir: string, secondFolder: string): BackupRow[] {
  const own = copiesIn(backupsFolder(dataDir)).map((copy) => rowOf(copy.file, copy.manifest));
  const second = secondFolder === '' ? [] : copiesIn(secondFolder).map((copy) => rowOf(copy.file, copy.manifest));
  const known = new Set(own.map((row) => row.file));
  return [...own, ...second.filter((row) => !known.has(row.file))].sort((a, b) => b.at - a.at);
}

/**
 * Where a copy named by a screen lies: a plain name, looked for in the centre's two folders and nowhere else.
 * Errors: BACKUP_REFUSED (outside, missing).
 */
export function findCopy(dataDir: string, secondFolder: string, name: string): string {
  if (!NAME.test(name)) throw new Failure('BACKUP_REFUSED', { reason: 'outside' });
  const places = [backupsFolder(dataDir), ...(secondFolder === '' ? [] : [secondFolder])];
  const found = places.map((folder) => join(folder, name)).find((file) => existsSync(file));
  if (!found) throw new Failure('BACKUP_REFUSED', { reason: 'missing' });
  return found;
}

/** Removes what the retention rule lets go. Only whole pairs with our own names and this centre's key are touched. */
export function thinOut(folder: string, keyId: string, now: number, zone: string): void {
  const mine = copiesIn(folder).filter((copy) => copy.manifest.keyId === keyId);
  for (const copy of expired(
    mine.map(({ file, manifest: { kind, at } }) => ({ file, kind, at })),
    now,
    zone,
  )) {
    // the copy first: a manifest without one is no backup, a copy without a manifest could still be taken for one
    rmSync(copy.file, { force: true });
    rmSync(manifestPath(copy.file), { force: true });
  }
}

/** Removes what a crash left of a copy that was being made, if nothing was written to it since `until` (UTC ms). Only when we make no other one there. */
export function clearHalfMade(folder: string, until: number): void {
  for (const name of readdirSync(folder)) {
    const [whole = '', ...rest] = name.split('.part');
    if (rest.length === 0 || !NAME.test(whole.replace(/\.json(\.[0-9a-f]+)?$/, ''))) continue;
    const file = join(folder, name);
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat && stat.mtimeMs < until) rmSync(file, { force: true });
  }
}

/** Makes the folder; the owner's eyes only. */
export function ensureFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/** Where a path leads, however it is written; one that leads nowhere yet as it is written. */
function placeOf(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    return resolve(folder);
  }
}

/** Errors: INVALID with the reason when backups cannot be put there. */
export function checkSecondFolder(dataDir: string, folder: string): void {
  const refuse = (reason: string): never => {
    throw new Failure('INVALID', { field: 'folder', reason });
  };
  if (!isAbsolute(folder)) refuse('not_absolute');
  if (placeOf(folder) === placeOf(backupsFolder(dataDir))) refuse('same_folder');
  try {
    if (!statSync(folder).isDirectory()) refuse('not_a_folder');
  } catch (error) {
    if (error instanceof Failure) throw error;
    refuse('missing');
  }
  const probe = join(folder, '.desk-probe');
  try {
    writeFileAtomic(probe, 'x');
  } catch {
    refuse('not_writable');
  } finally {
    rmSync(probe, { force: true });
  }
}
