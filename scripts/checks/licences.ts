import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { init, type ModuleInfos } from 'license-checker-rseidelsohn';
import ts from 'typescript';
import { listSources } from './files.ts';
import type { Check } from './finding.ts';
import { each, parse } from './syntax.ts';

/** Licences under which a package may go out with the program. */
export const ALLOWED: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** True when an SPDX expression can be met with allowed licences only: one side of an OR, both sides of an AND. */
export function isAllowed(expression: string): boolean {
  const text = expression.trim().replace(/\*$/, '');
  const inner = /^\(([^()]*)\)$/.exec(text)?.[1] ?? text;
  if (/ OR /i.test(inner)) return inner.split(/ OR /i).some(isAllowed);
  if (/ AND /i.test(inner)) return inner.split(/ AND /i).every(isAllowed);
  return ALLOWED.has(inner);
}

type Lock = { packages: Record<string, { dependencies?: Record<string, string>; peerDependencies?: Record<string, string> }> };

/** Folders of the packages that go out: what the core depends on, what the renderer's bundle imports, and what those need. */
export function shippedPackages(root: string): Set<string> {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const shipped = new Set<string>();
  const take = (name: string, from: string): void => {
    for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
      const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
      const found = packages[path];
      if (found) {
        if (shipped.has(path)) return;
        shipped.add(path);
        for (const next of Object.keys(found.dependencies ?? {})) take(next, path);
        return;
      }
      if (folder === '') return;
    }
  };
  for (const name of [...Object.keys(manifest.dependencies), ...rendererImports(root)]) take(name, '');
  return shipped;
}

function rendererImports(root: string): Set<string> {
  const found = new Set<string>();
  for (const file of listSources(root, ['src-renderer', 'src-shared'])) {
    each(parse(root, file), (node) => {
      if (!ts.isImportDeclaration(node) || !ts.isStringLiteral(node.moduleSpecifier)) return;
      const name = /^(@[^/]+\/[^/]+|[^./#@][^/]*)/.exec(node.moduleSpecifier.text)?.[1];
      if (name && !name.startsWith('node:')) found.add(name);
    });
  }
  return found;
}

/** Every installed package with its licence as the package itself names it. */
export function readLicences(root: string): Promise<ModuleInfos> {
  return new Promise((resolve, reject) => {
    init({ start: root, excludePrivatePackages: true }, (error, found) => (error ? reject(error) : resolve(found)));
  });
}

/** Every package that goes out has a licence of the list; the rest is only counted. */
export const licences: Check = async (root) => {
  const all = Object.entries(await readLicences(root));
  const shipped = shippedPackages(root);
  const problems: string[] = [];
  const counts = new Map<string, number>();
  let out = 0;
  for (const [name, info] of all) {
    const folder = (info.path ?? '').slice(root.length + 1).replaceAll('\\', '/');
    if (!shipped.has(folder)) continue;
    out += 1;
    const licence = Array.isArray(info.licenses) ? info.licenses.join(' AND ') : (info.licenses ?? 'unknown');
    counts.set(licence, (counts.get(licence) ?? 0) + 1);
    if (!isAllowed(licence)) problems.push(`${name}: ${licence}`);
  }
  if (out < shipped.size * 0.9 || out < 20) problems.push(`only ${out} of ${shipped.size} shipped packages were read`);
  const summary = [...counts].sort((a, b) => b[1] - a[1]).map(([licence, count]) => `${licence} ${count}`);
  return { summary: `${out} shipped of ${all.length}: ${summary.join(', ')}`, problems };
};
