import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/**
 * Where the program lies on disk. The same code runs from TypeScript (src-main/…) and bundled (out/main/…, also inside an
 * asar), so nothing may count folders from its own file: everything beside the code is asked for here.
 */

const NAME = 'student-service-desk';

function find(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === NAME) return folder;
    if (dirname(folder) === folder) throw new Error(`package.json of ${NAME} not found above ${import.meta.dirname}`);
  }
}

let found: string | undefined;

/** The folder that holds package.json, resources/ and out/. */
export function appRoot(): string {
  found ??= find();
  return found;
}

/** True when this code runs from the build (out/main). */
export function isBuilt(): boolean {
  return relative(appRoot(), import.meta.dirname).split(sep)[0] === 'out';
}

/** True in a shipped program: the sources are not beside it. */
export function isPackaged(): boolean {
  return !existsSync(join(appRoot(), 'src-main'));
}

/** A file or folder below resources/, for example `resource('migrations')`. */
export function resource(...parts: string[]): string {
  return join(appRoot(), 'resources', ...parts);
}

/** The built renderer: pages and assets. */
export function rendererFolder(): string {
  return join(appRoot(), 'out', 'renderer');
}

/**
 * The file to start for an entry such as `workers/job` or `hosts/cli/main`: the bundle when we run bundled, else the source.
 */
export function entryFile(name: string): string {
  return isBuilt() ? join(appRoot(), 'out', 'main', `${name}.js`) : join(appRoot(), 'src-main', `${name}.ts`);
}

/** The version in package.json. */
export function appVersion(): string {
  return (JSON.parse(readFileSync(join(appRoot(), 'package.json'), 'utf8')) as { version: string }).version;
}
