import { MessageChannel, Worker } from 'node:worker_threads';
import { Failure } from '#shared/contract/failure.ts';
import { entryFile } from './base/app-root.ts';
import type { Changes } from './base/changes.ts';
import type { Clock } from './base/clock.ts';
import type { LeaseQueue } from './base/lease.ts';
import type { HeavyWork } from './base/os.ts';
import { createReader } from './reader.ts';
import type { JobOrder, JobReport } from './workers/job.ts';

export type HeavyDeps = { file: string; key: Buffer; dataDir: string; clock: Clock; lease: LeaseQueue; changes: Changes };

/**
 * Runs heavy jobs in threads of their own, and heavy readings in one that is kept. An abort asks the job to stop at its next safe place; a thread that dies gives its lease back and
 * fails the call. `stop` waits for what is running.
 */
export function createHeavy(deps: HeavyDeps): HeavyWork & { stop(): Promise<void> } {
  const running = new Set<Promise<unknown>>();
  const reader = createReader({ file: deps.file, key: deps.key });

  const start = <T>(job: string, input: unknown, options: Parameters<HeavyWork['run']>[2]): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      const { port1, port2 } = new MessageChannel();
      const closeLease = deps.lease.serve(port1);
      const order: JobOrder = { job, input, file: deps.file, key: deps.key, dataDir: deps.dataDir, now: deps.clock.now(), lease: port2 };
      const worker = new Worker(entryFile('workers/job'), { workerData: order, transferList: [port2] });
      const abort = () => worker.postMessage('abort');
      options?.signal?.addEventListener('abort', abort, { once: true });
      let settled = false;
      const settle = (act: () => void) => {
        if (settled) return;
        settled = true;
        act();
      };
      worker.on('message', (report: JobReport) => {
        if (report.kind === 'progress') options?.onProgress?.(report.done, report.total);
        else if (report.kind === 'topics') deps.changes.publish(report.topics);
        else if (report.kind === 'done') settle(() => resolve(report.result as T));
        else if (report.kind === 'failed') settle(() => reject(new Failure(report.code, report.data as Record<string, unknown>)));
        else settle(() => reject(report.error));
      });
      worker.on('error', (error) => settle(() => reject(error)));
      worker.on('exit', () => {
        options?.signal?.removeEventListener('abort', abort);
        closeLease();
        port1.close();
        settle(() => reject(new Error(`job ${job} ended without an answer`)));
      });
    });

  return {
    read: (name, input) => reader.ask(name, input),
    run: (job, input, options) => {
      const work = start<never>(job, input, options);
      const tracked = work.catch(() => undefined).finally(() => running.delete(tracked));
      running.add(tracked);
      return work;
    },
    stop: async () => {
      await Promise.all([...running, reader.stop()]);
    },
  };
}
