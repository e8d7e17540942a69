import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type OutgoingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSite } from '#main/base/transport/site.ts';
import { LIMITS } from '#main/hosts/web/guard.ts';
import { openBrowser, probeServer } from '../support/web.ts';
import { createProbe } from '../transport/probe.ts';
import type { ProbeClient } from '../transport/scenario.ts';

type Answer = { status: number; headers: Record<string, unknown>; body: string };

let ground: Awaited<ReturnType<typeof probeServer>>;
let folder: string;
const probe = createProbe();
let now = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-web-'));
  mkdirSync(join(folder, 'site', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'site', 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(folder, 'site', 'assets', 'app-1234.js'), 'export {};');
  writeFileSync(join(folder, 'site', 'assets', 'app-1234.js.map'), '{}');
  writeFileSync(join(folder, 'secret.txt'), 'nobody may read this');
  const site = openSite(join(folder, 'site'));
  ground = await probeServer(probe.router, { ...(site ? { site } : {}), monotonic: () => now });
});
afterAll(async () => {
  await ground.server.close();
  rmSync(folder, { recursive: true });
});

/** A request as it stands, with no manners of fetch: any host, any path. */
function ask(method: string, path: string, headers: OutgoingHttpHeaders = {}, body?: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ port: ground.server.port, host: '127.0.0.1', method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const own = () => ({ host: `127.0.0.1:${ground.server.port}`, origin: ground.server.origin });
const page = () => ({ ...own(), 'x-desk-page': '1', 'content-type': 'application/json' });
const dates = JSON.stringify({ json: { at: '2026-11-20T00:00:00.000Z', days: [] }, meta: [[1, 'at']] });

describe('pages', () => {
  it('answers / and static files without a session', async () => {
    expect((await ask('GET', '/')).status).toBe(200);
    const script = await ask('GET', '/assets/app-1234.js');
    expect(script.status).toBe(200);
    expect(script.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });

  it('answers a place inside the program with the page, which is never kept', async () => {
    const answer = await ask('GET', '/complaints/0190a?tab=open');
    expect(answer.body).toContain('<title>page</title>');
    expect(answer.headers['cache-control']).toBe('no-cache');
  });

  it('carries the safety headers on every answer, refusals too', async () => {
    for (const answer of [await ask('GET', '/'), await ask('GET', '/nothing.png'), await ask('GET', '/', { host: 'evil.example' })]) {
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      const policy = String(answer.headers['content-security-policy']);
      expect(policy).toContain(`script-src 'self'`);
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      expect(policy).toContain(`frame-ancestors 'none'`);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/..\\..\\secret.txt',
    '//secret.txt',
    '/assets/app-1234.js.map',
    '/assets/app-1234.js%00.png',
    '/etc/passwd.txt',
    '/index.html/',
  ])('gives nothing outside of the list: %s', async (path) => {
    const answer = await ask('GET', path);
    expect([400, 404]).toContain(answer.status);
    expect(answer.body).not.toContain('nobody may read');
  });

  it('knows GET and HEAD only', async () => {
    expect((await ask('HEAD', '/')).body).toBe('');
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH']) expect((await ask(method, '/', own())).status).toBe(405);
    expect((await ask('GET', '/rpc/dates', own())).headers.allow).toBe('POST');
  });
});

describe('who asks', () => {
  it.each(['evil.example', 'evil.example:1', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.example', '0.0.0.0:80'])(
    'refuses a foreign Host before anything else, also for GET: "%s"',
    async (host) => {
      expect((await ask('GET', '/', { host })).status).toBe(403);
      expect((await ask('POST', '/rpc/dates', { ...page(), host })).status).toBe(403);
    },
  );

  it('lets the names of loopback in', async () => {
    for (const host of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]']) {
      expect((await ask('GET', '/', { host: `${host}:${ground.server.port}` })).status).toBe(200);
    }
  });

  it('refuses two Hosts and a foreign address in the request line', async () => {
    const { port } = ground.server;
    const raw = (head: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.end(head));
        let text = '';
        socket.on('data', (chunk) => {
          text += chunk;
        });
        socket.on('close', () => resolve(text.split('\r\n')[0] ?? ''));
      });
    expect(await raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: evil.example\r\n\r\n`)).toMatch(/ 40[03] /);
    expect(await raw(`GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)).toMatch(/ 400 /);
    expect(await raw('GET / HTTP/1.1\r\nHost: \r\n\r\n')).toMatch(/ 40[03] /);
    expect(await raw('GET / HTTP/1.1\r\n\r\n')).toMatch(/ 40[03] /);
    expect(await raw('nonsense\r\n\r\n')).toMatch(/ 400 /);
  });

  it('listens on loopback only', async () => {
    const { networkInterfaces } = await import('node:os');
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address && !address.internal && address.family === 'IPv4');
    if (!outside) return;
    const refused = await new Promise((resolve) => {
      const socket = connect(ground.server.port, outside.address);
      socket.on('connect', () => resolve(false));
      socket.on('error', () => resolve(true));
    });
    expect(refused).toBe(true);
  });

  it('refuses the form of a foreign page, even with our cookie', async () => {
    const { cookie } = await openBrowser(ground.server.link());
    const form = { ...own(), cookie, origin: 'http://evil.example', 'content-type': 'application/x-www-form-urlencoded' };
    expect((await ask('POST', '/rpc/dates', form, 'json=1')).status).toBe(403);
    // a sandboxed frame or a redirect hides its origin
    expect((await ask('POST', '/rpc/dates', { ...form, origin: 'null' }, 'json=1')).status).toBe(403);
    // an other program of this PC is another origin, though the same site
    expect((await ask('POST', '/rpc/dates', { ...page(), cookie, origin: 'http://127.0.0.1:9' }, dates)).status).toBe(403);
    expect((await ask('POST', '/rpc/dates', { ...page(), cookie, 'sec-fetch-site': 'same-site' }, dates)).status).toBe(403);
  });

  it('refuses a request that did not come from our page', async () => {
    const { cookie } = await openBrowser(ground.server.link());
    const { 'x-desk-page': _gone, ...bare } = page();
    const refused = await ask('POST', '/rpc/dates', { ...bare, cookie }, dates);
    expect(refused.status).toBe(403);
    expect(refused.body).toContain('NOT_FROM_PAGE');
    expect((await ask('POST', '/rpc/dates', { ...page(), cookie }, dates)).status).toBe(200);
  });

  it('takes JSON and files only', async () => {
    const { cookie } = await openBrowser(ground.server.link());
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'text/event-stream', 'application/octet-stream']) {
      expect((await ask('POST', '/rpc/dates', { ...page(), cookie, 'content-type': type }, dates)).status).toBe(400);
    }
  });
});

