import { createKeyStore, type KeyMeans } from '#main/base/keys.ts';
import { Failure, isFailure } from '#shared/contract/failure.ts';
import type { OsKeyPort } from './keys.ts';

export type KeyChoice = {
  dataDir: string;
  /** The system's key store; undefined where none protects. */
  vault: OsKeyPort | undefined;
  recoveryCode: string | undefined;
  /** No store protects the key of a new folder: may it lie in a file? Asked once; the envelope remembers the choice. */
  askKeyFile: () => Promise<boolean>;
};

/** A person chose not to keep the key in a file. */
export const KEY_FILE_DECLINED = 'KEY_FILE_DECLINED';

/**
 * With what this host opens or seals the key. A key file counts only where a person has chosen one: for this folder before, or
 * now. What was opened with the recovery code gets an envelope of this PC, so the code is asked for once.
 */
export async function keyMeans(options: KeyChoice): Promise<KeyMeans> {
  const { vault: os, recoveryCode } = options;
  const store = createKeyStore(options.dataDir);
  if (!store.exists()) {
    if (os) return { os };
    if (await options.askKeyFile()) return { file: true };
    throw new Failure(KEY_FILE_DECLINED);
  }
  const file = store.kinds().includes('file');
  const means: KeyMeans = { ...(os ? { os } : {}), ...(file ? { file } : {}) };
  if (recoveryCode === undefined) {
    if (os) await renewIfStale(store, os, means);
    return means;
  }
  const opened = await store.open({ ...means, recoveryCode });
  if (opened.by !== 'recovery') return means;
  if (!os && !file && !(await options.askKeyFile())) return { recoveryCode };
  const kept: KeyMeans = os ? { os } : { file: true };
  await store.add(opened.key, kept);
  return kept;
}

/** The system renewed its own key; the envelope is made again under the new one. */
async function renewIfStale(store: ReturnType<typeof createKeyStore>, os: OsKeyPort, means: KeyMeans): Promise<void> {
  try {
    const { key, by } = await store.open(means);
    if (by === 'os' && os.stale) await store.add(key, { os });
  } catch (error) {
    // The core meets the same failure and the person is told there.
    if (!isFailure(error)) throw error;
  }
}
