import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { becomeReady, endProgram } from './api/app.ts';
import { getPath, info, switches } from './api/app-paths.ts';
import { watchPages } from './api/web-contents.ts';
import { startChromium } from './chromium.ts';
import { note, noteError } from './notes.ts';
import { buildPageHalves } from './page-halves.ts';

/** Electron's own start: command line, `-r`, the program's entry, then ready. */

/** `ready` comes only after the entry was evaluated; an entry that waits for it would wait for ever. */
const ENTRY_MS = 10_000;
/** Words of the test driver, not of the program. */
const DRIVERS = /^--(?:inspect|remote-debugging-port|no-sandbox)/;

type Manifest = { main?: string; name?: string; productName?: string; version?: string; type?: string };
type CommandLine = { modules: string[]; words: string[] };

function readCommandLine(given: readonly string[]): CommandLine {
  const modules: string[] = [];
  const words: string[] = [];
  for (let index = 0; index < given.length; index += 1) {
    const word = given[index]!;
    if (word === '-r' || word === '--require') modules.push(given[++index] ?? '');
    else words.push(word);
  }
  return { modules, words };
}

function manifestAbove(folder: string): Manifest {
  const file = join(folder, 'package.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  return dirname(folder) === folder ? {} : manifestAbove(dirname(folder));
}

/** The folder or file on the command line; of a packaged program, the folder that ESTAND_PACKAGED names. */
function findEntry(words: readonly string[]): { file: string; esm: boolean } {
  const named = process.env.ESTAND_PACKAGED ?? words.find((word) => !word.startsWith('-'));
  if (!named) throw new Error('stand-in: no program was given');
  const path = resolve(named);
  const isFolder = statSync(path).isDirectory();
  const manifest = manifestAbove(isFolder ? path : dirname(path));
  const file = isFolder ? join(path, manifest.main ?? 'index.js') : path;
  info.root = isFolder ? path : dirname(path);
  info.name = manifest.productName ?? manifest.name ?? 'Electron';
  info.version = manifest.version ?? '0.0.0';
  return { file, esm: file.endsWith('.mjs') || (!file.endsWith('.cjs') && manifest.type === 'module') };
}

function watchErrors(): void {
  process.on('uncaughtException', (error) => {
    noteError('uncaught', error);
    // As Electron: only a program that listens itself goes on.
    if (process.listenerCount('uncaughtException') === 1) void endProgram(1);
  });
  process.on('unhandledRejection', (error) => noteError('unhandledRejection', error));
}

async function evaluate({ file, esm }: { file: string; esm: boolean }): Promise<void> {
  const timer = setTimeout(() => {
    note('uncaught', `the entry was not evaluated within ${ENTRY_MS / 1000} s: does it await app.whenReady() at its top level?`);
    void endProgram(1);
  }, ENTRY_MS);
  if (esm) await import(pathToFileURL(file).href);
  else createRequire(file)(file);
  clearTimeout(timer);
}

async function boot(): Promise<void> {
  const [executable = ''] = process.argv;
  const { modules, words } = readCommandLine(process.argv.slice(2));
  for (const word of words) {
    const [, name, value = ''] = /^--([^=]+)=?(.*)$/s.exec(word) ?? [];
    if (name && !DRIVERS.test(word)) switches.set(name, value);
  }
  const entry = findEntry(words);
  process.argv = [executable, ...words];
  const require = createRequire(join(process.cwd(), 'noop.js'));
  for (const module of modules) require(resolve(module));
  process.argv = [executable, ...words.filter((word) => !DRIVERS.test(word))];
  watchErrors();
  await evaluate(entry);
  await buildPageHalves();
  const address = await startChromium({ profile: getPath('userData'), switches });
  await watchPages();
  // What a test driver waits for; from now on it sets the browser as well.
  process.stderr.write(`DevTools listening on ${address}\n`);
  becomeReady();
}

await boot();
