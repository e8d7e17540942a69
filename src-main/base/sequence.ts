import type { Tx } from '#main/db/open.ts';

/** The next number of a named sequence, from 1. Never reused, also after an undo; a command that fails takes none. */
export function nextNumber(tx: Tx, name: string): number {
  return reserveNumbers(tx, name, 1);
}

/** Takes `count` numbers in one go and answers the first. */
export function reserveNumbers(tx: Tx, name: string, count: number): number {
  if (!Number.isInteger(count) || count < 1) throw new RangeError('count must be at least 1');
  const row = tx.get<{ last: number }>(
    'INSERT INTO sequence (name, last) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET last = last + excluded.last RETURNING last',
    [name, count],
  );
  return (row?.last ?? 0) - count + 1;
}
