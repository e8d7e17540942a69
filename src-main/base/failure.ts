import { randomUUID } from 'node:crypto';
import { Failure, isFailure } from '#shared/contract/failure.ts';
import type { Log } from './log.ts';

/**
 * The one net: a typed failure passes, anything else is logged under an id and becomes INTERNAL with that id (architecture.md, habit 5).
 * `where` is the procedure or job, a word of the code.
 */
export function netFailure(error: unknown, log: Log, where: string): Failure {
  if (isFailure(error)) return error;
  const id = randomUUID();
  log.error('unexpected', { id, part: where, error });
  return new Failure('INTERNAL', { id }, { cause: error });
}
