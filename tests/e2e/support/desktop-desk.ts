import type { ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { PASSWORD, type PersonKey, people } from '../../support/people.ts';
import { type CoreDoor, openCoreDoor } from './core-door.ts';
import { flagsOf, type HostDesk, homeEnv, notHere, type Start, shown, watchPages } from './desk.ts';
import { newNotesFile, tellNotes } from './notes.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** True where Electron's own binary was downloaded, or lies where ELECTRON_OVERRIDE_DIST_PATH points. */
function hasElectron(): boolean {
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return process.env.ELECTRON_OVERRIDE_DIST_PATH !== STAND_IN;
  const folder = join(root, 'node_modules', 'electron');
  const named = join(folder, 'path.txt');
  return existsSync(named) && existsSync(join(folder, 'dist', readFileSync(named, 'utf8').trim()));
}

const STAND_IN = join(root, 'tests', 'standin', 'bin');
/** No binary of Electron's is here: the stand-in plays it. */
export const standIn = !hasElectron();
// The test driver asks the electron package where the binary is, in this process.
if (standIn) process.env.ELECTRON_OVERRIDE_DIST_PATH = STAND_IN;

/** The program to start; the planted faults name copies of it. */
const program = process.env.DESK_PROGRAM ?? root;

type Running = { app: ElectronApplication; child: ChildProcess; page: Page; door: CoreDoor; notes: string };

/** The built desktop program, started as Electron starts it, and its one window. */
export async function openDesktopDesk(start: Start): Promise<HostDesk> {
  let now: string | undefined;
  let running: Running = await run(start, now);
  // leaving in peace, with a backup, is what specs about that do
  start.cleanUp.push(() => end(running, start, true));

  const logIn = async (person: PersonKey): Promise<void> => {
    await running.door.connect('window').session.login({ login: people[person].login, password: PASSWORD });
    await running.page.reload();
    await shown(running.page);
  };
  if (start.options.as) await logIn(start.options.as);
  const origin = await running.page.evaluate(() => location.origin);
  return {
    host: 'desktop',
    get page() {
      return running.page;
    },
    get app() {
      return running.app;
    },
    env: { ...homeEnv(start.home), ...standInEnv(running.notes) },
    origin,
    signIn: logIn,
    api: async (person) => {
      const api = running.door.connect();
      if (person) await api.session.login({ login: people[person].login, password: PASSWORD });
      return api;
    },
    restart: async ({ now: next, kill, as } = {}) => {
      await end(running, start, kill);
      now = next ?? now;
      running = await run(start, now);
      if (as) await logIn(as);
    },
    newTab: () => notHere('another tab'),
    newLink: () => notHere('a link'),
    newBrowser: () => notHere('another browser'),
  };
}

async function run(start: Start, now: string | undefined): Promise<Running> {
  const notes = newNotesFile(start.options.expected);
  const { timezoneId, locale, viewport } = start.page;
  const app = await _electron.launch({
    args: [program, ...flagsOf(start, now)],
    cwd: root,
    timezoneId,
    locale,
    acceptDownloads: true,
    env: { ...definedEnv(), ...homeEnv(start.home), ...standInEnv(notes), ...start.options.env },
  });
  // What the program said stands beside the notes, for whoever looks into a failure.
  // A program that has ended is asked of no more.
  const child = app.process();
  child.stderr?.pipe(createWriteStream(join(dirname(notes), 'stderr.txt')));
  try {
    const page = await app.firstWindow();
    watchPages(app.context(), start, () => 'https://desk.app.standin');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize(viewport);
    const door = await openCoreDoor(app);
    await shown(page);
    return { app, child, page, door, notes };
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error([String(error), ...tellNotes(notes)].join('\n'), { cause: error });
  }
}

async function end({ app, child, notes }: Running, start: Start, kill = false): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    if (kill) child.kill('SIGKILL');
    else await app.close();
    await gone;
  }
  start.faults.push(...tellNotes(notes));
}

const standInEnv = (notes: string): Record<string, string> => (standIn ? { ESTAND_NODE: process.execPath, ESTAND_LOG: notes } : {});

function definedEnv(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
