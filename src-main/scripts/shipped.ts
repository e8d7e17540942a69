import { readFileSync } from 'node:fs';
import { resource } from '#main/base/app-root.ts';
import { type Lang, lang as langs } from '#shared/contract/fields.ts';
import type { ScriptFields } from '#shared/contract/scripts.ts';
import type { BannedPhrase } from '#shared/rules/scripts.ts';

type File = { scripts: (Omit<ScriptFields, 'lang' | 'state'> & { id: string })[]; banned: BannedPhrase[] };

const read = new Map<Lang, File>();

/** resources/scripts/zh.json and en.json; ids tell the language too. */
export function shipped(lang: Lang): File {
  let file = read.get(lang);
  if (!file) {
    const { scripts, banned } = JSON.parse(readFileSync(resource('scripts', lang === 'en' ? 'en.json' : 'zh.json'), 'utf8')) as File;
    const named = <T extends { id: string }>(each: T): T => ({ ...each, id: `${lang}:${each.id}` });
    file = { scripts: scripts.map(named), banned: banned.map(named) };
    read.set(lang, file);
  }
  return file;
}

/** The language of a shipped id; undefined for an own one. */
export const langOfId = (id: string): Lang | undefined => langs.safeParse(id.split(':')[0]).data;
