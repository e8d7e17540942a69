import type { ICruiseResult } from 'dependency-cruiser';
import { listSources } from './files.ts';
import type { Check } from './finding.ts';
import { lines, runTool } from './run.ts';

/**
 * A room, and the fewest modules and imports by alias that a whole tree has in it. A checker that resolved nothing would call
 * an empty graph clean; so it also has to have seen each file that stands on the disk.
 */
export const rooms: readonly { folder: string; least: number }[] = [
  { folder: 'src-shared/contract', least: 15 },
  { folder: 'src-shared/rules', least: 10 },
  { folder: 'src-main/base', least: 8 },
  { folder: 'src-main/db', least: 5 },
  { folder: 'src-main/hosts/electron', least: 8 },
  { folder: 'src-main/hosts/web', least: 2 },
  { folder: 'src-main', least: 50 },
  { folder: 'src-renderer/app', least: 5 },
  { folder: 'src-renderer/lib', least: 8 },
  { folder: 'src-renderer/components', least: 3 },
  { folder: 'src-renderer/features', least: 15 },
];
const LEAST_ALIASED_IMPORTS = 100;

/** Imports that point against the layers, and rooms of which too little was seen. `least: false` is for small trees of tests. */
export async function checkLayers(root: string, options: { least: boolean } = { least: true }) {
  const folders = ['src-shared', 'src-main', 'src-renderer'];
  const ran = await runTool(root, 'dependency-cruiser/bin/dependency-cruiser.mjs', [
    ...folders,
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'json',
  ]);
  if (!ran.stdout.startsWith('{')) return { summary: 'did not run', problems: lines(ran).slice(-20) };
  const result = JSON.parse(ran.stdout) as ICruiseResult;
  const problems = result.summary.violations.map(
    ({ rule, from, to, cycle }) => `${rule.name}: ${from} → ${cycle ? cycle.map((step) => step.name).join(' → ') : to}`,
  );

  const seen = new Set(result.modules.filter((module) => !module.couldNotResolve).map((module) => module.source));
  const onDisk = listSources(root, folders).filter((file) => !file.endsWith('.d.ts'));
  for (const file of onDisk) if (!seen.has(file)) problems.push(`not looked at: ${file}`);
  const aliased = result.modules.flatMap((module) =>
    module.dependencies.filter((to) => to.module.startsWith('#') && seen.has(to.resolved)),
  );
  if (options.least) {
    for (const { folder, least } of rooms) {
      const count = onDisk.filter((file) => file.startsWith(`${folder}/`) && seen.has(file)).length;
      if (count < least) problems.push(`looked at only ${count} modules in ${folder}, expected at least ${least}`);
    }
    if (aliased.length < LEAST_ALIASED_IMPORTS) problems.push(`only ${aliased.length} imports by # were followed`);
  }
  return {
    summary: `${onDisk.length} modules, ${result.summary.totalDependenciesCruised ?? 0} imports, ${aliased.length} by alias`,
    problems,
  };
}

export const layers: Check = (root) => checkLayers(root);
