import type { ApiClient } from '../support/api.ts';
import { aStudent, DeskScreen, mother } from './pages/desk.ts';
import { expect, test } from './support/launch.ts';

async function complaintOf(api: ApiClient, studentId: string, words: string) {
  return api.complaints.record({
    studentIds: [studentId],
    complainant: { kind: 'student', refId: studentId },
    channel: 'phone',
    words,
    category: 'service',
    severity: 'general',
  });
}

test('who has nothing to do is told so; the manager sees what is still to be set up', async ({ launch }) => {
  const desk = await launch({ as: 'specialist' });
  await desk.go('/today');
  await expect(desk.page.getByText('都办完了')).toBeVisible();
  await expect(desk.page.getByText('还没设好的')).toHaveCount(0);
  await desk.accessible();
  await desk.shoot('today-empty');
  await desk.signIn('manager');
  await expect(desk.page.getByText('还没设好的')).toBeVisible();
  await expect(desk.page.getByText('全部投诉')).toBeVisible();
  await desk.accessible();
});

for (const lang of ['zh-CN', 'en'] as const) {
  test(`each role sees its own things to do, in order, by keyboard (${lang})`, async ({ launch }) => {
    const desk = await launch({ lang });
    const api = await desk.api('specialist');
    const { id } = await aStudent(api, '周可心', mother('周岚秋', '15812349082'));
    const made = await complaintOf(api, id, '教室暖气不热，孩子上课穿羽绒服');
    await api.followUps.create({ studentId: id, reason: '报名满 7 天', dueOn: '2026-11-20' });
    const [owner] = (await api.complaints.list({ view: 'all' })).rows;
    expect(owner?.number).toBe(made.number);

    await desk.signIn('specialist');
    await desk.go('/today');
    const lines = desk.page.locator('[data-todo]');
    await expect(lines.filter({ hasText: '报名满 7 天' })).toHaveCount(1);
    await expect(lines.first()).toHaveAttribute('data-cursor', 'true');
    await expect(desk.page.getByText('158****9082')).toBeVisible();
    await desk.accessible();
    await desk.shoot('today');
    // the call's own number is shown for the call's own sake, without a question
    await desk.page
      .getByRole('button', { name: /显示 .* 的号码|Show the number of/ })
      .first()
      .click();
    await expect(desk.page.getByText('15812349082')).toBeVisible();

    const screen = new DeskScreen(desk.page);
    const at = await lines.evaluateAll((all) => all.findIndex((line) => line.textContent?.includes('报名满 7 天')));
    for (let step = 0; step < at; step += 1) await screen.press('j');
    await expect(lines.nth(at)).toHaveAttribute('data-cursor', 'true');
    await screen.press('z');
    await expect(screen.notice(lang === 'en' ? 'Moved to tomorrow' : '改到明天打')).toBeVisible();
    await expect(lines.filter({ hasText: '报名满 7 天' })).toHaveCount(0);
    await screen
      .notice(/明天|tomorrow/)
      .getByRole('button', { name: lang === 'en' ? 'Undo' : '撤销' })
      .click();
    await expect(lines.filter({ hasText: '报名满 7 天' })).toHaveCount(1);

    await desk.signIn('supervisor');
    await expect(desk.page.getByText(lang === 'en' ? 'All complaints' : '全部投诉')).toBeVisible();
    await desk.accessible();
    await desk.shoot('today-supervisor');

    await desk.signIn('support');
    await expect(desk.page.getByText(lang === 'en' ? 'All complaints' : '全部投诉')).toHaveCount(0);
  });
}

test('three days off: what fell due is raised once, stands in Today and in the bell', async ({ launch }) => {
  const desk = await launch({ as: 'supervisor' });
  const api = await desk.api('specialist');
  const { id } = await aStudent(api, '周可心', mother('周岚秋', '15812349082'));
  const made = await complaintOf(api, id, '教室暖气不热');
  await desk.restart({ now: '2026-11-23T12:30+08:00', as: 'supervisor' });
  const { page } = desk;
  await desk.go('/today');
  await expect(page.getByText(/关机期间补记了 \d+ 件到期事项/)).toBeVisible();
  await expect(
    page
      .locator('[data-todo]')
      .filter({ hasText: made.number })
      .or(page.locator('[data-todo]').filter({ hasText: '教室暖气不热' }))
      .first(),
  ).toBeVisible();
  const screen = new DeskScreen(page);
  await screen.press('g', 'b');
  const bell = page.getByRole('dialog', { name: '消息' });
  await expect(bell.getByText(new RegExp(`${made.number}.*升级`)).first()).toBeVisible();
  await desk.accessible();
  await desk.shoot('bell');
  // seen is read
  await expect.poll(async () => (await (await desk.api('supervisor')).messages.list({})).unread).toBe(0);
  await bell
    .getByText(new RegExp(`${made.number}.*升级`))
    .first()
    .click();
  await expect(page).toHaveURL(/\/complaints\//);
});
