import { prepareImport, type WriteContext, writeImport } from '#main/imports/jobs.ts';
import type { DuplicatePolicy } from '#main/imports/plan-types.ts';
import type { TestDatabase } from '../support/database.ts';
import { realBytes } from './real-sheet.ts';

export const importContext = (desk: TestDatabase): WriteContext => ({
  ...desk,
  progress: () => undefined,
  signal: new AbortController().signal,
});

/** An import on 15 October 2026; of the sheet of the centre unless another is given. */
export const importOrder = (importId: string, duplicates: DuplicatePolicy = 'skip', file: Uint8Array = realBytes()) => ({
  bytes: file,
  duplicates,
  corrections: null,
  today: '2026-10-15',
  utcOffsetMinutes: 480,
  importId,
  fileName: 'students.xlsx',
  staffId: null,
  unnamedCourse: 'unnamed',
});

/** Reads, plans and writes a file as the heavy jobs do. */
export async function importFile(desk: TestDatabase, importId: string, duplicates?: DuplicatePolicy, file?: Uint8Array) {
  const context = importContext(desk);
  const order = importOrder(importId, duplicates, file);
  return writeImport(context, await prepareImport(context, order), order);
}
