/** The only source of time. Instants are UTC ms; `monotonic` counts ms from anywhere and never goes back. */
export interface Clock {
  now(): number;
  monotonic(): number;
}

/** The clock of the machine. */
export function systemClock(): Clock {
  return { now: () => Date.now(), monotonic: () => performance.now() };
}

/**
 * A clock that starts at a given instant and runs (`--now`). `startAt` in UTC ms.
 */
export function shiftedClock(startAt: number, base: Clock = systemClock()): Clock {
  const from = base.monotonic();
  return { now: () => Math.round(startAt + base.monotonic() - from), monotonic: () => base.monotonic() };
}

/** A clock that stands still until it is moved; for tests and for the demo generator. */
export interface SteppingClock extends Clock {
  /** Moves wall and monotonic time on; answers the new instant. */
  step(ms: number): number;
  /** Sets the wall clock alone, as a person at the PC could. */
  set(at: number): void;
}

/** Wall time begins at `at` (UTC ms), monotonic time at 0. */
export function steppingClock(at: number): SteppingClock {
  let wall = at;
  let mono = 0;
  return {
    now: () => wall,
    monotonic: () => mono,
    step: (ms) => {
      wall += ms;
      mono += ms;
      return wall;
    },
    set: (to) => {
      wall = to;
    },
  };
}

export type ClockJump = { kind: 'back'; byMs: number } | { kind: 'forward'; byMs: number };

export const CLOCK_TOLERANCE_MS = 10 * 60_000;

/**
 * Watches for a wall clock that was set (spec/trust.md, Faults). `back`: the wall stands more than the tolerance before the last
 * instant written. `forward`: since the last check the wall gained more than the tolerance on monotonic time; a laptop that slept looks the same.
 */
export function createClockWatch(
  clock: Clock,
  toleranceMs: number = CLOCK_TOLERANCE_MS,
): { check(lastWrittenAt: number): ClockJump | undefined } {
  let wall = clock.now();
  let mono = clock.monotonic();
  return {
    check: (lastWrittenAt) => {
      const now = clock.now();
      const nowMono = clock.monotonic();
      const gained = now - wall - (nowMono - mono);
      wall = now;
      mono = nowMono;
      if (now < lastWrittenAt - toleranceMs) return { kind: 'back', byMs: lastWrittenAt - now };
      if (gained > toleranceMs) return { kind: 'forward', byMs: Math.round(gained) };
      return undefined;
    },
  };
}
