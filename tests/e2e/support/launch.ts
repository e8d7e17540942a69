import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, test as base, expect, type TestInfo } from '@playwright/test';
import { type CleanUp, type Desk, type LaunchOptions, makeHome, SIZES, type Start } from './desk.ts';
import { openDesktopDesk } from './desktop-desk.ts';
import { go } from './go.ts';
import { openWebDesk } from './web-desk.ts';

/** Which host runs the program; a project of the configuration says it. */
export type LaunchSettings = { host: 'web' | 'desktop' };

const SHOTS = join(process.env.DESK_RESULTS ?? join(import.meta.dirname, '..', '..', '..', 'test-results'), 'shots');

type Fixtures = LaunchSettings & { launch: (options?: LaunchOptions) => Promise<Desk> };

export const test = base.extend<Fixtures, { webBrowser: () => Promise<Browser> }>({
  host: ['web', { option: true }],
  // Playwright's own fixture would start a browser for the desktop as well.
  webBrowser: [
    async ({ playwright, launchOptions }, use) => {
      let started: Promise<Browser> | undefined;
      await use(() => {
        started ??= playwright.chromium.launch(launchOptions);
        return started;
      });
      await (await started)?.close();
    },
    { scope: 'worker' },
  ],
  launch: async ({ webBrowser, host }, use, testInfo) => {
    const cleanUp: CleanUp = [];
    const faults: string[] = [];
    await use(async (options = {}) => {
      const home = await makeHome(options, cleanUp);
      const start: Start = { ...home, options, page: pageOf(testInfo, options), cleanUp, faults };
      const desk = host === 'web' ? await openWebDesk(start, await webBrowser()) : await openDesktopDesk(start);
      return withLook(desk, start);
    });
    for (const step of cleanUp.reverse()) await step();
    expect(faults, 'errors in the page').toEqual([]);
  },
});
export type { Desk };
export { expect };

/** For a spec about something that only the web host has: several tabs, links, cookies. Told at the end of a run. */
export const onlyWeb = (reason: string) => ({ tag: '@web', annotation: { type: 'only web', description: reason } });
/** For a spec about the desktop itself: windows, menus, notices, the key chain. */
export const onlyDesktop = (reason: string) => ({ tag: '@desktop', annotation: { type: 'only desktop', description: reason } });

function pageOf(testInfo: TestInfo, options: LaunchOptions): Start['page'] {
  const { viewport, timezoneId } = testInfo.project.use;
  return { viewport: viewport ?? SIZES[0], timezoneId: timezoneId ?? 'Asia/Shanghai', locale: options.lang ?? 'zh-CN' };
}

/** Adds what is done with a page whichever host shows it. Getters of the host stay what they are. */
function withLook(desk: Awaited<ReturnType<typeof openWebDesk>>, { options, dataDir }: Start): Desk {
  const look: Pick<Desk, 'accessible' | 'go' | 'shoot' | 'dataDir'> = {
    dataDir,
    go: (path) => go(desk.page, path),
    accessible: async ({ page = desk.page, part } = {}) => {
      // The page is the same on both hosts, and axe would cost the desktop a fifth of its time.
      if (desk.host === 'desktop') return;
      const rules = new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        // no frame of ours is of another origin; the other mode opens a second page for each look
        .setLegacyMode();
      // The colours are the same in every language, and measuring them is most of the time.
      if (options.lang === 'en') rules.disableRules('color-contrast');
      if (part) rules.include(part);
      const { violations } = await rules.analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
      expect(found).toEqual([]);
    },
    shoot: async (name) => {
      if (!process.env.DESK_SHOTS) return;
      const { page } = desk;
      const before = page.viewportSize();
      for (const size of SIZES) {
        await page.setViewportSize(size);
        await page.screenshot({
          path: join(SHOTS, `${name}-${options.lang ?? 'zh-CN'}-${size.width}x${size.height}.png`),
          animations: 'disabled',
        });
      }
      if (before) await page.setViewportSize(before);
    },
  };
  return Object.defineProperties(look, Object.getOwnPropertyDescriptors(desk)) as Desk;
}
