import enSettings from '../../src-renderer/locales/en/printing.json' with { type: 'json' };
import enSession from '../../src-renderer/locales/en/session.json' with { type: 'json' };
import zhSettings from '../../src-renderer/locales/zh-CN/printing.json' with { type: 'json' };
import zhSession from '../../src-renderer/locales/zh-CN/session.json' with { type: 'json' };
import { PASSWORD } from '../support/people.ts';
import { ComplaintScreens, makeComplaint, makeStudent } from './pages/complaints.ts';
import { Paper } from './pages/paper.ts';
import { expect, test } from './support/launch.ts';

/** What the desktop does with its printers stands in printing-desktop.spec.ts. */
const inBrowser = { tag: '@web', annotation: { type: 'only web', description: "a browser's own print window" } };

const both = [
  ['zh-CN', zhSettings, zhSession],
  ['en', enSettings, enSession],
] as const;

for (const [lang, t, session] of both) {
  test(`papers are chosen per kind and tried with a test page (${lang})`, inBrowser, async ({ launch }) => {
    const desk = await launch({ as: 'specialist', lang });
    const { page } = desk;
    const paper = new Paper(desk);
    const name = (words: string, kind: keyof typeof t.kind) => words.replace('{{kind}}', t.kind[kind]);
    const choice = (kind: keyof typeof t.kind) => page.getByRole('combobox', { name: name(t.paperOf, kind) });
    await desk.go('/settings/printing');
    await expect(page.getByRole('heading', { level: 1, name: t.title })).toBeVisible();
    // a browser has no printers to offer, only papers
    await expect(page.getByText(t.lead.browser)).toBeVisible();
    await expect(page.getByRole('combobox')).toHaveCount(3);
    await expect(choice('letter')).toHaveValue(t.paper.a4);
    await desk.accessible();
    await desk.shoot('printing');

    const choose = async (kind: keyof typeof t.kind, to: string) => {
      await choice(kind).click();
      await page.getByRole('option', { name: to, exact: true }).click();
      await expect(choice(kind)).toHaveValue(to);
    };
    await choose('letter', t.paper.half);
    await choose('recovery', t.paper.roll);
    await expect(page.getByText(t.fades)).toBeVisible();
    await page.reload();
    await expect(choice('letter')).toHaveValue(t.paper.half);
    await expect(choice('record')).toHaveValue(t.paper.a4);
    await desk.accessible();

    // each on its paper, whole on one piece, and nothing else of the page goes along
    await paper.watch();
    const sizes = { report: [210, 297], letter: [210, 148], recovery: [80, 0] } as const;
    for (const [nth, kind] of (['report', 'letter', 'recovery'] as const).entries()) {
      await page.getByRole('button', { name: name(t.testOf, kind) }).click();
      const [printed] = await paper.printed(nth);
      expect(printed?.text).toContain(t.kind[kind]);
      await page.emulateMedia({ media: 'print' });
      await expect(page.getByRole('heading', { name: t.test.title })).toBeVisible();
      await expect(page.getByRole('heading', { name: t.title, exact: true })).toBeHidden();
      await desk.shoot(`printing-test-${kind}`);
      await page.emulateMedia({ media: null });
      const pages = await paper.pages();
      expect(pages, kind).toHaveLength(1);
      expect(pages[0]?.width).toBe(sizes[kind][0]);
      if (sizes[kind][1] > 0) expect(pages[0]?.height).toBe(sizes[kind][1]);
      else expect(pages[0]?.height).toBeGreaterThan(50);
      await expect(page.locator('[data-print-room]')).toHaveCount(0);
    }
  });

  test(`the recovery code goes onto a roll as one piece, out of its dialog (${lang})`, inBrowser, async ({ launch }) => {
    const desk = await launch({ as: 'manager', lang });
    const { page } = desk;
    const paper = new Paper(desk);
    await desk.go('/settings/account');
    await page.evaluate(() => localStorage.setItem('desk.papers', JSON.stringify({ recovery: 'roll', report: 'roll', letter: 5 })));
    await page.reload();
    await page.getByLabel(session.code.password).fill(PASSWORD);
    await page.getByRole('button', { name: session.code.renew }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('listitem')).toHaveCount(8);
    const groups = (await dialog.getByRole('listitem').allTextContents()).map((text) => text.slice(1));
    await paper.watch();
    await dialog.getByRole('button', { name: session.code.print }).click();
    const [printed] = await paper.printed(0);
    expect(printed?.paper).toBe('roll');
    for (const group of groups) expect(printed?.text).toContain(group);
    await page.emulateMedia({ media: 'print' });
    await expect(dialog).toBeHidden();
    await desk.shoot('printing-recovery-roll');
    await page.emulateMedia({ media: null });
    const pages = await paper.pages();
    expect(pages).toHaveLength(1);
    expect(pages[0]?.width).toBe(80);
    await expect(dialog).toBeVisible();
  });
}

test('a record form on half a sheet, a letter noted before it leaves', inBrowser, async ({ launch }) => {
  const desk = await launch({ as: 'supervisor' });
  const screens = new ComplaintScreens(desk.page);
  const { page } = screens;
  const api = await desk.api('supervisor');
  const paper = new Paper(desk);
  const { id, number } = await makeComplaint(api, await makeStudent(api, '张思凡'));
  await page.evaluate(() => localStorage.setItem('desk.papers', JSON.stringify({ record: 'half', letter: 'half' })));
  await page.reload();
  await screens.openCase(id);
  await paper.watch();
  await page.keyboard.press('Control+p');
  expect(await paper.printed(0)).toEqual([{ paper: 'half', text: expect.stringContaining('张思凡') }]);
  const pages = await paper.pages();
  expect(pages.length).toBeGreaterThan(1);
  for (const each of pages) expect(each).toEqual({ width: 210, height: 148 });

  const templates = await api.letters.templates({ lang: 'zh-CN', kind: 'record' });
  const letter = await api.letters.create({ complaintId: id, templateId: templates[0]?.id ?? '', lang: 'zh-CN', key: crypto.randomUUID() });
  const draft = await api.letters.get({ id: letter.id });
  await api.letters.issue({
    id: letter.id,
    version: draft.version,
    title: draft.title,
    body: `${number} 的登记表`,
    key: crypto.randomUUID(),
  });
  await desk.go(`/letters/${letter.id}`);
  await expect(page.getByRole('article')).toHaveAttribute('data-paper', 'half');
  await paper.watch();
  await page.keyboard.press('Control+p');
  await paper.printed(0);
  // while the browser still asks, the copy is on record; closing the dialog does not undo that
  expect((await api.letters.get({ id: letter.id })).copies).toBe(1);
  await desk.shoot('printing-letter-half');
  expect(await paper.pages()).toEqual([{ width: 210, height: 148 }]);
  await page.keyboard.press('Control+p');
  expect((await paper.printed(1))[0]?.text).toContain('补打（第 2 次）');
});
