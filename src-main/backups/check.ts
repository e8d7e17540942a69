import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { wrongContent } from '#main/attachments/service.ts';
import { resource } from '#main/base/app-root.ts';
import { verifyChain } from '#main/base/chain.ts';
import { hashFile } from '#main/db/files.ts';
import { checkIntegrity } from '#main/db/integrity.ts';
import { checkMigrations, readMigrations } from '#main/db/migrate.ts';
import { type Connection, openDatabase } from '#main/db/open.ts';
import { isSetUp } from '#main/settings/service.ts';
import { Failure, isFailure } from '#shared/contract/failure.ts';
import { type BackupRow, type Manifest, readManifest, rowOf } from './folder.ts';
import { commandsOf, countsOf } from './make.ts';

const PAGE = 4096;
const PLAIN = 'SQLite format 3\0';

/** Why a file cannot be restored; screens have a sentence for each. */
export type Refusal = 'missing' | 'outside' | 'not_a_backup' | 'truncated' | 'altered' | 'foreign' | 'unreadable' | 'newer';

function refuse(reason: Refusal): never {
  throw new Failure('BACKUP_REFUSED', { reason });
}

/**
 * Opens a backup read-only and reads the whole of it; changes nothing. Answers what is in it, counted in the file itself.
 * Errors: BACKUP_REFUSED with the reason: missing, not_a_backup, truncated, altered (differs from what was written down, or a page does
 * not fit its seal), foreign (made with another key), unreadable (no note beside it, and the key does not open it), newer.
 */
export function checkBackup(file: string, key: Buffer, keyId: string): { row: BackupRow; digest: string; path: string } {
  const found = readManifest(file);
  checkOutside(file, found, keyId);
  const { sha256: digest, bytes } = hashFile(file);
  if (found && digest !== found.digest) refuse('altered');
  const db = open(file, key, found !== undefined);
  try {
    checkInside(db);
    const counts = countsOf(db);
    const row = found
      ? { ...rowOf(file, found), counts }
      : rowOf(file, { ...lastCommand(db), kind: 'manual', bytes, counts, digest } as Manifest);
    return { row, digest, path: file };
  } finally {
    db.close();
  }
}

function checkOutside(file: string, found: Manifest | undefined, keyId: string): void {
  const size = sizeOf(file);
  if (size === undefined) refuse('missing');
  if (found && found.keyId !== keyId) refuse('foreign');
  if (found && size < found.bytes) refuse('truncated');
  if (found && size > found.bytes) refuse('altered');
  if (size < PAGE || firstBytes(file) === PLAIN) refuse('not_a_backup');
  if (size % PAGE !== 0) refuse('truncated');
}

function open(file: string, key: Buffer, noted: boolean): Connection {
  try {
    return openDatabase({ file, key, readonly: true, cacheMiB: 16 });
  } catch (error) {
    if (isFailure(error)) refuse(noted ? 'altered' : 'unreadable');
    throw error;
  }
}

function checkInside(db: Connection): void {
  try {
    checkMigrations(db, readMigrations(resource('migrations')));
  } catch (error) {
    refuse(isFailure(error, 'DATABASE_NEWER') ? 'newer' : 'not_a_backup');
  }
  if (!checkIntegrity(db).ok) refuse('altered');
  if (!isSetUp(db)) refuse('not_a_backup');
}

function lastCommand(db: Connection): { at: number } {
  return { at: db.get<{ at: number }>('SELECT at FROM command ORDER BY seq DESC LIMIT 1')?.at ?? 0 };
}

function sizeOf(file: string): number | undefined {
  try {
    const stat = statSync(file);
    return stat.isFile() ? stat.size : undefined;
  } catch {
    return undefined;
  }
}

function firstBytes(file: string): string {
  const buffer = Buffer.alloc(PLAIN.length);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, buffer);
  } finally {
    closeSync(handle);
  }
  return buffer.toString('latin1');
}

/** "Test my backup": everything a restore checks, the history chain of the copy and the contents of its files. `detail` is `ok` or why not. */
export function drillBackup(file: string, key: Buffer, keyId: string): { ok: boolean; detail: string; commands: number } {
  try {
    checkBackup(file, key, keyId);
    const db = openDatabase({ file, key, readonly: true, cacheMiB: 16 });
    try {
      const chain = verifyChain(db);
      const detail = !chain.ok ? 'chain' : wrongContent(db) !== undefined ? 'attachments' : 'ok';
      return { ok: detail === 'ok', detail, commands: commandsOf(db) };
    } finally {
      db.close();
    }
  } catch (error) {
    if (isFailure(error, 'BACKUP_REFUSED')) return { ok: false, detail: String(error.data.reason), commands: 0 };
    throw error;
  }
}