describe('the link', () => {
  const open = (token: string, headers: OutgoingHttpHeaders = {}) =>
    ask('POST', '/session', { ...page(), ...headers }, JSON.stringify({ token }));
  const tokenOf = (link: string) => new URL(link).hash.replace('#token=', '');

  it('becomes a cookie that scripts cannot read and other sites do not send', async () => {
    const browser = await openBrowser(ground.server.link());
    expect(browser.status).toBe(204);
    expect(browser.setCookie).toMatch(/^desk-probe=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  it('works once', async () => {
    const token = tokenOf(ground.server.link());
    expect((await open(token)).status).toBe(204);
    const again = await open(token);
    expect(again.status).toBe(401);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  it('keeps the session of a browser that is already in', async () => {
    const { cookie } = await openBrowser(ground.server.link());
    const before = ground.connections.size;
    const again = await open(tokenOf(ground.server.link()), { cookie });
    expect(again.status).toBe(204);
    expect(again.headers['set-cookie']).toBeUndefined();
    expect(ground.connections.size).toBe(before);
  });

  it('grows old', async () => {
    const token = tokenOf(ground.server.link());
    now += 61 * 60_000;
    expect((await open(token)).status).toBe(401);
  });

  it('says how it stands to a page without a session, in the form of the contract', async () => {
    const bare = createORPCClient<ProbeClient>(new RPCLink({ url: `${ground.server.origin}/rpc`, headers: { 'x-desk-page': '1' } }));
    await expect(bare.dates({ at: new Date(), days: [] })).rejects.toMatchObject({ code: 'NO_SESSION', status: 401 });
  });

  it('does not let anybody guess', async () => {
    now += 120_000;
    for (let tries = 0; tries < 10; tries += 1) expect((await open(`guess${tries}`)).status).toBe(401);
    const link = ground.server.link();
    expect((await open(tokenOf(link))).status).toBe(429);
    now += 61_000;
    expect((await open(tokenOf(link))).status).toBe(204);
  });

  it('takes only what it can be', async () => {
    now += 120_000;
    for (const body of ['', '[]', '{}', '{"token":7}', `{"token":"${'x'.repeat(300)}"}`, 'not json']) {
      expect((await ask('POST', '/session', page(), body)).status).toBe(400);
    }
    expect((await ask('POST', '/session', page(), JSON.stringify({ token: 'x'.repeat(5000) }))).status).toBe(413);
  });
});

describe('sizes', () => {
  it('refuses a body that is too big, by its declared length', async () => {
    const { cookie } = await openBrowser(ground.server.link());
    const big = await ask(
      'POST',
      '/rpc/dates',
      { ...page(), cookie, 'content-length': LIMITS.json + 1 },
      Buffer.alloc(LIMITS.json + 1, 32),
    );
    expect(big.status).toBe(413);
    expect(big.body).toContain(`"limit":${LIMITS.json}`);
  });

  it('refuses a body of unknown length', async () => {
    const { cookie } = await openBrowser(ground.server.link());
    const answer = await ask('POST', '/rpc/dates', { ...page(), cookie, 'transfer-encoding': 'chunked' }, dates);
    expect(answer.status).toBe(411);
  });

  it('takes big files from a person only, up to the limit', async () => {
    const browser = await openBrowser(ground.server.link());
    const client: ProbeClient = createORPCClient(new RPCLink({ url: `${ground.server.origin}/rpc`, fetch: browser.fetch }));
    const file = new File([new Uint8Array(2 * 1024 * 1024)], 'big.xlsx');
    await expect(client.file({ file, times: 0 })).rejects.toMatchObject({ code: 'NO_SESSION' });
    for (const connection of ground.connections) connection.staffId = 'somebody';
    expect(await client.file({ file, times: 0 })).toMatchObject({ bytes: 2 * 1024 * 1024 });
    const tooBig = await ask('POST', '/rpc/file', {
      ...page(),
      cookie: browser.cookie,
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': LIMITS.file + 1,
    }).catch((error: Error) => error);
    expect(tooBig).toMatchObject({ status: 413 });
  });
});

describe('a second start', () => {
  it('is heard only with the secret of the folder', async () => {
    const before = ground.seen.second;
    expect((await ask('POST', '/second', { ...own(), 'content-length': 0 })).status).toBe(403);
    expect((await ask('POST', '/second', { ...own(), 'content-length': 0, 'x-desk-second': 'guess' })).status).toBe(403);
    expect(ground.seen.second).toBe(before);
    expect(
      (await ask('POST', '/second', { host: own().host, 'content-length': 0, 'x-desk-second': 'the secret of the folder' })).status,
    ).toBe(204);
    expect(ground.seen.second).toBe(before + 1);
  });
});
