import { ComplaintScreens, makeComplaint, makeStudent } from './pages/complaints.ts';
import { expect, test } from './support/launch.ts';

for (const lang of ['zh-CN', 'en'] as const) {
  test(`why it has to be dispatched by 2026-11-21 08:33 (${lang})`, async ({ launch }) => {
    const desk = await launch({ as: 'supervisor', now: '2026-11-20T20:58:00+08:00', lang });
    const screens = new ComplaintScreens(desk.page, lang);
    const { words, page } = screens;
    const api = await desk.api('supervisor');
    const { id } = await makeComplaint(api, await makeStudent(api, '张思凡'));
    await screens.openCase(id);
    await expect(screens.side.getByTitle(lang === 'en' ? '2026-11-21 Sat 08:33' : '2026-11-21 周六 08:33').first()).toBeVisible();
    await screens.side.getByRole('button', { name: `${lang === 'en' ? 'Why' : '为什么'} ${words.clock.dispatch}` }).click();
    const why = page.getByRole('dialog', { name: words.clock.dispatch });
    await expect(why).toContainText(lang === 'en' ? 'Why dispatch by Sat 08:33' : '为什么是周六 08:33 前分派');
    await expect(why.getByText(words.why.plain.closed)).toBeVisible();
    await expect(why.getByText(words.why.open, { exact: true })).toHaveCount(2);
    await expect(why).toContainText(lang === 'en' ? '11 h 30 m' : '11 小时 30 分');
    await expect(why).toContainText(lang === 'en' ? '= 5 opening minutes' : '= 5 营业分钟');
    await desk.accessible();
    await desk.shoot('complaints-why');
    await page.keyboard.press('Escape');
    await expect(why).toHaveCount(0);
  });
}

test('while it waits nothing turns red, and more time can still be given after the time that was stored', async ({ launch }) => {
  test.slow();
  const desk = await launch({ as: 'supervisor', now: '2026-11-20T15:30:00+08:00' });
  const api = await desk.api('supervisor');
  const { id, owner } = await makeComplaint(api, await makeStudent(api, '张思凡'));
  const mine = await desk.api(owner);
  const act = async () => ({ id, version: (await mine.complaints.get({ id })).complaint.version });
  await mine.complaints.accept(await act());
  await mine.complaints.decide({ ...(await act()), decision: '补课', rectification: null });
  await mine.complaints.wait({ ...(await act()), reason: '等家长发截图', until: Date.parse('2026-12-20T12:00:00+08:00') });
  await desk.restart({ now: '2026-11-23T18:00:00+08:00', as: 'supervisor' });
  const screens = new ComplaintScreens(desk.page);
  const { words, page } = screens;
  await screens.openCase(id);
  const resolution = screens.clock(words.clock.resolution);
  await expect(resolution).toContainText('暂停');
  await expect(resolution).toContainText('周三');
  const tell = page.getByRole('listitem').filter({ hasText: words.node.tell }).filter({ hasText: words.node.paused });
  await expect(tell).toBeVisible();
  await screens.settled();
  await desk.accessible();
  await desk.shoot('complaints-paused');
  await resolution.getByRole('button').click();
  const why = page.getByRole('dialog', { name: words.clock.resolution });
  await expect(why).toContainText('周三');
  await expect(why.getByRole('button', { name: words.do.extend })).toBeVisible();
  await expect(why.getByRole('textbox')).toBeVisible();
});

for (const lang of ['zh-CN', 'en'] as const) {
  test(`nothing happens for 24 hours: escalated at the next start, once, and taken on (${lang})`, async ({ launch }) => {
    test.slow();
    const desk = await launch({ as: 'supervisor', lang });
    const api = await desk.api('supervisor');
    const { id } = await makeComplaint(api, await makeStudent(api, '张思凡'));
    await desk.restart({ now: '2026-11-21T12:45+08:00', as: 'supervisor' });
    const screens = new ComplaintScreens(desk.page, lang);
    const { words, page } = screens;
    await screens.openList('?view=escalated');
    await expect(screens.row('张思凡')).toContainText(words.level.replace('{{n}}', '1'));
    await desk.shoot('complaints-escalated-list');
    await screens.openCase(id);
    const strip = page.getByRole('status').filter({ hasText: words.escalation.level.replace('{{n}}', '1') });
    await expect(strip).toContainText('周岚');
    const missed = words.log.clock_missed.replace('{{clock}}', words.clock.first_response).split('{{')[0] ?? '';
    await expect(screens.log.filter({ hasText: missed })).toBeVisible();
    await expect(screens.log.filter({ has: page.locator('svg.tabler-icon-arrow-up-right') })).toHaveCount(1);
    await desk.accessible();
    await desk.shoot('complaints-escalated');
    await strip.getByRole('button', { name: words.escalation.mine }).waitFor();
    await screens.keys('y');
    await expect(strip.getByRole('button', { name: words.escalation.mine })).toHaveCount(0);
    await expect(screens.log.filter({ hasText: words.log.acknowledged.replace('{{level}}', '1') })).toBeVisible();
  });
}
