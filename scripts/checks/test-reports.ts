import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** What the JSON reports of Vitest and Playwright say of a run, in lines for a person. */

type PlaywrightTest = {
  projectName: string;
  status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
  annotations: { type: string; description?: string }[];
  results?: { error?: { message?: string } }[];
};
type PlaywrightSuite = { suites?: PlaywrightSuite[]; specs: { title: string; tests: PlaywrightTest[] }[] };
export type PlaywrightReport = {
  suites: PlaywrightSuite[];
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
};

export type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] | null }[];
  }[];
};

type Ran = PlaywrightTest & { title: string };

function testsOf({ suites = [], specs }: PlaywrightSuite): Ran[] {
  return [...specs.flatMap(({ title, tests }) => tests.map((test) => ({ ...test, title }))), ...suites.flatMap(testsOf)];
}

/** What ran on which host, and which specs are about one host only, with their reasons. */
export function hostLines(report: PlaywrightReport): string[] {
  const tests = report.suites.flatMap(testsOf);
  return ['web', 'desktop'].flatMap((host) => {
    const own = tests.filter(({ projectName }) => projectName.startsWith(host));
    const count = (...states: PlaywrightTest['status'][]) => own.filter(({ status }) => states.includes(status)).length;
    const only = own.flatMap(({ title, annotations }) =>
      annotations.filter(({ type }) => type === `only ${host}`).map(({ description = '' }) => `  only ${host}, ${description}: ${title}`),
    );
    return [`${host}: ${count('expected', 'flaky')} passed, ${count('unexpected')} failed, ${count('skipped')} skipped`, ...only];
  });
}

/** Tests that passed only when they were tried again: they count as passed, so they are said on a line of their own, with their names. */
export function flakyLines(report: PlaywrightReport): string[] {
  const flaky = report.suites.flatMap(testsOf).filter(({ status }) => status === 'flaky');
  return [`${flaky.length} flaky`, ...flaky.map(({ projectName, title }) => `  passed only when tried again, ${projectName}: ${title}`)];
}

/** A failure says its reason in its first lines; below stand calls and differences, of which a log keeps more than its end should. */
const REASON_LINES = 15;

function failure(who: string, message = 'said nothing'): string[] {
  const lines = stripVTControlCharacters(message).trimEnd().split('\n');
  return [`failed: ${who}`, ...lines.slice(0, REASON_LINES).map((line) => `  ${line}`)];
}

/** Which browser specs failed, and why: the last thing that is said, because of a long log the end is what is read. */
export function failedSpecs(report: PlaywrightReport): string[] {
  const failed = report.suites.flatMap(testsOf).filter(({ status }) => status === 'unexpected');
  return failed.flatMap(({ projectName, title, results }) => failure(`${projectName}, ${title}`, results?.at(-1)?.error?.message));
}

/** Which unit tests failed, and why; a file that could not even be loaded is one of them. */
export function failedUnits(report: VitestReport): string[] {
  return report.testResults.flatMap(({ name: file, status, message, assertionResults }) => {
    const name = relative(process.cwd(), file);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0 && status === 'failed') return failure(name, message);
    return failed.flatMap(({ fullName, failureMessages }) => failure(`${name}, ${fullName}`, failureMessages?.join('\n')));
  });
}
