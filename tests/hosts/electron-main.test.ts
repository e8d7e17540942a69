import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ASK_CHANNEL, PORT_CHANNEL } from '#main/hosts/electron/channels.ts';
import { ORIGIN, PAGE } from '#main/hosts/electron/protocol.ts';
import { readState } from '#main/hosts/electron/window-state.ts';
import type { ApiClient } from '../support/api.ts';
import { PASSWORD, people, setUpCentre } from '../support/people.ts';
import { until } from '../support/until.ts';
import * as electron from './fake-electron.ts';

vi.mock('electron', () => electron);

/** The program as a whole, with Electron replaced at the edge and everything behind it real. One life, told in order. */
describe('the desktop program', () => {
  const data = join(mkdtempSync(join(tmpdir(), 'desk-main-')), 'not-there-yet');
  const argv = process.argv;

  beforeAll(async () => {
    process.argv = ['electron', '.', '--data', data, '--lang', 'en'];
    await import('#main/hosts/electron/main.ts');
  });
  afterAll(() => {
    process.argv = argv;
    rmSync(dirname(data), { recursive: true, force: true });
  });

  /** A page that asks: sends on our channel and gets its port. */
  async function ask(sender: { id: number }, origin = ORIGIN): Promise<MessagePort | undefined> {
    const given = Promise.withResolvers<MessagePort | undefined>();
    const senderFrame = {
      origin,
      parent: null,
      postMessage: (_channel: string, _value: unknown, [port]: MessagePort[]) => given.resolve(port),
    };
    electron.ipcMain.emit(ASK_CHANNEL, { sender, senderFrame });
    if (origin !== ORIGIN) given.resolve(undefined);
    const port = await given.promise;
    port?.start();
    return port;
  }
  const window = () => electron.FakeWindow.all.at(-1)!;
  const die = () => window().webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
  let client: ApiClient;

  it('does before it is ready what can only be done then, and nothing else', () => {
    expect(electron.calls).toEqual(['sandbox', 'scheme app', `path userData ${join(data, 'desktop')}`, 'lock']);
  });

  it('guards the session and answers its scheme before the window loads its page', async () => {
    electron.becomeReady();
    await until(() => expect(electron.calls).toContain(`load ${PAGE}`));
    const order = ['ready', 'handle app', 'guard permissions', 'window', 'guard window.open', `load ${PAGE}`].map((call) =>
      electron.calls.indexOf(call),
    );
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
    expect(window().options.webPreferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false });
    expect(window().options.webPreferences?.preload).toMatch(/out[\\/]preload[\\/]preload\.cjs$/);
  });

  it('shows the window when it is painted', () => {
    expect(window().visible).toBe(false);
    window().emit('ready-to-show');
    expect(window().visible).toBe(true);
  });

  it('gives the page a port to the core, and a stranger none', async () => {
    expect(await ask(window().webContents, 'https://example.invalid')).toBeUndefined();
    const port = (await ask(window().webContents))!;
    client = createORPCClient(new RPCLink({ port }));
    expect(await client.session.current()).toMatchObject({ state: 'setup', host: 'electron', lang: 'en' });
  });

  it('keeps the key with the system', async () => {
    const { createKeyStore } = await import('#main/base/keys.ts');
    expect(
      createKeyStore(data)
        .envelopes()
        .map(({ kind }) => kind),
    ).toEqual(['os']);
    expect(electron.asked).toEqual([]);
  });

  it('brings the window and asks its page for the record when a notice is clicked', async () => {
    await setUpCentre(client, []);
    const { person } = await client.session.login({ login: people.manager.login, password: PASSWORD });
    const me = person.id;
    const changes = await client.changes.watch();
    const { id } = await client.complaints.record({
      studentIds: [],
      complainant: { kind: 'anonymous', refId: null },
      channel: 'phone',
      words: '楼梯扶手断了，有孩子受伤',
      category: 'facility',
      severity: 'critical',
    });
    await until(() => expect(electron.FakeNotification.shown).not.toEqual([]));
    const before = electron.calls.length;
    electron.FakeNotification.shown.at(-1)?.emit('click');
    expect(electron.calls.slice(before)).toContain('focus');
    let asked: unknown;
    for await (const { notice } of changes) {
      if (notice?.code !== 'open') continue;
      asked = notice.data;
      break;
    }
    expect(asked).toMatchObject({ staffIds: [me] });
    expect(await client.program.wish()).toEqual({ ref: { kind: 'complaint', id, number: expect.any(String) }, file: null });
    // once
    expect(await client.program.wish()).toEqual({ ref: null, file: null });
  });

  it('shows on its icon how much is due or waits for an answer', async () => {
    // a serious complaint waits for the manager, who was told of it
    await until(() => expect(electron.badges.at(-1)).toBeGreaterThan(0));
  });

  it('locks the session when the screen of the PC is locked', async () => {
    electron.powerMonitor.emit('lock-screen');
    expect((await client.session.current()).state).toBe('locked');
  });

  it('keeps the wish to see a record until its person has unlocked', async () => {
    electron.FakeNotification.shown.at(-1)?.emit('click');
    await expect(client.program.wish()).rejects.toMatchObject({ code: 'LOCKED' });
    await client.session.unlock({ secret: PASSWORD });
    expect((await client.program.wish()).ref).toMatchObject({ kind: 'complaint' });
  });

  it('ends when its window is closed, and only hides it once it is to keep running', async () => {
    const close = () => {
      const event = { preventDefault: vi.fn() };
      window().emit('close', event);
      return event.preventDefault.mock.calls.length > 0;
    };
    expect(close()).toBe(false);
    expect(electron.FakeTray.shown).toEqual([]);
    expect((await client.program.get()).switches).toEqual({ background: false, openAtLogin: false, openAtLoginBlocked: 'not_installed' });
    await client.program.set({ background: true });
    expect((await client.program.get()).switches?.background).toBe(true);
    expect(electron.FakeTray.shown).toHaveLength(1);
    expect(close()).toBe(true);
    expect(window().visible).toBe(false);
    // the icon brings it back
    electron.FakeTray.shown[0]!.emit('click');
    expect(window().visible).toBe(true);
    await client.program.set({ background: false });
    expect(electron.FakeTray.shown).toEqual([]);
    expect(close()).toBe(false);
  });

  it('has the colours that the page and the menu choose', async () => {
    await client.program.setScheme({ scheme: 'dark' });
    expect(electron.nativeTheme.themeSource).toBe('dark');
    await client.program.setScheme({ scheme: 'auto' });
    expect(electron.nativeTheme.themeSource).toBe('system');
  });

  it('asks about a page that does not answer, and opens it anew where it was', async () => {
    const before = window().webContents.reloads;
    window().webContents.emit('unresponsive');
    await until(() => expect(electron.calls).toContain('crash page'));
    expect(window().webContents.reloads).toBe(before + 1);
    electron.asked.length = 0;
  });

  it('follows the language of the page with its menu', () => {
    const before = electron.menus.length;
    window().emit('page-title-updated', {}, 'Student Service Desk');
    expect(electron.menus).toHaveLength(before);
    window().emit('page-title-updated', {}, '学服台');
    expect(electron.menus).toHaveLength(before + 1);
    expect(JSON.stringify(electron.menus.at(-1))).toContain('文件');
  });

  it('opens a dead page again', async () => {
    // it hung before
    for (let count = 0; count < 2; count += 1) die();
    expect(window().webContents.reloads).toBe(3);
    expect(electron.asked).toEqual([]);
  });

  it('comes to the front when it is started a second time', () => {
    electron.app.emit('second-instance', {}, ['electron', '.', '--data', data, '--lang', 'en'], '/');
    expect(electron.calls.at(-1)).toBe('focus');
    expect(electron.FakeWindow.all).toHaveLength(1);
    expect(electron.asked).toEqual([]);
  });

  it('says what a second start asked for in vain', async () => {
    electron.app.emit('second-instance', {}, ['electron', '.', '--data', data, '--demo'], '/');
    await until(() => expect(electron.asked).toHaveLength(1));
    expect(electron.asked[0]?.detail).toContain('--demo');
    electron.asked.length = 0;
  });

  it('opens a table that it is started with on the import screen', async () => {
    const table = join(dirname(data), '名单.csv');
    writeFileSync(table, '姓名,电话\n');
    electron.app.emit('second-instance', {}, ['electron', '.', '--data', data, '名单.csv'], dirname(data));
    const { file } = await client.program.wish();
    expect(file?.name).toBe('名单.csv');
    expect(await file?.text()).toContain('姓名');
  });

  it('asks when the page dies too often; leaves once the core has ended, and keeps where the window was', async () => {
    die();
    await until(() => expect(window().visible).toBe(false));
    expect(electron.asked).toHaveLength(1);
    expect(window().webContents.reloads).toBe(3);
    await until(() => expect(electron.calls.at(-1)).toBe('exit 0'));
    expect(readState(join(data, 'desktop', 'window.json'))).toMatchObject({
      lang: 'zh-CN',
      last: 1,
      places: { 1: { bounds: { x: 10, y: 20 } } },
    });
    // the folder is free again
    const { openCentre } = await import('#main/hosts/electron/open-centre.ts');
    const { systemClock } = await import('#main/base/clock.ts');
    const { osKeyPort } = await import('#main/hosts/electron/keys.ts');
    const centre = await openCentre({
      dataDir: data,
      clock: systemClock(),
      vault: await osKeyPort(electron.safeStorage, 'linux'),
      recoveryCode: undefined,
      askKeeper: async () => 'quit',
      showCode: async () => undefined,
      onError: () => undefined,
      host: { kind: 'electron', appVersion: '1', lang: null, demo: false },
    });
    await centre.close({ backup: false });
  });
});

it('names the same channel for the port on both sides of the preload', () => {
  expect(PORT_CHANNEL).toBe('desk:port');
});
