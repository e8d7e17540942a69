import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shippedFindings } from '../../scripts/audit.ts';
import { isAllowed, shippedPackages } from '../../scripts/checks/licences.ts';
import { checkLocales } from '../../scripts/checks/locales.ts';
import { lengths, names } from '../../scripts/checks/names.ts';
import { habits, words } from '../../scripts/checks/sources.ts';
import { failedSpecs, failedUnits, flakyLines, hostLines } from '../../scripts/checks/test-reports.ts';
import { root, smallTree } from './tree.ts';

const json = (value: unknown) => JSON.stringify(value);

describe('the locale check', () => {
  const tree = (zh: unknown, en: unknown, code: string) =>
    smallTree({
      'src-renderer/locales/zh-CN/desk.json': json(zh),
      'src-renderer/locales/en/desk.json': json(en),
      'src-renderer/app/screen.tsx': `const { t } = useTranslation('desk');\n${code}`,
    });
  const problems = async (zh: unknown, en: unknown, code: string) => (await checkLocales(tree(zh, en, code), { failures: false })).problems;

  it('is content with complete words that are used', async () => {
    const zh = { a: { b: '甲 {{n}}' }, many_other: '{{count}} 条', state: { open: '开', shut: '关' } };
    const en = { a: { b: 'a {{n}}' }, many_one: 'one', many_other: '{{count}} rows', state: { open: 'open', shut: 'shut' } };
    const code = `t('a.b', { n: 1 }); t('desk:many', { count: 2 }); t(\`state.\${x}\`);`;
    expect(await problems(zh, en, code)).toEqual([]);
  });

  it.each([
    ['a key that one language lacks', { a: '甲' }, { a: 'a', b: 'b' }, `t('a'); t('b');`, 'desk:b is missing in zh-CN'],
    ['the other way round', { a: '甲', b: '乙' }, { a: 'a' }, `t('a'); t('b');`, 'desk:b is missing in en'],
    ['an empty word', { a: '甲' }, { a: ' ' }, `t('a');`, 'desk:a is empty'],
    ['a key that no file has', { a: '甲' }, { a: 'a' }, `t('a'); t('desk:nope');`, 'asks for desk:nope'],
    ['a key behind a condition', { a: '甲' }, { a: 'a' }, `t(x ? 'a' : 'nope');`, 'asks for nope'],
    ['a pattern that fits nothing', { a: '甲' }, { a: 'a' }, `t('a'); t(\`nope.\${x}\`);`, 'asks for nope.…'],
    ['a word that nobody asks for', { a: '甲', b: '乙' }, { a: 'a', b: 'b' }, `t('a');`, 'desk:b is asked for by no code'],
    ['a gap that nobody fills', { a: '甲 {{n}}' }, { a: 'a {{n}}' }, `t('a', { m: 1 });`, 'gives a no {n}'],
    ['a singular without a plural', { a_other: '甲' }, { a_one: 'a' }, `t('a', { count: 1 });`, 'a_one has no _other'],
  ])('finds %s', async (_name, zh, en, code, found) => {
    expect((await problems(zh, en, code)).some((problem) => problem.includes(found))).toBe(true);
  });

  it('finds a file that one language lacks, and an empty house', async () => {
    const half = smallTree({ 'src-renderer/locales/en/desk.json': json({ a: 'a' }) });
    expect((await checkLocales(half, { failures: false })).problems).toContain('src-renderer/locales: desk.json is missing in zh-CN');
    expect((await checkLocales(smallTree({}), { failures: false })).problems).toContain('no words were found');
  });

  it('finds a failure code without words', async () => {
    const folder = smallTree({
      'src-shared/contract/base.ts': 'export const failures = { KNOWN: {}, DUMB: {} };',
      'src-renderer/locales/zh-CN/errors.json': json({ code: { KNOWN: { what: '甲', next: '乙' } } }),
      'src-renderer/locales/en/errors.json': json({ code: { KNOWN: { what: 'a', next: 'b' } } }),
      'src-renderer/app/x.ts': `t(\`errors:code.\${x}.\${y}\`);`,
    });
    expect((await checkLocales(folder)).problems).toEqual([
      'failure DUMB has no words (errors:code.DUMB.what)',
      'failure DUMB has no words (errors:code.DUMB.next)',
    ]);
  });
});

