import type { SheetRow } from './import-cells.ts';
import type { StudentField } from './import-fields.ts';
import { type PackValues, packValues } from './import-pack.ts';
import { type ImportColumn, RowCells, type RowError, type RowWarning } from './import-row-cells.ts';
import { plainText, type RowKindOptions, rowKinds } from './import-row-kinds.ts';
import {
  type DayOptions,
  type Gender,
  isMonthOnly,
  type Marker,
  markerOf,
  parseDay,
  parseGender,
  parsePhone,
  type Relation,
  relationOf,
} from './import-values.ts';
import words from './import-words.json' with { type: 'json' };
import { nameKey, nameProblem, normaliseName } from './names.ts';

export type RowGuardian = {
  readonly name: string;
  readonly phone: string | null;
  readonly relation: Relation /** The word of the sheet. */;
  readonly relationText: string;
};

/** One row, checked and in the units of the house. */
export type StudentRow = {
  readonly row: number;
  readonly name: string;
  readonly nameKey: string;
  readonly gender: Gender;
  readonly birthOn: string | null;
  readonly phone: string | null;
  readonly wechat: string;
  readonly school: string;
  readonly grade: string;
  readonly source: string;
  readonly referrer: string;
  readonly advisor: string;
  readonly tags: readonly string[];
  readonly remark: string;
  readonly externalNumber: string;
  readonly guardians: readonly RowGuardian[];
  readonly pack: PackValues | null;
  readonly marker: Marker | null;
  /** The status as written, for words that set no marker. */
  readonly statusText: string;
  readonly warnings: readonly RowWarning[];
};

export type RowResult =
  | { readonly kind: 'blank' | 'heading' | 'total' | 'note' }
  | { readonly kind: 'errors'; readonly errors: readonly RowError[] }
  | { readonly kind: 'student'; readonly student: StudentRow };

export type RowOptions = Omit<DayOptions, 'notAfterToday'> & RowKindOptions;

const nothing = new Set(words.nothing.map(plainText));
const selfWords = new Set(words.relation.self.map(plainText));

/**
 * Makes the function that reads the rows below the heading, one at a time (spec/students-and-money.md, "Import and export").
 * A row gives either one error for each wrong cell or a student, never both.
 */
export function rowReader(columns: readonly ImportColumn[], options: RowOptions): (row: SheetRow) => RowResult {
  const kindOf = rowKinds(columns, options);
  return (row) => {
    const kind = kindOf(row);
    return kind === 'data' ? readRow(row, columns, options) : { kind };
  };
}

const maps = new WeakMap<readonly ImportColumn[], ReadonlyMap<StudentField, ImportColumn>>();

function byField(columns: readonly ImportColumn[]): ReadonlyMap<StudentField, ImportColumn> {
  let map = maps.get(columns);
  if (map === undefined) {
    map = new Map(columns.map((c) => [c.field, c]));
    maps.set(columns, map);
  }
  return map;
}

function readRow(row: SheetRow, columns: readonly ImportColumn[], options: RowOptions): RowResult {
  const cells = new RowCells(row, byField(columns));
  const name = normaliseName(cells.text('name'));
  const problem = nameProblem(name);
  if (problem !== null) cells.fail('name', problem);
  const birthOn = birthDay(cells, options);
  const ownPhone = cells.take('ownPhone', parsePhone);
  const guardians = rowGuardians(cells);
  // An adult who is the own contact person is no guardian.
  const own = guardians.find(
    (g) => g.relation === 'self' && (g.name === '' || nameKey(g.name) === nameKey(name)) && (ownPhone === null || g.phone === ownPhone),
  );
  const statusText = cells.text('status');
  const marker = markerOf(statusText);
  if (marker === undefined) cells.warn('status', 'status_unknown');
  const student: StudentRow = {
    row: row.row,
    name,
    nameKey: nameKey(name),
    gender: cells.take('gender', parseGender) ?? '',
    birthOn,
    phone: ownPhone ?? own?.phone ?? null,
    wechat: cells.text('wechat'),
    school: cells.text('school'),
    grade: cells.text('grade'),
    source: cells.text('source'),
    referrer: cells.text('referrer'),
    advisor: cells.text('advisor'),
    tags: splitTags(cells.text('tags')),
    remark: cells.text('remark'),
    externalNumber: cells.text('externalNumber'),
    guardians: guardians.filter((g) => g !== own),
    pack: packValues(cells, options),
    marker: marker ?? null,
    statusText,
    warnings: cells.warnings,
  };
  return cells.errors.length > 0 ? { kind: 'errors', errors: inSheetOrder(cells.errors, columns) } : { kind: 'student', student };
}

/** A month is no day: it is not kept, and told, for the rest of the row is as good as any. */
function birthDay(cells: RowCells, options: RowOptions): string | null {
  if (!isMonthOnly(cells.cell('birthOn'))) return cells.take('birthOn', (cell) => parseDay(cell, { ...options, notAfterToday: true }));
  cells.warn('birthOn', 'birth_month_only');
  return null;
}

function rowGuardians(cells: RowCells): RowGuardian[] {
  const read = (nameField: StudentField, phoneField: StudentField, relationText: string): RowGuardian[] => {
    const phone = cells.take(phoneField, parsePhone);
    let name = normaliseName(cells.text(nameField));
    if (nameProblem(name) === 'name_too_long') cells.fail(nameField, 'name_too_long');
    const relation = relationText === '' && selfWords.has(plainText(name)) ? name : relationText;
    if (nothing.has(plainText(name)) || relation !== relationText || nameProblem(name) === 'name_invalid') name = '';
    return name === '' && phone === null ? [] : [{ name, phone, relation: relationOf(relation), relationText: relation }];
  };
  const found = [
    ...read('guardianName', 'guardianPhone', cells.text('relation')),
    ...read('guardian2Name', 'guardian2Phone', cells.text('guardian2Relation')),
    ...read('motherName', 'motherPhone', words.relation.mother[1] ?? ''),
    ...read('fatherName', 'fatherPhone', words.relation.father[1] ?? ''),
  ];
  // The same person in two columns is one.
  return found.filter(
    (g, i) => found.findIndex((o) => (g.phone === null ? nameKey(o.name) === nameKey(g.name) : o.phone === g.phone)) === i,
  );
}

function splitTags(text: string): string[] {
  return [...new Set(text.split(/[,，;；、|\s]+/).filter((tag) => tag !== ''))].slice(0, 20);
}

function inSheetOrder(errors: readonly RowError[], columns: readonly ImportColumn[]): RowError[] {
  const place = (e: RowError) => columns.find((c) => c.field === e.field)?.index ?? 0;
  return [...errors].sort((a, b) => place(a) - place(b));
}
