import { describe, expect, it, vi } from 'vitest';
import { createKeyStore } from '#main/base/keys.ts';
import { keyMeans } from '#main/hosts/electron/key-means.ts';
import { osKeyPort, providerOf, type Vault } from '#main/hosts/electron/keys.ts';
import { tempFolder } from '../support/folder.ts';

/** Turns letters round; enough to see what was sealed. */
function vault(more: Partial<Vault> = {}): Vault {
  const turn = (text: string) => [...text].reverse().join('');
  return {
    isAsyncEncryptionAvailable: async () => true,
    encryptStringAsync: async (plain) => Buffer.from(`v10${turn(plain)}`),
    decryptStringAsync: async (sealed) => ({ result: turn(sealed.toString().slice(3)), shouldReEncrypt: false }),
    getSelectedStorageBackend: () => 'gnome_libsecret',
    ...more,
  };
}
const plain = vault({ getSelectedStorageBackend: () => 'basic_text' });

describe('who keeps the key', () => {
  it.each([
    ['darwin', vault(), 'electron:keychain'],
    ['win32', vault(), 'electron:dpapi'],
    ['linux', vault(), 'electron:gnome_libsecret'],
    ['linux', vault({ getSelectedStorageBackend: () => 'kwallet6' }), 'electron:kwallet6'],
    ['linux', plain, undefined],
    ['linux', vault({ getSelectedStorageBackend: () => 'unknown' }), undefined],
    ['darwin', vault({ isAsyncEncryptionAvailable: async () => false }), undefined],
  ] as const)('%s', async (platform, store, name) => {
    expect(await providerOf(store, platform)).toBe(name);
  });

  it('seals and opens 32 bytes, without their text on the way', async () => {
    const port = (await osKeyPort(vault(), 'linux'))!;
    const key = Buffer.alloc(32, 7);
    const sealed = await port.encrypt(key);
    expect(sealed.includes(key)).toBe(false);
    expect(await port.decrypt(sealed)).toEqual(key);
    expect(port.stale).toBe(false);
  });

  it('asks again when the system has a newer key, and remembers to seal anew', async () => {
    const decryptStringAsync = vi
      .fn<Vault['decryptStringAsync']>()
      .mockResolvedValueOnce({ result: 'b2xk', shouldReEncrypt: true })
      .mockResolvedValueOnce({ result: 'bmV3', shouldReEncrypt: false });
    const port = (await osKeyPort(vault({ decryptStringAsync }), 'win32'))!;
    expect((await port.decrypt(Buffer.from('x'))).toString()).toBe('new');
    expect(port.stale).toBe(true);
  });

  it('has no port to a plain back end', async () => {
    expect(await osKeyPort(plain, 'linux')).toBeUndefined();
  });
});

describe('with what a folder is opened', () => {
  const never = async () => {
    throw new Error('nobody should have been asked');
  };

  it('takes the system store for a new folder and asks nobody', async () => {
    const os = await osKeyPort(vault(), 'linux');
    expect(await keyMeans({ dataDir: tempFolder(), vault: os, recoveryCode: undefined, askKeyFile: never })).toEqual({ os });
  });

  it('puts the key of a new folder into a file only when the person says so', async () => {
    const ask = { dataDir: tempFolder(), vault: undefined, recoveryCode: undefined };
    expect(await keyMeans({ ...ask, askKeyFile: async () => true })).toEqual({ file: true });
    await expect(keyMeans({ ...ask, askKeyFile: async () => false })).rejects.toMatchObject({ code: 'KEY_FILE_DECLINED' });
  });

  it('opens a key file that was chosen before, without asking again', async () => {
    const dataDir = tempFolder();
    await createKeyStore(dataDir).create({ file: true });
    expect(await keyMeans({ dataDir, vault: undefined, recoveryCode: undefined, askKeyFile: never })).toEqual({ file: true });
  });

  it('does not begin to use a key file because the system store is gone', async () => {
    const dataDir = tempFolder();
    const os = (await osKeyPort(vault(), 'linux'))!;
    await createKeyStore(dataDir).create({ os });
    expect(await keyMeans({ dataDir, vault: undefined, recoveryCode: undefined, askKeyFile: never })).toEqual({});
    expect(createKeyStore(dataDir).kinds()).toEqual(['os']);
  });

  it('remembers the key after one opening with the recovery code', async () => {
    const dataDir = tempFolder();
    const elsewhere = (await osKeyPort(vault(), 'darwin'))!;
    const { key, recoveryCode } = await createKeyStore(dataDir).create({ os: elsewhere, recovery: true });
    const os = (await osKeyPort(vault(), 'linux'))!;
    expect(await keyMeans({ dataDir, vault: os, recoveryCode, askKeyFile: never })).toEqual({ os });
    expect((await createKeyStore(dataDir).open({ os })).key).toEqual(key);
  });

  it('types the recovery code at each start where nobody keeps the key and no file is wanted', async () => {
    const dataDir = tempFolder();
    const elsewhere = (await osKeyPort(vault(), 'darwin'))!;
    const { recoveryCode } = await createKeyStore(dataDir).create({ os: elsewhere, recovery: true });
    expect(await keyMeans({ dataDir, vault: undefined, recoveryCode, askKeyFile: async () => false })).toEqual({ recoveryCode });
    expect(createKeyStore(dataDir).kinds().sort()).toEqual(['os', 'recovery']);
  });

  it('seals anew when the system has renewed its key', async () => {
    const dataDir = tempFolder();
    const old = (await osKeyPort(vault(), 'linux'))!;
    await createKeyStore(dataDir).create({ os: old });
    const encryptStringAsync = vi.fn(vault().encryptStringAsync);
    const renewed = vault({
      encryptStringAsync,
      decryptStringAsync: async (sealed) => ({ ...(await vault().decryptStringAsync(sealed)), shouldReEncrypt: true }),
    });
    await keyMeans({ dataDir, vault: (await osKeyPort(renewed, 'linux'))!, recoveryCode: undefined, askKeyFile: never });
    expect(encryptStringAsync).toHaveBeenCalledOnce();
  });
});
