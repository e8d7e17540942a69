import { Failure } from '#shared/contract/failure.ts';

/**
 * Work of one key runs one after the other; whoever would be more than `most` in line is sent away at once. Errors: TOO_MANY_TRIES, and
 * those of the work.
 */
export function createQueue(most: number): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const lines = new Map<string, { last: Promise<unknown>; length: number }>();
  return async (key, work) => {
    const line = lines.get(key) ?? { last: Promise.resolve(), length: 0 };
    if (line.length >= most) throw new Failure('TOO_MANY_TRIES');
    lines.set(key, line);
    line.length += 1;
    const mine = line.last.then(work);
    line.last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      line.length -= 1;
      if (line.length === 0) lines.delete(key);
    }
  };
}
