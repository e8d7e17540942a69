import { EventEmitter } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { appRoot } from '#main/base/app-root.ts';
import { listenToApp } from '#main/hosts/electron/app-events.ts';
import { readFlags } from '#main/hosts/electron/flags.ts';
import { createLoginItem, desktopEntry } from '#main/hosts/electron/login-item.ts';
import { DEFAULT_MACHINE, readMachine, writeMachine } from '#main/hosts/electron/machine.ts';
import { createProgramPort, readTable } from '#main/hosts/electron/program-port.ts';
import { nextStart, ownArgs } from '#main/hosts/electron/relaunch.ts';
import { ignoredFlags, tableOf } from '#main/hosts/electron/second-start.ts';
import { beginStart, startKnown } from '#main/hosts/electron/starts.ts';
import type { Flags } from '#main/hosts/flags.ts';
import { tempFolder } from '../support/folder.ts';

const flagsOf = (...args: string[]) => readFlags(args, false) as Flags;

describe('switches of this PC', () => {
  it('stand in a file of their own, written whole', () => {
    const folder = tempFolder();
    const file = join(folder, 'deeper', 'program.json');
    expect(readMachine(file)).toEqual(DEFAULT_MACHINE);
    expect(DEFAULT_MACHINE.background).toBe(false);
    writeMachine(file, { background: true, scheme: 'dark' });
    expect(readMachine(file)).toEqual({ background: true, scheme: 'dark' });
    expect(readdirSync(join(folder, 'deeper'))).toEqual(['program.json']);
  });

  it.each(['', '{', 'null', '[]', '7'])('count %j as nothing', (text) => {
    const file = join(tempFolder(), 'program.json');
    writeFileSync(file, text);
    expect(readMachine(file)).toEqual(DEFAULT_MACHINE);
  });

  it('lose one that makes no sense and keep the other', () => {
    const file = join(tempFolder(), 'program.json');
    writeFileSync(file, '{"background":"yes","scheme":"dark","more":1}');
    expect(readMachine(file)).toEqual({ background: false, scheme: 'dark' });
  });

  it('do not look switched when the disk refuses', () => {
    const file = join(tempFolder(), 'file');
    writeFileSync(file, '');
    expect(() => writeMachine(join(file, 'program.json'), DEFAULT_MACHINE)).toThrow();
  });
});

describe('opening at login', () => {
  const app = () => ({ getLoginItemSettings: vi.fn(() => ({ openAtLogin: true, status: 'enabled' })), setLoginItemSettings: vi.fn() });
  const make = (platform: NodeJS.Platform, fake: ReturnType<typeof app>, more: object = {}) =>
    createLoginItem({
      platform,
      packaged: true,
      app: fake as unknown as App,
      exec: '/opt/Student Desk/desk',
      args: ['--data', 'D:\\Desk data'],
      name: '学服台',
      autostartFolder: '/nowhere',
      ...more,
    });

  it("is the system's own list on Windows, with the same arguments each time", () => {
    const fake = app();
    const item = make('win32', fake);
    item.set(true);
    const args = { args: ['--data', '"D:\\Desk data"'] };
    expect(fake.setLoginItemSettings).toHaveBeenCalledExactlyOnceWith({ openAtLogin: true, ...args });
    expect(item.read()).toEqual({ openAtLogin: true, openAtLoginBlocked: null });
    expect(fake.getLoginItemSettings).toHaveBeenCalledWith(args);
  });

  it('says when macOS wants to be asked first', () => {
    const fake = app();
    fake.getLoginItemSettings.mockReturnValue({ openAtLogin: false, status: 'requires-approval' });
    expect(make('darwin', fake).read()).toEqual({ openAtLogin: false, openAtLoginBlocked: 'approval' });
  });

  it('is a desktop entry on Linux, and goes with its switch', () => {
    const autostartFolder = join(tempFolder(), 'autostart');
    const item = make('linux', app(), { autostartFolder });
    expect(item.read().openAtLogin).toBe(false);
    item.set(true);
    expect(item.read()).toEqual({ openAtLogin: true, openAtLoginBlocked: null });
    const file = join(autostartFolder, 'student-service-desk.desktop');
    expect(readFileSync(file, 'utf8')).toContain('Exec="/opt/Student Desk/desk" "--data" "D:\\\\\\\\Desk data"\n');
    expect(statSync(file).mode & 0o777).toBe(0o644);
    item.set(false);
    expect(readdirSync(autostartFolder)).toEqual([]);
    item.set(false);
  });

  it('writes an entry in which no word can become another', () => {
    const text = desktopEntry({ exec: '/a', args: ['50% "off" $HOME `x`'], name: 'Desk' });
    expect(text).toContain('Exec="/a" "50%% \\\\"off\\\\" \\\\$HOME \\\\`x\\\\`"\n');
    expect(text.split('\n')[0]).toBe('[Desktop Entry]');
  });

  it.each(['win32', 'darwin', 'linux'] as const)('is refused on %s by a program that is not installed', (platform) => {
    const fake = app();
    const item = make(platform, fake, { packaged: false, autostartFolder: tempFolder() });
    item.set(true);
    expect(item.read()).toEqual({ openAtLogin: false, openAtLoginBlocked: 'not_installed' });
    expect(fake.setLoginItemSettings).not.toHaveBeenCalled();
  });
});

