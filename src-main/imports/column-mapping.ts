import { cellText, isBlank, type SheetRow } from '#shared/rules/import-cells.ts';
import {
  guessHeading,
  type HeadingMeaning,
  headingKey,
  isPaidOnly,
  isStudentField,
  type StudentField,
} from '#shared/rules/import-fields.ts';
import type { ImportColumn } from '#shared/rules/import-row-cells.ts';
import { maskPhone, normalisePhone } from '#shared/rules/phones.ts';
import { findHeading, type Heading } from './heading-row.ts';

/** Which column is what (spec/students-and-money.md, "Import and export"): guessed from the headings, corrected by a person, remembered. */

export type MappedColumn = {
  readonly index: number;
  /** The heading on one line, as the sheet writes it. */
  readonly heading: string;
  /** '' = not taken. */
  readonly field: StudentField | '';
  /** Why it is taken or not; `withheld` = personal data that needs a purpose, `taken` = another column is the better one. */
  readonly why: 'heading' | 'pattern' | 'remembered' | 'corrected' | 'unknown' | 'sequence' | 'derived' | 'withheld' | 'taken' | 'open';
  /** The first value below the heading, phones masked. */
  readonly sample: string;
};
export type Mapping = {
  /** Row of the headings as a spreadsheet shows it (the lower one of two). */
  readonly headingRow: number;
  readonly columns: readonly MappedColumn[];
  /** Columns that could be something else, for a person to look at. */
  readonly ambiguous: readonly { readonly index: number; readonly heading: string; readonly fields: readonly StudentField[] }[];
  readonly unknown: readonly string[];
  /** Fields without which nothing can be read. */
  readonly missing: readonly StudentField[];
  /** The set of headings, whatever their order: corrections are remembered under it. */
  readonly signature: string;
  /** Texts of the heading rows and of all rows above: rows that repeat them are no data. */
  readonly headingTexts: ReadonlySet<string>;
};

/** What was remembered for a set of headings: heading key → field, '' = not taken. */
export type RememberedMapping = Readonly<Record<string, string>>;

/**
 * Finds the heading row among the first rows and says what each column is; null when there is none.
 * @param remembered what a person decided before for a sheet with the same headings (see `signature`).
 */
export function guessMapping(rows: readonly SheetRow[], remembered?: (signature: string) => RememberedMapping | null): Mapping | null {
  const found = findHeading(rows);
  if (found === null) return null;
  const { headings, last } = found;
  const signature = [...new Set(headings.map((h) => headingKey(h.text)))].sort().join('|');
  const below = rows.slice(last + 1);
  const known = remembered?.(signature) ?? null;
  const { columns, ambiguous } = assign(headings, known);
  const withSamples = columns.map((c) => ({ ...c, sample: sampleOf(below, c.index) }));
  return {
    headingRow: rows[last]?.row ?? 1,
    columns: withSamples,
    ambiguous,
    unknown: withSamples.filter((c) => c.why === 'unknown').map((c) => c.heading),
    missing: withSamples.some((c) => c.field === 'name') ? [] : ['name'],
    signature,
    headingTexts: new Set(
      rows.slice(0, last + 1).flatMap((row) => row.cells.filter((cell) => !isBlank(cell)).map((cell) => cellText(cell))),
    ),
  };
}

/** The mapping with a person's corrections; a field that is given anew is taken from the column that had it. */
export function correctMapping(mapping: Mapping, corrections: readonly { readonly index: number; readonly field: string }[]): Mapping {
  const wanted = new Map(corrections.map((c) => [c.index, isStudentField(c.field) ? c.field : ('' as const)]));
  const given = new Set([...wanted.values()].filter((field) => field !== ''));
  const columns = mapping.columns.map((column): MappedColumn => {
    const field = wanted.get(column.index);
    if (field !== undefined) return field === column.field ? column : { ...column, field, why: 'corrected' };
    return column.field !== '' && given.has(column.field) ? { ...column, field: '', why: 'taken' } : column;
  });
  // Of two columns with one field the left one is taken.
  const seen = new Set<string>();
  const single = columns.map((c): MappedColumn => {
    if (c.field === '') return c;
    if (seen.has(c.field)) return { ...c, field: '', why: 'taken' };
    seen.add(c.field);
    return c;
  });
  return {
    ...mapping,
    columns: single,
    missing: seen.has('name') ? [] : ['name'],
    ambiguous: mapping.ambiguous.filter((a) => !wanted.has(a.index)),
  };
}

