import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  app,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  Notification,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
} from 'electron';
import { appVersion, rendererFolder } from '#main/base/app-root.ts';
import { shiftedClock, systemClock } from '#main/base/clock.ts';
import type { Log } from '#main/base/log.ts';
import { openSite } from '#main/base/transport/site.ts';
import { createWords, type Translate } from '#main/base/words.ts';
import { newestBackup } from '#main/core.ts';
import type { Lang } from '#shared/contract/fields.ts';
import type { Scheme } from '#shared/contract/program.ts';
import { momentText } from '#shared/rules/zone.ts';
import type { Flags } from '../flags.ts';
import type { Which } from '../folders.ts';
import { listenToApp } from './app-events.ts';
import { centreOpener } from './centres.ts';
import { createDesk } from './desk.ts';
import * as dialogs from './dialogs.ts';
import { watchDisplays } from './displays.ts';
import type { DesktopFolders } from './folders.ts';
import { guardApp, guardSession } from './guards.ts';
import { osKeyPort } from './keys.ts';
import { createLoginItem } from './login-item.ts';
import { readMachine, writeMachine } from './machine.ts';
import { type MenuActions, menuTemplate } from './menu.ts';
import { checkNative } from './native-file.ts';
import { showNotice } from './notices.ts';
import { handOutPorts } from './ports.ts';
import { watchPower } from './power.ts';
import { printingOf } from './printing-window.ts';
import { createProgramPort, readTable } from './program-port.ts';
import { answer, SCHEME } from './protocol.ts';
import { createQuit } from './quit.ts';
import { nextStart, ownArgs } from './relaunch.ts';
import { readRelease } from './release.ts';
import { tableOf } from './second-start.ts';
import { createStage } from './stage.ts';
import { createStandby } from './standby.ts';
import { beginStart, FAILED_STARTS, startKnown } from './starts.ts';
import { createStartupFailed } from './startup-failed.ts';
import { installedUpdates } from './updates/port.ts';
import { readState } from './window-state.ts';
import { createWishes } from './wishes.ts';
import { brandOf } from './words.ts';

/** The name under which Windows knows our notices and the button in the taskbar; the installer uses the same (electron-builder.yml). */
const APP_ID = 'com.student-service-desk.app';

