import { type Cell, cellAsWritten, cellLongText, cellText, type SheetRow } from './import-cells.ts';
import type { StudentField } from './import-fields.ts';
import type { ImportReason, Parsed } from './import-values.ts';

/** One column that is taken; `heading` is what the sheet calls it and what an error names. */
export type ImportColumn = { readonly index: number; readonly heading: string; readonly field: StudentField };
export type RowError = {
  readonly row: number;
  readonly column: string;
  readonly field: StudentField;
  readonly reason: ImportReason;
  readonly value: string;
};
/** What a person should look at although the row is taken. */
export type RowWarning = { readonly row: number; readonly column: string; readonly reason: WarningReason };
export type WarningReason =
  | 'status_unknown'
  | 'birth_month_only'
  | 'kind_unknown'
  | 'purchased_missing'
  | 'remaining_above_granted'
  | 'remaining_and_used_differ'
  | 'paid_missing'
  | 'course_unnamed'
  | 'valid_before_enrolled';
const SHORT_TEXT = 200;
const LONG_TEXT = 20_000;

/** The cells of one row by field, with the errors that were met while they were read. */
export class RowCells {
  readonly errors: RowError[] = [];
  readonly warnings: RowWarning[] = [];
  readonly row: SheetRow;
  private readonly columns: ReadonlyMap<StudentField, ImportColumn>;

  constructor(row: SheetRow, columns: ReadonlyMap<StudentField, ImportColumn>) {
    this.row = row;
    this.columns = columns;
  }

  has(field: StudentField): boolean {
    return this.columns.has(field);
  }

  cell(field: StudentField): Cell | undefined {
    const column = this.columns.get(field);
    return column === undefined ? undefined : this.row.cells[column.index];
  }

  fail(field: StudentField, reason: ImportReason): null {
    if (!this.errors.some((e) => e.field === field)) {
      const column = this.columns.get(field);
      this.errors.push({
        row: this.row.row,
        column: column?.heading ?? '',
        field,
        reason,
        value: cellAsWritten(this.cell(field)).slice(0, SHORT_TEXT),
      });
    }
    return null;
  }

  warn(field: StudentField, reason: WarningReason): void {
    this.warnings.push({ row: this.row.row, column: this.columns.get(field)?.heading ?? '', reason });
  }

  take<T>(field: StudentField, parse: (cell: Cell | undefined, heading: string) => Parsed<T>): T | null {
    const column = this.columns.get(field);
    if (column === undefined) return null;
    const found = parse(this.cell(field), column.heading);
    return found.reason === undefined ? found.value : this.fail(field, found.reason);
  }

  text(field: StudentField): string {
    const cell = this.cell(field);
    if (typeof cell === 'object' && cell?.kind === 'error') {
      this.fail(field, 'cell_error');
      return '';
    }
    const long = field === 'remark';
    const text = long ? cellLongText(cell) : cellText(cell);
    if (text.length > (long ? LONG_TEXT : SHORT_TEXT)) this.fail(field, 'text_too_long');
    return text;
  }
}
