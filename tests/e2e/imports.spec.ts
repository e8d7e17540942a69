import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import expected from '../fixtures/imports/students-2026-autumn.expected.json' with { type: 'json' };
import { DeskScreen } from './pages/desk.ts';
import { expect, test } from './support/launch.ts';

const SHEET = join(import.meta.dirname, '..', 'fixtures', 'imports', 'students-2026-autumn.xlsx');

const words = {
  'zh-CN': {
    title: '导入学员',
    errors: /^错误/,
    duplicates: /^重复/,
    columns: /^列/,
    run: '导入 540 名学员',
    done: '导入完成',
    undo: '撤回导入',
    undone: '已撤回',
    sheet: '错误行存成表格',
  },
  en: {
    title: 'Import students',
    errors: /^Errors/,
    duplicates: /^Duplicates/,
    columns: /^Columns/,
    run: 'Import 540 students',
    done: 'Imported',
    undo: 'Take import back',
    undone: 'Taken back',
    sheet: 'Save error rows as a sheet',
  },
} as const;

for (const lang of ['zh-CN', 'en'] as const) {
  test(`a list comes in as its preview said, and goes again (${lang})`, async ({ launch }) => {
    test.setTimeout(120_000);
    const say = words[lang];
    const desk = await launch({ as: 'specialist', lang });
    const screen = new DeskScreen(desk.page);
    const { page } = desk;
    await desk.go('/students/import');
    await expect(screen.heading(say.title)).toBeVisible();
    await desk.accessible();
    await desk.shoot('import-begin');

    await page.locator('input[type=file]').setInputFiles(SHEET);
    await expect(page.getByRole('button', { name: say.run })).toBeVisible({ timeout: 60_000 });
    // nothing is written by looking
    expect((await (await desk.api('specialist')).students.list({})).total).toBe(0);
    const figure = (index: number) => page.locator('[class*=strip] b').nth(index);
    await expect(figure(0)).toHaveText(String(expected.students));
    await expect(figure(1)).toHaveText(String(expected.guardians));
    await expect(figure(2)).toHaveText(String(expected.packs));
    await expect(figure(4)).toHaveText(String(expected.duplicates.length));
    await expect(figure(5)).toHaveText(String(expected.errors.length));
    await expect(figure(6)).toHaveText(String(expected.blankRows + expected.repeatedHeadings + expected.totalsRows));
    await desk.accessible();

    await screen.tab(say.errors).click();
    const shownErrors = await page
      .locator('tbody tr')
      .evaluateAll((rows) => rows.map((row) => [...row.children].slice(0, 2).map((cell) => cell.textContent)));
    expect(shownErrors).toEqual(expected.errors.map((error) => [String(error.row), error.column]));
    await desk.shoot('import-errors');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: say.sheet }).click()]);
    expect(file.suggestedFilename()).toMatch(/\.xlsx$/);

    await screen.tab(say.duplicates).click();
    const shownDuplicates = await page.locator('tbody tr').evaluateAll((rows) => rows.map((row) => Number(row.children[0]?.textContent)));
    expect(shownDuplicates).toEqual(expected.duplicates.map((duplicate) => duplicate.row));
    await screen.tab(say.columns).click();
    await desk.accessible();

    await screen.press('Control+Enter');
    await expect(page.getByText(say.done, { exact: true })).toBeVisible({ timeout: 60_000 });
    await desk.accessible();
    await desk.shoot('import-done');
    const api = await desk.api('specialist');
    // the count after a great change may come a moment later than the rows
    const total = async () => (await api.students.list({})).total;
    await expect.poll(total).toBe(expected.students);

    await page.getByRole('button', { name: say.undo }).click();
    await screen
      .dialog(say.undo === '撤回导入' ? '撤回这次导入？' : 'Take this import back?')
      .getByRole('button', { name: say.undo })
      .click();
    await expect(page.getByText(say.undone, { exact: true }).first()).toBeVisible({ timeout: 30_000 });
    await expect.poll(total).toBe(0);
  });
}

test('a file that is no list says so in words, and a column can be put right', async ({ launch }) => {
  const desk = await launch({ as: 'specialist' });
  const { page } = desk;
  const folder = mkdtempSync(join(tmpdir(), 'desk-sheet-'));
  try {
    const broken = join(folder, '名单.xlsx');
    writeFileSync(broken, 'PK\u0003\u0004 nothing behind it');
    await desk.go('/students/import');
    await page.locator('input[type=file]').setInputFiles(broken);
    await expect(page.getByText(/这个文件读不了/)).toBeVisible();
    await expect(page.getByText('什么都没有导入。')).toBeVisible();
    await desk.accessible();

    await page.getByRole('button', { name: '换一个文件' }).click();
    const list = join(folder, '名单.csv');
    writeFileSync(list, '姓名,家长电话,备注一\n高子轩,13912340001,喜欢画画\n何梓睿,13912340002,\n');
    await page.locator('input[type=file]').setInputFiles(list);
    await page.getByRole('tab', { name: /^列/ }).click();
    await page.getByRole('combobox', { name: '列 备注一 当作' }).click();
    await page.getByRole('option', { name: '学校', exact: true }).click();
    await expect(page.getByRole('button', { name: '导入 2 名学员' })).toBeVisible();
    await page.getByRole('button', { name: '导入 2 名学员' }).click();
    await expect(page.getByText('导入完成')).toBeVisible({ timeout: 30_000 });
    const api = await desk.api('specialist');
    const [row] = (await api.students.list({ text: '高子轩' })).rows;
    expect(row?.school).toBe('喜欢画画');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
