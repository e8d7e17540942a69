import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  app,
  type BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
} from 'electron';
import { appVersion, isPackaged, rendererFolder } from '#main/base/app-root.ts';
import { shiftedClock, systemClock } from '#main/base/clock.ts';
import type { Log } from '#main/base/log.ts';
import type { HostPort } from '#main/base/os.ts';
import { openSite } from '#main/base/transport/site.ts';
import { createWords, systemLang, type Translate } from '#main/base/words.ts';
import { isFailure } from '#shared/contract/failure.ts';
import type { Lang } from '#shared/contract/fields.ts';
import { type DemoAccount, demoAccountsOf, makeDemo } from '../demo.ts';
import type { Flags } from '../flags.ts';
import type { Which } from '../folders.ts';
import { createCrashGuard } from './crash.ts';
import { createDesk } from './desk.ts';
import { type DeskWindowDeps, keepState, loadPage, openDeskWindow } from './desk-window.ts';
import { aboutDialog, type Choice, crashDialog, keyFileDialog, startupDialog } from './dialogs.ts';
import { readFlags } from './flags.ts';
import { type DesktopFolders, desktopFolders } from './folders.ts';
import { guardSession } from './guards.ts';
import { KEY_FILE_DECLINED } from './key-means.ts';
import { osKeyPort } from './keys.ts';
import { menuTemplate } from './menu.ts';
import { showNotice } from './notices.ts';
import { openCentre } from './open-centre.ts';
import { handOutPorts } from './ports.ts';
import { watchPower } from './power.ts';
import { printingOf } from './printing-window.ts';
import { answer, SCHEME, scheme } from './protocol.ts';
import { createQuit } from './quit.ts';
import { startupExit } from './startup.ts';
import { readState } from './window-state.ts';

/** The desktop program. Everything that can be judged without Electron stands in the files beside; here it is put together. */

const packaged = app.isPackaged || isPackaged();
// electron . --data … in development, the program alone when it is packaged
const flags = readFlags(process.argv.slice(app.isPackaged ? 1 : 2), packaged);

app.enableSandbox();
protocol.registerSchemesAsPrivileged([scheme]);

/** Ends before anything is open. A packaged program has no console, so it says it in a box. */
function refuse(code: number, said: string): void {
  process.stderr.write(`${said}\n`);
  if (packaged) dialog.showErrorBox(createWords(systemLang())('desktop:brand'), said);
  app.exit(code);
}

if ('problem' in flags) {
  refuse(2, createWords(systemLang())(flags.problem.key, { value: flags.problem.value }));
} else {
  begin(flags, desktopFolders(flags));
}

function begin(given: Flags, folders: DesktopFolders): void {
  try {
    // One lock and one Chromium profile per data folder; Electron wants the folder to be there.
    mkdirSync(folders.profile, { recursive: true, mode: 0o700 });
    app.setPath('userData', folders.profile);
  } catch {
    refuse(1, createWords(systemLang())('desktop:startup.notWritable'));
    return;
  }
  if (app.requestSingleInstanceLock()) run(given, folders);
  else app.exit(0);
}

