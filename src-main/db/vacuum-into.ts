import { existsSync, rmSync } from 'node:fs';
import { Failure } from '#shared/contract/failure.ts';
import { hashFile, renameDurably, syncFile } from './files.ts';
import { checkIntegrity } from './integrity.ts';
import { type Connection, openDatabase } from './open.ts';

type Made = { sha256: string; bytes: number };

/**
 * A verified, encrypted copy of the live database: temp name → fsync → reopened and checked → hashed → renamed (facts.md, Database; the
 * driver's own backup() fails on encrypted files and serialize() would write plaintext). Blocks while it copies: at size in a worker.
 * `note` may write down what is in the copy before it bears its name: it gets the checked copy, open. Errors: COPY_FAILED with the reason;
 * the target is untouched then.
 */
export function vacuumInto(db: Connection, target: string, key: Buffer, note?: (copy: Connection, made: Made) => void): Made {
  if (db.inTransaction) throw new Error('a copy cannot be made inside a transaction');
  const temp = `${target}.part`;
  const clean = (): void => {
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(temp + end, { force: true });
  };
  clean();
  try {
    db.raw.prepare('VACUUM INTO ?').run(temp);
    syncFile(temp);
    const reopened = openDatabase({ file: temp, key, readonly: true, cacheMiB: 8 });
    try {
      const { ok, problems } = checkIntegrity(reopened, { foreignKeys: false });
      if (!ok) throw new Failure('COPY_FAILED', { reason: 'integrity', problems });
      const made = hashFile(temp);
      note?.(reopened, made);
      renameDurably(temp, target);
      return made;
    } finally {
      reopened.close();
    }
  } catch (error) {
    throw error instanceof Failure && error.code === 'COPY_FAILED'
      ? error
      : new Failure('COPY_FAILED', { reason: reasonOf(error) }, { cause: error });
  } finally {
    if (existsSync(temp)) clean();
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  return /^(SQLITE_FULL|ENOSPC)/.test(code) ? 'disk-full' : code || 'unknown';
}
