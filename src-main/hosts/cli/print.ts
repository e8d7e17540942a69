import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { Failure } from '#shared/contract/failure.ts';
import { installedBrowser } from '../browsers.ts';

const PRINT_LIMIT_MS = 60_000;
/** A browser that was asked to go and does not is ended. */
const LEAVE_MS = 3_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The page as a PDF, printed by a browser of this PC. Page and PDF pass through a pipe, so neither stands in a file that somebody could
 * read or that a Ctrl+C would leave (spec/trust.md: temporary files never hold plain personal data). Errors: NO_BROWSER, PRINT_FAILED.
 */
export async function printPdf(html: Uint8Array): Promise<Uint8Array> {
  const browser = installedBrowser();
  if (!browser) throw new Failure('NO_BROWSER', {});
  const profile = mkdtempSync(join(tmpdir(), 'desk-print-'));
  const abort = new AbortController();
  const stop = () => abort.abort();
  for (const signal of SIGNALS) process.once(signal, stop);
  const timer = setTimeout(stop, PRINT_LIMIT_MS);
  const child = start(browser, profile, abort.signal);
  const gone = ended(child);
  const say = speak(child);
  try {
    const pdf = await printed(say, new TextDecoder().decode(html));
    // its helpers write into the profile until it has gone by itself
    const late = setTimeout(() => child.kill('SIGKILL'), LEAVE_MS);
    say('Browser.close', {}).catch(() => undefined);
    await gone;
    clearTimeout(late);
    return pdf;
  } catch (error) {
    throw new Failure('PRINT_FAILED', {}, { cause: error });
  } finally {
    clearTimeout(timer);
    for (const signal of SIGNALS) process.off(signal, stop);
    child.kill('SIGKILL');
    // a helper of the browser may hold an end a little longer than the browser lives
    for (const pipe of pipes(child)) pipe.destroy();
    await gone;
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}

function start(browser: string, profile: string, signal: AbortSignal): ChildProcess {
  const root = process.getuid?.() === 0;
  const flags = ['--headless', '--disable-gpu', '--no-first-run', '--no-startup-window', '--remote-debugging-pipe'];
  return spawn(browser, [...flags, ...(root ? ['--no-sandbox'] : []), `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGKILL',
  });
}

/** Resolves when the browser is gone, or never came. */
function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    if (child.pid === undefined) resolve();
  });
}

const pipes = (child: ChildProcess): [Duplex, Duplex] => child.stdio.slice(3, 5) as unknown as [Duplex, Duplex];

type Say = <T>(method: string, params: object, sessionId?: string) => Promise<T>;

async function printed(say: Say, html: string): Promise<Uint8Array> {
  const { targetId } = await say<{ targetId: string }>('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await say<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true });
  const { frameTree } = await say<{ frameTree: { frame: { id: string } } }>('Page.getFrameTree', {}, sessionId);
  await say('Page.setDocumentContent', { frameId: frameTree.frame.id, html }, sessionId);
  const paper = { printBackground: true, preferCSSPageSize: true, generateTaggedPDF: true };
  const { data } = await say<{ data: string }>('Page.printToPDF', paper, sessionId);
  return Buffer.from(data, 'base64');
}

type Pending = { resolve(value: never): void; reject(error: unknown): void };
type Incoming = { id?: number; result?: never; error?: { message: string } };

/** Chromium's protocol over its third and fourth descriptor: JSON, each ended by a NUL. */
function speak(child: ChildProcess): Say {
  const [toBrowser, fromBrowser] = pipes(child);
  const pending = new Map<number, Pending>();
  let last = 0;
  let failed: unknown;
  const fail = (error: unknown) => {
    failed ??= error;
    for (const { reject } of pending.values()) reject(failed);
    pending.clear();
  };
  child.on('error', fail);
  child.on('exit', (code) => fail(new Error(`the browser ended with ${code}`)));
  for (const pipe of [toBrowser, fromBrowser]) pipe.on('error', fail);
  const parts: Buffer[] = [];
  fromBrowser.on('data', (chunk: Buffer) => {
    let from = 0;
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, from)) {
      parts.push(chunk.subarray(from, end));
      hear(JSON.parse(Buffer.concat(parts.splice(0)).toString('utf8')) as Incoming);
      from = end + 1;
    }
    parts.push(chunk.subarray(from));
  });
  function hear({ id, result, error }: Incoming): void {
    const asked = pending.get(id ?? 0);
    pending.delete(id ?? 0);
    if (error) asked?.reject(new Error(error.message));
    else asked?.resolve(result as never);
  }
  return <T>(method: string, params: object, sessionId?: string) =>
    new Promise<T>((resolve, reject) => {
      if (failed !== undefined) return reject(failed);
      pending.set(++last, { resolve, reject });
      toBrowser.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
    });
}
