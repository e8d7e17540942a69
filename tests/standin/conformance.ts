import type * as Electron from 'electron';
import type { app } from './api/app.ts';
import type { BrowserWindow } from './api/browser-window.ts';
import type { ipcMain } from './api/ipc-main.ts';
import type { Menu, MenuItem } from './api/menu.ts';
import type { protocol } from './api/protocol.ts';
import type { dialog, Notification, nativeTheme, powerMonitor, screen, shell, Tray } from './api/recorded.ts';
import type { safeStorage } from './api/safe-storage.ts';
import type { session } from './api/session.ts';
import type { WebContents, webContents } from './api/web-contents.ts';
import type { MessageChannelMain, MessagePortMain } from './ports.ts';

/**
 * Judged by the compiler alone: every name that the stand-in has, Electron has; and what a method gives back is what Electron
 * says it gives. A new version of Electron that drops or changes one of them fails here.
 */

/** What a test may look at and Electron has not. */
type Ours = 'frame' | 'options' | 'image' | 'toolTip' | 'menu' | 'targetId';
type Named<Mine, Theirs> = Exclude<keyof Mine, keyof Theirs | Ours>;
type Answer<F> = F extends (...args: never[]) => infer R ? Awaited<R> : unknown;
/** Methods whose plain answer (text, number, yes or no, bytes) is another than Electron's. */
type Plain = string | number | boolean | Buffer | undefined;
type Different<Mine, Theirs> = {
  [K in keyof Mine & keyof Theirs]: Answer<Mine[K]> extends Plain ? (Answer<Mine[K]> extends Answer<Theirs[K]> ? never : K) : never;
}[keyof Mine & keyof Theirs];
type Conforms<Mine, Theirs> = [Named<Mine, Theirs> | Different<Mine, Theirs>] extends [never]
  ? true
  : Named<Mine, Theirs> | Different<Mine, Theirs>;

export const conforms: {
  App: Conforms<typeof app, Electron.App>;
  BrowserWindow: Conforms<BrowserWindow, Electron.BrowserWindow>;
  WebContents: Conforms<WebContents, Electron.WebContents>;
  WebFrameMain: Conforms<WebContents['mainFrame'], Electron.WebFrameMain>;
  webContents: Conforms<typeof webContents, typeof Electron.webContents>;
  IpcMain: Conforms<typeof ipcMain, Electron.IpcMain>;
  Menu: Conforms<Menu, Electron.Menu>;
  MenuItem: Conforms<MenuItem, Electron.MenuItem>;
  Protocol: Conforms<typeof protocol, Electron.Protocol>;
  Dialog: Conforms<typeof dialog, Electron.Dialog>;
  Notification: Conforms<Notification, Electron.Notification>;
  Tray: Conforms<Tray, Electron.Tray>;
  NativeTheme: Conforms<typeof nativeTheme, Electron.NativeTheme>;
  PowerMonitor: Conforms<typeof powerMonitor, Electron.PowerMonitor>;
  Screen: Conforms<typeof screen, Electron.Screen>;
  Shell: Conforms<typeof shell, Electron.Shell>;
  SafeStorage: Conforms<typeof safeStorage, Electron.SafeStorage>;
  Session: Conforms<typeof session.defaultSession, Electron.Session>;
  MessageChannelMain: Conforms<MessageChannelMain, Electron.MessageChannelMain>;
  MessagePortMain: Conforms<MessagePortMain, Electron.MessagePortMain>;
} = {
  App: true,
  BrowserWindow: true,
  WebContents: true,
  WebFrameMain: true,
  webContents: true,
  IpcMain: true,
  Menu: true,
  MenuItem: true,
  Protocol: true,
  Dialog: true,
  Notification: true,
  Tray: true,
  NativeTheme: true,
  PowerMonitor: true,
  Screen: true,
  Shell: true,
  SafeStorage: true,
  Session: true,
  MessageChannelMain: true,
  MessagePortMain: true,
};
