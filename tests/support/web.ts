import { randomUUID } from 'node:crypto';
import type { AnyRouter } from '@orpc/server';
import type { Connection } from '#main/base/os.ts';
import type { Site } from '#main/base/transport/site.ts';
import { type ServedCore, startWebServer } from '#main/hosts/web/server.ts';

/** A web server in front of any router, with connections that know nothing but their id. */
export async function probeServer(router: AnyRouter, options: { site?: Site; monotonic?: () => number } = {}) {
  const connections = new Set<Connection>();
  const seen = { second: 0, errors: [] as unknown[] };
  const core = (): ServedCore => ({
    router,
    connect: () => {
      const connection: Connection = { id: randomUUID(), host: 'test', staffId: null, locked: false };
      connections.add(connection);
      return connection;
    },
    context: (connection) => ({ connection }),
  });
  const server = await startWebServer({
    instanceId: 'probe',
    core: core(),
    site: options.site,
    port: 0,
    secret: () => 'the secret of the folder',
    onSecondStart: () => {
      seen.second += 1;
    },
    monotonic: options.monotonic ?? (() => performance.now()),
    onError: (error) => seen.errors.push(error),
  });
  return { server, connections, seen, core };
}

/** What a page of ours does with its link: the token becomes a cookie, every request carries the page's header. */
export async function openBrowser(link: string) {
  const { origin, hash } = new URL(link);
  const answer = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { 'x-desk-page': '1', 'content-type': 'application/json', origin },
    body: JSON.stringify({ token: hash.replace('#token=', '') }),
  });
  const setCookie = answer.headers.get('set-cookie') ?? '';
  const cookie = setCookie.split(';')[0] ?? '';
  return {
    status: answer.status,
    setCookie,
    cookie,
    origin,
    fetch: (request: Request | string | URL, init?: RequestInit) => {
      const headers = new Headers(init?.headers ?? (request instanceof Request ? request.headers : undefined));
      headers.set('x-desk-page', '1');
      headers.set('cookie', cookie);
      headers.set('origin', origin);
      return fetch(request, { ...init, headers });
    },
  };
}
