import { type Connection, os, personOf, type Services } from '#main/base/os.ts';
import { hashPassword, verifyPassword } from '#main/base/passwords.ts';
import { tellStaff } from '#main/messages/service.ts';
import { isDemo, readGroup } from '#main/settings/service.ts';
import { identityOf, onDutyIds, setPassword, staffById, staffByLogin } from '#main/staff/service.ts';
import { Failure, isFailure } from '#shared/contract/failure.ts';
import { dayOf, minuteOf } from '#shared/rules/zone.ts';
import { managerIds, noteFullLogin, noteRightPin, noteWrongTry, savePin, switchablePeople } from './service.ts';

/** Compared against when the login is unknown, so that both answers take the same time. */
let decoyHash: Promise<string> | undefined;

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

/** Checks a password or PIN with the growing delay; a wrong one is counted by a command of its own. */
async function checkSecret(services: Services, staffId: string, secret: string, hash: string): Promise<void> {
  const row = staffById(services.db, staffId);
  if (row.waitUntil > services.clock.now()) throw new Failure('WRONG_PASSWORD', { waitUntil: row.waitUntil });
  if (hash !== '' && (await verifyPassword(secret, hash))) return;
  const { result } = await services.commands.run({ name: 'session.wrong-try', actor: { kind: 'system' }, undo: 'none', topics: [] }, (tx) =>
    noteWrongTry(tx, staffId),
  );
  services.log.warn('session.wrong-try', { id: staffId });
  throw new Failure('WRONG_PASSWORD', { waitUntil: result.waitUntil });
}

function signIn(connection: Connection, staffId: string): void {
  connection.staffId = staffId;
  connection.locked = false;
}

export const sessionRouter = {
  current: os.session.current.handler(({ context }) => {
    const { services, connection } = context;
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
  }),

  login: os.session.login.handler(async ({ input, context }) => {
    const { services, connection } = context;
    const row = staffByLogin(services.db, input.login);
    if (!row || row.passwordHash === '') {
      decoyHash ??= hashPassword('a password that nobody has');
      await verifyPassword(input.password, await decoyHash);
      throw new Failure('WRONG_PASSWORD', { waitUntil: null });
    }
    await checkSecret(services, row.id, input.password, row.passwordHash);
    if (!services.identify(row.id)) throw new Failure('WRONG_PASSWORD', { waitUntil: null });
    await services.commands.run({ name: 'session.login', actor: { kind: 'person', staffId: row.id }, undo: 'none', topics: [] }, (tx) =>
      noteFullLogin(tx, row.id, todayOf(services)),
    );
    signIn(connection, row.id);
    return { person: personView(services, row.id) };
  }),

  logout: os.session.logout.handler(({ context }) => {
    context.connection.staffId = null;
    context.connection.locked = false;
    context.presence.changed(context.connection);
    return {};
  }),

  lock: os.session.lock.handler(({ context }) => {
    context.connection.locked = context.connection.staffId !== null;
    context.presence.changed(context.connection);
    return {};
  }),

  /** The person who locked opens again, by PIN where one is set today, else by password. */
  unlock: os.session.unlock.handler(async ({ input, context }) => {
    const { services, connection } = context;
    if (!connection.staffId) throw new Failure('UNAUTHENTICATED', {});
    const row = staffById(services.db, connection.staffId);
    const pinCounts = row.pinHash !== '' && row.lastFullLoginOn === todayOf(services) && /^\d{4,6}$/.test(input.secret);
    await checkSecret(services, row.id, input.secret, pinCounts ? row.pinHash : row.passwordHash);
    signIn(connection, row.id);
    return { person: personView(services, row.id) };
  }),

  switchable: os.session.switchable.handler(({ context }) => switchablePeople(context.db, todayOf(context.services))),

  switchTo: os.session.switchTo.handler(async ({ input, context }) => {
    const { services, connection } = context;
    if (!switchablePeople(services.db, todayOf(services)).some((person) => person.id === input.staffId))
      throw new Failure('PIN_NOT_ALLOWED', {});
    await checkSecret(services, input.staffId, input.pin, staffById(services.db, input.staffId).pinHash);
    await services.commands.run(
      { name: 'session.switch', actor: { kind: 'person', staffId: input.staffId }, undo: 'none', topics: [] },
      (tx) => noteRightPin(tx, input.staffId),
    );
    signIn(connection, input.staffId);
    return { person: personView(services, input.staffId) };
  }),

  setPin: os.session.setPin.handler(async ({ input, context }) => {
    const { services } = context;
    const me = personOf(context.identity).staffId;
    if (staffById(services.db, me).lastFullLoginOn !== todayOf(services)) throw new Failure('PIN_NOT_ALLOWED', {});
    const hash = await hashPassword(input.pin);
    await services.commands.run({ name: 'session.set-pin', actor: context.actor, undo: 'none', topics: ['session'] }, (tx) =>
      savePin(tx, me, hash),
    );
    return {};
  }),

  changePassword: os.session.changePassword.handler(async ({ input, context }) => {
    const { services } = context;
    const me = personOf(context.identity).staffId;
    await checkSecret(services, me, input.current, staffById(services.db, me).passwordHash);
    const hash = await hashPassword(input.next);
    await services.commands.run({ name: 'session.change-password', actor: context.actor, undo: 'none', topics: [] }, (tx) => {
      setPassword(tx, me, hash);
      noteFullLogin(tx, me, todayOf(services));
    });
    return {};
  }),

  /** A manager who forgot the password: the recovery code proves who holds the centre. Every manager is told. */
  resetWithRecoveryCode: os.session.resetWithRecoveryCode.handler(async ({ input, context }) => {
    const { services } = context;
    const row = staffByLogin(services.db, input.login);
    const right = await services.checkRecoveryCode(input.recoveryCode).catch((error: unknown) => {
      // mistyped is wrong too
      if (isFailure(error, 'RECOVERY_CODE_INVALID')) return false;
      throw error;
    });
    if (!right || !row?.roles.includes('manager')) {
      services.log.warn('session.wrong-recovery-code');
      throw new Failure('WRONG_CODE', {});
    }
    const hash = await hashPassword(input.password);
    await services.commands.run(
      { name: 'session.reset-with-recovery-code', actor: { kind: 'person', staffId: row.id }, undo: 'none', topics: ['messages'] },
      (tx) => {
        setPassword(tx, row.id, hash);
        tellStaff(tx, services.ids, managerIds(tx, todayOf(services)), {
          kind: 'recovery_used',
          ref: { kind: 'settings', id: row.id, number: '' },
          values: { name: row.name },
        });
      },
    );
    return {};
  }),

  /** Whoever lost the printed code makes another; the old one opens nothing any more. */
  newRecoveryCode: os.session.newRecoveryCode.handler(async ({ input, context }) => {
    const { services } = context;
    const me = personOf(context.identity).staffId;
    await checkSecret(services, me, input.password, staffById(services.db, me).passwordHash);
    const recoveryCode = await services.createRecoveryCode();
    await services.commands.run({ name: 'session.new-recovery-code', actor: context.actor, undo: 'none', topics: [] }, () => null);
    return { recoveryCode };
  }),
};
