import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ASK_CHANNEL } from '#main/hosts/electron/channels.ts';
import { PASSWORD, people } from '../support/people.ts';
import { Door } from './pages/session.ts';
import { expect, onlyDesktop, test } from './support/launch.ts';

/** What the desktop host itself does; short, because it is also what planted faults are looked for with. */

/** A second start says what it was given to the first and leaves: a second or two. */
const SECOND_START_MS = 30_000;

const own = onlyDesktop('it is about the window and its program');

test('the page is let in by its port, is kept to itself, and comes back after a reload', own, async ({ launch }) => {
  const desk = await launch({ expected: [/Content Security Policy/, /status of 40[45] /] });
  const { page } = desk;
  const inside = page.getByRole('navigation').first();
  await new Door(page).login(people.supervisor.login, PASSWORD);
  await expect(inside).toBeVisible();

  const kept = await page.evaluate(async () => {
    const broken = new Promise<string>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true });
    });
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    const status = async (path: string, method = 'GET') => (await fetch(path, { method })).status;
    return {
      bridge: Object.keys(window.desk ?? {}).sort(),
      broken: await broken,
      ran: 'ran' in window,
      outside: await fetch('https://example.invalid/').catch(() => 'refused'),
      statuses: [await status('/nothing.js'), await status('/%2e%2e/%2e%2e/package.json'), await status('/', 'POST')],
      opened: window.open('https://example.invalid/new'),
      notices: (await navigator.permissions.query({ name: 'notifications' })).state,
    };
  });
  expect(kept).toEqual({
    bridge: ['connect', 'host'],
    broken: 'script-src-elem',
    ran: false,
    outside: 'refused',
    statuses: [404, 404, 405],
    opened: null,
    notices: 'denied',
  });
  // the page itself is told to stay, before anything is asked for
  const away = await desk.app.evaluateHandle(({ BrowserWindow }) => ({
    stayed: new Promise<boolean>((resolve) => {
      BrowserWindow.getAllWindows()[0]?.webContents.once('will-frame-navigate', (event) => resolve(event.defaultPrevented));
    }),
  }));
  await page.evaluate(() => {
    location.href = 'https://example.invalid/away';
  });
  expect(await away.evaluate(({ stayed }) => stayed)).toBe(true);
  await expect(inside).toBeVisible();

  for (let times = 0; times < 2; times += 1) {
    await page.reload();
    await expect(inside).toBeVisible();
  }

  // whoever is not the window's own page gets no port
  const given = await desk.app.evaluate(async ({ BrowserWindow, ipcMain }, channel) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!;
    let ports = 0;
    const postMessage = () => {
      ports += 1;
    };
    const { origin } = webContents.mainFrame;
    const frames = [
      [webContents.id + 1, { origin, parent: null, postMessage }],
      [webContents.id, { origin: 'https://example.invalid', parent: null, postMessage }],
      [webContents.id, { origin, parent: {}, postMessage }],
    ] as const;
    for (const [id, senderFrame] of frames) ipcMain.emit(channel, { sender: { id }, senderFrame });
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    return ports;
  }, ASK_CHANNEL);
  expect(given).toBe(0);
  await page.reload();
  await expect(inside).toBeVisible();
});

test('menu, power and a second start reach the window', own, async ({ launch }) => {
  const desk = await launch({ as: 'supervisor' });
  const { page, app } = desk;
  const door = new Door(page);
  await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('lock')?.click());
  await expect(door.secret).toBeVisible();
  await door.secret.fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(door.secret).toHaveCount(0);
  await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('lock-screen'));
  await expect(door.secret).toBeVisible();

  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  const { spawnfile, spawnargs } = app.process();
  const args = spawnargs
    .slice(1)
    .filter((word, index, all) => word !== '-r' && all[index - 1] !== '-r' && !/^--(inspect|remote)/.test(word));
  // one that stays, as a second program of its own, does not stay beyond this spec
  const second = spawn(spawnfile, args, {
    stdio: 'ignore',
    env: { ...process.env, ...desk.env },
    timeout: SECOND_START_MS,
    killSignal: 'SIGKILL',
  });
  expect(await new Promise((resolve) => second.once('exit', resolve))).toBe(0);
  await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(true);
});

test('leaving makes a backup; the end of the session of the PC is heard', own, async ({ launch }) => {
  const desk = await launch({ as: 'supervisor' });
  const copies = () => readdirSync(join(desk.dataDir, 'backups'), { recursive: true }).map(String).sort();
  await (await desk.api('supervisor')).students.create({ student: { name: '周可心' }, guardians: [] });
  // the copy of this start is there or under way; leaving makes one more, or takes its place
  const before = copies();
  await desk.app.close();
  expect(copies()).not.toEqual(before);
  await desk.restart();
  const gone = new Promise((resolve) => desk.app.process().once('exit', resolve));
  await desk.app.evaluate(({ BrowserWindow }) => void BrowserWindow.getAllWindows()[0]?.emit('session-end')).catch(() => undefined);
  expect(await gone).toBe(0);
});
