import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractFile, listPackage, statFile } from '@electron/asar';
import ts from 'typescript';
import { run } from '../checks/run.ts';
import { each } from '../checks/syntax.ts';
import { SENTINEL } from './fuses.ts';

export type Proof = { facts: string[]; problems: string[] };

/** Without one of these the program would not open. */
const NEEDED = [
  'package.json',
  'out/main/hosts/electron/main.js',
  'out/main/workers/job.js',
  'out/main/workers/reader.js',
  'out/main/workers/demo.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
  'out/notices.txt',
  'out/release.json',
  'out/sbom.json',
  'resources/migrations/0001-base.sql',
  'resources/locales/zh-CN/desktop.json',
  'resources/locales/en/desktop.json',
  'resources/icons/icon.png',
  'node_modules/better-sqlite3/package.json',
  'node_modules/better-sqlite3/lib/index.js',
];
/** The rooms that may be in the archive; every other top-level name is a leak. */
const ROOMS = new Set(['out', 'resources', 'node_modules', 'package.json']);
const PACKAGES = new Set(['better-sqlite3']);
const SOURCE = /\.(tsx?|mts|cts|map|tsbuildinfo|c|cc|cpp|h|gyp)$/;
const TEST = /(^|\/)(tests?|__tests__|fixtures|e2e)\/|\.(test|spec)\./;
const SECRET = /(^|\/)(\.env|keys\.json|desk\.key|.*\.(db|sqlite|log|pem))$/;
/** Everything is bundled; a bare import of anything else would be missing on the person's PC. */
const OUTSIDE = new Set(['electron', 'better-sqlite3']);

