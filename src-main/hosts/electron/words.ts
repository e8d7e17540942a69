import { createWords } from '#main/base/words.ts';
import type { Lang } from '#shared/contract/fields.ts';

const brands = new Map<Lang, string>();

/** The program's name in a language. */
export function brandOf(lang: Lang): string {
  const known = brands.get(lang) ?? createWords(lang)('desktop:brand');
  brands.set(lang, known);
  return known;
}

/**
 * The language that a page speaks, told by its title, which carries the program's name. Undefined for a title without it. So
 * menus follow the screen without another channel between them.
 */
export function langOfTitle(title: string): Lang | undefined {
  return (['zh-CN', 'en'] as const).find((lang) => title.includes(brandOf(lang)));
}
