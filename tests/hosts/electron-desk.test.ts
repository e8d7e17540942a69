import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { MessagePortMain } from 'electron';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { backupsFolder, copiesIn } from '#main/backups/folder.ts';
import { systemClock } from '#main/base/clock.ts';
import { createDesk, type Desk } from '#main/hosts/electron/desk.ts';
import { openCentre } from '#main/hosts/electron/open-centre.ts';
import type { Which } from '#main/hosts/folders.ts';
import type { ApiClient } from '../support/api.ts';
import { tempFolder } from '../support/folder.ts';
import { PASSWORD, people, setUpCentre } from '../support/people.ts';
import { until } from '../support/until.ts';

function makeDesk(folders: Record<Which, string> = { own: tempFolder(), demo: tempFolder() }) {
  const onSwap = vi.fn();
  const onLost = vi.fn();
  const onError = vi.fn();
  const openings = vi.fn();
  const desk: Desk = createDesk({
    open: (which) => {
      openings(which);
      return openCentre({
        dataDir: folders[which],
        clock: systemClock(),
        vault: undefined,
        recoveryCode: undefined,
        askKeeper: async () => 'file',
        showCode: async () => undefined,
        onError: () => undefined,
        host: { kind: 'electron', appVersion: '1', lang: 'en', demo: which === 'demo', restart: () => desk.restart() },
      });
    },
    onSwap,
    onLost,
    onError,
  });
  onTestFinished(() => desk.stop({ backup: false }));
  return { desk, onSwap, onLost, onError, openings, folders };
}

/** A page's end of a port that the desk serves. */
async function page(desk: Desk): Promise<{ client: ApiClient; port: MessagePort }> {
  const { port1, port2 } = new MessageChannel();
  await desk.serve(port1 as unknown as MessagePortMain);
  port1.start();
  port2.start();
  onTestFinished(() => port2.close());
  return { client: createORPCClient(new RPCLink({ port: port2 })), port: port2 };
}

/** Walks through the wizard and sits down as the manager. */
async function sitDown(client: ApiClient): Promise<void> {
  await setUpCentre(client, []);
  await client.session.login({ login: people.manager.login, password: PASSWORD });
}

describe('the desk behind the window', () => {
  it('answers the page over a port, and keeps who sits there over a reload', async () => {
    const { desk, onError } = makeDesk();
    await desk.start('own');
    const first = await page(desk);
    expect(await first.client.session.current()).toMatchObject({ state: 'setup', host: 'electron', lang: 'en' });
    await sitDown(first.client);
    first.port.close();
    const second = await page(desk);
    expect((await second.client.session.current()).state).toBe('in');
    expect(onError).not.toHaveBeenCalled();
  });

  it('lets a page wait that asked before the core was open', async () => {
    const { desk } = makeDesk();
    const waiting = page(desk);
    await desk.start('own');
    expect((await (await waiting).client.session.current()).state).toBe('setup');
  });

  it('lets the page wait over a failed try', async () => {
    const { desk, openings } = makeDesk();
    openings.mockImplementationOnce(() => {
      throw new Error('not now');
    });
    const waiting = page(desk);
    await expect(desk.start('own')).rejects.toThrow('not now');
    await desk.start('own');
    expect((await (await waiting).client.session.current()).state).toBe('setup');
  });

  it('locks the session and tells the page', async () => {
    const { desk } = makeDesk();
    await desk.start('own');
    const { client } = await page(desk);
    await sitDown(client);
    const changes = await client.changes.watch();
    const told = (async () => {
      for await (const change of changes) if (change.topics.includes('session')) return change;
    })();
    // the stream is open once the core has answered another call behind it
    await client.session.current();
    desk.lock();
    expect(await told).toBeDefined();
    expect((await client.session.current()).state).toBe('locked');
    await expect(client.settings.get()).rejects.toMatchObject({ code: 'LOCKED' });
  });

  it('opens the same folder again, signed out, with what was in it', async () => {
    const { desk, onSwap } = makeDesk();
    await desk.start('own');
    const { client } = await page(desk);
    await sitDown(client);
    await desk.restart();
    await until(() => expect(onSwap).toHaveBeenCalledOnce());
    const again = await page(desk);
    expect((await again.client.session.current()).state).toBe('signed-out');
  });

  it('says when the folder does not open again', async () => {
    const { desk, onLost, openings } = makeDesk();
    await desk.start('own');
    openings.mockImplementationOnce(() => {
      throw new Error('gone');
    });
    await desk.restart();
    await until(() => expect(onLost).toHaveBeenCalledOnce());
    await desk.start('own');
  });

  it('moves to the demo beside it and back, and leaves no folder held', { timeout: 120_000 }, async () => {
    const { desk, onSwap, folders } = makeDesk();
    await desk.start('own');
    const { client } = await page(desk);
    await sitDown(client);
    await desk.switchTo('demo');
    await until(() => expect(onSwap).toHaveBeenCalledOnce());
    const demo = await page(desk);
    expect((await demo.client.session.current()).state).toBe('setup');
    // whoever leaves the own centre may end the program from the demo
    const kinds = () => copiesIn(backupsFolder(folders.own)).map((copy) => copy.manifest.kind);
    await until(() => expect(kinds()).toContain('quit'), 60_000);
    await desk.switchTo('own');
    await until(() => expect(onSwap).toHaveBeenCalledTimes(2));
    expect((await (await page(desk)).client.session.current()).state).toBe('signed-out');
    await desk.stop({ backup: false });
    const other = makeDesk(folders);
    await other.desk.start('own');
    expect((await (await page(other.desk)).client.session.current()).state).toBe('signed-out');
  });

  it('refuses to show a real centre as a demo', async () => {
    const folder = tempFolder();
    const real = makeDesk({ own: folder, demo: tempFolder() });
    await real.desk.start('own');
    await sitDown((await page(real.desk)).client);
    await real.desk.stop({ backup: false });
    const wrong = makeDesk({ own: tempFolder(), demo: folder });
    await expect(wrong.desk.start('demo')).rejects.toMatchObject({ code: 'REAL_CENTRE' });
  });

  it('refuses a folder that another program holds', async () => {
    const { desk, folders } = makeDesk();
    await desk.start('own');
    await expect(makeDesk(folders).desk.start('own')).rejects.toMatchObject({ code: 'FOLDER_IN_USE' });
  });
});
