import type { Page } from '@playwright/test';
import { type Desk, expect, onlyWeb, test } from './support/launch.ts';

/** Counts what a tab asks the core for. */
function counting(page: Page) {
  const seen = { watch: 0, current: 0 };
  page.on('request', (request) => {
    if (request.url().endsWith('/rpc/changes/watch')) seen.watch += 1;
    if (request.url().endsWith('/rpc/session/current')) seen.current += 1;
  });
  return seen;
}

/** Something that every tab wants to hear of. */
async function change(desk: Desk): Promise<void> {
  const api = await desk.api('specialist');
  await api.session.setPin({ pin: '4711' });
}

test(
  'eight tabs share one stream, each hears each change, and another tab takes over',
  onlyWeb('the desktop has no tabs'),
  async ({ launch }) => {
    const desk = await launch();
    // the first tab is opened anew under our eyes
    const first = counting(desk.page);
    await desk.page.reload();
    await expect.poll(() => first.watch).toBe(1);

    const tabs: { page: Page; seen: ReturnType<typeof counting> }[] = [];
    for (let index = 0; index < 7; index += 1) {
      const page = await desk.page.context().newPage();
      const seen = counting(page);
      await page.goto(`${desk.origin}/`);
      await expect.poll(() => seen.current).toBeGreaterThan(0);
      tabs.push({ page, seen });
    }
    expect(tabs.map(({ seen }) => seen.watch)).toEqual(tabs.map(() => 0));

    const all = [first, ...tabs.map(({ seen }) => seen)];
    for (const seen of all) seen.current = 0;
    await change(desk);
    for (const seen of all) await expect.poll(() => seen.current).toBeGreaterThan(0);

    await desk.page.close();
    const streams = () => tabs.reduce((sum, { seen }) => sum + seen.watch, 0);
    await expect.poll(streams).toBe(1);
    for (const { seen } of tabs) await expect.poll(() => seen.current).toBeGreaterThan(0);
    for (const { seen } of tabs) seen.current = 0;
    await change(desk);
    for (const { seen } of tabs) await expect.poll(() => seen.current).toBeGreaterThan(0);
    expect(streams()).toBe(1);
  },
);

test('the stream comes back by itself when the program was away', onlyWeb('a desktop window ends with its program'), async ({ launch }) => {
  const desk = await launch();
  const tab = await desk.newTab();
  const seen = counting(tab);
  await desk.restart({ kill: true });
  await expect.poll(() => seen.current, { timeout: 20_000 }).toBeGreaterThan(0);
  seen.current = 0;
  await change(desk);
  await expect.poll(() => seen.current, { timeout: 20_000 }).toBeGreaterThan(0);
});
