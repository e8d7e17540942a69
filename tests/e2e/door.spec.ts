import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onlyWeb, test } from './support/launch.ts';

test.describe('the link into the program', onlyWeb('the desktop has no link'), () => {
  test('leaves nothing of the token in the address or the history', async ({ launch }) => {
    const { page, origin } = await launch();
    await expect(page).toHaveURL(`${origin}/`);
    expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2);
    await page.reload();
    await expect(page.getByText('没有接通')).toHaveCount(0);
  });

  for (const lang of ['zh-CN', 'en'] as const) {
    test(`a page without a session says how to get a new link (${lang})`, async ({ launch, webBrowser }) => {
      const desk = await launch({ lang });
      const context = await (await webBrowser()).newContext();
      await context.addInitScript((value) => localStorage.setItem('desk.lang', value), lang);
      const stranger = await context.newPage();
      await stranger.goto(`${desk.origin}/complaints`);
      await expect(stranger.getByText(lang === 'en' ? 'not connected to the desk yet' : '还没有接通学服台')).toBeVisible();
      await expect(stranger.getByText(lang === 'en' ? 'press Enter in its console' : '在它的命令行窗口里按回车')).toBeVisible();
      await desk.accessible({ page: stranger });
      // the link, pasted into this very tab, lets it in
      await stranger.goto(await desk.newLink());
      await expect(stranger.getByText(lang === 'en' ? 'not connected' : '没有接通')).toHaveCount(0);
      await context.close();
    });
  }

  test('after a restart one new link brings every tab of the browser back', async ({ launch }) => {
    const desk = await launch({ as: 'supervisor' });
    const tab = await desk.newTab();
    await desk.restart();
    await tab.reload();
    await expect(tab.getByText('没有接通')).toHaveCount(0);
    // a restart asks for the password again
    expect((await (await desk.api()).session.current()).state).toBe('signed-out');
  });

  test('a foreign page of this PC, in the same browser, can neither read, write nor frame', async ({ launch }) => {
    const desk = await launch({ as: 'supervisor' });
    const foreign = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><p>foreign'));
    await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
    const { port } = foreign.address() as AddressInfo;
    for (const name of ['127.0.0.1', 'localhost']) {
      const page = await desk.page.context().newPage();
      await page.goto(`http://${name}:${port}/`);
      const target = `http://${name}:${new URL(desk.origin).port}`;
      const outcome = await page.evaluate(async (url) => {
        const attempt = (init: RequestInit) =>
          fetch(`${url}/rpc/session/lock`, { method: 'POST', credentials: 'include', ...init }).then(
            (answer) => answer.status,
            () => 'refused',
          );
        const frame = document.createElement('iframe');
        frame.src = url;
        document.body.append(frame);
        const framed = await new Promise((resolve) => {
          frame.addEventListener('load', () => resolve(frame.contentDocument?.title ?? 'closed to us'));
        });
        return {
          framed,
          asked: await attempt({ headers: { 'x-desk-page': '1', 'content-type': 'application/json' }, body: '{}' }),
          simple: await attempt({ headers: { 'content-type': 'text/plain' }, body: '{}' }),
          blind: await attempt({ mode: 'no-cors', body: '{}' }),
        };
      }, target);
      expect(outcome).toEqual({ framed: 'closed to us', asked: 'refused', simple: 'refused', blind: 'refused' });
      // the oldest trick: a form that is sent by itself, with whatever cookies the browser sends along
      await page.setContent(
        `<form method="post" action="${target}/rpc/session/lock" enctype="text/plain"><input name="x" value="1"></form>`,
      );
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.url().endsWith('/rpc/session/lock')),
        page.evaluate(() => document.forms[0]?.submit()),
      ]);
      expect(answer.status()).toBe(403);
    }
    foreign.close();
    const current = await desk.page.evaluate(async () => {
      const answer = await fetch('/rpc/session/current', {
        method: 'POST',
        headers: { 'x-desk-page': '1', 'content-type': 'application/json' },
        body: '{}',
      });
      return (await answer.json()) as { json: { state: string } };
    });
    expect(current.json.state).toBe('in');
  });
});
