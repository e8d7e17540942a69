import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { shiftedClock } from '#main/base/clock.ts';
import { leaseClient } from '#main/base/lease.ts';
import { asDamage } from '#main/db/open.ts';
import { isFailure } from '#shared/contract/failure.ts';
import { type Jobs, openJobs } from './run-job.ts';

/**
 * A thread for heavy jobs: `workerData` says on what ground, each order one job. The parent hears progress, topics and the end of each.
 * The connection is closed when the parent ends the thread, after the last answer: carrying a long log over is nobody's wait.
 */
export type ThreadGround = { file: string; key: Uint8Array; dataDir: string; lease: MessagePort };
export type JobOrder = { kind: 'job'; job: string; input: unknown; now: number } | { kind: 'abort' } | { kind: 'end' };
export type JobReport =
  | { kind: 'progress'; done: number; total: number }
  | { kind: 'topics'; topics: readonly string[] }
  | { kind: 'done'; result: unknown }
  | { kind: 'failed'; code: string; data: unknown }
  | { kind: 'crashed'; error: Error };

const port = parentPort;
if (port) {
  const ground = workerData as ThreadGround;
  const say = (report: JobReport) => port.postMessage(report);
  let jobs: Jobs | undefined;
  let abort = new AbortController();
  let turn: Promise<void> = Promise.resolve();

  const work = async ({ job, input, now }: Extract<JobOrder, { kind: 'job' }>): Promise<void> => {
    abort = new AbortController();
    try {
      jobs ??= openJobs({
        file: ground.file,
        key: Buffer.from(ground.key),
        dataDir: ground.dataDir,
        lease: leaseClient(ground.lease),
        publish: (topics) => say({ kind: 'topics', topics }),
      });
      const result = await jobs.run(job, input, {
        clock: shiftedClock(now),
        progress: (done, total) => say({ kind: 'progress', done, total }),
        signal: abort.signal,
      });
      say({ kind: 'done', result });
    } catch (given) {
      // The class of a driver's error does not outlive the way to main.
      const error = asDamage(given);
      if (isFailure(error)) say({ kind: 'failed', code: error.code, data: error.data });
      else say({ kind: 'crashed', error: error instanceof Error ? error : new Error('job failed') });
    }
  };
  const end = (): void => {
    try {
      jobs?.close();
    } finally {
      ground.lease.close();
      port.close();
    }
  };
  port.on('message', (order: JobOrder) => {
    if (order.kind === 'abort') abort.abort();
    else turn = turn.then(() => (order.kind === 'job' ? work(order) : end()));
  });
}
