/** Milliseconds of one run on the wall. */
export async function timeOf(run: () => unknown): Promise<number> {
  const from = performance.now();
  await run();
  return performance.now() - from;
}

/** The value that `share` (0…1) of all do not exceed; nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** One thing a person asks for, and the bare SQL for the same answer. */
export type Pair = { product: () => unknown; bare: () => unknown };
/** Milliseconds: the median of the rounds, and the best of them, which other work on the machine stretches least. */
export type Cost = { median: number; best: number };
export type PairCost = { product: Cost; bare: Cost };

const summed = (times: readonly number[]): Cost => ({ median: median(times), best: Math.min(...times) });

/**
 * Rounds over all pairs, product and bare in turns within each, so that load hits both the same; the first round only warms up.
 */
export async function compare(pairs: readonly Pair[], rounds: number): Promise<PairCost[]> {
  const seen = pairs.map(() => ({ product: [] as number[], bare: [] as number[] }));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, pair] of pairs.entries()) {
      const order = (round + index) % 2 === 0 ? (['product', 'bare'] as const) : (['bare', 'product'] as const);
      for (const side of order) {
        const time = await timeOf(pair[side]);
        if (round > 0) seen[index]?.[side].push(time);
      }
    }
  }
  return seen.map(({ product, bare }) => ({ product: summed(product), bare: summed(bare) }));
}
