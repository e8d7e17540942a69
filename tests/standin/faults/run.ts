import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { buildIfStale } from '../../../scripts/build.ts';
import { findBrowser } from '../../../scripts/find-browser.ts';
import { type Plant, plants, SPECS, type SpecName } from './plants.ts';

/**
 * `npm run test:standin-faults`: does the desktop spec catch what somebody could do wrong in the host? Each fault is planted in a copy
 * of the built program. Six by rotation (the day, or DESK_FAULTS, says which), all with `--full`. A fault is caught when the spec that
 * is about it fails, and says what that fault does; any other failure, or a text that is not there any more, is one of this run. The
 * untouched copy has to pass the same specs.
 */

const root = join(import.meta.dirname, '..', '..', '..');
const SIX = 6;
/** Programs at a time: as many as a small machine has cores. */
const AT_ONCE = 2;
/** A spec of a program without a fault takes some ten seconds; one whose page never comes is not waited for longer. */
const SPEC_LIMIT_MS = 45_000;
const FILES = { main: ['main', 'hosts', 'electron', 'main.js'], preload: ['preload', 'preload.cjs'] } as const;

/** The program in a folder of its own: what is patched is copied, the rest is linked. */
function copyProgram(folder: string): void {
  for (const name of ['node_modules', 'resources', 'src-main']) symlinkSync(join(root, name), join(folder, name));
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  mkdirSync(join(folder, 'out'));
  symlinkSync(join(root, 'out', 'renderer'), join(folder, 'out', 'renderer'));
  for (const name of ['main', 'preload'])
    cpSync(join(root, 'out', name), join(folder, 'out', name), { recursive: true, filter: (file) => !file.endsWith('.map') });
}

function plant(folder: string, { file, from, to }: Plant): boolean {
  const path = join(folder, 'out', ...FILES[file]);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) return false;
  writeFileSync(path, text.replace(from, to));
  return true;
}

type Report = { suites: Suite[]; errors: { message: string }[] };
type Suite = { suites?: Suite[]; specs: { tests: { results: { status: string; errors: { message?: string }[] }[] }[] }[] };
type Outcome = { ran: number; failed: number; said: string };

const resultsOf = ({ suites = [], specs }: Suite): Suite['specs'][number]['tests'][number]['results'] => [
  ...specs.flatMap(({ tests }) => tests.flatMap(({ results }) => results)),
  ...suites.flatMap(resultsOf),
];

/** Runs these specs on the program in the folder. */
async function runSpecs(folder: string, specs: readonly SpecName[], browser: string): Promise<Outcome> {
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const titles = specs.map((name) => SPECS[name]).join('|');
  const args = ['test', '-c', 'tests/e2e/playwright.config.ts', '--project=desktop', '--no-deps', '--workers=1', '-g', titles];
  const results = join(folder, 'results');
  const env = { ...process.env, DESK_PROGRAM: folder, DESK_BROWSER: browser, DESK_RESULTS: results };
  const child = spawn(process.execPath, [cli, ...args, `--timeout=${SPEC_LIMIT_MS}`, 'desktop.spec'], { cwd: root, env, stdio: 'ignore' });
  await new Promise((resolve) => child.once('close', resolve));
  const { suites, errors } = JSON.parse(readFileSync(join(results, 'e2e.json'), 'utf8')) as Report;
  const ran = suites.flatMap(resultsOf);
  const wrong = ran.filter(({ status }) => status !== 'passed');
  const messages = [...errors, ...wrong.flatMap((result) => result.errors)].map(({ message = '' }) => message);
  return { ran: ran.length, failed: wrong.length, said: stripVTControlCharacters(messages.join('\n')) };
}

/** What became of a fault, in one word, and what the spec said of it. */
async function tried(
  fault: Plant,
  browser: string,
): Promise<{ outcome: 'caught' | 'passed' | 'other failure' | 'no such text'; said: string }> {
  return withCopy(async (folder) => {
    if (!plant(folder, fault)) return { outcome: 'no such text', said: '' };
    const { ran, failed, said } = await runSpecs(folder, [fault.seen], browser);
    if (ran === 1 && failed === 0) return { outcome: 'passed', said };
    return { outcome: failed === 1 && fault.says.test(said) ? 'caught' : 'other failure', said };
  });
}

async function withCopy<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'desk-fault-'));
  try {
    copyProgram(folder);
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Which faults are tried today. */
function chosen(args: readonly string[]): readonly Plant[] {
  const named = args.filter((word) => !word.startsWith('-'));
  if (named.length > 0) return plants.filter(({ name }) => named.includes(name));
  if (args.includes('--full')) return plants;
  const day = Math.floor((performance.timeOrigin + performance.now()) / 86_400_000);
  const from = Number(process.env.DESK_FAULTS ?? day) * SIX;
  return Array.from({ length: SIX }, (_, index) => plants[(from + index) % plants.length]!);
}

const found = findBrowser();
if ('problem' in found) throw new Error(found.problem);
await buildIfStale();
const args = process.argv.slice(2);
const sum = { right: 0, wrong: 0 };
const say = (name: string, outcome: string, right: boolean, said = ''): void => {
  sum[right ? 'right' : 'wrong'] += 1;
  process.stdout.write(`${outcome.padEnd(13)} ${name}\n`);
  if (!right || args.includes('--said')) process.stdout.write(said.replace(/^/gm, '    ').concat('\n'));
};

const faults = [...chosen(args)];
const control = await withCopy((folder) => runSpecs(folder, [...new Set(faults.map(({ seen }) => seen))], found.path));
say('nothing planted', control.failed === 0 ? 'passed' : 'failed', control.ran > 0 && control.failed === 0, control.said);
const worker = async (): Promise<void> => {
  for (let fault = faults.shift(); fault; fault = faults.shift()) {
    const { outcome, said } = await tried(fault, found.path);
    say(fault.name, outcome, outcome === 'caught', said);
  }
};
await Promise.all(Array.from({ length: AT_ONCE }, worker));
process.stdout.write(`faults: ${sum.right} passed, ${sum.wrong} failed\n`);
process.exitCode = sum.wrong === 0 ? 0 : 1;
