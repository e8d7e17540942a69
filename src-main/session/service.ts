import { eq } from 'drizzle-orm';
import type { Db, Tx } from '#main/db/open.ts';
import { isActiveOn, staffById } from '#main/staff/service.ts';
import { staffTable } from '#main/staff/tables.ts';

/** Wrong tries before a delay begins (spec/people-and-access.md, "Login on a shared PC"). */
const TRIES_BEFORE_DELAY = 5;
const FIRST_DELAY_MS = 30_000;
const LONGEST_DELAY_MS = 15 * 60_000;

/** How long to wait after the n-th wrong try in a row, in ms: nothing before the fifth, then doubling up to 15 minutes. */
export function delayAfter(tries: number): number {
  if (tries < TRIES_BEFORE_DELAY) return 0;
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (tries - TRIES_BEFORE_DELAY));
}

/** Counts a wrong password or PIN and answers until when (UTC ms) no further try is taken, or null. */
export function noteWrongTry(tx: Tx, staffId: string): { waitUntil: number | null } {
  const tries = staffById(tx, staffId).failedTries + 1;
  const delay = delayAfter(tries);
  const waitUntil = delay === 0 ? 0 : tx.command.at + delay;
  tx.update(staffTable).set({ failedTries: tries, waitUntil }).where(eq(staffTable.id, staffId)).run();
  return { waitUntil: waitUntil === 0 ? null : waitUntil };
}

/** A full login with the password: from now on this day a PIN may be set and used. `today` is YYYY-MM-DD in the centre's zone. */
export function noteFullLogin(tx: Tx, staffId: string, today: string): void {
  const row = staffById(tx, staffId);
  // The PIN of another day is gone: it is for quick switching on the day of a full login only.
  const pinHash = row.lastFullLoginOn === today ? row.pinHash : '';
  tx.update(staffTable).set({ failedTries: 0, waitUntil: 0, lastFullLoginOn: today, pinHash }).where(eq(staffTable.id, staffId)).run();
}

/** A right PIN: wrong tries are forgotten. */
export function noteRightPin(tx: Tx, staffId: string): void {
  tx.update(staffTable).set({ failedTries: 0, waitUntil: 0 }).where(eq(staffTable.id, staffId)).run();
}

/** Stores the hash of a PIN. The caller has checked that there was a full login today. */
export function savePin(tx: Tx, staffId: string, pinHash: string): void {
  tx.update(staffTable).set({ pinHash }).where(eq(staffTable.id, staffId)).run();
}

/** People who may switch to this PC by PIN on `today`. */
export function switchablePeople(db: Db, today: string): { id: string; name: string }[] {
  return db
    .select()
    .from(staffTable)
    .where(eq(staffTable.lastFullLoginOn, today))
    .all()
    .filter((row) => row.pinHash !== '' && isActiveOn(row, today))
    .map((row) => ({ id: row.id, name: row.name }));
}

/** Active people with the manager role: they are told when a recovery code was used. */
export function managerIds(db: Db, today: string): string[] {
  return db
    .select()
    .from(staffTable)
    .all()
    .filter((row) => row.roles.includes('manager') && isActiveOn(row, today))
    .map((row) => row.id);
}
