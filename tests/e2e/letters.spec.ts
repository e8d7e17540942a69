import en from '../../src-renderer/locales/en/letters.json' with { type: 'json' };
import zh from '../../src-renderer/locales/zh-CN/letters.json' with { type: 'json' };
import { ComplaintScreens, makeComplaint, makeStudent } from './pages/complaints.ts';
import { Paper } from './pages/paper.ts';
import { expect, test } from './support/launch.ts';

test('a written reply: from the template, filled, issued, printed, delivered, and the complaint can be closed', async ({ launch }) => {
  test.slow();
  const desk = await launch({ as: 'supervisor' });
  const screens = new ComplaintScreens(desk.page);
  const { page, dialog } = screens;
  const api = await desk.api('supervisor');
  const { id } = await makeComplaint(api, await makeStudent(api, '张思凡'), { severity: 'serious' });
  const act = async () => ({ id, version: (await api.complaints.get({ id })).complaint.version });
  await api.complaints.decide({ ...(await act()), decision: '补一节课', rectification: null });
  await api.complaints.tell({ ...(await act()), channel: 'phone', words: '补一节课' });
  await api.complaints.setCause({ ...(await act()), rootCause: '补课规则没有写下来' });
  const visit = (await api.followUps.list({ view: 'all' })).rows.find((row) => row.complaint?.id === id);
  if (!visit) throw new Error('no visit was planned');
  await api.followUps.record({ id: visit.id, version: visit.version, outcome: 'reached', satisfaction: 4, words: '等书面答复' });

  await screens.openCase(id);
  await screens.button(screens.words.next.close).first().click();
  await expect(dialog).toContainText(screens.words.closing.written_reply);
  await screens.keys('Escape');

  // a short reply begins the next contact
  await screens.button(zh.phrases, screens.composer).click();
  await page.getByRole('menuitem', { name: '告知结果' }).click();
  await expect(screens.composer.getByRole('textbox', { name: screens.words.contact.words })).toHaveValue(/处理结果是：补一节课/);
  await expect(screens.composer.getByText(/草稿已存/)).toBeVisible();

  // the letter is begun from the template, and says what is still to be filled
  await screens.button(zh.write, screens.side).click();
  await page.getByRole('menuitem', { name: '投诉答复函' }).click();
  const body = page.getByLabel(zh.field.body);
  await expect(body).toHaveValue(/周淑芬/);
  const issue = page.getByRole('button', { name: zh.issue });
  await expect(issue).toBeDisabled();
  await screens.settled();
  await desk.accessible();
  await desk.shoot('letters-draft');
  const text = await body.inputValue();
  await body.fill(`${text.replace(/^.*____.*$/gm, '查了 11 月 18 日的补课登记，前台与老师的口径不一致。')}\n{{投诉编好}}`);
  await expect(page.getByText('不认识的变量：投诉编好')).toBeVisible();
  await body.fill((await body.inputValue()).replace('{{投诉编好}}', ''));
  // what was typed is kept
  await expect(page.getByText(/草稿已存/)).toBeVisible();
  await page.reload();
  await expect(body).toHaveValue(/口径不一致/);
  await issue.click();
  await page.getByRole('dialog', { name: zh.issueAsk.title }).getByRole('button', { name: zh.issue }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'R2026-0001 投诉答复函' })).toBeVisible();

  // printed: the sheet is what goes to paper, and the second time says so
  const paper = new Paper(desk);
  await paper.watch();
  await page.getByRole('button', { name: zh.print.first }).click();
  const [first] = await paper.printed(0);
  expect(first?.text).toContain('口径不一致');
  expect(first?.text).not.toContain('补打');
  expect(first?.text).not.toContain('{{');
  expect(first?.text).toContain('2026年11月20日');
  await paper.close();
  await page.getByRole('button', { name: zh.print.again }).click();
  expect((await paper.printed(1))[0]?.text).toContain('补打（第 2 次）');
  expect(await paper.pages()).toEqual([{ width: 210, height: 297 }]);
  await screens.settled();
  await desk.accessible();
  await desk.shoot('letters-issued');

  // delivered: told in writing, and closing is possible
  await page.getByRole('button', { name: zh.deliver.title }).click();
  await dialog.getByText(zh.way.post).click();
  await dialog.locator('#deliver-receipt').fill('EMS 1234');
  await screens.settled();
  await desk.accessible();
  await desk.shoot('letters-deliver');
  await screens.keys('Control+Enter');
  await expect(page.getByText('回执 EMS 1234，周岚 登记')).toBeVisible();
  await page.getByRole('link', { name: /^回到 C2026/ }).click();
  await expect(screens.side.getByRole('link', { name: 'R2026-0001 投诉答复函' })).toBeVisible();
  await screens.settled();
  await desk.shoot('letters-case');
  await screens.button(screens.words.next.close).first().click();
  await expect(dialog).toContainText(screens.words.close.ready);
});

for (const lang of ['zh-CN', 'en'] as const) {
  test(`texts are changed with variables by button, and put back (${lang})`, async ({ launch }) => {
    const desk = await launch({ as: 'supervisor', lang });
    const { page } = desk;
    const words = lang === 'en' ? en : zh;
    const label = lang === 'en' ? 'Complainant' : '投诉人';
    const sample = lang === 'en' ? 'Ms Zhou' : '周女士';
    await desk.go('/settings/letters');
    const list = page.getByRole('navigation', { name: words.templates.title });
    await expect(page.locator('article')).toContainText('12315');
    await new ComplaintScreens(page, lang).settled();
    await desk.accessible();
    await desk.shoot('letters-templates');
    await list.getByRole('button', { name: lang === 'en' ? 'Apology' : '致歉' }).click();
    const body = page.getByLabel(words.field.body);
    await body.fill('');
    await page.getByRole('button', { name: label, exact: true }).click();
    await expect(body).toHaveValue(`{{${label}}}`);
    await page.keyboard.type('{{x}}');
    await expect(page.getByText(words.unknown.replace('{{names}}', 'x')).first()).toBeVisible();
    for (let count = 0; count < 5; count += 1) await page.keyboard.press('Backspace');
    await page.keyboard.type('!');
    await expect(page.getByRole('region', { name: words.preview })).toHaveText(`${sample}!`);
    await page.keyboard.press('Control+Enter');
    await expect(list.getByText(words.templates.changed)).toBeVisible();
    await desk.shoot('letters-phrase');
    await page.getByRole('button', { name: words.templates.reset }).click();
    await expect(list.getByText(words.templates.changed)).toHaveCount(0);
    await expect(body).not.toHaveValue(/!$/);
  });
}
