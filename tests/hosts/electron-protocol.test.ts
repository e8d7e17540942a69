import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { contentPolicy, dataPolicy, openSite, type Site, safetyHeaders } from '#main/base/transport/site.ts';
import { answer, ORIGIN, PAGE, SCHEME } from '#main/hosts/electron/protocol.ts';
import { tempFolder } from '../support/folder.ts';

const SECRET = 'nobody may read this';
const PAGE_TEXT = '<!doctype html>';
let site: Site | undefined;

beforeEach(() => {
  const folder = tempFolder();
  const built = join(folder, 'renderer');
  mkdirSync(join(built, 'assets'), { recursive: true });
  mkdirSync(join(folder, 'outside'));
  writeFileSync(join(built, 'index.html'), PAGE_TEXT);
  writeFileSync(join(built, 'assets', 'index-1.js'), 'export {};');
  for (const name of ['odd.exe', 'page.htm', 'image.svgz', 'noending', '.hidden', 'x.js.map', 'x.JS'])
    writeFileSync(join(built, 'assets', name), SECRET);
  for (const name of ['secret.json', 'outside/deep.js']) writeFileSync(join(folder, name), SECRET);
  // a link in the folder of the program points out of it
  symlinkSync(join(folder, 'secret.json'), join(built, 'assets', 'link.json'));
  symlinkSync(join(folder, 'outside'), join(built, 'linked'));
  site = openSite(built);
});

const get = (url: string, method = 'GET') => answer({ url, method }, site);

describe('the protocol', () => {
  it('answers the page, its assets and places inside the program', async () => {
    const page = await get(PAGE);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toBe(PAGE_TEXT);
    expect(await (await get(`${ORIGIN}/complaints/some-id?view=late#x`)).text()).toBe(PAGE_TEXT);
    const script = await get(`${ORIGIN}/assets/index-1.js?v=../../secret.json`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(await script.text()).toBe('export {};');
  });

  it.each([
    // a parser that resolves the dots leaves the top of the site, which has no such file
    `${ORIGIN}/../secret.json`,
    `${ORIGIN}/assets/../../secret.json`,
    `${ORIGIN}/%2e%2e/secret.json`,
    `${ORIGIN}/%2E%2E%2Fsecret.json`,
    `${ORIGIN}/..%2fsecret.json`,
    `${ORIGIN}/%252e%252e%252fsecret.json`,
    `${ORIGIN}/..%252fsecret.json`,
    `${ORIGIN}/%25252e%25252e/secret.json`,
    `${ORIGIN}/%c0%ae%c0%ae/secret.json`,
    `${ORIGIN}/%uff0e%uff0e/secret.json`,
    `${ORIGIN}/\uFF0E\uFF0E/secret.json`,
    `${ORIGIN}/..;/secret.json`,
    `${ORIGIN}/....//secret.json`,
    // the other slash
    `${ORIGIN}/..\\secret.json`,
    `${ORIGIN}\\..\\secret.json`,
    `${ORIGIN}/assets/..%5c..%5csecret.json`,
    `${ORIGIN}/assets\\index-1.js`,
    // whole paths, of each system
    `${ORIGIN}//etc/passwd`,
    `${ORIGIN}/etc/passwd.json`,
    `${ORIGIN}/%2fetc%2fpasswd`,
    `${ORIGIN}/C:/Windows/win.ini`,
    `${ORIGIN}/c:%5cwindows%5cwin.ini`,
    `${ORIGIN}//server/share/x.js`,
    `${ORIGIN}/file:///etc/passwd`,
    // an end that is none
    `${ORIGIN}/assets/index-1.js%00.html`,
    `${ORIGIN}/assets/index-1.js\u0000.html`,
    `${ORIGIN}/assets/index-1.js%20`,
    `${ORIGIN}/assets/index-1.js.`,
    `${ORIGIN}/assets/index-1.js/`,
    `${ORIGIN}/assets/index-1.js::$DATA`,
    `${ORIGIN}/assets/INDEX-1.JS`,
    // not of the program, or of no known type
    `${ORIGIN}/assets/odd.exe`,
    `${ORIGIN}/assets/page.htm`,
    `${ORIGIN}/assets/image.svgz`,
    `${ORIGIN}/assets/.hidden`,
    `${ORIGIN}/assets/x.js.map`,
    `${ORIGIN}/assets/x.JS`,
    `${ORIGIN}/assets/link.json`,
    `${ORIGIN}/linked/deep.js`,
    `${ORIGIN}/package.json`,
    // somebody else's
    `${SCHEME}://elsewhere/index.html`,
    `${SCHEME}://DESK/index.html`,
    `${SCHEME}://desk.example.invalid/index.html`,
    `${SCHEME}://desk:80/index.html`,
    `${SCHEME}://desk:/../index.html`.replace('desk:', 'desk:1'),
    `${SCHEME}://user@desk/index.html`,
    `${SCHEME}://user:word@desk/index.html`,
    `${SCHEME}:///index.html`,
    `${SCHEME}:index.html`,
    'https://desk/index.html',
    'file:///etc/passwd',
    'data:text/html,x',
    'not an address',
    '',
  ])('has nothing at %j', async (url) => {
    const response = await get(url);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
    expect(response.headers.get('content-type')).toBeNull();
  });

  it('shows a file without an ending to nobody: such a place is the page', async () => {
    expect(await (await get(`${ORIGIN}/assets/noending`)).text()).toBe(PAGE_TEXT);
  });

  it('gives out what is on its list and nothing else, whatever is asked', async () => {
    const given = new Set(['', PAGE_TEXT, 'export {};']);
    const piece = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '/',
        '\\',
        '%2e',
        '%2f',
        '%5c',
        '%252e',
        '%00',
        'assets',
        'linked',
        'index-1.js',
        'secret.json',
        'link.json',
        'deep.js',
        'odd.exe',
        '?',
        '#',
        ':',
        '@',
        '//',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    const address = fc
      .tuple(fc.constantFrom(ORIGIN, PAGE, `${SCHEME}:`, `${SCHEME}://x`, ''), fc.array(piece, { maxLength: 8 }))
      .map(([from, rest]) => from + rest.join(''));
    await fc.assert(
      fc.asyncProperty(address, fc.constantFrom('GET', 'HEAD'), async (url, method) => {
        const response = await get(url, method);
        expect([200, 404]).toContain(response.status);
        expect(given).toContain(await response.text());
      }),
      { numRuns: 500 },
    );
  });

  it('takes GET and HEAD only, and sends no body with HEAD', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'get', ''])
      expect((await get(PAGE, method)).status, method).toBe(405);
    const head = await get(PAGE, 'HEAD');
    expect(head.status).toBe(200);
    expect(head.headers.get('content-length')).toBe(String(PAGE_TEXT.length));
    expect(await head.text()).toBe('');
  });

  it('answers 404 where there is no build, or where a file has gone since', async () => {
    expect((await answer({ url: PAGE, method: 'GET' }, undefined)).status).toBe(404);
    const gone: Site = { find: () => ({ file: '/nowhere/x.js', type: 'text/javascript', immutable: false }), files: [] };
    expect((await answer({ url: PAGE, method: 'GET' }, gone)).status).toBe(404);
  });
});

