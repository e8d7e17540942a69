import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';

/** Loaded before anything else of the stand-in: whoever asks for `electron` gets ours, and the process says that it is Electron. */

const ELECTRON = pathToFileURL(join(import.meta.dirname, 'electron.ts')).href;
const NAMES: ReadonlySet<string> = new Set(['electron', 'electron/main', 'electron/common']);

/** `import` and `require` of Electron's names end at `electron.ts`. A page's module has no place here. */
function resolveElectron(): void {
  registerHooks({
    resolve(specifier, context, next) {
      if (NAMES.has(specifier)) return { url: ELECTRON, format: 'module-typescript', shortCircuit: true };
      if (specifier === 'electron/renderer') throw new Error(`stand-in: '${specifier}' cannot be loaded in the main process`);
      return next(specifier, context);
    },
  });
}

/** What Electron puts on `process`. Worker threads get it too, as there. */
function dressProcess(): void {
  const manifest = createRequire(import.meta.url).resolve('electron/package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  Object.assign(process.versions, { electron: version, chrome: process.versions.chrome ?? '0.0.0.0' });
  Object.assign(process, { type: isMainThread ? 'browser' : 'worker', resourcesPath: join(import.meta.dirname, 'resources') });
  if (process.env.ESTAND_PACKAGED === undefined) Object.assign(process, { defaultApp: true });
}

if (isMainThread) resolveElectron();
dressProcess();
