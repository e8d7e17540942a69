import { createKeyStore } from '#main/base/keys.ts';
import type { Actor, Connection } from '#main/db/open.ts';
import { readGroup } from '#main/settings/service.ts';
import { checkBackup, drillBackup } from './check.ts';
import { type BackupKind, type BackupRow, backupsFolder, copiesIn, findCopy } from './folder.ts';
import { copyToSecond, makeBackup, saveBeforeRestore } from './make.ts';
import { stageRestore } from './restore.ts';
import { noteOutcome } from './state.ts';

/** What the jobs need of the thread that runs them. */
type Ground = { db: Connection; dataDir: string; key: Buffer; clock: { now(): number } };

const secondOf = (db: Connection): string => readGroup(db, 'backup')?.value.secondFolder ?? '';
const keyIdOf = (dataDir: string): string => createKeyStore(dataDir).keyId();

/** A checked copy in the centre's own folder, and in the second place if there is one. Errors: COPY_FAILED with the reason. */
export function makeJob({ db, dataDir, key, clock }: Ground, { kind }: { kind: BackupKind }): BackupRow {
  const { path: _path, ...row } = makeBackup(kind, { db, dataDir, key, now: clock.now() });
  return row;
}

/** Opens the named copy of either place and looks at all of it. Errors: BACKUP_REFUSED with the reason. */
export function checkJob({ db, dataDir, key }: Ground, { name }: { name: string }): BackupRow {
  return checkBackup(findCopy(dataDir, secondOf(db), name), key, keyIdOf(dataDir)).row;
}

/**
 * Everything of a restore that takes time: check, save the current state, lay the copy beside the database. `savedAs` is null when the
 * current state is damaged: then its file is kept at the swap.
 */
export function stageJob({ db, dataDir, key, clock }: Ground, { name, actor }: { name: string; actor: Actor }): { savedAs: string | null } {
  const { path, digest } = checkBackup(findCopy(dataDir, secondOf(db), name), key, keyIdOf(dataDir));
  const saved = saveBeforeRestore({ db, dataDir, key, now: clock.now() });
  stageRestore({ dataDir, from: path, digest, actor, savedCommands: saved?.commands ?? null });
  return { savedAs: saved?.file ?? null };
}

/** "Test my backup" (spec/trust.md): everything a restore checks, on the newest own copy; `detail` is a word of the code, `none` without a copy. */
export function drillJob({ dataDir, key }: Ground): { ok: boolean; file: string; detail: string } {
  const newest = copiesIn(backupsFolder(dataDir))[0];
  if (!newest) return { ok: false, file: '', detail: 'none' };
  const { ok, detail } = drillBackup(newest.file, key, keyIdOf(dataDir));
  return { ok, file: newest.file.slice(newest.file.lastIndexOf('desk-')), detail };
}

/** The second place was away: the newest copy is taken there now. */
export function secondJob({ db, dataDir, clock }: Ground): null {
  const newest = copiesIn(backupsFolder(dataDir))[0];
  const folder = secondOf(db);
  if (newest && folder !== '') {
    const zone = readGroup(db, 'centre')?.value.zone ?? 'UTC';
    noteOutcome(dataDir, 'second', copyToSecond(newest.file, newest.manifest, folder, clock.now(), zone), clock.now());
  }
  return null;
}
