import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tempFolder } from '../support/folder.ts';

/** The project. */
export const root = join(import.meta.dirname, '..', '..');

/** Writes files into a folder, with the folders that they need. */
export function plant(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** A folder of the project's shape with only the given files. */
export function smallTree(files: Readonly<Record<string, string>>): string {
  const folder = tempFolder();
  plant(folder, files);
  return folder;
}

const SETTINGS = ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs'];

/** A small tree with the settings and packages of the project, so that its tools run there. */
export function toolTree(files: Readonly<Record<string, string>>): string {
  const folder = smallTree(files);
  for (const name of SETTINGS) cpSync(join(root, name), join(folder, name));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** A copy of the sources with the settings, to plant faults in. */
export function sourceCopy(): string {
  const folder = toolTree({});
  for (const name of ['src-shared', 'src-main', 'src-renderer', 'resources', 'scripts'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  return folder;
}
