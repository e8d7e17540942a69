import { randomUUID } from 'node:crypto';
import { asDamage } from '#main/db/open.ts';
import { Failure, isFailure } from '#shared/contract/failure.ts';
import type { Log } from './log.ts';

/**
 * The one net: a typed failure passes, damage that a query met is named as such, anything else is logged under an id and becomes INTERNAL with that id (architecture.md, habit 5).
 * `where` is the procedure or job, a word of the code.
 */
export function netFailure(given: unknown, log: Log, where: string): Failure {
  const error = asDamage(given);
  if (isFailure(error, 'DATABASE_DAMAGED')) log.error('damaged', { part: where });
  if (isFailure(error)) return error;
  const id = randomUUID();
  log.error('unexpected', { id, part: where, error });
  return new Failure('INTERNAL', { id }, { cause: error });
}
