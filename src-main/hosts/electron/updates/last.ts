import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson, writeFileAtomic } from '#main/base/disk.ts';
import type { UpdateStatus } from '#shared/contract/updates.ts';

/** What was begun stands in a small file, because the program that began it is not the one that can tell how it went. */

const begun = z.object({ from: z.string(), to: z.string(), at: z.int().min(0) });
type Begun = z.infer<typeof begun>;

const fileOf = (folder: string): string => join(folder, 'last.json');

/** Written down just before the installer starts. */
export function noteBegun(folder: string, value: Begun): void {
  writeFileAtomic(fileOf(folder), `${JSON.stringify(value)}\n`);
}

/** How the last update of this PC went, judged by the version that runs now. */
export function readLast(folder: string, running: string): UpdateStatus['last'] {
  const value = readJson(fileOf(folder), begun);
  return value ? { ...value, outcome: value.from === running ? 'not_installed' : 'installed' } : null;
}

/** The installer of an update that went well is not kept. */
export function clearInstalled(folder: string): void {
  rmSync(join(folder, 'pending'), { recursive: true, force: true });
}
