import type { CustomScheme, Privileges } from 'electron';

/**
 * Chromium refuses addresses of a scheme that it does not know before any protocol client sees them. So the program's own site is
 * shown under a made-up https host: `app://desk/x` is `https://desk.app.standin/x` there, and only there.
 */

const HOST_END = 'standin';

export type SchemeHandler = (request: Request) => Response | Promise<Response>;

const schemes = new Map<string, Privileges>();
/** Who answers the requests of a scheme. */
export const handlers = new Map<string, SchemeHandler>();

export function registerSchemes(list: readonly CustomScheme[]): void {
  for (const { scheme, privileges } of list) schemes.set(scheme, privileges ?? {});
}

export const privilegesOf = (scheme: string): Privileges | undefined => schemes.get(scheme);

const isOwn = (scheme: string): boolean => schemes.has(scheme) || handlers.has(scheme);
const schemeOf = (address: string): string => new URL(address).protocol.slice(0, -1);

/** The address as Chromium gets it. */
export function toChromium(address: string): string {
  if (address.startsWith('blob:')) return `blob:${toChromium(address.slice('blob:'.length))}`;
  if (!URL.canParse(address) || !isOwn(schemeOf(address))) return address;
  const { host, pathname, search, hash } = new URL(address);
  return `https://${host || '_'}.${schemeOf(address)}.${HOST_END}${pathname || '/'}${search}${hash}`;
}

/** The address as the program knows it. */
export function toProgram(address: string): string {
  if (address.startsWith('blob:')) return `blob:${toProgram(address.slice('blob:'.length))}`;
  const match = new RegExp(`^https://([^/]*)\\.([a-z][a-z0-9+-]*)\\.${HOST_END}(/.*)?$`, 's').exec(address);
  if (!match) return address;
  const [, host = '', scheme = '', rest = '/'] = match;
  return `${scheme}://${host === '_' ? '' : host}${rest}`;
}

/** The origin of an address, as Electron says it; `null` for one without. */
export function originOf(address: string): string {
  if (!URL.canParse(address)) return 'null';
  const { protocol, host, origin } = new URL(address);
  return isOwn(protocol.slice(0, -1)) ? `${protocol}//${host}` : origin;
}

/** A content policy may name the program's scheme as a source. */
export function policyToChromium(policy: string): string {
  return policy.replaceAll(/\b([a-z][a-z0-9+-]*):(?=[\s;]|$)/g, (source, scheme: string) =>
    isOwn(scheme) ? `https://*.${scheme}.${HOST_END}` : source,
  );
}