/** What is to be remembered under the signature of these headings. */
export function rememberMapping(mapping: Mapping): RememberedMapping {
  return Object.fromEntries(mapping.columns.map((c) => [headingKey(c.heading), c.field]));
}

/** The columns that are taken, as the rule of the rows wants them. */
export function takenColumns(mapping: Mapping): ImportColumn[] {
  return mapping.columns.flatMap((c) => (c.field === '' ? [] : [{ index: c.index, heading: c.heading, field: c.field }]));
}

type Assigned = Omit<MappedColumn, 'sample'>;
type Open = Heading & { readonly meaning: HeadingMeaning | null; readonly sure: number; readonly rank: number };

function assign(
  headings: readonly Heading[],
  known: RememberedMapping | null,
): { columns: Assigned[]; ambiguous: Mapping['ambiguous'][number][] } {
  const open: Open[] = headings.map((h) => {
    const guess = guessHeading(h.text);
    return { ...h, meaning: guess?.meaning ?? null, sure: guess?.sure ?? 0, rank: guess?.rank ?? 0 };
  });
  const ambiguous: Mapping['ambiguous'][number][] = [];
  const resolved = resolvePhones(open, ambiguous);
  const columns = new Map<number, Assigned>();
  const taken = new Set<StudentField>();
  for (const h of headings) {
    const field = known?.[headingKey(h.text)];
    if (field === undefined || (field !== '' && (!isStudentField(field) || taken.has(field)))) continue;
    if (field !== '') taken.add(field);
    columns.set(h.index, { index: h.index, heading: h.text, field, why: 'remembered' });
  }
  // Surest first, then the better word, then from left to right.
  for (const h of [...resolved].sort((a, b) => b.sure - a.sure || a.rank - b.rank || a.index - b.index)) {
    if (columns.has(h.index)) continue;
    const column = { index: h.index, heading: h.text };
    if (h.meaning === null || h.meaning === 'phone')
      columns.set(h.index, { ...column, field: '', why: h.meaning === null ? 'unknown' : 'open' });
    else if (h.meaning === 'sequence' || h.meaning === 'derived' || h.meaning === 'withheld')
      columns.set(h.index, { ...column, field: '', why: h.meaning });
    else if (taken.has(h.meaning)) {
      columns.set(h.index, { ...column, field: '', why: 'taken' });
      ambiguous.push({ index: h.index, heading: h.text, fields: [h.meaning] });
    } else {
      taken.add(h.meaning);
      columns.set(h.index, { ...column, field: h.meaning, why: h.sure === 1 ? 'pattern' : 'heading' });
      if (h.sure === 1) ambiguous.push({ index: h.index, heading: h.text, fields: [h.meaning] });
    }
  }
  secondBestMeanings(columns, taken);
  withoutLooseGifts(columns, ambiguous);
  return { columns: [...columns.values()].sort((a, b) => a.index - b.index), ambiguous: ambiguous.sort((a, b) => a.index - b.index) };
}

/**
 * `联系电话` alone says not whose it is. With a column for the guardian's phone it is the student's, with one for the
 * student's it is the guardian's; with neither it is the guardian's where the sheet has guardians, else the student's.
 * Of two such columns the one right of the guardian's name is the guardian's. Beside father, mother or a second guardian it is theirs.
 */
