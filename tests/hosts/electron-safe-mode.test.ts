import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '#main/base/clock.ts';
import { createWords } from '#main/base/words.ts';
import { centreOpener } from '#main/hosts/electron/centres.ts';
import { ASK_CHANNEL } from '#main/hosts/electron/channels.ts';
import { readFlags } from '#main/hosts/electron/flags.ts';
import { writeMachine } from '#main/hosts/electron/machine.ts';
import { ORIGIN } from '#main/hosts/electron/protocol.ts';
import { NO_STATE, notePlace, readState, writeState } from '#main/hosts/electron/window-state.ts';
import type { Flags } from '#main/hosts/flags.ts';
import type { ApiClient } from '../support/api.ts';
import { tempFolder } from '../support/folder.ts';
import { PASSWORD, people, setUpCentre } from '../support/people.ts';
import { until } from '../support/until.ts';
import * as electron from './fake-electron.ts';

vi.mock('electron', () => electron);

it('offers no update in safe mode', async () => {
  const open = async (...args: string[]) => {
    const own = tempFolder();
    const opened = await centreOpener({
      given: readFlags(args, false) as Flags,
      folders: { own, demo: own },
      clock: systemClock(),
      lang: () => 'en',
      t: () => createWords('en'),
      vault: async () => undefined,
      askKeeper: async () => 'file',
      showCode: async () => undefined,
      recoveryCode: () => undefined,
      restoreNewest: () => false,
      onError: () => undefined,
      program: {} as never,
      printing: {} as never,
      updates: { listen: () => () => undefined } as never,
      desk: () => ({}) as never,
    })('own');
    const { host } = opened.core.services;
    await opened.close({ backup: false });
    return host;
  };
  expect((await open()).updates).toBeDefined();
  const safe = await open('--safe-mode');
  expect(safe.safeMode).toBe(true);
  expect(safe.updates).toBeUndefined();
});

/** The whole program in safe mode, on a PC whose switches and window are set otherwise. */
describe('safe mode', () => {
  const data = mkdtempSync(join(tmpdir(), 'desk-safe-'));
  const profile = join(data, 'desktop');
  const argv = process.argv;
  const kept = notePlace({ ...NO_STATE, lang: 'en' }, { x: 500, y: 200, width: 1100, height: 700 }, [
    { id: 1, area: { x: 0, y: 0, width: 1920, height: 1040 } },
  ]);

  beforeAll(async () => {
    mkdirSync(profile);
    writeMachine(join(profile, 'program.json'), { background: true, scheme: 'auto' });
    writeState(join(profile, 'window.json'), kept);
    process.argv = ['electron', '.', '--data', data, '--safe-mode'];
    await import('#main/hosts/electron/main.ts');
  });
  afterAll(() => {
    process.argv = argv;
    rmSync(data, { recursive: true, force: true });
  });

  const window = () => electron.FakeWindow.all[0]!;
  let client: ApiClient;

  it('leaves the graphics card alone, which can only be said before Electron is ready', () => {
    expect(electron.calls).toContain('no graphics card');
    expect(electron.calls).not.toContain('ready');
  });

  it('opens the window in its default place', async () => {
    electron.becomeReady();
    await until(() => expect(electron.FakeWindow.all).toHaveLength(1));
    expect(window().options).toMatchObject({ x: 277, y: 136, width: 1366, height: 768 });
  });

  it('has no tray, whatever the switch says, and so closing ends it', async () => {
    window().emit('ready-to-show');
    const given = Promise.withResolvers<MessagePort>();
    const postMessage = (_channel: string, _value: unknown, [port]: MessagePort[]) => given.resolve(port!);
    electron.ipcMain.emit(ASK_CHANNEL, { sender: window().webContents, senderFrame: { origin: ORIGIN, parent: null, postMessage } });
    const port = await given.promise;
    port.start();
    client = createORPCClient(new RPCLink({ port }));
    await setUpCentre(client, []);
    await client.session.login({ login: people.manager.login, password: PASSWORD });
    expect((await client.program.get()).switches?.background).toBe(true);
    expect(electron.FakeTray.shown).toEqual([]);
    const event = { preventDefault: vi.fn() };
    window().emit('close', event);
    expect(event.preventDefault).not.toHaveBeenCalled();
  });

  it('says that it is safe mode', async () => {
    expect((await client.program.get()).safeMode).toBe(true);
  });

  it('keeps nothing of where the window is, and leads out again', async () => {
    await client.program.restart({ safeMode: false });
    await until(() => expect(electron.calls.at(-1)).toBe('exit 0'));
    expect(electron.calls).toContain(`relaunch . --data ${data}`);
    expect(readState(join(profile, 'window.json'))).toEqual(kept);
  });
});
