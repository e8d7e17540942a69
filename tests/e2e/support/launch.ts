import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContext, test as base, expect, type Page, type TestInfo } from '@playwright/test';
import type { Lang } from '#shared/contract/fields.ts';
import { type ApiClient, apiClient } from '../../support/api.ts';
import { PASSWORD, type PersonKey, people } from '../../support/people.ts';
import { mustRun, type RunningHost } from '../../support/run-host.ts';
import { copyTemplate, TEST_NOW, type TemplateName } from './template.ts';

/** Which host runs the program; a project of the configuration says it. */
export type LaunchSettings = { host: 'web' };

export type LaunchOptions = {
  /** Where the program's clock starts; it runs on from there. Default: Friday 2026-11-20 12:30 in Shanghai. */
  now?: string;
  lang?: Lang;
  /** `new`: the wizard; `ready`: staff of every role, nothing else; `demo-small`; or a folder that is copied. Default `ready`. */
  data?: 'new' | TemplateName | { folder: string };
  /** Signs this person in before the page is shown. */
  as?: PersonKey;
};

/** The running program and the window a person looks at. */
export type Desk = {
  readonly page: Page;
  readonly dataDir: string;
  readonly origin: string;
  /** Signs in without the login screen (that has specs of its own) and shows the page anew. */
  signIn(person: PersonKey): Promise<void>;
  /** Another tab of the same browser. */
  newTab(path?: string): Promise<Page>;
  /** A fresh one-time link, as Enter in the console gives it. */
  newLink(): Promise<string>;
  /** Another browser, let in by a link of its own. */
  newBrowser(): Promise<{ page: Page; context: BrowserContext }>;
  /** The contract without a screen, as one more browser; for what a test needs to be there. */
  api(person?: PersonKey): Promise<ApiClient>;
  /** Ends the program (or kills it) and starts it again on the same folder, for example three days later. */
  restart(options?: { now?: string; kill?: boolean; as?: PersonKey }): Promise<void>;
  /** Nothing that axe could find on the page as it is now. */
  accessible(page?: Page): Promise<void>;
  /** With DESK_SHOTS=1 pictures at both sizes for looking at: test-results/shots/<name>-<lang>-<size>.png. */
  shoot(name: string): Promise<void>;
};

const SIZES = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const;
const SHOTS = join(process.env.DESK_RESULTS ?? join(import.meta.dirname, '..', '..', '..', 'test-results'), 'shots');

/** A request that is refused on purpose shows as such in the browser's console; everything else there is a fault. */
const EXPECTED =
  /^Failed to load resource: (?:the server responded with a status of 4\d\d|net::ERR_(?:CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|CONNECTION_RESET|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE|ABORTED))/;

export const test = base.extend<LaunchSettings & { launch: (options?: LaunchOptions) => Promise<Desk> }>({
  host: ['web', { option: true }],
  launch: async ({ browser }, use, testInfo) => {
    const cleanUp: (() => Promise<void> | void)[] = [];
    const faults: string[] = [];
    await use(async (options = {}) =>
      openDesk(options, { browser: () => browser.newContext(contextOptions(testInfo, options)), cleanUp, faults }),
    );
    for (const step of cleanUp.reverse()) await step();
    expect(faults, 'errors in the page').toEqual([]);
  },
});
export { expect };

type Tools = { browser: () => Promise<BrowserContext>; cleanUp: (() => Promise<void> | void)[]; faults: string[] };

function contextOptions(testInfo: TestInfo, options: LaunchOptions) {
  const { viewport, timezoneId } = testInfo.project.use;
  return {
    viewport: viewport ?? SIZES[0],
    timezoneId: timezoneId ?? 'Asia/Shanghai',
    locale: options.lang ?? 'zh-CN',
    reducedMotion: 'reduce' as const,
  };
}

