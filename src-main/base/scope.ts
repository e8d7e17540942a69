import { Failure } from '#shared/contract/failure.ts';

/** What a quit waits for: work that has begun is finished, new work is refused. */
export interface Scope {
  /** Errors: SHUTTING_DOWN. Call the answer once the work is done. */
  enter(): () => void;
  readonly running: number;
  /** Refuses new work and resolves when the last running piece has left. */
  close(): Promise<void>;
}

/** One for each core: commands enter it, `stop` closes it. */
export function createScope(): Scope {
  let running = 0;
  let closing = false;
  const waiting: (() => void)[] = [];
  return {
    enter: () => {
      if (closing) throw new Failure('SHUTTING_DOWN');
      running += 1;
      let left = false;
      return () => {
        if (left) return;
        left = true;
        running -= 1;
        if (running === 0) for (const done of waiting.splice(0)) done();
      };
    },
    get running() {
      return running;
    },
    close: () => {
      closing = true;
      if (running === 0) return Promise.resolve();
      return new Promise((resolve) => waiting.push(resolve));
    },
  };
}
