import { expect, test } from './support/launch.ts';

test('a new version counts from now on, the old complaint keeps its due until it is applied there; bad values are words', async ({
  launch,
}) => {
  test.slow();
  const desk = await launch({ as: 'manager' });
  const { page } = desk;
  const api = await desk.api('manager');
  const record = () =>
    api.complaints.record({
      studentIds: [],
      complainant: { kind: 'other', refId: null, name: '路过的家长' },
      channel: 'phone',
      words: '门口的台阶太滑',
      category: 'facility',
      severity: 'general',
    });
  const old = await record();
  const due = async (id: string) => (await api.complaints.get({ id })).clocks.find((each) => each.clock === 'resolution');
  const before = (await due(old.id))?.dueAt;
  await desk.go('/settings/targets');
  await expect(page.getByRole('textbox', { name: '办结的时限' })).toHaveValue('48');
  await desk.accessible();
  await desk.shoot('targets');

  await page.getByRole('textbox', { name: '办结的提醒比例' }).fill('120');
  await expect(page.getByRole('alert').filter({ hasText: '一般：提醒要在 1% 到 100% 之间' })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  expect((await api.complaints.policyVersions())[0]?.version).toBe(1);
  await page.getByRole('textbox', { name: '办结的提醒比例' }).fill('50');
  await page.getByRole('textbox', { name: '办结的时限' }).fill('24');
  await page.getByRole('textbox', { name: '为什么改，可以不填' }).fill('家长等不了两天');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('第 2 版已生效，已登记的投诉不变')).toBeVisible();
  await expect(page.getByText('一般，办结时限：48 小时 改为 24 小时')).toBeVisible();
  await desk.accessible();
  await desk.shoot('targets-versions');
  expect((await due(old.id))?.dueAt).toBe(before);
  const fresh = await due((await record()).id);
  expect((fresh?.dueAt ?? 0) - (fresh?.startedAt ?? 0)).toBe(24 * 3_600_000);

  await desk.go(`/complaints/${old.id}`);
  await page.getByRole('button', { name: '更多' }).click();
  await page.getByRole('menuitem', { name: '换用新时限' }).click();
  await page.getByRole('textbox', { name: '原因' }).fill('家长很急');
  await desk.accessible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('已换用新时限')).toBeVisible();
  await expect(page.getByText('时限从第 1 版换成第 2 版')).toBeVisible();
  await desk.shoot('targets-applied');
  expect((await due(old.id))?.dueAt).toBe((before ?? 0) - 24 * 3_600_000);
});