describe('types', () => {
  const built = (names: readonly string[]): Site => {
    const folder = tempFolder();
    for (const name of ['index.html', ...names]) writeFileSync(join(folder, name), 'x');
    return openSite(folder)!;
  };

  it('come from a fixed table, by the ending alone', () => {
    const table = {
      'a.js': 'text/javascript; charset=utf-8',
      'a.css': 'text/css; charset=utf-8',
      'a.json': 'application/json; charset=utf-8',
      'a.svg': 'image/svg+xml',
      'a.png': 'image/png',
      'a.ico': 'image/x-icon',
      'a.woff2': 'font/woff2',
      'a.bcmap': 'application/octet-stream',
      'a.pfb': 'application/octet-stream',
    };
    const found = built(Object.keys(table));
    for (const [name, type] of Object.entries(table)) expect(found.find(`/${name}`)?.type).toBe(type);
  });

  it('that are not in it are not given out', () => {
    const odd = ['a.htm', 'a.xhtml', 'a.xml', 'a.pdf', 'a.swf', 'a.wasm', 'a.mjs', 'a.cjs', 'a.map', 'a.node', 'a.db', 'a.JSON'];
    expect(built(odd).files.map(({ file }) => file.split(/[\\/]/).at(-1))).toEqual(['index.html']);
  });
});

describe('headers', () => {
  const policy = Object.fromEntries(contentPolicy.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]));

  it('stand on every answer, also on a refusal', async () => {
    for (const response of [await get(PAGE), await get(`${ORIGIN}/missing.js`), await get(PAGE, 'POST'), await get('not an address')]) {
      for (const [name, value] of Object.entries(safetyHeaders)) expect(response.headers.get(name)).toBe(value);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('let scripts come from the program only, and everything else from nowhere further', () => {
    expect(policy).toEqual({
      'default-src': `'none'`,
      'script-src': `'self'`,
      'style-src': `'self' 'unsafe-inline'`,
      'img-src': `'self' data: blob:`,
      'media-src': 'blob:',
      'frame-src': `'none'`,
      'worker-src': `'self'`,
      'font-src': `'self'`,
      'connect-src': `'self'`,
      'base-uri': `'none'`,
      'form-action': `'none'`,
      'frame-ancestors': `'none'`,
    });
    // neither inline nor evaluated, and no address of a network anywhere
    expect(policy['script-src']).not.toContain('unsafe');
    expect(contentPolicy).not.toMatch(/https?:|wss?:|\*|unsafe-eval|strict-dynamic/);
    expect(dataPolicy).toBe(`sandbox; default-src 'none'; frame-ancestors 'none'`);
  });

  it('switch off devices that the program has no use for', () => {
    const given = safetyHeaders['permissions-policy'] ?? '';
    for (const device of ['camera', 'microphone', 'geolocation', 'usb', 'hid', 'serial', 'bluetooth', 'display-capture'])
      expect(given.split(', ')).toContain(`${device}=()`);
  });
});
