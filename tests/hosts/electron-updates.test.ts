import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createWords } from '#main/base/words.ts';
import { readRelease } from '#main/hosts/electron/release.ts';
import { startupReason } from '#main/hosts/electron/startup.ts';
import { noteBegun } from '#main/hosts/electron/updates/last.ts';
import { installedAs, installedUpdates } from '#main/hosts/electron/updates/port.ts';
import { reasonOf } from '#main/hosts/electron/updates/reasons.ts';
import { Failure } from '#shared/contract/failure.ts';
import { tempFolder } from '../support/folder.ts';

const release = { feed: '', keys: [], native: {} };

describe('how the program was installed', () => {
  it.each([
    ['win32', 'deb', {}, 'nsis'],
    ['darwin', 'deb', {}, 'mac'],
    ['linux', 'deb', {}, 'deb'],
    ['linux', 'rpm', {}, undefined],
    ['linux', 'rpm', { APPIMAGE: '/a.AppImage' }, 'appimage'],
    ['freebsd', 'deb', {}, undefined],
  ] as const)('%s with package-type %s and %o: %s', (platform, type, env, kind) => {
    const resources = tempFolder();
    writeFileSync(join(resources, 'package-type'), `${type}\n`);
    expect(installedAs({ platform, resources, env })).toBe(kind);
  });
});

describe('updates of this program', () => {
  const deps = (profile: string) => ({
    app: { getVersion: () => '2.0.0', quit: vi.fn(), relaunch: vi.fn() },
    dialog: { showOpenDialog: vi.fn(async () => ({ canceled: true, filePaths: [] })) },
    profile,
    words: () => createWords('zh-CN'),
    leave: vi.fn(),
    now: () => 0,
    onError: vi.fn(),
  });

  it('are there only in one that was packed and that something can renew', () => {
    vi.stubEnv('APPIMAGE', '/a.AppImage');
    expect(installedUpdates({ ...deps(tempFolder()), release: undefined })).toBeUndefined();
    if (process.platform === 'linux') {
      const port = installedUpdates({ ...deps(tempFolder()), release });
      expect(port?.status()).toMatchObject({ feed: false, phase: 'idle', last: null });
      vi.stubEnv('APPIMAGE', undefined);
      vi.stubGlobal('process', Object.assign(Object.create(process), { resourcesPath: tempFolder() }));
      expect(installedUpdates({ ...deps(tempFolder()), release })).toBeUndefined();
    }
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  });

  it('throw the installer away once its version runs, and ask for a package in words', async () => {
    vi.stubEnv('APPIMAGE', '/a.AppImage');
    const profile = tempFolder();
    const folder = join(profile, 'updates');
    mkdirSync(join(folder, 'pending'), { recursive: true });
    noteBegun(folder, { from: '1.0.0', to: '2.0.0', at: 1 });
    const given = deps(profile);
    const port = installedUpdates({ ...given, release });
    expect(existsSync(join(folder, 'pending'))).toBe(false);
    expect(port?.status().last).toMatchObject({ outcome: 'installed' });
    await port?.open();
    expect(given.dialog.showOpenDialog).toHaveBeenCalledWith(expect.objectContaining({ title: '选择更新包' }));
    expect(port?.status()).toMatchObject({ phase: 'idle', refusal: null });
    vi.unstubAllEnvs();
  });
});

describe('what was decided at packing', () => {
  it.each([
    ['nothing', undefined],
    ['no JSON', '{'],
    ['an address that is none', JSON.stringify({ ...release, feed: 'updates' })],
    ['a file address', JSON.stringify({ ...release, feed: 'file:///updates' })],
    ['a digest that is none', JSON.stringify({ ...release, native: { 'a.node': 'x' } })],
  ])('is not believed from %s', (_what, text) => {
    const root = tempFolder();
    mkdirSync(join(root, 'out'));
    if (text !== undefined) writeFileSync(join(root, 'out/release.json'), text);
    expect(readRelease(root)).toBeUndefined();
    writeFileSync(join(root, 'out/release.json'), JSON.stringify(release));
    expect(readRelease(root)).toEqual(release);
  });

  it('an altered native file has words of its own at the start', () => {
    expect(startupReason(new Failure('NATIVE_ALTERED', { part: 'win32-x64.node' }))).toBe('altered');
  });
});

describe('a reason', () => {
  const coded = (code: string) => Object.assign(new Error('x'), { code });
  it.each([
    [coded('ENOSPC'), 'no_space'],
    [coded('EROFS'), 'not_writable'],
    [coded('ENOTFOUND'), 'no_network'],
    [new Error('net::ERR_INTERNET_DISCONNECTED'), 'no_network'],
    [new Error('net::ERR_CERT_AUTHORITY_INVALID'), 'feed_broken'],
    [coded('HTTP_ERROR_503'), 'feed_broken'],
    [new Failure('BACKUP_FAILED', { reason: 'disk_full' }), 'backup_failed'],
    [new Failure('UPDATE_REFUSED', { reason: 'downgrade' }), 'downgrade'],
    [new Failure('UPDATE_REFUSED', { reason: 'unheard' }), 'failed'],
    [new Error('x'), 'failed'],
    ['x', 'failed'],
  ])('%s is %s', (error, reason) => {
    expect(reasonOf(error)).toBe(reason);
  });
});
