import { EventEmitter } from 'node:events';
import type { App, Session, WebContents } from 'electron';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  ALLOWED_PERMISSIONS,
  guardApp,
  guardContents,
  guardSession,
  isOurs,
  isOwnBlob,
  mayHave,
  mayLoad,
} from '#main/hosts/electron/guards.ts';
import { ORIGIN } from '#main/hosts/electron/protocol.ts';

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];

function fakeContents() {
  let handler: OpenHandler | undefined;
  const emitter = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (given: OpenHandler) => {
      handler = given;
    },
  });
  const fire = (name: string, url: string, isMainFrame = true) => {
    const event = { url, isMainFrame, preventDefault: vi.fn() };
    emitter.emit(name, event);
    return event.preventDefault.mock.calls.length > 0;
  };
  const open = (url: string) =>
    handler?.({ url, frameName: '', features: '', disposition: 'new-window', referrer: { url: '', policy: 'default' } });
  return { emitter, contents: emitter as unknown as WebContents, fire, open };
}

function contents() {
  const page = fakeContents();
  const note = vi.fn();
  guardContents(page.contents, note);
  return { ...page, note };
}

/** Addresses that look like ours, or that Chromium would take for something harmless. */
const STRANGE = [
  `${ORIGIN}.example.invalid/`,
  `${ORIGIN}:8080/`,
  `${ORIGIN}@example.invalid/`,
  'app://user@desk/',
  'app://other/',
  'app:///',
  'app:desk/',
  'APP://desk/',
  'https://desk/',
  'http://127.0.0.1:9/',
  'https://example.invalid/',
  'ws://example.invalid/',
  'file:///etc/passwd',
  'file://server/share/x',
  '\\\\server\\share',
  'javascript:alert(1)',
  'vbscript:x',
  `view-source:${ORIGIN}/`,
  `filesystem:${ORIGIN}/temporary/x`,
  'chrome://gpu',
  'about:blank',
  'ms-settings:',
  'blob:https://example.invalid/1',
  'blob:null/1',
  ` ${ORIGIN}/`,
  '',
];

describe('addresses', () => {
  it('of ours are those of our scheme, host and nothing else', () => {
    for (const address of [ORIGIN, `${ORIGIN}/`, `${ORIGIN}/complaints/1?view=late#x`]) expect(isOurs(address)).toBe(true);
    for (const address of [...STRANGE, `blob:${ORIGIN}/1`, 'data:text/html,x']) expect(isOurs(address), address).toBe(false);
  });

  it('of ours have our origin, whatever stands in them', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          fc.string().map((rest) => `${ORIGIN}${rest}`),
        ),
        (address) => {
          if (!isOurs(address)) return;
          const url = new URL(address);
          expect([url.protocol, url.host, url.username, url.password]).toEqual(['app:', 'desk', '', '']);
        },
      ),
    );
  });

  it('that a page may load never leave the program', () => {
    for (const address of [`${ORIGIN}/assets/x.js`, `blob:${ORIGIN}/1`, 'data:image/png;base64,', 'devtools://devtools/bundled/x.html'])
      expect(mayLoad(address), address).toBe(true);
    for (const address of STRANGE) expect(mayLoad(address), address).toBe(false);
    fc.assert(fc.property(fc.webUrl({ validSchemes: ['http', 'https', 'ws', 'wss', 'ftp', 'file'] }), (address) => !mayLoad(address)));
  });
});

