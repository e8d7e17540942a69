import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { shippedPackages } from '../checks/licences.ts';
import { runNpm } from '../checks/run.ts';

/** The bill of materials of a release, in CycloneDX. npm lists the whole lockfile; what goes out is a part of it, and Electron. */

const component = z.looseObject({
  'bom-ref': z.string(),
  type: z.enum(['library', 'application', 'framework', 'platform']),
  name: z.string().min(1),
  version: z.string().min(1),
  purl: z.string().startsWith('pkg:npm/'),
  /** npm gives none for what is bundled inside another package; what goes out has one (reduceBill). */
  hashes: z.array(z.object({ alg: z.literal('SHA-512'), content: z.string().regex(/^[0-9a-f]{128}$/) })).optional(),
  licenses: z.array(z.object({ license: z.looseObject({}) }).or(z.object({ expression: z.string() }))).optional(),
});
const dependency = z.object({ ref: z.string(), dependsOn: z.array(z.string()).optional() });

/** The parts of CycloneDX 1.5 that readers rely on. */
export const bill = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.literal('1.5'),
  serialNumber: z.string().regex(/^urn:uuid:[0-9a-f-]{36}$/),
  version: z.int().min(1),
  metadata: z.looseObject({ component: z.looseObject({ 'bom-ref': z.string(), name: z.string(), version: z.string() }) }),
  components: z.array(component),
  dependencies: z.array(dependency),
});
export type Bill = z.infer<typeof bill>;

type Lock = { packages: Record<string, { name?: string; version?: string; resolved?: string }> };

/** `name@version` of everything that goes out: what is bundled, the native driver, and Electron. */
export function shippedRefs(root: string): Set<string> {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const paths = [...shippedPackages(root), 'node_modules/electron'];
  return new Set(
    paths.map((path) => {
      const found = packages[path];
      return `${found?.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${found?.version}`;
    }),
  );
}

/** The part of a bill that is about these packages. Throws when one of them is not in it. */
export function reduceBill(whole: Bill, refs: ReadonlySet<string>): Bill {
  const own = whole.metadata.component;
  const components = whole.components.filter((each) => refs.has(each['bom-ref']));
  const missing = [...refs].filter((ref) => !components.some((each) => each['bom-ref'] === ref && each.hashes?.length));
  if (missing.length > 0) throw new Error(`not in the bill of materials: ${missing.join(', ')}`);
  const dependencies = whole.dependencies
    .filter(({ ref }) => ref === own['bom-ref'] || refs.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((each) => refs.has(each)) }));
  // npm names the program after its folder and calls it a library
  const metadata = { ...whole.metadata, component: { ...own, name: 'student-service-desk', type: 'application' } };
  return { ...whole, metadata, components, dependencies };
}

/** Writes the bill of materials of what is packed. Answers how many parts it has. */
export async function writeSbom(root: string, file: string): Promise<number> {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--include=dev'];
  const ran = await runNpm(root, args);
  if (ran.code !== 0) throw new Error(`npm sbom: ${ran.stderr.trim().split('\n')[0]}`);
  const reduced = reduceBill(bill.parse(JSON.parse(ran.stdout)), shippedRefs(root));
  writeFileSync(file, `${JSON.stringify(reduced, null, 2)}\n`);
  return reduced.components.length;
}
