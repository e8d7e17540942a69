import type { Lang } from '#shared/contract/fields.ts';
import { ComplaintScreens, makeStudent } from './pages/complaints.ts';
import { holdBack } from './support/hold-back.ts';
import { type Desk, expect, onlyWeb, test } from './support/launch.ts';

const INJURY = '昨晚下课孩子在门口台阶滑倒了，膝盖破皮流血，等了十几分钟没有老师过来';
const NO_PORTS = onlyWeb('answers of a port cannot be held back');

/** A desk at the list of complaints, with students who are there already. */
async function atList(desk: Desk, students: readonly string[], lang: Lang = 'zh-CN') {
  const screens = new ComplaintScreens(desk.page, lang);
  const api = await desk.api('supervisor');
  const made = [];
  for (const name of students) made.push(await makeStudent(api, name));
  await screens.openList('?view=all');
  return { screens, page: desk.page, api, made };
}

test(
  'who is faster than the answers gets the student that was typed, the guardian and the category that would have been proposed',
  NO_PORTS,
  async ({ launch }) => {
    const { screens, page, api, made } = await atList(await launch({ as: 'specialist' }), ['张一一', '张三丰']);
    const [, student] = made;
    await screens.beginRecording();
    await page.keyboard.type('张');
    await expect(page.getByRole('option')).toHaveCount(2);
    const { release } = await holdBack(page, 'students/get', 'complaints/propose');
    // the list still shows what one character found
    await page.keyboard.type('三丰');
    await screens.keys('Enter');
    await expect(screens.wordsField).toBeFocused();
    await page.keyboard.type(INJURY);
    await screens.keys('Control+Enter');
    await expect(screens.button('登记', screens.dialog)).toBeVisible();
    release();
    await expect(screens.notice(/C20261120-001/)).toBeVisible();
    const { rows } = await api.complaints.list({ studentId: student?.id });
    const { complaint } = await api.complaints.get({ id: rows[0]?.id ?? '' });
    expect(complaint).toMatchObject({ category: 'facility', severity: 'critical' });
    expect(complaint.complainant).toMatchObject({ kind: 'guardian', refId: student?.guardianId });
  },
);

for (const lang of ['zh-CN', 'en'] as const)
  test(`somebody else who is chosen before the guardians are known stays chosen (${lang})`, NO_PORTS, async ({ launch }) => {
    const desk = await launch({ as: 'specialist', lang });
    const name = '阿卜杜热合曼·买买提艾力·努尔艾合买提';
    const { screens } = await atList(desk, [name], lang);
    const { words, dialog } = screens;
    const { asked, release } = await holdBack(desk.page, 'students/get');
    await screens.beginRecording('mouse');
    await screens.studentField.fill('阿卜杜');
    await screens.student(name).click();
    await asked;
    await expect(dialog.getByRole('radiogroup', { name: words.record.complainant }).getByRole('radio', { checked: true })).toHaveCount(0);
    await desk.shoot('complaints-record-undecided');
    await dialog.getByText(words.record.someoneElse).click();
    release();
    await expect(dialog.getByText('138****')).toHaveCount(0);
    await dialog.getByLabel(words.record.otherName).fill('奶奶');
    await expect(dialog.getByRole('radio', { name: words.record.someoneElse })).toBeChecked();
    await desk.shoot('complaints-record-someone-else');
  });

test('what was recorded is not offered again, however late its draft is kept and dropped', NO_PORTS, async ({ launch }) => {
  const { screens, page } = await atList(await launch({ as: 'specialist' }), ['何梓睿']);
  for (const [what, number] of [
    ['save', 'C20261120-001'],
    ['drop', 'C20261120-002'],
  ] as const) {
    const { asked, release } = await holdBack(page, `drafts/${what}`);
    await screens.beginRecording();
    await page.keyboard.type('hzr');
    await expect(screens.student('何梓睿')).toBeVisible();
    await screens.keys('Enter');
    await page.keyboard.type('教室的投影坏了三周');
    if (what === 'save') await asked;
    await screens.keys('Control+Enter');
    await expect(screens.notice(new RegExp(number))).toBeVisible();
    if (what === 'drop') await asked;
    const loaded = page.waitForResponse('**/rpc/drafts/load*');
    await screens.beginRecording();
    release();
    await loaded;
    await screens.settled();
    await expect(screens.dialog.getByText('接着上次没写完的')).toHaveCount(0);
    await expect(screens.wordsField).toHaveValue('');
    await screens.keys('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.unrouteAll();
  }
});

test('what is typed after a draft was dropped is kept, though the drop comes late', NO_PORTS, async ({ launch }) => {
  const { screens, page } = await atList(await launch({ as: 'specialist' }), ['何梓睿']);
  await screens.beginRecording();
  await screens.wordsField.fill('不要的话');
  await expect(screens.dialog.getByText('草稿已存', { exact: false })).toBeVisible();
  await screens.openList('?view=all');
  await screens.beginRecording();
  const { asked, release } = await holdBack(page, 'drafts/drop');
  await screens.dialog.getByText('不要草稿，重新写').click();
  await asked;
  await screens.wordsField.fill('要的话');
  const kept = page.waitForResponse('**/rpc/drafts/save*');
  const steps: string[] = [];
  page.on('request', (request) => request.url().endsWith('/rpc/drafts/save') && steps.push('new words are sent'));
  page.on('response', (answer) => answer.url().endsWith('/rpc/drafts/drop') && steps.push('the old ones are dropped'));
  // everything that waits for its half second is sent now
  await page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
  release();
  await kept;
  expect(steps).toEqual(['the old ones are dropped', 'new words are sent']);
  await screens.openList('?view=all');
  await screens.beginRecording();
  await expect(screens.wordsField).toHaveValue('要的话');
});

test('a student whose card cannot be read complains for himself', NO_PORTS, async ({ launch }) => {
  const { screens, page, api, made } = await atList(await launch({ as: 'specialist' }), ['何梓睿']);
  const refused = { defined: true, code: 'FORBIDDEN', status: 403, message: 'FORBIDDEN', data: { right: 'students.read' } };
  await page.route('**/rpc/students/get*', (route) => route.fulfill({ status: 403, json: { json: refused, meta: [] } }));
  await screens.beginRecording();
  await page.keyboard.type('何梓睿');
  await screens.keys('Enter');
  await expect(screens.wordsField).toBeFocused();
  await page.keyboard.type('教室的投影坏了三周');
  await screens.keys('Control+Enter');
  await expect(screens.notice(/C20261120-001/)).toBeVisible();
  const { rows } = await api.complaints.list({ studentId: made[0]?.id });
  const { complaint } = await api.complaints.get({ id: rows[0]?.id ?? '' });
  expect(complaint.complainant).toMatchObject({ kind: 'student', name: '何梓睿' });
});
