import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importSummary } from '#main/hosts/cli/lines.ts';
import { type PlanOptions, planImport } from '#main/imports/plan.ts';
import type { ExistingPeople } from '#main/imports/plan-types.ts';
import { type ReadStudentsOptions, readStudents } from '#main/imports/read-students.ts';
import { openSheet } from '#main/imports/sheet-reader.ts';
import type { SheetRow } from '#shared/rules/import-cells.ts';

const folder = join(import.meta.dirname, '../fixtures/imports');
export const TODAY = '2026-11-21';

export type Expected = {
  errors: { row: number; column: string; value: string }[];
  duplicates: { row: number; name: string }[];
  blankRows: number;
  repeatedHeadings: number;
  totalsRows: number;
  headingRow: number;
  students: number;
  guardians: number;
  packs: number;
  paidFen: number;
  remainingHalves: number;
  siblingsSharingAGuardian: number;
  normalisedNames: [string, string][];
};

export const realBytes = () => new Uint8Array(readFileSync(join(folder, 'students-2026-autumn.xlsx')));
export const expected = (): Expected => JSON.parse(readFileSync(join(folder, 'students-2026-autumn.expected.json'), 'utf8')) as Expected;

export async function realRows(): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of (await openSheet(realBytes())).rows()) rows.push(row);
  return rows;
}

/** A centre that is empty. */
export const nobody: ExistingPeople = { findByKeys: () => ({ students: [], guardians: [], pinyinTails: [] }) };

export async function readAndPlan(
  bytes: Uint8Array,
  options: Partial<ReadStudentsOptions & PlanOptions> = {},
  existing: ExistingPeople = nobody,
) {
  const read = await readStudents(bytes, { today: TODAY, ...options });
  const plan = planImport(read.rows, existing, { duplicates: 'skip', today: TODAY, ...options });
  return { read, plan, summary: importSummary(read, plan) };
}

export const sumOf = <T>(list: readonly T[], value: (item: T) => number): number => list.reduce((sum, item) => sum + value(item), 0);
