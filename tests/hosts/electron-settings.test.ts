import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { contentPolicy, openSite, type Site, safetyHeaders } from '#main/base/transport/site.ts';
import { answer, ORIGIN, PAGE, SCHEME, scheme } from '#main/hosts/electron/protocol.ts';
import { webPreferences, windowOptions } from '#main/hosts/electron/window.ts';
import { tempFolder } from '../support/folder.ts';

const setting = {
  place: { x: 40, y: 20, width: 1366, height: 768 },
  preload: '/p/preload.cjs',
  icon: '/i.png',
  title: 'Desk',
  packaged: true,
  dark: false,
};

describe('the window', () => {
  it('gives a page neither Node nor the preload, in the sandbox', () => {
    expect(webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    });
  });

  it('is made with exactly these preferences and one preload', () => {
    const { webPreferences: used, ...rest } = windowOptions(setting);
    expect(used).toEqual({ ...webPreferences, devTools: false, preload: '/p/preload.cjs' });
    expect(rest).toMatchObject({ ...setting.place, show: false, minWidth: 1024, minHeight: 640, autoHideMenuBar: true });
  });

  it('has developer tools only when it is not packaged', () => {
    expect(windowOptions(setting).webPreferences?.devTools).toBe(false);
    expect(windowOptions({ ...setting, packaged: false }).webPreferences?.devTools).toBe(true);
  });

  it('is painted in the colour of the theme from the first moment', () => {
    expect(windowOptions(setting).backgroundColor).toBe('#FFFFFF');
    expect(windowOptions({ ...setting, dark: true }).backgroundColor).toBe('#181A20');
  });
});

describe('the scheme', () => {
  it('is a secure origin of its own that bypasses nothing', () => {
    expect(scheme.scheme).toBe(SCHEME);
    expect(PAGE).toBe(`${ORIGIN}/`);
    expect(scheme.privileges).toEqual({
      standard: true,
      secure: true,
      supportFetchAPI: true,
      bypassCSP: false,
      corsEnabled: false,
      allowServiceWorkers: false,
      codeCache: true,
    });
  });

  it('has a policy that lets scripts come from the program only', () => {
    const policy = Object.fromEntries(contentPolicy.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1)]));
    expect(policy['default-src']).toEqual([`'none'`]);
    expect(policy['script-src']).toEqual([`'self'`]);
    expect(policy['connect-src']).toEqual([`'self'`]);
    expect(policy['frame-ancestors']).toEqual([`'none'`]);
    expect(contentPolicy).not.toMatch(/script-src[^;]*unsafe|https?:/);
  });
});

describe('the protocol', () => {
  let site: Site | undefined;
  beforeEach(() => {
    const folder = tempFolder();
    const built = join(folder, 'renderer');
    mkdirSync(join(built, 'assets'), { recursive: true });
    writeFileSync(join(built, 'index.html'), '<!doctype html>');
    writeFileSync(join(built, 'assets', 'index-1.js'), 'export {};');
    writeFileSync(join(built, 'assets', 'odd.exe'), 'MZ');
    writeFileSync(join(folder, 'secret.json'), '{}');
    site = openSite(built);
  });
  const get = (url: string, method = 'GET') => answer({ url, method }, site);

  it('answers the page, its assets and places inside the program', async () => {
    const page = await get(PAGE);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toBe('<!doctype html>');
    expect((await get(`${ORIGIN}/complaints/some-id?view=late#x`)).status).toBe(200);
    const script = await get(`${ORIGIN}/assets/index-1.js`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toContain('immutable');
  });

  it('puts the policy and the other safety headers on every answer, also on a refusal', async () => {
    for (const response of [await get(PAGE), await get(`${ORIGIN}/missing.js`), await get(PAGE, 'POST')]) {
      for (const [name, value] of Object.entries(safetyHeaders)) expect(response.headers.get(name)).toBe(value);
    }
  });

  it.each([
    `${ORIGIN}/../secret.json`,
    `${ORIGIN}/..%2fsecret.json`,
    `${ORIGIN}/%2e%2e/secret.json`,
    `${ORIGIN}/assets/..%5c..%5csecret.json`,
    `${ORIGIN}//etc/passwd`,
    `${ORIGIN}/assets/odd.exe`,
    `${ORIGIN}/assets/`.concat('index-1.js%00.html'),
    `${SCHEME}://elsewhere/index.html`,
    `${SCHEME}://user@desk/index.html`,
    'file:///etc/passwd',
    'not an address',
  ])('has nothing at %s', async (url) => {
    const response = await get(url);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
  });

  it('takes GET and HEAD only, and sends no body with HEAD', async () => {
    expect((await get(PAGE, 'POST')).status).toBe(405);
    const head = await get(PAGE, 'HEAD');
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
  });

  it('answers 404 where there is no build, and never throws', async () => {
    expect((await answer({ url: PAGE, method: 'GET' }, undefined)).status).toBe(404);
  });
});
