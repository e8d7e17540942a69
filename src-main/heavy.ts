import { MessageChannel, Worker } from 'node:worker_threads';
import { Failure } from '#shared/contract/failure.ts';
import { entryFile } from './base/app-root.ts';
import type { Changes } from './base/changes.ts';
import type { Clock } from './base/clock.ts';
import type { LeaseQueue } from './base/lease.ts';
import type { HeavyThread, HeavyWork, RunJob } from './base/os.ts';
import { createReader } from './reader.ts';
import type { JobOrder, JobReport, ThreadGround } from './workers/job.ts';

export type HeavyDeps = { file: string; key: Buffer; dataDir: string; clock: Clock; lease: LeaseQueue; changes: Changes };

/** The job that a thread is at: its thread does one at a time. */
type Asked = { job: string; report: (report: JobReport) => void; fail: (error: unknown) => void };

/**
 * Runs heavy jobs in threads, and heavy readings in one that is kept. An abort asks the job to stop at its next safe place; a thread that
 * dies gives its lease back and fails the call. `carryLog`: the kept thread carries the write-ahead log into the file. `stop` ends all
 * threads and waits for what is running.
 */
export function createHeavy(deps: HeavyDeps): HeavyWork & { carryLog(): Promise<void>; stop(): Promise<void> } {
  const threads = new Map<HeavyThread, Promise<void>>();
  const reader = createReader({ file: deps.file, key: deps.key });

  const thread = (): HeavyThread => {
    const { port1, port2 } = new MessageChannel();
    const closeLease = deps.lease.serve(port1);
    const ground: ThreadGround = { file: deps.file, key: deps.key, dataDir: deps.dataDir, lease: port2 };
    const worker = new Worker(entryFile('workers/job'), { workerData: ground, transferList: [port2] });
    const tell = (order: JobOrder) => worker.postMessage(order);
    let asked: Asked | undefined;
    let turn: Promise<unknown> = Promise.resolve();
    let ending = false;

    const ask = <T>(job: string, input: unknown, { onProgress, signal }: NonNullable<Parameters<RunJob>[2]>): Promise<T> =>
      new Promise<T>((resolve, reject) => {
        const abort = () => tell({ kind: 'abort' });
        const settled = (act: () => void): void => {
          asked = undefined;
          signal?.removeEventListener('abort', abort);
          act();
        };
        asked = {
          job,
          fail: (error) => settled(() => reject(error)),
          report: (report) => {
            if (report.kind === 'progress') onProgress?.(report.done, report.total);
            else if (report.kind === 'topics') deps.changes.publish(report.topics);
            else if (report.kind === 'done') settled(() => resolve(report.result as T));
            else if (report.kind === 'failed') settled(() => reject(new Failure(report.code, report.data as Record<string, unknown>)));
            else settled(() => reject(report.error));
          },
        };
        tell({ kind: 'job', job, input, now: deps.clock.now() });
        if (signal?.aborted) abort();
        else signal?.addEventListener('abort', abort, { once: true });
      });

    worker.on('message', (report: JobReport) => asked?.report(report));
    worker.on('error', (error) => asked?.fail(error));
    const ended = new Promise<void>((resolve) =>
      worker.once('exit', () => {
        ending = true;
        closeLease();
        port1.close();
        asked?.fail(new Error(`job ${asked.job} ended without an answer`));
        threads.delete(mine);
        resolve();
      }),
    );
    const mine: HeavyThread = {
      run: <T>(job: string, input: unknown, options: Parameters<RunJob>[2] = {}): Promise<T> => {
        const answer = turn.then(() => {
          if (ending) throw new Error(`job ${job} came to a thread that has ended`);
          return ask<T>(job, input, options);
        });
        turn = answer.catch(() => undefined);
        return answer;
      },
      end: () => {
        turn = turn.then(() => {
          if (!ending) tell({ kind: 'end' });
          ending = true;
        });
      },
    };
    threads.set(mine, ended);
    return mine;
  };

  return {
    read: (name, input) => reader.ask(name, input),
    carryLog: () => reader.ask('log.carry', null),
    run: (job, input, options) => {
      const own = thread();
      const answer = own.run<never>(job, input, options);
      own.end();
      return answer;
    },
    thread,
    stop: async () => {
      for (const each of threads.keys()) each.end();
      await Promise.all([...threads.values(), reader.stop()]);
    },
  };
}
