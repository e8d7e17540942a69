import { ComplaintScreens, makeComplaint, makeStudent } from './pages/complaints.ts';
import { expect, test } from './support/launch.ts';

for (const lang of ['zh-CN', 'en'] as const) {
  test(`what was recorded is completed and corrected by keyboard (${lang})`, async ({ launch }) => {
    const desk = await launch({ as: 'supervisor', lang });
    const screens = new ComplaintScreens(desk.page, lang);
    const { words, dialog, page } = screens;
    const api = await desk.api('supervisor');
    const student = await makeStudent(api, '张思凡');
    await makeStudent(api, '李沐阳', '李建国', '13812340007');
    const { id } = await makeComplaint(api, student);
    await screens.openCase(id);
    await screens.keys('e');
    await expect(dialog.locator('#amend-words')).toBeFocused();
    await dialog.locator('#amend-words').fill('前台说可以补课，老师说不行，已经是第二次了。');
    // one event, two children
    await dialog.locator('#amend-students').fill('lmy');
    await screens.student('李沐阳').click();
    await dialog.getByRole('radiogroup', { name: words.field.channel }).getByText(words.channel.other).click();
    await dialog.locator('#amend-wish').fill('按前台说的补课');
    await dialog.locator('#amend-received').fill('9:20');
    await dialog.getByLabel(words.record.replyRequired).check();
    await screens.settled();
    await desk.accessible();
    await desk.shoot('complaints-amend');
    await screens.keys('Control+Enter');
    await expect(dialog).toHaveCount(0);

    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/已经是第二次了/);
    await expect(screens.side.getByRole('region', { name: words.field.students })).toContainText('李沐阳');
    const corrected = screens.log.filter({ hasText: words.log.amended_words });
    await expect(corrected).toContainText('前台说可以补课，老师说不行，到底听谁的。');
    await expect(screens.log.filter({ hasText: '张思凡、李沐阳' })).toBeVisible();
    await screens.settled();
    await desk.accessible();
    await desk.shoot('complaints-amended');
    const { complaint } = await api.complaints.get({ id });
    expect(complaint).toMatchObject({ channel: 'other', wish: '按前台说的补课', replyAsked: true });
    expect(complaint.receivedAt).toBe(Date.parse('2026-11-20T09:20+08:00'));
  });
}

test('a correction keeps its draft, refuses a later receipt, and shows both versions when somebody else was faster', async ({ launch }) => {
  const desk = await launch({ as: 'supervisor' });
  const screens = new ComplaintScreens(desk.page);
  const { words, dialog } = screens;
  const api = await desk.api('supervisor');
  const { id, owner } = await makeComplaint(api, await makeStudent(api, '张思凡'));
  await screens.openCase(id);
  await screens.keys('e');
  await dialog.locator('#amend-words').fill('我写的原话');
  await dialog.locator('#amend-received').fill('23:59');
  await screens.keys('Control+Enter');
  await expect(dialog.getByText(words.amend.onlyEarlier)).toBeVisible();
  await dialog.locator('#amend-received').fill('');
  await screens.keys('Enter');
  await expect(dialog.getByText('草稿已存')).toBeVisible();

  await screens.openCase(id);
  await screens.keys('e');
  await expect(dialog.locator('#amend-words')).toHaveValue('我写的原话');
  const other = await desk.api(owner === 'supervisor' ? 'manager' : owner);
  const { complaint } = await other.complaints.get({ id });
  await other.complaints.amend({ id, version: complaint.version, words: '别人写的原话', wish: '补一节' });
  const strip = dialog.getByRole('alert');
  await expect(strip).toContainText('我写的原话');
  await expect(strip).toContainText('别人写的原话');
  await screens.settled();
  await desk.accessible();
  await desk.shoot('complaints-amend-both');
  await screens.keys('Control+Enter');
  await expect(dialog.locator('#amend-words')).toHaveValue('我写的原话');
  await strip.getByRole('button', { name: words.meanwhile.seen }).click();
  await screens.keys('Control+Enter');
  await expect(dialog).toHaveCount(0);
  // what was not touched here stays as the other one wrote it
  expect((await api.complaints.get({ id })).complaint).toMatchObject({ words: '我写的原话', wish: '补一节' });
});
