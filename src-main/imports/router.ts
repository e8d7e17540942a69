import type { z } from 'zod';
import { backupPoint } from '#main/backups/service.ts';
import { os, personOf, type Services } from '#main/base/os.ts';
import { createWords } from '#main/base/words.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { importCounts } from '#shared/contract/imports.ts';
import { dayOf } from '#shared/rules/zone.ts';
import { createImports, type Imports, undoImport } from './service.ts';
import { errorSheet, templateSheet } from './sheets.ts';

const MOST_BYTES = 60_000_000;

// One set of open files per running core.
const open = new WeakMap<Services, Imports>();
function importsOf(services: Services): Imports {
  let imports = open.get(services);
  if (!imports) {
    imports = createImports(services, () => backupPoint(services, 'before_import'));
    open.set(services, imports);
  }
  return imports;
}

type DoneRow = { id: string; fileName: string; at: number; by: string | null; counts: string; undoneAt: number | null };

export const importsRouter = {
  preview: os.imports.preview.handler(async ({ input, context }) => {
    if (input.file.size > MOST_BYTES) throw new Failure('FILE_TOO_BIG', { limit: MOST_BYTES });
    const bytes = new Uint8Array(await input.file.arrayBuffer());
    const id = importsOf(context.services).preview(
      input.file.name,
      bytes,
      personOf(context.identity).staffId,
      input.duplicates,
      input.mapping,
    );
    return { id };
  }),
  replan: os.imports.replan.handler(({ input, context }) => {
    importsOf(context.services).replan(input.id, personOf(context.identity).staffId, input.duplicates, input.mapping);
    return {};
  }),
  get: os.imports.get.handler(({ input, context }) => importsOf(context.services).view(input.id, personOf(context.identity).staffId)),
  list: os.imports.list.handler(({ context }) =>
    context.db
      .all<DoneRow>(
        `SELECT i.id, i.file_name AS fileName, i.done_at AS at, s.name AS by, i.counts, i.undone_at AS undoneAt
           FROM imports i LEFT JOIN staff s ON s.id = i.recorded_by ORDER BY i.done_at DESC LIMIT 100`,
      )
      .map((row) => ({
        id: row.id,
        fileName: row.fileName,
        at: row.at,
        by: row.by ?? '',
        counts: JSON.parse(row.counts) as z.infer<typeof importCounts>,
        state: row.undoneAt === null ? ('done' as const) : ('undone' as const),
      })),
  ),
  run: os.imports.run.handler(({ input, context }) => {
    importsOf(context.services).run(input.id, personOf(context.identity).staffId, createWords(input.lang)('imports:unnamedCourse'));
    return {};
  }),
  cancel: os.imports.cancel.handler(({ input, context }) => {
    importsOf(context.services).cancel(input.id, personOf(context.identity).staffId);
    return {};
  }),
  undo: os.imports.undo.handler(async ({ input, context }) => {
    const today = dayOf(context.clock.now(), context.zone());
    const { commandId } = await context.commands.run(
      { name: 'imports.undo', actor: context.actor, undo: 'none', topics: ['students', 'enrolments', 'imports', 'today'] },
      (tx) => undoImport(tx, context.ids, input.id, today),
    );
    importsOf(context.services).noteUndone(input.id);
    return { commandId, undoable: false };
  }),
  errorSheet: os.imports.errorSheet.handler(async ({ input, context }) => ({
    file: await errorSheet(importsOf(context.services).errorRows(input.id, personOf(context.identity).staffId), input.lang),
  })),
  template: os.imports.template.handler(async ({ input }) => ({ file: await templateSheet(input.lang) })),
};
