import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findBrowser } from '../../scripts/find-browser.ts';

/** The stand-in runs a small program as Electron would: the page, its preload and main over real messages. One life, told in order. */

const home = mkdtempSync(join(tmpdir(), 'standin-'));
const notes = join(home, 'notes.txt');
const program = join(import.meta.dirname, 'program');
const found = findBrowser();

type Seen = {
  events: string[];
  requests: { url: string; method: string; body: string; header: string | null }[];
  asker?: { origin: string; parent: unknown; id: number };
};
type Bridge = Record<string, (...args: unknown[]) => unknown> & { fixed: { list: number[]; when: Date } };

let app: ElectronApplication;
let page: Page;

/** What the program wrote down, without the ports, which stay with it. */
const seen = (): Promise<Seen> =>
  app.evaluate(() => {
    const { events, requests, asker } = (globalThis as unknown as { seen: Seen }).seen;
    return { events, requests, asker };
  });
const noted = (): string => readFileSync(notes, 'utf8');
const env = {
  ...process.env,
  HOME: home,
  ESTAND_LOG: notes,
  ESTAND_NODE: process.execPath,
  DESK_BROWSER: 'path' in found ? found.path : '',
};

beforeAll(async () => {
  writeFileSync(notes, '');
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', join(import.meta.dirname, 'bin'));
  app = await _electron.launch({ args: [program, `--user-data-dir=${home}`], env: env as Record<string, string>, acceptDownloads: true });
  page = await app.firstWindow();
  await page.getByRole('heading', { name: 'Page' }).waitFor();
});
afterAll(async () => {
  await app.close();
  rmSync(home, { recursive: true, force: true });
});

/** Calls the preload's object in the page's own world. */
const bridge = <T>(work: (bridge: Bridge) => T): Promise<Awaited<T>> =>
  page.evaluate(`(${work.toString()})(window.bridge)`) as Promise<Awaited<T>>;

describe('the start', () => {
  it('gives the program its name, version and folders, and tells when the page is there', async () => {
    const facts = await app.evaluate((electron) => [
      electron.app.getName(),
      electron.app.getVersion(),
      electron.app.isPackaged,
      electron.app.getPath('userData'),
      process.versions.electron !== undefined,
    ]);
    expect(facts).toEqual(['Stand-in Program', '1.2.3', false, home, true]);
    await expect.poll(async () => (await seen()).events).toEqual(expect.arrayContaining(['ready to show', 'loaded', 'title One']));
  });

  it('lets a second start leave its words with the first and go', async () => {
    const second = spawn(join(import.meta.dirname, 'bin', 'electron'), [program, `--user-data-dir=${home}`, '--second'], {
      env,
      stdio: 'ignore',
    });
    expect(await new Promise((resolve) => second.once('exit', resolve))).toBe(7);
    await expect.poll(async () => (await seen()).events).toContain('second --second');
  });
});

describe('the bridge', () => {
  it('carries values, functions, promises and errors, and freezes what it shows', async () => {
    expect(await bridge(({ sum }) => sum?.(2, 3))).toBe(5);
    expect(await bridge(({ later }) => later?.('x'))).toEqual(['x']);
    expect(await bridge(({ call }) => new Promise((resolve) => call?.(resolve)))).toBe('called back');
    const frozen = await bridge(({ fixed }) => [Object.isFrozen(fixed), Object.isFrozen(fixed.list), fixed.when instanceof Date]);
    expect(frozen).toEqual([true, true, true]);
    await expect(bridge(({ fails }) => fails?.())).rejects.toThrow('from the preload');
  });

  it('keeps Node and the preload to itself', async () => {
    expect(await page.evaluate(() => [typeof require, typeof process, 'standinTell' in window, 'standinHear' in window])).toEqual([
      'undefined',
      'undefined',
      false,
      false,
    ]);
    expect(await bridge(({ requireDisk }) => requireDisk?.())).toBe('module not found: node:fs');
  });

  it('answers calls to main, with its refusals', async () => {
    expect(await bridge(({ double }) => double?.(21))).toBe(42);
    await expect(bridge(({ failing }) => failing?.())).rejects.toThrow("Error invoking remote method 'fails': Error: refused on purpose");
    expect(await bridge(({ sendFunction }) => sendFunction?.())).toBe('An object could not be cloned.');
    await bridge(({ unheard }) => unheard?.());
    await expect.poll(noted).toContain("nobody listens to 'nobody' sent by the page");
    expect(noted()).toContain('ipc handler: fails: Error: refused on purpose');
  });
});

