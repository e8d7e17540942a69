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
