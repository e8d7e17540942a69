import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { BrowserWindowConstructorOptions, MessageBoxOptions } from 'electron';

/** What Electron was asked, in order. Only what the host uses is here; anything else is undefined and fails the test that needs it. */
export const calls: string[] = [];

class FakeContents extends EventEmitter {
  readonly id = 1;
  reloads = 0;
  setWindowOpenHandler() {
    calls.push('guard window.open');
  }
  reload() {
    this.reloads += 1;
  }
  /** As Electron does: the end of the process is told. */
  forcefullyCrashRenderer() {
    calls.push('crash page');
    this.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 });
  }
}

export class FakeWindow extends EventEmitter {
  static all: FakeWindow[] = [];
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents = new FakeContents();
  visible = false;
  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    calls.push('window');
    FakeWindow.all.push(this);
  }
  async loadURL(url: string) {
    calls.push(`load ${url}`);
  }
  getNormalBounds = () => ({ x: 10, y: 20, width: 1200, height: 700 });
  isMaximized = () => false;
  isFullScreen = () => false;
  isVisible = () => this.visible;
  setBounds() {
    calls.push('bounds');
  }
  setOverlayIcon() {
    calls.push('overlay');
  }
  isMinimized = () => false;
  isDestroyed = () => false;
  show() {
    this.visible = true;
  }
  hide() {
    this.visible = false;
    calls.push('hide');
  }
  focus() {
    calls.push('focus');
  }
}

const ready = Promise.withResolvers<void>();
let isReady = false;
export function becomeReady(): void {
  isReady = true;
  calls.push('ready');
  ready.resolve();
}

export const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  enableSandbox: () => calls.push('sandbox'),
  setPath: (name: string, path: string) => {
    if (!existsSync(path)) throw new Error(`Electron refuses a folder that is not there: ${name}`);
    calls.push(`path ${name} ${path}`);
  },
  requestSingleInstanceLock: () => {
    calls.push('lock');
    return true;
  },
  whenReady: () => ready.promise,
  isReady: () => isReady,
  relaunch: (options?: { args?: string[] }) => calls.push(`relaunch ${options?.args?.join(' ') ?? ''}`),
  disableHardwareAcceleration: () => calls.push('no graphics card'),
  setAppUserModelId: (id: string) => calls.push(`id ${id}`),
  setBadgeCount: (count: number) => {
    badges.push(count);
    return true;
  },
  getGPUFeatureStatus: () => ({}),
  getLoginItemSettings: () => ({ openAtLogin: false, status: 'not-registered' }),
  setLoginItemSettings: () => undefined,
  exit: (code: number) => calls.push(`exit ${code}`),
  quit: () => app.emit('before-quit', { preventDefault: () => undefined }),
});

type Handler = (request: Request) => Promise<Response>;
export const handlers = new Map<string, Handler>();
export const protocol = {
  registerSchemesAsPrivileged: (schemes: { scheme: string }[]) => calls.push(`scheme ${schemes.map(({ scheme }) => scheme).join()}`),
  handle: (scheme: string, handler: Handler) => {
    calls.push(`handle ${scheme}`);
    handlers.set(scheme, handler);
  },
};

export const ipcMain = new EventEmitter();
export const powerMonitor = Object.assign(new EventEmitter(), { getSystemIdleTime: () => 0 });
const area = { x: 0, y: 0, width: 1920, height: 1040 };
const display = { id: 1, workArea: area, bounds: area, scaleFactor: 1, rotation: 0 };
export const screen = Object.assign(new EventEmitter(), { getPrimaryDisplay: () => display, getAllDisplays: () => [display] });
export const nativeTheme = { shouldUseDarkColors: false, themeSource: 'system' };
/** Figures on the icon, in order. */
export const badges: number[] = [];
export const clipboard = { writeText: (text: string) => calls.push(`copied ${text}`) };
const image = { resize: () => image, toPNG: () => Buffer.alloc(0), addRepresentation: () => undefined };
export const nativeImage = { createEmpty: () => image, createFromPath: () => image, createFromBitmap: () => image };
export class FakeTray extends EventEmitter {
  static shown: FakeTray[] = [];
  menu: unknown;
  constructor() {
    super();
    FakeTray.shown.push(this);
  }
  setToolTip() {
    calls.push('tray tip');
  }
  setContextMenu(menu: unknown) {
    this.menu = menu;
  }
  destroy() {
    FakeTray.shown = FakeTray.shown.filter((tray) => tray !== this);
  }
}
export const shell = { openPath: async () => '' };
export const asked: MessageBoxOptions[] = [];
/** Buttons that a person presses next; without any the last one of the box. */
export const presses: number[] = [];
export const dialog = {
  showMessageBox: async (...args: unknown[]) => {
    const options = args.at(-1) as MessageBoxOptions;
    asked.push(options);
    return { response: presses.shift() ?? (options.buttons?.length ?? 1) - 1 };
  },
};
export const session = {
  defaultSession: Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: () => calls.push('guard permissions'),
    setPermissionCheckHandler: () => undefined,
    setDevicePermissionHandler: () => undefined,
    setSpellCheckerEnabled: () => undefined,
    webRequest: { onBeforeRequest: () => calls.push('guard requests') },
  }),
};
export const safeStorage = {
  isAsyncEncryptionAvailable: async () => true,
  encryptStringAsync: async (text: string) => Buffer.from(`sealed ${text}`),
  decryptStringAsync: async (sealed: Buffer) => ({ result: sealed.toString().slice(7), shouldReEncrypt: false }),
  getSelectedStorageBackend: () => 'gnome_libsecret' as const,
};
export const menus: unknown[] = [];
export const Menu = {
  buildFromTemplate: (template: unknown) => template,
  setApplicationMenu: (menu: unknown) => menus.push(menu),
};
/** Notices of the operating system, in order; `click()` is the person's. */
export class FakeNotification extends EventEmitter {
  static shown: FakeNotification[] = [];
  static isSupported = () => true;
  readonly title: string;
  constructor({ title }: { title: string }) {
    super();
    this.title = title;
  }
  show() {
    FakeNotification.shown.push(this);
  }
}
export { FakeNotification as Notification, FakeTray as Tray, FakeWindow as BrowserWindow };

/** Real ports of Node, told apart by the end they are for. */
export class MessageChannelMain {
  readonly port1: MessagePort;
  readonly port2: MessagePort;
  constructor() {
    ({ port1: this.port1, port2: this.port2 } = new MessageChannel());
  }
}
