import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { readJson, writeFileAtomic } from '#main/base/disk.ts';

/** After so many starts that did not come to a painted page safe mode is offered. */
export const FAILED_STARTS = 2;

const kept = z.object({ begun: z.int().min(0) });

/** Counts starts that were begun and not finished; a disk that refuses costs only the offer. */
function write(file: string, begun: number): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileAtomic(file, `${JSON.stringify({ begun })}\n`);
  } catch {
    // the start itself says what is wrong with the folder
  }
}

function read(file: string): number {
  return readJson(file, kept)?.begun ?? 0;
}

/** A start begins. Answers how many before it came to nothing. */
export function beginStart(file: string): number {
  const failed = read(file);
  write(file, failed + 1);
  return failed;
}

/** The page is there, or a person was told why it is not, or left: nothing to wonder about at the next start. */
export function startKnown(file: string): void {
  if (read(file) > 0) write(file, 0);
}
