import type { z } from 'zod';
import type { Identity } from '#main/base/os.ts';
import { nextNumber } from '#main/base/sequence.ts';
import { startClock, stopByName } from '#main/clocks/service.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow } from '#main/db/rows.ts';
import { readSettings, zoneOf } from '#main/settings/service.ts';
import type { recordInput } from '#shared/contract/complaints.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Person } from '#shared/contract/fields.ts';
import { clocksAtRecord, complaintNumber, effectsOfContact, isRecordedLate } from '#shared/rules/complaints.ts';
import { dayOf } from '#shared/rules/zone.ts';
import { giveTo, pickOwner, reasonOf } from './assignment.ts';
import type { Desk } from './desk.ts';
import { setEnrolments } from './enrolments.ts';
import { takeStepsAtOnce } from './escalation.ts';
import { happenedAtOf, isComplainantKnown, nameOf, refuseInactive, subjectOf } from './load.ts';
import { writeEntry } from './log.ts';
import { activePolicyRow } from './policy.ts';
import { saveComplaint } from './standing.ts';
import { setState } from './state.ts';
import { type Complaint, complaintStaffTable, complaintStudentsTable, complaintsTable } from './tables.ts';

/** Somebody else without name and number can be answered by nobody: nobody is known. */
function isNobody({ kind, name, phone }: RecordInput['complainant']): boolean {
  return kind === 'other' && name.trim() === '' && phone.trim() === '';
}

export type RecordInput = z.infer<typeof recordInput>;
export type Recorded = { id: string; number: string; owner: Person | null };

/** Errors: INVALID (unknown). */
export function refuseUnknown(db: Db, table: 'students' | 'guardians' | 'staff', ids: readonly string[], field: string): void {
  for (const id of ids) {
    if (!db.get(`SELECT 1 FROM ${table} WHERE id = ?`, [id])) throw new Failure('INVALID', { field, reason: 'unknown' });
  }
}

/** Name of a guardian or student who complains, when the screen did not send it. */
function complainantName(db: Db, given: RecordInput['complainant']): string {
  if (given.name !== '' || given.refId === null) return given.name;
  const table = given.kind === 'student' ? 'students' : 'guardians';
  return db.get<{ name: string }>(`SELECT name FROM ${table} WHERE id = ?`, [given.refId])?.name ?? '';
}

function refuseInput(tx: Tx, input: RecordInput, firstContactId: string, zone: string): void {
  const { complainant } = input;
  refuseUnknown(tx, 'students', input.studentIds, 'studentIds');
  refuseUnknown(tx, 'staff', input.aboutStaffIds, 'aboutStaffIds');
  if (complainant.kind === 'guardian' || complainant.kind === 'student') {
    if (complainant.refId === null) throw new Failure('INVALID', { field: 'complainant', reason: 'required' });
    refuseUnknown(tx, complainant.kind === 'student' ? 'students' : 'guardians', [complainant.refId], 'complainant');
  }
  refuseInactive(tx, firstContactId, dayOf(tx.command.at, zone), 'firstContactId');
}

/**
 * Records a complaint: number, first contact, clocks, owner with the reason, level 2 at once for 重大, all in one command
 * (spec/complaints.md, "Process", "Clocks", "Assignment"). `receivedAt` UTC ms, not later than now; null = now.
 * Errors: FUTURE_TIME, INVALID (unknown student, pack, staff, complainant; inactive first contact).
 */
