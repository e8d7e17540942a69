import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPackageWithOptions } from '@electron/asar';
import { describe, expect, it } from 'vitest';
import { SENTINEL, setNinthFuse } from '../../scripts/package/fuses.ts';
import { proveFuses, provePackage } from '../../scripts/package/proof.ts';
import { makeStub } from '../../scripts/package/stub.ts';
import { tempFolder } from '../support/folder.ts';
import { plant, root, smallTree } from './tree.ts';

const NATIVE = 'node_modules/better-sqlite3/prebuilds/linux-x64.node';
const clean = {
  'package.json': JSON.stringify({ name: 'student-service-desk', main: 'out/main/hosts/electron/main.js' }),
  'out/main/hosts/electron/main.js': `import 'node:fs'; import 'electron'; import sqlite from 'better-sqlite3'; import './x.js';`,
  'out/main/workers/job.js': '',
  'out/main/workers/reader.js': '',
  'out/main/workers/demo.js': '',
  'out/preload/preload.cjs': `require('electron');`,
  'out/renderer/index.html': '',
  'out/notices.txt': '',
  'out/release.json': '{}',
  'out/sbom.json': '{}',
  'resources/migrations/0001-base.sql': '',
  'resources/locales/zh-CN/desktop.json': '{}',
  'resources/locales/en/desktop.json': '{}',
  'resources/icons/icon.png': '',
  'node_modules/better-sqlite3/package.json': '{}',
  'node_modules/better-sqlite3/lib/index.js': '',
};

async function prove(more: Record<string, string> = {}, options: { unpack?: string; native?: boolean } = {}) {
  const source = smallTree({ ...clean, ...more });
  if (options.native !== false) {
    mkdirSync(join(source, 'node_modules/better-sqlite3/prebuilds'), { recursive: true });
    cpSync(join(root, NATIVE), join(source, NATIVE));
  }
  const resources = tempFolder();
  await createPackageWithOptions(source, join(resources, 'app.asar'), { unpack: options.unpack ?? '*.node' });
  return provePackage({ root, resources, native: 'linux-x64.node' });
}

describe('the proof of a package', () => {
  it('is content with what belongs into it, and tells its size', async () => {
    const { facts, problems } = await prove();
    expect(problems).toEqual([]);
    expect(facts.join(' ')).toMatch(/app\.asar [\d.]+ MB of [\d.]+ MB with \d+ files.*largest: .*linux-x64\.node [\d.]+ MB of/);
  });

  it.each([
    ['a source', { 'out/main/core.ts': '' }, 'a source: out/main/core.ts'],
    ['a source map', { 'out/main/core.js.map': '' }, 'a source: out/main/core.js.map'],
    ['a test', { 'out/main/core.test.js': '' }, 'a test: out/main/core.test.js'],
    ['the tests', { 'tests/x.js': '' }, 'does not belong: tests/x.js'],
    ['a development package', { 'node_modules/vite/index.js': '' }, 'a package too many: node_modules/vite/index.js'],
    ['a key', { 'resources/keys.json': '' }, 'data: resources/keys.json'],
    ['a database', { 'resources/desk.db': '' }, 'data: resources/desk.db'],
    [
      'scripts in package.json',
      { 'package.json': '{"main":"out/main/hosts/electron/main.js","scripts":{}}' },
      'package.json names scripts',
    ],
    ['another entry', { 'package.json': '{"main":"index.js"}' }, 'package.json main is index.js'],
    [
      'an import of what is not there',
      { 'out/main/hosts/electron/main.js': `import 'pino';` },
      'out/main/hosts/electron/main.js imports pino, which is not packed',
    ],
    [
      'a require of what is not there',
      { 'out/preload/preload.cjs': `require('zod');` },
      'out/preload/preload.cjs imports zod, which is not packed',
    ],
    [
      'a bundle that no engine takes',
      { 'out/main/chunks/x.js': 'const a = 1; var a = 2;' },
      'out/main/chunks/x.js does not load: SyntaxError',
    ],
    ['a binary of another target', { 'node_modules/better-sqlite3/prebuilds/win32-x64.node': '' }, 'expected only'],
  ])('finds %s', async (_name, more, found) => {
    expect((await prove(more)).problems.join('\n')).toContain(found);
  });

  it('finds an archive that has grown beyond its budget', async () => {
    const { problems } = await prove({ 'resources/large.json': 'x'.repeat(9_500_001) });
    expect(problems).toEqual([expect.stringMatching(/app\.asar is 9\.\d MB, the budget is 9\.5 MB/)]);
  });

  it('finds a native file that is packed in, missing, or not the installed one', async () => {
    expect((await prove({}, { unpack: '*.none' })).problems).toContain(`${NATIVE} is not unpacked`);
    expect((await prove({}, { native: false })).problems.join()).toContain('found: none');
    expect((await prove({ [NATIVE]: 'other' }, { native: false })).problems).toContain(`${NATIVE} is not the installed file`);
  });

  it('finds a file that is missing', async () => {
    const source = smallTree({ 'package.json': clean['package.json'] });
    plant(source, { [NATIVE]: '' });
    const resources = tempFolder();
    await createPackageWithOptions(source, join(resources, 'app.asar'), {});
    const { problems } = await provePackage({ root, resources, native: 'linux-x64.node' });
    expect(problems).toContain('missing: out/main/hosts/electron/main.js');
    expect(problems).toContain('missing: resources/migrations/0001-base.sql');
  });
});

describe('the proof of the fuses', () => {
  it('finds those that are as Electron ships them', () => {
    const folder = tempFolder();
    makeStub(folder, '45.0.0');
    const { problems } = proveFuses(join(folder, 'electron'));
    expect(problems).toHaveLength(7);
    expect(problems).toContain('fuse "run as Node" is not off');
  });

  it('finds an Electron that has more or fewer than were decided about', () => {
    const file = join(tempFolder(), 'electron');
    writeFileSync(file, Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, 10]), Buffer.from('0100110011')]));
    expect(proveFuses(file).problems).toEqual(['the binary has 10 fuses, 9 are decided']);
    expect(() => setNinthFuse(file)).toThrow('10 fuses');
  });

  it('the ninth is set in every slice of a binary, and nothing else', () => {
    const file = join(tempFolder(), 'electron');
    const slice = Buffer.concat([
      Buffer.from('code'),
      Buffer.from(SENTINEL),
      Buffer.from([1, 9]),
      Buffer.from('101100010'),
      Buffer.from('code'),
    ]);
    writeFileSync(file, Buffer.concat([slice, slice]));
    setNinthFuse(file);
    const once = slice.toString('latin1').replace('101100010', '101100011');
    expect(readFileSync(file, 'latin1')).toBe(once + once);
    writeFileSync(file, 'no fuses');
    expect(() => setNinthFuse(file)).toThrow('no fuses');
  });

  it('finds a binary without fuses', () => {
    const file = join(tempFolder(), 'electron');
    writeFileSync(file, 'no fuses');
    expect(proveFuses(file).problems).toEqual(['the binary has no fuses']);
  });
});
