import { ComplaintScreens, makeComplaint, makeStudent } from './pages/complaints.ts';
import { expect, test } from './support/launch.ts';

for (const lang of ['zh-CN', 'en'] as const) {
  test(`another category offers the owner that it would have, and why (${lang})`, async ({ launch }) => {
    const desk = await launch({ as: 'supervisor', lang });
    const screens = new ComplaintScreens(desk.page, lang);
    const { words, dialog, page } = screens;
    const api = await desk.api('supervisor');
    const { id } = await makeComplaint(api, await makeStudent(api, '张思凡'));
    await screens.openCase(id);
    await screens.button(words.more).click();
    await page.getByRole('menuitem', { name: words.menu.severity }).click();
    const offer = dialog.getByRole('checkbox', { name: /方舟/ });
    await expect(dialog.locator('#severity-reason')).toBeVisible();
    await expect(offer).toHaveCount(0);
    await dialog.getByRole('combobox', { name: words.field.category, exact: true }).click();
    await page.getByRole('option', { name: lang === 'en' ? 'Technical' : '技术' }).click();
    await offer.check();
    await expect(dialog).toContainText(words.reason.because.single);
    await dialog.locator('#severity-reason').fill('说的是平板登录不上');
    await screens.settled();
    await desk.accessible();
    await desk.shoot('complaints-category');
    await screens.keys('Control+Enter');
    await expect(dialog).toHaveCount(0);
    await expect(screens.head).toContainText('方舟');
    expect((await api.complaints.get({ id })).complaint).toMatchObject({ category: 'technical', state: 'assigned', accepted: false });
  });
}
