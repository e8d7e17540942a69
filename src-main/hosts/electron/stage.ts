import { app, type BrowserWindow } from 'electron';
import type { Log } from '#main/base/log.ts';
import type { Translate } from '#main/base/words.ts';
import { createCrashGuard } from './crash.ts';
import { type DeskWindowDeps, keepState, loadPage, openDeskWindow } from './desk-window.ts';
import { type Choice, crashDialog, hangDialog } from './dialogs.ts';
import { createHangGuard } from './hang.ts';
import type { Quit } from './quit.ts';

export type StageDeps = Omit<DeskWindowDeps, 'onCrash' | 'onGiveUp' | 'hang' | 'onSessionEnd' | 'staysHidden'> & {
  monotonic: () => number;
  quit: () => Quit;
  /** The icon that would bring a hidden window back is there. */
  trayShown: () => boolean;
  /** A window was made. */
  onOpen: () => void;
  ask: <A extends string>(choice: Choice<A>, signal?: AbortSignal) => Promise<A>;
  t: () => Translate;
  log: () => Log | undefined;
  onError: (error: unknown) => void;
};

export type Stage = {
  /** The window while it is there. */
  window: () => BrowserWindow | undefined;
  /** Brings the window to the front, or opens one. */
  show: () => void;
  /** Keeps the place of the window and takes it from the screen. */
  leave: () => void;
};

/** The one window, and what happens when its page dies or hangs. */
export function createStage(deps: StageDeps): Stage {
  const { log, t, ask } = deps;
  let window: BrowserWindow | undefined;
  const open = (): BrowserWindow | undefined => (window && !window.isDestroyed() ? window : undefined);
  const crash = createCrashGuard(deps.monotonic);
  const windowDeps: DeskWindowDeps = {
    ...deps,
    onSessionEnd: (event) => deps.quit().sessionEnd(event),
    // Without an icon nobody could bring it back.
    staysHidden: () => !deps.quit().leaving && deps.trayShown(),
    onCrash: (reason) => {
      log()?.error('page-gone', { part: reason });
      return deps.quit().leaving ? 'ignore' : crash(reason);
    },
    onGiveUp: async (dead) => {
      if ((await ask(crashDialog(t()))) === 'quit') app.quit();
      else if (!dead.isDestroyed()) dead.webContents.reload();
    },
    hang: createHangGuard({
      ask: (signal) => {
        log()?.warn('page-unresponsive');
        return ask(hangDialog(t()), signal);
      },
      // Its end is heard as a crash, and the page comes back where it was.
      reload: () => open()?.webContents.forcefullyCrashRenderer(),
      onError: deps.onError,
    }),
  };
  return {
    window: open,
    show: () => {
      const shown = open();
      if (shown) {
        if (shown.isMinimized()) shown.restore();
        shown.show();
        shown.focus();
        return;
      }
      window = openDeskWindow(windowDeps);
      deps.onOpen();
      loadPage(window).catch(deps.onError);
    },
    leave: () => {
      const shown = open();
      if (!shown) return;
      keepState(shown, windowDeps);
      shown.hide();
    },
  };
}
