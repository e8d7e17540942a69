import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

/**
 * The pages that a host hands to its screen: an allow-list made once from the built renderer, so that no part of an address
 * ever becomes a path on disk (spec/trust.md, "Web host"). Both hosts use it, with the same headers.
 */

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  // what drawing a PDF asks for: character maps, and fonts of signs
  '.bcmap': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
};

export type SiteFile = {
  /** Absolute path on disk. */
  file: string;
  type: string;
  /** The name holds a digest of the content, so it may be kept for ever. */
  immutable: boolean;
};

export type Site = {
  /** The file for the path of an address, or undefined. A path without an extension is a place inside the program: the page answers it. */
  find(pathname: string): SiteFile | undefined;
  readonly files: readonly SiteFile[];
};

/** Lists the folder of the built renderer. Answers undefined where there is no build. */
export function openSite(folder: string): Site | undefined {
  const page = join(folder, 'index.html');
  if (!existsSync(page)) return undefined;
  const files = new Map<string, SiteFile>();
  const root = realpathSync(folder);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || !type) continue;
    const file = join(entry.parentPath, entry.name);
    const place = relative(folder, file);
    // The listing goes through linked folders; what lies elsewhere is no part of the program.
    if (realpathSync(file) !== join(root, place)) continue;
    const address = `/${place.split(sep).join('/')}`;
    files.set(address, { file, type, immutable: address.startsWith('/assets/') });
  }
  const index = files.get('/index.html');
  return {
    find: (pathname) => files.get(pathname) ?? (isPlace(pathname) ? index : undefined),
    files: [...files.values()],
  };
}

function isPlace(pathname: string): boolean {
  return /^\/(?:[\w-]+(?:\/[\w-]+)*\/?)?$/.test(pathname);
}

/**
 * Scripts only from the program itself. Styles also inline: Mantine writes its variables and media rules into `<style>` elements, and
 * the sheets their `@page` rule; a nonce is none for pages that are files. What an inline style could do for a stranger is small here:
 * it loads nothing, because pictures, fonts and connections stay with the program.
 */
export const contentPolicy = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data: blob:`,
  // Recordings of complaints, which the page itself has fetched; their types come from a fixed list.
  `media-src blob:`,
  `frame-src 'none'`,
  // A PDF is read in a worker, which is a file of the program like every script.
  `worker-src 'self'`,
  `font-src 'self'`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

/** For answers that are data: what a browser might take for a page gets no origin and loads nothing. */
export const dataPolicy = `sandbox; default-src 'none'; frame-ancestors 'none'`;

/** Headers of every answer of a host. */
export const safetyHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': [
    'bluetooth',
    'camera',
    'display-capture',
    'geolocation',
    'hid',
    'idle-detection',
    'local-fonts',
    'microphone',
    'midi',
    'payment',
    'serial',
    'usb',
  ]
    .map((name) => `${name}=()`)
    .join(', '),
};

/** How long a file of the site may be kept. */
export function cacheControl(file: SiteFile): string {
  return file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache';
}
