import zh from '../../src-renderer/locales/zh-CN/bonds.json' with { type: 'json' };
import { PASSWORD, people } from '../support/people.ts';
import { ComplaintScreens, makeComplaint, makeStudent } from './pages/complaints.ts';
import { type Desk, expect, onlyWeb, test } from './support/launch.ts';

/** Another person at another browser, with this complaint open. */
async function besides(desk: Desk, who: keyof typeof people, id: string) {
  const { page, context } = await desk.newBrowser();
  const answer = await context.request.post(`${desk.origin}/rpc/session/login`, {
    headers: { 'x-desk-page': '1', origin: desk.origin },
    data: { json: { login: people[who].login, password: PASSWORD }, meta: [] },
  });
  expect(answer.status()).toBe(200);
  const screens = new ComplaintScreens(page);
  await screens.openCase(id);
  return { page, context, screens };
}

test('one event, two reports: linked, merged, undone and merged again; then another matter is split off', async ({ launch }) => {
  test.slow();
  const desk = await launch({ as: 'supervisor' });
  const screens = new ComplaintScreens(desk.page);
  const { page, dialog, side, words } = screens;
  const api = await desk.api('supervisor');
  const first = await makeComplaint(api, await makeStudent(api, '张思凡'), { words: '教室空调坏了三天，孩子冻感冒了' });
  const li = await makeStudent(api, '李沐阳', '王丽', '13912346022');
  const second = await makeComplaint(api, li, { words: '303 教室很冷。另外上次的退费也没有下文', severity: 'serious' });
  await screens.openCase(first.id);

  const choose = async (item: string) => {
    await screens.button(words.more).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  // a second parent by hand
  await choose(zh.menu.person);
  await dialog.getByText(zh.person.other, { exact: true }).click();
  await dialog.locator('#person-name').fill('赵先生');
  await dialog.locator('#person-phone').fill('13800009999');
  await screens.keys('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(side.getByText('赵先生').first()).toBeVisible();
  await expect(side).toContainText('138****9999');
  await expect(screens.composer.getByRole('combobox', { name: zh.with, exact: true })).toBeVisible();

  // a link, seen from both sides
  await choose(zh.menu.link);
  await dialog.locator('#link-other').fill(second.number);
  await dialog.getByRole('radio', { name: second.number }).check();
  await screens.settled();
  await desk.accessible();
  await desk.shoot('complaints-link');
  await screens.keys('Control+Enter');
  await expect(side.getByRole('link', { name: second.number })).toBeVisible();
  await side.getByRole('link', { name: second.number }).click();
  await expect(screens.head).toContainText(second.number);
  await expect(side.getByRole('link', { name: first.number })).toBeVisible();

  // merged: the older one stays here, its page says where the other went
  await choose(zh.menu.merge);
  await dialog.getByRole('radio', { name: first.number }).check();
  await dialog.getByRole('radio', { name: first.number, exact: true }).check();
  await screens.settled();
  await desk.accessible();
  await desk.shoot('complaints-merge');
  await screens.keys('Control+Enter');
  await expect(page.getByText(`已并入 ${first.number}`)).toBeVisible();
  await screens.settled();
  await desk.accessible();
  await desk.shoot('complaints-merged');
  // undone from where it went, and done again
  await screens.button(zh.undoMerge).click();
  await expect(page.getByText(`已并入 ${first.number}`)).toHaveCount(0);
  await expect(screens.head).toContainText(words.state.assigned);
  await choose(zh.menu.merge);
  await dialog.getByRole('radio', { name: first.number }).check();
  await dialog.getByRole('radio', { name: first.number, exact: true }).check();
  // somebody works on the other one meanwhile: the form goes on with what it is then
  const { complaint: chosen } = await api.complaints.get({ id: first.id });
  await api.complaints.addNote({ id: first.id, version: chosen.version, words: '先问问物业' });
  const over = page.getByRole('main').getByRole('link', { name: `打开 ${first.number}` });
  await expect(async () => {
    if (await dialog.isVisible()) await screens.keys('Control+Enter');
    await expect(over).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await over.click();
  await expect(screens.head).toContainText('较重');
  await expect(side.getByText('王丽').first()).toBeVisible();
  await expect(side.getByText('李沐阳').first()).toBeVisible();
  await expect(side).toContainText(zh.merged);

  // the other matter goes its own way
  await choose(zh.menu.split);
  await dialog.locator('#split-words').fill('上次的退费没有下文');
  await dialog.getByRole('checkbox', { name: '李沐阳' }).check();
  await screens.settled();
  await desk.accessible();
  await desk.shoot('complaints-split');
  await screens.keys('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(screens.log.filter({ hasText: '拆出' })).toBeVisible();
  await expect(side).toContainText(zh.kind.in.split_from);

  // something to do, moved, done
  await screens.button(zh.task.add, side).click();
  await dialog.locator('#task-words').fill('请维修师傅上门');
  await dialog.locator('#task-due').fill('明天 18:00');
  await screens.keys('Control+Enter');
  await expect(side).toContainText('请维修师傅上门');
  await screens.settled();
  await desk.shoot('complaints-bonds');
  await screens.button(zh.task.move, side).click();
  await dialog.locator('#move-due').fill('后天 18:00');
  await screens.keys('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await screens.button(zh.task.keep, side).first().click();
  await expect(screens.log.filter({ hasText: words.log.task_kept })).toBeVisible();
});

const two = onlyWeb('a desktop has one window and one person');
test('two people on one complaint see each other; a stale save shows both versions beside each other', two, async ({ launch }) => {
  test.slow();
  const desk = await launch({ as: 'supervisor' });
  const screens = new ComplaintScreens(desk.page);
  const { page, dialog, words } = screens;
  const api = await desk.api('supervisor');
  const { id, owner } = await makeComplaint(api, await makeStudent(api, '张思凡'));
  if (owner !== 'supervisor') {
    const mine = await desk.api(owner);
    await mine.complaints.accept({ id, version: (await mine.complaints.get({ id })).complaint.version });
  }
  await screens.openCase(id);
  const other = await besides(desk, 'manager', id);
  await expect(screens.head).toContainText(`陈静 ${zh.present}`);
  await expect(other.screens.head).toContainText('周岚');

  // both decide at once
  await screens.button(words.next.decide).first().click();
  await dialog.locator('#decide-words').fill('退两节课的钱');
  await expect(other.screens.head).toContainText(`周岚 ${zh.presentWriting}`);
  await other.screens.button(words.next.decide).first().click();
  await other.screens.dialog.locator('#decide-words').fill('统一口径，补一节课');
  await other.page.keyboard.press('Control+Enter');
  await expect(other.screens.dialog).toHaveCount(0);

  const both = page.getByRole('alert', { name: zh.both.title });
  await expect(both).toContainText('退两节课的钱');
  await expect(both).toContainText('统一口径，补一节课');
  await expect(both).toContainText('陈静');
  // saved all the same it is refused
  await screens.keys('Control+Enter');
  await expect(both).toBeVisible();
  await expect(dialog.locator('#decide-words')).toHaveValue('退两节课的钱');
  await screens.settled();
  await desk.accessible();
  await desk.shoot('complaints-side-by-side');
  await screens.button(zh.both.useBoth, both).click();
  await expect(dialog.locator('#decide-words')).toHaveValue('统一口径，补一节课\n退两节课的钱');
  await screens.button(words.meanwhile.seen, both).click();
  await screens.keys('Control+Enter');
  await expect(dialog).toHaveCount(0);
  expect((await api.complaints.get({ id })).complaint.decision).toBe('统一口径，补一节课\n退两节课的钱');

  // gone when locked, back when in again, gone when the browser goes
  await other.context.request.post(`${desk.origin}/rpc/session/lock`, {
    headers: { 'x-desk-page': '1', origin: desk.origin },
    data: { meta: [] },
  });
  await expect(screens.head).not.toContainText('陈静');
  const third = await besides(desk, 'manager', id);
  await expect(screens.head).toContainText('陈静');
  await third.context.close();
  await expect(screens.head).not.toContainText('陈静');
});

test('severity, extension, withdrawal and its undo, resolving and reopening on the page', async ({ launch }) => {
  test.slow();
  const desk = await launch({ as: 'manager' });
  const screens = new ComplaintScreens(desk.page);
  const { page, dialog, side, words } = screens;
  const api = await desk.api('manager');
  const { id } = await makeComplaint(api, await makeStudent(api, '张思凡'));
  await screens.openCase(id);
  const choose = async (item: string) => {
    await screens.button(words.more).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const clock = (name: string) => side.getByRole('button', { name }).first();

  // graver: to critical at once level 2
  await choose(words.menu.severity);
  await dialog.getByText('重大', { exact: true }).click();
  await dialog.getByLabel(words.field.reason).fill('孩子受了伤');
  await screens.keys('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(screens.head).toContainText('重大');
  await expect(page.getByText('2 级').first()).toBeVisible();

  // more time, granted before it fell due
  await clock(words.clock.resolution).click();
  // what if it waited: the explanation says where the deadline would go
  await page.getByRole('textbox', { name: zh.whatIf.ask }).fill('明天 12:30');
  await screens.keys('Tab');
  await expect(page.getByText('办结会从')).toBeVisible();
  await screens.settled();
  await desk.accessible();
  await desk.shoot('complaints-what-if');
  // the owner asks, the supervisor finds it filled in
  const owner = (await api.staff.names({})).find((row) => row.name === people.specialist.name)?.id ?? '';
  const { version } = (await api.complaints.get({ id })).complaint;
  await api.complaints.assign({ id, version, staffId: owner, reason: '认识家长' });
  await desk.signIn('specialist');
  await screens.openCase(id);
  await clock(words.clock.resolution).click();
  await page.getByRole('button', { name: words.do.askExtension }).click();
  // the explanation makes room, and the first field has the cursor
  await expect(page.getByRole('textbox', { name: zh.whatIf.ask })).toHaveCount(0);
  await expect(dialog.locator('#extend-amount')).toBeFocused();
  await dialog.locator('#extend-amount').fill('12');
  await dialog.locator('#extend-reason').fill('等医院的结果');
  await screens.settled();
  await desk.accessible();
  await desk.shoot('complaints-ask-extension');
  await screens.keys('Control+Enter');
  const asked = page.getByRole('status').filter({ hasText: '等医院的结果' });
  await expect(asked).toContainText(words.extension.waiting);
  await desk.signIn('manager');
  await desk.go('/today');
  await expect(page.getByText('答复延期').first()).toBeVisible();
  await screens.openCase(id);
  await screens.settled();
  await desk.accessible();
  await desk.shoot('complaints-asked');
  await screens.button(words.extension.grant, asked).click();
  await expect(dialog.locator('#extend-amount')).toHaveValue(/^12/);
  await screens.keys('Control+Enter');
  await expect(asked).toHaveCount(0);
  await expect(screens.log.filter({ hasText: '等医院的结果' })).toHaveCount(2);
  await expect(screens.clock(words.clock.resolution)).toContainText(words.extendedMark);
  await screens.settled();
  await desk.accessible();
  await desk.shoot('complaints-extended');

  // withdrawn, and that taken back: the clocks run on
  await choose(words.menu.withdraw);
  await dialog.locator('#act-reason').fill('家长说不投诉了');
  await screens.keys('Control+Enter');
  await expect(screens.head).toContainText(words.state.withdrawn);
  await screens.notice(words.done.withdraw).getByRole('button', { name: '撤销' }).click();
  await expect(screens.head).not.toContainText(words.state.withdrawn);
  await expect(side.getByText(/^剩/).first()).toBeVisible();

  // told, then it comes back: a new cycle
  await choose(words.menu.tell);
  await dialog.locator('#tell-words').fill('医药费全付，老师道歉');
  await screens.keys('Control+Enter');
  await expect(screens.head).toContainText(words.state.resolved);
  await choose(words.menu.reopen);
  await dialog.locator('#act-reason').fill('家长说老师没有道歉');
  await screens.keys('Control+Enter');
  await expect(screens.head).toContainText(words.state.handling);
  await expect(screens.head).toContainText('第 2 次');
  await screens.settled();
  await desk.accessible();
  await desk.shoot('complaints-reopened');

  // tried three times in vain: resolved without telling, and a supervisor closes it
  for (let tries = 0; tries < 3; tries += 1) {
    const now = (await api.complaints.get({ id })).complaint.version;
    await api.complaints.logContact({ id, version: now, channel: 'phone', direction: 'out', outcome: 'not_reached', words: '没人接' });
  }
  await screens.button(words.unreached.action).click();
  await dialog.locator('#unreached-words').fill('三个时段都没人接，结果留在微信');
  await screens.keys('Control+Enter');
  await expect(screens.head).toContainText(words.state.resolved);
  await screens.button(words.next.close).first().click();
  await expect(dialog).toContainText(words.closed.unreached);
  await screens.settled();
  await desk.accessible();
  await desk.shoot('complaints-unreached');
});
