import { readFileSync } from 'node:fs';
import type { Lang } from '#shared/contract/fields.ts';
import { resource } from './app-root.ts';

/** Says `namespace:key` in one language, with values put in for `{{name}}`; `count` chooses between `_one` and `_other`. */
export type Translate = (key: string, values?: Readonly<Record<string, string | number>>) => string;

type Branch = { [key: string]: Branch | string };

/** The words that the core itself writes: resources/locales/<lang>/<domain>.json. A missing key is shown as it is. */
export function createWords(lang: Lang): Translate {
  const files = new Map<string, Branch>();
  const plural = new Intl.PluralRules(lang);
  const branch = (namespace: string): Branch => {
    let known = files.get(namespace);
    if (!known) {
      known = JSON.parse(readFileSync(resource('locales', lang, `${namespace}.json`), 'utf8')) as Branch;
      files.set(namespace, known);
    }
    return known;
  };
  const find = (namespace: string, key: string): string | undefined => {
    let at: Branch | string | undefined = branch(namespace);
    for (const part of key.split('.')) at = typeof at === 'object' ? at[part] : undefined;
    return typeof at === 'string' ? at : undefined;
  };
  return (key, values = {}) => {
    const [namespace = '', path = ''] = key.split(':', 2);
    const form = typeof values.count === 'number' ? find(namespace, `${path}_${plural.select(values.count)}`) : undefined;
    const text = form ?? find(namespace, path) ?? find(namespace, `${path}_other`) ?? key;
    return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_all, name: string) => String(values[name] ?? ''));
  };
}

/** The language of this PC, for what is written before anybody could choose one. */
export function systemLang(): Lang {
  return Intl.DateTimeFormat().resolvedOptions().locale.startsWith('zh') ? 'zh-CN' : 'en';
}
