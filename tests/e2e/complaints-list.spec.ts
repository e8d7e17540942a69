import { readFileSync } from 'node:fs';
import { ComplaintScreens, makeComplaint, makeStudent } from './pages/complaints.ts';
import { Paper } from './pages/paper.ts';
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

test('an own view with its columns; many at once, with what refuses and what is taken back; a sheet with its purpose', async ({
  launch,
}) => {
  const desk = await launch({ as: 'supervisor' });
  const screens = new ComplaintScreens(desk.page);
  const { words, page } = screens;
  const api = await desk.api('supervisor');
  const student = await makeStudent(api, '张思凡');
  const first = await makeComplaint(api, student);
  await makeComplaint(api, student, { category: 'teaching', words: '老师连续三次迟到' });
  const anonymous = await api.complaints.record({
    studentIds: [],
    complainant: { kind: 'anonymous', refId: null },
    channel: 'paper',
    words: '教室空调不热',
    category: 'facility',
    severity: 'general',
  });
  const version = async () => (await api.complaints.get({ id: anonymous.id })).complaint.version;
  await api.complaints.decide({ id: anonymous.id, version: await version(), decision: '已经修好', rectification: null });
  await api.complaints.setCause({ id: anonymous.id, version: await version(), rootCause: '设备老化', prevention: '' });
  await screens.openList('?view=all');
  await expect(screens.rows).toHaveCount(3);

  // the record forms of two, one after the other on paper; the printer is not asked
  const paper = new Paper(desk);
  await paper.watch();
  await screens.row('前台说').getByRole('checkbox').check();
  await screens.row('空调').getByRole('checkbox').check();
  await page.getByRole('button', { name: '登记表', exact: true }).click();
  await paper.confirm();
  const printed = (await paper.printed(0)).map(({ text }) => text);
  expect(printed).toHaveLength(2);
  await paper.close();
  expect(printed.find((sheet) => sheet.includes(first.number))).toContain('张思凡');
  expect(printed.find((sheet) => sheet.includes('教室空调不热'))).toContain('设备老化');
  expect(printed.join()).not.toContain('迟到');
  await screens.row('空调').getByRole('checkbox').uncheck();
  await screens.row('前台说').getByRole('checkbox').uncheck();

  // two to one colleague with one reason
  await screens.row('前台说').getByRole('checkbox').check();
  await screens.row('迟到').getByRole('checkbox').check();
  await screens.keys('a');
  await expect(screens.dialog).toBeVisible();
  await screens.keys('Control+Enter');
  await expect(screens.dialog.getByText(words.error.person)).toBeVisible();
  await page.keyboard.type('方舟');
  await expect(page.getByRole('option')).toHaveText([/方舟/]);
  await screens.keys('ArrowDown', 'Enter');
  await screens.dialog.locator('#bulk-reason').fill('周末集中处理');
  await screens.keys('Control+Enter');
  await expect(screens.rows.filter({ hasText: '方舟' })).toHaveCount(2);
  await screens.notice('已分派 2 件').getByRole('button', { name: '撤销' }).click();
  await expect(screens.rows.filter({ hasText: '方舟' })).toHaveCount(0);

  // tags on all, by the keyboard; the column shows them once it is chosen
  await screens.keys('Control+a', 't');
  await screens.dialog.locator('#bulk-add').fill('开学季');
  await screens.keys('Enter', 'Control+Enter');
  await expect(screens.notice('3 件的标签已改')).toBeVisible();
  await page.getByRole('button', { name: '选列' }).click();
  await page.getByRole('checkbox', { name: '标签' }).check();
  await screens.keys('Escape');
  await expect(screens.rows.filter({ hasText: '开学季' })).toHaveCount(3);

  // closing: one can be closed, the others say what they lack
  await screens.keys('Control+a');
  await page.getByRole('button', { name: '结案', exact: true }).click();
  await expect(screens.dialog.getByText('2 件没有办')).toBeVisible();
  await expect(screens.dialog.getByRole('listitem').filter({ hasText: first.number })).toContainText('还没有归因');
  await screens.settled();
  await desk.accessible();
  await desk.shoot('complaints-refusals');
  await screens.keys('Escape');
  await expect(screens.row('空调')).toContainText(words.state.closed);
  await screens.notice('已结案 1 件').getByRole('button', { name: '撤销' }).click();
  await expect(screens.row('空调')).toContainText(words.state.resolved);

  // what is filtered now is kept under a name, with its columns
  await page.getByRole('button', { name: '标签', exact: true }).click();
  await page.getByRole('checkbox', { name: '开学季' }).check();
  await screens.keys('Escape');
  await page.getByRole('button', { name: words.field.category }).click();
  await page.getByRole('checkbox', { name: '教学' }).check();
  await screens.keys('Escape');
  await expect(screens.rows).toHaveCount(1);
  await page.getByRole('button', { name: '视图选项' }).click();
  await page.getByRole('menuitem', { name: '存为我的视图' }).click();
  await page.keyboard.type('开学季的教学');
  await screens.keys('Control+Enter');
  await expect(page.getByRole('tab', { name: /开学季的教学/ })).toHaveAttribute('aria-selected', 'true');
  await screens.settled();
  await desk.accessible();
  await desk.shoot('complaints-own-view');
  await page.getByRole('tab', { name: words.view.escalated }).click();
  await page.reload();
  await page.getByRole('tab', { name: /开学季的教学/ }).click();
  await expect(screens.rows).toHaveCount(1);
  await expect(screens.row('迟到')).toContainText('开学季');

  // the list as filtered as a sheet
  await page.getByRole('button', { name: '导出列表' }).click();
  await screens.keys('Control+Enter');
  await expect(screens.dialog.getByText(/写一句用途/)).toBeVisible();
  await page.keyboard.type('周会');
  await page.getByText('CSV', { exact: true }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), screens.keys('Control+Enter')]);
  expect(file.suggestedFilename()).toBe('投诉清单-2026-11-20.csv');
  const text = readFileSync(await file.path(), 'utf8');
  expect(text.trim().split('\r\n')).toHaveLength(2);
  expect(text).toContain('"标签"');
  expect(text).toContain('老师连续三次迟到');
  await expect(screens.notice('已导出 1 件')).toBeVisible();

  await page.getByRole('button', { name: '视图选项' }).click();
  await page.getByRole('menuitem', { name: '删除这个视图' }).click();
  await expect(page.getByRole('tab', { name: /开学季的教学/ })).toHaveCount(0);
  await screens.notice('已删除').getByRole('button', { name: '撤销' }).click();
  await expect(page.getByRole('tab', { name: /开学季的教学/ })).toBeVisible();
});
