import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { shiftedClock } from '#main/base/clock.ts';
import { leaseClient } from '#main/base/lease.ts';
import { asDamage } from '#main/db/open.ts';
import { isFailure } from '#shared/contract/failure.ts';
import { runJob } from './run-job.ts';

/** One thread per job: `workerData` says which, the parent hears progress, topics and the end. */
export type JobOrder = { job: string; input: unknown; file: string; key: Uint8Array; dataDir: string; now: number; lease: MessagePort };
export type JobReport =
  | { kind: 'progress'; done: number; total: number }
  | { kind: 'topics'; topics: readonly string[] }
  | { kind: 'done'; result: unknown }
  | { kind: 'failed'; code: string; data: unknown }
  | { kind: 'crashed'; error: Error };

const port = parentPort;
if (port) {
  const order = workerData as JobOrder;
  const abort = new AbortController();
  const say = (report: JobReport) => port.postMessage(report);
  port.on('message', (message: unknown) => {
    if (message === 'abort') abort.abort();
  });
  try {
    const result = await runJob(order.job, order.input, {
      file: order.file,
      key: Buffer.from(order.key),
      dataDir: order.dataDir,
      clock: shiftedClock(order.now),
      lease: leaseClient(order.lease),
      publish: (topics) => say({ kind: 'topics', topics }),
      progress: (done, total) => say({ kind: 'progress', done, total }),
      signal: abort.signal,
    });
    say({ kind: 'done', result });
  } catch (given) {
    // The class of a driver's error does not outlive the way to main.
    const error = asDamage(given);
    if (isFailure(error)) say({ kind: 'failed', code: error.code, data: error.data });
    else say({ kind: 'crashed', error: error instanceof Error ? error : new Error('job failed') });
  } finally {
    order.lease.close();
    port.close();
  }
}
