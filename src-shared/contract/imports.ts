import { z } from 'zod';
import { needs } from './base.ts';
import { at, done, id, lang } from './fields.ts';

export const importCounts = z.object({
  students: z.int(),
  guardians: z.int(),
  packs: z.int(),
  updated: z.int(),
});
export const importError = z.object({ row: z.int(), column: z.string(), reason: z.string(), value: z.string() });
export const importState = z.enum(['reading', 'ready', 'writing', 'done', 'failed', 'cancelled', 'undone']);
/** What the sheet's columns were taken for; `field` empty = ignored. */
export const columnMapping = z.array(z.object({ index: z.int(), heading: z.string(), field: z.string(), sample: z.string() }));

export const importView = z.object({
  id,
  fileName: z.string(),
  state: importState,
  progress: z.object({ done: z.int(), total: z.int() }),
  failure: z.object({ code: z.string(), data: z.record(z.string(), z.unknown()) }).nullable(),
  encoding: z.string(),
  headingRow: z.int().nullable(),
  mapping: columnMapping,
  counts: importCounts,
  duplicates: z.array(z.object({ row: z.int(), ofRow: z.int().nullable(), ofStudent: z.string().nullable(), name: z.string() })),
  errors: z.array(importError),
  hints: z.array(z.object({ row: z.int(), reason: z.string(), name: z.string(), other: z.string() })),
  ignoredRows: z.object({ blank: z.int(), heading: z.int(), total: z.int() }),
  sample: z.array(
    z.object({
      row: z.int(),
      name: z.string(),
      guardian: z.string(),
      phoneMasked: z.string(),
      course: z.string(),
      remainingHalves: z.int().nullable(),
      kind: z.enum(['new', 'update', 'pack']),
    }),
  ),
  commandId: id.nullable(),
  startedAt: at,
});
export type ImportView = z.infer<typeof importView>;

export const duplicatePolicy = z.enum(['skip', 'update', 'new']);

export const imports = {
  /** Reads the file in a worker; nothing is written. Answers at once with state `reading`; topic `imports` tells of progress. */
  preview: needs('imports.run')
    .input(
      z.object({
        file: z.file().max(60_000_000),
        duplicates: duplicatePolicy.default('skip'),
        mapping: z
          .array(z.object({ index: z.int(), field: z.string() }))
          .nullable()
          .default(null),
      }),
    )
    .output(z.object({ id })),
  /** Plans the same file again with other columns or another rule for duplicates. */
  replan: needs('imports.run')
    .input(z.object({ id, duplicates: duplicatePolicy, mapping: z.array(z.object({ index: z.int(), field: z.string() })).nullable() }))
    .output(z.object({})),
  get: needs('imports.run').input(z.object({ id })).output(importView),
  list: needs('imports.run').output(
    z.array(z.object({ id, fileName: z.string(), at, by: z.string(), counts: importCounts, state: importState })),
  ),
  /** All or nothing, in one command; a backup point is made first. */
  run: needs('imports.run').input(z.object({ id, lang })).output(z.object({})),
  cancel: needs('imports.run').input(z.object({ id })).output(z.object({})),
  undo: needs('imports.run').input(z.object({ id })).output(done),
  /** The rows with errors as a sheet to mend. */
  errorSheet: needs('imports.run')
    .input(z.object({ id, lang }))
    .output(z.object({ file: z.file() })),
  template: needs('imports.run')
    .input(z.object({ lang }))
    .output(z.object({ file: z.file() })),
};
