import { eq } from 'drizzle-orm';
import type { Services } from '#main/base/os.ts';
import { hashPassword, verifyPassword } from '#main/base/passwords.ts';
import { createQueue } from '#main/base/queue.ts';
import type { Tx } from '#main/db/open.ts';
import { staffById } from '#main/staff/service.ts';
import { staffTable } from '#main/staff/tables.ts';
import { Failure } from '#shared/contract/failure.ts';

/** Wrong tries before a delay begins (spec/people-and-access.md, "Login on a shared PC"). */
const TRIES_BEFORE_DELAY = 5;
const FIRST_DELAY_MS = 30_000;
const LONGEST_DELAY_MS = 15 * 60_000;
/** More tries of one account at the same time are no person's. */
const TRIES_IN_LINE = 5;

/** Each account by itself: a try counts before the next one is looked at, however many come at once. Errors: TOO_MANY_TRIES. */
export const oneTry = createQueue(TRIES_IN_LINE);

/** Compared against when the login is unknown, so that both answers take the same time. */
let decoyHash: Promise<string> | undefined;

/** How long to wait after the n-th wrong try in a row, in ms: nothing before the fifth, then doubling up to 15 minutes. */
export function delayAfter(tries: number): number {
  if (tries < TRIES_BEFORE_DELAY) return 0;
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (tries - TRIES_BEFORE_DELAY));
}

/** Counts a wrong password or PIN and answers until when (UTC ms) no further try is taken, or null. */
function noteWrongTry(tx: Tx, staffId: string): { waitUntil: number | null } {
  const tries = staffById(tx, staffId).failedTries + 1;
  const delay = delayAfter(tries);
  const waitUntil = delay === 0 ? 0 : tx.command.at + delay;
  tx.update(staffTable).set({ failedTries: tries, waitUntil }).where(eq(staffTable.id, staffId)).run();
  return { waitUntil: waitUntil === 0 ? null : waitUntil };
}

/** A right password or PIN: wrong tries are forgotten. */
export function forgetWrongTries(tx: Tx, staffId: string): void {
  tx.update(staffTable).set({ failedTries: 0, waitUntil: 0 }).where(eq(staffTable.id, staffId)).run();
}

type Secrets = { passwordHash: string; pinHash: string; lastFullLoginOn: string };

/**
 * Compares a password or PIN with the hash that `hashOf` names, under the growing delay; a wrong one is counted by a command of its own.
 * What comes of a right one is `then`, before the next try is looked at. Errors: WRONG_PASSWORD with until when to wait, TOO_MANY_TRIES.
 */
export function checkSecret<T>(
  services: Services,
  staffId: string,
  secret: string,
  hashOf: (row: Secrets) => string,
  then: () => Promise<T> | T,
): Promise<T> {
  return oneTry(staffId, async () => {
    const row = staffById(services.db, staffId);
    if (row.waitUntil > services.clock.now()) throw new Failure('WRONG_PASSWORD', { waitUntil: row.waitUntil });
    const hash = hashOf(row);
    if (hash !== '' && (await verifyPassword(secret, hash))) return then();
    const { result } = await services.commands.run(
      { name: 'session.wrong-try', actor: { kind: 'system' }, undo: 'none', topics: [] },
      (tx) => noteWrongTry(tx, staffId),
    );
    services.log.warn('session.wrong-try', { id: staffId });
    throw new Failure('WRONG_PASSWORD', { waitUntil: result.waitUntil });
  });
}

/** The answer to a login that nobody has: as slow as any other. Errors: WRONG_PASSWORD, TOO_MANY_TRIES. */
export function refuseUnknown(secret: string): Promise<never> {
  return oneTry('nobody', async () => {
    decoyHash ??= hashPassword('a password that nobody has');
    await verifyPassword(secret, await decoyHash);
    throw new Failure('WRONG_PASSWORD', { waitUntil: null });
  });
}
