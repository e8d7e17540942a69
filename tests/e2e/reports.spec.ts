import { readFileSync } from 'node:fs';
import { readXlsx } from '../reports/read-xlsx.ts';
import type { ApiClient } from '../support/api.ts';
import { DeskScreen } from './pages/desk.ts';
import { ReportPage } from './pages/report.ts';
import { type Desk, expect, test } from './support/launch.ts';

const blank = {
  gender: '' as const,
  birthOn: null,
  phone: '',
  wechat: '',
  school: '',
  grade: '',
  source: '',
  advisorId: null,
  tags: [],
  remark: '',
};

/** A student and three complaints of this month, one of them about a room; answers the numbers of the complaints. */
async function someMonth(desk: Desk): Promise<string[]> {
  const api: ApiClient = await desk.api('specialist');
  const student = await api.students.create({
    student: { ...blank, name: '何梓睿' },
    guardians: [{ name: '王丽', relation: 'mother', phone: '13800001111', isPrimary: true, isPayer: true, mayPickUp: true }],
  });
  const numbers: string[] = [];
  for (const [words, category] of [
    ['教室空调不热', 'facility'],
    ['老师连续两次迟到', 'teaching'],
    ['打电话没有人接', 'service'],
  ] as const) {
    const recorded = await api.complaints.record({
      studentIds: [student.id],
      complainant: { kind: 'student', refId: student.id },
      channel: 'phone',
      words,
      category,
      severity: 'general',
    });
    numbers.push(recorded.number);
  }
  return numbers;
}

for (const [lang, words] of [
  ['zh-CN', { title: '月度服务报告', side: '核对与明细', export: '导出表格', facility: /^硬件 收到 1/, received: /收到 \+3/ }],
  [
    'en',
    {
      title: 'Monthly service report',
      side: 'Checks and rows',
      export: 'Export spreadsheet',
      facility: /^Facilities Received 1/,
      received: /Received \+3/,
    },
  ],
] as const) {
  test(`the month on screen, its rows and its spreadsheet tell the same (${lang})`, async ({ launch }) => {
    const desk = await launch({ as: 'manager', lang });
    const numbers = await someMonth(desk);
    const report = new ReportPage(desk.page, { title: words.title, side: words.side });
    await report.open('2026-11');

    const all = await report.rowsBehind(words.received);
    await expect(all).toHaveCount(3);
    for (const number of numbers) await expect(report.side.getByText(number)).toBeVisible();
    const facility = await report.rowsBehind(words.facility);
    await expect(facility).toHaveCount(1);
    await expect(facility).toContainText(numbers[0] ?? '');

    const values = await report.spreadsheet(words.export);
    expect(values).toContain(3);
    expect(values.some((value) => String(value).includes(words.title))).toBe(true);
    await desk.accessible();
    await desk.shoot('reports');
  });
}

test('a row behind a number opens its complaint, and back returns to the report', async ({ launch }) => {
  const desk = await launch({ as: 'manager' });
  const [number = ''] = await someMonth(desk);
  const report = new ReportPage(desk.page, { title: '月度服务报告', side: '核对与明细' });
  await report.open('2026-11');
  await (await report.rowsBehind(/^硬件 收到 1/)).getByText(number).click();
  await expect(desk.page).toHaveURL(/\/complaints\//);
  await desk.page.goBack();
  await expect(report.sheet).toBeVisible();
});

test('on paper the frame is gone and the numbers are plain', async ({ launch }) => {
  const desk = await launch({ as: 'manager' });
  await someMonth(desk);
  const report = new ReportPage(desk.page, { title: '月度服务报告', side: '核对与明细' });
  await report.open('2026-11');
  await desk.page.emulateMedia({ media: 'print' });
  await expect(report.sheet).toBeVisible();
  await expect(desk.page.getByRole('navigation').first()).toBeHidden();
  await expect(report.side).toBeHidden();
  const pdf = await desk.page.pdf({ preferCSSPageSize: true });
  expect(pdf.length).toBeGreaterThan(10_000);
});

test('who may not see the report has no way to it', async ({ launch }) => {
  const desk = await launch({ as: 'specialist' });
  await expect(desk.page.getByRole('link', { name: '看板报表' })).toHaveCount(0);
  await expect((await desk.api('specialist')).reports.monthly({ month: '2026-11' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

for (const [lang, words] of [
  [
    'zh-CN',
    {
      tab: '投诉报表',
      register: '投诉台账',
      kinds: '类别与归因',
      facility: /^硬件 收到 1/,
      export: '导出表格',
      purpose: /^用途/,
      missing: /写一句用途/,
      names: '姓名只留第一个字',
      period: '哪段时间',
      last: '上月',
      none: '这段时间没有。',
    },
  ],
  [
    'en',
    {
      tab: 'Reports of complaints',
      register: 'Register of complaints',
      kinds: 'Categories and causes',
      facility: /^Facilities Received 1/,
      export: 'Export spreadsheet',
      purpose: /^Purpose/,
      missing: /Say what for/,
      names: 'Only the first letter of names',
      period: 'Which days',
      last: 'Last month',
      none: 'None in these days.',
    },
  ],
] as const) {
  test(`complaints as a register and by kind, with the rows behind each number (${lang})`, async ({ launch }) => {
    const desk = await launch({ as: 'manager', lang });
    const numbers = await someMonth(desk);
    const { page } = desk;
    await desk.go('/reports');
    await page.getByRole('tab', { name: words.tab }).click();
    const sheet = page.getByRole('article', { name: words.register });
    await expect(sheet.getByRole('row')).toHaveCount(4);
    for (const number of numbers) await expect(sheet.getByText(number)).toBeVisible();
    await desk.accessible();
    await desk.shoot('reports-complaints-register');

    await page.getByText(words.kinds, { exact: true }).click();
    await expect(page).toHaveURL(/part=kinds/);
    await page.getByRole('button', { name: words.facility }).first().click();
    await expect(page.getByRole('complementary').getByRole('link')).toHaveText([new RegExp(numbers[0] ?? '')]);
    await desk.accessible();
    await desk.shoot('reports-complaints-kinds');

    await page.getByRole('button', { name: words.export }).click();
    const screens = new DeskScreen(page);
    await screens.press('Control+Enter');
    await expect(screens.dialog().getByText(words.missing)).toBeVisible();
    await screens.dialog().getByRole('textbox', { name: words.purpose }).fill('meeting');
    await screens.dialog().getByRole('checkbox', { name: words.names }).check();
    await desk.accessible();
    await desk.shoot('reports-complaints-export');
    const [file] = await Promise.all([page.waitForEvent('download'), screens.press('Control+Enter')]);
    const { book } = readXlsx(readFileSync(await file.path()));
    const texts = [...book.values()].flatMap((cells) => [...cells.values()].map((cell) => String(cell.value)));
    expect(texts).toEqual(expect.arrayContaining(numbers));
    expect(texts.join()).not.toContain('何梓睿');
    expect(texts.join()).toContain('何**');
    expect(file.suggestedFilename()).toMatch(/2026-11-01-2026-11-30\.xlsx$/);
    await page.getByRole('button', { name: words.period }).click();
    await page.getByRole('button', { name: words.last }).click();
    await expect(page.getByText(words.none).first()).toBeVisible();
  });
}
