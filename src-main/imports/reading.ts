import type { Ids } from '#main/base/ids.ts';
import type { Db, Tx } from '#main/db/open.ts';
import type { ImportView } from '#shared/contract/imports.ts';
import { cellText } from '#shared/rules/import-cells.ts';
import { maskPhone } from '#shared/rules/phones.ts';
import { type RememberedMapping, rememberMapping } from './column-mapping.ts';
import type { ImportPlan } from './plan-types.ts';
import type { StudentsRead } from './read-students.ts';

export type ColumnCorrection = { index: number; field: string };

/** What a preview shows; the rows themselves stay behind, only those with errors are kept to be mended. */
export type ImportReading = Pick<
  ImportView,
  'encoding' | 'headingRow' | 'mapping' | 'counts' | 'duplicates' | 'errors' | 'hints' | 'ignoredRows' | 'sample'
> & {
  headings: string[];
  errorRows: { row: number; cells: string[] }[];
};

const SAMPLE_ROWS = 20;
/** More of them than this say the same thing; the counts stay exact. */
const LISTED = 2000;

/** The outcome of reading and planning in the shape of the contract. */
export function readingOf(read: StudentsRead, plan: ImportPlan): ImportReading {
  const { blank, heading, total } = read.ignoredRows;
  const fresh = new Set(plan.students.map((student) => student.row));
  const updated = new Set(plan.updates.map((update) => update.row));
  const columns = read.mapping.columns;
  return {
    encoding: read.sheet.encoding,
    headingRow: read.mapping.headingRow,
    mapping: columns.map(({ index, heading: text, field, sample }) => ({ index, heading: text, field, sample })),
    counts: plan.counts,
    duplicates: plan.duplicates.map(({ row, ofRow, ofStudent, name }) => ({ row, ofRow, ofStudent, name })),
    errors: read.errors.map(({ row, column, reason, value }) => ({ row, column, reason, value })),
    hints: [
      ...read.sheet.passedOver.map((other) => ({ row: read.mapping.headingRow, reason: 'sheet_passed_over', name: '', other })),
      ...leftOut(columns).map((other) => ({ row: read.mapping.headingRow, reason: 'column_left_out', name: '', other })),
      ...plan.hints.slice(0, LISTED).map(({ row, reason, name, other }) => ({ row, reason, name, other })),
    ],
    ignoredRows: { blank, heading, total },
    sample: read.rows.slice(0, SAMPLE_ROWS).map((row) => ({
      row: row.row,
      name: row.name,
      guardian: row.guardians[0]?.name ?? '',
      phoneMasked: maskPhone(row.guardians[0]?.phone ?? row.phone ?? ''),
      course: row.pack?.course ?? '',
      remainingHalves: row.pack?.remainingHalves ?? null,
      kind: fresh.has(row.row) ? 'new' : updated.has(row.row) ? 'update' : 'pack',
    })),
    headings: columns.map((column) => column.heading),
    errorRows: read.errorRows
      .slice(0, LISTED)
      .map((row) => ({ row: row.row, cells: columns.map((column) => cellText(row.cells[column.index])) })),
  };
}

/** Columns of which the program knows what they are and yet takes nothing, because another has the place or nobody can tell whose they are. */
function leftOut(columns: StudentsRead['mapping']['columns']): string[] {
  return columns.filter((c) => (c.why === 'taken' || c.why === 'open') && c.sample !== '').map((c) => c.heading);
}

/** What somebody corrected before for the same set of headings, or null. */
export function rememberedMapping(db: Db, signature: string): RememberedMapping | null {
  const row = db.get<{ mapping: string }>('SELECT mapping FROM import_mappings WHERE signature = ?', [signature]);
  return row ? (JSON.parse(row.mapping) as RememberedMapping) : null;
}

/** Keeps a person's corrections for the next file with the same headings. */
export function saveMapping(tx: Tx, ids: Ids, read: StudentsRead, corrections: readonly ColumnCorrection[] | null): void {
  if (!corrections) return;
  tx.run(
    'INSERT INTO import_mappings (id, signature, mapping) VALUES (?, ?, ?) ON CONFLICT (signature) DO UPDATE SET mapping = excluded.mapping',
    [ids.next(), read.mapping.signature, JSON.stringify(rememberMapping(read.mapping))],
  );
}
