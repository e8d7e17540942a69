import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Check, Finding } from './checks/finding.ts';
import { layers } from './checks/layers.ts';
import { licences } from './checks/licences.ts';
import { locales } from './checks/locales.ts';
import { lengths, names } from './checks/names.ts';
import { lines, run, runTool } from './checks/run.ts';
import { habits, words } from './checks/sources.ts';
import { workflows } from './checks/workflows.ts';
import { ICONS, staleIcons } from './package/icons.ts';

/**
 * `npm run check`: everything that a machine can say about the sources without running them. One line per check; what a failed
 * one found is printed below. `npm run check -- locales words` runs only those.
 */

const root = join(import.meta.dirname, '..');
/** A failed check shows this many findings; the rest is counted. */
const SHOWN = 40;

function tool(script: string, args: readonly string[], counted?: RegExp): Check {
  return async (folder) => {
    const ran = await runTool(folder, script, args);
    const summary = counted?.exec(ran.stdout)?.[1] ?? '';
    return { summary: ran.code === 0 ? summary : `exit code ${ran.code}`, problems: ran.code === 0 ? [] : lines(ran) };
  };
}

/** Packs with a stub Electron, reads back what went in and starts it (scripts/package.ts). Builds first if the build is stale. */
async function packed(folder: string): Promise<Finding> {
  const ran = await run(process.execPath, ['scripts/package.ts', '--stub'], { cwd: folder });
  const said = lines(ran);
  return { summary: said.find((line) => line.startsWith('app.asar')) ?? 'not packed', problems: ran.code === 0 ? [] : said };
}

/** What nothing uses, and in a second look what only tests use: to the first one tests are entries like any other. */
async function unused(folder: string): Promise<Finding> {
  const looks = [[], ['--production', '--include', 'files,exports,types,nsExports,nsTypes,enumMembers,duplicates']];
  const found = await Promise.all(
    looks.map((look) => runTool(folder, 'knip/bin/knip.js', ['--no-progress', '--no-config-hints', ...look])),
  );
  return { summary: '', problems: found.flatMap((ran) => (ran.code === 0 ? [] : lines(ran))) };
}

/** The icons are what their SVG gives (scripts/package/icons.ts). */
async function icons(folder: string): Promise<Finding> {
  const stale = await staleIcons(folder);
  return {
    summary: `${Object.keys(ICONS).length} icons`,
    problems: stale.map((file) => `${file} is not drawn from icon.svg: run node scripts/package/icons.ts`),
  };
}

/** Longest first, so that the short ones fill the second core. */
const checks: Record<string, Check> = {
  types: tool('typescript/bin/tsc', ['-p', '.', '--pretty', 'false', '--extendedDiagnostics'], /Files:\s+(\d+)/),
  licences,
  package: packed,
  unused,
  style: tool(
    '@biomejs/biome/bin/biome',
    ['check', '--colors=off', '--max-diagnostics=60', '--diagnostic-level=warn', '--error-on-warnings', '.'],
    /Checked (\d+ files)/,
  ),
  layers,
  workflows,
  icons,
  locales,
  words,
  habits,
  names,
  lengths,
};

async function runOne(name: string, check: Check): Promise<boolean> {
  const started = performance.now();
  let finding: Finding;
  try {
    finding = await check(root);
  } catch (error) {
    finding = { summary: 'did not run', problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
  }
  const { summary, problems, notes = [] } = finding;
  const failed = problems.length > 0;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const report = [
    `${failed ? 'FAIL' : 'ok  '} ${name.padEnd(9)} ${seconds.padStart(5)} s  ${failed ? `${problems.length} found; ` : ''}${summary}`,
  ];
  report.push(...problems.slice(0, SHOWN).map((line) => `       ${line}`));
  if (problems.length > SHOWN) report.push(`       and ${problems.length - SHOWN} more`);
  report.push(...notes.map((line) => `     - ${line}`));
  process.stdout.write(`${report.join('\n')}\n`);
  return !failed;
}

async function main(wanted: readonly string[]): Promise<number> {
  const unknown = wanted.filter((name) => !(name in checks));
  if (unknown.length > 0) {
    process.stderr.write(`no such check: ${unknown.join(', ')}; there are ${Object.keys(checks).join(', ')}\n`);
    return 2;
  }
  const started = performance.now();
  const queue = Object.entries(checks).filter(([name]) => wanted.length === 0 || wanted.includes(name));
  const total = queue.length;
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) if (!(await runOne(...next))) failed += 1;
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`check: ${total - failed} passed, ${failed} failed in ${seconds} s\n`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
