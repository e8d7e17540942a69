import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appVersion } from '#main/base/app-root.ts';
import type { Clock } from '#main/base/clock.ts';
import { createFileLog } from '#main/base/log.ts';
import type { HostPort } from '#main/base/os.ts';
import { type Core, createCore } from '#main/core.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Lang } from '#shared/contract/fields.ts';
import { holdsRealCentre } from '../demo.ts';

/** One opened data folder with its core and log. */
export type House = {
  dataDir: string;
  core: Core;
  log: ReturnType<typeof createFileLog>;
  /** Proves to this run that a second start may read the folder. */
  secret: string;
  /** Waits for what runs and releases the folder; with `backup` it makes the backup of a quit first. */
  close(options?: { backup?: boolean }): Promise<void>;
};

export type HouseOptions = {
  dataDir: string;
  clock: Clock;
  lang: Lang | null;
  /** A real centre in the folder is refused. */
  demo: boolean;
  /** No job runs by itself. */
  safeMode?: boolean;
  abilities: Pick<HostPort, 'openDemo' | 'demoAccounts' | 'leaveDemo' | 'restart'>;
};

const SECRET_FILE = 'second-start';

/**
 * Opens a data folder for the web host: the key lies in a 0600 file beside it (spec/trust.md, Encryption).
 * Errors: those of createCore, and REAL_CENTRE when `demo` is asked of a folder with a real centre in it.
 */
export async function openHouse(options: HouseOptions): Promise<House> {
  const { dataDir, clock, lang, demo, safeMode = false, abilities } = options;
  const host: HostPort = { kind: 'web', appVersion: appVersion(), lang, demo, safeMode, ...abilities };
  const recoveryCode = process.env.DESK_RECOVERY_CODE;
  const log = createFileLog({ folder: join(dataDir, 'logs'), now: () => clock.now() });
  let core: Core;
  try {
    core = await createCore({ dataDir, clock, log, host, keys: { file: true, ...(recoveryCode ? { recoveryCode } : {}) } });
  } catch (error) {
    await log.close();
    throw error;
  }
  const close = async (ending?: { backup?: boolean }): Promise<void> => {
    rmSync(join(dataDir, SECRET_FILE), { force: true });
    await core.stop(ending);
    await log.close();
  };
  try {
    if (demo && (await holdsRealCentre(core))) throw new Failure('REAL_CENTRE');
    const secret = randomBytes(32).toString('base64url');
    writeFileSync(join(dataDir, SECRET_FILE), secret, { mode: 0o600 });
    return { dataDir, core, log, secret, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A folder that was opened before: it has a key. */
export function holdsCentre(dataDir: string): boolean {
  return existsSync(join(dataDir, 'keys.json'));
}

/** The secret with which the run that holds the folder may be asked; undefined if it cannot be read. */
export function readSecret(dataDir: string): string | undefined {
  const file = join(dataDir, SECRET_FILE);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
