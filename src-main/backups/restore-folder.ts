import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createKeyStore, type KeyMeans } from '#main/base/keys.ts';
import { writeFileAtomic } from '#main/db/files.ts';
import { type Actor, openDatabase } from '#main/db/open.ts';
import { Failure, isFailure } from '#shared/contract/failure.ts';
import { checkBackup } from './check.ts';
import { backupsFolder, copiesIn, readManifest } from './folder.ts';
import { saveBeforeRestore } from './make.ts';
import { stageRestore } from './restore.ts';

export type RestoreFolderInput = { dataDir: string; file: string; actor: Actor; now: number; keys: KeyMeans };

/**
 * Lays a backup from anywhere ready in a folder that nobody has open, also one whose database is gone or cannot be read; the next
 * opening swaps it in. A folder without keys gets those that came with the backup, for the recovery code. Answers the name under which
 * the present state was saved, or null when there was none to save or it is damaged (the swap keeps the file itself). Errors: BACKUP_REFUSED, BACKUP_FAILED, KEYS_MISSING, KEY_*, RECOVERY_CODE_*.
 */
export async function restoreFolder({ dataDir, file, actor, now, keys }: RestoreFolderInput): Promise<string | null> {
  const brought = !existsSync(join(dataDir, 'keys.json'));
  try {
    return await restoreInto({ dataDir, file, actor, now, keys });
  } catch (error) {
    // keys that came with a backup which was then refused belong to nothing here
    if (brought) for (const name of ['keys.json', 'desk.key']) rmSync(join(dataDir, name), { force: true });
    throw error;
  }
}

/**
 * The newest backup of the folder that is good is laid ready, whatever became of the database: those that are refused are passed over.
 * Errors: BACKUP_REFUSED with the reason of the newest when none is good, and those of restoreFolder.
 */
export async function restoreNewest(input: Omit<RestoreFolderInput, 'file'>): Promise<void> {
  let refused: unknown = new Failure('BACKUP_REFUSED', { reason: 'missing' });
  for (const [index, { file }] of copiesIn(backupsFolder(input.dataDir)).entries()) {
    try {
      await restoreFolder({ ...input, file });
      return;
    } catch (error) {
      if (!isFailure(error, 'BACKUP_REFUSED')) throw error;
      if (index === 0) refused = error;
    }
  }
  throw refused;
}

async function restoreInto({ dataDir, file, actor, now, keys }: RestoreFolderInput): Promise<string | null> {
  const { key, keyId } = await openKeys(dataDir, file, keys);
  const { path, digest } = checkBackup(file, key, keyId);
  const saved = savePresent(dataDir, key, now);
  stageRestore({ dataDir, from: path, digest, actor, savedCommands: saved?.commands ?? null });
  return saved?.file ?? null;
}

async function openKeys(dataDir: string, file: string, keys: KeyMeans): Promise<{ key: Buffer; keyId: string }> {
  const store = createKeyStore(dataDir);
  if (store.exists()) return { key: (await store.open(keys)).key, keyId: store.keyId() };
  const came = readManifest(file)?.keys;
  if (!came || came.envelopes.length === 0) throw new Failure('KEYS_MISSING', {});
  if (keys.recoveryCode === undefined) throw new Failure('KEY_NOT_OPENED', {});
  writeFileAtomic(join(dataDir, 'keys.json'), `${JSON.stringify(came, null, 2)}\n`);
  const { key } = await store.open({ recoveryCode: keys.recoveryCode });
  await store.add(key, { file: true });
  return { key, keyId: store.keyId() };
}

function savePresent(dataDir: string, key: Buffer, now: number): { file: string; commands: number } | null {
  const present = join(dataDir, 'desk.db');
  if (!existsSync(present)) return null;
  try {
    const db = openDatabase({ file: present, key, mustExist: true });
    try {
      return saveBeforeRestore({ db, dataDir, key, now });
    } finally {
      db.close();
    }
  } catch (error) {
    // what cannot be read cannot be saved; the swap keeps the file itself
    if (isFailure(error, 'DATABASE_UNREADABLE')) return null;
    throw error;
  }
}
