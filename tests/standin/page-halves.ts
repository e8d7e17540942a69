import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The scripts that the stand-in puts into each page, bundled when their sources have changed. */

const HALVES = ['isolated', 'main'] as const;
export type PageHalf = (typeof HALVES)[number];

const root = join(import.meta.dirname, '..', '..');
const sources = [
  join(import.meta.dirname, 'wire.ts'),
  ...readdirSync(join(import.meta.dirname, 'page')).map((name) => join(import.meta.dirname, 'page', name)),
];

const bundles = new Map<PageHalf, string>();

function cached(half: PageHalf): string {
  const hash = createHash('sha256');
  for (const file of [...sources, fileURLToPath(import.meta.url)].sort()) hash.update(readFileSync(file));
  return join(root, 'node_modules', '.cache', 'standin', `${half}-${hash.digest('hex').slice(0, 16)}.js`);
}

/** Bundles the page halves if they are not there yet, and reads them: all windows of a program get the same. */
export async function buildPageHalves(): Promise<void> {
  for (const half of HALVES) {
    const file = cached(half);
    if (existsSync(file)) {
      bundles.set(half, readFileSync(file, 'utf8'));
      continue;
    }
    const { build } = await import('vite');
    const built = await build({
      root,
      configFile: false,
      logLevel: 'warn',
      build: {
        write: false,
        minify: false,
        target: 'esnext',
        lib: { entry: join(import.meta.dirname, 'page', `${half}.ts`), formats: ['iife'], name: `standin_${half}` },
      },
    });
    const [bundle] = [built].flat();
    if (!bundle || !('output' in bundle)) throw new Error(`the page half '${half}' was not built`);
    mkdirSync(join(file, '..'), { recursive: true });
    bundles.set(half, bundle.output[0].code);
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, bundle.output[0].code);
    renameSync(draft, file);
  }
}

/** The bundled script of one world; `buildPageHalves` comes first. */
export function pageHalf(half: PageHalf): string {
  const bundle = bundles.get(half);
  if (bundle === undefined) throw new Error(`the page half '${half}' is not there yet`);
  return bundle;
}
