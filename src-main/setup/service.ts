import type { Connection, HostPort, Identity, Services } from '#main/base/os.ts';
import { hashPassword } from '#main/base/passwords.ts';
import type { Tx } from '#main/db/open.ts';
import { defaultCentre, isSetUp, writeGroup } from '#main/settings/service.ts';
import { createStaff } from '#main/staff/service.ts';
import type { OpeningHours } from '#shared/contract/calendar.ts';
import { Failure } from '#shared/contract/failure.ts';
import { calendarProblems } from '#shared/rules/calendar.ts';
import { dayOf, isZone } from '#shared/rules/zone.ts';

export type SetupInput = {
  centreName: string;
  zone: string;
  opening: OpeningHours;
  manager: { name: string; login: string; passwordHash: string };
};

/**
 * Names the centre: settings, opening hours and the first manager, in one command (spec/people-and-access.md, "Staff").
 * Errors: ALREADY_SET_UP, NO_OPENING_TIME, INVALID (zone, opening).
 */
export function finishSetup(tx: Tx, managerId: string, input: SetupInput): void {
  if (isSetUp(tx)) throw new Failure('ALREADY_SET_UP', {});
  if (!isZone(input.zone)) throw new Failure('INVALID', { field: 'zone', reason: 'unknown' });
  const problem = calendarProblems({ ...input.opening, zone: input.zone })[0];
  if (problem)
    throw problem.code === 'no_opening_time'
      ? new Failure('NO_OPENING_TIME', {})
      : new Failure('INVALID', { field: 'opening', reason: problem.code });
  writeGroup(tx, 'centre', { ...defaultCentre, centreName: input.centreName, zone: input.zone });
  writeGroup(tx, 'opening', input.opening);
  const { passwordHash, ...manager } = input.manager;
  createStaff(
    tx,
    managerId,
    { ...manager, phone: '', roles: ['manager'], departments: [], headOf: [], joinedOn: dayOf(tx.command.at, input.zone), leftOn: null },
    passwordHash,
  );
}

type Answers = Omit<SetupInput, 'manager'> & { manager: { name: string; login: string; password: string } };

/**
 * What the wizard gathered becomes the centre, and its manager is signed in. Answers the recovery code: it is sealed before the centre
 * is saved, for a centre whose code nobody saw could not be opened elsewhere. Errors: those of finishSetup.
 */
export async function setUp(services: Services, connection: Connection, answers: Answers): Promise<string> {
  if (services.isSetUp()) throw new Failure('ALREADY_SET_UP', {});
  const { password, ...manager } = answers.manager;
  const passwordHash = await hashPassword(password);
  const managerId = services.ids.next();
  const recoveryCode = await services.renewRecoveryCode(() =>
    services.commands.run(
      { name: 'setup.finish', actor: { kind: 'system' }, undo: 'none', topics: ['session', 'settings', 'calendar', 'staff'] },
      (tx) => finishSetup(tx, managerId, { ...answers, manager: { ...manager, passwordHash } }),
    ),
  );
  connection.staffId = managerId;
  connection.locked = false;
  return recoveryCode;
}

type DemoAccounts = Awaited<ReturnType<NonNullable<HostPort['demoAccounts']>>>;

/**
 * Opens the demo centre in place of what is open. Before the set-up anybody may; later only who may change the settings: the others are
 * signed out by it. Errors: FORBIDDEN, INVALID where the host has none.
 */
export function openDemo({ host, isSetUp }: Services, identity: Identity | null): Promise<DemoAccounts> {
  if (isSetUp() && !host.demo && !identity?.grants['settings.manage']) throw new Failure('FORBIDDEN', { right: 'settings.manage' });
  if (!host.openDemo) throw new Failure('INVALID', { field: 'demo', reason: 'not_here' });
  return host.openDemo();
}

/** Who can sign in to the demo centre that is open now; nobody where a real one is. */
export async function demoAccounts(host: HostPort): Promise<DemoAccounts> {
  return host.demo ? ((await host.demoAccounts?.()) ?? []) : [];
}
