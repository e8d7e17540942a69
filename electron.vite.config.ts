import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const root = import.meta.dirname;
/** scripts/build.ts builds beside and then swaps, so that a program that runs never sees half a build. */
const out = process.env.DESK_BUILD_OUT ?? 'out';

/** Entries keep their path below src-main, so that base/app-root.ts finds them in both forms. */
function entries(...names: string[]): Record<string, string> {
  const files = names.map((name) => [name, join(root, 'src-main', `${name}.ts`)] as const);
  return Object.fromEntries(files.filter(([, file]) => existsSync(file)));
}

/** electron-vite sets './'; but a deep link (/complaints/…) is answered with the same page, so assets are named from the root. */
function absoluteBase(): Plugin {
  return {
    name: 'desk:absolute-base',
    config(config) {
      config.base = '/';
    },
  };
}

/** Packages that name a variable like one that electron-vite puts at the head of a chunk: one of them has to yield. */
const CLASHES = [
  { file: /\/fflate\/esm\/index\.mjs$/, name: /\brequire\b/g, instead: 'nodeRequire' },
  { file: /\/open\/index\.js$/, name: /\b__dirname\b/g, instead: 'openFolder' },
];

function renameClashes(): Plugin {
  return {
    name: 'desk:rename-clashes',
    transform: {
      filter: { id: CLASHES.map(({ file }) => file) },
      handler: (code, id) => ({
        code: CLASHES.reduce((text, { file, name, instead }) => (file.test(id) ? text.replace(name, instead) : text), code),
        map: null,
      }),
    },
  };
}

/** Colours for a terminal, asked for by a logger of electron-updater if they happen to be installed; nobody would see them. */
function noColours(): Plugin {
  return {
    name: 'desk:no-colours',
    enforce: 'pre',
    resolveId: (id) => (id === 'supports-color' ? '\0no-colours' : undefined),
    load: (id) => (id === '\0no-colours' ? 'export default {};' : undefined),
  };
}

/**
 * What the PDF library fetches while it draws. Of its character maps the ones that the PDF standard names for Chinese, each level and
 * upright, and the two that tell characters from glyph numbers: without them a file that brings no fonts has no words. Of its fonts the
 * two of signs; for all others it takes those of the PC. Of its decoders (fax and JBIG2, JPEG 2000: scans) the scripts, because
 * our pages make no WebAssembly. The texts of their licences go along.
 */
const CHINESE = ['GB-EUC', 'GBpc-EUC', 'GBK-EUC', 'GBKp-EUC', 'GBK2K', 'UniGB-UCS2', 'UniGB-UTF16'];
const CHINESE_TRADITIONAL = ['B5pc', 'HKscs-B5', 'ETen-B5', 'ETenms-B5', 'CNS-EUC', 'UniCNS-UCS2', 'UniCNS-UTF16'];
const PDF_PARTS = [
  ...[...CHINESE, ...CHINESE_TRADITIONAL].flatMap((name) => [`cmaps/${name}-H.bcmap`, `cmaps/${name}-V.bcmap`]),
  'cmaps/Adobe-GB1-UCS2.bcmap',
  'cmaps/Adobe-CNS1-UCS2.bcmap',
  'cmaps/LICENSE',
  'standard_fonts/FoxitDingbats.pfb',
  'standard_fonts/FoxitSymbol.pfb',
  'standard_fonts/LICENSE_FOXIT',
  'wasm/jbig2_nowasm_fallback.js',
  'wasm/openjpeg_nowasm_fallback.js',
  'wasm/LICENSE_JBIG2',
  'wasm/LICENSE_OPENJPEG',
  'wasm/LICENSE_PDFJS_JBIG2',
  'wasm/LICENSE_PDFJS_OPENJPEG',
];

function pdfParts(): Plugin {
  return {
    name: 'desk:pdf-parts',
    generateBundle() {
      for (const part of PDF_PARTS)
        this.emitFile({
          type: 'asset',
          fileName: `pdf/${part.slice(part.indexOf('/') + 1)}`,
          source: readFileSync(join(root, 'node_modules/pdfjs-dist', part)),
        });
    },
  };
}

export default defineConfig({
  main: {
    plugins: [renameClashes(), noColours()],
    build: {
      outDir: `${out}/main`,
      // Bundled whole for a fast start; only the native driver stays outside.
      externalizeDeps: false,
      target: 'node24',
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: entries('hosts/electron/main', 'hosts/web/main', 'hosts/cli/main', 'workers/job', 'workers/reader', 'workers/demo'),
        external: ['better-sqlite3'],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: `${out}/preload`,
      externalizeDeps: false,
      rolldownOptions: {
        input: entries('hosts/electron/preload'),
        // A sandboxed preload can only be CommonJS.
        output: { format: 'cjs', entryFileNames: 'preload.cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react(), absoluteBase(), pdfParts()],
    worker: { format: 'es' },
    build: {
      outDir: `${out}/renderer`,
      minify: true,
      // Loopback and disk: one file more or less is nothing, a warning on each build is noise.
      chunkSizeWarningLimit: 3000,
      sourcemap: true,
      rolldownOptions: {
        input: { index: join(root, 'src-renderer/index.html') },
        output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 2, test: (id: string) => !id.includes('pdfjs') }] } },
      },
    },
  },
});