function resolvePhones(open: readonly Open[], ambiguous: Mapping['ambiguous'][number][]): Open[] {
  const has = (...fields: HeadingMeaning[]) => open.some((h) => h.meaning !== null && fields.includes(h.meaning));
  const meanings = new Map<number, StudentField>();
  for (const h of open) {
    const left = open.find((o) => o.index === h.index - 1)?.meaning;
    const field = h.meaning === 'phone' && left != null ? PHONE_OF[left] : undefined;
    if (field !== undefined && !has(field)) meanings.set(h.index, field);
  }
  const loose = open.filter((h) => h.meaning === 'phone' && !meanings.has(h.index));
  const guardianAt = Math.max(-1, ...open.filter((h) => h.meaning === 'guardianName' || h.meaning === 'relation').map((h) => h.index));
  const ofGuardian = has('guardianName', 'relation', 'ownPhone');
  const fields: StudentField[] = ofGuardian ? ['guardianPhone', 'ownPhone'] : ['ownPhone', 'guardianPhone'];
  for (const field of ['guardianPhone', 'ownPhone'] as const) if (has(field)) fields.splice(fields.indexOf(field), 1);
  // The nearest one at the right of the guardian's columns first.
  const nearest = [...loose].sort((a, b) => Number(a.index < guardianAt) - Number(b.index < guardianAt) || a.index - b.index);
  nearest.forEach((h, i) => {
    const field = fields[i];
    if (field === undefined) return;
    meanings.set(h.index, field);
    if (loose.length > 1) ambiguous.push({ index: h.index, heading: h.text, fields });
  });
  for (const h of nearest.slice(fields.length))
    ambiguous.push({ index: h.index, heading: h.text, fields: ['ownPhone', 'guardianPhone', 'guardian2Phone'] });
  return open.map((h) => {
    const meaning = meanings.get(h.index);
    return meaning === undefined ? h : { ...h, meaning };
  });
}

const PHONE_OF: Partial<Record<HeadingMeaning, StudentField>> = {
  fatherName: 'fatherPhone',
  motherName: 'motherPhone',
  guardian2Name: 'guardian2Phone',
};

/** Two columns for one field: where the second has an own place in the house, it takes it (学费 beside 实收 is the list price). */
const SECOND: Partial<Record<StudentField, StudentField>> = {
  paid: 'listPrice',
  guardianPhone: 'guardian2Phone',
  guardianName: 'guardian2Name',
};

function secondBestMeanings(columns: Map<number, Assigned>, taken: Set<StudentField>): void {
  for (const column of [...columns.values()].sort((a, b) => a.index - b.index)) {
    if (column.why !== 'taken') continue;
    const meaning = guessHeading(column.heading)?.meaning;
    const second = meaning !== undefined && isStudentField(meaning) ? SECOND[meaning] : undefined;
    if (second === undefined || taken.has(second)) continue;
    taken.add(second);
    columns.set(column.index, { ...column, field: second, why: 'pattern' });
  }
}

/** Gift lessons that are left are counted beside 剩余正课; beside 剩余课时 nobody can tell whether they are in it already. */
function withoutLooseGifts(columns: Map<number, Assigned>, ambiguous: Mapping['ambiguous'][number][]): void {
  const all = [...columns.values()];
  if (all.some((c) => c.field === 'remainingLessons' && isPaidOnly(c.heading))) return;
  for (const c of all) {
    if (c.field !== 'remainingGiftLessons' || c.why === 'remembered') continue;
    columns.set(c.index, { ...c, field: '', why: 'taken' });
    ambiguous.push({ index: c.index, heading: c.heading, fields: ['remainingGiftLessons'] });
  }
}

function sampleOf(rows: readonly SheetRow[], index: number): string {
  const cell = rows.find((row) => !isBlank(row.cells[index]))?.cells[index];
  const text = cellText(cell).slice(0, 60);
  return normalisePhone(text) === null ? text : maskPhone(text);
}
