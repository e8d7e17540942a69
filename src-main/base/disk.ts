import { readFileSync } from 'node:fs';

/** What hosts need of the files below without the database itself: a light import, so that `desk --help` stays quick. */
export { writeFileAtomic } from '#main/db/files.ts';
export { FOLDER_IN_USE_EXIT } from '#main/db/owner.ts';

/** What a small JSON file of ours holds; undefined when it is missing, damaged or of another shape. */
export function readJson<T>(file: string, shape: { parse(value: unknown): T }): T | undefined {
  try {
    return shape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
