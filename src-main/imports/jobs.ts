import { chainHead } from '#main/base/chain.ts';
import type { JobContext } from '#main/base/os.ts';
import { type Db, readSnapshot } from '#main/db/open.ts';
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
export type WriteOrder = Pick<ImportOrder, 'today'> & {
  importId: string;
  fileName: string;
  staffId: string | null;
  unnamedCourse: string;
};
export type WriteAnswer = { commandId: string; counts: ImportCounts; reading: ImportReading };

/** A file that was read and checked, and what importing it would do to the records of a moment. */
export type PreparedImport = {
  readonly order: ImportOrder;
  readonly read: StudentsRead;
  readonly planned: Planned;
};
/** `head`: the end of the chain of commands when it was made; with another one the records may be others. */
type Planned = { readonly plan: ImportPlan; readonly head: string; readonly today: string };

function planAgainst(db: Db, read: StudentsRead, duplicates: DuplicatePolicy, today: string): Planned {
  return readSnapshot(db, (state) => {
    const advisors = new Set(advisorsByName(state).keys());
    const plan = planImport(read.rows, existingPeople(state), { duplicates, today, pinyin: plainPinyin, advisors });
    return { plan, head: chainHead(state), today };
  });
}

/** The same plan while nobody wrote anything since and it is still that day, else a new one. */
function planNow(db: Db, { read, order }: PreparedImport, planned: Planned, today: string): Planned {
  const holds = planned.head === chainHead(db) && planned.today === today;
  return holds ? planned : planAgainst(db, read, order.duplicates, today);
}

export type PrepareContext = Pick<JobContext, 'db' | 'progress' | 'signal'>;

/** Reads the file and says what an import would do. Writes nothing. Errors: FILE_UNREADABLE { reason }, IMPORT_CANCELLED. */
export async function prepareImport({ db, progress, signal }: PrepareContext, order: ImportOrder): Promise<PreparedImport> {
  const read = await readStudents(order.bytes, {
    today: order.today,
    utcOffsetMinutes: order.utcOffsetMinutes,
    corrections: order.corrections,
    signal,
    remembered: (signature) => rememberedMapping(db, signature),
    onProgress: (done) => progress(Math.round(done * 100), 100),
  });
  return { order, read, planned: planAgainst(db, read, order.duplicates, order.today) };
}

export type WriteContext = Pick<JobContext, 'db' | 'commands' | 'ids' | 'progress' | 'signal'>;

/**
 * Writes a prepared import in one command, as the records of that moment ask for: it is planned anew where somebody wrote since, and once
 * more inside the command where somebody came between. Until the command begins it can be cancelled. Planning holds no lease.
 */
export async function writeImport(context: WriteContext, prepared: PreparedImport, order: WriteOrder): Promise<WriteAnswer> {
  const { db, commands, ids, progress, signal } = context;
  const { read } = prepared;
  const planned = planNow(db, prepared, prepared.planned, order.today);
  signal.throwIfAborted();
  const actor = order.staffId ? { kind: 'person' as const, staffId: order.staffId } : { kind: 'cli' as const };
  const { commandId, result } = await commands.run(
    { name: 'imports.run', actor, undo: 'none', topics: ['students', 'enrolments', 'imports', 'today'] },
    (tx) => {
      const { plan } = planNow(tx, prepared, planned, order.today);
      saveMapping(tx, ids, read, prepared.order.corrections);
      const counts = writePlan(tx, ids, plan, {
        ...order,
        progress: (done, total) => progress(Math.round((done / Math.max(1, total)) * 100), 100),
      });
      return { counts, plan };
    },
  );
  return { commandId, counts: result.counts, reading: readingOf(read, result.plan) };
}

/** Where a thread keeps the import that it has prepared. */
const PREPARED = 'imports.prepared';

/** Heavy job `imports.plan`: prepares an import and keeps it in the thread for `imports.write`. */
export async function planImportJob(context: JobContext, order: ImportOrder): Promise<ImportReading> {
  const prepared = await prepareImport(context, order);
  context.memory.set(PREPARED, prepared);
  return readingOf(prepared.read, prepared.planned.plan);
}

/** Heavy job `imports.write`: writes what this thread has prepared. */
export async function writeImportJob(context: JobContext, order: WriteOrder): Promise<WriteAnswer> {
  const prepared = context.memory.get(PREPARED) as PreparedImport | undefined;
  if (!prepared) throw new Error('nothing was prepared in this thread');
  return writeImport(context, prepared, order);
}
