import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeFileAtomic } from '#main/base/disk.ts';
import { Failure } from '#shared/contract/failure.ts';
import { UsageError } from './errors.ts';

/** A file that the caller named. Errors: FILE_MISSING; FILE_UNREADABLE when it holds more than `limit` bytes, which are not read then. */
export function readGiven(path: string, limit: number): { bytes: Uint8Array; fileName: string } {
  if (sizeOf(path) > limit) throw new Failure('FILE_UNREADABLE', { reason: 'too_big' });
  try {
    return { bytes: new Uint8Array(readFileSync(path)), fileName: basename(path) };
  } catch (error) {
    throw new Failure('FILE_MISSING', { file: path }, { cause: error });
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Writes the answer where the caller wanted it. Errors: FILE_NOT_WRITTEN. */
export function writeGiven(path: string, bytes: Uint8Array): number {
  try {
    writeFileAtomic(path, Buffer.from(bytes), 0o600);
    return bytes.length;
  } catch (error) {
    throw new Failure('FILE_NOT_WRITTEN', { file: path }, { cause: error });
  }
}

/** The kind of file by its ending; anything else is a wrong call. */
export function kindOf(path: string, kinds: readonly string[]): string {
  const kind = extname(path).slice(1).toLowerCase();
  if (!kinds.includes(kind)) throw new UsageError('ending', { value: extname(path), kinds: kinds.map((each) => `.${each}`).join(', ') });
  return kind;
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'msedge', 'chrome'];
const PLACES: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((base) => {
    const root = process.env[base];
    return root ? [join(root, 'Google/Chrome/Application/chrome.exe'), join(root, 'Microsoft/Edge/Application/msedge.exe')] : [];
  }),
};

/** A Chromium, Chrome or Edge of this PC; `DESK_BROWSER` names another. */
function findBrowser(): string | undefined {
  const wanted = process.env.DESK_BROWSER;
  if (wanted) return wanted;
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...onPath, ...(PLACES[process.platform] ?? [])].find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

const PRINT_LIMIT_MS = 60_000;

/**
 * Prints the page with a browser of this PC. The page lies beside the result meanwhile, not in a shared temp folder.
 * Errors: NO_BROWSER, PRINT_FAILED.
 */
export async function printPdf(html: Uint8Array, target: string): Promise<number> {
  const browser = findBrowser();
  if (!browser) throw new Failure('NO_BROWSER', {});
  const page = join(dirname(target), `.${basename(target)}.html`);
  const profile = mkdtempSync(join(tmpdir(), 'desk-print-'));
  try {
    writeGiven(page, html);
    const root = process.getuid?.() === 0;
    const flags = ['--headless', '--disable-gpu', '--no-first-run', '--no-pdf-header-footer', `--user-data-dir=${profile}`];
    await runQuietly(browser, [...flags, ...(root ? ['--no-sandbox'] : []), `--print-to-pdf=${target}`, pathToFileURL(page).href]);
    if (!existsSync(target)) throw new Failure('PRINT_FAILED', {});
    return statSync(target).size;
  } finally {
    rmSync(page, { force: true });
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}

function runQuietly(program: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'ignore', timeout: PRINT_LIMIT_MS });
    child.on('error', (error) => reject(new Failure('PRINT_FAILED', {}, { cause: error })));
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Failure('PRINT_FAILED', {}))));
  });
}
