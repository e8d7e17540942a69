import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '#main/db/files.ts';
import { Failure, isFailure } from '#shared/contract/failure.ts';
import { makeRecoveryCode, parseRecoveryCode } from './recovery-code.ts';
import { derive, FULL_COST, isBearable, type ScryptCost } from './scrypt.ts';

/** A keychain of the operating system (Electron safeStorage); the host brings it. `name` tells back ends apart. */
export interface KeyPort {
  readonly name: string;
  encrypt(plain: Buffer): Promise<Buffer>;
  decrypt(sealed: Buffer): Promise<Buffer>;
}

/** What a host can open or seal with. */
export interface KeyMeans {
  os?: KeyPort;
  /** The 0600 file beside keys.json. */
  file?: boolean;
  recoveryCode?: string;
}

export interface OpenedKey {
  key: Buffer;
  by: 'os' | 'file' | 'recovery';
  /** Means that were tried before and failed, with a code each; the host may offer to add them again. */
  failed: { kind: string; code: string }[];
  /** The key file can be read by others than its owner. */
  exposed: boolean;
}

const bytes = z.base64().transform((text): Buffer => Buffer.from(text, 'base64'));
const sealed = z.object({ iv: bytes, tag: bytes, data: bytes });
const envelope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('recovery'), salt: bytes, ln: z.int(), r: z.int(), p: z.int(), sealed }),
  z.object({ kind: z.literal('file'), sealed }),
  z.object({ kind: z.literal('os'), name: z.string(), data: bytes }),
]);
type Envelope = z.infer<typeof envelope>;
const keyFile = z.object({ version: z.literal(1), keyId: z.string(), envelopes: z.array(z.unknown()) });

export interface KeyStore {
  exists(): boolean;
  /** Names the key without giving it away; backups carry it so that a foreign one is known before a code is asked for. */
  keyId(): string;
  /** Every envelope that this program knows, with the name of its store where it has one. */
  envelopes(): { kind: 'os' | 'file' | 'recovery'; name: string }[];
  /** Makes a new random key and its first envelopes. Errors: KEYS_EXIST. */
  create(means: Pick<KeyMeans, 'os' | 'file'> & { recovery?: boolean }): Promise<{ key: Buffer; recoveryCode?: string }>;
  /**
   * Opens with the first means that works: os, file, recovery code. Nothing is ever deleted because one fails.
   * Errors: KEYS_MISSING, KEYS_DAMAGED, RECOVERY_CODE_INVALID, RECOVERY_CODE_WRONG, KEY_NOT_OPENED with what was tried.
   */
  open(means: KeyMeans): Promise<OpenedKey>;
  /**
   * Adds or renews the envelopes of a host after one opening by other means. An envelope is replaced only by one that was opened
   * again. Errors: KEY_FOREIGN, KEY_STORE_BROKEN, and whatever the store of the system throws; nothing is changed then.
   */
  add(key: Buffer, means: Pick<KeyMeans, 'os' | 'file'>): Promise<void>;
  /**
   * Makes a recovery code that takes the place of the old one once `record` has succeeded; until then both open, so that no failure
   * leaves a folder with a code that nobody was shown. The code itself is kept nowhere. Errors: those of `record`; the old code stays then.
   */
  renewRecoveryCode(key: Buffer, record: () => Promise<unknown>): Promise<string>;
  /** Errors: RECOVERY_CODE_INVALID for a mistyped one. */
  checkRecoveryCode(code: string): Promise<boolean>;
}

