import { registerExport } from '#main/audit/service.ts';
import type { Identity, Services } from '#main/base/os.ts';
import { createWords } from '#main/base/words.ts';
import type { Actor } from '#main/db/open.ts';
import { dayOf } from '#shared/rules/zone.ts';
import type { ExportInput } from './export.ts';

type Run = { staffId: string; done: number; total: number; abort: AbortController };
/** What is being written now; gone when it has ended. */
const running = new Map<string, Run>();

const mime = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv;charset=utf-8' };

type Asked = Omit<ExportInput, 'who' | 'list' | 'now'> & ExportInput['list'] & { purpose: string; export: string };

/** Makes the sheet in a worker and keeps who took what and what for. Errors: EXPORT_CANCELLED. */
export async function exportList(context: Services & { actor: Actor }, who: Identity, asked: Asked): Promise<{ file: File; rows: number }> {
  const { export: id, ids, columns, purpose, namesMasked, format, lang, ...list } = asked;
  const now = context.clock.now();
  const run: Run = { staffId: who.staffId, done: 0, total: 0, abort: new AbortController() };
  running.set(id, run);
  try {
    const input: ExportInput = { who, list, ids, now, columns, namesMasked, format, lang };
    const { bytes, rows } = await context.heavy.run<{ bytes: Uint8Array<ArrayBuffer>; rows: number }>('complaints.export', input, {
      signal: run.abort.signal,
      onProgress: (done, total) => Object.assign(run, { done, total }),
    });
    await registerExport(context, context.actor, { kind: 'complaints', purpose, rows, phonesMasked: true, namesMasked });
    const name = `${createWords(lang)('complaints:fileName')}-${dayOf(now, context.zone())}.${format}`;
    return { file: new File([bytes], name, { type: mime[format] }), rows };
  } finally {
    running.delete(id);
  }
}

/** How far an own export is, or null when it has ended. */
export function exportProgress(who: Identity, id: string): { done: number; total: number } | null {
  const run = running.get(id);
  return run?.staffId === who.staffId ? { done: run.done, total: run.total } : null;
}

/** Stops an own export at its next safe place. */
export function cancelExport(who: Identity, id: string): Record<string, never> {
  const run = running.get(id);
  if (run?.staffId === who.staffId) run.abort.abort();
  return {};
}
