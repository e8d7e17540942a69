import { Worker } from 'node:worker_threads';
import { Failure } from '#shared/contract/failure.ts';
import { entryFile } from './base/app-root.ts';
import type { ReadAnswer, ReaderOrder, ReadQuestion } from './workers/reader.ts';

type Waiting = { resolve: (result: never) => void; reject: (error: unknown) => void };

export type Reader = { ask<T>(name: string, input: unknown): Promise<T>; stop(): Promise<void> };

/** The thread of workers/reader.ts: begun with the first question, kept until `stop`, begun anew if it dies. */
export function createReader(order: ReaderOrder): Reader {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let running: { worker: Worker; ended: Promise<void> } | undefined;

  const begin = (): { worker: Worker; ended: Promise<void> } => {
    const worker = new Worker(entryFile('workers/reader'), { workerData: order });
    const fail = (error: unknown): void => {
      for (const [id, { reject }] of waiting) {
        waiting.delete(id);
        reject(error);
      }
    };
    worker.on('message', (given: ReadAnswer) => {
      const asker = waiting.get(given.id);
      waiting.delete(given.id);
      // A thread that has nothing to answer must not keep the program alive.
      if (waiting.size === 0) worker.unref();
      if (given.kind === 'done') asker?.resolve(given.result as never);
      else asker?.reject(given.kind === 'failed' ? new Failure(given.code, given.data as Record<string, unknown>) : given.error);
    });
    worker.on('error', fail);
    const ended = new Promise<void>((resolve) =>
      worker.once('exit', () => {
        if (running?.worker === worker) running = undefined;
        fail(new Error('the reading thread ended without an answer'));
        resolve();
      }),
    );
    return { worker, ended };
  };

  return {
    ask: (name, input) =>
      new Promise((resolve, reject) => {
        running ??= begin();
        asked += 1;
        waiting.set(asked, { resolve, reject });
        running.worker.ref();
        running.worker.postMessage({ id: asked, name, input } satisfies ReadQuestion);
      }),
    stop: async () => {
      if (!running) return;
      const { worker, ended } = running;
      // Questions before it are still answered: the thread takes them in order.
      worker.ref();
      worker.postMessage('close' satisfies ReadQuestion);
      await ended;
    },
  };
}
