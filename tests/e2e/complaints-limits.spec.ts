import { ComplaintScreens, makeComplaint, makeStudent } from './pages/complaints.ts';
import { expect, test } from './support/launch.ts';

for (const lang of ['zh-CN', 'en'] as const) {
  test(`words that are too long are told beside the field, nothing is half written, and they are still there (${lang})`, async ({
    launch,
  }) => {
    const desk = await launch({ as: 'supervisor', lang });
    const screens = new ComplaintScreens(desk.page, lang);
    const { dialog, page, words } = screens;
    const api = await desk.api('supervisor');
    const tooLong = '他说了很多。'.repeat(16_667);
    const most = lang === 'en' ? 'At most 20,000 characters' : '最多 20,000 字';
    await makeStudent(api, '何梓睿', '王丽');
    await screens.openList('?view=all');
    await screens.beginRecording();
    await page.keyboard.type('hzr');
    await expect(screens.student('何梓睿')).toBeVisible();
    await screens.keys('Enter');
    await screens.wordsField.fill(tooLong);
    await expect(dialog.getByText(most)).toBeVisible();
    await screens.keys('Control+Enter');
    await expect(dialog.getByRole('alert')).toContainText(most);
    await expect(screens.wordsField).toBeFocused();
    await screens.settled();
    await desk.accessible();
    await desk.shoot('complaints-too-long');
    expect(await screens.wordsField.inputValue()).toBe(tooLong);
    expect((await api.complaints.list({})).rows).toEqual([]);

    // kept as a draft, whole
    await expect(dialog.getByText(lang === 'en' ? 'Draft kept' : '草稿已存')).toBeVisible();
    await screens.openList('?view=all');
    await screens.keys('n', 'c');
    await expect.poll(async () => (await screens.wordsField.inputValue()) === tooLong).toBe(true);
    const fitting = tooLong.slice(0, 19_000);
    await screens.wordsField.fill(fitting);
    await expect(dialog.getByText(lang === 'en' ? '19,000 of 20,000' : '19,000 / 20,000 字')).toBeVisible();
    await screens.keys('Control+Enter');
    await expect(screens.notice(/C20261120-001/)).toBeVisible();
    const { rows } = await api.complaints.list({});
    expect((await api.complaints.get({ id: rows[0]?.id ?? '' })).complaint.words).toBe(fitting);

    // a contact that is too long stays in the composer
    const { id } = await makeComplaint(api, await makeStudent(api, '张思凡', '周淑芬', '13812346022'));
    await screens.openCase(id);
    const said = screens.composer.getByRole('textbox', { name: words.contact.words });
    await said.fill(tooLong);
    await screens.keys('Control+Enter');
    await expect(screens.composer.getByText(most)).toBeVisible();
    expect(await said.inputValue()).toBe(tooLong);
    expect((await api.complaints.get({ id })).entries.filter((entry) => entry.kind === 'contact')).toEqual([]);
  });
}
