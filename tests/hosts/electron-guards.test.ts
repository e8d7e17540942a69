import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { ALLOWED_PERMISSIONS, guardContents, guardSession, isOurs, isOwnDownload, mayHave } from '#main/hosts/electron/guards.ts';
import { ORIGIN } from '#main/hosts/electron/protocol.ts';

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];

function contents() {
  const emitter = new EventEmitter();
  let handler: OpenHandler | undefined;
  const fake = Object.assign(emitter, {
    setWindowOpenHandler: (given: OpenHandler) => {
      handler = given;
    },
  });
  const note = vi.fn();
  guardContents(fake as unknown as WebContents, note);
  const fire = (name: string, url: string) => {
    const event = { url, preventDefault: vi.fn() };
    emitter.emit(name, event);
    return event.preventDefault.mock.calls.length > 0;
  };
  const open = (url: string) =>
    handler?.({ url, frameName: '', features: '', disposition: 'new-window', referrer: { url: '', policy: 'default' } });
  return { fire, open, note };
}

describe('addresses of ours', () => {
  it.each([
    [`${ORIGIN}/`, true],
    [`${ORIGIN}/complaints/1`, true],
    [ORIGIN, true],
    [`${ORIGIN}.example.invalid/`, false],
    ['app://other/', false],
    ['https://desk/', false],
    ['file:///index.html', false],
    ['javascript:alert(1)', false],
    ['', false],
  ])('%s → %s', (url, ours) => {
    expect(isOurs(url)).toBe(ours);
  });
});

describe('a page', () => {
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('stays at home: %s', (name) => {
    const page = contents();
    expect(page.fire(name, 'https://example.invalid/')).toBe(true);
    expect(page.note).toHaveBeenCalledWith('navigation');
    expect(page.fire(name, `${ORIGIN}/students`)).toBe(false);
  });

  it('opens no windows, not even of its own site', () => {
    const page = contents();
    expect(page.open('https://example.invalid/')).toEqual({ action: 'deny' });
    expect(page.open(`${ORIGIN}/`)).toEqual({ action: 'deny' });
    expect(page.note).toHaveBeenCalledWith('window');
  });

  it('attaches no web view, and cannot hold the window open', () => {
    const page = contents();
    expect(page.fire('will-attach-webview', '')).toBe(true);
    expect(page.fire('will-prevent-unload', '')).toBe(true);
  });
});

describe('permissions', () => {
  const asked = [
    'media',
    'geolocation',
    'notifications',
    'midi',
    'pointerLock',
    'openExternal',
    'display-capture',
    'clipboard-read',
    'fileSystem',
    'hid',
    'usb',
    'serial',
  ];

  it('has one permission on its list', () => {
    expect([...ALLOWED_PERMISSIONS]).toEqual(['clipboard-sanitized-write']);
    expect(mayHave('clipboard-sanitized-write', `${ORIGIN}/students`)).toBe(true);
    expect(mayHave('clipboard-sanitized-write', 'https://example.invalid/')).toBe(false);
    for (const permission of asked) expect(mayHave(permission, ORIGIN)).toBe(false);
  });

  it('refuses requests, checks and devices of the session, loads no dictionary, and downloads only what the page made', () => {
    const session = Object.assign(new EventEmitter(), {
      setPermissionRequestHandler: vi.fn<Session['setPermissionRequestHandler']>(),
      setPermissionCheckHandler: vi.fn<Session['setPermissionCheckHandler']>(),
      setDevicePermissionHandler: vi.fn<Session['setDevicePermissionHandler']>(),
      setSpellCheckerEnabled: vi.fn(),
    });
    const note = vi.fn();
    guardSession(session as unknown as Session, note);

    const request = session.setPermissionRequestHandler.mock.calls[0]![0]!;
    const answer = vi.fn();
    const details = { requestingUrl: `${ORIGIN}/`, isMainFrame: true } as Parameters<typeof request>[3];
    request(null as never, 'geolocation', answer, details);
    expect(answer).toHaveBeenLastCalledWith(false);
    request(null as never, 'clipboard-sanitized-write', answer, details);
    expect(answer).toHaveBeenLastCalledWith(true);
    expect(note.mock.calls).toEqual([['permission']]);

    const check = session.setPermissionCheckHandler.mock.calls[0]![0]!;
    expect(check(null, 'media', ORIGIN, {} as never)).toBe(false);
    const device = session.setDevicePermissionHandler.mock.calls[0]![0]!;
    expect(device({} as never)).toBe(false);
    expect(session.setSpellCheckerEnabled).toHaveBeenCalledWith(false);

    const prevented = (url: string) => {
      const event = { preventDefault: vi.fn() };
      session.emit('will-download', event, { getURL: () => url });
      return event.preventDefault.mock.calls.length > 0;
    };
    expect(prevented('https://example.invalid/x.exe')).toBe(true);
    expect(prevented(`blob:${ORIGIN}/1234`)).toBe(false);
    expect(isOwnDownload(`blob:https://example.invalid/1`)).toBe(false);
  });
});
