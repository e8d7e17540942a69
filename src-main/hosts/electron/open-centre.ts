import { join } from 'node:path';
import type { Clock } from '#main/base/clock.ts';
import { createFileLog, type Log } from '#main/base/log.ts';
import type { HostPort } from '#main/base/os.ts';
import { type Core, createCore } from '#main/core.ts';
import { Failure } from '#shared/contract/failure.ts';
import { holdsRealCentre } from '../demo.ts';
import type { Centre } from './desk.ts';
import { type KeyChoice, keyMeans } from './key-means.ts';

export type OpenOptions = KeyChoice & { clock: Clock; host: HostPort; restoreNewest?: boolean };

/** Opens a data folder. Errors: those of createCore, KEY_FILE_DECLINED, REAL_CENTRE when a demo is asked of a real centre's folder. */
export async function openCentre(options: OpenOptions): Promise<Centre & { log: Log }> {
  const { dataDir, clock, host, restoreNewest = false } = options;
  const keys = await keyMeans(options);
  const log = createFileLog({ folder: join(dataDir, 'logs'), now: () => clock.now() });
  let core: Core;
  try {
    core = await createCore({ dataDir, clock, keys, log, host, restoreNewest });
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
  if (host.demo && (await holdsRealCentre(core))) {
    await close({ backup: false });
    throw new Failure('REAL_CENTRE');
  }
  return { core, log, close };
}
