import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Commands } from '#main/base/command.ts';
import type { Log } from '#main/base/log.ts';
import { hashFile, renameDurably, syncFile, syncFolder, writeFileAtomic } from '#main/db/files.ts';
import { type Actor, type Connection, openDatabase } from '#main/db/open.ts';
import { Failure, isFailure } from '#shared/contract/failure.ts';
import { commandsOf, failureWord, saveBeforeRestore } from './make.ts';
import { noteOutcome } from './state.ts';

/**
 * A restore in three steps, each whole or not at all (spec/trust.md, "Backup"):
 * 1 stage: the checked copy lies beside the database, then restore.json says so. From here on the restore will happen.
 * 2 swap, at the next opening: the old file is closed for good, then one rename puts the copy in its place.
 * 3 finish: the restored database gets the command `backups.restored`, then restore.json goes.
 * A crash before restore.json leaves the old state, after it the next opening goes on where it stopped.
 */
const actorShape = z.union([
  z.object({ kind: z.literal('person'), staffId: z.string() }),
  z.object({ kind: z.literal('system') }),
  z.object({ kind: z.literal('cli') }),
]);
const order = z.object({
  version: z.literal(1),
  id: z.uuid(),
  from: z.string(),
  digest: z.string(),
  actor: actorShape,
  /** How many commands the state had that was saved before; null when there was none to save, or it was damaged. */
  savedCommands: z.int().nullable(),
});
export type RestoreOrder = z.infer<typeof order>;

const incomingOf = (dataDir: string): string => join(dataDir, 'desk.db.incoming');
const orderOf = (dataDir: string): string => join(dataDir, 'restore.json');

/** What a test may do between two steps: plant a crash. */
export type Between = (step: 'copied' | 'staged' | 'closed' | 'swapped' | 'recorded') => void;

export type StageInput = {
  dataDir: string;
  /** The checked copy, and the digest it had when it was checked. */
  from: string;
  digest: string;
  actor: Actor;
  savedCommands: number | null;
  between?: Between;
};

/** Step 1. Errors: BACKUP_REFUSED (altered) if the copy is not what was checked, BACKUP_FAILED when it cannot be laid beside. */
export function stageRestore({ dataDir, from, digest, actor, savedCommands, between }: StageInput): void {
  const incoming = incomingOf(dataDir);
  const part = `${incoming}.part`;
  try {
    rmSync(orderOf(dataDir), { force: true });
    copyFileSync(from, part);
    syncFile(part);
    if (hashFile(part).sha256 !== digest) throw new Failure('BACKUP_REFUSED', { reason: 'altered' });
    renameDurably(part, incoming);
    between?.('copied');
    const staged: RestoreOrder = { version: 1, id: randomUUID(), from: basename(from), digest, actor, savedCommands };
    writeFileAtomic(orderOf(dataDir), `${JSON.stringify(staged)}\n`);
    between?.('staged');
  } catch (error) {
    if (isFailure(error)) throw error;
    const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
    throw new Failure('BACKUP_FAILED', { reason: full ? 'disk_full' : 'failed' }, { cause: error });
  } finally {
    rmSync(part, { force: true });
  }
}

function readOrder(dataDir: string): RestoreOrder | undefined {
  try {
    return order.safeParse(JSON.parse(readFileSync(orderOf(dataDir), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

export type SwapDeps = { dataDir: string; file: string; key: Buffer; now: number; log: Log; between?: Between };

/**
 * Step 2, before the database is opened. Answers the restore that step 3 has to finish, or undefined when none is staged.
 * A staged copy that is not whole, or that the key does not open, is thrown away and the old state stays.
 */
export function swapStagedRestore(deps: SwapDeps): RestoreOrder | undefined {
  const { dataDir, file, key, log, between } = deps;
  const incoming = incomingOf(dataDir);
  const staged = readOrder(dataDir);
  if (!staged) {
    discard(dataDir);
    return undefined;
  }
  if (!existsSync(incoming)) return staged;
  if (hashFile(incoming).sha256 !== staged.digest || !opens(incoming, key)) {
    log.error('restore.discarded', { code: 'altered' });
    discard(dataDir);
    return undefined;
  }
  retire(deps, staged);
  between?.('closed');
  renameDurably(incoming, file);
  between?.('swapped');
  log.info('restore.swapped', { id: staged.id });
  return staged;
}

function discard(dataDir: string): void {
  rmSync(incomingOf(dataDir), { force: true });
  rmSync(orderOf(dataDir), { force: true });
}

function opens(file: string, key: Buffer): boolean {
  try {
    openDatabase({ file, key, readonly: true, cacheMiB: 8 }).close();
    return true;
  } catch (error) {
    if (isFailure(error)) return false;
    throw error;
  }
}

/**
 * Brings the old file to rest: what was written after it was saved is saved again, and its log is folded in, because a log left beside
 * the new file would be replayed into it. A file of which no copy can be made is kept itself, under another name: damage, or a full
 * disk, must not keep the folder from ever opening again.
 */
function retire(deps: SwapDeps, staged: RestoreOrder): void {
  const { dataDir, file, now, log } = deps;
  if (existsSync(file)) {
    const reason = whyNotSaved(deps, staged.savedCommands);
    if (reason !== null) {
      log.error('restore.kept-aside', { code: reason });
      const aside = `${file}.${reason === 'damaged' ? 'damaged' : 'kept'}-${staged.id.slice(0, 8)}`;
      for (const end of ['-wal', '']) if (existsSync(file + end)) renameSync(file + end, aside + end);
      syncFolder(dataDir);
      // It is out of the way: that no copy of it could be made says nothing about what opens from now on.
      if (reason === 'damaged') noteOutcome(dataDir, 'own', null, now);
    }
  }
  removeLog(file);
}

/** Null when all that the old file holds is saved and its log is empty, else why no copy of it could be made. Errors: DATABASE_BUSY. */
function whyNotSaved({ dataDir, file, key, now }: SwapDeps, savedCommands: number | null): string | null {
  let old: Connection | undefined;
  try {
    old = openDatabase({ file, key, mustExist: true, cacheMiB: 8 });
    if (commandsOf(old) !== savedCommands && !saveBeforeRestore({ db: old, dataDir, key, now })) return 'damaged';
  } catch (error) {
    if (isFailure(error, 'BACKUP_FAILED')) return String(error.data.reason);
    if (failureWord(error) === 'damaged') return 'damaged';
    throw error;
  } finally {
    old?.close();
  }
  if (existsSync(`${file}-wal`)) throw new Failure('DATABASE_BUSY', {});
  return null;
}

function removeLog(file: string): void {
  for (const end of ['-wal', '-shm']) rmSync(file + end, { force: true });
}

/** Step 3: says in the restored history that it was restored, once, and forgets the order. */
export async function finishRestore(
  commands: Commands,
  dataDir: string,
  staged: RestoreOrder,
  known: (staffId: string) => boolean,
  between?: Between,
): Promise<void> {
  const { actor } = staged;
  // who restored may be nobody yet in the older state
  const by: Actor = actor.kind === 'person' && !known(actor.staffId) ? { kind: 'system' } : actor;
  await commands.run(
    { name: 'backups.restored', actor: by, undo: 'none', topics: ['*'], reason: staged.from, idempotencyKey: staged.id },
    () => null,
  );
  between?.('recorded');
  discard(dataDir);
}