describe('the check of words in code', () => {
  const problems = async (text: string) => (await words(smallTree({ 'src-renderer/app/screen.tsx': text }))).problems;

  it.each([
    [`const a = '投诉';`],
    [`const a = \`第 \${n}\`;`],
    ['const a = /投诉/;'],
    ['const a = <p>Save it</p>;'],
    ['const a = <p>投诉</p>;'],
    [`const a = <button aria-label="Save" />;`],
    [`const a = <input placeholder="Name" />;`],
  ])('finds %s', async (text) => {
    expect(await problems(text)).toHaveLength(1);
  });

  it.each([
    ["// 投诉 in a comment\nconst a = 'plain';"],
    ["const a = <p>{t('save')}</p>;"],
    ['const a = <Row label={t(`x`)} kind="open" />;'],
    ['const a = <b>·</b>;'],
    ['const a = <KeyCap>Ctrl</KeyCap>;'],
  ])('lets %s be', async (text) => {
    expect(await problems(text)).toEqual([]);
  });
});

describe('the check of habits', () => {
  const silence = (tool: string) => `// ${tool}-ignore lint: no\nexport {};`;
  const problems = async (text: string, file = 'src-main/staff/service.ts') => (await habits(smallTree({ [file]: text }))).problems;

  it.each([
    ['export const a = Date.now();'],
    ['export const a = new Date();'],
    ['export const a = (x: any) => x;'],
    [silence('biome')],
    [`// @ts-${'ignore'}\nexport {};`],
  ])('finds %s', async (text) => {
    expect(await problems(text)).toHaveLength(1);
  });

  it('finds a test that is switched off', async () => {
    expect(await problems(`it.skip('x', () => undefined); test.describe.only('y', () => undefined);`, 'tests/x.test.ts')).toHaveLength(2);
  });

  it('finds a test that gives up after a second, but where waiting is defined', async () => {
    const text = 'await vi.waitFor(() => undefined); await page.waitFor();';
    expect(await problems(text, 'tests/x.test.ts')).toHaveLength(1);
    expect(await problems(text, 'tests/support/until.ts')).toEqual([]);
  });

  it('lets the clock read the clock, and dates be made of something', async () => {
    expect(await problems('export const a = Date.now();', 'src-main/base/clock.ts')).toEqual([]);
    expect(await problems('export const a = (at: number) => new Date(at);')).toEqual([]);
  });
});

describe('the check of names', () => {
  it('wants kebab-case for files and folders', async () => {
    const folder = smallTree({
      'src-main/staff/service.ts': '',
      'src-main/staffRoom/service.ts': '',
      'src-main/staff/staff_list.ts': '',
      'src-renderer/locales/zh-CN/x.json': '',
      'tests/house/x-y.test.ts': '',
      'docs/README.md': '',
    });
    expect((await names(folder)).problems).toEqual([
      'not kebab-case: src-main/staff/staff_list.ts',
      'not kebab-case: src-main/staffRoom/service.ts',
    ]);
  });

  it('names long files without failing', async () => {
    const found = await lengths(smallTree({ 'src-main/long.ts': '\n'.repeat(301), 'src-main/short.ts': '\n'.repeat(300) }));
    expect(found).toMatchObject({ problems: [], notes: ['301 lines: src-main/long.ts'] });
  });
});

describe('the check of licences', () => {
  it.each([
    ['MIT', true],
    ['MIT*', true],
    ['(MIT OR GPL-3.0)', true],
    ['(MIT AND GPL-3.0)', false],
    ['MIT AND ISC', true],
    ['GPL-3.0', false],
    ['LGPL-2.1-or-later', false],
    ['AGPL-3.0-only', false],
    ['UNKNOWN', false],
    ['SEE LICENSE IN LICENSE', false],
  ])('%s → %s', (licence, allowed) => {
    expect(isAllowed(licence)).toBe(allowed);
  });

  it('looks at what the core needs and at what the renderer bundles, but not at tools', () => {
    const shipped = shippedPackages(root);
    for (const name of ['better-sqlite3', 'pino', 'react', '@mantine/core', 'zod']) expect(shipped).toContain(`node_modules/${name}`);
    for (const name of ['vitest', 'electron-builder', 'knip', 'typescript']) expect(shipped).not.toContain(`node_modules/${name}`);
  });
});

