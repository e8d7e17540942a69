/** What is to happen and when, in order of time; entries of one moment keep the order in which they were made. */
export interface Agenda {
  add(at: number, act: () => Promise<void> | void): void;
  /** The time of the next entry, or undefined when nothing is left. */
  readonly nextAt: number | undefined;
  take(): (() => Promise<void> | void) | undefined;
}

type Entry = { at: number; order: number; act: () => Promise<void> | void };

const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** A binary heap. */
export function createAgenda(): Agenda {
  const heap: Entry[] = [];
  let order = 0;
  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [heap[b] as Entry, heap[a] as Entry];
  };
  const entry = (index: number): Entry => heap[index] as Entry;
  const rise = (from: number): void => {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!before(entry(at), entry(parent))) return;
      swap(at, parent);
      at = parent;
    }
  };
  const sink = (): void => {
    for (let at = 0; ; ) {
      const left = at * 2 + 1;
      if (left >= heap.length) return;
      const right = left + 1;
      const child = right < heap.length && before(entry(right), entry(left)) ? right : left;
      if (!before(entry(child), entry(at))) return;
      swap(at, child);
      at = child;
    }
  };
  return {
    add: (at, act) => {
      order += 1;
      heap.push({ at, order, act });
      rise(heap.length - 1);
    },
    get nextAt() {
      return heap[0]?.at;
    },
    take: () => {
      const [first] = heap;
      const last = heap.pop();
      if (first && last && heap.length > 0) {
        heap[0] = last;
        sink();
      }
      return first?.act;
    },
  };
}
