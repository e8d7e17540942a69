import { join } from 'node:path';
import { defaultDataFolder } from '../folders.ts';

/** Which centre is opened: the own one, or the demo in its folder beside it. */
export type Which = 'own' | 'demo';

export type Folders = Readonly<Record<Which, string>> & {
  /** What Chromium keeps and the single-instance lock; one per data folder, so that two folders are two programs. */
  readonly profile: string;
  readonly windowState: string;
};

/** Where things lie for `--data` and `--demo`. With both, the given folder is the demo's. */
export function foldersOf(data: string | undefined, demo: boolean): Folders {
  const own = demo || data === undefined ? defaultDataFolder(false) : data;
  const demoFolder = demo ? (data ?? defaultDataFolder(true)) : data === undefined ? defaultDataFolder(true) : `${data}-demo`;
  const profile = join(demo ? demoFolder : own, 'desktop');
  return { own, demo: demoFolder, profile, windowState: join(profile, 'window.json') };
}
