import { ComplaintScreens, makeStudent } from './pages/complaints.ts';
import { expect, test } from './support/launch.ts';

for (const lang of ['zh-CN', 'en'] as const) {
  test(`tags and any channel from recording to telling (${lang})`, async ({ launch }) => {
    const desk = await launch({ as: 'supervisor', lang });
    const screens = new ComplaintScreens(desk.page, lang);
    const { words, dialog, page } = screens;
    const api = await desk.api('supervisor');
    const student = await makeStudent(api, '何梓睿', '王丽');
    await screens.openList('?view=all');
    await screens.beginRecording();
    await page.keyboard.type('hzr');
    await expect(screens.student('何梓睿')).toBeVisible();
    await screens.keys('Enter');
    await screens.wordsField.fill('教室的投影坏了三周');
    // somebody wrote by mail: none of the usual ways
    await screens.keys('Alt+5');
    await expect(dialog.getByRole('radio', { name: words.channel.other, exact: true })).toBeChecked();
    await dialog.locator('#record-tags').fill('投影');
    await screens.keys('Enter');
    await screens.settled();
    await desk.accessible();
    await desk.shoot('complaints-record-tags');
    await screens.keys('Control+Enter');
    await screens
      .notice(/C20261120-001/)
      .getByRole('button', { name: words.record.open })
      .click();

    const tags = page.getByRole('list', { name: words.field.tags });
    await expect(tags).toContainText('投影');
    await tags.getByRole('button', { name: words.tags.change }).click();
    await expect(dialog.locator('#case-tags')).toBeFocused();
    await page.keyboard.type('三号教室');
    await screens.keys('Enter', 'Control+Enter');
    await expect(dialog).toHaveCount(0);
    await expect(tags.getByRole('listitem')).toHaveText(['投影', '三号教室', words.tags.change]);
    await expect(screens.log.filter({ hasText: '投影、三号教室' })).toBeVisible();

    await screens.composer.getByText(words.channel.other, { exact: true }).click();
    await screens.composer.getByRole('textbox', { name: words.contact.words }).fill('邮件回了');
    await screens.settled();
    await desk.accessible();
    await desk.shoot('complaints-tags');
    await screens.keys('Control+Enter');
    await expect(screens.log.filter({ hasText: '邮件回了' })).toBeVisible();

    await screens.button(words.more).click();
    await page.getByRole('menuitem', { name: words.menu.tell }).click();
    await dialog.getByRole('radiogroup', { name: words.field.channel }).getByText(words.channel.other).click();
    await dialog.locator('#tell-words').fill('换了新投影');
    await screens.keys('Control+Enter');
    await expect(screens.head).toContainText(words.state.resolved);

    const { rows } = await api.complaints.list({ studentId: student.id });
    const { complaint, entries } = await api.complaints.get({ id: rows[0]?.id ?? '' });
    expect(complaint).toMatchObject({ channel: 'other', tags: ['投影', '三号教室'] });
    expect(entries.filter((entry) => entry.channel !== null).map((entry) => entry.channel)).toEqual(['other', 'other']);
  });
}
