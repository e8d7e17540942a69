import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const SKIPPED = new Set(['node_modules', 'out', 'dist', '.git', 'test-results', 'playwright-report']);

/** Files below the given folders, as paths relative to `root` with forward slashes, sorted. A folder that is not there gives none. */
export function listFiles(root: string, folders: readonly string[], endings: readonly string[] = []): string[] {
  const found: string[] = [];
  const walk = (folder: string): void => {
    let entries: ReturnType<typeof entriesOf>;
    try {
      entries = entriesOf(join(root, folder));
    } catch {
      return;
    }
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name)) walk(path);
      } else if (endings.length === 0 || endings.some((ending) => entry.name.endsWith(ending))) {
        found.push(path);
      }
    }
  };
  for (const folder of folders) walk(folder);
  return found.sort();
}

function entriesOf(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}

/** TypeScript sources of the given folders. */
export function listSources(root: string, folders: readonly string[]): string[] {
  return listFiles(root, folders, ['.ts', '.tsx']);
}
