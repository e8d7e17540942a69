import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import type { MessageBoxOptions, Notification, Tray } from 'electron';
import { PASSWORD } from '../support/people.ts';
import { ComplaintScreens } from './pages/complaints.ts';
import { DeskScreen } from './pages/desk.ts';
import { Door } from './pages/session.ts';
import { expect, onlyDesktop, test } from './support/launch.ts';

/** What the program gave to the operating system, kept in the program itself where a test can look and press. */
type Kept = { notices: Notification[]; trays: Tray[]; asked: MessageBoxOptions[]; badges: number[] };
declare global {
  var kept: Kept;
}

async function watchSystem(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ app: program, Notification: Notices, Tray: Trays, dialog }) => {
    const kept: Kept = { notices: [], trays: [], asked: [], badges: [] };
    globalThis.kept = kept;
    const { show } = Notices.prototype;
    Notices.prototype.show = function (this: Notification) {
      kept.notices.push(this);
      show.call(this);
    };
    const { setContextMenu, destroy } = Trays.prototype;
    Trays.prototype.setContextMenu = function (this: Tray, menu) {
      if (!kept.trays.includes(this)) kept.trays.push(this);
      setContextMenu.call(this, menu);
    };
    Trays.prototype.destroy = function (this: Tray) {
      kept.trays = kept.trays.filter((tray) => tray !== this);
      destroy.call(this);
    };
    dialog.showMessageBox = (async (...given: unknown[]) => {
      kept.asked.push(given.at(-1) as MessageBoxOptions);
      return { response: 0, checkboxChecked: false };
    }) as typeof dialog.showMessageBox;
    program.setBadgeCount = (count = 0) => {
      kept.badges.push(count);
      return true;
    };
  });
}
const shown = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()));
const closeWindow = (app: ElectronApplication) => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
const lockScreen = (app: ElectronApplication) => app.evaluate(({ powerMonitor }) => void powerMonitor.emit('lock-screen'));
const startAgain = (app: ElectronApplication, args: string[], folder: string) =>
  app.evaluate(({ app: program }, [words, place]) => void program.emit('second-instance', {}, ['electron', '.', ...words], place), [
    args,
    folder,
  ] as const);

const ALARM = {
  studentIds: [],
  complainant: { kind: 'anonymous' as const, refId: null },
  channel: 'phone' as const,
  words: '楼梯扶手断了，有孩子受伤',
  category: 'facility' as const,
  severity: 'critical' as const,
};

test(
  'with one switch closing hides the window, the tray brings it back, and without it there is no tray',
  onlyDesktop('tray'),
  async ({ launch }) => {
    const desk = await launch({ as: 'specialist' });
    const { page, app } = desk;
    await watchSystem(app);
    await desk.go('/settings/program');
    const background = page.getByRole('switch', { name: '关掉窗口后继续在后台运行' });
    await expect(background).not.toBeChecked();
    // opening at login is for an installed program
    await expect(page.getByRole('switch', { name: '登录电脑时自动打开' })).toBeDisabled();
    await desk.accessible();
    await desk.shoot('program-desktop');
    await background.focus();
    await page.keyboard.press('Space');
    await expect(background).toBeChecked();
    await expect.poll(() => app.evaluate(() => kept.trays.length)).toBe(1);
    await closeWindow(app);
    expect(await shown(app)).toEqual([false]);
    await app.evaluate(() => void kept.trays[0]?.emit('click'));
    expect(await shown(app)).toEqual([true]);
    // the page was there all the time
    await expect(background).toBeChecked();
    await background.focus();
    await page.keyboard.press('Space');
    await expect(background).not.toBeChecked();
    await expect.poll(() => app.evaluate(() => kept.trays.length)).toBe(0);
  },
);

