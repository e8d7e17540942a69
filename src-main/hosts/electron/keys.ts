import type { SafeStorage } from 'electron';
import type { KeyPort } from '#main/base/keys.ts';

/** The part of safeStorage that is used: the asynchronous methods, the synchronous ones are on the way out. */
export type Vault = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

/** Linux back ends that keep nothing secret: the "key" is in the program. */
const PLAIN_BACKENDS: ReadonlySet<string> = new Set(['basic_text', 'unknown']);

/**
 * What the asynchronous methods put before what they sealed on Linux. They choose their store by themselves, and where there is
 * none they seal with a password that stands in Chromium's sources (`v10`), whatever the named back end is.
 */
const LINUX_SEALS: Readonly<Record<string, 'plain' | 'keyring' | 'portal'>> = { v10: 'plain', v11: 'keyring', v12: 'portal' };

const NATIVE: Partial<Record<NodeJS.Platform, string>> = { darwin: 'keychain', win32: 'dpapi' };
const PROBE = 'a probe that is nobody’s secret';

/** Seals and opens something of no worth; undefined when the store does not give back what it took. */
async function tried(vault: Vault): Promise<Buffer | undefined> {
  try {
    const sealed = await vault.encryptStringAsync(PROBE);
    return (await vault.decryptStringAsync(sealed)).result === PROBE ? sealed : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Who keeps the key on this PC, as it is recorded beside the envelope; undefined where nobody would protect it, or where the store
 * does not work now. A plain back end is never used silently (spec/trust.md, Encryption).
 */
export async function providerOf(vault: Vault, platform: NodeJS.Platform): Promise<string | undefined> {
  if (!(await vault.isAsyncEncryptionAvailable())) return undefined;
  const sealed = await tried(vault);
  if (!sealed) return undefined;
  const native = NATIVE[platform];
  if (native) return `electron:${native}`;
  const seal = LINUX_SEALS[sealed.subarray(0, 3).toString('latin1')];
  if (seal === 'plain') return undefined;
  if (seal === 'portal') return 'electron:portal';
  const backend = vault.getSelectedStorageBackend();
  if (!PLAIN_BACKENDS.has(backend)) return `electron:${backend}`;
  return seal === 'keyring' ? 'electron:secret_service' : undefined;
}

export type OsKeyPort = KeyPort & {
  /** The system has a newer key of its own; what was opened should be sealed again. */
  readonly stale: boolean;
};

/** The operating system's store as a means of the key store; undefined where there is none that protects. Call after `ready`. */
export async function osKeyPort(vault: Vault, platform: NodeJS.Platform): Promise<OsKeyPort | undefined> {
  const name = await providerOf(vault, platform);
  if (name === undefined) return undefined;
  let stale = false;
  return {
    name,
    get stale() {
      return stale;
    },
    encrypt: (plain) => vault.encryptStringAsync(plain.toString('base64')),
    decrypt: async (sealed) => {
      let opened = await vault.decryptStringAsync(sealed);
      if (opened.shouldReEncrypt) {
        stale = true;
        opened = await vault.decryptStringAsync(sealed);
      }
      return Buffer.from(opened.result, 'base64');
    },
  };
}
