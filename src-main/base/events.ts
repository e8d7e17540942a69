import type { Tx } from '#main/db/open.ts';

/**
 * Names and payloads of domain events. A slice adds its own in its service or events file:
 * `declare module '#main/base/events.ts' { interface DomainEvents { 'complaints.resolved': { complaintId: string } } }`
 */
export interface DomainEvents {
  /** Something was said to a customer and saved: a reply, a letter, the words of a follow-up. Several slices emit it. */
  'words.said': { text: string };
}

export type EventName = keyof DomainEvents & string;
export type EventHandler<N extends EventName> = (tx: Tx, payload: DomainEvents[N]) => void;

/** Events inside one transaction: a slice emits, others subscribe in core.ts, so slices need no cycle. */
export interface Events {
  /** Calls the subscribers at once and in the order they subscribed; a throw undoes the whole command. */
  emit<N extends EventName>(tx: Tx, name: N, payload: DomainEvents[N]): void;
  on<N extends EventName>(name: N, handler: EventHandler<N>): () => void;
}

const DEEPEST = 16;

/** Handlers run inside the transaction that emits, so they are synchronous; a chain deeper than sixteen throws, because it would not end. */
export function createEvents(): Events {
  const handlers = new Map<string, ((tx: Tx, payload: never) => unknown)[]>();
  let depth = 0;
  return {
    emit: (tx, name, payload) => {
      if (depth >= DEEPEST) throw new Error(`events call each other without end: ${name}`);
      depth += 1;
      try {
        for (const handler of handlers.get(name) ?? []) {
          if (handler(tx, payload as never) instanceof Promise) throw new Error(`the handler of ${name} must be synchronous`);
        }
      } finally {
        depth -= 1;
      }
    },
    on: (name, handler) => {
      const list = handlers.get(name) ?? [];
      handlers.set(name, [...list, handler]);
      return () => {
        handlers.set(
          name,
          (handlers.get(name) ?? []).filter((kept) => kept !== handler),
        );
      };
    },
  };
}
