import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

/**
 * `node scripts/package/icons.ts` draws the icons from resources/icons/icon.svg. electron-builder makes .ico and .icns from icon.png by
 * itself; Linux wants each size as a file. `npm run check -- icons` draws them again and compares.
 */

const root = join(import.meta.dirname, '..', '..');
const SOURCE = 'resources/icons/icon.svg';
/** The large one goes out with the program; the others are only for the packager. */
export const ICONS: Readonly<Record<string, number>> = {
  'resources/icons/icon.png': 1024,
  ...Object.fromEntries([16, 24, 32, 48, 64, 128, 256, 512].map((size) => [`scripts/package/icons/${size}x${size}.png`, size])),
};

let ready: Promise<void> | undefined;

/** The picture of an SVG at a width, as PNG; the same bytes each time. */
export async function drawIcon(svg: string, width: number): Promise<Buffer> {
  ready ??= initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));
  await ready;
  return Buffer.from(new Resvg(svg, { fitTo: { mode: 'width', value: width } }).render().asPng());
}

/** Icons that are not there or are not what the SVG gives. */
export async function staleIcons(folder: string): Promise<string[]> {
  const svg = readFileSync(join(folder, SOURCE), 'utf8');
  const stale: string[] = [];
  for (const [file, size] of Object.entries(ICONS)) {
    const drawn = await drawIcon(svg, size);
    if (!existsSync(join(folder, file)) || !drawn.equals(readFileSync(join(folder, file)))) stale.push(file);
  }
  return stale;
}

if (import.meta.main) {
  const svg = readFileSync(join(root, SOURCE), 'utf8');
  for (const [file, size] of Object.entries(ICONS)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), await drawIcon(svg, size));
  }
  process.stdout.write(`${Object.keys(ICONS).length} icons drawn\n`);
}
