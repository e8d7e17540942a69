import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { DeskScreen } from './pages/desk.ts';
import { expect, test } from './support/launch.ts';

/** Lets a file fall on the middle of the page, as out of a folder; answers whether the page would have left the program for it. */
async function drop(page: Page, name: string, text: string, on = 'body'): Promise<boolean> {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content ?? ''], fileName ?? ''));
      return data;
    },
    [name, text],
  );
  const target = page.locator(on).first();
  await target.dispatchEvent('dragover', { dataTransfer: transfer });
  return target.evaluate(
    (element, dataTransfer) => element.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true })),
    transfer,
  );
}
const LIST = '姓名,家长姓名,家长电话\n周可心,王芳,13812349082\n';

test('what belongs to this PC: versions, who keeps the key, a diagnostics file without anybody in it', async ({ launch }) => {
  const desk = await launch({ as: 'specialist' });
  const { page } = desk;
  await desk.go('/settings');
  await page.getByRole('link', { name: '本机程序' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: '本机程序' })).toBeVisible();
  await expect(page.getByText('数据文件夹里的密钥文件')).toBeVisible();
  await expect(page.getByText('SQLite', { exact: true })).toBeVisible();
  if (!(await page.evaluate(() => 'desk' in window))) {
    // a browser has its own windows, and nothing of ours to switch
    await expect(page.getByRole('switch')).toHaveCount(0);
    await expect(page.getByText('Electron', { exact: true })).toHaveCount(0);
  }
  await desk.accessible();
  await desk.shoot('program');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: '存诊断包' }).focus();
  await page.keyboard.press('Enter');
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^diagnostics-\d{4}-\d{2}-\d{2}-\d{4}\.zip$/);
  const entries = unzipSync(new Uint8Array(await readFile(await download.path())));
  const data = JSON.parse(strFromU8(entries['data.json'] ?? new Uint8Array())) as { integrity: { ok: boolean }; rows: { staff: number } };
  expect(data.integrity.ok).toBe(true);
  expect(data.rows.staff).toBeGreaterThan(3);
  const text = Object.values(entries)
    .map((bytes) => strFromU8(bytes))
    .join('\n');
  for (const secret of ['林小雨', 'linxiaoyu', '晨光培训中心', desk.dataDir]) expect(text.includes(secret), secret).toBe(false);
});

test('the same screen in English', async ({ launch }) => {
  const desk = await launch({ as: 'manager', lang: 'en' });
  const { page } = desk;
  await desk.go('/settings/program');
  await expect(page.getByRole('heading', { level: 1, name: 'This PC' })).toBeVisible();
  await expect(page.getByText('the key file in the data folder')).toBeVisible();
  await desk.accessible();
  await desk.shoot('program');
});

test('a list that is dropped on any page opens the import screen with its preview', async ({ launch }) => {
  const desk = await launch({ as: 'specialist' });
  const { page } = desk;
  await desk.go('/today');
  await expect(page.getByRole('navigation', { name: '去哪里' })).toBeVisible();
  expect(await drop(page, '名单.csv', LIST)).toBe(false);
  await expect(page).toHaveURL(/\/students\/import/);
  await expect(page.getByText('名单.csv', { exact: true })).toBeVisible();
  await expect(page.getByRole('cell', { name: '周可心' })).toBeVisible();
  // and again from there, where another file is looked at
  expect(await drop(page, '新名单.csv', LIST.replace('周可心', '周可欣'))).toBe(false);
  await expect(page.getByText('新名单.csv', { exact: true })).toBeVisible();
  await expect(page.getByRole('cell', { name: '周可欣' })).toBeVisible();
});

test('another file, or one that is dropped while somebody writes or the desk is locked, leads nowhere', async ({ launch }) => {
  const desk = await launch({ as: 'specialist' });
  const { page } = desk;
  await desk.go('/today');
  await expect(page.getByRole('navigation', { name: '去哪里' })).toBeVisible();
  expect(await drop(page, 'setup.exe', 'MZ')).toBe(false);
  await expect(page.getByText('这里只收一个 .xlsx 或 .csv 名单')).toBeVisible();
  await expect(page).toHaveURL(/\/today$/);
  await new DeskScreen(page).press('n', 'c');
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await drop(page, '名单.csv', LIST)).toBe(false);
  await expect(page).toHaveURL(/\/today$/);
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Control+Shift+l');
  await expect(page.getByRole('navigation', { name: '去哪里' })).toHaveCount(0);
  expect(await drop(page, '名单.csv', LIST)).toBe(false);
  await expect(page).toHaveURL(/\/today$/);
});

test('who may not import is not led to the import screen', async ({ launch }) => {
  const desk = await launch({ as: 'support' });
  const { page } = desk;
  await desk.go('/today');
  await expect(page.getByRole('navigation', { name: '去哪里' })).toBeVisible();
  expect(await drop(page, '名单.csv', LIST)).toBe(false);
  await expect(page).toHaveURL(/\/today$/);
});