/** Reads the packed program back and says what is in it and what should not be so. `native` is the target's binary. */
export async function provePackage({ root, resources, native }: { root: string; resources: string; native: string }): Promise<Proof> {
  const archive = join(resources, 'app.asar');
  const problems: string[] = [];
  const files = listPackage(archive, { isPack: false })
    .map((path) => path.replaceAll('\\', '/').replace(/^\//, ''))
    .filter((path) => !('files' in statFile(archive, path)));
  const here = new Set(files);

  for (const path of NEEDED) if (!here.has(path)) problems.push(`missing: ${path}`);
  for (const path of files) {
    const [room = '', second = ''] = path.split('/');
    if (!ROOMS.has(room)) problems.push(`does not belong: ${path}`);
    if (room === 'node_modules' && !PACKAGES.has(second)) problems.push(`a package too many: ${path}`);
    if (SOURCE.test(path)) problems.push(`a source: ${path}`);
    if (TEST.test(path)) problems.push(`a test: ${path}`);
    if (SECRET.test(path)) problems.push(`data: ${path}`);
  }
  problems.push(
    ...proveNative(root, archive, files, native),
    ...proveManifest(archive, here),
    ...proveImports(archive, files),
    ...(await proveSyntax(archive, files)),
  );

  const unpacked = files.filter((path) => path.endsWith('.node')).reduce((sum, path) => sum + size(`${archive}.unpacked/${path}`), 0);
  const rooms = [...ROOMS].map((room) => `${room} ${files.filter((path) => path.split('/')[0] === room).length}`).join(', ');
  const bytes = statSync(archive).size;
  problems.push(...proveSize(bytes, unpacked));
  const facts = [
    `app.asar ${mega(bytes)} of ${mega(BUDGET.archive)} with ${files.length} files (${rooms})`,
    `largest: ${partsOf(archive, files)}`,
    `unpacked ${native} ${mega(unpacked)} of ${mega(BUDGET.native)}`,
  ];
  return { facts, problems };
}

function proveNative(root: string, archive: string, files: readonly string[], native: string): string[] {
  const binaries = files.filter((path) => path.endsWith('.node'));
  const wanted = `node_modules/better-sqlite3/prebuilds/${native}`;
  if (binaries.length !== 1 || binaries[0] !== wanted) return [`expected only ${wanted}, found: ${binaries.join(', ') || 'none'}`];
  const info = statFile(archive, wanted);
  if (!('unpacked' in info) || !info.unpacked) return [`${wanted} is not unpacked`];
  const beside = `${archive}.unpacked/${wanted}`;
  if (!existsSync(beside)) return [`${wanted} is not beside the archive`];
  return digest(beside) === digest(join(root, wanted)) ? [] : [`${wanted} is not the installed file`];
}

function proveManifest(archive: string, here: ReadonlySet<string>): string[] {
  if (!here.has('package.json')) return [];
  const manifest = JSON.parse(extractFile(archive, 'package.json').toString('utf8')) as Record<string, unknown>;
  const problems: string[] = [];
  if (manifest.main !== 'out/main/hosts/electron/main.js') problems.push(`package.json main is ${String(manifest.main)}`);
  if ('devDependencies' in manifest) problems.push('package.json names devDependencies');
  if ('scripts' in manifest) problems.push('package.json names scripts');
  return problems;
}

function proveImports(archive: string, files: readonly string[]): string[] {
  const problems: string[] = [];
  for (const path of files) {
    if (!/^out\/(main|preload)\/.*\.c?js$/.test(path)) continue;
    for (const name of importsOf(path, extractFile(archive, path).toString('utf8'))) {
      if (name.startsWith('.') || isBuiltin(name) || OUTSIDE.has(name)) continue;
      problems.push(`${path} imports ${name}, which is not packed`);
    }
  }
  return problems;
}

/** A bundler can join two modules into one that no engine takes; nobody would see it before that file is loaded. */
async function proveSyntax(archive: string, files: readonly string[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'desk-syntax-'));
  try {
    const scripts = files.filter((path) => /^out\/(main|preload|renderer)\/.*\.c?js$/.test(path));
    const checked = scripts.map(async (path, index) => {
      const copy = join(folder, `${index}${path.endsWith('.cjs') ? '.cjs' : '.mjs'}`);
      writeFileSync(copy, extractFile(archive, path));
      const ran = await run(process.execPath, ['--check', copy], { cwd: folder });
      const said = /^\w*Error: .*$/m.exec(ran.stderr)?.[0] ?? `exit code ${ran.code}`;
      return ran.code === 0 ? [] : [`${path} does not load: ${said}`];
    });
    return (await Promise.all(checked)).flat();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a module asks for by name, in any form. */
function importsOf(path: string, text: string): Set<string> {
  const found = new Set<string>();
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS);
  each(source, (node) => {
    const asked =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || isRequire(node.expression))
          ? node.arguments[0]
          : undefined;
    if (asked && ts.isStringLiteralLike(asked)) found.add(asked.text);
  });
  return found;
}

function isRequire(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && (node.text === 'require' || node.text === '__require');
}

/** What may be packed at most. Above it somebody has to say why: whoever updates downloads all of it. Drawing PDF files is 2.5 MB of it. */
const BUDGET = { archive: 9_500_000, native: 4_000_000 } as const;

function proveSize(archive: number, native: number): string[] {
  const problems: string[] = [];
  if (archive > BUDGET.archive) problems.push(`app.asar is ${mega(archive)}, the budget is ${mega(BUDGET.archive)}`);
  if (native > BUDGET.native) problems.push(`the native file is ${mega(native)}, the budget is ${mega(BUDGET.native)}`);
  return problems;
}

/** The archive by parts, largest first, so that one sees what grew. */
function partsOf(archive: string, files: readonly string[]): string {
  const sums = new Map<string, number>();
  for (const path of files) {
    const part = path.split('/').slice(0, 2).join('/');
    const info = statFile(archive, path);
    if ('size' in info && !('unpacked' in info && info.unpacked)) sums.set(part, (sums.get(part) ?? 0) + Number(info.size));
  }
  const largest = [...sums].sort((a, b) => b[1] - a[1]).slice(0, 6);
  return largest.map(([part, bytes]) => `${part} ${mega(bytes)}`).join(', ');
}

type Fuse = { index: number; name: string; on: boolean };
/** What spec/trust.md asks of the binary, by the place of each fuse on the wire. */
export const FUSES: readonly Fuse[] = [
  { index: 0, name: 'run as Node', on: false },
  { index: 1, name: 'cookie encryption', on: true },
  { index: 2, name: 'NODE_OPTIONS', on: false },
  { index: 3, name: 'inspect arguments', on: false },
  { index: 4, name: 'archive integrity', on: true },
  { index: 5, name: 'only from the archive', on: true },
  { index: 6, name: 'own snapshot', on: false },
  { index: 7, name: 'file protocol privileges', on: false },
  { index: 8, name: 'wasm trap handlers', on: true },
];

/** Reads the fuses of a packed program as bytes behind their mark. */
export function proveFuses(executable: string): Proof {
  const bytes = readFileSync(executable);
  const mark = bytes.indexOf(SENTINEL);
  if (mark < 0) return { facts: [], problems: ['the binary has no fuses'] };
  const wire = bytes.subarray(mark + 34, mark + 34 + (bytes[mark + 33] ?? 0));
  const problems = FUSES.filter(({ index, on }) => wire[index] !== (on ? 0x31 : 0x30)).map(
    ({ name, on }) => `fuse "${name}" is not ${on ? 'on' : 'off'}`,
  );
  if (wire.length !== FUSES.length) problems.push(`the binary has ${wire.length} fuses, ${FUSES.length} are decided`);
  return { facts: [`fuses ${wire.toString('latin1')} (${FUSES.length} of ${wire.length} set by us)`], problems };
}

function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function size(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}

function mega(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
