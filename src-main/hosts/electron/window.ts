import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron';
import { type Area, LEAST_SIZE } from './window-state.ts';

/** The page is a stranger: it has neither Node nor the preload's world, and runs in the system's sandbox. */
export const webPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  plugins: false,
  experimentalFeatures: false,
  navigateOnDragDrop: false,
  disableDialogs: true,
  spellcheck: false,
  // Deadlines are shown to the minute also while another window is in front.
  backgroundThrottling: false,
} as const satisfies WebPreferences;

export type WindowSetting = {
  place: Area;
  preload: string;
  icon: string;
  title: string;
  packaged: boolean;
  dark: boolean;
};

/** Everything that the window is made with. It shows itself when the first page is painted. */
export function windowOptions({ place, preload, icon, title, packaged, dark }: WindowSetting): BrowserWindowConstructorOptions {
  return {
    ...place,
    minWidth: LEAST_SIZE.width,
    minHeight: LEAST_SIZE.height,
    show: false,
    title,
    icon,
    backgroundColor: dark ? '#181A20' : '#FFFFFF',
    autoHideMenuBar: true,
    webPreferences: { ...webPreferences, devTools: !packaged, preload },
  };
}
