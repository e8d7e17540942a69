import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles, listSources } from './files.ts';
import type { Check } from './finding.ts';

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
/** Names that others decide: language tags, and what a code host looks for. */
const GIVEN = new Set(['zh-CN', 'README.md', 'CHANGELOG.md']);

/** File and folder names are kebab-case. */
export const names: Check = async (root) => {
  const files = listFiles(root, ['src-shared', 'src-main', 'src-renderer', 'scripts', 'tests', 'resources', 'docs']);
  const problems = files.filter((file) =>
    file.startsWith('tests/fixtures/') ? false : file.split('/').some((part) => !GIVEN.has(part) && !KEBAB.test(part)),
  );
  return { summary: `${files.length} files`, problems: problems.map((file) => `not kebab-case: ${file}`) };
};

const SOFT_LIMIT = 300;

/** Files above the soft limit are named, longest first; the limit is soft, so none fails. */
export const lengths: Check = async (root) => {
  const long = listSources(root, ['src-shared', 'src-main', 'src-renderer', 'scripts', 'tests'])
    .map((file) => ({ file, count: readFileSync(join(root, file), 'utf8').split('\n').length - 1 }))
    .filter(({ count }) => count > SOFT_LIMIT)
    .sort((a, b) => b.count - a.count);
  return {
    summary: `${long.length} above ${SOFT_LIMIT} lines`,
    problems: [],
    notes: long.map(({ file, count }) => `${count} lines: ${file}`),
  };
};
