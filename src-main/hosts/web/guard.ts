import type { IncomingHttpHeaders } from 'node:http';
import type { RefusalCode } from '#main/base/transport/refusal.ts';

/**
 * What the web host lets in (spec/trust.md, "Web host"; facts.md, Hosts: without a guard the form POST of a foreign page wrote
 * a row through loopback). Every rule is judged on the head of the request, before anything is routed or read.
 */

/** A page of ours sets it; a foreign page cannot without asking first, and is never allowed to. */
export const PAGE_HEADER = 'x-desk-page';
/** A second start shows the secret of the data folder. */
export const SECOND_HEADER = 'x-desk-second';
/** Whether the second start wants a browser opened, or only a new link said. */
export const OPEN_HEADER = 'x-desk-open';

export const LIMITS = {
  token: 4 * 1024,
  json: 1024 * 1024,
  file: 64 * 1024 * 1024,
} as const;

export type Head = { method?: string | undefined; url?: string | undefined; headers: IncomingHttpHeaders; rawHeaders: readonly string[] };

export type Verdict =
  | { kind: 'refuse'; code: RefusalCode; data?: Record<string, unknown>; allow?: string }
  | { kind: 'page'; pathname: string }
  | { kind: 'session' }
  | { kind: 'second' }
  | { kind: 'rpc'; pathname: string; big: boolean };

const refuse = (code: RefusalCode, extra?: { data?: Record<string, unknown>; allow?: string }): Verdict => ({
  kind: 'refuse',
  code,
  ...extra,
});

/** Judges a request. `port` is the one we listen on. */
export function judge(head: Head, port: number): Verdict {
  const host = head.headers.host?.toLowerCase();
  if (!host || !ownHosts(port).includes(host) || countOf(head.rawHeaders, 'host') !== 1) return refuse('FOREIGN_HOST');
  const url = head.url ?? '';
  // A proxy's absolute form names a host of its own; nobody here needs it.
  if (!url.startsWith('/') || url.startsWith('//')) return refuse('BAD_REQUEST');
  const pathname = url.split(/[?#]/, 1)[0] ?? '/';
  const origin = head.headers.origin;
  if (origin !== undefined && origin.toLowerCase() !== `http://${host}`) return refuse('FOREIGN_ORIGIN');

  const route = routeOf(pathname);
  if (route === 'page') {
    if (head.method !== 'GET' && head.method !== 'HEAD') return refuse('METHOD_NOT_ALLOWED', { allow: 'GET, HEAD' });
    return { kind: 'page', pathname };
  }
  if (head.method !== 'POST') return refuse('METHOD_NOT_ALLOWED', { allow: 'POST' });
  return judgePost(head, route, pathname);
}

function judgePost(head: Head, route: 'rpc' | 'session' | 'second', pathname: string): Verdict {
  const site = head.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return refuse('FOREIGN_ORIGIN');
  // Without a length a body could grow while it is read; browsers always tell it.
  if (head.headers['content-length'] === undefined || head.headers['transfer-encoding'] !== undefined) return refuse('LENGTH_REQUIRED');
  const length = Number(head.headers['content-length']);
  if (route === 'second')
    return head.headers[SECOND_HEADER] === undefined ? refuse('NOT_FROM_PAGE') : (tooBig(length, 0) ?? { kind: 'second' });
  if (head.headers[PAGE_HEADER] !== '1') return refuse('NOT_FROM_PAGE');
  const type = (head.headers['content-type'] ?? 'application/json').split(';', 1)[0]?.trim().toLowerCase();
  if (route === 'session') return tooBig(length, LIMITS.token) ?? { kind: 'session' };
  if (type === 'application/json') return tooBig(length, LIMITS.json) ?? { kind: 'rpc', pathname, big: false };
  if (type === 'multipart/form-data') return tooBig(length, LIMITS.file) ?? { kind: 'rpc', pathname, big: length > LIMITS.json };
  return refuse('BAD_REQUEST');
}

function tooBig(length: number, limit: number): Verdict | undefined {
  if (!Number.isSafeInteger(length) || length < 0) return refuse('BAD_REQUEST');
  return length > limit ? refuse('FILE_TOO_BIG', { data: { limit } }) : undefined;
}

function routeOf(pathname: string): 'page' | 'rpc' | 'session' | 'second' {
  if (pathname === '/rpc' || pathname.startsWith('/rpc/')) return 'rpc';
  if (pathname === '/session') return 'session';
  if (pathname === '/second') return 'second';
  return 'page';
}

function ownHosts(port: number): string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
}

function countOf(rawHeaders: readonly string[], name: string): number {
  return rawHeaders.filter((value, index) => index % 2 === 0 && value.toLowerCase() === name).length;
}