/** The running program. Everything that can be judged without Electron stands in the files beside; here it is put together. */
export function runDesktop(given: Flags, folders: DesktopFolders, packaged: boolean): void {
  const { safeMode } = given;
  const { platform } = process;
  const clock = given.now === undefined ? systemClock() : shiftedClock(given.now);
  const failedStarts = beginStart(folders.starts);
  const release = packaged ? readRelease() : undefined;
  let lang: Lang = given.lang ?? readState(folders.windowState).lang ?? 'zh-CN';
  let t: Translate = createWords(lang);
  let which: Which = given.demo ? 'demo' : 'own';
  let log: Log | undefined;
  let recoveryCode = process.env.DESK_RECOVERY_CODE;
  let restoreNewest = false;
  /** Started anew once this one has ended. */
  let next: ReturnType<typeof nextStart> | undefined;

  const onError = (error: unknown): void => {
    if (log) log.error('desktop', { error });
    else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  };
  const note = (what: string): void => log?.warn('refused', { part: what });
  guardApp(app, note);
  const ask = async <A extends string>({ options, answers }: dialogs.Choice<A>, signal?: AbortSignal): Promise<A> => {
    const shown = signal ? { ...options, signal } : options;
    const parent = stage.window();
    const { response } = await (parent?.isVisible() ? dialog.showMessageBox(parent, shown) : dialog.showMessageBox(shown));
    return answers[response] ?? answers[options.cancelId ?? 0]!;
  };

  const wishes = createWishes({ hint: () => desk.hint(), read: readTable });
  const program = createProgramPort({
    machine: { read: () => readMachine(folders.machine), write: (machine) => writeMachine(folders.machine, machine) },
    loginItem: createLoginItem({
      platform,
      packaged,
      app,
      exec: process.env.APPIMAGE ?? process.execPath,
      args: [...(given.data ? ['--data', given.data] : []), ...(given.demo ? ['--demo'] : [])],
      name: brandOf(lang),
      autostartFolder: join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'autostart'),
    }),
    wishes,
    serves: (id) => desk.owns(id),
    onBackground: () => standby.refresh(),
    onScheme: (scheme) => showScheme(scheme),
    restart: (options) => restart(options),
    facts: () => ({
      displays: screen.getAllDisplays().map(({ bounds, workArea, scaleFactor, rotation }) => ({ bounds, workArea, scaleFactor, rotation })),
      graphics: app.getGPUFeatureStatus(),
    }),
  });

  const printing = printingOf({
    app,
    dialog,
    file: folders.printing,
    window: () => stage.window(),
    serves: (id) => desk.owns(id),
    words: () => t,
    note: (what) => log?.warn('print', { part: what }),
  });
  const updates = installedUpdates({
    ...{ app, dialog, release, profile: folders.profile, onError },
    words: () => t,
    leave: (install) => void quit.install(install),
    now: () => clock.now(),
  });
  const openCentre = centreOpener({
    given,
    folders,
    clock,
    lang: () => lang,
    t: () => t,
    vault: () => osKeyPort(safeStorage, platform),
    askKeeper: () => ask(dialogs.keeperDialog(t)),
    showCode: async (code) => {
      while ((await ask(dialogs.codeDialog(t, code))) === 'copy') await clipboard.writeText(code);
    },
    recoveryCode: () => recoveryCode,
    restoreNewest: () => restoreNewest,
    onError,
    program,
    printing,
    updates,
    desk: () => desk,
  });
  const desk = createDesk({
    open: async (wanted) => {
      if (packaged) checkNative(release);
      const centre = await openCentre(wanted);
      restoreNewest = false;
      which = wanted;
      log = centre.log;
      return centre;
    },
    onSwap: () => ports.drop(),
    onLost: (error) => void startupFailed(error, () => desk.start(which)),
    onError,
    onTold: (told) =>
      showNotice({ isSupported: () => Notification.isSupported(), make: (options) => new Notification(options) }, told, t, () => {
        stage.show();
        wishes.put({ kind: 'open', ref: told.ref, staffId: told.staffId });
      }),
    onChange: () => standby.changed(),
  });

  const standby = createStandby({
    desk: () => desk,
    stage: () => stage,
    background: () => !safeMode && readMachine(folders.machine).background,
    lang: () => lang,
    t: () => t,
    monotonic: () => clock.monotonic(),
    onError,
  });
  const shownFirst = Promise.withResolvers<void>();
  const stage = createStage({
    stateFile: folders.windowState,
    packaged,
    safeMode,
    monotonic: () => clock.monotonic(),
    lang: () => lang,
    onLang: (spoken) => {
      lang = spoken;
      t = createWords(spoken);
      showMenu();
      standby.refresh();
    },
    quit: () => quit,
    trayShown: () => standby.trayShown,
    onOpen: () => standby.renew(),
    onShown: shownFirst.resolve,
    ask,
    t: () => t,
    log: () => log,
    note,
    onError,
  });
  const ports = handOutPorts({
    ipc: ipcMain,
    makePair: () => new MessageChannelMain(),
    window: () => stage.window()?.webContents,
    serve: (port) => desk.serve(port),
    refused: () => note('port'),
    onError,
  });

  const quit = createQuit({
    stop: (options) => desk.stop(options),
    exit: (code) => {
      if (next) app.relaunch(next);
      app.exit(code);
    },
    startAgain: () => {
      app.relaunch(nextStart(process, { safeMode }));
      app.exit(1);
    },
    onWait: () => {
      startKnown(folders.starts);
      standby.stop();
      stage.leave();
    },
    onError,
  });
  const restart = (options: { safeMode: boolean }): void => {
    next = nextStart(process, options);
    app.quit();
  };
  const startupFailed = createStartupFailed({
    t: () => t,
    ask,
    log: () => log,
    leaving: () => quit.leaving,
    onKnown: () => startKnown(folders.starts),
    exit: (code) => app.exit(code),
    clipboard,
    setCode: (code) => {
      recoveryCode = code ?? process.env.DESK_RECOVERY_CODE;
    },
    newestBackup: () => {
      const newest = newestBackup(folders[which]);
      return newest && momentText(newest.at, Intl.DateTimeFormat().resolvedOptions().timeZone);
    },
    setRestore: (wanted) => {
      restoreNewest = wanted;
    },
  });

  const about = async (): Promise<void> => {
    const versions = desk.versions() ?? [{ part: 'program', version: appVersion() }];
    const lines = dialogs.aboutLines(t, versions, folders[which]);
    if ((await ask(dialogs.aboutDialog(t, lines))) === 'copy') await clipboard.writeText(lines);
  };
  const actions: MenuActions = {
    lock: () => desk.lock(),
    reload: () => stage.window()?.webContents.reload(),
    about: () => void about().catch(onError),
    openDataFolder: () => void shell.openPath(folders[which]),
    settings: () => {
      stage.show();
      wishes.put({ kind: 'open', ref: { kind: 'settings', id: 'program', number: '' }, staffId: null });
    },
    scheme: (scheme) => {
      program.setScheme(scheme);
      desk.tellScheme(scheme);
    },
    restart,
  };
  const showMenu = (): void => {
    const { scheme } = readMachine(folders.machine);
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate({ platform, packaged, safeMode, scheme, t, actions })));
  };
  const showScheme = (scheme: Scheme): void => {
    nativeTheme.themeSource = scheme === 'auto' ? 'system' : scheme;
    showMenu();
  };

  listenToApp(app, {
    platform,
    packaged,
    given,
    leaving: () => quit.leaving,
    show: () => stage.show(),
    openTable: (path) => wishes.put({ kind: 'import', path }),
    onIgnored: (flags) => void ask(dialogs.ignoredDialog(t, flags)).catch(onError),
    comeBack: () => {
      next ??= nextStart(process, { safeMode });
    },
  });
  app.on('child-process-gone', (_event, { type, reason }) => log?.warn('process-gone', { part: type, code: reason }));
  app.on('before-quit', quit.beforeQuit);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onError);
  if (platform === 'win32') app.setAppUserModelId(APP_ID);
  const whenReady = async (): Promise<void> => {
    if (failedStarts >= FAILED_STARTS && !safeMode && (await ask(dialogs.safeModeDialog(t))) === 'safe') {
      app.relaunch(nextStart(process, { safeMode: true }));
      return app.exit(0);
    }
    const site = openSite(rendererFolder());
    protocol.handle(SCHEME, (request) => answer(request, site));
    guardSession(session.defaultSession, note);
    watchPower(powerMonitor, { wake: () => desk.wake(), lock: () => desk.lock(), shutdown: quit.sessionEnd });
    watchDisplays(screen, () => stage.window());
    showScheme(readMachine(folders.machine).scheme);
    const table = tableOf(ownArgs(process.argv, app.isPackaged), process.cwd());
    if (table) wishes.put({ kind: 'import', path: table });
    // The page loads while the core opens; its first call waits for the port.
    const started = desk.start(which);
    stage.show();
    standby.start();
    await started;
    await shownFirst.promise;
    startKnown(folders.starts);
  };
  app
    .whenReady()
    .then(whenReady)
    .catch((error: unknown) => startupFailed(error, () => desk.start(which)));
}
