import { aStudent, DeskScreen, mother } from './pages/desk.ts';
import { expect, onlyWeb, test } from './support/launch.ts';

test('what is given to a person rings without a reload, is read on opening and opens its record', async ({ launch }) => {
  const desk = await launch({ as: 'supervisor' });
  const { page } = desk;
  await desk.go('/today');
  await expect(page.getByRole('button', { name: '消息', exact: true })).toBeVisible();
  const api = await desk.api('specialist');
  const { id } = await aStudent(api, '周可心', mother('周岚秋', '15812349082'));
  const made = await api.complaints.record({
    studentIds: [id],
    complainant: { kind: 'student', refId: id },
    channel: 'phone',
    words: '前台电话一直没有人接',
    category: 'service',
    severity: 'critical',
  });
  await expect(page.getByRole('button', { name: /消息，\d+ 条没看/ })).toBeVisible();
  const screen = new DeskScreen(page);
  await screen.press('g', 'b');
  const line = page.getByRole('dialog', { name: '消息' }).getByRole('button', { name: new RegExp(made.number) });
  await expect(line.first()).toBeFocused();
  await expect(page.getByRole('button', { name: '消息', exact: true })).toBeAttached();
  await desk.accessible({ part: '[role="dialog"]' });
  await screen.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/complaints/${made.id}`));
});

test('notices outside of the page are asked for by a button and name no person', onlyWeb('the desktop asks nobody'), async ({ launch }) => {
  const desk = await launch({ as: 'supervisor' });
  const { page } = desk;
  await page.addInitScript(() => {
    const shown: string[] = [];
    let permission: NotificationPermission = 'default';
    class Fake extends EventTarget {
      static get permission() {
        return permission;
      }
      static requestPermission() {
        permission = 'granted';
        return Promise.resolve(permission);
      }
      onclick: (() => void) | null = null;
      constructor(title: string) {
        super();
        shown.push(title);
        Object.assign(window, { click: () => this.onclick?.() });
      }
      close() {}
    }
    Object.assign(window, { Notification: Fake, shown });
  });
  await desk.go('/today');
  await page.getByRole('button', { name: /^消息/ }).click();
  await page.getByRole('button', { name: '在桌面上提醒我' }).click();
  await expect(page.getByRole('button', { name: '在桌面上提醒我' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  const api = await desk.api('specialist');
  const { id } = await aStudent(api, '周可心');
  const made = await api.complaints.record({
    studentIds: [id],
    complainant: { kind: 'student', refId: id },
    channel: 'phone',
    words: '前台电话一直没有人接',
    category: 'service',
    severity: 'critical',
  });
  const shown = () => page.evaluate(() => (window as unknown as { shown: string[] }).shown);
  await expect.poll(async () => (await shown()).join('\n')).toContain(made.number);
  expect((await shown()).join('\n')).not.toContain('周可心');
  // a click on it opens the record it is about
  await page.evaluate(() => (window as unknown as { click: () => void }).click());
  await expect(page).toHaveURL(new RegExp(`/complaints/${made.id}`));
});
