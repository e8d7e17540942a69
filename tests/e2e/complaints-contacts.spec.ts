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
