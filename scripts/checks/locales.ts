import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { listFiles, listSources } from './files.ts';
import type { Check } from './finding.ts';
import { collectUses, type Uses } from './locale-uses.ts';

/** Both rooms of words: what screens say, and what the core writes itself. */
const SHELVES = [
  { folder: 'src-renderer/locales', code: ['src-renderer'] },
  { folder: 'resources/locales', code: ['src-main', 'scripts'] },
];
const LANGUAGES = ['zh-CN', 'en'] as const;
const PLURAL = /_(zero|one|two|few|many|other)$/;
const VARIABLE = /\{\{-?\s*([\w.]+)[^}]*\}\}/g;

type Words = Map<string, string>;
/** namespace → key → words, for one language */
type Shelf = Map<string, Words>;

function flatten(value: unknown, prefix: string, into: Words): void {
  if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) flatten(inner, prefix ? `${prefix}.${key}` : key, into);
  } else {
    into.set(prefix, typeof value === 'string' ? value : '');
  }
}

function read(root: string, folder: string): Shelf {
  const shelf: Shelf = new Map();
  for (const file of listFiles(root, [folder], ['.json'])) {
    const words: Words = new Map();
    flatten(JSON.parse(readFileSync(join(root, file), 'utf8')), '', words);
    shelf.set(basename(file, '.json'), words);
  }
  return shelf;
}

const variables = (words: string) => [...new Set([...words.matchAll(VARIABLE)].map((match) => match[1]!))].sort();
const single = (key: string) => key.replace(PLURAL, '');

/** Same namespaces and keys in both languages, nothing empty. */
function compare(folder: string, zh: Shelf, en: Shelf): string[] {
  const problems: string[] = [];
  for (const namespace of new Set([...zh.keys(), ...en.keys()])) {
    const here = zh.get(namespace);
    const there = en.get(namespace);
    if (!here || !there) {
      problems.push(`${folder}: ${namespace}.json is missing in ${here ? 'en' : 'zh-CN'}`);
      continue;
    }
    const say = (key: string, what: string) => problems.push(`${folder} ${namespace}:${key} ${what}`);
    const singles = { zh: new Set([...here.keys()].map(single)), en: new Set([...there.keys()].map(single)) };
    for (const key of singles.zh) if (!singles.en.has(key)) say(key, 'is missing in en');
    for (const key of singles.en) if (!singles.zh.has(key)) say(key, 'is missing in zh-CN');
    for (const [key, words] of [...here, ...there]) if (words.trim() === '' && !mayBeEmpty(namespace, key)) say(key, 'is empty');
    for (const key of there.keys()) {
      if (key.endsWith('_one') && !there.has(`${single(key)}_other`)) say(key, 'has no _other');
    }
  }
  return problems;
}

/** Each variable of a sentence is handed over by each call that asks for it, in either language. */
function matchVariables(languages: readonly Shelf[], uses: Uses): string[] {
  const problems: string[] = [];
  for (const { key, namespaces, place, given } of uses.asked) {
    if (given === null) continue;
    const colon = key.indexOf(':');
    const where = colon > 0 ? [key.slice(0, colon)] : namespaces;
    const own = key.slice(colon + 1);
    for (const namespace of where) {
      for (const shelf of languages) {
        const words = shelf.get(namespace);
        for (const form of [own, `${own}_one`, `${own}_other`]) {
          const missing = variables(words?.get(form) ?? '').filter((name) => !given.includes(name.split('.')[0]!));
          if (missing.length > 0) problems.push(`${place} gives ${key} no {${missing.join(', ')}}`);
        }
      }
    }
  }
  return problems;
}

/** A failure that changes nothing has nothing to say of saving. */
function mayBeEmpty(namespace: string, key: string): boolean {
  return namespace === 'errors' && key.endsWith('.saved');
}

/** Keys that code asks for and no file has; words that no code asks for, as far as static text tells. */
function matchUses(folder: string, shelf: Shelf, uses: Uses): string[] {
  const problems: string[] = [];
  const has = (namespace: string, key: string) => {
    const words = shelf.get(namespace);
    return (
      words !== undefined && (words.has(key) || words.has(`${key}_other`) || [...words.keys()].some((each) => each.startsWith(`${key}.`)))
    );
  };
  for (const { key, namespaces, place } of uses.asked) {
    const [namespace, own] = key.includes(':') ? [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)] : [undefined, key];
    const where = namespace ? [namespace] : namespaces.length > 0 ? namespaces : [...shelf.keys()];
    if (!where.some((each) => has(each, own))) problems.push(`${place} asks for ${key}, which no locale file has`);
  }
  for (const { pattern, place } of uses.patterns) {
    if (!pattern.asked) continue;
    const fits = [...shelf].some(([namespace, words]) => [...words.keys()].some((key) => pattern.fits(namespace, single(key))));
    if (!fits) problems.push(`${place} asks for ${pattern.text}, which fits no key`);
  }
  const askedBranches = new Set(uses.asked.map(({ key }) => key.slice(key.indexOf(':') + 1)));
  for (const [namespace, words] of shelf) {
    for (const full of words.keys()) {
      const key = single(full);
      if (uses.literals.has(key) || uses.literals.has(`${namespace}:${key}`)) continue;
      if (uses.patterns.some(({ pattern }) => pattern.fits(namespace, key))) continue;
      const parts = key.split('.');
      if (parts.some((_, index) => index > 0 && askedBranches.has(parts.slice(0, index).join('.')))) continue;
      problems.push(`${folder} ${namespace}:${key} is asked for by no code`);
    }
  }
  return [...new Set(problems)];
}

/** Codes of expected failures as the contract lists them. */
async function failureCodes(root: string): Promise<string[]> {
  const file = pathToFileURL(join(root, 'src-shared/contract/base.ts')).href;
  const { failures } = (await import(file)) as { failures: Record<string, unknown> };
  return Object.keys(failures);
}

export type LocaleOptions = { failures: boolean };

/** Both languages complete, and in step with the code. */
export async function checkLocales(root: string, options: LocaleOptions = { failures: true }) {
  const problems: string[] = [];
  let count = 0;
  for (const { folder, code } of SHELVES) {
    const [zh, en] = LANGUAGES.map((language) => read(root, `${folder}/${language}`)) as [Shelf, Shelf];
    for (const words of zh.values()) count += words.size;
    problems.push(...compare(folder, zh, en));
    const sources = listSources(root, code).filter((file) => !file.startsWith('scripts/checks/'));
    const uses = collectUses(root, sources, [...zh.keys()]);
    problems.push(...matchUses(folder, zh, uses), ...new Set(matchVariables([zh, en], uses)));
    if (options.failures && folder === 'src-renderer/locales') {
      for (const codeName of await failureCodes(root)) {
        for (const part of ['what', 'next']) {
          if (!zh.get('errors')?.get(`code.${codeName}.${part}`))
            problems.push(`failure ${codeName} has no words (errors:code.${codeName}.${part})`);
        }
      }
    }
  }
  if (count === 0) problems.push('no words were found');
  return { summary: `${count} keys in ${LANGUAGES.length} languages`, problems };
}

export const locales: Check = (root) => checkLocales(root);
