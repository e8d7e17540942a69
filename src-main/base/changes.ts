import { randomUUID } from 'node:crypto';

/** One hint that something changed. The tables are the truth; a reader that missed some refetches everything. */
export interface Change {
  /** Counts up from 1 within one run of the core. */
  readonly seq: number;
  /** Names the run, so that a reader that reconnects knows whether its seq still means anything. */
  readonly epoch: string;
  /** Domain words, or `*` for "anything may have changed". */
  readonly topics: readonly string[];
  /** A notice for people, e.g. of an escalation; codes and ids only. */
  readonly notice?: Notice;
}

export interface Notice {
  readonly code: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export const ALL_TOPICS = '*';

export interface Changes {
  publish(topics: readonly string[], notice?: Notice): void;
  /** Yields changes from now on until `signal` aborts, the reader returns, or `close`. A slow reader gets one `*` instead of what overflowed. */
  subscribe(options?: { signal?: AbortSignal; limit?: number }): AsyncIterableIterator<Change>;
  /** The last sequence number given out. */
  readonly seq: number;
  readonly epoch: string;
  readonly readers: number;
  /** Ends every reader. */
  close(): void;
}

const QUEUE_LIMIT = 256;

/** The hints of one run of the core, in memory: every reader has a queue of its own, and a closed one gives out nothing more. */
export function createChanges(epoch: string = randomUUID()): Changes {
  const readers = new Set<Reader>();
  let sequence = 0;
  let closed = false;
  return {
    publish: (topics, notice) => {
      if (topics.length === 0 && !notice) return;
      sequence += 1;
      const change: Change = { seq: sequence, epoch, topics: [...topics], ...(notice ? { notice } : {}) };
      for (const reader of [...readers]) reader.push(change);
    },
    subscribe: ({ signal, limit = QUEUE_LIMIT } = {}) => {
      const reader = createReader(limit, () => {
        readers.delete(reader);
        signal?.removeEventListener('abort', reader.end);
      });
      if (closed || signal?.aborted) {
        reader.end();
      } else {
        readers.add(reader);
        signal?.addEventListener('abort', reader.end, { once: true });
      }
      return reader.iterator;
    },
    get seq() {
      return sequence;
    },
    epoch,
    get readers() {
      return readers.size;
    },
    close: () => {
      closed = true;
      for (const reader of [...readers]) reader.end();
    },
  };
}

interface Reader {
  push(change: Change): void;
  end(): void;
  readonly iterator: AsyncIterableIterator<Change>;
}

function createReader(limit: number, onEnd: () => void): Reader {
  let queue: Change[] = [];
  let waiting: ((result: IteratorResult<Change>) => void)[] = [];
  let ended = false;
  const done: IteratorResult<Change> = { value: undefined, done: true };
  const end = (): void => {
    if (ended) return;
    ended = true;
    queue = [];
    for (const resolve of waiting) resolve(done);
    waiting = [];
    onEnd();
  };
  const push = (change: Change): void => {
    const next = waiting.shift();
    if (next) {
      next({ value: change, done: false });
      return;
    }
    queue.push(change);
    if (queue.length > limit) {
      // Notices are kept, for a lost topic can be refetched and a lost notice cannot.
      const notices = queue.filter((kept) => kept.notice).slice(-limit + 1);
      queue = [...notices, { seq: change.seq, epoch: change.epoch, topics: [ALL_TOPICS] }];
    }
  };
  const iterator: AsyncIterableIterator<Change> = {
    next: () => {
      const change = queue.shift();
      if (change) return Promise.resolve({ value: change, done: false });
      if (ended) return Promise.resolve(done);
      return new Promise((resolve) => waiting.push(resolve));
    },
    return: () => {
      end();
      return Promise.resolve(done);
    },
    throw: (error) => {
      end();
      return Promise.reject(error);
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return { push, end, iterator };
}
