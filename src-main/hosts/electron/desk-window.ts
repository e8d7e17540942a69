import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { appRoot, resource } from '#main/base/app-root.ts';
import type { Lang } from '#shared/contract/fields.ts';
import type { CrashAction } from './crash.ts';
import { guardContents, type Note } from './guards.ts';
import { PAGE } from './protocol.ts';
import { windowOptions } from './window.ts';
import { readState, writeState } from './window-state.ts';
import { brandOf, langOfTitle } from './words.ts';

export type DeskWindowDeps = {
  stateFile: string;
  packaged: boolean;
  lang: () => Lang;
  onLang: (lang: Lang) => void;
  onSessionEnd: () => void;
  /** The page's process is gone; answers what is done about it. */
  onCrash: (reason: string) => CrashAction;
  /** Crashed too often: the person decides. */
  onGiveUp: (window: BrowserWindow) => void;
  onUnresponsive: () => void;
  note: Note;
};

/** Keeps where the window is and what language it speaks. */
export function keepState(window: BrowserWindow, deps: Pick<DeskWindowDeps, 'stateFile' | 'lang'>): void {
  writeState(deps.stateFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized(), lang: deps.lang() });
}

/** Opens the one window. It is shown when its first page is painted. */
export function openDeskWindow(deps: DeskWindowDeps): BrowserWindow {
  const state = readState(deps.stateFile);
  const primary = screen.getPrimaryDisplay();
  const displays = [primary, ...screen.getAllDisplays().filter((display) => display.id !== primary.id)].map((display) => display.workArea);
  const window = new BrowserWindow(
    windowOptions({
      state,
      displays,
      preload: join(appRoot(), 'out', 'preload', 'preload.cjs'),
      icon: resource('icons', 'icon.png'),
      title: brandOf(deps.lang()),
      packaged: deps.packaged,
      dark: nativeTheme.shouldUseDarkColors,
    }),
  );
  const { webContents } = window;
  guardContents(webContents, deps.note);
  window.once('ready-to-show', () => {
    if (state.maximized) window.maximize();
    window.show();
  });
  window.on('close', () => keepState(window, deps));
  window.on('session-end', deps.onSessionEnd);
  window.on('page-title-updated', (_event, title) => {
    const lang = langOfTitle(title);
    if (lang && lang !== deps.lang()) deps.onLang(lang);
  });
  webContents.on('unresponsive', deps.onUnresponsive);
  webContents.on('render-process-gone', (_event, { reason }) => {
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
