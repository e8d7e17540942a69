import { parentPort, workerData } from 'node:worker_threads';
import { carryLog } from '#main/base/checkpoint.ts';
import { asDamage, type Connection, type Db, openDatabase } from '#main/db/open.ts';
import { type ComplaintsSpan, complaintsReport, monthlyReport, type Wanted } from '#main/reports/service.ts';
import { countAllStages, type StageQuestion } from '#main/students/service.ts';
import { isFailure } from '#shared/contract/failure.ts';

/**
 * One thread that is kept and does what would make everybody else wait on the main thread: it answers readings, on a connection of its own
 * that writes nothing (each sees one state of the database), and carries the write-ahead log into the file, on a second one.
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
/** Who carries the log reads no page. */
const CARRIER_CACHE_MIB = 1;

const port = parentPort;
if (port) {
  const { file, key } = workerData as ReaderOrder;
  const db = openDatabase({ file, key: Buffer.from(key), readonly: true, mustExist: true, cacheMiB: CACHE_MIB });
  let carrier: Connection | undefined;
  const carry = (): void => {
    carrier ??= openDatabase({ file, key: Buffer.from(key), mustExist: true, cacheMiB: CARRIER_CACHE_MIB });
    carryLog(carrier);
  };
  const answer = (name: string, input: unknown): unknown => {
    if (name === 'log.carry') return carry();
    const reading = readings[name];
    if (!reading) throw new Error(`no reading ${name}`);
    return reading(db, input as never);
  };
  port.on('message', (question: ReadQuestion) => {
    if (question === 'close') {
      db.close();
      carrier?.close();
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
