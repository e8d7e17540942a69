import { Failure } from '#shared/contract/failure.ts';

/** One writer at a time, in the order they asked; reads go on meanwhile (facts.md, Database). */
export interface Lease {
  /**
   * Resolves with the release function when it is the caller's turn. With `waitMs` the wait ends with NOT_SAVED_BUSY.
   */
  acquire(waitMs?: number): Promise<() => void>;
}

/** The part of a MessagePort (or a Worker) that the lease needs. */
export interface LeasePort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

export interface LeaseQueue extends Lease {
  readonly held: boolean;
  readonly waiting: number;
  /** Serves a worker through a port. When the port closes or the answer is called, what the worker held or waited for is given up. */
  serve(port: LeasePort): () => void;
}

interface Waiter {
  grant(release: () => void): void;
}

type Message = { lease: 'acquire' | 'release' | 'granted'; ticket: number };

/** The queue itself; lives in the main thread. */
export function createLease(): LeaseQueue {
  const queue: Waiter[] = [];
  let held = false;

  const pass = (): void => {
    const next = queue.shift();
    if (!next) {
      held = false;
      return;
    }
    held = true;
    next.grant(once(pass));
  };
  const enter = (waiter: Waiter): void => {
    queue.push(waiter);
    if (!held) pass();
  };
  const leave = (waiter: Waiter): void => {
    const at = queue.indexOf(waiter);
    if (at >= 0) queue.splice(at, 1);
  };

  return {
    get held() {
      return held;
    },
    get waiting() {
      return queue.length;
    },
    acquire: (waitMs) => waitFor(enter, leave, waitMs),
    serve: (port) => {
      const mine = new Map<number, { waiter: Waiter; release?: () => void }>();
      let closed = false;
      const close = (): void => {
        closed = true;
        for (const { waiter, release } of mine.values()) {
          leave(waiter);
          release?.();
        }
        mine.clear();
      };
      port.on('message', (message) => {
        if (closed || !isMessage(message)) return;
        const { ticket } = message;
        if (message.lease === 'release') {
          const entry = mine.get(ticket);
          mine.delete(ticket);
          if (entry) leave(entry.waiter);
          entry?.release?.();
        } else if (message.lease === 'acquire') {
          const waiter: Waiter = {
            grant: (release) => {
              mine.set(ticket, { waiter, release });
              port.postMessage({ lease: 'granted', ticket } satisfies Message);
            },
          };
          mine.set(ticket, { waiter });
          enter(waiter);
        }
      });
      port.on('close', close);
      return close;
    },
  };
}

/** The worker's end of a served port. */
export function leaseClient(port: LeasePort): Lease {
  let tickets = 0;
  const waiting = new Map<Waiter, number>();
  const granted = new Map<number, Waiter>();
  const send = (lease: Message['lease'], ticket: number): void => port.postMessage({ lease, ticket } satisfies Message);
  port.on('message', (message) => {
    if (!isMessage(message) || message.lease !== 'granted') return;
    const waiter = granted.get(message.ticket);
    granted.delete(message.ticket);
    if (waiter) {
      waiting.delete(waiter);
      waiter.grant(once(() => send('release', message.ticket)));
    } else {
      send('release', message.ticket);
    }
  });
  return {
    acquire: (waitMs) =>
      waitFor(
        (waiter) => {
          tickets += 1;
          waiting.set(waiter, tickets);
          granted.set(tickets, waiter);
          send('acquire', tickets);
        },
        (waiter) => {
          const ticket = waiting.get(waiter);
          if (ticket === undefined) return;
          waiting.delete(waiter);
          granted.delete(ticket);
          send('release', ticket);
        },
        waitMs,
      ),
  };
}

function waitFor(enter: (waiter: Waiter) => void, leave: (waiter: Waiter) => void, waitMs: number | undefined): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const waiter: Waiter = {
      grant: (release) => {
        clearTimeout(timer);
        resolve(release);
      },
    };
    const timer =
      waitMs === undefined
        ? undefined
        : setTimeout(() => {
            leave(waiter);
            reject(new Failure('NOT_SAVED_BUSY', { waitedMs: waitMs }));
          }, waitMs);
    enter(waiter);
  });
}

function once(fn: () => void): () => void {
  let called = false;
  return () => {
    if (called) return;
    called = true;
    fn();
  };
}

function isMessage(message: unknown): message is Message {
  return typeof message === 'object' && message !== null && 'lease' in message && 'ticket' in message;
}