export function recordComplaint(tx: Tx, desk: Desk, who: Identity, input: RecordInput): Recorded {
  const { ids } = desk;
  const now = tx.command.at;
  const zone = zoneOf(tx);
  const receivedAt = happenedAtOf(tx, input.receivedAt, 'receivedAt');
  const firstContactId = input.firstContactId ?? who.staffId;
  refuseInput(tx, input, firstContactId, zone);
  const policy = activePolicyRow(tx, ids);
  const today = dayOf(now, zone);
  const fresh: Complaint = {
    id: ids.next(),
    version: 0,
    number: complaintNumber(today, nextNumber(tx, `complaint:${today}`)),
    receivedAt,
    recordedAt: now,
    recordedBy: who.staffId,
    channel: input.channel,
    words: input.words,
    wish: input.wish,
    category: input.category,
    subcategory: input.subcategory,
    severity: input.severity,
    severitySinceAt: now,
    state: 'new',
    cycle: 1,
    cycleStartedAt: receivedAt,
    ownerId: null,
    ownerSinceAt: null,
    acceptedAt: null,
    firstOwnerId: null,
    firstContactId,
    handOverToId: null,
    policyId: policy.id,
    complainantKind: isNobody(input.complainant) ? 'anonymous' : input.complainant.kind,
    complainantRefId: input.complainant.refId,
    complainantName: complainantName(tx, input.complainant),
    complainantPhone: input.complainant.phone,
    assignment: { rule: 'nobody', because: [{ code: 'auto_assign_off', values: {} }] },
    waitingUntil: null,
    waitingReason: '',
    decision: '',
    decidedAt: null,
    needsRectification: null,
    rootCause: '',
    prevention: '',
    replyRequired: input.replyRequired,
    repliedAt: null,
    tags: input.tags,
    level: 0,
    nextClock: null,
    nextDueAt: null,
    paused: false,
    nextStepAt: null,
    acceptByAt: null,
    resolvedAt: null,
    resolvedBy: null,
    closedAt: null,
    withdrawnAt: null,
    mergedIntoId: null,
    unreachableAt: null,
  };
  insertRow(tx, complaintsTable, fresh);
  for (const studentId of new Set(input.studentIds)) {
    insertRow(tx, complaintStudentsTable, { id: ids.next(), complaintId: fresh.id, studentId });
  }
  setEnrolments(tx, desk, fresh.id, input.enrolmentIds ?? []);
  for (const staffId of new Set(input.aboutStaffIds)) {
    insertRow(tx, complaintStaffTable, { id: ids.next(), complaintId: fresh.id, staffId });
  }
  setState(tx, ids, fresh, 'new', { begin: true });
  const rules = policy.body.severities[fresh.severity];
  for (const clock of clocksAtRecord(isComplainantKnown(fresh))) {
    const startedAt = clock === 'dispatch' ? now : receivedAt;
    startClock(tx, ids, subjectOf(fresh), { clock, cycle: 1, round: 1, rule: rules.clocks[clock], startedAt });
  }
  writeEntry(tx, ids, fresh, {
    kind: 'state',
    text: isRecordedLate(receivedAt, now) ? 'recorded_late' : 'recorded',
    vals: { receivedAt, firstContact: nameOf(tx, firstContactId) },
  });
  answerOnSpot(tx, desk, fresh, input.answeredOnSpot);
  const assigned = { ...fresh, ...assignByRule(tx, desk, who, fresh, input) };
  const saved = takeStepsAtOnce(tx, desk, saveComplaint(tx, fresh, assigned));
  desk.events.emit(tx, 'complaints.recorded', { complaintId: fresh.id, filesId: input.filesId ?? null });
  const owner = saved.ownerId ? { id: saved.ownerId, name: nameOf(tx, saved.ownerId) } : null;
  return { id: fresh.id, number: fresh.number, owner };
}

/** 当场答复: who took the complaint answered at once; that is a first response, with what was said. */
function answerOnSpot(tx: Tx, desk: Desk, complaint: Complaint, words: string): void {
  if (words === '') return;
  const { stops } = effectsOfContact({
    direction: 'in',
    outcome: 'received',
    answeredOnSpot: true,
    toldProgress: false,
    toldResult: false,
    complainantKnown: isComplainantKnown(complaint),
    whom: 'primary',
  });
  writeEntry(tx, desk.ids, complaint, {
    kind: 'contact',
    happenedAt: complaint.receivedAt,
    channel: complaint.channel,
    direction: 'in',
    outcome: 'received',
    withWhom: complaint.complainantName,
    words,
    text: 'answered_on_spot',
  });
  for (const clock of stops) stopByName(tx, desk.ids, subjectOf(complaint), clock, complaint.receivedAt);
}

function assignByRule(tx: Tx, desk: Desk, who: Identity, complaint: Complaint, input: RecordInput): Partial<Complaint> {
  if (!readSettings(tx).autoAssign) return {};
  const choice = pickOwner(
    tx,
    { category: input.category, severity: input.severity, studentIds: input.studentIds, aboutIds: input.aboutStaffIds },
    tx.command.at,
  );
  if (choice.ownerId === null) return { assignment: reasonOf(choice) };
  return giveTo(tx, desk.ids, complaint, {
    ownerId: choice.ownerId,
    reason: reasonOf(choice),
    accepted: false,
    text: 'assigned_by_rule',
    message: choice.ownerId === who.staffId ? null : 'assigned',
  });
}
