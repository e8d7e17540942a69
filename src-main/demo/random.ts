import { v7 } from 'uuid';
import type { Clock } from '#main/base/clock.ts';
import type { Ids } from '#main/base/ids.ts';

/** A source of chance that a seed repeats exactly. */
export interface Random {
  /** 0 ≤ x < 1 */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number;
  chance(share: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** One of them by weight. */
  weighted<T>(from: readonly (readonly [T, number])[]): T;
  bytes(count: number): Uint8Array;
}

/** Mulberry32: small, fast, and good enough for made-up people. */
export function createRandom(seed: number): Random {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    chance: (share) => next() < share,
    pick: (from) => {
      if (from.length === 0) throw new Error('nothing to pick from');
      return from[Math.floor(next() * from.length)] as (typeof from)[number];
    },
    weighted: (from) => {
      const sum = from.reduce((total, [, weight]) => total + weight, 0);
      let left = next() * sum;
      for (const [value, weight] of from) {
        left -= weight;
        if (left < 0) return value;
      }
      const last = from.at(-1);
      if (!last) throw new Error('nothing to pick from');
      return last[0];
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(next() * 256)),
  };
}

/** uuidv7 whose random part comes from the seed, so that a demo centre can be compared with its twin row by row. */
export function seededIds(clock: Clock, random: Random): Ids {
  let last = -1;
  let seq = 0;
  return {
    next: () => {
      const now = clock.now();
      seq = now > last ? 1 : seq + 1;
      last = Math.max(now, last);
      return v7({ msecs: last, seq, random: random.bytes(16) });
    },
  };
}
