import { ComplaintScreens, makeStudent } from './pages/complaints.ts';
import { expect, test } from './support/launch.ts';

const INJURY = '昨晚下课孩子在门口台阶滑倒了，膝盖破皮流血，等了十几分钟没有老师过来';

for (const lang of ['zh-CN', 'en'] as const) {
  test(`a complaint is recorded by keyboard alone in under a minute (${lang})`, async ({ launch }) => {
    const desk = await launch({ as: 'specialist', lang });
    const screens = new ComplaintScreens(desk.page, lang);
    const { words } = screens;
    const student = await makeStudent(await desk.api('supervisor'), '何梓睿', '王丽');
    await screens.openList('?view=all');
    await screens.beginRecording();

    await desk.page.keyboard.type('hzr');
    await expect(screens.student('何梓睿')).toBeVisible();
    await screens.keys('Enter');
    await expect(screens.wordsField).toBeFocused();
    await screens.keys('Alt+3');
    await desk.page.keyboard.type(INJURY);
    // the mother is proposed, her number stays masked
    await expect(screens.dialog.getByText('138****6021')).toBeVisible();
    await expect(screens.dialog.getByRole('radio', { name: words.channel.wechat })).toBeChecked();
    // what the words suggest, and what they are marked by
    await expect(screens.dialog.locator('mark').first()).toHaveText('滑倒');
    await expect(screens.dialog.getByText(words.record.escalatesNow)).toBeVisible();
    await desk.accessible();
    await desk.shoot('complaints-record');

    await screens.keys('Control+Enter');
    const notice = screens.notice(/C20261120-001/);
    await expect(notice).toBeVisible();
    const row = screens.row('何梓睿');
    await expect(row).toContainText('C20261120-001');
    await expect(row).toContainText(lang === 'en' ? 'Critical' : '重大');

    const api = await desk.api('supervisor');
    const { rows } = await api.complaints.list({ studentId: student.id });
    const { complaint } = await api.complaints.get({ id: rows[0]?.id ?? '' });
    expect(complaint).toMatchObject({ category: 'facility', severity: 'critical', channel: 'wechat' });
    expect(complaint.complainant).toMatchObject({ kind: 'guardian', refId: student.guardianId, name: '王丽' });
    // a minute is the promise; a machine types faster, so it has to be far below
    expect(complaint.recordedAt - Date.parse('2026-11-20T12:30+08:00')).toBeLessThan(60_000);
  });

  test(`a complaint is recorded with the mouse, opened from the notice and taken back (${lang})`, async ({ launch }) => {
    const desk = await launch({ as: 'supervisor', lang });
    const screens = new ComplaintScreens(desk.page, lang);
    const { words } = screens;
    const api = await desk.api('supervisor');
    await makeStudent(api, '何梓睿', '王丽');
    await screens.openList();
    await screens.beginRecording('mouse');
    await screens.studentField.fill('何');
    await screens.student('何梓睿').click();
    await screens.dialog.getByText(words.record.someoneElse).click();
    await screens.dialog.getByLabel(words.record.otherName).fill('奶奶');
    await screens.wordsField.fill('教室的投影坏了三周');
    // the person decides: category and severity by hand
    await screens.button(words.record.changeProposal, screens.dialog).click();
    await screens.dialog.getByText(lang === 'en' ? 'Serious' : '较重').click();
    await screens.dialog.getByLabel(words.record.onSpot).check();
    await screens.dialog.getByLabel(words.record.onSpotWords).fill('已道歉，下午换投影');
    await screens.button(words.record.save, screens.dialog).click();

    const notice = screens.notice(/C20261120-001/);
    await notice.getByRole('button', { name: words.record.open }).click();
    await expect(desk.page.getByRole('heading', { level: 1, name: '教室的投影坏了三周' })).toBeVisible();
    await expect(screens.head).toContainText(lang === 'en' ? 'Serious' : '较重');
    await expect(screens.log.filter({ hasText: '已道歉，下午换投影' })).toBeVisible();

    // taken back: it stays with its number, withdrawn
    await desk.go('/complaints');
    await screens.beginRecording('mouse');
    await screens.studentField.fill('何');
    await screens.student('何梓睿').click();
    await screens.wordsField.fill('记错了的一件');
    await screens.button(words.record.save, screens.dialog).click();
    await screens
      .notice(/C20261120-002/)
      .getByRole('button', { name: lang === 'en' ? 'Undo' : '撤销' })
      .click();
    await expect(screens.row('C20261120-002')).toContainText(words.state.withdrawn);
  });
}

test('what is missing is said beside the field, and a draft survives closing and reloading', async ({ launch }) => {
  const desk = await launch({ as: 'supervisor' });
  const screens = new ComplaintScreens(desk.page);
  const { words } = screens;
  await makeStudent(await desk.api('supervisor'), '何梓睿', '王丽');
  await screens.openList();
  await screens.beginRecording();
  await screens.keys('Control+Enter');
  await expect(screens.studentField).toBeFocused();
  await expect(screens.dialog.getByText(words.record.error.studentOrName)).toBeVisible();
  await expect(screens.dialog.getByText(words.record.error.words)).toBeVisible();

  await desk.page.keyboard.type('何');
  await expect(screens.student('何梓睿')).toBeVisible();
  await screens.keys('Enter');
  await screens.wordsField.fill('话说到一半');
  await expect(screens.dialog.getByText('草稿已存')).toBeVisible();
  await screens.openList();
  await screens.keys('n', 'c');
  await expect(screens.wordsField).toHaveValue('话说到一半');
  await expect(screens.dialog.getByText('何梓睿')).toBeVisible();

  // later than now is refused before anything is sent
  const received = screens.dialog.locator('#record-received');
  await received.fill('23:59');
  await screens.keys('Control+Enter');
  await expect(screens.dialog.getByText(words.record.error.future)).toBeVisible();
  await expect(received).toBeFocused();
  await received.fill('9:20');
  await screens.keys('Control+Enter');
  await expect(screens.notice(/C20261120-001/)).toBeVisible();
  await screens.row('何梓睿').click();
  await expect(screens.log.first()).toContainText('09:20');
});

/** On a slow PC the second key comes while the page is still answering the first. */
for (const [when, seen] of [
  ['the first key', 'keydown'],
  ['the menu that opens', 'menu'],
] as const) {
  test(`a second key that comes while the page is busy with ${when} opens the dialog, with the cursor in its field`, async ({ launch }) => {
    const desk = await launch({ as: 'specialist' });
    const screens = new ComplaintScreens(desk.page, 'zh-CN');
    await screens.openList('?view=all');
    const begun = Promise.withResolvers<void>();
    await desk.page.exposeFunction('busyNow', begun.resolve);
    await desk.page.evaluate((on) => {
      const block = () => {
        (window as unknown as { busyNow: () => void }).busyNow();
        const until = performance.now() + 2_000;
        while (performance.now() < until);
      };
      if (on === 'keydown') document.addEventListener('keydown', () => setTimeout(block), { once: true });
      else {
        const watch = new MutationObserver(() => {
          if (!document.querySelector('[role="menu"]')) return;
          watch.disconnect();
          block();
        });
        watch.observe(document.body, { childList: true, subtree: true });
      }
    }, seen);
    await desk.page.keyboard.down('n');
    await begun.promise;
    await desk.page.keyboard.down('c');
    await expect(screens.studentField).toBeFocused();
    await expect(desk.page.getByRole('menu')).toHaveCount(0);
  });
}
