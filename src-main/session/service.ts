import { eq } from 'drizzle-orm';
import type { Connection, Services } from '#main/base/os.ts';
import { hashPassword } from '#main/base/passwords.ts';
import type { Actor, Db, Tx } from '#main/db/open.ts';
import { tellStaff } from '#main/messages/service.ts';
import { isDemo, readGroup } from '#main/settings/service.ts';
import { activeManagers, identityOf, isActiveOn, onDutyIds, setPassword, staffById, staffByLogin } from '#main/staff/service.ts';
import { staffTable } from '#main/staff/tables.ts';
import { Failure, isFailure } from '#shared/contract/failure.ts';
import { dayOf, minuteOf } from '#shared/rules/zone.ts';
import { checkSecret, forgetWrongTries, oneTry, refuseUnknown } from './secrets.ts';

function todayOf(services: Services): string {
  return dayOf(services.clock.now(), services.zone());
}

function personView(services: Services, staffId: string) {
  const identity = identityOf(services.db, staffId, todayOf(services));
  if (!identity) throw new Failure('UNAUTHENTICATED', {});
  const now = services.clock.now();
  const onDuty = onDutyIds(services.db, todayOf(services), minuteOf(now, services.zone())).has(staffId);
  const { staffId: id, ...rest } = identity;
  return { id, ...rest, onDuty };
}
type PersonView = ReturnType<typeof personView>;

/** Who sits at this connection, and what every screen needs to know of the place. */
export function currentSession(services: Services, connection: Connection) {
  const centre = readGroup(services.db, 'centre')?.value;
  const identity = connection.staffId ? services.identify(connection.staffId) : null;
  const state = !centre ? 'setup' : !identity ? 'signed-out' : connection.locked ? 'locked' : 'in';
  return {
    state: state as 'setup' | 'signed-out' | 'locked' | 'in',
    person: identity ? personView(services, identity.staffId) : null,
    centreName: centre?.centreName ?? '',
    demo: isDemo(services.db),
    zone: services.zone(),
    now: services.clock.now(),
    idleMinutes: centre?.idleMinutes ?? 10,
    host: services.host.kind,
    appVersion: services.host.appVersion,
    lang: services.host.lang,
  };
}

/** A full login with the password. Errors: WRONG_PASSWORD, TOO_MANY_TRIES. */
export async function login(services: Services, connection: Connection, given: { login: string; password: string }): Promise<PersonView> {
  const row = staffByLogin(services.db, given.login);
  if (!row || row.passwordHash === '') return refuseUnknown(given.password);
  return checkSecret(
    services,
    row.id,
    given.password,
    (now) => now.passwordHash,
    async () => {
      if (!services.identify(row.id)) throw new Failure('WRONG_PASSWORD', { waitUntil: null });
      await services.commands.run({ name: 'session.login', actor: { kind: 'person', staffId: row.id }, undo: 'none', topics: [] }, (tx) =>
        noteFullLogin(tx, row.id, todayOf(services)),
      );
      services.connections.seat(connection, row.id);
      return personView(services, row.id);
    },
  );
}

/** The person who locked opens again, by PIN where one is set today, else by password. Errors: UNAUTHENTICATED, WRONG_PASSWORD, TOO_MANY_TRIES. */
export async function unlock(services: Services, connection: Connection, secret: string): Promise<PersonView> {
  const { staffId } = connection;
  if (!staffId) throw new Failure('UNAUTHENTICATED', {});
  const today = todayOf(services);
  const isPin = /^\d{4,6}$/.test(secret);
  return checkSecret(
    services,
    staffId,
    secret,
    (row) => (isPin && row.pinHash !== '' && row.lastFullLoginOn === today ? row.pinHash : row.passwordHash),
    async () => {
      if (staffById(services.db, staffId).failedTries > 0)
        await services.commands.run({ name: 'session.unlock', actor: { kind: 'person', staffId }, undo: 'none', topics: [] }, (tx) =>
          forgetWrongTries(tx, staffId),
        );
      // Meanwhile somebody else may have sat down in another tab.
      if (connection.staffId !== staffId) throw new Failure('PERSON_CHANGED', {});
      services.connections.seat(connection, staffId);
      return personView(services, staffId);
    },
  );
}

