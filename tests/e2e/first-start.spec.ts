import { Wizard } from './pages/wizard.ts';
import { expect, test } from './support/launch.ts';

test('a centre is set up by keyboard alone, in Chinese', async ({ launch }) => {
  // a long way with several passwords, each slow on purpose
  test.slow();
  const desk = await launch({ data: 'new', now: '2026-11-21T10:42:00+08:00' });
  const { page } = desk;
  const wizard = new Wizard(page, 'zh-CN');

  await expect(wizard.heading('给中心起个名字')).toBeVisible();
  await expect(page.getByLabel('中心名称')).toBeFocused();
  await wizard.onByKey();
  await expect(page.getByText('写上中心的名字。')).toBeVisible();
  await desk.accessible();
  await page.keyboard.type('青禾培训 城西校区');
  await wizard.onByKey();

  await expect(wizard.heading('营业时间')).toBeVisible();
  await expect(page.getByText('每周 54 小时，共 12 段')).toBeVisible();
  await expect(page.getByText('周六 08:33 到期')).toBeVisible();
  // a mistyped hour is refused beside its day, and the page does not go on
  const opening = page.getByRole('textbox', { name: '周二第 1 段从' });
  await opening.focus();
  await page.keyboard.type('1900');
  await expect(page.getByText('结束要比开始晚。过了零点的，分成两天写。').first()).toBeVisible();
  await wizard.onByKey();
  await expect(wizard.heading('营业时间')).toBeVisible();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('9');
  await page.keyboard.press('Tab');
  await expect(opening).toHaveValue('09:00');
  await expect(page.getByText('每周 57 小时，共 12 段')).toBeVisible();
  await desk.accessible();
  await desk.shoot('wizard-hours');
  await wizard.onByKey();

  await expect(wizard.heading('校长账号')).toBeVisible();
  await wizard.onByKey();
  await expect(page.getByText('写上姓名。')).toBeVisible();
  await expect(page.getByText('密码至少 8 个字符。')).toBeVisible();
  await desk.accessible();
  await expect(page.getByLabel('姓名')).toBeFocused();
  await page.keyboard.type('陈静');
  await page.keyboard.press('Tab');
  await page.keyboard.type('chenjing');
  // a reload keeps everything but the password
  await page.reload();
  await expect(page.getByLabel('登录名')).toHaveValue('chenjing');
  await page.locator('#manager-password').focus();
  await page.keyboard.type('desk-pass-1');
  await page.locator('#manager-again').focus();
  await page.keyboard.type('desk-pass-2');
  await wizard.onByKey();
  await expect(page.getByText('两次输入的不一样。')).toBeVisible();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('desk-pass-1');
  await wizard.onByKey();

  const groups = await wizard.groups();
  expect(groups).toHaveLength(8);
  await wizard.onByKey();
  await expect(page.getByText('和第 3 组不一样，看看纸上写的。')).toBeVisible();
  await desk.accessible();
  await expect(page.getByLabel('第 3 组')).toBeFocused();
  await page.keyboard.type(groups[2]?.toLowerCase() ?? '');
  await page.keyboard.press('Tab');
  await page.keyboard.type(groups[5] ?? '');
  await wizard.onByKey();

  await expect(wizard.heading('从哪里开始')).toBeVisible();
  await desk.accessible();
  await wizard.onByKey();
  await expect(page.getByRole('heading', { level: 1, name: '今日' })).toBeVisible();
  await expect(page.getByText('青禾培训 城西校区')).toBeVisible();

  // what was entered is what the core counts by
  const api = await desk.api();
  await api.session.login({ login: 'CHENJING', password: 'desk-pass-1' });
  const { opening: saved } = await api.calendar.opening();
  expect(saved.weekly[2]).toEqual([
    [540, 840],
    [900, 1260],
  ]);
});

test('a centre is set up by mouse, in English, and the import is opened', async ({ launch }) => {
  // a long way with several passwords, each slow on purpose
  test.slow();
  const desk = await launch({ data: 'new', lang: 'en' });
  const { page } = desk;
  const wizard = new Wizard(page, 'en');
  await page.getByLabel('Centre name').fill('Greenleaf Training');
  await wizard.onByMouse();

  await expect(wizard.heading('Opening hours')).toBeVisible();
  await page.getByRole('switch', { name: 'Open on Mon' }).click({ force: true });
  await expect(page.getByRole('textbox', { name: 'Mon part 1 from' })).toHaveValue('12:00');
  await page.getByRole('button', { name: 'Copy Sat to other days' }).click();
  await page.getByRole('menuitem', { name: 'Copy to Mon', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Mon part 1 from' })).toHaveValue('08:30');
  await page.getByRole('button', { name: 'Remove Mon part 1' }).click();
  await page.getByRole('button', { name: 'Add a day' }).click();
  await page.getByRole('textbox', { name: 'Which days' }).fill('2027-01-01');
  await page.getByRole('textbox', { name: 'Note' }).fill("New Year's Day");
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText("New Year's Day")).toBeVisible();
  await desk.accessible();
  await desk.shoot('wizard-hours');
  await wizard.onByMouse();

  await page.getByLabel('Name', { exact: false }).first().fill('Chen Jing');
  await page.locator('#manager-login').fill('chenjing');
  await page.locator('#manager-password').fill('desk-pass-1');
  await page.locator('#manager-again').fill('desk-pass-1');
  await wizard.onByMouse();
  const groups = await wizard.groups();
  await page.getByLabel('Group 3').fill(groups[2] ?? '');
  await page.getByLabel('Group 6').fill(groups[5] ?? '');
  await desk.shoot('wizard-code');
  await wizard.onByMouse();
  await expect(wizard.heading('Where to begin')).toBeVisible();
  await desk.shoot('wizard-data');
  await page.getByRole('radio', { name: /Import students from Excel/ }).click();
  await page.getByRole('button', { name: 'Go to import' }).click();
  await expect(page).toHaveURL(/\/students\/import$/);

  // the code that was shown sets a new password
  await page.getByRole('button', { name: 'Lock' }).click();
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByRole('button', { name: /recovery code/ }).click();
  await page.locator('#reset-login').fill('chenjing');
  await page.locator('#reset-code').fill('not the code');
  await page.locator('#reset-password').fill('desk-pass-2');
  await page.locator('#reset-again').fill('desk-pass-2');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page.getByText('Recovery code or login name is wrong.')).toBeVisible();
  await desk.accessible();
  await page.locator('#reset-code').fill(groups.join(' '));
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page.getByText('Log in with the new one.')).toBeVisible({ timeout: 20_000 });
  await page.getByRole('textbox', { name: 'Login name' }).fill('chenjing');
  await page.locator('input[type=password]').fill('desk-pass-2');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Lock' })).toBeVisible();
});
