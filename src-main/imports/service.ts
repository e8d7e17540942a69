import type { HeavyThread, Services } from '#main/base/os.ts';
import { Failure, isFailure } from '#shared/contract/failure.ts';
import type { ImportView } from '#shared/contract/imports.ts';
import { dayOf, MINUTE, offsetAt } from '#shared/rules/zone.ts';
import type { ImportOrder, WriteAnswer, WriteOrder } from './jobs.ts';
import type { DuplicatePolicy } from './plan-types.ts';
import type { ColumnCorrection, ImportReading } from './reading.ts';

export { undoImport } from './undo.ts';

/** A file that somebody is looking at. It lives in memory only: a temporary file would hold plain personal data (spec/trust.md). */
type Held = {
  view: ImportView;
  bytes: Uint8Array;
  staffId: string | null;
  duplicates: DuplicatePolicy;
  corrections: ColumnCorrection[] | null;
  reading: ImportReading | null;
  abort: AbortController;
};

/** Files kept at a time; the oldest finished one goes first. */
const HELD_FILES = 8;

const NOTHING = new Uint8Array(0);

/** Whoever looks at a preview for longer finds the file read once more; a thread holds a part of the memory. */
const THREAD_KEPT_MS = 10 * MINUTE;

const empty: Omit<ImportView, 'id' | 'fileName' | 'startedAt'> = {
  state: 'reading',
  progress: { done: 0, total: 100 },
  failure: null,
  encoding: '',
  headingRow: null,
  mapping: [],
  counts: { students: 0, guardians: 0, packs: 0, updated: 0 },
  duplicates: [],
  errors: [],
  hints: [],
  ignoredRows: { blank: 0, heading: 0, total: 0 },
  sample: [],
  commandId: null,
};

export type Imports = ReturnType<typeof createImports>;

