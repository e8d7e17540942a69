import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { needReady } from '../life.ts';
import { strict } from '../strict.ts';

/**
 * A key chain that really encrypts, with a key that lies in the person's home: another person, or another PC, cannot open what was
 * sealed here. ESTAND_KEYCHAIN makes it another one: `basic_text` protects nothing, `unavailable` is not there, `failing` breaks.
 */

const IV_BYTES = 12;
const TAG_BYTES = 16;
const kind = process.env.ESTAND_KEYCHAIN;
/** Chromium marks what it sealed: with the password in its sources, or with one from a key ring. */
const MARK = Buffer.from(kind === 'basic_text' ? 'v10' : 'v11');

function key(): Buffer {
  const file = join(homedir(), '.standin-keychain');
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, randomBytes(32), { mode: 0o600 });
  }
  return readFileSync(file);
}

function usable(doing: string): void {
  needReady('safeStorage cannot be used before app is ready');
  if (kind === 'failing' || kind === 'unavailable') throw new Error(`Error while ${doing} the text provided to safeStorage.`);
}

function seal(text: string): Buffer {
  usable('encrypting');
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key(), iv);
  return Buffer.concat([MARK, iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

function unseal(sealed: Buffer): string {
  usable('decrypting');
  const failed = 'Error while decrypting the ciphertext provided to safeStorage.decryptString.';
  if (!sealed.subarray(0, MARK.length).equals(MARK)) throw new Error(`${failed} Ciphertext does not appear to be encrypted.`);
  try {
    const [iv, rest] = [sealed.subarray(MARK.length, MARK.length + IV_BYTES), sealed.subarray(MARK.length + IV_BYTES)];
    const opener = createDecipheriv('aes-256-gcm', key(), iv).setAuthTag(rest.subarray(-TAG_BYTES));
    return Buffer.concat([opener.update(rest.subarray(0, -TAG_BYTES)), opener.final()]).toString('utf8');
  } catch (cause) {
    throw new Error(failed, { cause });
  }
}

export const safeStorage = strict(
  {
    isAsyncEncryptionAvailable: async (): Promise<boolean> => {
      needReady('safeStorage cannot be used before app is ready');
      return kind !== 'unavailable';
    },
    getSelectedStorageBackend: (): 'basic_text' | 'gnome_libsecret' => (kind === 'basic_text' ? 'basic_text' : 'gnome_libsecret'),
    encryptStringAsync: async (text: string): Promise<Buffer> => seal(text),
    decryptStringAsync: async (sealed: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> => ({
      result: unseal(sealed),
      shouldReEncrypt: false,
    }),
  },
  'safeStorage',
);
