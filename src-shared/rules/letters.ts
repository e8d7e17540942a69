/**
 * Letters and short replies from templates: plain text with variables in double braces, a few marks for headings, tables and the
 * signature at the right. Pure: the same functions draw the preview while somebody types, the sheet and what is kept.
 */

export const letterVariables = [
  'number',
  'letterNumber',
  'centre',
  'issuedOn',
  'complainant',
  'student',
  'course',
  'receivedOn',
  'channel',
  'category',
  'severity',
  'words',
  'wish',
  'decision',
  'remedy',
  'rootCause',
  'prevention',
  'owner',
  'firstContact',
  'log',
] as const;
export type LetterVariable = (typeof letterVariables)[number];
/** Known only when the letter is issued; they stay in the draft as they are. */
export const atIssue: readonly LetterVariable[] = ['letterNumber', 'issuedOn'];

export type LetterKind = 'reply' | 'record' | 'phrase';

const TOKEN = /\{\{\s*([^{}\n]{1,60}?)\s*\}\}/g;
/** A place that a person has to fill: a line to write on, with a hint in brackets behind it. */
const BLANK = /_{4,}/g;
export const BLANK_MARK = '____';

/** How a variable is written in a text. */
export const tokenOf = (label: string): string => `{{${label}}}`;

/**
 * Puts values in for the variables, by their label in any language. `unknown` are those that have no value: misspelt ones. What a value
 * itself holds in braces is never read as a variable.
 */
export function fillText(text: string, values: ReadonlyMap<string, string>): { text: string; unknown: string[] } {
  const unknown = new Set<string>();
  const filled = text.replace(TOKEN, (whole, label: string) => {
    const value = values.get(label);
    if (value === undefined) {
      unknown.add(label);
      return whole;
    }
    // A width-less joiner keeps braces of a value apart.
    return value.replaceAll('{{', '{\u2060{');
  });
  return { text: filled, unknown: [...unknown] };
}

/** The labels that a text uses and that are none. */
export const unknownVariables = (text: string, labels: ReadonlySet<string>): string[] => [
  ...new Set([...text.matchAll(TOKEN)].map((match) => match[1] ?? '').filter((label) => !labels.has(label))),
];

/** How many places are still to be filled. */
export const blanksIn = (text: string): number => [...text.matchAll(BLANK)].length;

export type LetterBlock =
  | { kind: 'heading' | 'paragraph' | 'signature'; text: string }
  | { kind: 'table'; rows: { label: string; text: string }[] };

/** The text as blocks: `## heading`, `| label | text`, `> at the right`, every other line a paragraph; empty lines only part. */
export function blocksOf(text: string): LetterBlock[] {
  const blocks: LetterBlock[] = [];
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (trimmed === '') continue;
    const row = /^\|\s*([^|]*?)\s*\|\s*(.*?)\s*\|?$/.exec(trimmed);
    if (row) {
      const last = blocks.at(-1);
      const cells = { label: row[1] ?? '', text: row[2] ?? '' };
      if (last?.kind === 'table') last.rows.push(cells);
      else blocks.push({ kind: 'table', rows: [cells] });
    } else if (trimmed.startsWith('## ')) blocks.push({ kind: 'heading', text: trimmed.slice(3) });
    else if (trimmed.startsWith('> ')) blocks.push({ kind: 'signature', text: trimmed.slice(2) });
    else blocks.push({ kind: 'paragraph', text: trimmed });
  }
  return blocks;
}

/** `R2026-0001` for replies, `F2026-0001` for record forms. */
export const letterNumber = (kind: Exclude<LetterKind, 'phrase'>, year: number, n: number): string =>
  `${kind === 'reply' ? 'R' : 'F'}${year}-${String(n).padStart(4, '0')}`;
