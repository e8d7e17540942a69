import { readFileSync } from 'node:fs';
import { resource } from '#main/base/app-root.ts';
import type { Category, Channel, Lang, Severity } from '#shared/contract/fields.ts';
import type { LetterKind, LetterVariable } from '#shared/rules/letters.ts';

/** What letters say without anybody having written it: the program's own texts, names of variables and of what they hold. */
export type Shipped = {
  variables: Record<LetterVariable, { label: string; sample: string }>;
  templates: { key: string; kind: LetterKind; name: string; body: string }[];
  none: string;
  colon: string;
  gap: string;
  and: string;
  category: Record<Category, string>;
  severity: Record<Severity, string>;
  channel: Record<Channel, string>;
};

const read = new Map<Lang, Shipped>();

/** resources/letters/zh.json and en.json */
export function shipped(lang: Lang): Shipped {
  let value = read.get(lang);
  if (!value) {
    value = JSON.parse(readFileSync(resource('letters', lang === 'en' ? 'en.json' : 'zh.json'), 'utf8')) as Shipped;
    read.set(lang, value);
  }
  return value;
}

/** Labels of both languages: a text keeps working when the language of the screen changes. */
export function allLabels(): Map<string, LetterVariable> {
  const labels = new Map<string, LetterVariable>();
  for (const lang of ['en', 'zh-CN'] as const) {
    for (const [key, { label }] of Object.entries(shipped(lang).variables)) labels.set(label, key as LetterVariable);
  }
  return labels;
}
