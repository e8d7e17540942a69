import type { JobContext } from '#main/base/os.ts';
import { plainPinyin } from '#main/db/pinyin.ts';
import { existingPeople } from './existing.ts';
import { planImport } from './plan.ts';
import type { DuplicatePolicy, ImportCounts } from './plan-types.ts';
import { readStudents, type StudentsRead } from './read-students.ts';
import type { ColumnCorrection, ImportReading } from './reading.ts';
import { readingOf, rememberedMapping, saveMapping } from './reading.ts';
import { advisorsByName, writePlan } from './write-plan.ts';

export type ImportOrder = {
  bytes: Uint8Array;
  duplicates: DuplicatePolicy;
  corrections: ColumnCorrection[] | null;
  today: string;
  utcOffsetMinutes: number;
};
export type WriteOrder = ImportOrder & { importId: string; fileName: string; staffId: string | null; unnamedCourse: string };
export type WriteAnswer = { commandId: string; counts: ImportCounts; reading: ImportReading };

async function readAndPlan(
  context: JobContext,
  order: ImportOrder,
  share: number,
): Promise<{ read: StudentsRead; plan: ReturnType<typeof planImport> }> {
  const read = await readStudents(order.bytes, {
    today: order.today,
    utcOffsetMinutes: order.utcOffsetMinutes,
    corrections: order.corrections,
    signal: context.signal,
    remembered: (signature) => rememberedMapping(context.db, signature),
    onProgress: (done) => context.progress(Math.round(done * share * 100), 100),
  });
  const { duplicates, today } = order;
  const advisors = new Set(advisorsByName(context.db).keys());
  const plan = planImport(read.rows, existingPeople(context.db), { duplicates, today, pinyin: plainPinyin, advisors });
  return { read, plan };
}

/** Heavy job `imports.plan`: reads the file and says what an import would do. Writes nothing. */
export async function planImportJob(context: JobContext, order: ImportOrder): Promise<ImportReading> {
  const { read, plan } = await readAndPlan(context, order, 1);
  return readingOf(read, plan);
}

/**
 * Heavy job `imports.write`: plans once more against the records of this moment and writes everything in one command; until that command
 * begins it can be cancelled. Parsing and planning hold no lease, so the desk goes on meanwhile.
 * @param beforeWrite is called once the file is understood, before the command begins (a backup point).
 */
export async function writeImportJob(context: JobContext, order: WriteOrder, beforeWrite?: () => void): Promise<WriteAnswer> {
  const { read, plan } = await readAndPlan(context, order, 0.5);
  context.signal.throwIfAborted();
  beforeWrite?.();
  const actor = order.staffId ? { kind: 'person' as const, staffId: order.staffId } : { kind: 'cli' as const };
  const { commandId, result } = await context.commands.run(
    { name: 'imports.run', actor, undo: 'none', topics: ['students', 'enrolments', 'imports', 'today'] },
    (tx) => {
      saveMapping(tx, context.ids, read, order.corrections);
      return writePlan(tx, context.ids, plan, {
        ...order,
        progress: (done, total) => context.progress(50 + Math.round((done / Math.max(1, total)) * 50), 100),
      });
    },
  );
  return { commandId, counts: result, reading: readingOf(read, plan) };
}
