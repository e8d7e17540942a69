import { app, asked } from './api/app.ts';
import { windowClass as BrowserWindow } from './api/browser-window.ts';
import { ipcMain } from './api/ipc-main.ts';
import { menuClass as Menu, MenuItem } from './api/menu.ts';
import { nativeImage } from './api/native-image.ts';
import { protocol } from './api/protocol.ts';
import { clipboard, dialog, Notification, nativeTheme, powerMonitor, recorded, screen, shell, Tray } from './api/recorded.ts';
import { safeStorage } from './api/safe-storage.ts';
import { session } from './api/session.ts';
import { webContents } from './api/web-contents.ts';
import { MessageChannelMain, MessagePortMain } from './ports.ts';
import { notImplemented } from './strict.ts';

/**
 * What `electron` is to the program. A named import that stands neither here nor among those below fails when the program is
 * loaded, as it would with Electron.
 */

export const autoUpdater = notImplemented('autoUpdater');
export const crashReporter = notImplemented('crashReporter');
export const globalShortcut = notImplemented('globalShortcut');
export const net = notImplemented('net');
export const powerSaveBlocker = notImplemented('powerSaveBlocker');
export const systemPreferences = notImplemented('systemPreferences');
export const utilityProcess = notImplemented('utilityProcess');

export {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  MessageChannelMain,
  MessagePortMain,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  webContents,
};

/** Everything at once: what `require('electron')` answers, and what a test driver evaluates with. `standIn` is ours alone. */
const electron = {
  app,
  autoUpdater,
  BrowserWindow,
  clipboard,
  crashReporter,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  MenuItem,
  MessageChannelMain,
  MessagePortMain,
  Notification,
  nativeImage,
  nativeTheme,
  net,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  systemPreferences,
  Tray,
  utilityProcess,
  webContents,
  standIn: { recorded, asked },
};

export default electron;
export { electron as 'module.exports' };
