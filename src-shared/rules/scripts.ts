import type { Category } from '#shared/contract/fields.ts';

/** Agreed answers and words never to use (spec/service-quality.md, "Scripts"). Pure: the same function underlines while typing and counts. */

export const scenarios = ['enquiry', 'payment', 'refund', 'leave', 'complaint', 'follow_up', 'renewal', 'completion'] as const;
export type Scenario = (typeof scenarios)[number];

export type BannedPhrase = { readonly id: string; readonly phrase: string; readonly better: string };
/** Where a banned phrase stands: half-open, in UTF-16 units of the text as it was given. */
export type BannedHit = {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly words: string;
  readonly better: string;
};

/** One unit for one unit, so that places stay: full-width letters and signs as narrow ones, capitals as small ones. */
function folded(text: string): string {
  return text.replace(/[\uff01-\uff5eA-Z\u3000]/g, (char) => {
    const code = char.charCodeAt(0);
    const narrow = code === 0x3000 ? ' ' : code >= 0xff01 ? String.fromCharCode(code - 0xfee0) : char;
    return narrow.toLowerCase();
  });
}

/** Between two letters of an alphabet there is no beginning of a phrase: "no" does not stand in "know". */
const LETTER = /[\p{Script=Latin}\p{N}]/u;
const joins = (text: string, at: number): boolean => LETTER.test(text[at - 1] ?? '') && LETTER.test(text[at] ?? '');

/**
 * The banned phrases in a text, in order, never overlapping; of two that begin at the same place the longer one. Wide and narrow forms
 * and capitals are the same; a phrase of letters is found only as whole words.
 */
export function bannedHits(text: string, phrases: readonly BannedPhrase[]): BannedHit[] {
  const body = folded(text);
  const wanted = phrases
    .map((each) => ({ each, needle: folded(each.phrase.trim()) }))
    .filter(({ needle }) => needle !== '')
    .sort((a, b) => b.needle.length - a.needle.length);
  const hits: BannedHit[] = [];
  let at = 0;
  while (at < body.length) {
    const found = wanted.find(({ needle }) => body.startsWith(needle, at) && !joins(body, at) && !joins(body, at + needle.length));
    if (!found) {
      at += 1;
      continue;
    }
    const to = at + found.needle.length;
    hits.push({ id: found.each.id, from: at, to, words: text.slice(at, to), better: found.each.better });
    at = to;
  }
  return hits;
}

export type FitFields = {
  readonly scenario: Scenario;
  /** Kinds of complaint for which it was written; none = for all. */
  readonly categories: readonly Category[];
  /** Words of a customer that call for it. */
  readonly words: readonly string[];
};
export type Fit = { readonly category: boolean; readonly words: readonly string[] };

/**
 * Which scripts suit a complaint: those whose words stand in it first (more of them first), then those of its category, then the general
 * ones for complaints. A script of another category or another scenario comes only when its words were said. Order among equals is kept.
 */
export function fittingScripts<S extends FitFields>(
  scripts: readonly S[],
  complaint: { category: Category; words: string },
  most = 5,
): { script: S; fit: Fit }[] {
  const body = folded(complaint.words);
  return scripts
    .map((script) => {
      const words = script.words.filter((word) => word.trim() !== '' && body.includes(folded(word.trim())));
      const named = script.categories.includes(complaint.category);
      const open = script.categories.length === 0 && script.scenario === 'complaint';
      const score = words.length * 4 + (named ? 2 : 0) + (open ? 1 : 0);
      return { script, fit: { category: named, words }, score };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ script, fit }) => ({ script, fit }));
}