describe('a page', () => {
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('stays at home: %s', (name) => {
    const page = contents();
    for (const address of [...STRANGE, `blob:${ORIGIN}/1`, 'data:text/html,x']) expect(page.fire(name, address), address).toBe(true);
    expect(page.note).toHaveBeenLastCalledWith('navigation');
    const refused = page.note.mock.calls.length;
    expect(page.fire(name, `${ORIGIN}/students`)).toBe(false);
    expect(page.note).toHaveBeenCalledTimes(refused);
  });

  it.each(['will-frame-navigate', 'will-redirect'])('holds no frames, not even of its own site: %s', (name) => {
    expect(contents().fire(name, `${ORIGIN}/`, false)).toBe(true);
  });

  it('opens no windows, not even of its own site', () => {
    const page = contents();
    for (const address of [...STRANGE, `${ORIGIN}/`, `blob:${ORIGIN}/1`]) expect(page.open(address)).toEqual({ action: 'deny' });
    expect(page.note).toHaveBeenCalledWith('window');
  });

  it('attaches no web view, and cannot hold the window open', () => {
    const page = contents();
    expect(page.fire('will-attach-webview', '')).toBe(true);
    expect(page.note).toHaveBeenCalledWith('webview');
    expect(page.fire('will-prevent-unload', '')).toBe(true);
  });

  it('is guarded once', () => {
    const page = contents();
    guardContents(page.contents, page.note);
    page.fire('will-navigate', 'https://example.invalid/');
    expect(page.note).toHaveBeenCalledTimes(1);
  });
});

function guarded() {
  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: vi.fn<Session['setPermissionRequestHandler']>(),
    setPermissionCheckHandler: vi.fn<Session['setPermissionCheckHandler']>(),
    setDevicePermissionHandler: vi.fn<Session['setDevicePermissionHandler']>(),
    setSpellCheckerEnabled: vi.fn(),
    webRequest: { onBeforeRequest: vi.fn() },
  });
  const note = vi.fn();
  guardSession(session as unknown as Session, note);
  return { session, note };
}

describe('permissions', () => {
  const asked = [
    'media',
    'mediaKeySystem',
    'geolocation',
    'notifications',
    'midi',
    'midiSysex',
    'pointerLock',
    'keyboardLock',
    'openExternal',
    'display-capture',
    'clipboard-read',
    'fileSystem',
    'fullscreen',
    'hid',
    'usb',
    'serial',
    'idle-detection',
    'speaker-selection',
    'storage-access',
    'top-level-storage-access',
    'window-management',
    'unknown',
    'constructor',
    '',
  ];

  it('have one on the list, for the page itself', () => {
    expect([...ALLOWED_PERMISSIONS]).toEqual(['clipboard-sanitized-write']);
    expect(mayHave('clipboard-sanitized-write', `${ORIGIN}/students`, true)).toBe(true);
    expect(mayHave('clipboard-sanitized-write', `${ORIGIN}/students`, false)).toBe(false);
    for (const address of STRANGE) expect(mayHave('clipboard-sanitized-write', address, true)).toBe(false);
    for (const permission of asked) expect(mayHave(permission, ORIGIN, true)).toBe(false);
  });

  it('are refused when asked for', () => {
    const { session, note } = guarded();
    const request = session.setPermissionRequestHandler.mock.calls[0]![0]!;
    const ask = (permission: string, details: { requestingUrl: string; isMainFrame: boolean }) => {
      const answer = vi.fn();
      request(null as never, permission as never, answer, details as never);
      return answer.mock.calls;
    };
    for (const permission of asked) expect(ask(permission, { requestingUrl: `${ORIGIN}/`, isMainFrame: true })).toEqual([[false]]);
    expect(note).toHaveBeenCalledTimes(asked.length);
    expect(ask('clipboard-sanitized-write', { requestingUrl: `${ORIGIN}/`, isMainFrame: true })).toEqual([[true]]);
    expect(note).toHaveBeenCalledTimes(asked.length);
    expect(ask('clipboard-sanitized-write', { requestingUrl: `${ORIGIN}/`, isMainFrame: false })).toEqual([[false]]);
  });

  it('are refused when checked, to workers and to frames of somebody', () => {
    const { session } = guarded();
    const check = session.setPermissionCheckHandler.mock.calls[0]![0]!;
    const page = {} as WebContents;
    const may = (permission: string, from: WebContents | null, details: Partial<Parameters<typeof check>[3]> = {}) =>
      check(from, permission as never, `${ORIGIN}/`, { isMainFrame: true, ...details });
    for (const permission of asked) expect(may(permission, page)).toBe(false);
    expect(may('clipboard-sanitized-write', page)).toBe(true);
    expect(may('clipboard-sanitized-write', null)).toBe(false);
    expect(may('clipboard-sanitized-write', page, { isMainFrame: false })).toBe(false);
    expect(may('clipboard-sanitized-write', page, { embeddingOrigin: 'https://example.invalid' })).toBe(false);
  });

  it('give no device to anybody, and load no dictionary', () => {
    const { session } = guarded();
    expect(session.setDevicePermissionHandler.mock.calls[0]![0]!({} as never)).toBe(false);
    expect(session.setSpellCheckerEnabled).toHaveBeenCalledWith(false);
  });
});

