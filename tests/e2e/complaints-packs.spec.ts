import { ComplaintScreens } from './pages/complaints.ts';
import { expect, test } from './support/launch.ts';

/** One student with two running packs; they come by an import. */
const LIST = `姓名,家长,家长电话,课程,报名日期,课时,实收
何梓睿,王丽,13812346021,数学思维,2026-09-01,40,4000
何梓睿,王丽,13812346021,少儿书法,2026-09-02,20,2000
`;
const run = { 'zh-CN': '导入 1 名学员', en: 'Import 1 student' } as const;
const done = { 'zh-CN': '导入完成', en: 'Imported' } as const;

for (const lang of ['zh-CN', 'en'] as const) {
  test(`a complaint names the course that it is about, and is corrected (${lang})`, async ({ launch }) => {
    const desk = await launch({ as: 'supervisor', lang });
    const screens = new ComplaintScreens(desk.page, lang);
    const { words, dialog, page } = screens;
    await desk.go('/students/import');
    await page.locator('input[type=file]').setInputFiles({ name: 'two.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) });
    await page.getByRole('button', { name: run[lang] }).click();
    await expect(page.getByText(done[lang], { exact: true })).toBeVisible();

    await screens.openList('?view=all');
    await screens.beginRecording();
    await page.keyboard.type('hzr');
    await expect(screens.student('何梓睿')).toBeVisible();
    await screens.keys('Enter');
    const named = dialog.getByRole('group', { name: words.packs.of.replace('{{name}}', '何梓睿') });
    await named.getByRole('checkbox', { name: /少儿书法/ }).focus();
    await screens.keys('Space');
    await expect(named.getByRole('checkbox', { name: /少儿书法/ })).toBeChecked();
    await screens.wordsField.fill('书法课老师迟到了');
    await screens.settled();
    await desk.accessible();
    await desk.shoot('complaints-packs');
    await screens.keys('Control+Enter');
    await expect(screens.notice(/C20261120-001/)).toBeVisible();

    const api = await desk.api('supervisor');
    const { rows } = await api.complaints.list({});
    const id = rows[0]?.id ?? '';
    await screens.openCase(id);
    const about = () => screens.side.getByRole('region', { name: words.field.students }).getByText(words.packs.concerned);
    await expect(about()).toHaveCount(1);
    await screens.settled();
    await desk.accessible();
    await desk.shoot('complaints-packs-page');

    await screens.keys('e');
    await named.getByText(/数学思维/).click();
    await screens.keys('Control+Enter');
    await expect(dialog).toHaveCount(0);
    await expect(about()).toHaveCount(2);
    await expect(screens.log.filter({ hasText: '少儿书法、数学思维' })).toBeVisible();
    const { students } = await api.complaints.get({ id });
    expect(students[0]?.packs.every((pack) => pack.concerned)).toBe(true);
  });
}
