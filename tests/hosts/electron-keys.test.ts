import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createKeyStore } from '#main/base/keys.ts';
import { type KeyChoice, keyMeans } from '#main/hosts/electron/key-means.ts';
import { type OsKeyPort, osKeyPort, providerOf, type Vault } from '#main/hosts/electron/keys.ts';
import { tempFolder } from '../support/folder.ts';

const turn = (text: string) => [...text].reverse().join('');

/**
 * Turns letters round behind the mark of a real seal; enough to see what was sealed. The synchronous methods are there as in
 * Electron, and nobody may call them.
 */
function vault(more: Partial<Vault> = {}, mark = 'v11'): Vault {
  const synchronous = () => {
    throw new Error('the synchronous methods must not be used');
  };
  return Object.assign(
    { isEncryptionAvailable: synchronous, encryptString: synchronous, decryptString: synchronous },
    {
      isAsyncEncryptionAvailable: async () => true,
      encryptStringAsync: async (plain: string) => Buffer.from(`${mark}${turn(plain)}`),
      decryptStringAsync: async (sealed: Buffer) => ({ result: turn(sealed.toString().slice(3)), shouldReEncrypt: false }),
      getSelectedStorageBackend: () => 'gnome_libsecret' as const,
    },
    more,
  );
}
const named = (backend: ReturnType<Vault['getSelectedStorageBackend']>) => ({ getSelectedStorageBackend: () => backend });
const portOf = async (store: Vault, platform: NodeJS.Platform = 'linux') => (await osKeyPort(store, platform))!;

describe('who keeps the key', () => {
  it.each([
    ['darwin', vault({}, 'v10'), 'electron:keychain'],
    ['win32', vault({}, 'v10'), 'electron:dpapi'],
    ['linux', vault(), 'electron:gnome_libsecret'],
    ['linux', vault(named('kwallet6')), 'electron:kwallet6'],
    // a keyring that the named back end knows nothing of, and the portal of a sandbox
    ['linux', vault(named('basic_text')), 'electron:secret_service'],
    ['linux', vault(named('basic_text'), 'v12'), 'electron:portal'],
  ] as const)('%s', async (platform, store, name) => {
    expect(await providerOf(store, platform)).toBe(name);
  });

  it.each([
    ['plain text', vault(named('basic_text'), 'v10')],
    ['plain text that calls itself a keyring', vault(named('gnome_libsecret'), 'v10')],
    ['a store that nobody knows', vault(named('unknown'), 'xyz')],
    ['a store that is not there', vault({ isAsyncEncryptionAvailable: async () => false })],
    ['a store that is locked', vault({ encryptStringAsync: () => Promise.reject(new Error('locked')) })],
    ['a store that forgets', vault({ decryptStringAsync: async () => ({ result: '', shouldReEncrypt: false }) })],
  ])('is nobody with %s', async (_what, store) => {
    expect(await providerOf(store, 'linux')).toBeUndefined();
    expect(await osKeyPort(store, 'linux')).toBeUndefined();
  });

  it('seals and opens 32 bytes, without their text on the way', async () => {
    const port = await portOf(vault());
    const key = Buffer.alloc(32, 7);
    const sealed = await port.encrypt(key);
    expect(sealed.includes(key)).toBe(false);
    expect(await port.decrypt(sealed)).toEqual(key);
    expect(port.stale).toBe(false);
  });

  it('asks again when the system has a newer key, and remembers to seal anew', async () => {
    const usual = vault();
    const decryptStringAsync = vi.fn(usual.decryptStringAsync);
    const port = await portOf(vault({ decryptStringAsync }), 'win32');
    decryptStringAsync
      .mockResolvedValueOnce({ result: 'b2xk', shouldReEncrypt: true })
      .mockResolvedValueOnce({ result: 'bmV3', shouldReEncrypt: false });
    expect((await port.decrypt(Buffer.from('x'))).toString()).toBe('new');
    expect(port.stale).toBe(true);
  });
});

/** A folder and what is asked about it; nobody is asked unless the test says what they answer. */
function choice(more: Partial<KeyChoice> = {}) {
  const never = async () => {
    throw new Error('nobody should have been asked');
  };
  const dataDir = tempFolder();
  const onError = vi.fn();
  const options: KeyChoice = { dataDir, vault: undefined, recoveryCode: undefined, askKeeper: never, showCode: never, onError, ...more };
  const folder = options.dataDir;
  return {
    options,
    onError,
    store: createKeyStore(folder, { ln: 10, r: 8, p: 1 }),
    bytes: () => readFileSync(join(folder, 'keys.json'), 'utf8'),
  };
}
const broken = (port: OsKeyPort, more: Partial<OsKeyPort>): OsKeyPort => ({ ...port, ...more });

describe('with what a new folder is opened', () => {
  it('takes the system store and asks nobody', async () => {
    const os = await portOf(vault());
    expect(await keyMeans(choice({ vault: os }).options)).toEqual({ os });
  });

  it('puts the key into a file only when the person says so', async () => {
    expect(await keyMeans(choice({ askKeeper: async () => 'file' }).options)).toEqual({ file: true });
    const declined = choice({ askKeeper: async () => 'quit' });
    await expect(keyMeans(declined.options)).rejects.toMatchObject({ code: 'KEY_FILE_DECLINED' });
    expect(declined.store.exists()).toBe(false);
  });

  it('keeps it nowhere when the person would rather give the code each time, and shows the code before anything is in it', async () => {
    const showCode = vi.fn(async () => undefined);
    const { options, store } = choice({ askKeeper: async () => 'code', showCode });
    const { recoveryCode } = await keyMeans(options);
    expect(showCode).toHaveBeenCalledExactlyOnceWith(recoveryCode);
    expect(store.envelopes().map(({ kind }) => kind)).toEqual(['recovery']);
    expect((await store.open({ recoveryCode: recoveryCode! })).by).toBe('recovery');
    // the next start asks for it, and for nothing else when it was given
    expect(await keyMeans({ ...options, showCode: async () => undefined })).toEqual({});
    expect(await keyMeans({ ...options, recoveryCode })).toEqual({ recoveryCode });
    expect(store.envelopes().map(({ kind }) => kind)).toEqual(['recovery']);
  });
});

