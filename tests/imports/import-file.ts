import { createEvents } from '#main/base/events.ts';
import type { JobContext } from '#main/base/os.ts';
import { planImportJob, writeImportJob } from '#main/imports/jobs.ts';
import type { DuplicatePolicy } from '#main/imports/plan-types.ts';
import type { TestDatabase } from '../support/database.ts';
import { realBytes } from './real-sheet.ts';

function contextOf(desk: TestDatabase): JobContext {
  return {
    ...desk,
    events: createEvents(),
    dataDir: '',
    key: Buffer.alloc(32),
    progress: () => undefined,
    signal: new AbortController().signal,
  };
}

/** Reads, plans and writes a file as the two heavy jobs do, on 15 October 2026; the sheet of the centre unless another is given. */
export async function importFile(
  desk: TestDatabase,
  importId: string,
  duplicates: DuplicatePolicy = 'skip',
  file: Uint8Array = realBytes(),
) {
  const order = {
    bytes: file,
    duplicates,
    corrections: null,
    today: '2026-10-15',
    utcOffsetMinutes: 480,
    importId,
    fileName: 'students.xlsx',
    staffId: null,
    unnamedCourse: 'unnamed',
  };
  const { rows } = await planImportJob(contextOf(desk), order);
  return writeImportJob(contextOf(desk), { ...order, rows });
}
