import { clockById, fallenDue, raise } from '#main/clocks/service.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { tellStaff } from '#main/messages/service.ts';
import { zoneOf } from '#main/settings/service.ts';
import { isActiveOn, staffById } from '#main/staff/service.ts';
import { dayOf } from '#shared/rules/zone.ts';
import type { Desk } from './desk.ts';
import { raiseStep, redispatch, toldBy } from './escalation.ts';
import { endWait } from './handle.ts';
import { aboutIdsOf, complaintById, rectificationsOf } from './load.ts';
import { writeEntry } from './log.ts';
import { saveComplaint } from './standing.ts';
import type { Complaint } from './tables.ts';

/** Something that fell due by itself. The kinds stand in the order in which they are raised when due at the same moment. */
export const fallenKinds = ['wait_ended', 'warned', 'missed', 'redispatch', 'step'] as const;
export type FallenKind = (typeof fallenKinds)[number];
export type Fallen = { kind: FallenKind; complaintId: string; dueAt: number; clockId: string | null };

type Row = { id: string; at: number };

/** Everything that fell due by `now` (UTC ms) and was not raised yet, in the order of its time; `only` = of one complaint. */
export function fallenItems(db: Db, now: number, only: string | null = null): Fallen[] {
  const mine = only === null ? '' : 'AND id = $id';
  const params = only === null ? { now } : { now, id: only };
  const query = (kind: FallenKind, column: string, than: '<' | '<=', more = ''): Fallen[] =>
    db
      .all<Row>(`SELECT id, ${column} AS at FROM complaints WHERE ${column} ${than} $now ${more} ${mine}`, params)
      .map((row) => ({ kind, complaintId: row.id, dueAt: row.at, clockId: null }));
  const clocks = fallenDue(db, now, only === null ? null : { kind: 'complaint', id: only })
    .filter((each) => each.subject.kind === 'complaint')
    .map((each): Fallen => ({ kind: each.kind, complaintId: each.subject.id, dueAt: each.dueAt, clockId: each.clockId }));
  return [
    ...query('wait_ended', 'waiting_until', '<=', `AND state = 'waiting'`),
    ...clocks,
    ...query('redispatch', 'accept_by_at', '<'),
    ...query('step', 'next_step_at', '<='),
  ].sort(inOrder);
}

/** By due time; at the same moment by kind, then by id, so that every run raises in the same order. */
export function inOrder(a: Fallen, b: Fallen): number {
  return a.dueAt - b.dueAt || fallenKinds.indexOf(a.kind) - fallenKinds.indexOf(b.kind) || (a.complaintId < b.complaintId ? -1 : 1);
}

/** Tells one thing that fell due from another within a run. */
export const fallenKey = (item: Fallen): string => `${item.kind}:${item.clockId ?? item.complaintId}:${item.dueAt}`;

/** Raises one item inside its own command, if it still stands; asked twice, the second does nothing. Answers whether it did something. */
export function raiseFallen(tx: Tx, desk: Desk, item: Fallen): boolean {
  switch (item.kind) {
    case 'wait_ended':
      return endWait(tx, desk, complaintById(tx, item.complaintId));
    case 'redispatch':
      return redispatch(tx, desk, item.complaintId);
    case 'step':
      return raiseStep(tx, desk, item.complaintId);
    case 'warned':
    case 'missed':
      return item.clockId !== null && raiseClock(tx, desk, item.clockId, item.kind);
  }
}

function raiseClock(tx: Tx, desk: Desk, clockId: string, kind: 'warned' | 'missed'): boolean {
  const complaint = complaintById(tx, clockById(tx, clockId).subjectId);
  const clock = raise(tx, desk.ids, clockId, kind);
  if (!clock) return false;
  const late = kind === 'missed' || clock.dueAt < tx.command.at;
  if (kind === 'missed') {
    writeEntry(tx, desk.ids, complaint, {
      kind: 'system',
      happenedAt: clock.dueAt,
      text: 'clock_missed',
      vals: { clock: clock.clock, dueAt: clock.dueAt },
    });
    saveComplaint(tx, complaint, {}, { bump: false });
  }
  // Found after it was due already: the miss says more than the warning before it.
  if (kind === 'missed' || !late) {
    tellStaff(tx, desk.ids, answerable(tx, complaint, clock), {
      kind,
      dueAt: kind === 'missed' ? clock.dueAt : clock.warnAt,
      ref: { kind: 'complaint', id: complaint.id, number: complaint.number },
      values: { clock: clock.clock, clockDueAt: clock.dueAt },
    });
  }
  return true;
}

/** Who answers for a clock: the owner, of a rectification also who has to do it; nobody yet, or who left = the head of the department or above. */
function answerable(tx: Tx, complaint: Complaint, clock: { clock: string; cycle: number; round: number }): string[] {
  const people = complaint.ownerId === null ? [] : [complaint.ownerId];
  if (clock.clock === 'rectification') {
    const row = rectificationsOf(tx, complaint.id).find((each) => each.cycle === clock.cycle && each.round === clock.round);
    if (row) people.push(row.ownerId);
  }
  const today = dayOf(tx.command.at, zoneOf(tx));
  const here = people.filter((id) => isActiveOn(staffById(tx, id), today));
  return here.length > 0 ? here : toldBy(tx, { tells: ['head'] }, complaint, aboutIdsOf(tx, complaint.id), tx.command.at).staffIds;
}
