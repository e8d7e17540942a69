import { existsSync } from 'node:fs';
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
    plugins: [react(), absoluteBase()],
    build: {
      outDir: `${out}/renderer`,
      minify: true,
      // Loopback and disk: one file more or less is nothing, a warning on each build is noise.
      chunkSizeWarningLimit: 3000,
      sourcemap: true,
      rolldownOptions: { input: { index: join(root, 'src-renderer/index.html') } },
    },
  },
});