describe('starts', () => {
  it('are counted until a page was there', () => {
    const file = join(tempFolder(), 'starts.json');
    expect([beginStart(file), beginStart(file), beginStart(file)]).toEqual([0, 1, 2]);
    startKnown(file);
    expect(beginStart(file)).toBe(0);
  });

  it('count from nothing when the file is broken or cannot be written', () => {
    const file = join(tempFolder(), 'starts.json');
    writeFileSync(file, '{"begun":-3}');
    expect(beginStart(file)).toBe(0);
    mkdirSync(join(tempFolder(), 'x'));
    expect(beginStart(join(file, 'starts.json'))).toBe(0);
  });

  it('come back with the same arguments, in safe mode or out of it', () => {
    const argv = ['electron', '.', '--data', '/d', '--safe-mode'];
    expect(nextStart({ argv, env: {} }, { safeMode: true })).toEqual({ args: ['.', '--data', '/d', '--safe-mode'] });
    expect(nextStart({ argv, env: {} }, { safeMode: false })).toEqual({ args: ['.', '--data', '/d'] });
    // what an AppImage was mounted to is gone by then
    expect(nextStart({ argv: ['/tmp/.mount/desk'], env: { APPIMAGE: '/home/a/desk.AppImage' } }, { safeMode: false }).execPath).toBe(
      '/home/a/desk.AppImage',
    );
    expect(ownArgs(argv, false)).toEqual(['--data', '/d', '--safe-mode']);
    expect(ownArgs(['desk', '--demo'], true)).toEqual(['--demo']);
  });
});

describe('a second start', () => {
  it('finds the flags that a running program cannot follow', () => {
    const running = flagsOf('--data', '/d', '--lang', 'en');
    expect(ignoredFlags(['--data', '/d', '--lang=en'], running, false)).toEqual([]);
    expect(ignoredFlags(['--data', '/d', '--demo', '--lang', 'zh-CN', '--safe-mode'], running, false)).toEqual([
      '--demo',
      '--lang',
      '--safe-mode',
    ]);
    expect(ignoredFlags(['--lang', 'xx'], running, false)).toEqual([]);
  });

  it('finds the table among the arguments', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, '名单.XLSX'), '');
    expect(tableOf(['.', '--data', '/d', '名单.XLSX'], folder)).toBe(join(folder, '名单.XLSX'));
    expect(tableOf([join(folder, '名单.XLSX')], '/')).toBe(join(folder, '名单.XLSX'));
    expect(tableOf(['gone.xlsx'], folder)).toBeUndefined();
    expect(tableOf(['--x=a.xlsx', 'a.exe'], folder)).toBeUndefined();
  });

  function listen(more: object = {}) {
    const app = Object.assign(new EventEmitter(), { isReady: () => true, isPackaged: true, quit: vi.fn() });
    const deps = {
      platform: 'win32' as NodeJS.Platform,
      packaged: true,
      given: flagsOf(),
      leaving: () => false,
      show: vi.fn(),
      openTable: vi.fn(),
      onIgnored: vi.fn(),
      comeBack: vi.fn(),
      ...more,
    };
    listenToApp(app as unknown as App, deps);
    return { app, ...deps };
  }

  it('brings the window to the front and says what was not taken up', () => {
    const { app, show, onIgnored } = listen();
    app.emit('second-instance', {}, ['desk', '--demo'], '/');
    expect(show).toHaveBeenCalledOnce();
    expect(onIgnored).toHaveBeenCalledExactlyOnceWith(['--demo']);
  });

  it('lets a program that is leaving come back', () => {
    const { app, show, comeBack } = listen({ leaving: () => true });
    app.emit('second-instance', {}, ['desk'], '/');
    expect(comeBack).toHaveBeenCalledOnce();
    expect(show).not.toHaveBeenCalled();
  });

  it('opens a table that the system hands over', () => {
    const file = join(tempFolder(), 'a.xlsx');
    writeFileSync(file, '');
    const { app, openTable } = listen();
    const event = { preventDefault: vi.fn() };
    app.emit('open-file', event, file);
    expect(event.preventDefault).toHaveBeenCalledOnce();
    expect(openTable).toHaveBeenCalledExactlyOnceWith(file);
  });

  it('ends with its last window, but for macOS', () => {
    const windows = listen();
    windows.app.emit('window-all-closed');
    expect(windows.app.quit).toHaveBeenCalledOnce();
    const mac = listen({ platform: 'darwin' });
    mac.app.emit('window-all-closed');
    expect(mac.app.quit).not.toHaveBeenCalled();
    mac.app.emit('activate');
    expect(mac.show).toHaveBeenCalledOnce();
  });
});

