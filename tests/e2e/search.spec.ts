import type { Locator } from '@playwright/test';
import { aStudent, DeskScreen, mother } from './pages/desk.ts';
import { holdBack } from './support/hold-back.ts';
import { type Desk, expect, onlyWeb, test } from './support/launch.ts';

async function people(desk: Desk): Promise<void> {
  const api = await desk.api('specialist');
  await aStudent(api, '张思凡', mother('周淑芬', '13812346021'));
  await aStudent(api, '曾诗芳', mother('曾美玲', '13912340146'));
  await aStudent(api, '欧阳思源', mother('李秋', '13512340129'));
}

for (const lang of ['zh-CN', 'en'] as const) {
  test(`anyone is found by what one remembers of them (${lang})`, async ({ launch }) => {
    const desk = await launch({ as: 'specialist', lang });
    await people(desk);
    const { page } = desk;
    const hits = page.locator('[data-hit]');
    await desk.go('/students');
    await expect(page.getByRole('row').nth(3)).toBeVisible();
    await page.keyboard.press('Control+k');
    // typed at once, no key is lost
    await page.keyboard.type('zsf');
    await expect(hits.filter({ hasText: '张思凡' }).first()).toBeVisible();
    await expect(hits.filter({ hasText: '曾诗芳' }).first()).toBeVisible();
    await expect(hits.first()).toHaveAttribute('data-selected', 'true');
    await desk.accessible();
    await desk.shoot('search');

    const box = page.getByRole('dialog').locator('input');
    for (const [typed, name] of [
      ['源', '欧阳思源'],
      ['思凡', '张思凡'],
      ['ouyang', '欧阳思源'],
      ['0129', '欧阳思源'],
      ['周淑芬', '张思凡'],
      ['zeng', '曾诗芳'],
    ] as const) {
      await box.fill(typed);
      await expect(hits.filter({ hasText: name }).first(), typed).toBeVisible();
    }

    await box.fill('思');
    await expect(hits.filter({ hasText: '曾诗芳' })).toHaveCount(0);
    await expect(page.locator('[data-hit][data-selected]')).toHaveCount(1);
    await expect(hits.first()).toHaveAttribute('data-selected');
    await page.keyboard.press('ArrowDown');
    await expect(hits.nth(1)).toHaveAttribute('data-selected');
    const name = await hits.nth(1).locator('.medium').first().textContent();
    await page.keyboard.press('Enter');
    await expect(new DeskScreen(page).heading(name ?? '')).toBeVisible();
  });
}

test('Tab narrows to one kind, Ctrl Enter begins a complaint, and composing Chinese opens nothing', async ({ launch }) => {
  const desk = await launch({ as: 'specialist' });
  await people(desk);
  const { page } = desk;
  const hits = page.locator('[data-hit]');
  await desk.go('/students');
  await expect(page.getByRole('row').nth(3)).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('周');
  await expect(hits.first()).toBeVisible();
  // Esc closes it and nothing else, and what was typed is gone with it
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('周');
  await expect(hits.first()).toBeVisible();
  // an Enter that ends a composition belongs to the input method
  await page
    .getByRole('dialog')
    .locator('input')
    .dispatchEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true });
  await expect(page.getByRole('dialog').locator('input')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.locator('[data-hit^="guardian:"]')).toHaveCount(0);
  await page.keyboard.press('Tab');
  await expect(page.locator('[data-hit^="guardian:"]').first()).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog', { name: '记投诉' })).toBeVisible();
  await expect(page.getByRole('dialog', { name: '记投诉' }).getByText('张思凡')).toBeVisible();
});

test(
  'an Enter that is faster than the answer waits for it, and never means what fewer letters found',
  onlyWeb('answers of a port cannot be held back'),
  async ({ launch }) => {
    const desk = await launch({ as: 'specialist' });
    const api = await desk.api('specialist');
    const { id } = await aStudent(api, '张一一', mother('周淑芬', '13812346021'));
    await aStudent(api, '张三丰', mother('李秋', '13512340129'));
    const screen = new DeskScreen(desk.page);
    const { page } = desk;
    /** One letter finds both; the answer to the rest comes after the key. */
    const typeAndEnter = async (found: Locator, key: string) => {
      await page.keyboard.type('张');
      await expect(found).toHaveCount(2);
      const { release } = await holdBack(page, 'search/find');
      await page.keyboard.type('一一');
      await page.keyboard.press(key);
      release();
    };
    const hits = page.locator('[data-hit^="student:"]');

    await desk.go('/students');
    await page.keyboard.press('Control+k');
    await typeAndEnter(hits, 'Enter');
    await expect(screen.heading('张一一')).toBeVisible();

    await desk.go('/follow-ups');
    await screen.press('n', 'f');
    await expect(screen.dialog('加回访').getByLabel('学员')).toBeFocused();
    await typeAndEnter(page.getByRole('option'), 'Enter');
    await screen.press('Tab');
    await page.keyboard.type('续费意向');
    await expect(screen.dialog('加回访').getByLabel('学员')).toHaveValue(/张一一 S/);
    await screen.press('Control+Enter');
    await expect.poll(async () => (await api.followUps.list({ view: 'all', mine: false, studentId: id, limit: 5 })).rows.length).toBe(1);
    await expect(page.getByRole('dialog')).toHaveCount(0);

    await page.keyboard.press('Control+k');
    await typeAndEnter(hits, 'Control+Enter');
    await expect(screen.dialog('记投诉').getByText('张一一')).toBeVisible();
  },
);