describe('with what a folder is opened that was there before', () => {
  it('opens a key file that was chosen before, without asking again', async () => {
    const { options, store } = choice();
    await store.create({ file: true });
    expect(await keyMeans(options)).toEqual({ file: true });
  });

  it('does not begin to use a key file because the system store is gone', async () => {
    const { options, store, bytes } = choice();
    await store.create({ os: await portOf(vault()) });
    const before = bytes();
    expect(await keyMeans(options)).toEqual({});
    expect(bytes()).toBe(before);
  });

  it('remembers the key after one opening with the recovery code, beside what was there', async () => {
    const other = vault({
      encryptStringAsync: async (plain) => Buffer.from(`v10${Buffer.from(plain).toString('hex')}`),
      decryptStringAsync: async (sealed) => ({ result: Buffer.from(sealed.toString().slice(3), 'hex').toString(), shouldReEncrypt: false }),
    });
    const elsewhere = await portOf(other, 'darwin');
    const os = await portOf(vault());
    const { options, store } = choice({ vault: os });
    const { key, recoveryCode } = await store.create({ os: elsewhere, recovery: true });
    expect(await keyMeans({ ...options, recoveryCode })).toEqual({ os });
    expect((await store.open({ os })).key).toEqual(key);
    expect(store.envelopes()).toEqual([
      { kind: 'os', name: 'electron:keychain' },
      { kind: 'recovery', name: '' },
      { kind: 'os', name: 'electron:gnome_libsecret' },
    ]);
    expect((await store.open({ os: elsewhere })).key).toEqual(key);
  });

  it('seals anew when the system has renewed its key', async () => {
    const encryptStringAsync = vi.fn(vault().encryptStringAsync);
    const renewed = vault({
      encryptStringAsync,
      decryptStringAsync: async (sealed) => ({ ...(await vault().decryptStringAsync(sealed)), shouldReEncrypt: true }),
    });
    const { options, store } = choice({ vault: await portOf(renewed) });
    await store.create({ os: await portOf(vault()) });
    encryptStringAsync.mockClear();
    await keyMeans(options);
    expect(encryptStringAsync).toHaveBeenCalledOnce();
    expect(store.envelopes().map(({ kind }) => kind)).toEqual(['os']);
  });

  it('opens an envelope of its own from when the store went by another name, and adds one by the new', async () => {
    const { options, store } = choice({ vault: await portOf(vault(named('kwallet6'))) });
    const { key } = await store.create({ os: await portOf(vault(named('kwallet5'))) });
    const means = await keyMeans(options);
    expect(await store.open(means)).toMatchObject({ key, by: 'os' });
    expect(store.envelopes().map(({ name }) => name)).toEqual(['electron:kwallet5', 'electron:kwallet6']);
  });
});

describe('a keychain that fails or was changed', () => {
  it.each([
    ['does not open', { decrypt: () => Promise.reject(new Error('locked')) }],
    ['opens something else', { decrypt: async () => Buffer.alloc(32, 9) }],
    ['opens nothing', { decrypt: async () => Buffer.alloc(0) }],
  ])('that %s changes nothing, and the recovery code still opens', async (_what, fault) => {
    const os = await portOf(vault());
    const { options, store, bytes } = choice({ vault: broken(os, fault) });
    const { key, recoveryCode } = await store.create({ os, recovery: true });
    const before = bytes();
    const means = await keyMeans(options);
    await expect(store.open(means)).rejects.toMatchObject({ code: 'KEY_NOT_OPENED' });
    expect(bytes()).toBe(before);
    expect((await store.open({ ...means, recoveryCode: recoveryCode! })).key).toEqual(key);
    // the store works again: the old envelope is what it was
    expect((await store.open({ os })).key).toEqual(key);
  });

  it('is not trusted with a new envelope that it cannot open; the old ones stay, and the code opens this once', async () => {
    const os = await portOf(vault());
    const forgetful = broken(os, { encrypt: async () => Buffer.from('v11nothing') });
    const { options, store, bytes, onError } = choice({ vault: forgetful });
    const { recoveryCode } = await store.create({ os: await portOf(vault(named('kwallet')), 'linux'), recovery: true });
    const unopened = broken(forgetful, { decrypt: async () => Buffer.alloc(0) });
    const before = bytes();
    expect(await keyMeans({ ...options, vault: unopened, recoveryCode })).toEqual({ recoveryCode });
    expect(onError).toHaveBeenCalledOnce();
    expect(bytes()).toBe(before);
    // nor does a renewal that fails keep a folder shut that opens
    const stale: OsKeyPort = { ...forgetful, stale: true };
    expect(await keyMeans({ ...options, vault: stale })).toEqual({ os: stale });
    expect(bytes()).toBe(before);
  });

  it('makes no key for a new folder that it could not give back', async () => {
    const os = broken(await portOf(vault()), { decrypt: async () => Buffer.alloc(32) });
    const { store } = choice();
    await expect(store.create({ os })).rejects.toMatchObject({ code: 'KEY_STORE_BROKEN' });
    expect(store.exists()).toBe(false);
  });
});
