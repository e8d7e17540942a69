import { ComplaintScreens, makeComplaint, makeStudent } from './pages/complaints.ts';
import { expect, test } from './support/launch.ts';

for (const lang of ['zh-CN', 'en'] as const) {
  test(`an empty desk says why, and what is still to set up (${lang})`, async ({ launch }) => {
    const desk = await launch({ as: 'supervisor', lang });
    const screens = new ComplaintScreens(desk.page, lang);
    await screens.openList();
    await expect(desk.page.getByText(screens.words.empty.title)).toBeVisible();
    await expect(desk.page.getByText(screens.words.setup.rosterMissing)).toBeVisible();
    await desk.accessible();
    await desk.shoot('complaints-empty');
    await screens.button(screens.words.empty.first).click();
    await expect(screens.studentField).toBeFocused();
  });

  test(`views, filters and the cursor (${lang})`, async ({ launch }) => {
    const desk = await launch({ as: 'supervisor', lang });
    const screens = new ComplaintScreens(desk.page, lang);
    const { words, page } = screens;
    const api = await desk.api('supervisor');
    const first = await makeStudent(api, '张思凡');
    const long = await makeStudent(api, '诺尔古丽·阿卜杜拉·买买提江', '古丽');
    await makeComplaint(api, first, { severity: 'critical', category: 'facility', words: '门口台阶滑倒，膝盖流血' });
    await makeComplaint(api, long, { words: '前台说可以补课，老师说不行，'.repeat(12) });
    await makeComplaint(api, first, { category: 'teaching', words: '老师连续三次迟到' });
    await screens.openList();
    await expect(screens.rows).toHaveCount(3);
    await expect(page.getByRole('tab', { name: words.view.escalated })).toContainText('1');
    await desk.accessible();
    await desk.shoot('complaints-list');

    await page.getByRole('tab', { name: words.view.escalated }).click();
    await expect(screens.rows).toHaveCount(1);
    await expect(page).toHaveURL(/view=escalated/);
    await page.getByRole('tab', { name: words.view.all, exact: false }).last().click();

    await screens.keys('/');
    await page.keyboard.type('迟到');
    await expect(screens.rows).toHaveCount(1);
    await expect(page).toHaveURL(/text=/);
    await page.reload();
    await expect(screens.rows).toHaveCount(1);
    await screens.keys('/', 'Escape');
    await expect(screens.rows).toHaveCount(3);

    await page.getByRole('button', { name: words.field.severity }).click();
    await page.getByRole('checkbox', { name: lang === 'en' ? 'Critical' : '重大' }).check();
    await expect(screens.rows).toHaveCount(1);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: lang === 'en' ? 'Clear filters' : '清除筛选' }).click();
    await expect(screens.rows).toHaveCount(3);

    // j and o open it; j and k go on to the neighbours; back returns to the same row
    await screens.keys('j', 'j', 'o');
    await expect(page.getByRole('link', { name: '2 / 3' })).toBeVisible();
    await screens.keys('j');
    await expect(page.getByRole('link', { name: '3 / 3' })).toBeVisible();
    await screens.keys('k', 'k');
    await expect(page.getByRole('link', { name: '1 / 3' })).toBeVisible();
  });
}

test('several are given to one colleague with one reason, and taken back', async ({ launch }) => {
  const desk = await launch({ as: 'supervisor' });
  const screens = new ComplaintScreens(desk.page);
  const { words, page } = screens;
  const api = await desk.api('supervisor');
  const student = await makeStudent(api, '张思凡');
  await makeComplaint(api, student);
  await makeComplaint(api, student, { category: 'teaching', words: '老师连续三次迟到' });
  await screens.openList();
  await expect(screens.rows).toHaveCount(2);
  await screens.keys('j', 'x', 'j', 'x', 'a');
  await expect(screens.dialog).toBeVisible();
  await screens.keys('Control+Enter');
  await expect(screens.dialog.getByText(words.error.person)).toBeVisible();
  await page.keyboard.type('方舟');
  await expect(page.getByRole('option')).toHaveText([/方舟/]);
  await screens.keys('Enter');
  await screens.dialog.locator('#bulk-reason').fill('周末集中处理');
  await screens.keys('Control+Enter');
  await expect(screens.rows.filter({ hasText: '方舟' })).toHaveCount(2);
  await screens.notice('已分派 2 件').getByRole('button', { name: '撤销' }).click();
  await expect(screens.rows.filter({ hasText: '方舟' })).toHaveCount(0);
});
