import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { Clock } from './clock.ts';

/** Makes uuidv7 text: sortable by creation, also within one millisecond and when the wall clock is set back. */
export interface Ids {
  next(): string;
}

const SEQ_LIMIT = 0x7fffffff;
/** Random bytes of one id, and how many are drawn from the system at once: one draw for each id is a tenth of an import. */
const RANDOM_BYTES = 16;
const POOL_BYTES = RANDOM_BYTES * 512;

/** The clock gives the milliseconds of the ids; the order holds within this one maker only. */
export function createIds(clock: Clock): Ids {
  let last = -1;
  let seq = 0;
  let pool = Buffer.alloc(0);
  const random = (): Uint8Array => {
    if (pool.length < RANDOM_BYTES) pool = randomBytes(POOL_BYTES);
    const bytes = pool.subarray(0, RANDOM_BYTES);
    pool = pool.subarray(RANDOM_BYTES);
    return bytes;
  };
  return {
    next: () => {
      const now = clock.now();
      if (now > last || seq >= SEQ_LIMIT) {
        last = Math.max(now, last + 1);
        // Room to count up within the same millisecond.
        seq = randomBytes(3).readUIntBE(0, 3);
      } else {
        seq += 1;
      }
      return v7({ msecs: last, seq, random: random() });
    },
  };
}
