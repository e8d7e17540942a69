import { join } from 'node:path';
import { foldersOf, type Which } from '../folders.ts';

export type DesktopFolders = Readonly<Record<Which, string>> & {
  /** What Chromium keeps and the single-instance lock; one per data folder, so that two folders are two programs. */
  readonly profile: string;
  readonly windowState: string;
  /** Which printer takes what; of this PC, as the window's place. */
  readonly printing: string;
  /** Switches of this PC. */
  readonly machine: string;
  /** How many starts came to nothing. */
  readonly starts: string;
};

/** Where things of the desktop program lie for `--data` and `--demo`. */
export function desktopFolders(flags: { data: string | undefined; demo: boolean }): DesktopFolders {
  const centres = foldersOf(flags);
  const profile = join(centres[flags.demo ? 'demo' : 'own'], 'desktop');
  return {
    ...centres,
    profile,
    windowState: join(profile, 'window.json'),
    machine: join(profile, 'program.json'),
    starts: join(profile, 'starts.json'),
    printing: join(profile, 'printing.json'),
  };
}
