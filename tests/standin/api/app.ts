import { EventEmitter } from 'node:events';
import type { LoginItemSettings, LoginItemSettingsOptions, RelaunchOptions, Settings } from 'electron';
import { stopChromium } from '../chromium.ts';
import { among, eventWith, life, MainEvent, onlyBeforeReady } from '../life.ts';
import { strict } from '../strict.ts';
import { getPath, info, setPath, switches } from './app-paths.ts';
import { BrowserWindow } from './browser-window.ts';
import { releaseLock, takeLock } from './single-instance.ts';

const ready = Promise.withResolvers<void>();
let locked = false;

/** What the program asked of the operating system, for tests to look at. */
export const asked: {
  relaunch: RelaunchOptions[];
  loginItem: Settings;
  badge: number;
  userModelId: string;
  aboutPanel: object | undefined;
} = {
  relaunch: [],
  loginItem: {},
  badge: 0,
  userModelId: '',
  aboutPanel: undefined,
};

async function end(code: number): Promise<void> {
  app.emit('quit', new MainEvent(), code);
  await stopChromium().catch(() => undefined);
  process.exit(code);
}

/** Every window is closed: the end if the program is quitting or nobody wants to stay. */
function allClosed(): void {
  if (life.quitting) {
    const event = new MainEvent();
    app.emit('will-quit', event);
    if (event.defaultPrevented) life.quitting = false;
    else void end(0);
  } else if (app.listenerCount('window-all-closed') === 0) app.quit();
  else app.emit('window-all-closed');
}

export const app = strict(
  Object.assign(new EventEmitter(), {
    isPackaged: process.env.ESTAND_PACKAGED !== undefined,
    commandLine: strict(
      {
        appendSwitch: (name: string, value = ''): void => void switches.set(name, value),
        hasSwitch: (name: string): boolean => switches.has(name),
        getSwitchValue: (name: string): string => switches.get(name) ?? '',
      },
      'CommandLine',
    ),
    whenReady: (): Promise<void> => ready.promise,
    isReady: (): boolean => life.ready,
    getName: (): string => info.name,
    setName(name: string): void {
      info.name = name;
    },
    getVersion: (): string => info.version,
    getAppPath: (): string => info.root,
    getLocale: (): string => 'zh-CN',
    getPreferredSystemLanguages: (): string[] => ['zh-CN'],
    getPath,
    setPath,
    enableSandbox(): void {
      onlyBeforeReady('app.enableSandbox() can only be called before app is ready');
    },
    disableHardwareAcceleration(): void {
      onlyBeforeReady('app.disableHardwareAcceleration() can only be called before app is ready');
    },
    requestSingleInstanceLock(data?: Record<string, unknown>): boolean {
      locked ||= takeLock(getPath('userData'), data, (start) =>
        app.emit('second-instance', new MainEvent(), start.argv, start.cwd, start.data),
      );
      return locked;
    },
    releaseSingleInstanceLock(): void {
      if (locked) releaseLock(getPath('userData'));
      locked = false;
    },
    quit(): void {
      if (life.quitting) return;
      const event = new MainEvent();
      app.emit('before-quit', event);
      if (event.defaultPrevented) return;
      life.quitting = true;
      const windows = BrowserWindow.getAllWindows();
      if (windows.length === 0) allClosed();
      for (const window of windows) window.close();
    },
    exit: (code = 0): void => void end(code),
    relaunch: (options: RelaunchOptions = {}): void => void asked.relaunch.push(options),
    focus(): void {},
    setAppUserModelId(id: string): void {
      asked.userModelId = id;
    },
    setAboutPanelOptions(options: object): void {
      asked.aboutPanel = options;
    },
    setLoginItemSettings(settings: Settings): void {
      asked.loginItem = settings;
    },
    getLoginItemSettings: (_options?: LoginItemSettingsOptions): Pick<LoginItemSettings, 'openAtLogin'> => ({
      openAtLogin: asked.loginItem.openAtLogin ?? false,
    }),
    setBadgeCount(count = 0): boolean {
      asked.badge = count;
      return true;
    },
    getGPUFeatureStatus: (): object => ({ gpu_compositing: 'disabled_software' }),
    getBadgeCount: (): number => asked.badge,
  }),
  'app',
);

among.on('all-closed', allClosed);
among.on('window-created', (window) => app.emit('browser-window-created', new MainEvent(), window));

among.on('contents-created', (contents) => app.emit('web-contents-created', new MainEvent(), contents));

/** The browser is there: everything that waits for `ready` goes on. */
export function becomeReady(): void {
  life.ready = true;
  app.emit('will-finish-launching');
  ready.resolve();
  app.emit('ready', eventWith({}), {});
}

export { end as endProgram };
