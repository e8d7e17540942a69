import { ComplaintScreens, makeComplaint, makeStudent } from './pages/complaints.ts';
import { holdBack } from './support/hold-back.ts';
import { type Desk, expect, onlyWeb, test } from './support/launch.ts';

for (const lang of ['zh-CN', 'en'] as const) {
  test(`a complaint from acceptance to closing (${lang})`, async ({ launch }) => {
    test.slow();
    const desk = await launch({ as: 'supervisor', lang });
    const screens = new ComplaintScreens(desk.page, lang);
    const { words, page, dialog } = screens;
    const api = await desk.api('supervisor');
    const student = await makeStudent(api, '张思凡');
    const { id, owner } = await makeComplaint(api, student);
    await desk.signIn(owner);
    await screens.openCase(id);
    await expect(screens.head).toContainText(words.state.assigned);

    // why it is mine
    await screens.button(words.whyMe).click();
    await expect(page.getByRole('dialog', { name: words.whyMe })).toContainText(words.reason.rule.no_roster);
    await page.keyboard.press('Escape');

    await screens.button(words.do.accept).click();
    await expect(screens.head).toContainText(words.state.handling);

    // a contact by keyboard: it is a first reply and a telling of progress, with a promise
    await screens.keys('p');
    await expect(screens.composer.getByRole('textbox', { name: words.contact.words })).toBeFocused();
    await page.keyboard.type('已道歉，明天给方案');
    await screens.composer.getByRole('textbox', { name: words.contact.promise }).fill(lang === 'en' ? 'tomorrow 18:00' : '明天 18:00');
    await screens.keys('Control+Enter');
    const told = screens.log.filter({ hasText: '已道歉，明天给方案' });
    await expect(told).toContainText(words.log.toldProgress);
    await expect(told).toContainText('18:00');
    await expect(screens.composer.getByRole('textbox', { name: words.contact.words })).toHaveValue('');

    // waiting stops the resolution clock, and ends by hand
    await screens.keys('w');
    await dialog.locator('#wait-reason').fill('等家长发截图');
    await dialog.locator('#wait-until').fill(lang === 'en' ? 'tomorrow 12:00' : '明天 12:00');
    await screens.keys('Control+Enter');
    await expect(screens.head).toContainText(words.state.waiting);
    await expect(screens.side.getByText(lang === 'en' ? 'Paused' : '已暂停')).toBeVisible();
    await screens.settled();
    await desk.accessible();
    await desk.shoot('complaints-waiting');
    // the family asks for more time: another end, the pause goes on
    await screens.keys('w');
    await expect(dialog.locator('#wait-reason')).toHaveValue('等家长发截图');
    await dialog.locator('#wait-reason').fill('家长周末才有空');
    await dialog.locator('#wait-until').fill(lang === 'en' ? 'tomorrow 18:00' : '明天 18:00');
    await screens.keys('Control+Enter');
    await expect(dialog).toHaveCount(0);
    await expect(page.getByRole('status').filter({ hasText: '家长周末才有空' })).toBeVisible();
    await expect(screens.log.filter({ hasText: '家长周末才有空' })).toContainText('18:00');
    await expect(screens.side.getByText(lang === 'en' ? 'Paused' : '已暂停')).toBeVisible();
    await screens.settled();
    await desk.accessible();
    await desk.shoot('complaints-waiting-longer');
    await screens.button(words.wait.resume).click();
    await expect(screens.head).toContainText(words.state.handling);

    // decided, with something to correct
    await screens.button(words.next.decide).first().click();
    await dialog.locator('#decide-words').fill('统一口径，补一节课');
    await dialog.getByLabel(words.decide.rectifyNeeded).check();
    await dialog.locator('#decide-what').fill('前台和老师对一遍补课规则');
    await screens.keys('Control+Enter');
    await expect(dialog).toHaveCount(0);
    await screens.side.getByRole('button', { name: words.rectification.done, exact: true }).click();
    await screens.keys('Control+Enter');
    await expect(dialog).toHaveCount(0);

    // told: resolved, and the visit plans itself
    await screens.button(words.next.tell).first().click();
    await expect(dialog.locator('#tell-words')).toHaveValue('统一口径，补一节课');
    await screens.keys('Control+Enter');
    await expect(screens.head).toContainText(words.state.resolved);

    // closing says what it lacks
    await screens.button(words.next.close).first().click();
    await expect(dialog).toContainText(words.closing.root_cause);
    await expect(dialog).toContainText(words.closing.visit);
    await expect(dialog).toContainText(words.closing.rectification_unverified);
    await screens.settled();
    await desk.accessible();
    await desk.shoot('complaints-close');
    // to the correction, and to the visit, where they are
    await dialog.getByRole('button', { name: words.next.rectification }).first().click();
    await expect(dialog).toHaveCount(0);
    await expect(screens.side.locator('li:focus')).toContainText('前台和老师对一遍补课规则');
    await screens.button(words.next.close).first().click();
    await dialog.getByRole('button', { name: words.next.visit, exact: true }).click();
    await expect(dialog).toContainText('周淑芬');
    await screens.keys('Escape');
    await expect(dialog).toHaveCount(0);
    await screens.button(words.next.close).first().click();
    await screens.button(words.next.cause, dialog).click();
    await dialog.locator('#cause-words').fill('补课规则没有写下来');
    await screens.keys('Control+Enter');
    await expect(dialog).toHaveCount(0);

    const { rows } = await api.followUps.list({ view: 'all' });
    const visit = rows.find((row) => row.complaint?.id === id);
    if (!visit) throw new Error('no visit was planned');
    await api.followUps.record({ id: visit.id, version: visit.version, outcome: 'reached', satisfaction: 5, words: '满意' });
    await expect(screens.log.filter({ hasText: words.log.visit_done })).toBeVisible();

    // another person verifies and closes
    await desk.signIn(owner === 'supervisor' ? 'manager' : 'supervisor');
    await screens.openCase(id);
    await screens.side.getByRole('button', { name: words.rectification.verify, exact: true }).click();
    await expect(screens.side.getByRole('button', { name: words.rectification.verify, exact: true })).toHaveCount(0);
    await screens.button(words.next.close).first().click();
    await expect(dialog).toContainText(words.close.ready);
    await screens.keys('Control+Enter');
    await expect(screens.head).toContainText(words.state.closed);
    await screens.settled();
    await desk.accessible();
    await desk.shoot('complaints-closed');
  });
}