test(
  'a notice that is clicked while the desk is locked opens its record after the unlock; the icon says what waits',
  onlyDesktop('notices'),
  async ({ launch }) => {
    const desk = await launch({ as: 'supervisor' });
    const { page, app } = desk;
    await watchSystem(app);
    await desk.go('/today');
    const made = await (await desk.api('specialist')).complaints.record(ALARM);
    await expect.poll(() => app.evaluate(() => kept.notices.map(({ title }) => title).join('\n'))).toContain(made.number);
    expect(await app.evaluate(() => kept.notices.map(({ title, body }) => title + body).join('\n'))).not.toContain('扶手');
    await expect.poll(() => app.evaluate(() => kept.badges.at(-1) ?? 0)).toBeGreaterThan(0);
    await lockScreen(app);
    const door = new Door(page);
    await expect(door.secret).toBeVisible();
    await app.evaluate(() => void kept.notices.at(-1)?.emit('click'));
    await expect(door.secret).toBeVisible();
    await door.secret.fill(PASSWORD);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/complaints/${made.id}`));
  },
);

test(
  'a page whose process dies comes back where it was, with what was being typed',
  onlyDesktop('renderer processes'),
  async ({ launch }) => {
    const desk = await launch({ as: 'specialist' });
    const { page, app } = desk;
    const screens = new ComplaintScreens(page, 'zh-CN');
    await screens.openList('?view=all');
    await screens.beginRecording();
    await screens.wordsField.fill('孩子说教室暖气不热');
    const api = await desk.api('specialist');
    await expect.poll(async () => (await api.drafts.load({ form: 'complaints.record' }))?.value ?? '').toContain('暖气');
    await page.evaluate(() => document.documentElement.setAttribute('data-before', ''));
    await app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    });
    await expect(page.locator('html[data-before]')).toHaveCount(0);
    await expect(page.getByRole('navigation', { name: '去哪里' })).toBeVisible();
    await expect(screens.dialog).toHaveCount(0);
    await expect(page).toHaveURL(/\/complaints\?view=all/);
    await screens.beginRecording();
    await expect(screens.wordsField).toHaveValue('孩子说教室暖气不热');
  },
);

test(
  'a second start shows the first, says what it cannot follow, and hands a list over',
  onlyDesktop('single instance'),
  async ({ launch }) => {
    const desk = await launch({ as: 'specialist' });
    const { page, app } = desk;
    await watchSystem(app);
    await desk.go('/today');
    await expect(page.getByRole('navigation', { name: '去哪里' })).toBeVisible();
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    await startAgain(app, ['--data', desk.dataDir, '--demo'], '/');
    await expect.poll(() => shown(app)).toEqual([true]);
    await expect.poll(() => app.evaluate(() => kept.asked.at(-1)?.detail ?? '')).toContain('--demo');
    writeFileSync(join(desk.dataDir, '..', '名单.csv'), '姓名,家长姓名,家长电话\n周可心,王芳,13812349082\n');
    await startAgain(app, ['--data', desk.dataDir, '名单.csv'], join(desk.dataDir, '..'));
    await expect(page).toHaveURL(/\/students\/import/);
    await expect(page.getByRole('cell', { name: '周可心' })).toBeVisible();
  },
);

test('menu and page agree about colours, and the menu leads to the settings of this PC', onlyDesktop('menus'), async ({ launch }) => {
  const desk = await launch({ as: 'specialist' });
  const { page, app } = desk;
  const press = (id: string) => app.evaluate(({ Menu }, name) => Menu.getApplicationMenu()?.getMenuItemById(name)?.click(), id);
  const window = () => app.evaluate(({ nativeTheme }) => nativeTheme.themeSource);
  await desk.go('/settings/about');
  await expect(new DeskScreen(page).heading('关于')).toBeVisible();
  await press('scheme-dark');
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  expect(await window()).toBe('dark');
  await page.getByText('浅色', { exact: true }).click();
  await expect.poll(window).toBe('light');
  await press('settings');
  await expect(new DeskScreen(page).heading('本机程序')).toBeVisible();
});