describe('what the core may ask of the program', () => {
  function port() {
    const file = join(tempFolder(), 'program.json');
    const loginItem = { read: () => ({ openAtLogin: false, openAtLoginBlocked: null }), set: vi.fn() };
    const deps = { onBackground: vi.fn(), onScheme: vi.fn(), restart: vi.fn() };
    return {
      file,
      loginItem,
      ...deps,
      port: createProgramPort({
        machine: { read: () => readMachine(file), write: (machine) => writeMachine(file, machine) },
        loginItem,
        serves: () => true,
        wishes: { take: async () => ({ ref: null, file: null }) },
        facts: () => ({}),
        ...deps,
      }),
    };
  }

  it('turns one switch and leaves the others', () => {
    const { port: program, loginItem, onBackground } = port();
    program.setScheme('dark');
    program.set({ background: true });
    expect(loginItem.set).not.toHaveBeenCalled();
    expect(onBackground).toHaveBeenCalledOnce();
    program.set({ openAtLogin: true });
    expect(loginItem.set).toHaveBeenCalledExactlyOnceWith(true);
    expect(program.switches()).toEqual({ background: true, openAtLogin: false, openAtLoginBlocked: null });
    expect(onBackground).toHaveBeenCalledOnce();
  });

  it('keeps the colours for the next start', () => {
    const { port: program, onScheme, file } = port();
    program.setScheme('dark');
    expect(onScheme).toHaveBeenCalledExactlyOnceWith('dark');
    expect(readMachine(file).scheme).toBe('dark');
  });

  it('is restarted once the call that asked has its answer', async () => {
    const { port: program, restart } = port();
    program.restart({ safeMode: true });
    expect(restart).not.toHaveBeenCalled();
    await new Promise(setImmediate);
    expect(restart).toHaveBeenCalledExactlyOnceWith({ safeMode: true });
  });

  it('reads a table, and says what is wrong with one that it cannot read', async () => {
    const file = join(tempFolder(), '名单.xlsx');
    writeFileSync(file, 'PK');
    expect((await readTable(file)).name).toBe('名单.xlsx');
    await expect(readTable(`${file}.gone`)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});

it('has the names by which the installers know it', () => {
  // Linux finds the icon for the figure by the name of the desktop entry
  const { desktopName } = JSON.parse(readFileSync(join(appRoot(), 'package.json'), 'utf8')) as { desktopName: string };
  const executable = /^executableName: (\S+)$/m.exec(readFileSync(join(appRoot(), 'electron-builder.yml'), 'utf8'))?.[1];
  expect(desktopName).toBe(`${executable}.desktop`);
  const source = readFileSync(join(appRoot(), 'src-main', 'hosts', 'electron', 'desktop.ts'), 'utf8');
  const appId = /^appId: (\S+)$/m.exec(readFileSync(join(appRoot(), 'electron-builder.yml'), 'utf8'))?.[1];
  expect(source).toContain(`const APP_ID = '${appId}';`);
});
