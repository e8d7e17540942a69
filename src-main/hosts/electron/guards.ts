import type { Session, WebContents } from 'electron';
import { ORIGIN, PAGE } from './protocol.ts';

/**
 * What a page of the desktop may not do (spec/trust.md, Security): go elsewhere, open windows, attach web views, ask for
 * devices or permissions. `note` hears what was refused, as a word without any address.
 */

export type Refused = 'navigation' | 'window' | 'webview' | 'permission' | 'download';
export type Note = (what: Refused) => void;

/** Copying text after a click is a permission of its own in Chromium; everything else is refused. */
export const ALLOWED_PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** True for an address of our own site. */
export function isOurs(address: string): boolean {
  return address === ORIGIN || address.startsWith(PAGE);
}

/** True for the files that a page of ours makes itself: tables and reports to be kept. */
export function isOwnDownload(address: string): boolean {
  return address.startsWith(`blob:${PAGE}`) || isOurs(address);
}

/** A permission is granted only to our own page and only if it is on the list. */
export function mayHave(permission: string, address: string): boolean {
  return ALLOWED_PERMISSIONS.has(permission) && isOurs(address);
}

export function guardContents(contents: WebContents, note: Note): void {
  const stay = (event: { preventDefault(): void }, address: string): void => {
    if (isOurs(address)) return;
    event.preventDefault();
    note('navigation');
  };
  contents.on('will-navigate', (event) => stay(event, event.url));
  contents.on('will-frame-navigate', (event) => stay(event, event.url));
  contents.on('will-redirect', (event) => stay(event, event.url));
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
    const granted = mayHave(permission, details.requestingUrl);
    if (!granted) note('permission');
    answer(granted);
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => mayHave(permission, origin));
  session.setDevicePermissionHandler(() => false);
  // The spelling dictionary would be loaded from the network.
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event, item) => {
    if (isOwnDownload(item.getURL())) return;
    event.preventDefault();
    note('download');
  });
}
