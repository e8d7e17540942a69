import type { Log } from './log.ts';

export interface Job {
  readonly name: string;
  /** Finds by itself what is due; called at start, each minute and on wake, also when nothing is. */
  run(): void | Promise<void>;
  /** The machine woke up: said before the run that follows. */
  resumed?(): void;
}

/** Calls `fn` again and again until the answer is called. Injected, so that tests tick by hand. */
export type Timer = (ms: number, fn: () => void) => () => void;

export interface Scheduler {
  /** Runs everything once at once and then each minute. */
  start(): Promise<void>;
  /** The machine woke up, or the clock was set: look now. */
  wake(): void;
  /** Runs every job once. A call during a run makes one more run follow it; jobs never overlap. */
  tick(): Promise<void>;
  /** No new runs; resolves when the running one has ended. */
  stop(): Promise<void>;
}

export const EACH_MINUTE_MS = 60_000;

const systemTimer: Timer = (ms, fn) => {
  const handle = setInterval(fn, ms);
  return () => clearInterval(handle);
};

/** `jobs` run in their order, one after the other; one that fails is logged and stops no other (architecture.md). */
export function createScheduler(options: { jobs: readonly Job[]; log: Log; timer?: Timer }): Scheduler {
  const { jobs, log, timer = systemTimer } = options;
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let stopTimer: (() => void) | undefined;

  const runAll = async (): Promise<void> => {
    for (const job of jobs) {
      if (stopped) return;
      try {
        await job.run();
      } catch (error) {
        log.error('job.failed', { job: job.name, error });
      }
    }
  };
  const loop = async (): Promise<void> => {
    do {
      again = false;
      await runAll();
    } while (again && !stopped);
  };
  const tick = (): Promise<void> => {
    if (stopped) return Promise.resolve();
    if (running) {
      again = true;
      return running;
    }
    running = loop().finally(() => {
      running = undefined;
    });
    return running;
  };
  const tickUnwatched = (): void => {
    void tick();
  };

  return {
    start: () => {
      stopTimer ??= timer(EACH_MINUTE_MS, tickUnwatched);
      return tick();
    },
    wake: () => {
      for (const job of jobs) job.resumed?.();
      tickUnwatched();
    },
    tick,
    stop: async () => {
      stopped = true;
      stopTimer?.();
      await running;
    },
  };
}
