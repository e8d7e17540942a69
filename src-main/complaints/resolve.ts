import { and, eq, isNull } from 'drizzle-orm';
import type { Identity } from '#main/base/os.ts';
import { cancelClocks, clocksOf, isRunning, startClock, stopByName } from '#main/clocks/service.ts';
import type { Tx } from '#main/db/open.ts';
import { updateRow } from '#main/db/rows.ts';
import { tellStaff } from '#main/messages/service.ts';
import { zoneOf } from '#main/settings/service.ts';
import { isActiveOn, staffById } from '#main/staff/service.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Channel } from '#shared/contract/fields.ts';
import { departmentOfCategory } from '#shared/rules/assignment.ts';
import { clocksAtReopen, stoppedByDecision } from '#shared/rules/complaints.ts';
import { addDays, dayOf, dayStart } from '#shared/rules/zone.ts';
import { mustHandle } from './access.ts';
import { giveTo, pickOwner, reasonOf } from './assignment.ts';
import { closingMissing } from './closing.ts';
import { complainantOfAct, furtherComplainants } from './complainants.ts';
import { acceptedByHandling, applyContact } from './contact.ts';
import type { Act, Desk } from './desk.ts';
import { takeStepsAtOnce } from './escalation.ts';
import {
  aboutIdsOf,
  complaintForAct,
  happenedAtOf,
  isComplainantKnown,
  nameOf,
  pausesOfComplaint,
  stateAfter,
  studentIdsOf,
  subjectOf,
} from './load.ts';
import { writeEntry } from './log.ts';
import { rulesOf } from './policy.ts';
import { saveComplaint } from './standing.ts';
import { setState } from './state.ts';
import { type Complaint, complaintComplainantsTable, type FurtherComplainant, rectificationsTable } from './tables.ts';

/** Columns of what ends with the work on a complaint: no wait and no offer stands any more. */
export const settled = { waitingUntil: null, waitingReason: '', handOverToId: null } satisfies Partial<Complaint>;

/** Anonymous: nobody to tell, so the decision ends it; a supervisor confirms by closing. */
export function resolveUntold(tx: Tx, desk: Desk, complaint: Complaint, who: Identity): Partial<Complaint> {
  const at = tx.command.at;
  const state = stateAfter(complaint, 'resolve');
  setState(tx, desk.ids, complaint, state);
  const pauses = pausesOfComplaint(tx, complaint.id);
  for (const name of stoppedByDecision(isComplainantKnown(complaint))) stopByName(tx, desk.ids, subjectOf(complaint), name, at, pauses);
  writeEntry(tx, desk.ids, complaint, { kind: 'state', text: 'resolved_by_decision' });
  tellFirstContact(tx, desk, complaint, who.staffId);
  return { ...settled, state, resolvedAt: at, resolvedBy: who.staffId };
}

export type TellInput = Act & {
  channel: Channel;
  withWhom: string;
  /** Which of the further complainants was told; null = the primary one. */
  complainantId?: string | null;
  words: string;
  written: boolean;
  /** Promises of a later day that were kept thereby. */
  keeps?: readonly string[];
  happenedAt: number | null;
};

/**
 * The result was told to the primary complainant: state resolved, resolution and progress end, what was promised until that day is kept, the
 * visit plans itself by the event `complaints.resolved`. On a resolved complaint it adds the written reply that closing asks for. Told to a further complainant it is
 * noted as told to that one (closing asks for all) and progress begins anew; the state and the resolution clock stay.
 * Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS, FUTURE_TIME, INVALID (before the cycle began).
 */
export function tell(tx: Tx, desk: Desk, who: Identity, input: TellInput): void {
  const complaint = complaintForAct(tx, input);
  mustHandle(tx, who, complaint);
  const happenedAt = happenedAtOf(tx, input.happenedAt);
  if (happenedAt < complaint.cycleStartedAt) throw new Failure('INVALID', { field: 'happenedAt', reason: 'before_cycle' });
  // The words of a letter were looked at when it was issued.
  if (!input.written) desk.events.emit(tx, 'words.said', { text: input.words });
  const standing = acceptedByHandling(tx, desk, complaint);
  const further = complainantOfAct(tx, complaint.id, input.complainantId ?? null);
  if (further) {
    tellFurther(tx, desk, complaint, standing, further, { ...input, happenedAt });
    return;
  }
  const again = standing.state === 'resolved' && input.written;
  const state = again ? standing.state : stateAfter(standing, 'resolve');
  setState(tx, desk.ids, standing, state);
  const entry = writeEntry(tx, desk.ids, standing, {
    kind: 'told',
    happenedAt,
    channel: input.channel,
    direction: 'out',
    outcome: 'reached',
    withWhom: input.withWhom,
    words: input.words,
    toldResult: true,
    text: input.written ? 'told_in_writing' : 'told',
  });
  if (!again) {
    applyContact(tx, desk, standing, entry);
    // Nobody known whom an answer was promised: its clock ends here all the same.
    stopByName(tx, desk.ids, subjectOf(complaint), 'resolution', happenedAt, pausesOfComplaint(tx, complaint.id));
    keepPromises(tx, complaint.id, happenedAt, input.keeps ?? []);
  }
  const repliedAt = input.written ? happenedAt : standing.repliedAt;
  const changes = again
    ? { repliedAt }
    : { ...standing, ...settled, state, repliedAt, resolvedAt: happenedAt, resolvedBy: who.staffId, decision: standing.decision };
  const saved = saveComplaint(tx, complaint, changes);
  if (again) return;
  announceResolved(tx, desk, saved);
  tellFirstContact(tx, desk, saved, who.staffId);
}

