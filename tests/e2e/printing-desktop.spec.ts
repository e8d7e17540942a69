import enWords from '../../src-renderer/locales/en/printing.json' with { type: 'json' };
import zhWords from '../../src-renderer/locales/zh-CN/printing.json' with { type: 'json' };
import { ComplaintScreens, makeComplaint, makeStudent } from './pages/complaints.ts';
import { pagesOf } from './pages/paper.ts';
import { Printers } from './pages/printers.ts';
import { expect, test } from './support/launch.ts';

const reason = 'a browser has no printers of its own';
const printersOfThePc = { tag: '@desktop', annotation: { type: 'only desktop', description: reason } };

for (const [lang, t] of [
  ['zh-CN', zhWords],
  ['en', enWords],
] as const) {
  test(
    `a printer per kind: silent to the chosen one, as PDF where it is not taken, and it says why (${lang})`,
    printersOfThePc,
    async ({ launch }) => {
      const desk = await launch({ as: 'supervisor', lang });
      const { page } = desk;
      const screens = new ComplaintScreens(page, lang);
      const printers = new Printers(desk);
      await printers.plugIn();
      const api = await desk.api('supervisor');
      const { id, number } = await makeComplaint(api, await makeStudent(api, '张思凡'));

      await desk.go('/settings/printing');
      const of = (words: string, kind: keyof typeof t.kind) => words.replace('{{kind}}', t.kind[kind]);
      const choose = async (label: string, to: string) => {
        await page.getByRole('combobox', { name: label }).click();
        await page.getByRole('option', { name: to, exact: true }).click();
        await expect(page.getByRole('combobox', { name: label })).toHaveValue(to);
      };
      await expect(page.getByText(t.lead.desktop)).toBeVisible();
      await choose(of(t.printerOf, 'record'), 'HP LaserJet 1020');
      await choose(of(t.paperOf, 'record'), t.paper.half);
      await choose(of(t.printerOf, 'recovery'), '小票机 XP-80');
      await choose(of(t.paperOf, 'recovery'), t.paper.roll);
      await screens.settled();
      await desk.accessible();
      await desk.shoot('printing-desktop');
      await page.getByRole('button', { name: of(t.testOf, 'recovery') }).click();
      // said for a few seconds only, so it is looked for first
      await expect(page.getByText(t.done.sent.replace('{{printer}}', '小票机 XP-80'))).toBeVisible();
      const [roll] = await printers.sent(1);
      expect(roll).toMatchObject({ silent: true, deviceName: 'XP-80', pageSize: { width: 80_000 } });
      // without a chosen printer the system's dialog asks
      await page.getByRole('button', { name: of(t.testOf, 'list') }).click();
      expect((await printers.sent(2))[1]).toMatchObject({ silent: false, pageSize: 'A4', landscape: false });

      // a record form is looked at first, and one key prints it
      await desk.go(`/complaints/${id}`);
      await expect(page.getByText(number).first()).toBeVisible();
      await page.keyboard.press('Control+p');
      const preview = page.getByRole('dialog');
      await expect(preview).toContainText('HP LaserJet 1020');
      await expect(preview.getByRole('article')).toContainText('张思凡');
      await screens.settled();
      await desk.accessible();
      await desk.shoot('printing-preview');
      await page.keyboard.press('Escape');
      await expect(preview).toHaveCount(0);
      await page.keyboard.press('Control+p');
      await page.keyboard.press('Control+p');
      expect((await printers.sent(3))[2]).toMatchObject({ silent: true, deviceName: 'HP_1020', pageSize: 'A5', landscape: true });
      await expect(preview).toHaveCount(0);

      // a printer that says no, one that says nothing, and one that is gone
      await printers.mood('refuses');
      const print = async () => {
        await page.keyboard.press('Control+p');
        await preview.getByRole('button', { name: t.print }).click();
        await expect(preview).toHaveCount(0);
      };
      await print();
      await expect(page.getByRole('alert').filter({ hasText: t.next.refused })).toContainText(printers.file);
      const pages = pagesOf(printers.kept());
      expect(pages.length).toBeGreaterThan(1);
      for (const each of pages) expect(each).toEqual({ width: 210, height: 148 });
      expect((await printers.offered()).at(-1)).toContain(number);
      await desk.shoot('printing-refused');
      await printers.mood('silent');
      await print();
      await expect(page.getByRole('alert').filter({ hasText: t.next.silent })).toBeVisible();
      await page.keyboard.press('Control+p');
      await preview.getByRole('button', { name: t.savePdf }).click();
      await expect(page.getByText(t.done.saved.replace('{{file}}', printers.file), { exact: true })).toBeVisible();
      expect(await printers.sent(5)).toHaveLength(5);
    },
  );
}

test('a letter is on record before the printer hears of it, and a PDF of it counts as a copy', printersOfThePc, async ({ launch }) => {
  const desk = await launch({ as: 'supervisor' });
  const { page } = desk;
  const printers = new Printers(desk);
  await printers.plugIn();
  const api = await desk.api('supervisor');
  const { id: complaintId } = await makeComplaint(api, await makeStudent(api, '张思凡'));
  const templates = await api.letters.templates({ lang: 'zh-CN', kind: 'reply' });
  const { id } = await api.letters.create({ complaintId, templateId: templates[0]?.id ?? '', lang: 'zh-CN', key: crypto.randomUUID() });
  const draft = await api.letters.get({ id });
  await api.letters.issue({ id, version: draft.version, title: draft.title, body: '已经补课。', key: crypto.randomUUID() });
  await desk.go(`/letters/${id}`);
  await expect(page.getByRole('article')).toContainText('已经补课。');
  await printers.mood('refuses');
  await page.keyboard.press('Control+p');
  await expect(page.getByRole('alert').filter({ hasText: zhWords.instead.saved.replace('{{file}}', printers.file) })).toBeVisible();
  expect((await api.letters.get({ id })).copies).toBe(1);
  expect(pagesOf(printers.kept())).toEqual([{ width: 210, height: 297 }]);
  expect(await printers.offered()).toEqual([expect.stringMatching(/^R2026-0001 .*\.pdf$/)]);
  await page.getByRole('button', { name: zhWords.savePdf }).click();
  await expect(page.getByText(zhWords.done.saved.replace('{{file}}', printers.file), { exact: true })).toBeVisible();
  expect((await api.letters.get({ id })).copies).toBe(2);
  expect(await printers.sent(1)).toHaveLength(1);
});
