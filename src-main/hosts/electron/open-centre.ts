import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { Clock } from '#main/base/clock.ts';
import { createKeyStore, type KeyMeans, type KeyPort } from '#main/base/keys.ts';
import { createFileLog, type Log } from '#main/base/log.ts';
import type { HostPort } from '#main/base/os.ts';
import { type Core, createCore } from '#main/core.ts';
import { Failure, isFailure } from '#shared/contract/failure.ts';
import type { Centre } from './desk.ts';

export type OpenOptions = {
  dataDir: string;
  clock: Clock;
  /** The system's key store; undefined where none protects. */
  vault: (KeyPort & { readonly stale: boolean }) | undefined;
  recoveryCode: string | undefined;
  host: HostPort;
  /** No store protects the key of a new folder: may it lie in a file? Asked once; the envelope remembers the choice. */
  askKeyFile: () => Promise<boolean>;
};

/** A person chose not to keep the key in a file. */
export const KEY_FILE_DECLINED = 'KEY_FILE_DECLINED';

/**
 * With what this host opens or seals the key. A key file counts only where a person has chosen one: for this folder before, or
 * now. What was opened with the recovery code gets an envelope of this PC, so the code is asked for once.
 */
export async function keyMeans(options: Pick<OpenOptions, 'dataDir' | 'vault' | 'recoveryCode' | 'askKeyFile'>): Promise<KeyMeans> {
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
async function renewIfStale(
  store: ReturnType<typeof createKeyStore>,
  os: KeyPort & { readonly stale: boolean },
  means: KeyMeans,
): Promise<void> {
  try {
    const { key, by } = await store.open(means);
    if (by === 'os' && os.stale) await store.add(key, { os });
  } catch (error) {
    // The core meets the same failure and the person is told there.
    if (!isFailure(error)) throw error;
  }
}

/** Opens a data folder. Errors: those of createCore, KEY_FILE_DECLINED, REAL_CENTRE when a demo is asked of a real centre's folder. */
export async function openCentre(options: OpenOptions): Promise<Centre & { log: Log }> {
  const { dataDir, clock, host } = options;
  const keys = await keyMeans(options);
  const log = createFileLog({ folder: join(dataDir, 'logs'), now: () => clock.now() });
  let core: Core;
  try {
    core = await createCore({ dataDir, clock, keys, log, host });
  } catch (error) {
    log.error('open', { error });
    await log.close();
    throw error;
  }
  const close = async (stop: { backup: boolean }): Promise<void> => {
    try {
      await core.stop(stop);
    } finally {
      await log.close();
    }
  };
  if (host.demo && (await isReal(core))) {
    await close({ backup: false });
    throw new Failure('REAL_CENTRE');
  }
  return { core, log, close };
}

async function isReal(core: Core): Promise<boolean> {
  const now = await createRouterClient(core.router, { context: core.context(core.connect()) }).session.current();
  return !now.demo && now.state !== 'setup';
}
