import { isPackaged, rendererFolder } from '#main/base/app-root.ts';
import { shiftedClock, systemClock } from '#main/base/clock.ts';
import { openSite } from '#main/base/transport/site.ts';
import { createWords, systemLang, type Translate } from '#main/base/words.ts';
import { newestBackup } from '#main/core.ts';
import { isFailure } from '#shared/contract/failure.ts';
import { momentText } from '#shared/rules/zone.ts';
import { type DemoAccount, demoAccountsOf, makeDemo } from '../demo.ts';
import { type Flags, parseFlags } from '../flags.ts';
import { foldersOf, type Which } from '../folders.ts';
import { type House, holdsCentre, openHouse } from './house.ts';
import { askRunning } from './second-start.ts';
import { instanceIdOf, startWebServer, type WebServer } from './server.ts';

/**
 * The program on loopback, for a browser. stdout carries what others read (`ready …`, new links, accounts of a demo centre),
 * stderr what a person should know. Exit codes: 0 ended, 1 failed, 2 asked for something that cannot be, 3 folder in use.
 */

/** A second wish to end counts only after this long. */
const HURRY_MS = 2_000;
const EXIT = { failed: 1, refused: 2, inUse: 3 } as const;

const out = (line: string) => process.stdout.write(`${line}\n`);
const tell = (line: string) => process.stderr.write(`${line}\n`);

class Ended extends Error {
  readonly code: number;
  constructor(code: number, line: string) {
    super(line);
    this.code = code;
  }
}

async function run(argv: readonly string[]): Promise<void> {
  const parsed = parseFlags(argv);
  const t = createWords('problem' in parsed ? systemLang() : (parsed.lang ?? systemLang()));
  if ('problem' in parsed) throw new Ended(EXIT.refused, t(parsed.problem.key, { value: parsed.problem.value }));
  if (parsed.now !== undefined && isPackaged()) throw new Ended(EXIT.refused, t('host:flag.nowPackaged'));
  await host(parsed, t);
}

async function host(flags: Flags, t: Translate): Promise<void> {
  const clock = flags.now === undefined ? systemClock() : shiftedClock(flags.now);
  const site = openSite(rendererFolder());
  if (!site) tell(t('host:noBuild'));
  const lang = flags.lang ?? null;
  const folders = foldersOf(flags);
  const abilities = { restart, openDemo, leaveDemo, demoAccounts: demoAccountsOf };
  const open = (which: Which) =>
    openHouse({ dataDir: folders[which], clock, demo: which === 'demo', lang, safeMode: flags.safeMode, abilities });

  let which: Which = flags.demo ? 'demo' : 'own';
  if (flags.demo && !holdsCentre(folders.demo)) {
    tell(t('host:buildingDemo'));
    const accounts = await makeDemo(folders.demo, { clock, lang });
    for (const { login, password, name } of accounts) out(t('host:account', { login, password, name }));
  }
  let house = await openFirst(folders[which], flags, t, () => open(which));
  let server: WebServer;

  const showLink = async (wanted: boolean): Promise<void> => {
    out(t('host:newLink', { link: server.link() }));
    if (wanted) await openBrowser(server.link(), t);
  };

  /** Another house answers from now on; whoever asked for it is answered first. */
  function moveTo(next: () => Promise<House>): void {
    setImmediate(() => {
      server
        .swap(async () => {
          house = await next();
          house.core.ownership.update({ url: server.origin });
          return house.core;
        })
        .then(() => house.core.start())
        .catch(fail);
    });
  }

  /** The same folder again, with whatever was laid ready for the next opening; the pages wait meanwhile. */
  async function restart(): Promise<void> {
    const old = house;
    moveTo(async () => {
      await old.close();
      return open(which);
    });
  }

  // where this program is, or is on its way to: a second click opens nothing twice
  let heading = which;

  /** Opens the other folder first: if that fails, whoever asked hears why and the present one goes on. */
  async function moveBeside(wanted: Which): Promise<void> {
    if (heading === wanted) return;
    heading = wanted;
    const next = await open(wanted).catch((error: unknown) => {
      heading = which;
      throw error;
    });
    const old = house;
    moveTo(async () => {
      await old.close({ backup: which === 'own' });
      which = wanted;
      return next;
    });
  }

  async function openDemo(): Promise<DemoAccount[]> {
    const accounts = await makeDemo(folders.demo, { clock, lang });
    await moveBeside('demo');
    return accounts;
  }

  async function leaveDemo(): Promise<void> {
    await moveBeside('own');
  }

  try {
    server = await startWebServer({
      instanceId: instanceIdOf(house.dataDir),
      core: house.core,
      site,
      port: flags.port,
      secret: () => house.secret,
      onSecondStart: (wanted) => void showLink(wanted),
      monotonic: () => clock.monotonic(),
      onError: (error) => house.log.error('web', { error }),
    });
  } catch (error) {
    await house.close();
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new Ended(EXIT.failed, t('host:portInUse', { port: flags.port }));
    throw error;
  }
  house.core.ownership.update({ url: server.origin });
  if (house.core.keyExposed) tell(t('host:keyExposed', { folder: house.dataDir }));

  let endingSince: number | undefined;
  const end = (code: number): void => {
    if (endingSince !== undefined) {
      // npm passes a Ctrl+C on to us that the terminal has sent already; only a later one means a hurry
      if (clock.monotonic() - endingSince > HURRY_MS) process.exit(code === 0 ? 130 : code);
      return;
    }
    endingSince = clock.monotonic();
    server
      .close()
      // of what went wrong no backup is made
      .then(() => house.close({ backup: code === 0 }))
      .then(
        () => process.exit(code),
        () => process.exit(EXIT.failed),
      );
  };
  function fail(error: unknown): void {
    house.log.error('host', { error });
    tell(wordsFor(error, t, house.dataDir));
    end(EXIT.failed);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);

  out(`ready ${server.link()}`);
  void house.core.start();
  process.stdin.on('data', () => void showLink(false));
  process.stdin.on('error', () => undefined);
  if (flags.open) await openBrowser(server.link(), t);
}

