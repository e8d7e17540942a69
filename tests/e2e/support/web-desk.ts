import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test';
import { apiClient } from '../../support/api.ts';
import { PASSWORD, type PersonKey, people } from '../../support/people.ts';
import { mustRun, type RunningHost } from '../../support/run-host.ts';
import { flagsOf, type HostDesk, homeEnv, notHere, type Start, shown, watchPages } from './desk.ts';

/** The web host in a process of its own, and a browser that was let in by its link. */
export async function openWebDesk(start: Start, browser: Browser): Promise<HostDesk> {
  const run = (now?: string, port = '0') => mustRun([...flagsOf(start, now), '--port', port], { env: homeEnv(start.home) });
  let now: string | undefined;
  let host: RunningHost = await run();
  start.cleanUp.push(async () => {
    // leaving in peace, with a backup, is what specs about that do
    if (host.child.exitCode === null && host.child.signalCode === null) await host.stop('SIGKILL');
  });

  const newContext = async (): Promise<BrowserContext> => {
    const context = await browser.newContext({ ...start.page, reducedMotion: 'reduce' });
    start.cleanUp.push(() => context.close());
    watchPages(context, start, () => host.origin);
    return context;
  };
  const context = await newContext();
  const page = await context.newPage();
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

  await open(start.options.as);
  return {
    host: 'web',
    page,
    get origin() {
      return host.origin;
    },
    get app(): never {
      return notHere('the Electron program');
    },
    env: {},
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
      host = await run(now, new URL(host.origin).port);
      await open(as);
    },
  };
}
