import { type Cell, cellText, isBlank, type SheetRow } from './import-cells.ts';
import { headingKey, type StudentField } from './import-fields.ts';
import type { ImportColumn } from './import-row-cells.ts';
import { parseLessons } from './import-values.ts';
import words from './import-words.json' with { type: 'json' };
import { nameProblem, normaliseName } from './names.ts';
import { normalisePhone } from './phones.ts';

/** What a row below the headings is, before its cells are read: rows that are no data are normal, not errors. */

type RowKind = 'data' | 'blank' | 'heading' | 'total' | 'note';
export type RowKindOptions = {
  /** Texts of the heading rows and of everything above them: a row of nothing else repeats them. */
  readonly headingTexts?: ReadonlySet<string>;
  /** Columns of running numbers: a row that holds nothing else is blank. */
  readonly sequenceColumns?: readonly number[];
};

/** The text as the lists of words compare it: width, case and blanks do not count. */
export const plainText = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');

const either = (patterns: readonly string[]) => new RegExp(patterns.join('|'), 'u');
const TOTAL = either([`^(?:${words.totals.join('|')})[:(]?(?:[\\d.,]|${words.totalUnits.join('|')})*\\)?$`, ...words.totalPatterns]);
const NOTE = either(words.notePatterns);
const SECTION = either(words.sectionPatterns);
const noteWords = words.notes.map(plainText);
const PHONES = ['ownPhone', 'guardianPhone', 'guardian2Phone', 'fatherPhone', 'motherPhone'] as const;
const LESSONS = ['purchasedLessons', 'remainingLessons', 'giftLessons', 'usedLessons'] as const;

/**
 * Makes the function that says what a row is. A row with a name and a valid phone, or with a name, a course and lessons, is data
 * unless its name plainly is a word of a total: no student may vanish among the notes.
 */
export function rowKinds(columns: readonly ImportColumn[], options: RowKindOptions): (row: SheetRow) => RowKind {
  const at = new Map(columns.map((c) => [c.field, c.index]));
  const sequence = new Set(options.sequenceColumns ?? []);
  const headings = new Set([...(options.headingTexts ?? [])].map(headingKey).concat(columns.map((c) => headingKey(c.heading))));
  headings.delete('');

  return (row) => {
    const filled: Cell[] = [];
    row.cells.forEach((cell, index) => {
      if (!isBlank(cell) && !(sequence.has(index) && isCount(cell))) filled.push(cell);
    });
    // Formulas that were filled down in advance leave zeros in rows of nobody.
    if (filled.every(isZero)) return 'blank';
    const texts = filled.map((cell) => cellText(cell));
    const first = texts[0] ?? '';
    const name = cellText(row.cells[at.get('name') ?? -1]);
    if (TOTAL.test(plainText(name))) return 'total';
    const isSum =
      TOTAL.test(plainText(first)) || (TOTAL.test(plainText(texts[1] ?? '')) && filled.some((cell) => typeof cell === 'number'));
    if (isSum && !isStudent(row, name, at)) return 'total';
    if (isHeading(texts, name, headings)) return 'heading';
    return isNote(texts, name) && !isStudent(row, name, at) ? 'note' : 'data';
  };
}

/** A running number, or a formula that would have counted. */
const isCount = (cell: Cell) => typeof cell !== 'string' || /^\d+[.\u3001]?$/.test(plainText(cell));

/** Zero, also as the text of a .csv, and the dash by which an accounting format shows it. */
const isZero = (cell: Cell) => cell === 0 || (typeof cell === 'string' && /^\u00a5?(?:0+(?:\.0+)?|-)$/.test(plainText(cell)));

function isHeading(texts: readonly string[], name: string, headings: ReadonlySet<string>): boolean {
  if (!headings.has(headingKey(texts[0] ?? '')) && !headings.has(headingKey(name))) return false;
  const known = texts.filter((text) => headings.has(headingKey(text))).length;
  return known === texts.length || (known >= 2 && known >= texts.length * 0.8);
}

function isNote(texts: readonly string[], name: string): boolean {
  const first = texts[0] ?? '';
  if (name !== '' && name !== first) return false;
  if (texts.length === 1 && SECTION.test(plainText(first))) return true;
  return beginsNote(first) && (texts.length <= 2 || texts.every((text) => beginsNote(text) || /[:\uff1a]/.test(text)));
}

function beginsNote(text: string): boolean {
  const plain = plainText(text);
  return NOTE.test(plain) || noteWords.some((word) => plain.startsWith(word));
}

function isStudent(row: SheetRow, name: string, at: ReadonlyMap<StudentField, number>): boolean {
  if (nameProblem(normaliseName(name)) !== null) return false;
  const cell = (field: StudentField) => row.cells[at.get(field) ?? -1];
  if (PHONES.some((field) => normalisePhone(cellText(cell(field))) !== null)) return true;
  return !isBlank(cell('course')) && LESSONS.some((field) => (parseLessons(cell(field)).value ?? 0) > 0);
}