describe('the report of the browser tests', () => {
  const spec = (title: string, status: 'expected' | 'flaky' | 'unexpected') => ({
    title,
    tests: [{ projectName: 'web', status, annotations: [] }],
  });
  const stats = { expected: 1, unexpected: 1, flaky: 1, skipped: 0 };
  const report = {
    suites: [{ specs: [spec('a', 'expected')], suites: [{ specs: [spec('b', 'flaky'), spec('c', 'unexpected')] }] }],
    stats,
  };

  it('counts what passed at the second try as passed, and names it on lines of its own', () => {
    expect(hostLines(report)).toEqual(['web: 2 passed, 1 failed, 0 skipped', 'desktop: 0 passed, 0 failed, 0 skipped']);
    expect(flakyLines(report)).toEqual(['1 flaky', '  passed only when tried again, web: b']);
    expect(flakyLines({ suites: [], stats })).toEqual(['0 flaky']);
  });

  it('says what failed with the first lines of its reason, the last try counting', () => {
    const long = ['\u001b[31mError: d\u001b[39m', ...Array.from({ length: 40 }, (_, line) => `line ${line}`)].join('\n');
    const results = [{ error: { message: 'first try' } }, { error: { message: long } }];
    const failed = { title: 'd', tests: spec('d', 'unexpected').tests.map((test) => ({ ...test, results })) };
    const lines = failedSpecs({ suites: [{ specs: [spec('a', 'expected'), spec('b', 'flaky'), failed] }], stats });
    expect(lines.slice(0, 3)).toEqual(['failed: web, d', '  Error: d', '  line 0']);
    expect(lines).toHaveLength(16);
    expect(failedSpecs(report)).toEqual(['failed: web, c', '  said nothing']);
  });
});

describe('the report of the unit tests', () => {
  const numbers = { numPassedTests: 1, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0 };
  const file = (status: string, tests: [string, string][], message = '') => ({
    name: join(root, 'tests/a.test.ts'),
    status,
    message,
    assertionResults: tests.map(([fullName, state]) => ({
      fullName,
      status: state,
      failureMessages: state === 'failed' ? ['Error: wrong\n    at b.ts:1'] : [],
    })),
  });

  it('says what failed, also a file that could not be loaded', () => {
    const some = file('failed', [
      ['is right', 'passed'],
      ['is wrong', 'failed'],
    ]);
    const none = file('failed', [], 'Cannot find module');
    expect(failedUnits({ ...numbers, testResults: [file('passed', [['is right', 'passed']]), some, none] })).toEqual([
      'failed: tests/a.test.ts, is wrong',
      '  Error: wrong',
      '      at b.ts:1',
      'failed: tests/a.test.ts',
      '  Cannot find module',
    ]);
  });
});

describe('known vulnerabilities', () => {
  const advisory = (severity: string) => ({ title: 'a hole', url: 'https://example.org/1', severity });
  const of = (node: string, ...via: (string | ReturnType<typeof advisory>)[]) => ({ [node]: { nodes: [`node_modules/${node}`], via } });
  const shipped = new Set([...shippedPackages(root), 'node_modules/electron']);

  it.each([['react'], ['@mantine/core'], ['electron'], ['zod'], ['better-sqlite3']])('count in %s, which is shipped', (name) => {
    const found = shippedFindings({ vulnerabilities: of(name, advisory('high')) }, shipped);
    expect(found).toEqual([`${name}: high, a hole (https://example.org/1)`]);
  });

  it('do not count in tools, below high, and in what only needs the vulnerable one', () => {
    const vulnerabilities = {
      ...of('vitest', advisory('critical')),
      ...of('react', advisory('moderate')),
      ...of('zod', 'vitest'),
    };
    expect(shippedFindings({ vulnerabilities }, shipped)).toEqual([]);
  });
});
