import { people } from '../support/people.ts';
import { expect, test } from './support/launch.ts';

test('opening hours are saved, refused when empty, and a newer version is told', async ({ launch }) => {
  const desk = await launch({ as: 'manager' });
  const { page } = desk;
  await desk.go('/settings/hours');
  await desk.accessible();
  await desk.shoot('hours');
  for (const day of ['二', '三', '四', '五', '六', '日']) await page.getByRole('switch', { name: `周${day}营业` }).click({ force: true });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alert').filter({ hasText: '一周里至少要有一段营业时间' })).toBeVisible();
  const api = await desk.api('manager');
  expect((await api.calendar.opening()).opening.weekly[2]).toHaveLength(2);

  await page.getByRole('switch', { name: '周三营业' }).click({ force: true });
  await page.getByRole('textbox', { name: '周三第 1 段到' }).fill('20:00');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('营业时间已保存', { exact: false })).toBeVisible();
  const saved = await api.calendar.opening();
  expect(saved.opening.weekly).toMatchObject({ 2: [], 3: [[540, 1200]] });

  await page.getByRole('textbox', { name: '周三第 1 段到' }).fill('19:00');
  await api.calendar.saveOpening({
    opening: { ...saved.opening, weekly: { ...saved.opening.weekly, 4: [[600, 700]] } },
    version: saved.version,
  });
  await expect(page.getByText('您打开之后，别人改过营业时间。')).toBeVisible();
  await page.getByRole('button', { name: '看新的' }).click();
  await expect(page.getByRole('textbox', { name: '周四第 1 段从' })).toHaveValue('10:00');
  await expect(page.getByRole('textbox', { name: '周三第 1 段到' })).toHaveValue('20:00');
});

test('a week is planned by clicks, taken over, and undone; leave is recorded', async ({ launch }) => {
  test.slow();
  const desk = await launch({ as: 'supervisor' });
  const { page } = desk;
  await desk.go('/settings/roster?week=2026-11-16');
  // nothing was ever planned: everybody counts as on duty, and whoever plans hears it on every page
  await expect(page.getByRole('note').filter({ hasText: '排好第一个班以后，只派给当班的人。' })).toBeVisible();
  const strip = page.getByRole('note').filter({ hasText: '去排班' });
  await desk.go('/complaints');
  await desk.accessible();
  await desk.shoot('roster-missing');
  await strip.getByRole('link').click();
  await desk.go('/settings/roster?week=2026-11-16');
  await page.getByRole('button', { name: `${people.specialist.name} 2026-11-20 周五 休` }).click();
  await page.getByRole('checkbox', { name: '本周其他营业日也这样排' }).check();
  await page.getByRole('button', { name: '排好' }).click();
  await expect(page.getByText(`${people.specialist.name} 的班已排好 6 天`)).toBeVisible();
  await expect(page.getByRole('button', { name: `${people.specialist.name} 2026-11-21 周六 08:30–12:00 13:00–20:30` })).toBeVisible();
  // 12:30 on Friday: on duty now, in the head of every page
  await expect(page.getByRole('banner').getByRole('img', { name: people.specialist.name })).toBeVisible();
  await desk.accessible();
  await desk.shoot('roster');

  await expect(strip).toHaveCount(0);

  await page.getByRole('button', { name: '下一周' }).click();
  await expect(page.getByText('这一周还没有排班，投诉只能派给部门负责人', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: '照上一周排' }).click();
  await expect(page.getByText('已照上一周排好 6 天次')).toBeVisible();
  const cell = page.getByRole('button', { name: `${people.specialist.name} 2026-11-24 周二 12:00–14:00 15:00–21:00` });
  await expect(cell).toBeVisible();
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Control+z');
  await expect(cell).toHaveCount(0);

  // the week before into the next three, and all of it in the month
  await page.getByRole('button', { name: '上一周', exact: true }).click();
  await page.getByRole('button', { name: '排到后几周' }).click();
  await page.getByLabel('往后几周').fill('3');
  await page.getByRole('button', { name: '照这一周排' }).click();
  await expect(page.getByText('已排好 3 周，共 18 天次')).toBeVisible();
  await page.getByText('月', { exact: true }).click();
  await expect(page.getByRole('cell').filter({ hasText: people.specialist.name })).toHaveCount(18);
  await desk.accessible();
  await desk.shoot('roster-month');
  await page.getByRole('button', { name: '看 2026-11-26 那一周' }).click();
  await expect(page.getByRole('button', { name: `${people.specialist.name} 2026-11-26 周四 12:00–14:00 15:00–21:00` })).toBeVisible();

  await page.getByRole('button', { name: '登记请假' }).click();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('选一个人')).toBeVisible();
  await page.getByRole('combobox', { name: '谁' }).or(page.getByLabel('谁')).first().click();
  await page.getByRole('option', { name: people.specialist2.name }).click();
  await page.getByLabel('原因').fill('家里有事');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(`${people.specialist2.name} 的请假已登记`)).toBeVisible();
  await expect(page.getByRole('button', { name: new RegExp(`${people.specialist2.name} .* 请假`) })).toBeVisible();
  await desk.accessible();
});

test('who may not plan sees the roster and nothing to press', async ({ launch }) => {
  const desk = await launch({ as: 'specialist', lang: 'en' });
  const { page } = desk;
  await desk.go('/settings/roster');
  await expect(page.getByRole('rowheader', { name: people.specialist.name })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Record leave' })).toHaveCount(0);
  await expect(page.getByRole('cell').getByRole('button')).toHaveCount(0);
  await desk.accessible();
  await desk.shoot('roster');
});
