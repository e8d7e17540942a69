import bonds from '../../src-renderer/locales/zh-CN/bonds.json' with { type: 'json' };
import { ComplaintScreens, makeComplaint, makeStudent } from './pages/complaints.ts';
import { expect, test } from './support/launch.ts';

test('a call to the teacher is in the log and is no first contact; a call to the mother is', async ({ launch }) => {
  const desk = await launch({ as: 'supervisor' });
  const screens = new ComplaintScreens(desk.page);
  const { page, composer, words } = screens;
  const api = await desk.api('supervisor');
  const { id } = await makeComplaint(api, await makeStudent(api, '张思凡'));
  await screens.openCase(id);
  const firstContact = screens.clock(words.clock.first_response);
  await expect(firstContact).toContainText('剩');

  const whom = composer.getByRole('combobox', { name: bonds.with, exact: true });
  await expect(whom).toHaveValue('周淑芬');
  await whom.click();
  await page.getByRole('option', { name: bonds.someoneElse }).click();
  await composer.locator('#contact-words').fill('问了班上的情况');
  await screens.keys('Control+Enter');
  // without a name nothing is saved
  await expect(composer.getByText(words.error.whom)).toBeVisible();
  await expect(composer.locator('#contact-whom')).toBeFocused();
  await composer.locator('#contact-whom').fill('丁宁老师');
  await expect(composer.getByRole('checkbox', { name: words.contact.toldProgress })).toBeDisabled();
  await screens.settled();
  await desk.accessible();
  await desk.shoot('complaints-someone-else');
  await composer.locator('#contact-words').focus();
  await screens.keys('Control+Enter');
  const line = screens.log.filter({ hasText: '问了班上的情况' });
  await expect(line).toContainText('去电丁宁老师');
  await expect(line).toContainText(words.log.someoneElse);
  await expect(firstContact).toContainText('剩');

  // the next one is with the complainant again
  await expect(whom).toHaveValue('周淑芬');
  await composer.locator('#contact-words').fill('告诉她在查');
  await screens.keys('Control+Enter');
  await expect(screens.log.filter({ hasText: '告诉她在查' })).toContainText('去电周淑芬');
  await expect(firstContact).toContainText('提前');
});

test('an offer is taken back, and a promise of next week outlives the telling of the result', async ({ launch }) => {
  test.slow();
  const desk = await launch({ as: 'supervisor', now: '2026-11-20T15:30:00+08:00' });
  const screens = new ComplaintScreens(desk.page);
  const { page, dialog, side, words } = screens;
  const api = await desk.api('supervisor');
  const { id } = await makeComplaint(api, await makeStudent(api, '张思凡'));
  const act = async () => ({ id, version: (await api.complaints.get({ id })).complaint.version });
  await api.complaints.logContact({
    ...(await act()),
    channel: 'phone',
    direction: 'out',
    outcome: 'reached',
    words: '下周三补一节课',
    promisedUntil: Date.parse('2026-11-25T18:00:00+08:00'),
  });
  const to = (await api.staff.names({})).find((each) => each.name === '陈静')?.id ?? '';
  await api.complaints.offerHandOver({ ...(await act()), staffId: to });
  await screens.openCase(id);
  const offer = page.getByRole('status').filter({ hasText: '陈静' });
  await screens.button(words.hand.takeBack, offer).click();
  await expect(offer).toHaveCount(0);
  await expect(screens.log.filter({ hasText: '收回了给 陈静 的交接' })).toBeVisible();

  await screens.button(words.more).click();
  await page.getByRole('menuitem', { name: words.menu.tell }).click();
  await expect(dialog.getByText(words.tell.keepsHint)).toBeVisible();
  await expect(dialog.getByRole('checkbox', { name: '下周三补一节课' })).not.toBeChecked();
  await dialog.locator('#tell-words').fill('老师道歉，下周三补课');
  await screens.settled();
  await desk.accessible();
  await desk.shoot('complaints-later-promises');
  await screens.keys('Control+Enter');
  await expect(screens.head).toContainText(words.state.resolved);
  const promise = side.getByRole('listitem').filter({ hasText: '下周三补一节课' });
  await expect(promise.getByRole('button', { name: bonds.task.keepPromise })).toBeVisible();
});