/** Opens the folder of the flags; a folder in use is asked to show itself. */
async function openFirst(dataDir: string, flags: Flags, t: Translate, open: () => Promise<House>): Promise<House> {
  try {
    return await open();
  } catch (error) {
    if (isFailure(error, 'FOLDER_IN_USE')) {
      const { host = '?', pid = '?', url } = error.data as { host?: string; pid?: number; url?: string };
      tell(t('host:inUse', { host, pid, folder: dataDir }));
      if (await askRunning(dataDir, url, flags.open)) tell(t(flags.open ? 'host:askedRunning' : 'host:askedLink'));
      throw new Ended(EXIT.inUse, '');
    }
    throw new Ended(isFailure(error, 'REAL_CENTRE') ? EXIT.refused : EXIT.failed, wordsFor(error, t, dataDir));
  }
}

const DAMAGED: ReadonlySet<string> = new Set(['DATABASE_DAMAGED', 'DATABASE_UNREADABLE', 'DATABASE_MISSING']);

/** What happened, and where the data is damaged the newest backup with the command that restores it. */
export function wordsFor(error: unknown, t: Translate, folder: string): string {
  if (!isFailure(error)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const key = `host:failure.${error.code}`;
  const words = t(key, { folder });
  if (words === key) return t('host:failed', { code: error.code, folder });
  const newest = DAMAGED.has(error.code) ? newestBackup(folder) : undefined;
  if (!newest) return words;
  const at = momentText(newest.at, Intl.DateTimeFormat().resolvedOptions().timeZone);
  return `${words}\n${t('host:newestBackup', { at, file: newest.file, folder })}`;
}

async function openBrowser(link: string, t: Translate): Promise<void> {
  try {
    const { default: open } = await import('open');
    const child = await open(link);
    child.on('error', () => tell(t('host:noBrowser')));
  } catch {
    tell(t('host:noBrowser'));
  }
}

/** Serves until it is told to end; answers when it is ready. What goes wrong is told and ends the process. */
export async function serve(argv: readonly string[]): Promise<void> {
  try {
    await run(argv);
  } catch (error) {
    const ended = error instanceof Ended;
    const line = ended ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (line) tell(line);
    process.exit(ended ? error.code : EXIT.failed);
  }
}
