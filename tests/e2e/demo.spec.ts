import { expect, test } from './support/launch.ts';

test('the wizard opens the demo centre behind the same page, and leaving it comes back to the own folder', async ({ launch }) => {
  // a year is lived through; seconds on an idle machine, minutes on a busy one
  test.setTimeout(400_000);
  const desk = await launch({ data: 'new' });
  const api = await desk.api();
  const building = api.setup.openDemo();
  // the program goes on answering meanwhile
  expect((await api.session.current()).state).toBe('setup');
  const { accounts } = await building;
  expect(accounts.map(({ role }) => role)).toEqual(expect.arrayContaining(['manager', 'supervisor', 'specialist']));
  await expect.poll(async () => (await api.session.current()).demo).toBe(true);
  const { login, password } = accounts[0]!;
  await api.session.login({ login, password });
  expect((await api.session.current()).state).toBe('in');
  // the page has come along and offers the accounts; that asks for them and moves nowhere
  await expect(desk.page.getByRole('button', { name: accounts[0]!.name })).toBeVisible();
  await api.setup.leaveDemo();
  await expect
    .poll(async () => {
      const { state, demo } = await api.session.current();
      return { state, demo };
    })
    .toEqual({ state: 'setup', demo: false });
  expect((await api.setup.demoAccounts()).accounts).toEqual([]);
  // built before: opened at once, and by two clicks no more than by one
  const again = await Promise.all([api.setup.openDemo(), api.setup.openDemo()]);
  expect(again.map((each) => each.accounts)).toEqual([accounts, accounts]);
});