/** What was promised until the end of the day of telling is kept by it; a later promise only if `keeps` says so. */
function keepPromises(tx: Tx, complaintId: string, happenedAt: number, keeps: readonly string[]): void {
  const zone = zoneOf(tx);
  const until = dayStart(addDays(dayOf(happenedAt, zone), 1), zone);
  tx.run(
    `UPDATE promises SET done_at = $at WHERE complaint_id = $id AND kind = 'promise' AND done_at IS NULL
       AND (due_at <= $until OR id IN (SELECT value FROM json_each($keeps)))`,
    { at: happenedAt, id: complaintId, until, keeps: JSON.stringify(keeps) },
  );
}

function tellFurther(
  tx: Tx,
  desk: Desk,
  complaint: Complaint,
  standing: Complaint,
  further: FurtherComplainant,
  input: TellInput & { happenedAt: number },
): void {
  if (!['handling', 'waiting', 'resolved'].includes(standing.state))
    throw new Failure('STATE_FORBIDS', { state: standing.state, action: 'resolve' });
  const entry = writeEntry(tx, desk.ids, standing, {
    kind: 'told',
    happenedAt: input.happenedAt,
    channel: input.channel,
    direction: 'out',
    outcome: 'reached',
    withWhom: input.withWhom || further.name,
    complainantId: further.id,
    words: input.words,
    toldResult: true,
    text: input.written ? 'told_in_writing' : 'told',
  });
  applyContact(tx, desk, standing, entry);
  updateRow(tx, complaintComplainantsTable, further.id, { toldAt: input.happenedAt });
  saveComplaint(tx, complaint, standing);
}

/** Whoever plans visits hears of it; nobody known = nobody to visit. */
export function announceResolved(tx: Tx, desk: Desk, complaint: Complaint): void {
  if (!isComplainantKnown(complaint)) return;
  desk.events.emit(tx, 'complaints.resolved', {
    complaintId: complaint.id,
    number: complaint.number,
    cycle: complaint.cycle,
    resolvedAt: complaint.resolvedAt ?? tx.command.at,
    ownerId: complaint.ownerId,
    studentId: studentIdsOf(tx, complaint.id)[0] ?? null,
    guardianId: complaint.complainantKind === 'guardian' ? complaint.complainantRefId : null,
    unreachable: complaint.unreachableAt !== null,
    severity: complaint.severity,
    department: departmentOfCategory[complaint.category],
  });
}

/** The first contact answers for the complainant knowing whom to turn to, and so hears the outcome. */
export function tellFirstContact(tx: Tx, desk: Desk, complaint: Complaint, by: string): void {
  if (complaint.firstContactId === by) return;
  tellStaff(tx, desk.ids, [complaint.firstContactId], {
    kind: 'resolved',
    ref: { kind: 'complaint', id: complaint.id, number: complaint.number },
  });
}

/** The root cause and what would have prevented it. Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS (withdrawn). */
export function setCause(tx: Tx, desk: Desk, who: Identity, input: Act & { rootCause: string; prevention: string }): void {
  const complaint = complaintForAct(tx, input);
  mustHandle(tx, who, complaint);
  if (complaint.state === 'withdrawn') throw new Failure('STATE_FORBIDS', { state: complaint.state, action: 'set_cause' });
  const { rootCause, prevention } = input;
  writeEntry(tx, desk.ids, complaint, { kind: 'cause', words: rootCause, text: 'cause', vals: { prevention } });
  saveComplaint(tx, complaint, { rootCause, prevention });
}

/** Closes it. Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS (closed or withdrawn), CLOSING_INCOMPLETE with what is missing. */
export function close(tx: Tx, desk: Desk, who: Identity, act: Act): void {
  const complaint = complaintForAct(tx, act);
  mustHandle(tx, who, complaint);
  if (complaint.state === 'closed' || complaint.state === 'withdrawn') stateAfter(complaint, 'close');
  const missing = closingMissing(tx, complaint, who);
  if (missing.length > 0) throw new Failure('CLOSING_INCOMPLETE', { missing });
  const state = stateAfter(complaint, 'close');
  setState(tx, desk.ids, complaint, state);
  writeEntry(tx, desk.ids, complaint, { kind: 'state', text: 'closed' });
  saveComplaint(tx, complaint, { state, closedAt: tx.command.at });
  desk.events.emit(tx, 'complaints.closed', { complaintId: complaint.id });
}

