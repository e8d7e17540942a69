import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { appRoot, resource } from '#main/base/app-root.ts';
import type { Lang } from '#shared/contract/fields.ts';
import type { CrashAction } from './crash.ts';
import { roomsOf } from './displays.ts';
import { guardContents, type Note } from './guards.ts';
import type { HangGuard } from './hang.ts';
import { PAGE } from './protocol.ts';
import { windowOptions } from './window.ts';
import { NO_STATE, notePlace, placeWindow, readState, writeState } from './window-state.ts';
import { brandOf, langOfTitle } from './words.ts';

export type DeskWindowDeps = {
  stateFile: string;
  packaged: boolean;
  /** Nothing of the last place is read or kept: it may be what keeps the window from being seen. */
  safeMode: boolean;
  lang: () => Lang;
  onLang: (lang: Lang) => void;
  /** The session of the operating system ends (Windows); a question about it can still be held back. */
  onSessionEnd: (event?: { preventDefault(): void }) => void;
  /** Closing hides the window instead. */
  staysHidden: () => boolean;
  /** The first page is painted. */
  onShown: () => void;
  /** The page's process is gone; answers what is done about it. */
  onCrash: (reason: string) => CrashAction;
  /** Crashed too often: the person decides. */
  onGiveUp: (window: BrowserWindow) => void;
  hang: HangGuard;
  note: Note;
};

/** Keeps where the window is and what language it speaks. */
export function keepState(window: BrowserWindow, deps: Pick<DeskWindowDeps, 'stateFile' | 'lang' | 'safeMode'>): void {
  if (deps.safeMode) return;
  const before = readState(deps.stateFile);
  writeState(deps.stateFile, {
    ...notePlace(before, window.getNormalBounds(), roomsOf(screen)),
    maximized: window.isMaximized(),
    fullScreen: window.isFullScreen(),
    lang: deps.lang(),
  });
}

/** Opens the one window. It is shown when its first page is painted. */
export function openDeskWindow(deps: DeskWindowDeps): BrowserWindow {
  const state = deps.safeMode ? NO_STATE : readState(deps.stateFile);
  const place = placeWindow(state, roomsOf(screen));
  const window = new BrowserWindow(
    windowOptions({
      place,
      preload: join(appRoot(), 'out', 'preload', 'preload.cjs'),
      icon: resource('icons', 'icon.png'),
      title: brandOf(deps.lang()),
      packaged: deps.packaged,
      dark: nativeTheme.shouldUseDarkColors,
    }),
  );
  // A window that is made for a display of another scale comes out with the points of the primary one.
  window.setBounds(place);
  const { webContents } = window;
  guardContents(webContents, deps.note);
  window.once('ready-to-show', () => {
    if (state.maximized) window.maximize();
    if (state.fullScreen) window.setFullScreen(true);
    window.show();
    deps.onShown();
  });
  window.on('close', (event) => {
    keepState(window, deps);
    if (!deps.staysHidden()) return;
    event.preventDefault();
    window.hide();
  });
  window.on('query-session-end', (event) => deps.onSessionEnd(event));
  window.on('session-end', () => deps.onSessionEnd());
  window.on('page-title-updated', (_event, title) => {
    const lang = langOfTitle(title);
    if (lang && lang !== deps.lang()) deps.onLang(lang);
  });
  webContents.on('unresponsive', deps.hang.unresponsive);
  webContents.on('responsive', deps.hang.responsive);
  webContents.on('render-process-gone', (_event, { reason }) => {
    deps.hang.responsive();
    const action = deps.onCrash(reason);
    if (action === 'reload') webContents.reload();
    else if (action === 'give-up') deps.onGiveUp(window);
  });
  return window;
}

/** Loads the page; a load that was cut short by the next one is no failure. */
export async function loadPage(window: BrowserWindow): Promise<void> {
  try {
    await window.loadURL(PAGE);
  } catch (error) {
    if (!window.isDestroyed() && (error as { code?: string }).code !== 'ERR_ABORTED') throw error;
  }
}
