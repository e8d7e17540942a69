import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from './build.ts';
import { failedSpecs, failedUnits, flakyLines, hostLines, type PlaywrightReport, type VitestReport } from './checks/test-reports.ts';
import { findBrowser } from './find-browser.ts';

/**
 * `npm test`: unit, integration and house checks in vitest, then the browser specs against the build. The last line is the sum:
 * `N passed, N failed, N skipped`; what passed only when it was tried again counts as passed and is named before. What failed is said once more
 * before the sum, and stands in failed.txt beside the reports. `npm test -- unit` or `-- e2e` runs one half; what follows goes to its runner.
 */

const root = join(import.meta.dirname, '..');
/** DESK_RESULTS lets several runs stand beside each other. */
const results = process.env.DESK_RESULTS ?? join(root, 'test-results');

type Totals = { passed: number; failed: number; skipped: number };
/** What failed and why, of both halves. */
const failures: string[] = [];

function runNode(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      stdio: 'inherit',
      // programs that tests start share what was compiled once
      env: { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'code'), ...process.env, ...env },
    });
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** The numbers of a run; one that left no report, or failed without naming a test, counts as one failure. */
function totals<Report>(file: string, code: number, read: (report: Report) => Totals): Totals {
  let sum: Totals = { passed: 0, failed: 0, skipped: 0 };
  try {
    sum = read(JSON.parse(readFileSync(file, 'utf8')) as Report);
  } catch {
    process.stderr.write(`no report in ${file}\n`);
    sum.failed = 1;
  }
  return code !== 0 && sum.failed === 0 ? { ...sum, failed: 1 } : sum;
}

async function unit(args: readonly string[]): Promise<Totals> {
  const file = join(results, 'unit.json');
  const code = await runNode('vitest/vitest.mjs', ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`, ...args]);
  return totals<VitestReport>(file, code, (report) => {
    failures.push(...failedUnits(report));
    return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests + report.numTodoTests };
  });
}

async function browser(args: readonly string[]): Promise<Totals> {
  const found = findBrowser();
  if ('problem' in found) {
    process.stderr.write(`${found.problem}\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const file = join(results, 'e2e.json');
  const code = await runNode('@playwright/test/cli.js', ['test', '-c', 'tests/e2e/playwright.config.ts', ...args], {
    DESK_BROWSER: found.path,
  });
  return totals<PlaywrightReport>(file, code, (report) => {
    process.stdout.write(`${[...hostLines(report), ...flakyLines(report)].join('\n')}\n`);
    failures.push(...failedSpecs(report));
    const { stats } = report;
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
  });
}

async function main(args: readonly string[]): Promise<number> {
  const half = args[0] === 'unit' || args[0] === 'e2e' ? args[0] : undefined;
  const rest = half ? args.slice(1) : args;
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const sums: Totals[] = [];
  try {
    await buildIfStale();
  } catch (error) {
    process.stderr.write(`the build failed: ${error instanceof Error ? error.message : String(error)}\n`);
    sums.push({ passed: 0, failed: 1, skipped: 0 });
  }
  if (half !== 'e2e') sums.push(await unit(rest));
  if (half !== 'unit') sums.push(await browser(rest));
  const sum = (of: keyof Totals) => sums.reduce((all, one) => all + one[of], 0);
  const said = failures.map((line) => `${line}\n`).join('');
  writeFileSync(join(results, 'failed.txt'), said);
  process.stdout.write(`\n${said}${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`);
  return sum('failed') === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
