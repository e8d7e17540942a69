import { PASSWORD, people } from '../support/people.ts';
import { Door } from './pages/session.ts';
import { expect, onlyWeb, test } from './support/launch.ts';

test('five wrong passwords bring a delay that says how long, and the right one waits too', async ({ launch }) => {
  // a long way with several passwords, each slow on purpose
  test.slow();
  const desk = await launch();
  const door = new Door(desk.page);
  await expect(door.account).toBeFocused();
  await desk.accessible();
  await desk.shoot('login');
  await door.enter.click();
  await expect(desk.page.getByText('写上登录名。')).toBeVisible();
  for (let tries = 1; tries <= 4; tries += 1) {
    await door.login(people.specialist.login, `wrong-${tries}`);
    await expect(desk.page.getByText('登录名或密码不对。')).toBeVisible();
    await expect(door.enter).toBeEnabled();
  }
  await door.login(people.specialist.login, 'wrong-5');
  await expect(desk.page.getByText(/试错太多次，0:[0-3]\d 后再试。/)).toBeVisible();
  await expect(door.enter).toBeDisabled();
  await desk.accessible();
  // a reload does not shorten it
  await desk.page.reload();
  await door.login(people.specialist.login, PASSWORD);
  await expect(desk.page.getByText(/试错太多次/)).toBeVisible();
  // somebody else is not held up by it
  await desk.page.reload();
  await door.login(people.supervisor.login, PASSWORD);
  await expect(desk.page.getByText(people.supervisor.name).first()).toBeVisible();
});

test('a PIN set today switches people on this PC and unlocks; a wrong one is refused', async ({ launch }) => {
  // a long way with several passwords, each slow on purpose
  test.slow();
  const desk = await launch({ as: 'specialist' });
  const { page } = desk;
  await desk.go('/settings/account');
  await page.getByLabel('PIN', { exact: true }).fill('4711');
  await page.getByLabel('再输一次 PIN').fill('4712');
  await page.getByRole('button', { name: '设 PIN' }).click();
  await expect(page.getByText('两次输入的不一样。')).toBeVisible();
  await page.getByLabel('再输一次 PIN').fill('4711');
  await page.getByRole('button', { name: '设 PIN' }).click();
  await expect(page.getByText('PIN 已设好，今天换人和解锁都能用')).toBeVisible();
  await desk.accessible();
  await desk.shoot('account');

  await page.getByRole('button', { name: '换人' }).click();
  await expect(page.getByText('今天还没有别人设 PIN。', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: '用密码登录' }).click();
  await new Door(page).login(people.supervisor.login, PASSWORD);
  await expect(page.getByText(people.supervisor.name).first()).toBeVisible();

  await page.getByRole('button', { name: '换人' }).click();
  await page.getByRole('button', { name: people.specialist.name }).click();
  const pin = page.getByLabel(`${people.specialist.name} 的 PIN`);
  await pin.fill('0000');
  await page.keyboard.press('Enter');
  await expect(page.getByText('PIN 不对，再输一次。')).toBeVisible();
  await desk.accessible();
  await desk.shoot('switch');
  await pin.fill('4711');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: '我的账号' })).toBeVisible();
  await expect(page.getByText(people.specialist.name).first()).toBeVisible();

  await page.keyboard.press('Control+Shift+L');
  await expect(page.getByRole('heading', { name: '已锁定' })).toBeVisible();
  await desk.shoot('locked');
  await page.getByLabel('PIN 或密码').fill('4711');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '已锁定' })).toHaveCount(0);
});

test('ten idle minutes hide the screen and keep what was being typed for its owner', async ({ launch }) => {
  const desk = await launch({ as: 'manager' });
  const { page } = desk;
  await page.clock.install();
  await desk.go('/settings/staff');
  await page.getByRole('button', { name: '加员工' }).click();
  await page.getByLabel('姓名').fill('新来的老师');
  await page.clock.fastForward('09:00');
  await expect(page.getByRole('heading', { name: '已锁定' })).toHaveCount(0);
  await page.clock.fastForward('02:00');
  await expect(page.getByRole('heading', { name: '已锁定' })).toBeVisible();
  // nothing of the page stays in the document
  expect(await page.content()).not.toContain('新来的老师');
  await desk.accessible();
  await page.getByLabel('PIN 或密码').fill('not-this-one');
  await page.keyboard.press('Enter');
  await expect(page.getByText('不对，再输一次。', { exact: false })).toBeVisible();
  await page.getByLabel('PIN 或密码').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: '员工' })).toBeVisible();
  await page.getByRole('button', { name: '加员工' }).click();
  await expect(page.getByLabel('姓名')).toHaveValue('新来的老师');
  await expect(page.getByText('接着上次没写完的')).toBeVisible();
});

test(
  'another tab of the browser is locked with this one, and what its person was typing stays theirs when somebody else sits down',
  onlyWeb('the desktop has no tabs'),
  async ({ launch }) => {
    // a long way with several passwords, each slow on purpose
    test.slow();
    const desk = await launch({ as: 'specialist' });
    const { page } = desk;
    await desk.go('/settings/account');
    await page.getByLabel('PIN', { exact: true }).fill('4711');
    await page.getByLabel('再输一次 PIN').fill('4711');
    await page.getByRole('button', { name: '设 PIN' }).click();
    await expect(page.getByText('PIN 已设好，今天换人和解锁都能用')).toBeVisible();
    await desk.signIn('manager');

    const tab = await desk.newTab('/settings/staff');
    await tab.getByRole('button', { name: '加员工' }).click();
    await tab.getByLabel('姓名').fill('新来的老师');
    await page.keyboard.press('Control+Shift+L');
    await expect(page.getByRole('heading', { name: '已锁定' })).toBeVisible();
    await expect(tab.getByRole('heading', { name: '已锁定' })).toBeVisible();
    expect(await tab.content()).not.toContain('新来的老师');

    await page.getByRole('button', { name: '换人' }).click();
    await page.getByRole('button', { name: people.specialist.name }).click();
    await page.getByLabel(`${people.specialist.name} 的 PIN`).fill('4711');
    await page.keyboard.press('Enter');
    await expect(page.getByText(people.specialist.name).first()).toBeVisible();
    await expect(tab.getByText(people.specialist.name).first()).toBeVisible();

    await desk.signIn('manager');
    await tab.goto(`${desk.origin}/settings/staff`);
    await tab.getByRole('button', { name: '加员工' }).click();
    await expect(tab.getByLabel('姓名')).toHaveValue('新来的老师');
    await expect(tab.getByText('接着上次没写完的')).toBeVisible();
  },
);