test('a hand-over is offered, accepted, and the giver answers until then', async ({ launch }) => {
  const desk = await launch({ as: 'supervisor' });
  const screens = new ComplaintScreens(desk.page);
  const { words, page, dialog } = screens;
  const api = await desk.api('supervisor');
  const { id } = await makeComplaint(api, await makeStudent(api, '张思凡'));
  await screens.openCase(id);
  await screens.keys('h');
  await expect(dialog.locator('#person-id')).toBeFocused();
  // typed before the names have come, and not lost when they come
  await page.keyboard.type('方舟');
  await expect(page.getByRole('option')).toHaveText([/方舟/]);
  await screens.keys('ArrowDown', 'Enter');
  await dialog.locator('#person-words').fill('家长只想要书面说明');
  await screens.keys('Control+Enter');
  await expect(page.getByText('已请 方舟 接手')).toBeVisible();
  await desk.signIn('support');
  await screens.openCase(id);
  await screens.button(words.hand.accept).click();
  await expect(screens.head).toContainText('方舟');
  await expect(screens.head).toContainText(words.state.handling);
});

test('two people on one complaint never overwrite silently', async ({ launch }) => {
  const desk = await launch({ as: 'supervisor' });
  const screens = new ComplaintScreens(desk.page);
  const { words, page } = screens;
  const api = await desk.api('supervisor');
  const { id, owner } = await makeComplaint(api, await makeStudent(api, '张思凡'));
  await screens.openCase(id);
  await screens.keys('l');
  await page.keyboard.type('写到一半的话');

  const other = await desk.api(owner === 'supervisor' ? 'manager' : owner);
  const { complaint } = await other.complaints.get({ id });
  await other.complaints.addNote({ id, version: complaint.version, words: '家长刚才又来电话了' });
  const strip = page.getByRole('alert').filter({ hasText: words.meanwhile.title });
  await expect(strip).toContainText('家长刚才又来电话了');

  // saved all the same it is refused, and nothing typed is lost
  await screens.keys('Control+Enter');
  await expect(screens.log.filter({ hasText: '写到一半的话' })).toHaveCount(0);
  await expect(screens.composer.getByRole('textbox', { name: words.contact.words })).toHaveValue('写到一半的话');
  await screens.settled();
  await desk.accessible();
  await desk.shoot('complaints-meanwhile');
  await strip.getByRole('button', { name: words.meanwhile.seen }).click();
  await screens.keys('Control+Enter');
  await expect(screens.log.filter({ hasText: '写到一半的话' })).toBeVisible();

  // and the last step is taken back from its notice
  await screens.notice('联系已记下').getByRole('button', { name: '撤销' }).click();
  await expect(screens.log.filter({ hasText: '写到一半的话' })).toContainText(words.log.voided);
});

/** Somebody on the page of a complaint that is theirs to accept. */
async function atOwnComplaint(desk: Desk): Promise<ComplaintScreens> {
  const api = await desk.api('supervisor');
  const { id, owner } = await makeComplaint(api, await makeStudent(api, '张思凡'));
  await desk.signIn(owner);
  const screens = new ComplaintScreens(desk.page);
  await screens.openCase(id);
  return screens;
}

test('what one does oneself beside what one writes is no news to oneself', async ({ launch }) => {
  const screens = await atOwnComplaint(await launch({ as: 'supervisor' }));
  const { words, page, composer } = screens;
  await screens.keys('l');
  await page.keyboard.type('写到一半的话');
  await screens.button(words.do.accept).click();
  await expect(screens.head).toContainText(words.state.handling);
  await expect(page.getByRole('alert').filter({ hasText: words.meanwhile.title })).toHaveCount(0);
  await composer.getByRole('textbox', { name: words.contact.words }).focus();
  await screens.keys('Control+Enter');
  await expect(screens.log.filter({ hasText: '写到一半的话' })).toBeVisible();
});

test(
  'a form that is opened before the page shows what was just done goes on from that',
  onlyWeb('answers of a port cannot be held back'),
  async ({ launch }) => {
    const screens = await atOwnComplaint(await launch({ as: 'supervisor' }));
    const { words, page, dialog } = screens;
    const { asked, release } = await holdBack(page, 'complaints/get');
    await screens.keys('l');
    await page.keyboard.type('已经道歉');
    await screens.keys('Control+Enter');
    await asked;
    await page.getByRole('button', { name: words.more, exact: true }).click();
    await page.getByRole('menuitem', { name: words.next.tell }).click();
    await dialog.locator('#tell-words').fill('周六补一节课');
    release();
    await expect(screens.head).toContainText(words.state.handling);
    await expect(dialog.getByRole('alert').filter({ hasText: words.meanwhile.title })).toHaveCount(0);
  },
);
