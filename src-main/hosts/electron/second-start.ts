import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Flags } from '../flags.ts';
import { readFlags } from './flags.ts';

/** Tables that the import screen reads (contract imports). */
const TABLE = /\.(xlsx|csv)$/i;

/** The table that the program was started with, as by dropping a file on its icon: the last argument that is one. */
export function tableOf(args: readonly string[], folder: string): string | undefined {
  const given = args.filter((word) => !word.startsWith('-') && TABLE.test(word)).at(-1);
  if (given === undefined) return undefined;
  const path = isAbsolute(given) ? given : join(folder, given);
  return existsSync(path) ? path : undefined;
}

/** Flags that say how a program runs; one that runs already cannot change them. */
const STANDING = { demo: '--demo', lang: '--lang', now: '--now', safeMode: '--safe-mode' } as const satisfies Partial<
  Record<keyof Flags, string>
>;

/** What a second start asked for that the running program is not. `running` are its own flags; a broken command line asks for nothing. */
export function ignoredFlags(args: readonly string[], running: Flags, packaged: boolean): string[] {
  const asked = readFlags(args, packaged);
  if ('problem' in asked) return [];
  return (Object.keys(STANDING) as (keyof typeof STANDING)[])
    .filter((name) => asked[name] !== undefined && asked[name] !== false && asked[name] !== running[name])
    .map((name) => STANDING[name]);
}
