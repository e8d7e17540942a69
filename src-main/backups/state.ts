import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '#main/db/files.ts';
import { backupsFolder } from './folder.ts';

/** The last attempt at each place and the last test of a backup: `failure` null = it worked. Beside the copies, not in the database: it must outlive a restore. */
const attempt = z.object({ at: z.number(), failure: z.string().nullable() });
const stateFile = z.object({ own: attempt.optional(), second: attempt.optional(), drill: attempt.optional() });
export type BackupState = z.infer<typeof stateFile>;

// A disk that takes no backup takes no note of it either; then the note is kept here.
const remembered = new Map<string, BackupState>();

const pathOf = (dataDir: string): string => join(backupsFolder(dataDir), 'state.json');

/** How the last attempt at each place ended; nothing where none was made, or where the note cannot be read. */
export function readState(dataDir: string): BackupState {
  const known = remembered.get(dataDir);
  if (known) return known;
  try {
    return stateFile.parse(JSON.parse(readFileSync(pathOf(dataDir), 'utf8')));
  } catch {
    return {};
  }
}

/** Keeps how the last attempt at one place, or the last test, ended. */
export function noteOutcome(dataDir: string, place: keyof BackupState, failure: string | null, at: number): void {
  keep(dataDir, { ...readState(dataDir), [place]: { at, failure } });
}

function keep(dataDir: string, next: BackupState): void {
  try {
    writeFileAtomic(pathOf(dataDir), `${JSON.stringify(next)}\n`);
    remembered.delete(dataDir);
  } catch {
    remembered.set(dataDir, next);
  }
}

/** A worker could write its outcome down: what was only remembered here is no longer the truth. */
export function trustFile(dataDir: string): void {
  remembered.delete(dataDir);
}

/** The second place was switched off: what failed there is of no interest any more. */
export function forgetSecond(dataDir: string): void {
  const { second: _second, ...rest } = readState(dataDir);
  keep(dataDir, rest);
}
