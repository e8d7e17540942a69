import { aStudent, DeskScreen, mother } from './pages/desk.ts';
import { expect, test } from './support/launch.ts';

const TODAY = '2026-11-20';

test('a follow-up is planned and recorded without touching the mouse', async ({ launch }) => {
  const desk = await launch({ as: 'specialist' });
  const api = await desk.api('specialist');
  await aStudent(api, '张思凡', mother('周淑芬', '13812346021'));
  const screen = new DeskScreen(desk.page);
  const { page } = desk;
  await desk.go('/follow-ups');
  await expect(page.getByText('今天没有要打的电话')).toBeVisible();
  await desk.accessible();
  await desk.shoot('follow-ups-empty');

  await screen.press('n', 'f');
  const plan = screen.dialog('加回访');
  await expect(plan.getByLabel('学员')).toBeFocused();
  await page.keyboard.type('zsf');
  await expect(page.getByRole('option', { name: /张思凡/ })).toBeVisible();
  await screen.press('Enter', 'Tab');
  await page.keyboard.type('续费意向');
  await screen.press('Tab');
  await screen.press('Control+a');
  await page.keyboard.type(TODAY);
  await desk.accessible();
  await screen.press('Control+Enter');
  await expect(screen.rows).toHaveCount(1);
  await expect(screen.rows).toContainText('张思凡 妈妈');
  await expect(screen.rows).toContainText('138****6021');
  await desk.accessible();

  await screen.press('j', 'e');
  const record = screen.dialog(/续费意向/);
  await expect(record.getByRole('radio', { name: '已接通' })).toBeFocused();
  await screen.press('Tab');
  await page.keyboard.type('妈妈说下个月再续，钢琴照上。');
  await screen.press('Tab', 'ArrowLeft');
  await expect(record.getByRole('radio', { name: '不高兴' })).toBeChecked();
  await screen.press('ArrowLeft');
  await screen.press('Tab', 'ArrowLeft', 'ArrowLeft');
  await expect(record.getByRole('radio', { name: '4', exact: true })).toBeChecked();
  await desk.accessible();
  await desk.shoot('follow-up-record');
  await record.getByLabel('答应了什么').focus();
  await page.keyboard.type('把课表发给妈妈');
  await screen.press('Control+Enter');
  await expect(record.getByText('写上什么时候前做到')).toBeVisible();
  await page.keyboard.type('18:00');
  await screen.press('Tab', 'Control+Enter');
  await expect(screen.notice('回访已记')).toBeVisible();
  await expect(screen.rows).toHaveCount(0);

  const { rows } = await api.followUps.list({ view: 'done' });
  expect(rows.map((row) => [row.state, row.satisfaction])).toEqual([['done', 4]]);
  // the promise stands in Today with its time and is kept from there
  await desk.go('/today');
  await expect(page.getByText('把课表发给妈妈')).toBeVisible();
  await screen.press('e');
  await expect(screen.notice('承诺已兑现')).toBeVisible();
  await expect(page.getByText('把课表发给妈妈')).toHaveCount(0);
});

test('nobody answered: tried again at another time of day, and undo puts it back', async ({ launch }) => {
  const desk = await launch({ as: 'specialist', lang: 'en' });
  const api = await desk.api('specialist');
  const { id } = await aStudent(api, '李沐阳', mother('李秋', '13912342046'));
  await api.followUps.create({ studentId: id, reason: 'Renewal', dueOn: TODAY });
  const screen = new DeskScreen(desk.page);
  await desk.go('/follow-ups');
  await expect(screen.rows).toHaveCount(1);
  await desk.shoot('follow-ups');
  await screen.press('j', 'e');
  await expect(screen.dialog(/Renewal/).getByRole('radio', { name: 'Reached' })).toBeFocused();
  await screen.press('ArrowRight');
  await expect(screen.dialog(/Renewal/).getByText(/After saving it is tried again at another time of day/)).toBeVisible();
  await desk.accessible();
  await screen.press('Control+Enter');
  await expect(screen.notice(/Recorded, still on the list/)).toBeVisible();
  const after = (await api.followUps.list({ view: 'all' })).rows[0];
  expect([after?.state, after?.tries]).toEqual(['open', 1]);
  expect(after?.notBefore).toBeGreaterThan(Date.parse('2026-11-20T12:30+08:00'));
  await screen
    .notice(/Recorded/)
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect.poll(async () => (await api.followUps.list({ view: 'all' })).rows[0]?.tries).toBe(0);
});