function run(given: Flags, folders: DesktopFolders): void {
  const clock = given.now === undefined ? systemClock() : shiftedClock(given.now);
  let lang: Lang = given.lang ?? readState(folders.windowState).lang ?? 'zh-CN';
  let t: Translate = createWords(lang);
  let window: BrowserWindow | undefined;
  let which: Which = given.demo ? 'demo' : 'own';
  let log: Log | undefined;
  let again = false;

  const onError = (error: unknown): void => {
    if (log) log.error('desktop', { error });
    else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  };
  const note = (what: string): void => log?.warn('refused', { part: what });

  const ask = async <A extends string>({ options, answers }: Choice<A>): Promise<A> => {
    const { response } =
      window && !window.isDestroyed() ? await dialog.showMessageBox(window, options) : await dialog.showMessageBox(options);
    return answers[response] ?? answers[options.cancelId ?? 0]!;
  };

  /** The demo centre is built when it is asked for the first time; its accounts are told in the program or on stdout. */
  const buildDemo = (): Promise<DemoAccount[]> => makeDemo(folders.demo, { clock, lang });
  const tellAccounts = (accounts: readonly DemoAccount[]): void => {
    for (const { login, password, name } of accounts) process.stdout.write(`${t('host:account', { login, password, name })}\n`);
  };

  async function openDemo(): Promise<DemoAccount[]> {
    const accounts = await buildDemo();
    await desk.switchTo('demo');
    return accounts;
  }

  const desk = createDesk({
    open: async (wanted) => {
      if (wanted === 'demo' && !existsSync(join(folders.demo, 'keys.json'))) tellAccounts(await buildDemo());
      const host: HostPort = {
        kind: 'electron',
        appVersion: appVersion(),
        lang: given.lang ?? null,
        demo: wanted === 'demo',
        restart: () => desk.restart(),
        openDemo,
        demoAccounts: demoAccountsOf,
        leaveDemo: () => desk.switchTo('own'),
        printing,
      };
      const centre = await openCentre({
        dataDir: folders[wanted],
        clock,
        vault: await osKeyPort(safeStorage, process.platform),
        recoveryCode: process.env.DESK_RECOVERY_CODE,
        host,
        // Invented people need no keychain.
        askKeyFile: async () => wanted === 'demo' || (await ask(keyFileDialog(t))) === 'keyFile',
      });
      which = wanted;
      log = centre.log;
      return centre;
    },
    onSwap: () => ports.drop(),
    onLost: (error) => void startupFailed(error, () => desk.start(which)),
    onError,
    onTold: (told) =>
      showNotice({ isSupported: () => Notification.isSupported(), make: (options) => new Notification(options) }, told, t, () => {
        showWindow();
        desk.show(told.ref);
      }),
  });

  const printing = printingOf({
    app,
    dialog,
    file: folders.printing,
    window: () => window,
    serves: (id) => desk.owns(id),
    words: () => t,
    note: (what) => log?.warn('print', { part: what }),
  });

  const ports = handOutPorts({
    ipc: ipcMain,
    makePair: () => new MessageChannelMain(),
    window: () => window?.webContents,
    serve: (port) => desk.serve(port),
    refused: () => note('port'),
    onError,
  });

  const quit = createQuit({
    stop: (options) => desk.stop(options),
    exit: (code) => {
      if (again) app.relaunch();
      app.exit(code);
    },
    onWait: () => {
      if (!window || window.isDestroyed()) return;
      keepState(window, windowDeps);
      window.hide();
    },
    onError,
  });

  const startupFailed = async (error: unknown, retry: () => Promise<void>): Promise<void> => {
    if (quit.leaving) return;
    if (isFailure(error, KEY_FILE_DECLINED)) return app.exit(0);
    const id = randomBytes(4).toString('hex');
    log?.error('startup', { id, error });
    process.stderr.write(`${t('desktop:startup.title')} ${isFailure(error) ? error.code : ''} ${id}\n`);
    if ((await ask(startupDialog(error, t, id))) === 'quit') return app.exit(startupExit(error));
    retry().catch((next: unknown) => startupFailed(next, retry));
  };

  const showMenu = (): void => {
    const actions = {
      lock: () => desk.lock(),
      reload: () => window?.webContents.reload(),
      about: () => void ask(aboutDialog(t, { version: appVersion(), folder: folders[which] })),
      openDataFolder: () => void shell.openPath(folders[which]),
    };
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate({ platform: process.platform, packaged, t, actions })));
  };

  const crash = createCrashGuard(() => clock.monotonic());
  const windowDeps: DeskWindowDeps = {
    stateFile: folders.windowState,
    packaged,
    lang: () => lang,
    onLang: (next) => {
      lang = next;
      t = createWords(next);
      showMenu();
    },
    onSessionEnd: () => void quit.sessionEnd(),
    onCrash: (reason) => {
      log?.error('page-gone', { part: reason });
      return quit.leaving ? 'ignore' : crash(reason);
    },
    onGiveUp: async (dead) => {
      if ((await ask(crashDialog(t))) === 'quit') app.quit();
      else if (!dead.isDestroyed()) dead.webContents.reload();
    },
    onUnresponsive: () => log?.warn('page-unresponsive'),
    note,
  };
  const showWindow = (): void => {
    if (window && !window.isDestroyed()) {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
      return;
    }
    window = openDeskWindow(windowDeps);
    loadPage(window).catch(onError);
  };

  app.on('second-instance', () => {
    // Started anew while the last backup is still being made: come back when it is done.
    if (quit.leaving) again = true;
    else if (app.isReady()) showWindow();
  });
  app.on('activate', () => {
    if (app.isReady() && !quit.leaving) showWindow();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('before-quit', quit.beforeQuit);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onError);

  const whenReady = async (): Promise<void> => {
    const site = openSite(rendererFolder());
    protocol.handle(SCHEME, (request) => answer(request, site));
    guardSession(session.defaultSession, note);
    watchPower(powerMonitor, { wake: () => desk.wake(), lock: () => desk.lock(), shutdown: () => void quit.sessionEnd() });
    showMenu();
    // The page loads while the core opens; its first call waits for the port.
    const started = desk.start(which);
    showWindow();
    await started;
  };
  app
    .whenReady()
    .then(whenReady)
    .catch((error: unknown) => startupFailed(error, () => desk.start(which)));
}
