import { ComplaintScreens, makeComplaint, makeStudent } from './pages/complaints.ts';
import { expect, test } from './support/launch.ts';

for (const lang of ['zh-CN', 'en'] as const) {
  test(`each step that nobody has acknowledged gets another handler from its own line, or its first one (${lang})`, async ({ launch }) => {
    const desk = await launch({ as: 'manager', lang });
    const { id } = await makeComplaint(await desk.api('manager'), await makeStudent(await desk.api('manager'), '张思凡'));
    // both levels fell due while the PC was off
    await desk.restart({ now: '2026-11-23T09:00:00+08:00', as: 'manager' });
    const screens = new ComplaintScreens(desk.page, lang);
    const { words, dialog, page } = screens;
    const api = await desk.api('manager');
    await screens.openCase(id);
    const level1 = async () => (await api.complaints.get({ id })).escalations.find((each) => each.level === 1);
    const first = (await level1())?.handler;
    await screens.button(words.escalation.history).click();
    const history = page.getByRole('dialog', { name: words.escalation.history });
    await screens.settled();
    await desk.accessible();
    await desk.shoot('complaints-escalation-history');
    await history.getByRole('button', { name: words.handler.title }).first().click();
    await expect(dialog.locator('#handler-id')).toBeFocused();
    await page.keyboard.type('方舟');
    await expect(page.getByRole('option')).toHaveText([/方舟/]);
    await screens.keys('ArrowDown', 'Enter', 'Control+Enter');
    await expect(dialog).toHaveCount(0);
    expect(first?.name).not.toBe('方舟');
    expect((await level1())?.handler?.name).toBe('方舟');

    // the new one turns out to be complained about: the step has nobody, and says so with the way to name one
    const { complaint } = await api.complaints.get({ id });
    const about = (await level1())?.handler?.id ?? '';
    await api.complaints.amend({ id, version: complaint.version, aboutStaffIds: [about] });
    await screens.button(words.escalation.history).click();
    await expect(history).toContainText(words.escalation.noHandler);
    await history.getByRole('button', { name: words.handler.nameTitle }).click();
    await expect(dialog.locator('#handler-id')).toBeFocused();
    await page.keyboard.type('许诺');
    await expect(page.getByRole('option')).toHaveText([/许诺/]);
    await screens.keys('ArrowDown', 'Enter', 'Control+Enter');
    await expect(screens.notice(words.done.handlerNamed)).toBeVisible();
    expect((await level1())?.handler?.name).toBe('许诺');
  });
}
