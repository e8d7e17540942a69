import { useSyncExternalStore } from 'react';

/**
 * The renderer's only clock. The time shown is the core's: it is told once at boot and again with each reconnection, and
 * runs on from there by the monotonic clock, so a wrong or changed clock of the computer or browser does not show.
 */

let serverAt: number | undefined;
let measuredAt = 0;
const listeners = new Set<() => void>();
const tickers = new Map<number, { value: number; timer: ReturnType<typeof setInterval>; listeners: Set<() => void> }>();

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
  for (const listener of listeners) listener();
  for (const ticker of tickers.values()) {
    ticker.value = serverNow();
    for (const listener of ticker.listeners) listener();
  }
}

/** Now, UTC ms, by the core's clock. Before the core has answered it is the time of the page. */
export function serverNow(): number {
  return serverAt === undefined ? performance.timeOrigin + performance.now() : serverAt + (performance.now() - measuredAt);
}

function subscribe(every: number, listener: () => void): () => void {
  let ticker = tickers.get(every);
  if (!ticker) {
    const made = { value: serverNow(), listeners: new Set<() => void>(), timer: setInterval(() => tick(every), every) };
    tickers.set(every, made);
    ticker = made;
  }
  ticker.listeners.add(listener);
  return () => {
    ticker.listeners.delete(listener);
    if (ticker.listeners.size === 0) {
      clearInterval(ticker.timer);
      tickers.delete(every);
    }
  };
}

function tick(every: number): void {
  const ticker = tickers.get(every);
  if (!ticker) return;
  ticker.value = serverNow();
  for (const listener of ticker.listeners) listener();
}

/** The current time as state, renewed every `every` ms (default 10 s); one timer per period for the whole page. */
export function useNow(every = 10_000): number {
  return useSyncExternalStore(
    (listener) => subscribe(every, listener),
    () => tickers.get(every)?.value ?? quantised(every),
  );
}

// before the first subscription the snapshot must be stable between two reads
function quantised(every: number): number {
  return Math.floor(serverNow() / every) * every;
}