/** Somebody else sits down by the PIN of today. Errors: PIN_NOT_ALLOWED, WRONG_PASSWORD, TOO_MANY_TRIES. */
export async function switchTo(services: Services, connection: Connection, staffId: string, pin: string): Promise<PersonView> {
  if (!switchablePeople(services.db, todayOf(services)).some((person) => person.id === staffId)) throw new Failure('PIN_NOT_ALLOWED', {});
  return checkSecret(
    services,
    staffId,
    pin,
    (row) => row.pinHash,
    async () => {
      await services.commands.run({ name: 'session.switch', actor: { kind: 'person', staffId }, undo: 'none', topics: [] }, (tx) =>
        forgetWrongTries(tx, staffId),
      );
      services.connections.seat(connection, staffId);
      return personView(services, staffId);
    },
  );
}

/** Sets the PIN of today. Errors: PIN_NOT_ALLOWED without a full login today. */
export async function setPin(services: Services, me: string, pin: string): Promise<void> {
  if (staffById(services.db, me).lastFullLoginOn !== todayOf(services)) throw new Failure('PIN_NOT_ALLOWED', {});
  const pinHash = await hashPassword(pin);
  await services.commands.run(
    { name: 'session.set-pin', actor: { kind: 'person', staffId: me }, undo: 'none', topics: ['session'] },
    (tx) => tx.update(staffTable).set({ pinHash }).where(eq(staffTable.id, me)).run().changes,
  );
}

/** A new password of one's own; other windows of this person are signed out. Errors: WRONG_PASSWORD, TOO_MANY_TRIES. */
export async function changePassword(
  services: Services,
  here: Connection,
  me: string,
  given: { current: string; next: string },
): Promise<void> {
  await checkSecret(
    services,
    me,
    given.current,
    (row) => row.passwordHash,
    async () => {
      const hash = await hashPassword(given.next);
      await services.commands.run(
        { name: 'session.change-password', actor: { kind: 'person', staffId: me }, undo: 'none', topics: [] },
        (tx) => {
          setPassword(tx, me, hash);
          noteFullLogin(tx, me, todayOf(services));
        },
      );
    },
  );
  services.connections.signOut(me, here);
}

/**
 * A manager who forgot the password: the recovery code proves who holds the centre. Every manager is told, and who sat there with the old
 * password is signed out. Errors: WRONG_CODE, TOO_MANY_TRIES.
 */
export async function resetWithRecoveryCode(
  services: Services,
  given: { login: string; recoveryCode: string; password: string },
): Promise<void> {
  const row = staffByLogin(services.db, given.login);
  const right = await oneTry('recovery code', () => services.checkRecoveryCode(given.recoveryCode)).catch((error: unknown) => {
    // mistyped is wrong too
    if (isFailure(error, 'RECOVERY_CODE_INVALID')) return false;
    throw error;
  });
  if (!right || !row?.roles.includes('manager')) {
    services.log.warn('session.wrong-recovery-code');
    throw new Failure('WRONG_CODE', {});
  }
  const hash = await hashPassword(given.password);
  await services.commands.run(
    { name: 'session.reset-with-recovery-code', actor: { kind: 'person', staffId: row.id }, undo: 'none', topics: ['messages'] },
    (tx) => {
      setPassword(tx, row.id, hash);
      tellStaff(
        tx,
        services.ids,
        activeManagers(tx, todayOf(services)).map(({ id }) => id),
        {
          kind: 'recovery_used',
          ref: { kind: 'settings', id: row.id, number: '' },
          values: { name: row.name },
        },
      );
    },
  );
  services.connections.signOut(row.id);
}

/**
 * Whoever lost the printed code makes another. The old one is taken from this folder; backups that were made before still carry the
 * envelope that it opens, and the key in it is the same. Errors: WRONG_PASSWORD, TOO_MANY_TRIES; the old code stays good then.
 */
export function newRecoveryCode(services: Services, actor: Actor, me: string, password: string): Promise<string> {
  const record = () => services.commands.run({ name: 'session.new-recovery-code', actor, undo: 'none', topics: [] }, () => null);
  return checkSecret(
    services,
    me,
    password,
    (row) => row.passwordHash,
    () => services.renewRecoveryCode(record),
  );
}

/** A full login with the password: from now on this day a PIN may be set and used. `today` is YYYY-MM-DD in the centre's zone. */
function noteFullLogin(tx: Tx, staffId: string, today: string): void {
  const row = staffById(tx, staffId);
  // The PIN of another day is gone: it is for quick switching on the day of a full login only.
  const pinHash = row.lastFullLoginOn === today ? row.pinHash : '';
  forgetWrongTries(tx, staffId);
  tx.update(staffTable).set({ lastFullLoginOn: today, pinHash }).where(eq(staffTable.id, staffId)).run();
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
