import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from '../../../scripts/build.ts';
import { findBrowser } from '../../../scripts/find-browser.ts';
import { type Plant, plants } from './plants.ts';

/**
 * `npm run test:standin-faults`: does the desktop spec catch what somebody could do wrong in the host? Each fault is planted in a copy
 * of the built program. Six by rotation (the day, or DESK_FAULTS, says which), all with `--full`. A text that is not there any more is
 * a failure too, and the untouched copy has to pass.
 */

const root = join(import.meta.dirname, '..', '..', '..');
const AT_ONCE = 6;
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

/** True when the desktop spec is content with the program in the folder. */
function passes(folder: string, browser: string): boolean {
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const args = ['test', '-c', 'tests/e2e/playwright.config.ts', '--project=desktop', '--no-deps', '--max-failures=1', 'desktop.spec'];
  const env = { ...process.env, DESK_PROGRAM: folder, DESK_BROWSER: browser, DESK_RESULTS: join(folder, 'results') };
  return spawnSync(process.execPath, [cli, ...args], { cwd: root, env, stdio: 'ignore' }).status === 0;
}

function tried(fault: Plant | undefined, browser: string): 'passed' | 'caught' | 'no such text' {
  const folder = mkdtempSync(join(tmpdir(), 'desk-fault-'));
  try {
    copyProgram(folder);
    if (fault && !plant(folder, fault)) return 'no such text';
    return passes(folder, browser) ? 'passed' : 'caught';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Which faults are tried today. */
function chosen(args: readonly string[]): readonly Plant[] {
  if (args.includes('--full')) return plants;
  const day = Math.floor((performance.timeOrigin + performance.now()) / 86_400_000);
  const from = Number(process.env.DESK_FAULTS ?? day) * AT_ONCE;
  return Array.from({ length: AT_ONCE }, (_, index) => plants[(from + index) % plants.length]!);
}

const found = findBrowser();
if ('problem' in found) throw new Error(found.problem);
await buildIfStale();
const say = (name: string, outcome: string): void => void process.stdout.write(`${outcome.padEnd(13)} ${name}\n`);
const sum = { right: 0, wrong: 0 };
const count = (right: boolean): void => {
  sum[right ? 'right' : 'wrong'] += 1;
};
const control = tried(undefined, found.path);
say('nothing planted', control);
count(control === 'passed');
for (const fault of chosen(process.argv.slice(2))) {
  const outcome = tried(fault, found.path);
  say(fault.name, outcome);
  count(outcome === 'caught');
}
process.stdout.write(`faults: ${sum.right} passed, ${sum.wrong} failed\n`);
process.exitCode = sum.wrong === 0 ? 0 : 1;
