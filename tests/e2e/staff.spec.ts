import { PASSWORD } from '../support/people.ts';
import { expect, test } from './support/launch.ts';

test('a person is added, a login that is taken is refused beside its field, the last principal stays', async ({ launch }) => {
  const desk = await launch({ as: 'manager' });
  const { page } = desk;
  await desk.go('/settings/staff');
  await expect(page.getByText('在职 7 人')).toBeVisible();
  await desk.accessible();
  await desk.shoot('staff');

  await page.getByRole('button', { name: '加员工' }).click();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('写上姓名。')).toBeVisible();
  await page.getByLabel('姓名').fill('郑爽朗');
  await page.getByLabel('登录名').fill('ZhouLan');
  await page.locator('#staff-password').fill(PASSWORD);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('「ZhouLan」已经有人用了，换一个。')).toBeVisible();
  await desk.accessible();
  await desk.shoot('staff-dialog');
  await page.getByLabel('登录名').fill('zhengsl');
  await page.getByRole('checkbox', { name: '客服主管' }).check();
  // the newest one need not own critical complaints
  const severities = page.getByRole('group', { name: '可以办' });
  await expect(severities.getByRole('checkbox', { checked: true })).toHaveCount(3);
  await severities.getByRole('checkbox', { name: '重大' }).uncheck();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('郑爽朗 已加进员工')).toBeVisible();
  await expect(page.getByRole('row', { name: /郑爽朗.*zhengsl.*前台、客服主管.*服务/ })).toBeVisible();
  const api = await desk.api();
  const added = (await (await desk.api('manager')).staff.list()).find((row) => row.login === 'zhengsl');
  expect(added?.severities).toEqual(['general', 'serious']);
  expect((await api.session.login({ login: 'zhengsl', password: PASSWORD })).person.roles).toEqual(['specialist', 'supervisor']);

  await page.getByRole('button', { name: '陈静', exact: true }).click();
  await page.getByRole('checkbox', { name: '校长' }).uncheck();
  await page.getByRole('checkbox', { name: '前台' }).check();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('这是最后一位校长', { exact: false })).toBeVisible();
});

test('a change is undone from the notification, in English', async ({ launch }) => {
  const desk = await launch({ as: 'manager', lang: 'en' });
  const { page } = desk;
  await desk.go('/settings/staff');
  await page.getByRole('button', { name: '吴桐' }).click();
  await page.getByLabel('Name', { exact: true }).or(page.locator('#staff-name')).first().fill('吴桐桐');
  await desk.shoot('staff-dialog');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: '吴桐桐' })).toBeVisible();
  await page.getByRole('alert').or(page.locator('#floating, body')).getByRole('button', { name: 'Undo' }).first().click();
  await expect(page.getByRole('button', { name: '吴桐', exact: true })).toBeVisible();
});
