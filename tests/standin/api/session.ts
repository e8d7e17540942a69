import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import type { Protocol } from '../cdp.ts';
import { on, send } from '../chromium.ts';
import { eventWith, needReady } from '../life.ts';
import { noteError } from '../notes.ts';
import { toChromium, toProgram } from '../schemes.ts';
import { strict } from '../strict.ts';
import { protocol } from './protocol.ts';

type RequestHandler = Parameters<Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Session['setPermissionCheckHandler']>[0];
type DeviceHandler = Parameters<Session['setDevicePermissionHandler']>[0];

/** Electron's names of what a page may ask for, and Chromium's. */
const PERMISSIONS = {
  notifications: 'notifications',
  geolocation: 'geolocation',
  'clipboard-read': 'clipboard-read',
  'clipboard-sanitized-write': 'clipboard-sanitized-write',
  midi: 'midi',
} as const;
type Permission = keyof typeof PERMISSIONS;

const handlers: { request: RequestHandler; check: CheckHandler; device: DeviceHandler } = { request: null, check: null, device: null };
/** What was set on the session, for tests to look at. */
export const sessionSettings: { spellCheck: boolean; languages: string[] } = { spellCheck: true, languages: [] };

type BeforeRequest = (details: { url: string; resourceType: string }, answer: (response: { cancel?: boolean }) => void) => void;
let beforeRequest: BeforeRequest | null = null;

/** Asks the program whether a request may go out. */
export function mayRequest(url: string, resourceType: string): Promise<boolean> {
  const ask = beforeRequest;
  if (!ask) return Promise.resolve(true);
  return new Promise((resolve) => ask({ url, resourceType }, ({ cancel = false }) => resolve(!cancel)));
}

const settings = {
  protocol,
  webRequest: strict(
    {
      onBeforeRequest(listener: BeforeRequest | null): void {
        beforeRequest = listener;
      },
    },
    'WebRequest',
  ),
  setPermissionRequestHandler(handler: RequestHandler): void {
    handlers.request = handler;
  },
  setPermissionCheckHandler(handler: CheckHandler): void {
    handlers.check = handler;
  },
  setDevicePermissionHandler(handler: DeviceHandler): void {
    handlers.device = handler;
  },
  setSpellCheckerEnabled(enable: boolean): void {
    sessionSettings.spellCheck = enable;
  },
};

let made: (EventEmitter & typeof settings) | undefined;

export const session = strict(
  {
    get defaultSession(): EventEmitter & typeof settings {
      needReady('Session can only be received when app is ready');
      made ??= strict(Object.assign(new EventEmitter(), settings), 'session');
      return made;
    },
  },
  'session',
);

/** Asks both handlers of the program as Electron does; without a handler everything is granted, as there. */
async function granted(permission: Permission, contents: WebContents, address: string): Promise<boolean> {
  const origin = new URL(address).origin === 'null' ? address.replace(/^(\w+:\/\/[^/]*).*$/s, '$1') : new URL(address).origin;
  const details = { isMainFrame: true, requestingUrl: address };
  if (handlers.check && !handlers.check(contents, permission, origin, details as never)) return false;
  const { request } = handlers;
  if (!request) return true;
  return new Promise((resolve) => request(contents, permission, resolve, details as never));
}

/** Tells Chromium what the program lets a site do. Done when a page of the site is shown, because Chromium does not ask us. */
export async function applyPermissions(contents: WebContents, address: string): Promise<void> {
  const origin = new URL(toChromium(address)).origin;
  for (const [permission, name] of Object.entries(PERMISSIONS) as [Permission, string][]) {
    const setting = (await granted(permission, contents, address)) ? 'granted' : 'denied';
    const sanitized = name === 'clipboard-sanitized-write';
    await send('Browser.setPermission', {
      permission: sanitized ? { name: 'clipboard-write', allowWithoutSanitization: false } : { name },
      setting,
      origin,
    });
  }
}

/** Downloads are told to the program, which may refuse them. */
export async function watchDownloads(contentsOf: (frame: string) => WebContents | undefined): Promise<void> {
  on('Browser.downloadWillBegin', (download) => tellDownload(download, contentsOf(download.frameId)));
  await send('Browser.setDownloadBehavior', { behavior: 'default', eventsEnabled: true });
}

function tellDownload(
  { guid, url, suggestedFilename }: Protocol.Browser.downloadWillBeginPayload,
  contents: WebContents | undefined,
): void {
  const event = eventWith({});
  const cancel = (): void => void send('Browser.cancelDownload', { guid }).catch((error) => noteError('stand-in', error));
  const item = strict(
    Object.assign(new EventEmitter(), {
      getURL: () => toProgram(url),
      getURLChain: () => [toProgram(url)],
      getFilename: () => suggestedFilename,
      cancel,
    }),
    'DownloadItem',
  );
  session.defaultSession.emit('will-download', event, item, contents);
  if (event.defaultPrevented) cancel();
}
