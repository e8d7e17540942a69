import { useSyncExternalStore } from 'react';

/**
 * The renderer's only clock. The time shown is the core's: it is told once at boot and again with each reconnection, and
 * runs on from there by the monotonic clock, so a wrong or changed clock of the computer or browser does not show.
 */

let serverAt: number | undefined;
let measuredAt = 0;

interface Ticker {
  readonly subscribe: (listener: () => void) => () => void;
  readonly value: () => number;
  readonly tick: () => void;
}
const tickers = new Map<number, Ticker>();

/** Milliseconds since the page was opened; for measuring, not for showing. */
export function monotonicNow(): number {
  return performance.now();
}

/**
 * How long ago a mark of `idleMark` is, ms. The monotonic clock stands still while some computers sleep and the wall clock
 * can be set back, so the longer of the two counts: a lock that comes too early is the safe mistake.
 */
export function idleFor(mark: IdleMark): number {
  return Math.max(performance.now() - mark.monotonic, Date.now() - mark.wall);
}

export interface IdleMark {
  readonly monotonic: number;
  readonly wall: number;
}

export function idleMark(): IdleMark {
  return { monotonic: performance.now(), wall: Date.now() };
}

/** Tells the clock what time the core has, UTC ms. */
export function setServerNow(at: number): void {
  serverAt = at;
  measuredAt = performance.now();
  for (const ticker of tickers.values()) ticker.tick();
}

/** Now, UTC ms, by the core's clock. Before the core has answered it is the time of the page. */
export function serverNow(): number {
  return serverAt === undefined ? performance.timeOrigin + performance.now() : serverAt + (performance.now() - measuredAt);
}

/** One per period for the whole page; its timer runs only while somebody looks. */
function tickerOf(every: number): Ticker {
  const known = tickers.get(every);
  if (known) return known;
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let value = serverNow();
  const ticker: Ticker = {
    value: () => value,
    tick() {
      value = serverNow();
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      if (timer === undefined) {
        timer = setInterval(ticker.tick, every);
        // it may have stood still since the last one stopped looking
        ticker.tick();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
  tickers.set(every, ticker);
  return ticker;
}

/** The current time as state, renewed every `every` ms (default 10 s). */
export function useNow(every = 10_000): number {
  const { subscribe, value } = tickerOf(every);
  return useSyncExternalStore(subscribe, value);
}
