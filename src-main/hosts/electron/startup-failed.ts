import { randomBytes } from 'node:crypto';
import type { Log } from '#main/base/log.ts';
import type { Translate } from '#main/base/words.ts';
import { isFailure } from '#shared/contract/failure.ts';
import { type Choice, startupDialog } from './dialogs.ts';
import { KEY_FILE_DECLINED } from './key-means.ts';
import { startupExit } from './startup.ts';

export type StartupFailedDeps = {
  t: () => Translate;
  ask: <A extends string>(choice: Choice<A>) => Promise<A>;
  log: () => Log | undefined;
  /** The program is ending anyway. */
  leaving: () => boolean;
  /** The person was told why there is no page: the start did not just fail. */
  onKnown: () => void;
  exit: (code: number) => void;
  clipboard: { readText(): Promise<string>; clear(): void };
  /** The recovery code for the next try; undefined where none was given at this start. */
  setCode: (code: string | undefined) => void;
  /** When the newest backup of the folder was made, in words of this PC; undefined where there is none. */
  newestBackup: () => string | undefined;
  /** The next try begins with the newest good backup. */
  setRestore: (wanted: boolean) => void;
};

/** Tells a person that the data did not open, and does what they choose: try again, open with the recovery code or from the newest backup, or quit. */
export function createStartupFailed(deps: StartupFailedDeps): (error: unknown, retry: () => Promise<void>) => Promise<void> {
  const failed = async (error: unknown, retry: () => Promise<void>): Promise<void> => {
    if (deps.leaving()) return;
    if (isFailure(error)) deps.onKnown();
    if (isFailure(error, KEY_FILE_DECLINED)) return deps.exit(0);
    const id = randomBytes(4).toString('hex');
    deps.log()?.error('startup', { id, error });
    process.stderr.write(`${deps.t()('desktop:startup.title')} ${isFailure(error) ? error.code : ''} ${id}\n`);
    const wanted = await deps.ask(startupDialog(error, deps.t(), id, deps.newestBackup()));
    if (wanted === 'quit') return deps.exit(startupExit(error));
    // A system has no box to type into; whoever types the code somewhere and copies it gives it so. It stays there for nobody else.
    deps.setCode(wanted === 'code' ? (await deps.clipboard.readText()).trim() : undefined);
    if (wanted === 'code') deps.clipboard.clear();
    deps.setRestore(wanted === 'restore');
    retry().catch((again: unknown) => failed(again, retry));
  };
  return failed;
}
