import { PASSWORD, people } from '../support/people.ts';
import { Door } from './pages/session.ts';
import { expect, test } from './support/launch.ts';

test('a backup is made and tested, something is recorded, and restoring brings the day of before back', async ({ launch }) => {
  // a long way with several passwords, each slow on purpose
  test.slow();
  const desk = await launch({ as: 'manager' });
  const { page } = desk;
  await desk.go('/settings/backups');
  await page.getByRole('button', { name: '现在备份' }).first().click();
  await expect(page.getByText('备份已做好，打开验证过')).toBeVisible();
  await expect(page.getByRole('contentinfo').getByText('刚才已备份')).toBeVisible();
  await page.getByRole('button', { name: '试一试备份' }).click();
  const verdict = page.getByText('最新的备份能用', { exact: false });
  await expect(verdict).toBeVisible();
  // what was said goes by itself; half gone it has no contrast
  await expect(verdict).toHaveCount(0);
  await desk.accessible();
  await desk.shoot('backups');

  const api = await desk.api('manager');
  await api.students.create({ student: { name: '后来的学生' }, guardians: [] });
  await page
    .getByRole('button', { name: /看看、恢复/ })
    .first()
    .click();
  await expect(page.getByRole('row', { name: /学员 0 1 −1/ })).toBeVisible();
  await expect(page.getByText('所有人都会退出，要重新登录。')).toBeVisible();
  await desk.accessible();
  await desk.shoot('restore');
  await page.getByRole('button', { name: '恢复这一份' }).click();
  await page.getByRole('dialog', { name: '回到那个时候？' }).getByRole('button', { name: '恢复这一份' }).click();

  // the page comes back by itself, without a new link
  await expect(page.getByText('备份已恢复。', { exact: false })).toBeVisible();
  await desk.accessible();
  await new Door(page).login(people.manager.login, PASSWORD);
  await expect(page.getByRole('heading', { level: 1, name: '备份' })).toBeVisible();
  await expect(page.getByRole('cell', { name: '恢复前' })).toBeVisible();
  const after = await desk.api('manager');
  const { backups } = await after.backups.list();
  expect(backups.find((each) => each.kind === 'before_restore')?.counts.students).toBe(1);
  expect((await after.backups.preview({ file: backups[0]?.file ?? '' })).now).toMatchObject({ students: 0 });
  await desk.go('/settings/history');
  await expect(page.getByRole('cell', { name: '恢复备份' })).toBeVisible();
});

test('a second place that cannot be used is refused with the reason', async ({ launch }) => {
  const desk = await launch({ as: 'manager', lang: 'en' });
  const { page } = desk;
  await desk.go('/settings/backups');
  await page.getByLabel('Second place').last().fill('/nowhere/at/all');
  await page.getByRole('button', { name: 'Use this' }).click();
  await expect(page.getByText('This folder is not there.', { exact: false })).toBeVisible();
  await desk.accessible();
  await desk.shoot('backups');
});

test('a quarter without a test is told with the way to do it, and the data was checked by itself', async ({ launch }) => {
  test.slow();
  const desk = await launch({ as: 'manager', lang: 'en' });
  await (await desk.api('manager')).backups.create();
  await desk.restart({ now: '2027-03-05T14:00:00+08:00', as: 'manager' });
  const { page } = desk;
  await desk.go('/settings/backups');
  await expect(page.getByText('No backup was tested yet.', { exact: false })).toBeVisible();
  await desk.accessible();
  await desk.shoot('backups-drill-due');
  await page.getByRole('button', { name: 'Test now' }).click();
  await expect(page.getByText('The newest backup is good', { exact: false })).toBeVisible();
  await expect(page.getByText('No backup was tested yet.', { exact: false })).toHaveCount(0);
  await desk.go('/settings/history');
  await expect(page.getByText('Checked by itself every day', { exact: false })).toBeVisible({ timeout: 30_000 });
  await desk.accessible();
  await desk.shoot('history-checked');
});
