/** What Playwright's JSON report says of a run, in lines for a person. */

type PlaywrightTest = {
  projectName: string;
  status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
  annotations: { type: string; description?: string }[];
};
type PlaywrightSuite = { suites?: PlaywrightSuite[]; specs: { title: string; tests: PlaywrightTest[] }[] };
export type PlaywrightReport = {
  suites: PlaywrightSuite[];
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
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
