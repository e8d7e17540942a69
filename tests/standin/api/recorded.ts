import { EventEmitter } from 'node:events';
import type { Display, NotificationConstructorOptions } from 'electron';
import { needReady } from '../life.ts';
import { note } from '../notes.ts';
import { StandInError, strict } from '../strict.ts';
import type { Menu } from './menu.ts';

/** What an operating system would show or do. Here it is written down, and a test plays the system. */

/** Everything recorded, in order. Only the stand-in exports it. */
export const recorded = {
  notifications: [] as Notification[],
  trays: [] as Tray[],
  opened: [] as string[],
  copied: [] as string[],
  dialogs: [] as { method: string; args: unknown[] }[],
  /** What was sent to a printer, with its settings; and the printers that there are, which a test may set. */
  printed: [] as object[],
  printers: [] as { name: string; displayName: string }[],
};

export class Notification extends EventEmitter {
  title: string;
  body: string;
  silent: boolean;
  constructor(options: NotificationConstructorOptions = {}) {
    super();
    needReady('Cannot create Notification before app is ready');
    this.title = options.title ?? '';
    this.body = options.body ?? '';
    this.silent = options.silent ?? false;
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    recorded.notifications.push(this);
    this.emit('show', {});
  }
  close(): void {
    this.emit('close', {});
  }
}

export class Tray extends EventEmitter {
  image: unknown;
  toolTip = '';
  menu: Menu | null = null;
  private gone = false;
  constructor(image: unknown) {
    super();
    needReady('Cannot create Tray before app is ready');
    if (!image) throw new TypeError('a tray needs an image');
    this.image = image;
    recorded.trays.push(this);
  }
  setToolTip(text: string): void {
    this.toolTip = text;
  }
  setContextMenu(menu: Menu | null): void {
    this.menu = menu;
  }
  setImage(image: unknown): void {
    this.image = image;
  }
  destroy(): void {
    this.gone = true;
  }
  isDestroyed(): boolean {
    return this.gone;
  }
}

/** A dialog waits for a person; a test that expects one puts its own answer in the method's place. */
function unanswered(method: string): (...args: unknown[]) => never {
  return (...args) => {
    needReady('dialog module can only be used after app is ready');
    recorded.dialogs.push({ method, args });
    const said = `dialog.${method} was called without an answer; replace it from the test`;
    note('stand-in', said);
    throw new StandInError(`stand-in: ${said}`);
  };
}

export const dialog = strict(
  {
    showMessageBox: unanswered('showMessageBox'),
    showErrorBox: unanswered('showErrorBox'),
    showOpenDialog: unanswered('showOpenDialog'),
    showSaveDialog: unanswered('showSaveDialog'),
  },
  'dialog',
);

export const shell = strict(
  {
    async openExternal(url: string): Promise<void> {
      recorded.opened.push(new URL(url).href);
    },
    async openPath(path: string): Promise<string> {
      recorded.opened.push(path);
      return '';
    },
    showItemInFolder(path: string): void {
      recorded.opened.push(path);
    },
  },
  'shell',
);

export const clipboard = strict(
  {
    writeText(text: string): void {
      recorded.copied.push(text);
    },
    readText: (): string => recorded.copied.at(-1) ?? '',
  },
  'clipboard',
);

type ThemeSource = 'system' | 'light' | 'dark';
let themeSource: ThemeSource = 'system';

export const nativeTheme = strict(
  Object.defineProperties(new EventEmitter() as EventEmitter & { shouldUseDarkColors: boolean; themeSource: ThemeSource }, {
    shouldUseDarkColors: { get: () => themeSource === 'dark' },
    themeSource: {
      get: () => themeSource,
      set: (source: ThemeSource) => {
        if (!['system', 'light', 'dark'].includes(source)) throw new TypeError(`Error processing argument: invalid themeSource ${source}`);
        themeSource = source;
        nativeTheme.emit('updated');
      },
    },
  }),
  'nativeTheme',
);

export const powerMonitor = strict(
  Object.assign(new EventEmitter(), { getSystemIdleTime: (): number => 0, isOnBatteryPower: (): boolean => false }),
  'powerMonitor',
);

const display: Pick<Display, 'id' | 'bounds' | 'workArea' | 'scaleFactor' | 'rotation'> = {
  id: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1040 },
  scaleFactor: 1,
  rotation: 0,
};

const needScreen = (): void => needReady("The 'screen' module can't be used before the app 'ready' event");

export const screen = strict(
  Object.assign(new EventEmitter(), {
    getPrimaryDisplay: () => {
      needScreen();
      return display;
    },
    getAllDisplays: () => {
      needScreen();
      return [display];
    },
  }),
  'screen',
);