async function openDesk(options: LaunchOptions, tools: Tools): Promise<Desk> {
  const home = mkdtempSync(join(tmpdir(), 'desk-e2e-'));
  tools.cleanUp.push(() => rmSync(home, { recursive: true, force: true, maxRetries: 3 }));
  const dataDir = join(home, 'data');
  const { data = 'ready' } = options;
  if (typeof data === 'object') cpSync(data.folder, dataDir, { recursive: true });
  else if (data !== 'new') await copyTemplate(data, dataDir);

  let now = options.now ?? TEST_NOW;
  const start = (port = '0') =>
    mustRun(['--data', dataDir, '--port', port, '--now', now, ...(options.lang ? ['--lang', options.lang] : [])], {
      // the demo centre and everything else of this test stays in its own home
      env: { XDG_DATA_HOME: join(home, 'appdata'), HOME: home },
    });
  let host: RunningHost = await start();
  tools.cleanUp.push(async () => {
    if (host.child.exitCode === null && host.child.signalCode === null) await host.stop();
  });

  const newContext = async (): Promise<BrowserContext> => {
    const context = await tools.browser();
    tools.cleanUp.push(() => context.close());
    context.on('weberror', (error) => tools.faults.push(String(error.error())));
    context.on('console', (message) => {
      const ours = message.page()?.url().startsWith(host.origin) ?? true;
      if (ours && message.type() === 'error' && !EXPECTED.test(message.text())) tools.faults.push(message.text());
    });
    return context;
  };
  const context = await newContext();
  const page = await context.newPage();
  const shown = async (target: Page) => {
    await target.waitForFunction(() => (document.getElementById('root')?.childElementCount ?? 0) > 0);
  };
  /** Opens a link of the program; the page is in when its token was changed for a cookie, and shows itself before that. */
  const enter = async (target: Page, link: string) => {
    const changed = target.waitForResponse(
      (answer) => answer.request().method() === 'POST' && new URL(answer.url()).pathname === '/session',
    );
    await target.goto(link);
    await changed;
    await shown(target);
  };

  /** Without a page, which would only be loaded once more behind it. */
  const request = (path: string, data: unknown) =>
    context.request.post(host.origin + path, { headers: { 'x-desk-page': '1', origin: host.origin }, data });
  const logIn = async (person: PersonKey) => {
    const answer = await request('/rpc/session/login', { json: { login: people[person].login, password: PASSWORD }, meta: [] });
    expect(answer.status(), await answer.text()).toBe(200);
  };
  /** The program as somebody sees it who has just signed in, or before that. */
  const open = async (person: PersonKey | undefined) => {
    if (!person) return enter(page, host.link);
    const answer = await request('/session', { token: new URL(host.link).hash.slice('#token='.length) });
    expect(answer.ok(), await answer.text()).toBe(true);
    await logIn(person);
    await page.goto(host.origin);
    await shown(page);
  };

  const desk: Desk = {
    page,
    dataDir,
    get origin() {
      return host.origin;
    },
    signIn: async (person) => {
      await logIn(person);
      await page.reload();
      await shown(page);
    },
    newTab: async (path = '/') => {
      const tab = await context.newPage();
      await tab.goto(host.origin + path);
      await shown(tab);
      return tab;
    },
    newLink: () => host.newLink(),
    newBrowser: async () => {
      const other = await newContext();
      const tab = await other.newPage();
      await enter(tab, await host.newLink());
      return { page: tab, context: other };
    },
    api: async (person) => {
      const api = await apiClient(await host.newLink());
      if (person) await api.session.login({ login: people[person].login, password: PASSWORD });
      return api;
    },
    restart: async ({ now: next, kill, as } = {}) => {
      await host.stop(kill ? 'SIGKILL' : 'SIGTERM');
      now = next ?? now;
      // the same address, as tabs that are open would find it
      host = await start(new URL(host.origin).port);
      await open(as);
    },
    accessible: async (target = page) => {
      const rules = new AxeBuilder({ page: target }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']);
      // The colours are the same in every language, and measuring them is most of the time.
      if (options.lang === 'en') rules.disableRules('color-contrast');
      const { violations } = await rules.analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
      expect(found).toEqual([]);
    },
    shoot: async (name) => {
      if (!process.env.DESK_SHOTS) return;
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

  await open(options.as);
  return desk;
}
