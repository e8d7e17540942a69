import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { NO_SECOND_COMPILER } from '../support/browser-flags.ts';
import type { Protocol } from './cdp.ts';

/** The browser of this machine, spoken to in its own protocol through two pipes; the test driver has a socket of its own. */

type Commands = Protocol.CommandParameters;
type Answers = Protocol.CommandReturnValues;
type Events = Protocol.Events;
type Pending = { resolve: (value: never) => void; reject: (error: Error) => void; method: string };
type Incoming = { id?: number; error?: { message: string }; result?: never; method: string; params: never; sessionId?: string };

const events = new EventEmitter().setMaxListeners(0);
const pending = new Map<number, Pending>();
let child: ChildProcess | undefined;
let last = 0;

/** What a fault of the browser's start is told with, and how long it may take to go. */
const LEAVE_MS = 2_000;
/** The pipes carry JSON texts with this behind each. */
const END = '\0';
/** Switches that are ours to set, whatever the program or the test driver says. */
const OURS: ReadonlySet<string> = new Set(['no-sandbox', 'user-data-dir', 'remote-debugging-port', 'headless']);

export type ChromiumSetting = { profile: string; switches: ReadonlyMap<string, string> };

/** Starts the browser. Answers where it listens. */
export async function startChromium({ profile, switches }: ChromiumSetting): Promise<string> {
  const folder = join(profile, 'chromium');
  mkdirSync(folder, { recursive: true });
  const given = [...switches].filter(([name]) => !OURS.has(name)).map(([name, value]) => (value ? `--${name}=${value}` : `--${name}`));
  const started = spawn(
    process.env.DESK_BROWSER ?? '/usr/bin/chromium',
    [
      '--headless',
      '--no-sandbox',
      '--remote-debugging-port=0',
      // Spoken through two pipes, whose end takes the browser along, also when we are killed.
      '--remote-debugging-pipe',
      '--no-startup-window',
      '--no-first-run',
      '--disable-gpu',
      '--hide-scrollbars',
      NO_SECOND_COMPILER,
      // Electron has the close event of message ports; elsewhere it is behind this name.
      '--enable-blink-features=MessagePortCloseEvent',
      `--user-data-dir=${folder}`,
      ...given,
    ],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
  );
  child = started;
  process.on('exit', () => started.kill('SIGKILL'));
  for (const pipe of [started.stdio[3], started.stdio[4]]) pipe?.on('error', () => undefined);
  listen(started.stdio[4] as Readable);
  const address = await listening(started);
  await send('Target.setDiscoverTargets', { discover: true });
  return address;
}

function listening(started: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    started.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address) resolve(address);
    });
    started.on('error', reject);
    started.on('exit', (code) => reject(new Error(`the browser ended with ${code}:\n${said}`)));
  });
}

function listen(pipe: Readable): void {
  let unfinished = '';
  pipe.setEncoding('utf8').on('data', (text: string) => {
    const messages = (unfinished + text).split(END);
    unfinished = messages.pop() ?? '';
    for (const message of messages) hear(JSON.parse(message) as Incoming);
  });
}

function hear(message: Incoming): void {
  if (message.id === undefined) {
    events.emit(`${message.sessionId ?? ''}:${message.method}`, message.params);
    return;
  }
  const call = pending.get(message.id);
  pending.delete(message.id);
  if (message.error) call?.reject(new Error(`${call.method}: ${message.error.message}`));
  else call?.resolve(message.result as never);
}

/** One command to the browser, or to the page of a session. */
export function send<M extends keyof Commands>(method: M, params?: Commands[M], sessionId?: string): Promise<Answers[M]> {
  return new Promise<Answers[M]>((resolve, reject) => {
    const pipe = child?.stdio[3] as Writable | undefined;
    if (!pipe?.writable || child?.exitCode !== null || child.signalCode !== null) {
      reject(new Error(`${method}: the browser is not connected`));
      return;
    }
    pending.set(++last, { resolve, reject, method });
    pipe.write(JSON.stringify({ id: last, method, params: params ?? {}, sessionId }) + END);
  });
}

/** Hears an event of the browser, or of the page of a session. */
export function on<E extends keyof Events>(event: E, listener: (params: Events[E]) => void, sessionId = ''): void {
  events.on(`${sessionId}:${event}`, listener);
}

/** Ends the browser; one that does not go is made to. */
export async function stopChromium(): Promise<void> {
  const leaving = child;
  if (!leaving || leaving.exitCode !== null || leaving.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => leaving.once('exit', () => resolve()));
  send('Browser.close').catch(() => leaving.kill('SIGKILL'));
  const timer = setTimeout(() => leaving.kill('SIGKILL'), LEAVE_MS);
  await gone;
  clearTimeout(timer);
}