/** keys.json of a data folder (spec/trust.md, Encryption). `cost` is lowered by tests only. */
export function createKeyStore(folder: string, cost: ScryptCost = FULL_COST): KeyStore {
  const path = join(folder, 'keys.json');
  const wrapPath = join(folder, 'desk.key');

  const read = (): { keyId: string; known: Envelope[]; foreign: unknown[] } => {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      throw new Failure('KEYS_MISSING', {}, { cause: error });
    }
    const parsed = keyFile.safeParse(parseJson(text));
    if (!parsed.success) throw new Failure('KEYS_DAMAGED');
    const known: Envelope[] = [];
    const foreign: unknown[] = [];
    for (const item of parsed.data.envelopes) {
      const result = envelope.safeParse(item);
      if (result.success) known.push(result.data);
      else foreign.push(item);
    }
    return { keyId: parsed.data.keyId, known, foreign };
  };

  /** Envelopes that this program does not understand are kept: a newer one may have written them. */
  const write = (keyId: string, known: readonly Envelope[], foreign: readonly unknown[]): void => {
    writeFileAtomic(path, `${JSON.stringify({ version: 1, keyId, envelopes: [...known.map(toJson), ...foreign] }, null, 2)}\n`);
  };

  const change = (key: Buffer, next: (known: readonly Envelope[]) => readonly Envelope[]): void => {
    const { keyId, known, foreign } = read();
    if (keyId !== idOf(key)) throw new Failure('KEY_FOREIGN');
    write(keyId, next(known), foreign);
  };

  const makeFile = (key: Buffer): Envelope => {
    const wrap = existsSync(wrapPath) ? readWrap(wrapPath) : newWrap(wrapPath);
    return { kind: 'file', sealed: seal(wrap, key, `file ${idOf(key)}`) };
  };
  /** Opened again before it may take the place of another: a store that gives back something else must cost nothing. */
  const makeOs = async (key: Buffer, port: KeyPort): Promise<Envelope> => {
    const data = await port.encrypt(key);
    if (!(await port.decrypt(data)).equals(key)) throw new Failure('KEY_STORE_BROKEN');
    return { kind: 'os', name: port.name, data };
  };
  const makeRecovery = async (key: Buffer, code: string): Promise<Extract<Envelope, { kind: 'recovery' }>> => {
    const salt = randomBytes(16);
    const wrap = await derive(parseRecoveryCode(code), salt, 32, cost);
    return { kind: 'recovery', salt, ...cost, sealed: seal(wrap, key, `recovery ${idOf(key)}`) };
  };

  const openRecovery = async (keyId: string, known: readonly Envelope[], code: string): Promise<Buffer> => {
    const secret = parseRecoveryCode(code);
    for (const item of known) {
      if (item.kind !== 'recovery' || !isBearable(item)) continue;
      const key = unseal(await derive(secret, item.salt, 32, item), item.sealed, `recovery ${keyId}`);
      if (key) return key;
    }
    throw new Failure('RECOVERY_CODE_WRONG');
  };
  const openOs = async (keyId: string, item: Envelope, port: KeyPort): Promise<Buffer> => {
    const key = item.kind === 'os' ? await port.decrypt(item.data) : Buffer.alloc(0);
    if (key.length !== 32 || idOf(key) !== keyId) throw new Failure('KEY_FOREIGN');
    return key;
  };
  const openFile = (keyId: string, item: Envelope): Buffer => {
    const key = item.kind === 'file' ? unseal(readWrap(wrapPath), item.sealed, `file ${keyId}`) : undefined;
    if (!key) throw new Failure('KEY_FOREIGN');
    return key;
  };

  return {
    exists: () => existsSync(path),
    keyId: () => read().keyId,
    envelopes: () => read().known.map((item) => ({ kind: item.kind, name: item.kind === 'os' ? item.name : '' })),
    create: async ({ os, file, recovery }) => {
      if (existsSync(path)) throw new Failure('KEYS_EXIST');
      const key = randomBytes(32);
      const made: Envelope[] = [];
      const recoveryCode = recovery ? makeRecoveryCode() : undefined;
      if (os) made.push(await makeOs(key, os));
      if (file) made.push(makeFile(key));
      if (recoveryCode) made.push(await makeRecovery(key, recoveryCode));
      if (made.length === 0) throw new Error('a key without an envelope would be lost');
      write(idOf(key), made, []);
      return { key, recoveryCode };
    },
    open: async (means) => {
      const { keyId, known } = read();
      const failed: OpenedKey['failed'] = [];
      const attempt = async (kind: string, fn: () => Buffer | Promise<Buffer>): Promise<Buffer | undefined> => {
        try {
          return await fn();
        } catch (error) {
          failed.push({ kind, code: isFailure(error) ? error.code : 'UNREADABLE' });
          return undefined;
        }
      };
      const port = means.os;
      // The store's own envelope first; the others may be its own too, from when it went by another name.
      const sealedByOs = known
        .filter((item) => item.kind === 'os')
        .sort((a, b) => Number(b.name === port?.name) - Number(a.name === port?.name));
      for (const item of sealedByOs) {
        if (!port) break;
        const key = await attempt('os', () => openOs(keyId, item, port));
        if (key) return { key, by: 'os', failed, exposed: false };
      }
      for (const item of known) {
        if (item.kind !== 'file' || !means.file) continue;
        const key = await attempt('file', () => openFile(keyId, item));
        if (key) return { key, by: 'file', failed, exposed: isExposed(wrapPath) };
      }
      if (means.recoveryCode !== undefined)
        return { key: await openRecovery(keyId, known, means.recoveryCode), by: 'recovery', failed, exposed: false };
      throw new Failure('KEY_NOT_OPENED', { tried: failed, present: known.map((item) => item.kind) });
    },
    add: async (key, { os, file }) => {
      const made: Envelope[] = [];
      if (os) made.push(await makeOs(key, os));
      if (file) made.push(makeFile(key));
      change(key, (known) => [...known.filter((old) => !made.some((fresh) => sameMeans(fresh, old))), ...made]);
    },
    renewRecoveryCode: async (key, record) => {
      const code = makeRecoveryCode();
      const made = await makeRecovery(key, code);
      const isMade = (item: Envelope) => item.kind === 'recovery' && item.salt.equals(made.salt);
      change(key, (known) => [...known, made]);
      try {
        await record();
      } catch (error) {
        change(key, (known) => known.filter((item) => !isMade(item)));
        throw error;
      }
      change(key, (known) => known.filter((item) => item.kind !== 'recovery' || isMade(item)));
      return code;
    },
    checkRecoveryCode: async (code) => {
      const { keyId, known } = read();
      try {
        await openRecovery(keyId, known, code);
        return true;
      } catch (error) {
        if (isFailure(error, 'RECOVERY_CODE_WRONG')) return false;
        throw error;
      }
    },
  };
}