/** The imports of one running core. `beforeWrite` makes the backup point. */
export function createImports(
  services: Pick<Services, 'heavy' | 'clock' | 'changes' | 'ids' | 'zone' | 'log'>,
  beforeWrite: () => Promise<void>,
) {
  const held = new Map<string, Held>();
  /** The newest preview lies ready in its thread, read and planned; an older one is read again when it is written. */
  let newest: { item: Held; thread: HeavyThread; tired: NodeJS.Timeout } | undefined;

  const letGo = (item: Held): void => {
    if (newest?.item !== item) return;
    clearTimeout(newest.tired);
    newest.thread.end();
    newest = undefined;
  };
  const threadOf = (item: Held): HeavyThread => {
    if (newest?.item === item) {
      newest.tired.refresh();
      return newest.thread;
    }
    if (newest) letGo(newest.item);
    newest = { item, thread: services.heavy.thread(), tired: setTimeout(() => letGo(item), THREAD_KEPT_MS).unref() };
    return newest.thread;
  };

  const order = (item: Held): ImportOrder => {
    const now = services.clock.now();
    return {
      bytes: item.bytes,
      duplicates: item.duplicates,
      corrections: item.corrections,
      today: dayOf(now, services.zone()),
      utcOffsetMinutes: offsetAt(now, services.zone()) / 60_000,
    };
  };
  const set = (item: Held, change: Partial<ImportView>): void => {
    item.view = { ...item.view, ...change };
    services.changes.publish(['imports']);
  };
  const get = (id: string, staffId: string | null): Held => {
    const item = held.get(id);
    // Another person's file is nobody's business, so it is not even said to exist.
    if (!item || item.staffId !== staffId) throw new Failure('IMPORT_GONE', {});
    return item;
  };
  const onProgress = (item: Held) => (done: number, total: number) => set(item, { progress: { done, total } });
  const failed = (item: Held, error: unknown): void => {
    letGo(item);
    if (item.abort.signal.aborted) set(item, { state: 'cancelled' });
    else if (isFailure(error)) set(item, { state: 'failed', failure: { code: error.code, data: { ...error.data } } });
    else {
      services.log.error('imports.failed', { error });
      set(item, { state: 'failed', failure: { code: 'INTERNAL', data: {} } });
    }
  };

  const read = async (item: Held): Promise<ImportReading> =>
    threadOf(item).run<ImportReading>('imports.plan', order(item), { onProgress: onProgress(item), signal: item.abort.signal });

  const plan = async (item: Held): Promise<void> => {
    try {
      const reading = await read(item);
      item.reading = reading;
      const { headings: _headings, errorRows: _errorRows, ...shown } = reading;
      set(item, { ...shown, state: 'ready', progress: { done: 100, total: 100 } });
    } catch (error) {
      failed(item, error);
    }
  };

  const write = async (item: Held, unnamedCourse: string): Promise<void> => {
    try {
      await beforeWrite();
      if (newest?.item !== item) await read(item);
      const { view, staffId } = item;
      const write: WriteOrder = { today: order(item).today, importId: view.id, fileName: view.fileName, staffId, unnamedCourse };
      const answer = await threadOf(item).run<WriteAnswer>('imports.write', write, {
        onProgress: onProgress(item),
        signal: item.abort.signal,
      });
      item.reading = answer.reading;
      set(item, { state: 'done', counts: answer.counts, commandId: answer.commandId, progress: { done: 100, total: 100 } });
      item.bytes = NOTHING;
      letGo(item);
    } catch (error) {
      failed(item, error);
    }
  };

  return {
    /** Begins to read; answers at once. Progress comes on topic `imports`. */
    preview(
      fileName: string,
      bytes: Uint8Array,
      staffId: string | null,
      duplicates: DuplicatePolicy,
      corrections: ColumnCorrection[] | null,
    ): string {
      const id = services.ids.next();
      for (const [oldId, old] of held) {
        if (held.size < HELD_FILES) break;
        if (old.view.state !== 'reading' && old.view.state !== 'writing') held.delete(oldId);
      }
      const item: Held = {
        view: { ...empty, id, fileName, startedAt: services.clock.now() },
        bytes,
        staffId,
        duplicates,
        corrections,
        reading: null,
        abort: new AbortController(),
      };
      held.set(id, item);
      void plan(item);
      return id;
    },
    /** Plans the same file again. Errors: IMPORT_GONE, STATE_FORBIDS. */
    replan(id: string, staffId: string | null, duplicates: DuplicatePolicy, corrections: ColumnCorrection[] | null): void {
      const item = get(id, staffId);
      if (item.view.state !== 'ready' && item.view.state !== 'failed')
        throw new Failure('STATE_FORBIDS', { state: item.view.state, action: 'replan' });
      Object.assign(item, { duplicates, corrections });
      set(item, { state: 'reading', failure: null, progress: { done: 0, total: 100 } });
      void plan(item);
    },
    view: (id: string, staffId: string | null): ImportView => get(id, staffId).view,
    /** The rows with errors, to be saved as a sheet. */
    errorRows(
      id: string,
      staffId: string | null,
    ): { headings: string[]; rows: { row: number; cells: string[] }[]; errors: ImportView['errors'] } {
      const item = get(id, staffId);
      return { headings: item.reading?.headings ?? [], rows: item.reading?.errorRows ?? [], errors: item.view.errors };
    },
    /** Writes what the preview showed. Errors: IMPORT_GONE, STATE_FORBIDS. */
    run(id: string, staffId: string | null, unnamedCourse: string): void {
      const item = get(id, staffId);
      if (item.view.state !== 'ready') throw new Failure('STATE_FORBIDS', { state: item.view.state, action: 'run' });
      set(item, { state: 'writing', progress: { done: 0, total: 100 } });
      void write(item, unnamedCourse);
    },
    /** Stops reading, or writing as long as nothing is written. */
    cancel(id: string, staffId: string | null): void {
      get(id, staffId).abort.abort();
    },
    /** Marks the view after the import was taken back. */
    noteUndone(id: string): void {
      const item = held.get(id);
      if (item) set(item, { state: 'undone' });
    },
  };
}
