import { expect, test } from './support/launch.ts';

test('the centre is renamed, Ctrl Z takes it back, and a stale page is told', async ({ launch }) => {
  const desk = await launch({ as: 'manager' });
  const { page } = desk;
  await desk.go('/settings');
  await expect(page.getByRole('heading', { level: 1, name: '中心' })).toBeVisible();
  await desk.accessible();
  await desk.shoot('settings-centre');
  await page.getByLabel('中心名称').fill('晨光培训 东校区');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('设置已保存')).toBeVisible();
  await expect(page.getByRole('navigation', { name: '去哪里' }).getByText('晨光培训 东校区')).toBeVisible();
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('已撤销：改设置')).toBeVisible();
  await expect(page.getByLabel('中心名称')).toHaveValue('晨光培训中心');

  await page.getByLabel('中心名称').fill('晨光 西校区');
  const api = await desk.api('manager');
  const seen = await api.settings.get();
  await api.settings.save({ ...seen, dailyCap: 30 });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('您看的时候，别人刚改过这一条。')).toBeVisible();
  await page.getByRole('button', { name: '再试一次' }).click();
  await expect(page.getByLabel('每人每天最多接')).toHaveValue('30 件');
});

test('history in words, and the chain is checked', async ({ launch }) => {
  const desk = await launch({ as: 'manager' });
  const { page } = desk;
  await desk.go('/settings/history');
  await expect(page.getByRole('cell', { name: '首次设置' })).toBeVisible();
  await expect(page.getByRole('cell', { name: '加员工' }).first()).toBeVisible();
  await page.getByRole('button', { name: '核对记录' }).click();
  await expect(page.getByText('记录完整，没有被改动过', { exact: false })).toBeVisible();
  await desk.accessible();
  await desk.shoot('history');
});

test('language and colours are switched without a restart', async ({ launch }) => {
  const desk = await launch({ as: 'specialist' });
  const { page } = desk;
  await desk.go('/settings/about');
  await page.getByText('English', { exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'About' })).toBeVisible();
  await page.getByText('Dark', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await desk.accessible();
  await desk.shoot('about-dark');
  // what this person may not change is not offered
  await expect(page.getByRole('link', { name: 'Staff' })).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'About' })).toBeVisible();
});
