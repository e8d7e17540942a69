import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { findBrowser } from '../../scripts/find-browser.ts';
import { desk, deskProcess } from './run.ts';
import { sharedFolder } from './shared-folder.ts';

const root = sharedFolder();
const data = join(root, 'data');
const MAIN = join(import.meta.dirname, '../../src-main/hosts/cli/main.ts');

beforeAll(async () => {
  await desk('init', '--data', data, '--centre', '学服中心', '--manager', 'boss', '--password', 'long enough');
});

/** A folder for results and one for what is temporary, both seen whole. */
function rooms(name: string) {
  const [out, temp] = ['out', 'temp'].map((part) => join(root, name, part)) as [string, string];
  for (const folder of [out, temp]) mkdirSync(folder, { recursive: true });
  return { out, temp, file: join(out, 'report.pdf'), env: { TMPDIR: temp, TEMP: temp, TMP: temp } };
}

const call = (file: string) => ['report', 'monthly', '2026-10', '--out', file, '--data', data];

/** A browser that speaks the protocol over its pipe and does `work` when it is to print; `page` is what it was given. */
function browser(name: string, work: string): string {
  const file = join(root, name);
  writeFileSync(
    file,
    `#!${process.execPath}
const { writeFileSync } = require('node:fs');
const { Socket } = require('node:net');
const out = new Socket({ fd: 4 });
const results = {
  'Target.createTarget': { targetId: 't' },
  'Target.attachToTarget': { sessionId: 's' },
  'Page.getFrameTree': { frameTree: { frame: { id: 'f' } } },
  'Page.setDocumentContent': {},
};
let text = '';
let page = '';
new Socket({ fd: 3 }).setEncoding('utf8').on('data', (chunk) => {
  const parts = (text + chunk).split('\\0');
  text = parts.pop();
  for (const { id, method, params } of parts.map((part) => JSON.parse(part))) {
    if (params.html) page = params.html;
    if (method === 'Page.printToPDF') { ${work} }
    else out.write(JSON.stringify({ id, result: results[method] }) + '\\0');
  }
});
`,
  );
  chmodSync(file, 0o700);
  return file;
}

it('prints with a browser of this PC: page and PDF stand in no file on the way, and only the caller may read the result', () => {
  const found = findBrowser();
  if ('problem' in found) throw new Error(found.problem);
  const { out, temp, file, env } = rooms('real');
  expect(deskProcess(call(file), { ...env, DESK_BROWSER: found.path })).toMatchObject({ code: 0, json: { bytes: statSync(file).size } });
  const pdf = readFileSync(file, 'latin1');
  expect(pdf).toMatch(/^%PDF-/);
  expect(pdf).toMatch(/\/MediaBox ?\[0 0 59[45][.\d]* 84[12]/);
  expect(statSync(file).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600);
  expect([readdirSync(out), readdirSync(temp)]).toEqual([['report.pdf'], []]);
});

it('hands the browser the whole page', () => {
  const { file, env } = rooms('whole');
  const answer = `out.write(JSON.stringify({ id, result: { data: Buffer.from('%PDF ' + page).toString('base64') } }) + '\\0');`;
  expect(deskProcess(call(file), { ...env, DESK_BROWSER: browser('whole.cjs', answer) })).toMatchObject({ code: 0 });
  expect(readFileSync(file, 'utf8')).toMatch(/^%PDF <!doctype html>.*学服中心.*<\/html>\s*$/is);
});

it('leaves an older file as it was when the browser fails, ends, or is not there', () => {
  const { out, temp, file, env } = rooms('failing');
  writeFileSync(file, 'older');
  const refusing = browser('refusing.cjs', `out.write(JSON.stringify({ id, error: { message: 'no' } }) + '\\0');`);
  const ending = browser('ending.cjs', 'process.exit(0);');
  for (const program of [refusing, ending]) {
    expect(deskProcess(call(file), { ...env, DESK_BROWSER: program })).toMatchObject({
      code: 1,
      json: { error: { code: 'PRINT_FAILED' } },
    });
  }
  for (const none of [{ DESK_BROWSER: join(root, 'nowhere') }, { DESK_BROWSER: '', PATH: '/nowhere' }]) {
    expect(deskProcess(call(file), { ...env, ...none })).toMatchObject({ code: 1, json: { error: { code: 'NO_BROWSER' } } });
  }
  expect(readFileSync(file, 'utf8')).toBe('older');
  expect([readdirSync(out), readdirSync(temp)]).toEqual([['report.pdf'], []]);
});

it.skipIf(process.platform === 'win32')('leaves nothing when it is stopped in the middle', async () => {
  const { out, temp, file, env } = rooms('stopped');
  const begun = join(root, 'begun');
  const waiting = browser('waiting.cjs', `writeFileSync(${JSON.stringify(begun)}, String(process.pid));`);
  const child = spawn(process.execPath, [MAIN, ...call(file)], { env: { ...process.env, ...env, DESK_BROWSER: waiting }, stdio: 'ignore' });
  await expect.poll(() => readdirSync(root), { timeout: 30_000 }).toContain('begun');
  const code = await ended(child, 'SIGINT');
  expect(code).toBe(1);
  expect([readdirSync(out), readdirSync(temp)]).toEqual([[], []]);
  expect(() => process.kill(Number(readFileSync(begun, 'utf8')), 0)).toThrow('ESRCH');
});

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill(signal);
  });
}
