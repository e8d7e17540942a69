import type { App, Session, WebContents } from 'electron';
import { ORIGIN, PAGE } from './protocol.ts';

/**
 * What a page of the desktop may not do (spec/trust.md, Security): go elsewhere, hold frames, open windows, attach web views, ask for
 * devices or permissions, load or fetch anything that is not part of the program. `note` hears what was refused, as a word without any
 * address.
 */

export type Refused = 'navigation' | 'window' | 'webview' | 'permission' | 'download' | 'request' | 'certificate';
export type Note = (what: Refused) => void;

/** Copying text after a click is a permission of its own in Chromium; everything else is refused. */
export const ALLOWED_PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** True for an address of our own site. */
export function isOurs(address: string): boolean {
  return address === ORIGIN || address.startsWith(PAGE);
}

/** True for what a page of ours has made itself in memory: pictures to be shown, tables and reports to be kept. */
export function isOwnBlob(address: string): boolean {
  return address.startsWith(`blob:${PAGE}`);
}

/** A permission is granted only to our own page itself, not to a frame, and only if it is on the list. */
export function mayHave(permission: string, address: string, isMainFrame: boolean): boolean {
  return ALLOWED_PERMISSIONS.has(permission) && isMainFrame && isOurs(address);
}

/**
 * What a page may load: the program's own files, what it has made in memory, small pictures inside its style sheets. Developer tools
 * bring their own pages, where there are any. Nothing goes over a network or comes from the disk.
 */
export function mayLoad(address: string): boolean {
  return isOurs(address) || isOwnBlob(address) || address.startsWith('data:') || address.startsWith('devtools:');
}

const guarded = new WeakSet<WebContents>();

/** Guards a page; a second time changes nothing. */
export function guardContents(contents: WebContents, note: Note): void {
  if (guarded.has(contents)) return;
  guarded.add(contents);
  // The program has no frames of its own: the pages of a PDF are drawn by the page itself.
  const stay = (event: { preventDefault(): void; url: string; isMainFrame: boolean }): void => {
    if (event.isMainFrame && isOurs(event.url)) return;
    event.preventDefault();
    note('navigation');
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    note('webview');
  });
  // Drafts keep what is half written; a page must not hold the window open.
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => {
    note('window');
    return { action: 'deny' };
  });
}

export function guardSession(session: Session, note: Note): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const granted = mayHave(permission, details.requestingUrl, details.isMainFrame);
    if (!granted) note('permission');
    answer(granted);
  });
  session.setPermissionCheckHandler((contents, permission, origin, details) =>
    // without a page it is a worker, and with an embedding origin a frame of somebody
    contents === null || details.embeddingOrigin !== undefined ? false : mayHave(permission, origin, details.isMainFrame),
  );
  session.setDevicePermissionHandler(() => false);
  // The spelling dictionary would be loaded from the network.
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event, item) => {
    // also where it was sent on from
    if ([item.getURL(), ...item.getURLChain()].every(isOwnBlob)) return;
    event.preventDefault();
    note('download');
  });
  session.webRequest.onBeforeRequest((details, answer) => {
    const cancel = !mayLoad(details.url);
    if (cancel) note('request');
    answer({ cancel });
  });
}

/**
 * Guards for whatever there may ever be beside the one window: every page is guarded as it is made, no certificate is trusted on
 * somebody's word, no name, password or certificate of this PC is given to anybody.
 */
export function guardApp(app: Pick<App, 'on'>, note: Note): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, note));
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    note('certificate');
    answer(false);
  });
  // Chromium would take the first certificate of the store
  app.on('select-client-certificate', (event, _contents, _url, _list, answer) => {
    event.preventDefault();
    note('certificate');
    answer();
  });
  app.on('login', (event, _contents, _details, _info, answer) => {
    event.preventDefault();
    answer();
  });
}