/**
 * Reopens it in a new cycle from now: resolution, progress and the ladder start then; what was met and missed before stays for ever,
 * an open rectification runs on. An owner who left is replaced by the rule. Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS.
 */
export function reopen(tx: Tx, desk: Desk, who: Identity, input: Act & { reason: string }): void {
  const complaint = complaintForAct(tx, input);
  mustHandle(tx, who, complaint);
  const state = stateAfter(complaint, 'reopen');
  const at = tx.command.at;
  const next: Complaint = {
    ...complaint,
    cycle: complaint.cycle + 1,
    cycleStartedAt: at,
    severitySinceAt: at,
    level: 0,
    decision: '',
    decidedAt: null,
    needsRectification: null,
    repliedAt: null,
    resolvedAt: null,
    resolvedBy: null,
    unreachableAt: null,
    closedAt: null,
  };
  setState(tx, desk.ids, next, state, { reason: input.reason });
  for (const each of furtherComplainants(tx, next.id))
    if (each.toldAt !== null) updateRow(tx, complaintComplainantsTable, each.id, { toldAt: null });
  writeEntry(tx, desk.ids, next, { kind: 'state', text: 'reopened', words: input.reason, vals: { cycle: next.cycle } });
  const rules = rulesOf(tx, next);
  for (const clock of clocksAtReopen(isComplainantKnown(next))) {
    startClock(tx, desk.ids, subjectOf(next), { clock, cycle: next.cycle, rule: rules.clocks[clock], startedAt: at });
  }
  const standing = { ...next, state };
  const given = ownerIsHere(tx, standing) ? {} : replaceOwner(tx, desk, standing);
  const saved = saveComplaint(tx, complaint, { ...standing, ...given });
  desk.events.emit(tx, 'complaints.reopened', { complaintId: complaint.id, cycle: next.cycle });
  if (saved.ownerId !== null && saved.ownerId !== who.staffId) {
    tellStaff(tx, desk.ids, [saved.ownerId], {
      kind: 'reopened',
      ref: { kind: 'complaint', id: complaint.id, number: complaint.number },
    });
  }
  takeStepsAtOnce(tx, desk, saved);
}

function ownerIsHere(tx: Tx, complaint: Complaint): boolean {
  return complaint.ownerId !== null && isActiveOn(staffById(tx, complaint.ownerId), dayOf(tx.command.at, zoneOf(tx)));
}

/** Another owner by the rule; nobody found, or the present one = none changed. */
export function replaceOwner(tx: Tx, desk: Desk, complaint: Complaint, message: 'assigned' | null = null): Partial<Complaint> {
  const choice = pickOwner(
    tx,
    {
      category: complaint.category,
      severity: complaint.severity,
      studentIds: studentIdsOf(tx, complaint.id),
      aboutIds: aboutIdsOf(tx, complaint.id),
    },
    tx.command.at,
  );
  if (choice.ownerId === null || choice.ownerId === complaint.ownerId) return {};
  return giveTo(tx, desk.ids, complaint, {
    ownerId: choice.ownerId,
    reason: reasonOf(choice),
    accepted: false,
    text: 'assigned_by_rule',
    values: { before: complaint.ownerId ? nameOf(tx, complaint.ownerId) : '' },
    message,
  });
}

/** The complaint is taken back: open clocks end cancelled, open rectifications are dropped. Errors: …, STATE_FORBIDS. */
export function withdraw(tx: Tx, desk: Desk, who: Identity, input: Act & { reason: string }): void {
  const complaint = complaintForAct(tx, input);
  mustHandle(tx, who, complaint);
  stateAfter(complaint, 'withdraw');
  withdrawNow(tx, desk, complaint, input.reason, 'withdrawn');
}

/** Ends a complaint as withdrawn without asking for rights: by `withdraw`, and by undo of its recording. */
export function withdrawNow(tx: Tx, desk: Desk, complaint: Complaint, reason: string, text: string): void {
  const at = tx.command.at;
  setState(tx, desk.ids, complaint, 'withdrawn', { reason });
  writeEntry(tx, desk.ids, complaint, { kind: 'state', text, words: text === 'withdrawn' ? reason : '' });
  if (clocksOf(tx, subjectOf(complaint)).some(isRunning))
    cancelClocks(tx, desk.ids, subjectOf(complaint), pausesOfComplaint(tx, complaint.id));
  tx.update(rectificationsTable)
    .set({ droppedAt: at, droppedReason: reason })
    .where(
      and(eq(rectificationsTable.complaintId, complaint.id), isNull(rectificationsTable.verifiedAt), isNull(rectificationsTable.droppedAt)),
    )
    .run();
  saveComplaint(tx, complaint, { ...settled, state: 'withdrawn', withdrawnAt: at });
  desk.events.emit(tx, 'complaints.withdrawn', { complaintId: complaint.id });
}
