import { join } from 'node:path';
import { z } from 'zod';
import { shippedPackages } from './checks/licences.ts';
import { runNpm } from './checks/run.ts';

/**
 * Known vulnerabilities in what is shipped. npm tells dependencies from devDependencies, and most of what goes out is bundled from the
 * latter (React, Mantine) or is Electron itself; so everything is asked about, and what counts is what the bill of materials holds.
 */

const advisory = z.object({ title: z.string(), url: z.string(), severity: z.string() });
const report = z.object({
  vulnerabilities: z.record(z.string(), z.object({ nodes: z.array(z.string()), via: z.array(z.string().or(advisory)) })),
});
export type AuditReport = z.input<typeof report>;

const GRAVE: readonly string[] = ['high', 'critical'];

/** What is known of the shipped folders, from high upwards, one line each. A package that only needs a vulnerable one is not named. */
export function shippedFindings(said: AuditReport, shipped: ReadonlySet<string>): string[] {
  return Object.entries(said.vulnerabilities).flatMap(([name, { nodes, via }]) =>
    nodes.some((node) => shipped.has(node))
      ? via
          .filter((each) => typeof each !== 'string')
          .filter(({ severity }) => GRAVE.includes(severity))
          .map(({ severity, title, url }) => `${name}: ${severity}, ${title} (${url})`)
      : [],
  );
}

async function main(root: string): Promise<number> {
  const { stdout, stderr } = await runNpm(root, ['audit', '--json', '--package-lock-only', '--include=dev']);
  let said: z.infer<typeof report>;
  try {
    said = report.parse(JSON.parse(stdout));
  } catch {
    process.stderr.write(`npm audit gave no report: ${stderr.trim().split('\n')[0]}\n`);
    return 1;
  }
  const shipped = new Set([...shippedPackages(root), 'node_modules/electron']);
  const found = shippedFindings(said, shipped);
  process.stdout.write(`${[...found, `${shipped.size} packages are shipped, ${found.length} known vulnerabilities`].join('\n')}\n`);
  return found.length === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = await main(join(import.meta.dirname, '..'));
