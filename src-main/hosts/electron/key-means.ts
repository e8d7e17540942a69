import { createKeyStore, type KeyMeans, type KeyStore } from '#main/base/keys.ts';
import { Failure, isFailure } from '#shared/contract/failure.ts';
import type { OsKeyPort } from './keys.ts';

/** Where the key goes when no store of the system protects it: a file, nowhere (the recovery code is given at each start), or not at all. */
export type Keeper = 'file' | 'code' | 'quit';

export type KeyChoice = {
  dataDir: string;
  /** The system's key store; undefined where none protects. */
  vault: OsKeyPort | undefined;
  recoveryCode: string | undefined;
  /** No store protects the key of this folder: who does? Asked once; the envelopes remember the choice. */
  askKeeper: () => Promise<Keeper>;
  /** The code that opens the new folder at each start; without it the data is lost, so it is shown before there is any. */
  showCode: (code: string) => Promise<void>;
  /** Something of the store failed that does not keep the folder from opening. */
  onError: (error: unknown) => void;
};

/** A person chose to keep the key nowhere, and so not to begin. */
export const KEY_FILE_DECLINED = 'KEY_FILE_DECLINED';

/**
 * With what this host opens or seals the key. A key file counts only where a person has chosen one: for this folder before, or
 * now. What was opened with the recovery code gets an envelope of this PC, so the code is asked for once.
 */
export async function keyMeans(options: KeyChoice): Promise<KeyMeans> {
  const { vault: os, recoveryCode } = options;
  const store = createKeyStore(options.dataDir);
  if (!store.exists()) return os ? { os } : newFolder(store, options);
  const file = store.envelopes().some(({ kind }) => kind === 'file');
  const means: KeyMeans = { ...(os ? { os } : {}), ...(file ? { file } : {}) };
  if (recoveryCode === undefined) {
    if (os) await renew(store, os, means, options.onError);
    return means;
  }
  const opened = await store.open({ ...means, recoveryCode });
  if (opened.by !== 'recovery') return means;
  if (!os && !file && (await options.askKeeper()) !== 'file') return { recoveryCode };
  const kept: KeyMeans = os ? { os } : { file: true };
  try {
    await store.add(opened.key, kept);
    return kept;
  } catch (error) {
    // The store does not take it now; the code opens the folder this time, and the next start tries again.
    options.onError(error);
    return { recoveryCode };
  }
}

async function newFolder(store: KeyStore, { askKeeper, showCode }: KeyChoice): Promise<KeyMeans> {
  const keeper = await askKeeper();
  if (keeper === 'quit') throw new Failure(KEY_FILE_DECLINED);
  if (keeper === 'file') return { file: true };
  const { recoveryCode } = await store.create({ recovery: true });
  if (recoveryCode === undefined) throw new Error('a key without a code would be lost');
  await showCode(recoveryCode);
  return { recoveryCode };
}

/**
 * The system renewed its own key, or the store goes by another name than when the envelope was made: it is made again. What cannot
 * be made again stays as it is, and opens as it did.
 */
async function renew(store: KeyStore, os: OsKeyPort, means: KeyMeans, onError: (error: unknown) => void): Promise<void> {
  try {
    const { key, by } = await store.open(means);
    const known = store.envelopes().some(({ kind, name }) => kind === 'os' && name === os.name);
    if (by === 'os' && (os.stale || !known)) await store.add(key, { os });
  } catch (error) {
    // The core meets a failure to open as well, and the person is told there.
    if (!isFailure(error, 'KEY_NOT_OPENED')) onError(error);
  }
}
