import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One program per profile folder: a lock file, and a folder in which a second start leaves its command line for the first. */

export type SecondStart = { argv: string[]; cwd: string; data: unknown };

const lockOf = (profile: string): string => join(profile, 'standin-lock');
const lettersOf = (profile: string): string => join(profile, 'standin-starts');

/** Takes the lock, or leaves a letter with its holder. A holder that is gone counts as none. */
export function takeLock(profile: string, data: unknown, onSecond: (start: SecondStart) => void): boolean {
  const lock = lockOf(profile);
  mkdirSync(lettersOf(profile), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      process.on('exit', () => releaseLock(profile));
      readLetters(profile, onSecond);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (isAlive(Number(readFileSync(lock, 'utf8')))) break;
      rmSync(lock, { force: true });
    }
  }
  const letter = join(lettersOf(profile), String(process.pid));
  writeFileSync(`${letter}.draft`, JSON.stringify({ argv: process.argv, cwd: process.cwd(), data }));
  renameSync(`${letter}.draft`, `${letter}.json`);
  return false;
}

export function releaseLock(profile: string): void {
  rmSync(lockOf(profile), { force: true });
}

function readLetters(profile: string, onSecond: (start: SecondStart) => void): void {
  const folder = lettersOf(profile);
  const read = (): void => {
    // The profile of a test goes before its program.
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
      const letter = JSON.parse(readFileSync(join(folder, name), 'utf8')) as SecondStart;
      rmSync(join(folder, name));
      onSecond(letter);
    }
  };
  watch(folder, read).unref();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
