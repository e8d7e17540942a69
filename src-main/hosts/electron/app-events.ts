import type { App } from 'electron';
import type { Flags } from '../flags.ts';
import { ownArgs } from './relaunch.ts';
import { ignoredFlags, tableOf } from './second-start.ts';

export type AppEventsDeps = {
  platform: NodeJS.Platform;
  packaged: boolean;
  /** The flags of this program. */
  given: Flags;
  /** The last work before the end is being done. */
  leaving: () => boolean;
  show: () => void;
  openTable: (path: string) => void;
  /** A second start asked for something that a running program cannot become. */
  onIgnored: (flags: string[]) => void;
  /** Started anew while the program was leaving: it comes back when it has left. */
  comeBack: () => void;
};

/** What the system tells the program while it runs: started again, a file opened with it, its icon clicked, its last window closed. */
export function listenToApp(app: Pick<App, 'on' | 'isReady' | 'isPackaged' | 'quit'>, deps: AppEventsDeps): void {
  const { platform, packaged, given, leaving, show } = deps;
  const opened = (path: string | undefined): void => {
    if (path !== undefined) deps.openTable(path);
  };
  const showIfReady = (): void => {
    if (app.isReady() && !leaving()) show();
  };
  app.on('second-instance', (_event, argv, folder) => {
    if (leaving()) return deps.comeBack();
    showIfReady();
    opened(tableOf(argv.slice(1), folder));
    const ignored = ignoredFlags(ownArgs(argv, app.isPackaged), given, packaged);
    if (ignored.length > 0 && app.isReady()) deps.onIgnored(ignored);
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    opened(tableOf([path], '/'));
    showIfReady();
  });
  app.on('activate', showIfReady);
  // On macOS a program stays when its last window is closed; elsewhere it ends, unless closing only hid the window.
  app.on('window-all-closed', () => {
    if (platform !== 'darwin') app.quit();
  });
}
