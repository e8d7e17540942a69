import { aStudent, DeskScreen, mother } from './pages/desk.ts';
import { expect, test } from './support/launch.ts';

/** Pastes a text where the keyboard stands. */
async function paste(screen: DeskScreen, text: string): Promise<void> {
  await screen.page.evaluate((value) => {
    const data = new DataTransfer();
    data.setData('text/plain', value);
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}

test('a student is added by keyboard, a duplicate is shown beside, and undo takes it back', async ({ launch }) => {
  const desk = await launch({ as: 'specialist' });
  const api = await desk.api('specialist');
  await aStudent(api, '张思帆', mother('周淑芬', '13812346021'));
  const screen = new DeskScreen(desk.page);
  const { page } = desk;
  await desk.go('/students');
  await expect(screen.rows).toHaveCount(1);
  await screen.press('n', 's');
  const dialog = screen.dialog('登记学员');
  await expect(dialog.getByRole('textbox', { name: /^姓名/ })).toBeFocused();
  await paste(screen, '李沐阳 138 1234 5678');
  await expect(dialog.getByRole('textbox', { name: /^姓名/ })).toHaveValue('李沐阳');
  await expect(dialog.getByLabel('本人电话')).toHaveValue('13812345678');
  await dialog.getByLabel('第 1 位家长的电话').fill('13812346021');
  await expect(dialog.getByText(/张思帆.*电话相同/)).toBeVisible();
  await dialog.getByRole('button', { name: '并排看' }).click();
  await expect(dialog.getByRole('row', { name: /家长.*周淑芬/ })).toBeVisible();
  await desk.accessible();
  await desk.shoot('student-new');
  // what was typed is still there after a reload
  await expect(dialog.getByText(/草稿已存/)).toBeVisible();
  await page.reload();
  await expect(screen.rows).toHaveCount(1);
  await screen.press('n', 's');
  await expect(dialog.getByRole('textbox', { name: /^姓名/ })).toHaveValue('李沐阳');
  await screen.press('Control+Enter');
  await expect(screen.heading('李沐阳')).toBeVisible();
  await screen.notice('已登记').getByRole('button', { name: '撤销' }).click();
  await expect.poll(async () => (await api.students.list({})).total).toBe(1);
});

test('the name is asked for, and a wrong number says what is right', async ({ launch }) => {
  const desk = await launch({ as: 'specialist' });
  const screen = new DeskScreen(desk.page);
  await desk.go('/students');
  await expect(desk.page.getByText('还没有学员')).toBeVisible();
  await desk.accessible();
  await desk.shoot('students-empty');
  await screen.press('n', 's');
  const name = screen.dialog().getByRole('textbox', { name: /^姓名/ });
  await expect(name).toBeFocused();
  await screen.press('Control+Enter');
  await expect(screen.dialog().getByText('写上姓名')).toBeVisible();
  await expect(name).toBeFocused();
  await name.fill('何梓睿');
  await screen.dialog().getByLabel('第 1 位家长的电话').fill('1381234');
  await screen.press('Control+Enter');
  await expect(screen.dialog().getByText('手机应为 11 位，座机带区号')).toBeVisible();
});

for (const lang of ['zh-CN', 'en'] as const) {
  test(`numbers are masked; showing one asks why and is kept (${lang})`, async ({ launch }) => {
    const desk = await launch({ as: 'specialist', lang });
    const api = await desk.api('specialist');
    const { id } = await aStudent(api, '张思凡', mother('周淑芬', '13812346021'), {
      gender: 'female',
      birthOn: '2017-05-02',
      school: '实验小学',
      grade: '三年级',
      tags: ['英语', '晚接'],
    });
    const { page } = desk;
    await desk.go(`/students/${id}`);
    await expect(page.getByText('138****6021')).toBeVisible();
    await desk.accessible();
    await desk.shoot('student');
    await page.getByRole('button', { name: lang === 'en' ? 'Show the number of 周淑芬' : '显示 周淑芬 的号码' }).click();
    const dialog = page.getByRole('dialog');
    await desk.accessible();
    await dialog.getByRole('textbox').fill('通知调课');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText('13812346021')).toBeVisible();
    const { rows } = await (await desk.api('manager')).audit.commands({ limit: 20 });
    expect(rows.filter((row) => row.name === 'students.reveal')).toHaveLength(1);
  });
}

test('details are changed without the number being known, and the change is read again in words', async ({ launch }) => {
  const desk = await launch({ as: 'specialist' });
  const api = await desk.api('specialist');
  const { id } = await aStudent(api, '张思凡', null, { phone: '13812346021', grade: '三年级' });
  const screen = new DeskScreen(desk.page);
  await desk.go(`/students/${id}`);
  await expect(screen.heading('张思凡')).toBeVisible();
  await screen.press('e');
  await screen.dialog().getByLabel('年级').fill('四年级');
  await screen.press('Control+Enter');
  await expect(screen.notice('资料已改')).toBeVisible();
  await screen.press('3');
  await expect(desk.page.getByText('三年级 → 四年级')).toBeVisible();
  await desk.accessible();
  expect((await api.students.reveal({ of: 'student', id, reason: { kind: 'typed', words: '核对' } })).phone).toBe('13812346021');
});

test('a guardian is added, gets another number that search finds from then on, and undo brings the old one back', async ({ launch }) => {
  const desk = await launch({ as: 'specialist' });
  const api = await desk.api('specialist');
  const { id } = await aStudent(api, '张思凡', mother('周淑芬', '13812346021'), { birthOn: '2017-05-02' });
  await aStudent(api, '张思远', mother('周淑芬', '13812346021'));
  await aStudent(api, '张思帆', mother('周芬', '13700006021'), { birthOn: '2017-05-02' });
  const screen = new DeskScreen(desk.page);
  const { page } = desk;
  await desk.go(`/students/${id}`);
  await expect(page.getByText(/张思帆.*拼音相同，电话后四位相同/)).toBeVisible();
  await expect(page.getByText('可能重复')).toHaveCount(1);
  await desk.accessible();
  await desk.shoot('student-duplicate');
  await page.getByRole('button', { name: '不是同一人' }).click();
  await expect(page.getByText('可能重复')).toHaveCount(0);

  // a further guardian, by keyboard; a number that is known is told before it is saved
  await screen.press('a');
  const adding = screen.dialog('给 张思凡 加一位家长');
  await expect(adding.getByLabel('姓名')).toBeFocused();
  await screen.press('Control+Enter');
  await expect(adding.getByText('写上姓名或电话')).toBeVisible();
  await adding.getByLabel('电话').fill('13700006021');
  await expect(adding.getByText(/周芬.*张思帆 的家长/)).toBeVisible();
  await adding.getByLabel('电话').fill('13812346021');
  await expect(adding.getByText('这位学员已经有这个号码的家长')).toBeVisible();
  await adding.getByLabel('姓名').fill('张建国');
  await adding.getByLabel('电话').fill('139 5555 8874');
  await expect(adding.getByText(/草稿已存/)).toBeVisible();
  await desk.accessible();
  await desk.shoot('guardian-add');
  await screen.press('Control+Enter');
  await expect(screen.notice('家长已加上')).toBeVisible();
  await expect(page.getByText('139****8874')).toBeVisible();

  // another number, the old one unknown; the sibling's page gets it too, and the screen says so
  await page.getByRole('button', { name: '改 周淑芬 的资料' }).click();
  const editing = screen.dialog('改家长：周淑芬');
  await expect(editing.getByText(/也是 张思远 的家长/)).toBeVisible();
  await expect(editing.getByLabel('电话')).toHaveValue('138****6021');
  await desk.accessible();
  await desk.shoot('guardian-edit');
  await editing.getByLabel('电话').fill('13600009977');
  await screen.press('Control+Enter');
  await expect(screen.notice('家长资料已改')).toBeVisible();
  await expect(page.getByText('136****9977')).toBeVisible();
  const hits = page.locator('[data-hit]');
  const hit = hits.filter({ hasText: '周淑芬' });
  await screen.press('Control+k');
  await page.keyboard.type('9977');
  await expect(hit.first()).toBeVisible();
  await screen.dialog().locator('input').fill('6021');
  await expect(hits.filter({ hasText: '周芬' }).first()).toBeVisible();
  await expect(hit).toHaveCount(0);
  await screen.press('Enter');
  await expect(screen.heading('张思帆')).toBeVisible();
  await screen.press('Control+z');
  await expect(screen.notice('已撤销：改家长资料')).toBeVisible();
  await screen.press('Control+k');
  await page.keyboard.type('6021');
  await hit.filter({ hasText: '张思凡' }).click();
  await expect(page.getByText('138****6021')).toBeVisible();

  // taken away and brought back from the notice
  await page.getByRole('button', { name: '改 张建国 的资料' }).click();
  await screen.dialog('改家长：张建国').getByRole('button', { name: '移除' }).click();
  await desk.accessible();
  await desk.shoot('guardian-remove');
  await screen
    .dialog(/从 张思凡 的家长里移除/)
    .getByRole('button', { name: '移除' })
    .click();
  await expect(page.getByText('139****8874')).toHaveCount(0);
  await screen.notice('已移除 张建国').getByRole('button', { name: '撤销' }).click();
  await expect(page.getByText('139****8874')).toBeVisible();
  await screen.press('3');
  await expect(page.getByText('138****6021 → 136****9977')).toBeVisible();
  await expect(page.getByText('周淑芬 · 电话').first()).toBeVisible();
  await expect(page.getByText('移除家长')).toBeVisible();
  await desk.accessible();
  await desk.shoot('guardian-history');
});

test('nobody is contacted from a day on, for a reason, until it is ended', async ({ launch }) => {
  const desk = await launch({ as: 'specialist', lang: 'en' });
  const api = await desk.api('specialist');
  const { id } = await aStudent(api, '张思凡', mother('周淑芬', '13812346021'));
  const screen = new DeskScreen(desk.page);
  await desk.go(`/students/${id}`);
  await desk.page.getByRole('button', { name: 'More' }).click();
  await desk.page.getByRole('menuitem', { name: 'Do not contact' }).click();
  await screen.press('Control+Enter');
  await expect(screen.dialog().getByText('Give a reason')).toBeVisible();
  await screen
    .dialog()
    .getByLabel(/^Reason/)
    .fill('asked by phone');
  await desk.accessible();
  await desk.shoot('do-not-contact');
  await screen.press('Control+Enter');
  await expect(screen.notice('Marked: do not contact')).toBeVisible();
  await expect(desk.page.getByText('Do not contact', { exact: true })).toBeVisible();
  await desk.page.getByRole('button', { name: 'More' }).click();
  await desk.page.getByRole('menuitem', { name: 'Allow contact again' }).click();
  await screen
    .dialog()
    .getByLabel(/^Reason/)
    .fill('agreed again');
  await screen.press('Control+Enter');
  await expect(screen.notice('May be contacted again')).toBeVisible();
  await expect(desk.page.getByText('Do not contact', { exact: true })).toHaveCount(0);
});

test('the list is filtered, opened by keyboard and exported with a purpose', async ({ launch }) => {
  const desk = await launch({ as: 'supervisor' });
  const api = await desk.api('specialist');
  for (const name of ['张思凡', '李沐阳', '何梓睿']) await aStudent(api, name, mother('周淑芬', '13812346021'));
  const screen = new DeskScreen(desk.page);
  await desk.go('/students');
  await expect(screen.rows).toHaveCount(3);
  await desk.accessible();
  await screen.press('/');
  await desk.page.keyboard.type('lmy');
  await expect(screen.rows).toHaveCount(1);
  await expect(desk.page).toHaveURL(/text=lmy/);
  await desk.page.getByRole('button', { name: '导出' }).click();
  await screen.press('Control+Enter');
  await expect(screen.dialog().getByText(/写一句用途/)).toBeVisible();
  await screen.dialog().getByRole('textbox', { name: /^用途/ }).fill('家长会签到');
  await desk.accessible();
  const [file] = await Promise.all([desk.page.waitForEvent('download'), screen.press('Control+Enter')]);
  expect(file.suggestedFilename()).toBe('学员名单-2026-11-20.xlsx');
  await expect(screen.notice('已导出 1 人')).toBeVisible();
  await screen.rows.first().click();
  await expect(screen.heading('李沐阳')).toBeVisible();
});
