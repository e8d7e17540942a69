import { Failure } from '#shared/contract/failure.ts';
import type { SheetRow } from '#shared/rules/import-cells.ts';

/** What every reader of sheets promises, and the limits that none of them goes beyond (spec/trust.md, "Input"). */

export type SheetLimits = {
  /** Size of the file. */
  readonly fileBytes: number;
  /** Entries of an .xlsx package. */
  readonly entries: number;
  /** Unpacked size of one entry and of all together. */
  readonly entryBytes: number;
  readonly totalBytes: number;
  /** Unpacked ÷ packed size of an entry above a megabyte. */
  readonly ratio: number;
  /** Rows with a value, columns, characters of a cell. */
  readonly rows: number;
  readonly columns: number;
  readonly cellText: number;
  readonly sharedStrings: number;
  readonly sharedCharacters: number;
};

/** Bytes of the largest file that is read. */
export const LARGEST_SHEET = 60_000_000;

export const sheetLimits: SheetLimits = {
  fileBytes: LARGEST_SHEET,
  entries: 4_000,
  entryBytes: 300_000_000,
  totalBytes: 600_000_000,
  ratio: 300,
  rows: 200_000,
  columns: 200,
  cellText: 32_767,
  sharedStrings: 2_000_000,
  sharedCharacters: 60_000_000,
};

/** Why a file is refused; the `reason` of the failure FILE_UNREADABLE. */
export type RefusalReason =
  | 'empty'
  | 'too_big'
  | 'xls_old'
  | 'encrypted'
  | 'xlsb'
  | 'ods'
  | 'web_page'
  | 'not_a_sheet'
  | 'broken'
  | 'odd_path'
  | 'nested_archive'
  | 'too_many_entries'
  | 'unpacked_too_big'
  | 'too_many_rows'
  | 'too_many_columns'
  | 'cell_too_long'
  | 'too_many_strings'
  | 'no_sheet'
  | 'no_heading_row';

/** The failure with which a file is refused: FILE_UNREADABLE { reason }. The cause is kept for the log, never shown. */
export function refused(reason: RefusalReason, cause?: unknown): Failure {
  return new Failure('FILE_UNREADABLE', { reason }, { cause });
}

/** Throws IMPORT_CANCELLED once the signal was given. */
export function stopIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new Failure('IMPORT_CANCELLED');
}

export type ReadOptions = {
  readonly limits?: Partial<SheetLimits>;
  readonly signal?: AbortSignal;
  /** Bytes of the sheet read so far of all; comes often, the caller thins it out. */
  readonly onProgress?: (done: number, total: number) => void;
  /**
   * Which sheet: by name, or the visible one whose first rows please most, of equals the first; 0 or false = not at all. Without it
   * the first visible sheet with a value.
   */
  readonly sheet?: string;
  readonly isWanted?: (firstRows: readonly SheetRow[]) => number | boolean;
};

export type OpenSheet = {
  readonly format: 'xlsx' | 'csv';
  /** `xlsx`, `utf-8`, `utf-16le`, `utf-16be` or `gb18030`. */
  readonly encoding: string;
  /** Empty for .csv. */
  readonly sheetName: string;
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[];
  /** Visible sheets that please at least half as much and are not read: a list for each class. */
  readonly passedOver: readonly string[];
  /** Plain numbers in date columns count from 1904. */
  readonly date1904: boolean;
  /**
   * The rows that hold a value, in order, each with the number that a spreadsheet shows. Every call reads from the start.
   * In .csv a record is one row, also when a quoted cell holds line breaks; empty lines count.
   */
  rows(): AsyncGenerator<SheetRow, void, void>;
};

/** How many rows are looked at to choose a sheet and to find the heading. */
const FIRST_ROWS = 60;

/** The first rows of a sheet, read and left. */
export async function firstRows(sheet: Pick<OpenSheet, 'rows'>, count: number = FIRST_ROWS): Promise<SheetRow[]> {
  const found: SheetRow[] = [];
  for await (const row of sheet.rows()) {
    found.push(row);
    if (found.length >= count) break;
  }
  return found;
}
