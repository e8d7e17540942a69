import { scrypt } from 'node:crypto';

/** Cost of one derivation; `ln` is the logarithm of N. 17/8/1 takes about 0.4 s and 128 MiB (facts.md, Database). */
export interface ScryptCost {
  ln: number;
  r: number;
  p: number;
}

export const FULL_COST: ScryptCost = { ln: 17, r: 8, p: 1 };

const MAX_MEMORY = 256 * 1024 * 1024;
const AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];

/** scrypt off the main thread, two at a time at most in the whole process: each takes 128 MiB. */
export async function derive(secret: string | Buffer, salt: Buffer, length: number, cost: ScryptCost): Promise<Buffer> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await new Promise((resolve, reject) => {
      scrypt(secret, salt, length, { N: 2 ** cost.ln, r: cost.r, p: cost.p, maxmem: MAX_MEMORY }, (error, key) =>
        error ? reject(error) : resolve(key),
      );
    });
  } finally {
    const next = waiting.shift();
    // The place is handed on, so that nobody slips in between.
    if (next) next();
    else running -= 1;
  }
}

/** A cost that this process can pay: a damaged or hostile record must not take all memory. */
export function isBearable(cost: ScryptCost): boolean {
  const { ln, r, p } = cost;
  return Number.isInteger(ln) && Number.isInteger(r) && Number.isInteger(p) && ln >= 10 && ln <= 17 && r === 8 && p === 1;
}
