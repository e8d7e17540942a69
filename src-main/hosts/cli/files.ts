import { readFileSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { writeFileAtomic } from '#main/base/disk.ts';
import { Failure } from '#shared/contract/failure.ts';
import { UsageError } from './errors.ts';

/** A file that the caller named. Errors: FILE_MISSING; FILE_UNREADABLE when it holds more than `limit` bytes, which are not read then. */
export function readGiven(path: string, limit: number): { bytes: Uint8Array; fileName: string } {
  if (sizeOf(path) > limit) throw new Failure('FILE_UNREADABLE', { reason: 'too_big' });
  try {
    return { bytes: new Uint8Array(readFileSync(path)), fileName: basename(path) };
  } catch (error) {
    throw new Failure('FILE_MISSING', { file: path }, { cause: error });
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Writes the answer where the caller wanted it. Errors: FILE_NOT_WRITTEN. */
export function writeGiven(path: string, bytes: Uint8Array): number {
  try {
    writeFileAtomic(path, Buffer.from(bytes), 0o600);
    return bytes.length;
  } catch (error) {
    throw new Failure('FILE_NOT_WRITTEN', { file: path }, { cause: error });
  }
}

/** The kind of file by its ending; anything else is a wrong call. */
export function kindOf(path: string, kinds: readonly string[]): string {
  const kind = extname(path).slice(1).toLowerCase();
  if (!kinds.includes(kind)) throw new UsageError('ending', { value: extname(path), kinds: kinds.map((each) => `.${each}`).join(', ') });
  return kind;
}