describe('ports', () => {
  it('go from main to the page with all that waited in them, and say who asked', async () => {
    const got = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const heard: unknown[] = [];
          window.addEventListener('message', ({ data, ports: [port] }) => {
            if (data !== 'with a port' || !port) return;
            port.onmessage = (event) => {
              heard.push(
                event.data instanceof Map ? [...event.data.entries()].map(([key, at]) => [key, (at as Date).getTime()]) : event.data,
              );
              if (heard.length === 2) port.postMessage('third');
              if (heard.length === 3) resolve(heard);
            };
          });
          (window as unknown as { bridge: Bridge }).bridge.ask?.();
        }),
    );
    expect(got).toEqual(['first', [['second', 0]], { echo: 'third', ports: 0 }]);
    expect((await seen()).asker).toEqual({ origin: 'app://desk', parent: null, id: 1 });
  });

  it('go from the page to main, die behind the caller, and close with the page', async () => {
    const { echo, twice } = (await bridge(({ give }) => give?.())) as { echo: { echo: unknown }; twice: string };
    expect(twice).not.toBe('not refused');
    expect(JSON.stringify(Object.keys(echo.echo as object))).toBe('["bytes","big","none"]');
    await expect.poll(async () => (await seen()).events.filter((event) => event === 'port closed')).toHaveLength(1);
    await page.reload();
    await expect.poll(async () => (await seen()).events.filter((event) => event === 'port closed')).toHaveLength(2);
  });

  it('a message for a page without a listener is not lost silently', async () => {
    await app.evaluate(({ BrowserWindow, MessageChannelMain }) => {
      const { port1 } = new MessageChannelMain();
      BrowserWindow.getAllWindows()[0]?.webContents.postMessage('nobody hears', null, [port1]);
    });
    await expect.poll(noted).toContain("nobody in the preload listens to 'nobody hears'; 1 port(s) lost");
  });
});

describe('the scheme', () => {
  it('hands requests over as they were asked, and answers with their status, headers and words', async () => {
    const answered = await page.evaluate(async () => {
      const answer = await fetch('/echo?q=1', { method: 'POST', body: 'hé', headers: { 'x-asked': 'so' } });
      return [answer.status, answer.headers.get('x-given'), await answer.text(), (await fetch('/nothing')).status];
    });
    expect(answered).toEqual([200, 'yes', 'answered', 404]);
    const { requests } = await seen();
    expect(requests.at(-2)).toEqual({ url: 'app://desk/echo?q=1', method: 'POST', body: 'hé', header: 'so' });
    await expect(page.evaluate(() => fetch('/throws'))).rejects.toThrow('Failed to fetch');
    expect(noted()).toContain('the protocol handler for app://desk/throws threw: Error: on purpose');
  });

  it('keeps the page to the policy of its answer', async () => {
    const refused = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const broken: string[] = [];
          document.addEventListener('securitypolicyviolation', (event) => {
            broken.push(event.effectiveDirective);
            if (broken.length === 2) resolve([broken.sort(), 'ran' in window]);
          });
          const script = document.createElement('script');
          script.textContent = 'window.ran = true';
          document.body.append(script);
          fetch('https://example.invalid/').catch(() => undefined);
        }),
    );
    expect(refused).toEqual([['connect-src', 'script-src-elem'], false]);
  });
});

describe('where the page may go', () => {
  it('asks the program before the page leaves, opens a window or fills a frame', async () => {
    await page.locator('#away').click();
    await page.evaluate(() => void window.open('https://example.invalid/new'));
    await page.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.src = URL.createObjectURL(new Blob(['<p>framed']));
      document.body.append(frame);
    });
    await expect
      .poll(async () => (await seen()).events)
      .toEqual(
        expect.arrayContaining(
          ['navigate https://example.invalid/away', 'open https://example.invalid/new', 'frame false blob:app://desk/'].map((text) =>
            expect.stringContaining(text),
          ),
        ),
      );
    expect(app.windows()).toHaveLength(1);
    await page.getByRole('heading', { name: 'Page' }).waitFor();
  });

  it('grants what the program grants, and tells it of downloads', async () => {
    const states = await page.evaluate(async () => {
      const state = async (name: string) => (await navigator.permissions.query({ name: name as PermissionName })).state;
      return [await state('geolocation'), await state('notifications')];
    });
    expect(states).toEqual(['granted', 'denied']);
    const download = page.waitForEvent('download');
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(['kept?']));
      link.download = 'kept.txt';
      link.click();
    });
    await download;
    await expect.poll(async () => (await seen()).events).toContain('download blob:app://desk');
  });
});

describe('what the stand-in lacks', () => {
  it('throws by name; what Electron lacks is not there either', async () => {
    const said = await app.evaluate(({ app: program }) => {
      const refused = (work: () => unknown): string => {
        try {
          return String(work());
        } catch (error) {
          return (error as Error).message;
        }
      };
      return [
        refused(() => program.isAccessibilitySupportEnabled()),
        refused(() => (program as unknown as { noSuchThing: unknown }).noSuchThing),
      ];
    });
    expect(said).toEqual(['electron.app.isAccessibilitySupportEnabled is not implemented by the stand-in', 'undefined']);
  });
});
