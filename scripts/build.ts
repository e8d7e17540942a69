import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Builds main, preload and renderer into out/ when something that goes into them has changed since the last build.
 * Silent on stdout: commands that print JSON start through here too.
 */

const root = join(import.meta.dirname, '..');
const out = join(root, 'out');
const stampFile = join(out, 'stamp');
const cache = join(root, 'node_modules', '.cache');
const lockFile = join(cache, 'desk-build.lock');
const sources = ['src-shared', 'src-main', 'src-renderer', 'resources'];
const settings = ['package.json', 'package-lock.json', 'electron.vite.config.ts', 'tsconfig.json'];

/** A digest over the content of everything that the build reads. */
export function sourceStamp(): string {
  const hash = createHash('sha256');
  const files = sources.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  for (const file of [...files, ...settings.map((name) => join(root, name))].sort()) {
    hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** True when out/ is missing or older than the sources. */
export function isStale(): boolean {
  return !existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== sourceStamp();
}

/** Builds if stale. Two callers at once: the second waits for the first. */
export async function buildIfStale(): Promise<'built' | 'fresh'> {
  if (!isStale()) return 'fresh';
  const unlock = await lock();
  try {
    if (!isStale()) return 'fresh';
    const stamp = sourceStamp();
    const draft = join(cache, `desk-build-${process.pid}`);
    process.env.DESK_BUILD_OUT = relative(root, draft);
    try {
      const { build } = await import('electron-vite');
      await build({ root, configFile: join(root, 'electron.vite.config.ts'), logLevel: 'warn', clearScreen: false });
      writeFileSync(join(draft, 'stamp'), stamp);
      rmSync(out, { recursive: true, force: true });
      renameSync(draft, out);
    } finally {
      delete process.env.DESK_BUILD_OUT;
      rmSync(draft, { recursive: true, force: true });
    }
    return 'built';
  } finally {
    unlock();
  }
}

async function lock(): Promise<() => void> {
  mkdirSync(cache, { recursive: true });
  for (;;) {
    try {
      const handle = openSync(lockFile, 'wx');
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return () => rmSync(lockFile, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (!holderLives()) rmSync(lockFile, { force: true });
      else await wait(100);
    }
  }
}

function holderLives(): boolean {
  try {
    const pid = Number(readFileSync(lockFile, 'utf8'));
    // Between creating and writing the file is empty for a moment.
    if (pid > 0) process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

if (import.meta.main) {
  const before = performance.now();
  const result = await buildIfStale();
  process.stderr.write(result === 'built' ? `built in ${((performance.now() - before) / 1000).toFixed(1)} s\n` : 'build is fresh\n');
}
