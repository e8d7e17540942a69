import { expect, test } from './support/launch.ts';

const nextYear = ['2027-01-01,休,元旦', '2027-01-02,休,元旦', '2027-01-03,休,元旦', '2027-01-10,班,元旦']
  .concat(['02-06', '04-05', '05-01', '06-09', '09-15', '10-01'].map((day) => `2027-${day},休`))
  .join('\n');
const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

test('from December on the missing year is said; a file is seen before it is taken, a bad one is words, one day is set by hand', async ({
  launch,
}) => {
  const desk = await launch({ as: 'supervisor', now: '2026-12-02T12:30+08:00' });
  const { page } = desk;
  await desk.go('/today');
  await page.getByRole('note').filter({ hasText: '还没有 2027 年的放假安排' }).getByRole('link', { name: '看设置' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '节假日' })).toBeVisible();
  await page.getByRole('button', { name: '下一年' }).click();
  await expect(page.getByText('还没有 2027 年的放假安排，先按周一至周五和法定节日估算。')).toBeVisible();
  await desk.accessible();
  await desk.shoot('holidays-missing');

  const picker = page.locator('input[type=file]');
  await picker.setInputFiles(file('坏的.csv', '2027-01-01,休,元旦\n2027-02-30,休,春节'));
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('第 2 行看不懂', { exact: false })).toBeVisible();
  await desk.accessible();
  await desk.shoot('holidays-bad-file');
  await page.keyboard.press('Escape');
  await picker.setInputFiles(file('2027.csv', nextYear));
  await expect(dialog.getByText('2027 年：放假 9 天，调休上班 1 天')).toBeVisible();
  await desk.accessible();
  await desk.shoot('holidays-preview');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('2027 年的放假安排已导入')).toBeVisible();
  await expect(page.getByText('2027 年来自文件「2027.csv」', { exact: false })).toBeVisible();
  await expect(page.getByRole('note').filter({ hasText: '还没有 2027 年的放假安排' })).toHaveCount(0);

  await page.getByRole('button', { name: '改一天' }).click();
  await page.getByRole('textbox', { name: '哪一天' }).fill('2027-01-09');
  await page.keyboard.press('Tab');
  await page.getByRole('dialog').getByText('上班', { exact: true }).click();
  await page.getByRole('textbox', { name: '说明' }).fill('补春游');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('2027-01-09 改为上班')).toBeVisible();
  await expect(page.getByText('手改了 1 天')).toBeVisible();
  await desk.accessible();
  await desk.shoot('holidays');
});
