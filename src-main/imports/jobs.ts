import { deserialize, serialize } from 'node:v8';
import type { JobContext } from '#main/base/os.ts';
import { plainPinyin } from '#main/db/pinyin.ts';
import { existingPeople } from './existing.ts';
import { planImport } from './plan.ts';
import type { DuplicatePolicy, ImportCounts, ImportPlan } from './plan-types.ts';
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
/** What the preview shows, and the rows behind it as bytes: they go back into the write as they are, and nobody in between unpacks them. */
export type PlanAnswer = { reading: ImportReading; rows: Uint8Array };
export type WriteOrder = Pick<ImportOrder, 'duplicates' | 'corrections' | 'today'> & {
  rows: Uint8Array;
  importId: string;
  fileName: string;
  staffId: string | null;
  unnamedCourse: string;
};
export type WriteAnswer = { commandId: string; counts: ImportCounts; reading: ImportReading };

function planAgainst(
  context: JobContext,
  read: StudentsRead,
  { duplicates, today }: Pick<ImportOrder, 'duplicates' | 'today'>,
): ImportPlan {
  const advisors = new Set(advisorsByName(context.db).keys());
  return planImport(read.rows, existingPeople(context.db), { duplicates, today, pinyin: plainPinyin, advisors });
}

/** Heavy job `imports.plan`: reads the file and says what an import would do. Writes nothing. */
export async function planImportJob(context: JobContext, order: ImportOrder): Promise<PlanAnswer> {
  const read = await readStudents(order.bytes, {
    today: order.today,
    utcOffsetMinutes: order.utcOffsetMinutes,
    corrections: order.corrections,
    signal: context.signal,
    remembered: (signature) => rememberedMapping(context.db, signature),
    onProgress: (done) => context.progress(Math.round(done * 100), 100),
  });
  return { reading: readingOf(read, planAgainst(context, read, order)), rows: serialize(read) };
}

/**
 * Heavy job `imports.write`: plans the rows of the preview once more against the records of this moment and writes everything in one
 * command; until that command begins it can be cancelled. Planning holds no lease, so the desk goes on meanwhile.
 */
export async function writeImportJob(context: JobContext, order: WriteOrder): Promise<WriteAnswer> {
  const read = deserialize(order.rows) as StudentsRead;
  const plan = planAgainst(context, read, order);
  context.signal.throwIfAborted();
  const actor = order.staffId ? { kind: 'person' as const, staffId: order.staffId } : { kind: 'cli' as const };
  const { commandId, result } = await context.commands.run(
    { name: 'imports.run', actor, undo: 'none', topics: ['students', 'enrolments', 'imports', 'today'] },
    (tx) => {
      saveMapping(tx, context.ids, read, order.corrections);
      return writePlan(tx, context.ids, plan, {
        ...order,
        progress: (done, total) => context.progress(Math.round((done / Math.max(1, total)) * 100), 100),
      });
    },
  );
  return { commandId, counts: result, reading: readingOf(read, plan) };
}