describe('the session', () => {
  it('downloads only what the page made, from beginning to end', () => {
    const { session, note } = guarded();
    const prevented = (url: string, chain: string[] = [url]) => {
      const event = { preventDefault: vi.fn() };
      session.emit('will-download', event, { getURL: () => url, getURLChain: () => chain });
      return event.preventDefault.mock.calls.length > 0;
    };
    expect(prevented(`blob:${ORIGIN}/1234`)).toBe(false);
    expect(note).not.toHaveBeenCalled();
    for (const address of [...STRANGE, `${ORIGIN}/assets/x.js`, 'data:text/plain,x']) expect(prevented(address), address).toBe(true);
    expect(prevented(`blob:${ORIGIN}/1`, ['https://example.invalid/', `blob:${ORIGIN}/1`])).toBe(true);
    expect(prevented('', [])).toBe(true);
    expect(note).toHaveBeenLastCalledWith('download');
    expect(isOwnBlob('blob:https://example.invalid/1')).toBe(false);
  });

  it('lets no request out of the program', () => {
    const { session, note } = guarded();
    const listener = session.webRequest.onBeforeRequest.mock.calls[0]![0] as (details: unknown, answer: (given: unknown) => void) => void;
    const answered = (url: string) => {
      const answer = vi.fn();
      listener({ url }, answer);
      return answer.mock.calls;
    };
    expect(answered(`${ORIGIN}/assets/x.js`)).toEqual([[{ cancel: false }]]);
    for (const address of STRANGE) expect(answered(address), address).toEqual([[{ cancel: true }]]);
    expect(note.mock.calls).toEqual(STRANGE.map(() => ['request']));
  });
});

describe('the program', () => {
  const app = () => {
    const emitter = new EventEmitter();
    const note = vi.fn();
    guardApp(emitter as unknown as App, note);
    return { emitter, note };
  };

  it('guards whatever page is ever made', () => {
    const { emitter, note } = app();
    const page = fakeContents();
    emitter.emit('web-contents-created', {}, page.contents);
    expect(page.open('https://example.invalid/')).toEqual({ action: 'deny' });
    expect(page.fire('will-navigate', 'https://example.invalid/')).toBe(true);
    expect(note.mock.calls).toEqual([['window'], ['navigation']]);
  });

  it('trusts no certificate that Chromium does not', () => {
    const { emitter } = app();
    const [event, answer] = [{ preventDefault: vi.fn() }, vi.fn()];
    emitter.emit('certificate-error', event, {}, 'https://example.invalid/', 'net::ERR_CERT_AUTHORITY_INVALID', {}, answer, true);
    expect(event.preventDefault).toHaveBeenCalledTimes(1);
    expect(answer.mock.calls).toEqual([[false]]);
  });

  it('gives neither certificates nor passwords of this PC to a server', () => {
    const { emitter } = app();
    for (const [name, ...args] of [
      ['select-client-certificate', {}, 'https://example.invalid/', [{ data: 'mine' }]],
      ['login', {}, {}, {}],
    ] as const) {
      const [event, answer] = [{ preventDefault: vi.fn() }, vi.fn()];
      emitter.emit(name, event, ...args, answer);
      expect(event.preventDefault, name).toHaveBeenCalledTimes(1);
      expect(answer.mock.calls, name).toEqual([[]]);
    }
  });
});
