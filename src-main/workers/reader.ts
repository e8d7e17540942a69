import { parentPort, workerData } from 'node:worker_threads';
import { asDamage, type Db, openDatabase } from '#main/db/open.ts';
import { type ComplaintsSpan, complaintsReport, monthlyReport, type Wanted } from '#main/reports/service.ts';
import { countAllStages, type StageQuestion } from '#main/students/service.ts';
import { isFailure } from '#shared/contract/failure.ts';

/**
 * One thread that is kept and answers readings which would make everybody else wait on the main thread. It has a connection of its own
 * that writes nothing; each reading sees one state of the database.
 */
export type ReaderOrder = { file: string; key: Uint8Array };
export type ReadQuestion = { id: number; name: string; input: unknown } | 'close';
export type ReadAnswer =
  | { id: number; kind: 'done'; result: unknown }
  | { id: number; kind: 'failed'; code: string; data: unknown }
  | { id: number; kind: 'crashed'; error: Error };

const readings: Record<string, (db: Db, input: never) => unknown> = {
  'reports.complaints': (db, { span, now, wanted }: { span: ComplaintsSpan; now: number; wanted?: Wanted }) =>
    complaintsReport(db, span, now, wanted),
  'reports.monthly': (db, { month, now }: { month: string; now: number }) => monthlyReport(db, month, now),
  'students.counts': (db, question: StageQuestion) => countAllStages(db, question),
};

/** Its pages are those of the reports; the whole desk's lie in main's cache. */
const CACHE_MIB = 32;

const port = parentPort;
if (port) {
  const { file, key } = workerData as ReaderOrder;
  const db = openDatabase({ file, key: Buffer.from(key), readonly: true, mustExist: true, cacheMiB: CACHE_MIB });
  const answer = (name: string, input: unknown): unknown => {
    const reading = readings[name];
    if (!reading) throw new Error(`no reading ${name}`);
    return reading(db, input as never);
  };
  port.on('message', (question: ReadQuestion) => {
    if (question === 'close') {
      db.close();
      port.close();
      return;
    }
    const { id, name, input } = question;
    const say = (given: ReadAnswer) => port.postMessage(given);
    try {
      say({ id, kind: 'done', result: answer(name, input) });
    } catch (given) {
      const error = asDamage(given);
      if (isFailure(error)) say({ id, kind: 'failed', code: error.code, data: error.data });
      else say({ id, kind: 'crashed', error: error instanceof Error ? error : new Error('reading failed') });
    }
  });
}
