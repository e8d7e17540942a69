import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { appVersion } from '#main/base/app-root.ts';
import type { Clock } from '#main/base/clock.ts';
import type { Log } from '#main/base/log.ts';
import type { HostPort, PrintingPort, ProgramPort, UpdatesPort } from '#main/base/os.ts';
import type { Translate } from '#main/base/words.ts';
import type { Lang } from '#shared/contract/fields.ts';
import { type DemoAccount, demoAccountsOf, makeDemo } from '../demo.ts';
import type { Flags } from '../flags.ts';
import type { Which } from '../folders.ts';
import type { Centre, Desk } from './desk.ts';
import type { Keeper } from './key-means.ts';
import type { OsKeyPort } from './keys.ts';
import { openCentre } from './open-centre.ts';

export type CentresDeps = {
  given: Flags;
  folders: Readonly<Record<Which, string>>;
  clock: Clock;
  lang: () => Lang;
  t: () => Translate;
  vault: () => Promise<OsKeyPort | undefined>;
  askKeeper: () => Promise<Keeper>;
  showCode: (code: string) => Promise<void>;
  /** The recovery code that a person gave at this start. */
  recoveryCode: () => string | undefined;
  /** A person chose to begin with the newest backup. */
  restoreNewest: () => boolean;
  onError: (error: unknown) => void;
  program: ProgramPort;
  printing: PrintingPort;
  updates: UpdatesPort | undefined;
  desk: () => Pick<Desk, 'restart' | 'switchTo'>;
};

/** Opens the own centre or the demo beside it, with what this host can do for it. The demo is built when it is asked for the first time. */
export function centreOpener(deps: CentresDeps): (wanted: Which) => Promise<Centre & { log: Log }> {
  const { given, folders, clock, desk } = deps;
  const buildDemo = (): Promise<DemoAccount[]> => makeDemo(folders.demo, { clock, lang: deps.lang() });
  const openDemo = async (): Promise<DemoAccount[]> => {
    const accounts = await buildDemo();
    await desk().switchTo('demo');
    return accounts;
  };
  return async (wanted) => {
    if (wanted === 'demo' && !existsSync(join(folders.demo, 'keys.json'))) {
      for (const { login, password, name } of await buildDemo())
        process.stdout.write(`${deps.t()('host:account', { login, password, name })}\n`);
    }
    const host: HostPort = {
      kind: 'electron',
      appVersion: appVersion(),
      lang: given.lang ?? null,
      demo: wanted === 'demo',
      restart: () => desk().restart(),
      openDemo,
      demoAccounts: demoAccountsOf,
      leaveDemo: () => desk().switchTo('own'),
      program: deps.program,
      printing: deps.printing,
      // Safe mode changes nothing about the program.
      ...(given.safeMode || !deps.updates ? {} : { updates: deps.updates }),
      safeMode: given.safeMode,
    };
    return openCentre({
      dataDir: folders[wanted],
      clock,
      vault: await deps.vault(),
      recoveryCode: deps.recoveryCode(),
      restoreNewest: deps.restoreNewest(),
      host,
      // Invented people need no keychain.
      askKeeper: async () => (wanted === 'demo' ? 'file' : deps.askKeeper()),
      showCode: deps.showCode,
      onError: deps.onError,
    });
  };
}
