import { readFile } from 'node:fs/promises';
import type { CustomScheme } from 'electron';
import { cacheControl, type Site, safetyHeaders } from '#main/base/transport/site.ts';

/** The program's own scheme: `file:` would give every page the disk (spec/trust.md, Security). */
export const SCHEME = 'app';
export const SITE_HOST = 'desk';
export const ORIGIN = `${SCHEME}://${SITE_HOST}`;
export const PAGE = `${ORIGIN}/`;

/** Registered before the app is ready. A page of it is a secure context with an origin of its own, and may fetch nothing else. */
export const scheme: CustomScheme = {
  scheme: SCHEME,
  privileges: {
    standard: true,
    secure: true,
    supportFetchAPI: true,
    bypassCSP: false,
    corsEnabled: false,
    allowServiceWorkers: false,
    codeCache: true,
  },
};

/**
 * Answers a request of a page: files of the built renderer by allow-list, so no part of an address ever becomes a path; types
 * from the list's fixed table; every answer with the safety headers. Never throws: what is not there is a 404.
 */
export async function answer(request: Pick<Request, 'url' | 'method'>, site: Site | undefined): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, { allow: 'GET, HEAD' });
  const pathname = pathOf(request.url);
  const file = pathname === undefined ? undefined : site?.find(pathname);
  if (!file) return refuse(404);
  try {
    const content = await readFile(file.file);
    const headers = {
      ...safetyHeaders,
      'content-type': file.type,
      'cache-control': cacheControl(file),
      'content-length': String(content.length),
    };
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(content), { status: 200, headers });
  } catch {
    return refuse(404);
  }
}

/** The path of an address of our site; undefined for another host or an address that is none. */
function pathOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  return url.protocol === `${SCHEME}:` && url.host === SITE_HOST && url.username === '' && url.password === '' ? url.pathname : undefined;
}

function refuse(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { ...safetyHeaders, ...headers, 'cache-control': 'no-store' } });
}
