import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, ElectronApplication, Page } from '@playwright/test';
import type { Lang } from '#shared/contract/fields.ts';
import type { ApiClient } from '../../support/api.ts';
import type { PersonKey } from '../../support/people.ts';
import { copyTemplate, TEST_NOW, type TemplateName } from './template.ts';

/** What a spec may do with the running program, whichever host runs it. */

export type LaunchOptions = {
  /** Where the program's clock starts; it runs on from there. Default: Friday 2026-11-20 12:30 in Shanghai. */
  now?: string;
  lang?: Lang;
  /** `new`: the wizard; `ready`: staff of every role, nothing else; or a folder that is copied. Default `ready`. */
  data?: 'new' | TemplateName | { folder: string };
  /** Signs this person in before the page is shown. */
  as?: PersonKey;
  /** What the spec provokes on purpose: words of the page's console and of the stand-in's notes. */
  expected?: readonly RegExp[];
  /** Of the desktop: what else stands in the environment of the program. */
  env?: Record<string, string>;
};

/** The running program and the window a person looks at. */
export type Desk = {
  readonly host: 'web' | 'desktop';
  /** A desktop has another one after a restart; ask for it anew then. */
  readonly page: Page;
  readonly dataDir: string;
  readonly origin: string;
  /** Signs in without the login screen (that has specs of its own) and shows the page anew. */
  signIn(person: PersonKey): Promise<void>;
  /** The contract without a screen, as one more browser; for what a test needs to be there. */
  api(person?: PersonKey): Promise<ApiClient>;
  /** Ends the program (or kills it) and starts it again on the same folder, for example three days later. */
  restart(options?: { now?: string; kill?: boolean; as?: PersonKey }): Promise<void>;
  /** Goes to another part of the program, as `go` does. */
  go(path: string): Promise<void>;
  /** Nothing that axe could find on the page as it is now, or on a part of it: what a panel half covers is too small to be hit there. */
  accessible(of?: { page?: Page; part?: string }): Promise<void>;
  /** With DESK_SHOTS=1 pictures at both sizes for looking at: test-results/shots/<name>-<lang>-<size>.png. */
  shoot(name: string): Promise<void>;
  /** Another tab of the same browser. Web only. */
  newTab(path?: string): Promise<Page>;
  /** A fresh one-time link, as Enter in the console gives it. Web only. */
  newLink(): Promise<string>;
  /** Another browser, let in by a link of its own. Web only. */
  newBrowser(): Promise<{ page: Page; context: BrowserContext }>;
  /** The Electron program itself. Desktop only. */
  readonly app: ElectronApplication;
  /** What stands in the environment of the program, for a second start beside it. Desktop only. */
  readonly env: Record<string, string>;
};

/** What one host brings; the rest is the same for all. */
export type HostDesk = Omit<Desk, 'accessible' | 'go' | 'shoot' | 'dataDir'>;

export type CleanUp = (() => Promise<void> | void)[];

/** How a host is started: where, when, and what the page is like. */
export type Start = {
  readonly home: string;
  readonly dataDir: string;
  readonly options: LaunchOptions;
  readonly page: { viewport: { width: number; height: number }; timezoneId: string; locale: Lang };
  readonly cleanUp: CleanUp;
  /** Errors of the page and notes of the stand-in; a spec fails when something is in here at its end. */
  readonly faults: string[];
};

/** The sizes that layouts are drawn for. */
export const SIZES = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const;

/** A home of its own for the program, with the data folder that the spec begins with. */
export async function makeHome({ data = 'ready' }: LaunchOptions, cleanUp: CleanUp): Promise<{ home: string; dataDir: string }> {
  const home = mkdtempSync(join(tmpdir(), 'desk-e2e-'));
  cleanUp.push(() => rmSync(home, { recursive: true, force: true, maxRetries: 3 }));
  const dataDir = join(home, 'data');
  if (typeof data === 'object') cpSync(data.folder, dataDir, { recursive: true });
  else if (data !== 'new') await copyTemplate(data, dataDir);
  return { home, dataDir };
}

/** The demo centre and everything else of a test stays in its own home. */
export const homeEnv = (home: string): Record<string, string> => ({ XDG_DATA_HOME: join(home, 'appdata'), HOME: home });

/** The flags that every host takes. */
export function flagsOf({ dataDir, options }: Start, now = options.now ?? TEST_NOW): string[] {
  return ['--data', dataDir, '--now', now, ...(options.lang ? ['--lang', options.lang] : [])];
}

/** The page stands when something was rendered. */
export async function shown(page: Page): Promise<void> {
  await page.waitForFunction(() => (document.getElementById('root')?.childElementCount ?? 0) > 0);
}

/** A request that is refused on purpose shows as such in the browser's console; everything else there is a fault. */
const EXPECTED =
  /^Failed to load resource: (?:the server responded with a status of 4\d\d|net::ERR_(?:CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|CONNECTION_RESET|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE|ABORTED))/;

/** Collects what goes wrong in the pages of our own site. */
export function watchPages(context: BrowserContext, { faults, options: { expected = [] } }: Start, origin: () => string): void {
  context.on('weberror', (error) => faults.push(String(error.error())));
  context.on('console', (message) => {
    const ours = message.page()?.url().startsWith(origin()) ?? true;
    const fine = [EXPECTED, ...expected].some((pattern) => pattern.test(message.text()));
    if (ours && message.type() === 'error' && !fine) faults.push(message.text());
  });
}

/** What a host has not. */
export function notHere(what: string): never {
  throw new Error(`${what} is a thing of the other host; mark the spec with onlyWeb or onlyDesktop`);
}
