import type { Category, Severity } from '#shared/contract/fields.ts';
import { severityOrder, stricter } from './complaints.ts';

/** A group of words of which one is enough. */
export type WordGroup = readonly string[];

/**
 * One visible rule: when a word of every group is found, it proposes. `category: null` = it speaks only about severity.
 * `unless` are phrases that take a word back ("nobody was hurt"): a word inside such a phrase is not found.
 */
export type TriageRule = {
  id: string;
  /** As the screen counts them, from 1. */
  number: number;
  groups: readonly WordGroup[];
  unless: readonly string[];
  category: Category | null;
  subcategory: string;
  severity: Severity;
  note: string;
};

/** Where a word stands in the text as typed, in UTF-16 units. */
export type WordMatch = { start: number; length: number; word: string };

export type Proposal = {
  category: Category;
  subcategory: string;
  severity: Severity;
  /** Words of the rules that decided category and severity, in order, without overlaps: what the screen marks. */
  matches: WordMatch[];
  /** The rule that decides: the gravest that spoke; null = no rule spoke and the proposal is only the default. */
  rule: { id: string; number: number; note: string } | null;
  /** Every rule that spoke, strongest first. */
  rules: { id: string; number: number; note: string; words: string[] }[];
  /** Other categories that spoke, strongest first. */
  alternatives: { category: Category; subcategory: string; words: string[] }[];
};

export const DEFAULT_PROPOSAL: Pick<Proposal, 'category' | 'subcategory' | 'severity'> = {
  category: 'service',
  subcategory: '',
  severity: 'general',
};

/** Lower case and half width, unit for unit, so that positions stay those of the text as typed. */
function fold(text: string): string {
  let folded = '';
  for (const unit of text.split('')) {
    const code = unit.charCodeAt(0);
    const narrow = code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : unit;
    const lower = narrow.toLowerCase();
    folded += lower.length === 1 ? lower : narrow;
  }
  return folded;
}

function occurrences(text: string, word: string): WordMatch[] {
  const wanted = fold(word.trim());
  const found: WordMatch[] = [];
  if (wanted === '') return found;
  for (let start = text.indexOf(wanted); start >= 0; start = text.indexOf(wanted, start + wanted.length)) {
    found.push({ start, length: wanted.length, word: word.trim() });
  }
  return found;
}

const inside = (inner: WordMatch, outer: WordMatch) =>
  outer.start <= inner.start && inner.start + inner.length <= outer.start + outer.length;

type Spoken = { rule: TriageRule; matches: WordMatch[] };

function apply(rule: TriageRule, text: string): Spoken | null {
  const takenBack = rule.unless.flatMap((phrase) => occurrences(text, phrase));
  const groups = rule.groups.map((group) =>
    group.flatMap((word) => occurrences(text, word)).filter((match) => !takenBack.some((phrase) => inside(match, phrase))),
  );
  if (groups.length === 0 || groups.some((group) => group.length === 0)) return null;
  return { rule, matches: withoutOverlaps(groups.flat()) };
}

/** The longest of overlapping words, in the order of the text. */
function withoutOverlaps(matches: readonly WordMatch[]): WordMatch[] {
  const kept: WordMatch[] = [];
  for (const match of [...matches].sort((a, b) => b.length - a.length || a.start - b.start)) {
    if (kept.every((other) => match.start + match.length <= other.start || other.start + other.length <= match.start)) kept.push(match);
  }
  return kept.sort((a, b) => a.start - b.start);
}

const weight = ({ matches }: Spoken) => matches.reduce((sum, match) => sum + match.length, 0);
const words = (matches: readonly WordMatch[]) => [...new Set(matches.map((match) => match.word))];

/** The graver rule first, then the one with more of the text behind it, then the order of the list. */
function strongest(a: Spoken, b: Spoken): number {
  const graver = severityOrder.indexOf(b.rule.severity) - severityOrder.indexOf(a.rule.severity);
  return graver || weight(b) - weight(a) || a.rule.number - b.rule.number;
}

/**
 * Proposes category and severity from the words as told, by rules that everybody can see and edit (spec/complaints.md,
 * "What a complaint holds"). The person decides; this never does. The category is that of the strongest rule that names
 * one, the severity the gravest of all that spoke.
 */
export function propose(text: string, rules: readonly TriageRule[]): Proposal {
  const folded = fold(text);
  const spoken = rules
    .map((rule) => apply(rule, folded))
    .filter((each) => each !== null)
    .sort(strongest);
  const first = spoken[0];
  if (!first) return { ...DEFAULT_PROPOSAL, matches: [], rule: null, rules: [], alternatives: [] };
  const main = spoken.find((each) => each.rule.category !== null);
  const category = main?.rule.category ?? DEFAULT_PROPOSAL.category;
  const alternatives: Proposal['alternatives'] = [];
  for (const each of spoken) {
    const other = each.rule.category;
    if (other === null || other === category || alternatives.some((known) => known.category === other)) continue;
    alternatives.push({ category: other, subcategory: each.rule.subcategory, words: words(each.matches) });
  }
  const { id, number, note } = first.rule;
  return {
    category,
    subcategory: main?.rule.subcategory ?? DEFAULT_PROPOSAL.subcategory,
    severity: spoken.reduce<Severity>((gravest, each) => stricter(gravest, each.rule.severity), 'general'),
    matches: withoutOverlaps([...first.matches, ...(main?.matches ?? [])]),
    rule: { id, number, note },
    rules: spoken.map(({ rule, matches }) => ({ id: rule.id, number: rule.number, note: rule.note, words: words(matches) })),
    alternatives,
  };
}

/** The shipped rules carry their notes and sub-categories in both languages. */
export type TriageRuleFile = {
  version: number;
  rules: readonly (Omit<TriageRule, 'number' | 'subcategory' | 'note' | 'category' | 'severity'> & {
    category: string | null;
    severity: string;
    subcategory: Record<'zh-CN' | 'en', string>;
    note: Record<'zh-CN' | 'en', string>;
  })[];
};

const categories: readonly Category[] = ['teaching', 'technical', 'service', 'facility', 'finance'];

/** The rules of a file in one language, numbered in their order; rules with an unknown category or severity are left out. */
export function triageRules(file: TriageRuleFile, lang: 'zh-CN' | 'en'): TriageRule[] {
  return file.rules.flatMap((rule, index) => {
    const category = rule.category === null ? null : categories.find((each) => each === rule.category);
    const severity = severityOrder.find((each) => each === rule.severity);
    if (category === undefined || severity === undefined) return [];
    return [{ ...rule, number: index + 1, category, severity, subcategory: rule.subcategory[lang], note: rule.note[lang] }];
  });
}
