import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '#shared/contract/failure.ts';
import { writeFileAtomic } from './files.ts';
import { lockFile, sqliteCode } from './open.ts';

/** Who holds a data folder. The file beside the lock only tells; the lock itself decides. */
export interface Holder {
  host: 'electron' | 'web' | 'cli' | 'test';
  pid: number;
  /** UTC ms. */
  since: number;
  /** Where the running one answers, without any token. */
  url?: string;
}

export interface Ownership {
  /** Tells later comers more, e.g. the URL once the port is known. */
  update(more: Partial<Pick<Holder, 'url'>>): void;
  release(): void;
}

/** What a command line or host exits with when the folder is held by another. */
export const FOLDER_IN_USE_EXIT = 3;

/**
 * Takes the folder for the life of this core (facts.md, Database): owner.db is locked until `release` or death of the process. Fails at once.
 * Nobody may read owner.db by other means than SQLite: closing it would drop the lock of this process.
 * Errors: FOLDER_IN_USE with the holder as far as it is known, FOLDER_NOT_WRITABLE.
 */
export function takeOwnership(folder: string, holder: Holder): Ownership {
  const told = join(folder, 'owner.json');
  let lock: { release(): void } | undefined;
  try {
    lock = lockFile(join(folder, 'owner.db'));
  } catch (error) {
    throw new Failure('FOLDER_NOT_WRITABLE', { sqlite: sqliteCode(error) ?? 'unknown' }, { cause: error });
  }
  if (!lock) throw new Failure('FOLDER_IN_USE', { ...readHolder(told) });
  let current = holder;
  const tell = (): void => writeFileAtomic(told, `${JSON.stringify(current)}\n`);
  try {
    tell();
  } catch (error) {
    lock.release();
    throw new Failure('FOLDER_NOT_WRITABLE', {}, { cause: error });
  }
  let held = true;
  return {
    update: (more) => {
      current = { ...current, ...more };
      tell();
    },
    release: () => {
      if (!held) return;
      held = false;
      rmSync(told, { force: true });
      lock.release();
    },
  };
}

/** What owner.json says; after a crash it may speak of a process that is gone. */
export function readHolder(file: string): Partial<Holder> {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as unknown;
    return typeof value === 'object' && value !== null ? (value as Partial<Holder>) : {};
  } catch {
    return {};
  }
}
