import type { SheetRow } from '#shared/rules/import-cells.ts';
import { rowReader, type StudentRow } from '#shared/rules/import-row.ts';
import type { RowError } from '#shared/rules/import-row-cells.ts';
import { correctMapping, guessMapping, type Mapping, type RememberedMapping, takenColumns } from './column-mapping.ts';
import { headingScore } from './heading-row.ts';
import type { IgnoredRows } from './plan-types.ts';
import { firstRows, type OpenSheet, type ReadOptions, refused, type SheetLimits } from './sheet.ts';
import { openSheet } from './sheet-reader.ts';

export type ReadStudentsOptions = {
  /** Today in the centre's zone. */
  readonly today: string;
  readonly utcOffsetMinutes?: number;
  readonly sheet?: string;
  readonly limits?: Partial<SheetLimits>;
  readonly signal?: AbortSignal;
  /** Share of the file that was read, 0 … 1; at most every hundred rows. */
  readonly onProgress?: (share: number, rows: number) => void;
  /** What a person decided before for the same headings. */
  readonly remembered?: (signature: string) => RememberedMapping | null;
  readonly corrections?: readonly { readonly index: number; readonly field: string }[] | null;
};
export type StudentsRead = {
  readonly sheet: Pick<OpenSheet, 'format' | 'encoding' | 'sheetName' | 'sheets' | 'passedOver'>;
  readonly mapping: Mapping;
  readonly rows: readonly StudentRow[];
  readonly errors: readonly RowError[];
  /** The rows with errors as the sheet holds them: what is saved as a sheet to mend. */
  readonly errorRows: readonly SheetRow[];
  readonly ignoredRows: IgnoredRows;
};

/**
 * Reads a file of students: chooses the sheet, finds the headings, checks every row. Writes nothing and asks no database, so
 * it can run in a worker (spec/students-and-money.md, "Import and export"). Fails with FILE_UNREADABLE { reason } (also
 * `no_heading_row`) or IMPORT_CANCELLED.
 */
export async function readStudents(bytes: Uint8Array, options: ReadStudentsOptions): Promise<StudentsRead> {
  let share = 0;
  const readOptions: ReadOptions = {
    sheet: options.sheet,
    limits: options.limits,
    signal: options.signal,
    isWanted: headingScore,
    onProgress: (done, total) => {
      share = total === 0 ? 1 : Math.min(1, done / total);
    },
  };
  const sheet = await openSheet(bytes, readOptions);
  const guessed = guessMapping(await firstRows(sheet), options.remembered);
  if (guessed === null) throw refused('no_heading_row');
  const mapping = options.corrections ? correctMapping(guessed, options.corrections) : guessed;
  const read = rowReader(takenColumns(mapping), {
    today: options.today,
    utcOffsetMinutes: options.utcOffsetMinutes,
    date1904: sheet.date1904,
    headingTexts: mapping.headingTexts,
    sequenceColumns: mapping.columns.filter((c) => c.why === 'sequence').map((c) => c.index),
  });
  const rows: StudentRow[] = [];
  const errors: RowError[] = [];
  const errorRows: SheetRow[] = [];
  const ignoredRows: IgnoredRows = { blank: 0, heading: 0, total: 0, note: 0 };
  let last = mapping.headingRow;
  let blanks = 0;
  let count = 0;
  for await (const row of sheet.rows()) {
    if (row.row <= mapping.headingRow) continue;
    count += 1;
    if (count % 100 === 0) options.onProgress?.(share, count);
    blanks += row.row - last - 1;
    last = row.row;
    const result = read(row);
    if (result.kind === 'blank') {
      blanks += 1;
      continue;
    }
    // Empty rows count only when something follows: below its last row a sheet is empty without end.
    ignoredRows.blank += blanks;
    blanks = 0;
    if (result.kind === 'student') rows.push(result.student);
    else if (result.kind === 'errors') {
      errors.push(...result.errors);
      errorRows.push(row);
    } else ignoredRows[result.kind] += 1;
  }
  options.onProgress?.(1, count);
  const { format, encoding, sheetName, sheets, passedOver } = sheet;
  return { sheet: { format, encoding, sheetName, sheets, passedOver }, mapping, rows, errors, errorRows, ignoredRows };
}