type Sealed = z.infer<typeof sealed>;

function seal(wrap: Buffer, key: Buffer, context: string): Sealed {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', wrap, iv).setAAD(Buffer.from(context));
  const data = Buffer.concat([cipher.update(key), cipher.final()]);
  return { iv, tag: cipher.getAuthTag(), data };
}

/** Undefined if the wrapping key or a byte is not the one. */
function unseal(wrap: Buffer, box: Sealed, context: string): Buffer | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', wrap, box.iv, { authTagLength: 16 }).setAAD(Buffer.from(context)).setAuthTag(box.tag);
    return Buffer.concat([decipher.update(box.data), decipher.final()]);
  } catch {
    return undefined;
  }
}

function idOf(key: Buffer): string {
  return createHash('sha256').update('key id').update(key).digest('hex').slice(0, 16);
}

function newWrap(path: string): Buffer {
  const wrap = randomBytes(32);
  writeFileAtomic(path, `${wrap.toString('hex')}\n`);
  return wrap;
}

function readWrap(path: string): Buffer {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new Failure('KEY_FILE_MISSING', {}, { cause: error });
  }
  if (!/^[0-9a-f]{64}$/.test(text)) throw new Failure('KEY_FILE_DAMAGED');
  return Buffer.from(text, 'hex');
}

/** Windows has no such bits; there the folder's access list protects the file. */
function isExposed(path: string): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;
}

function sameMeans(a: Envelope, b: Envelope): boolean {
  return a.kind === b.kind && (a.kind !== 'os' || (b.kind === 'os' && a.name === b.name));
}

function toJson(item: Envelope): unknown {
  const text = (box: Sealed) => ({ iv: box.iv.toString('base64'), tag: box.tag.toString('base64'), data: box.data.toString('base64') });
  if (item.kind === 'os') return { ...item, data: item.data.toString('base64') };
  if (item.kind === 'file') return { ...item, sealed: text(item.sealed) };
  return { ...item, salt: item.salt.toString('base64'), sealed: text(item.sealed) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
