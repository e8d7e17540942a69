import type { Identity } from '#main/base/os.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow, selectRow, selectRows, updateRow } from '#main/db/rows.ts';
import { tellStaff } from '#main/messages/service.ts';
import { zoneOf } from '#main/settings/service.ts';
import { isActiveOn, staffById } from '#main/staff/service.ts';
import { Failure } from '#shared/contract/failure.ts';
import { departmentOfCategory, isOnLeave } from '#shared/rules/assignment.ts';
import { type DueStep, ladderStepsDue, redispatchDue, whomToTell } from '#shared/rules/escalation.ts';
import { dayOf } from '#shared/rules/zone.ts';
import { mustSupervise } from './access.ts';
import { assignmentContext, candidatesOf, giveTo, pickOwner } from './assignment.ts';
import type { Desk } from './desk.ts';
import { aboutIdsOf, complaintById, nameOf, namesOf, refuseInactive, studentIdsOf } from './load.ts';
import { writeEntry } from './log.ts';
import { acceptanceFacts, ladderFacts, saveComplaint, takenSteps } from './standing.ts';
import { type Complaint, type Escalation, escalationsTable, type Told } from './tables.ts';

const refOf = (complaint: Complaint) => ({ kind: 'complaint' as const, id: complaint.id, number: complaint.number });

/** The named handler of a step: the assignment rule among those allowed, without the owner and who is complained about. */
function pickHandler(tx: Tx, complaint: Complaint): string | null {
  const choice = pickOwner(
    tx,
    {
      category: complaint.category,
      severity: complaint.severity,
      studentIds: studentIdsOf(tx, complaint.id),
      aboutIds: aboutIdsOf(tx, complaint.id),
      excluded: complaint.ownerId ? { [complaint.ownerId]: 'owner' } : {},
    },
    tx.command.at,
  );
  return choice.ownerId;
}

/** Whom a step tells on the day of the command; who is on leave counts as absent. */
export function toldBy(
  db: Db,
  step: Pick<DueStep, 'tells'>,
  complaint: Pick<Complaint, 'category' | 'severity' | 'firstContactId'>,
  aboutIds: readonly string[],
  now: number,
) {
  const context = assignmentContext(db, { category: complaint.category, severity: complaint.severity, studentIds: [], aboutIds }, now);
  const people = candidatesOf(db, [], now);
  const today = dayOf(now, context.calendar.zone);
  return whomToTell(step.tells, people, {
    department: departmentOfCategory[complaint.category],
    complainedAbout: aboutIds,
    absent: people.filter((each) => isOnLeave(each.id, today, context)).map((each) => each.id),
    firstContactId: complaint.firstContactId,
  });
}

/** Takes one step of the ladder: recorded once with its due and detected time, the people told, the handler named. */
function takeStep(tx: Tx, desk: Desk, complaint: Complaint, step: DueStep): Complaint {
  const told = toldBy(tx, step, complaint, aboutIdsOf(tx, complaint.id), tx.command.at);
  const handlerId = step.namesHandler ? pickHandler(tx, complaint) : null;
  insertRow(tx, escalationsTable, {
    id: desk.ids.next(),
    complaintId: complaint.id,
    cycle: complaint.cycle,
    step: step.step,
    level: step.level,
    dueAt: step.dueAt,
    detectedAt: tx.command.at,
    handlerId,
    told: told.staffIds.map((id): Told => ({ id, at: null })),
    reason: { flagged: told.flagged ? 1 : 0, raised: told.raised.map((each) => `${each.role}>${each.to ?? ''}`).join(' ') },
  });
  const names = namesOf(tx, [...told.staffIds, handlerId]);
  writeEntry(tx, desk.ids, complaint, {
    kind: 'escalation',
    text: handlerId ? 'escalated_to_handler' : told.flagged ? 'escalated_to_nobody' : 'escalated',
    vals: {
      level: step.level,
      dueAt: step.dueAt,
      told: told.staffIds.map((id) => names.get(id) ?? '').join('、'),
      ...(handlerId ? { handler: names.get(handlerId) ?? '', handlerId } : {}),
    },
  });
  const { ownerId } = complaint;
  const ownerIsHere = ownerId !== null && isActiveOn(staffById(tx, ownerId), dayOf(tx.command.at, zoneOf(tx)));
  const listeners = [...told.staffIds, ...(handlerId ? [handlerId] : []), ...(ownerIsHere ? [ownerId] : [])];
  tellStaff(tx, desk.ids, listeners, {
    kind: 'escalated',
    dueAt: step.dueAt,
    ref: refOf(complaint),
    values: { level: step.level, severity: complaint.severity },
  });
  return saveComplaint(tx, complaint, { level: Math.max(complaint.level, step.level) }, { bump: false });
}

/** Steps that are due "at once" are taken inside the command that made them due: recording, raising to 重大, reopening. */
export function takeStepsAtOnce(tx: Tx, desk: Desk, complaint: Complaint): Complaint {
  let standing = complaint;
  const facts = ladderFacts(tx, complaint, tx.command.at);
  for (const step of facts ? ladderStepsDue(facts) : []) if (step.afterMinutes === 0) standing = takeStep(tx, desk, standing, step);
  return standing;
}

/** Takes the earliest step that fell due, if it still is. Idempotent. Answers whether it did something. */
export function raiseStep(tx: Tx, desk: Desk, complaintId: string): boolean {
  const complaint = complaintById(tx, complaintId);
  const facts = ladderFacts(tx, complaint, tx.command.at);
  const step = facts ? ladderStepsDue(facts)[0] : undefined;
  if (!step) {
    saveComplaint(tx, complaint, {}, { bump: false });
    return false;
  }
  takeStep(tx, desk, complaint, step);
  return true;
}

/** The step that an unanswered dispatch calls for at `now` (UTC ms), and who would be asked; nobody is asked twice in a cycle. */
function nextAsked(db: Db, complaint: Complaint, now: number) {
  const facts = acceptanceFacts(db, complaint);
  const taken = takenSteps(db, complaint);
  const step = facts ? redispatchDue({ ...facts, accepted: false, cycle: complaint.cycle, taken, now }) : null;
  if (!step || complaint.ownerId === null) return null;
  const asked = db.all<{ id: string }>(
    `SELECT json_extract(reason, '$.fromId') AS id FROM escalations WHERE complaint_id = ? AND cycle = ? AND step LIKE 'redispatch%'`,
    [complaint.id, complaint.cycle],
  );
  const about = {
    category: complaint.category,
    severity: complaint.severity,
    studentIds: studentIdsOf(db, complaint.id),
    aboutIds: aboutIdsOf(db, complaint.id),
    excluded: { ...Object.fromEntries(asked.map((row) => [row.id, 'already_asked'])), [complaint.ownerId]: 'owner' },
    from: step.from,
  };
  return { step, choice: pickOwner(db, about, now) };
}

/** Whether it is on record already that nobody could be asked in place of the present owner. */
function nobodyNoted(db: Db, complaint: Complaint): boolean {
  const since = complaint.ownerSinceAt ?? 0;
  return (
    db.get(`SELECT 1 FROM complaint_entries WHERE complaint_id = ? AND text = 'redispatch_nobody' AND recorded_at >= ?`, [
      complaint.id,
      since,
    ]) !== undefined
  );
}

/** Nobody could be asked, that is on record, and nobody has come since: nothing to do yet at `now` (UTC ms). */
export function stillNobody(db: Db, complaintId: string, now: number): boolean {
  const complaint = complaintById(db, complaintId);
  return nobodyNoted(db, complaint) && nextAsked(db, complaint, now)?.choice.ownerId === null;
}

/** Nobody is left to be asked: said once, to the supervisor too; the step is not used up and is taken as soon as somebody comes. */
function noteNobody(tx: Tx, desk: Desk, complaint: Complaint, ownerId: string, dueAt: number): boolean {
  if (nobodyNoted(tx, complaint)) return false;
  writeEntry(tx, desk.ids, complaint, { kind: 'assignment', text: 'redispatch_nobody', vals: { from: nameOf(tx, ownerId) } });
  const told = toldBy(tx, { tells: ['supervisor'] }, complaint, aboutIdsOf(tx, complaint.id), tx.command.at).staffIds;
  tellStaff(tx, desk.ids, told, { kind: 'nobody_free', dueAt, ref: refOf(complaint), values: { from: nameOf(tx, ownerId) } });
  saveComplaint(tx, complaint, {}, { bump: false });
  return true;
}

/**
 * Unanswered dispatch: gives it to the next candidate, then to the head of the department; nobody else is asked twice in a cycle.
 * The new owner's minutes begin now, so one catch-up makes at most one. With nobody to ask it waits for somebody. Idempotent. Answers
 * whether it did something.
 */
export function redispatch(tx: Tx, desk: Desk, complaintId: string): boolean {
  const complaint = complaintById(tx, complaintId);
  const found = nextAsked(tx, complaint, tx.command.at);
  if (!found || complaint.ownerId === null) {
    saveComplaint(tx, complaint, {}, { bump: false });
    return false;
  }
  const { step, choice } = found;
  if (choice.ownerId === null) return noteNobody(tx, desk, complaint, complaint.ownerId, step.dueAt);
  insertRow(tx, escalationsTable, {
    id: desk.ids.next(),
    complaintId: complaint.id,
    cycle: complaint.cycle,
    step: step.step,
    level: 0,
    dueAt: step.dueAt,
    detectedAt: tx.command.at,
    handlerId: null,
    told: [],
    reason: { fromId: complaint.ownerId, toId: choice.ownerId },
  });
  const changes = giveTo(tx, desk.ids, complaint, {
    ownerId: choice.ownerId,
    reason: { rule: 'redispatch', because: choice.because },
    accepted: false,
    text: 'redispatched',
    values: { dueAt: step.dueAt },
    message: 'redispatched',
    dueAt: step.dueAt,
  });
  tellStaff(tx, desk.ids, [complaint.ownerId], {
    kind: 'redispatched',
    dueAt: step.dueAt,
    ref: refOf(complaint),
    values: { to: nameOf(tx, choice.ownerId) },
  });
  saveComplaint(tx, complaint, changes);
  return true;
}

function escalationById(db: Db, id: string): Escalation {
  const row = selectRow(db, escalationsTable, 'WHERE id = ?', [id]);
  if (!row) throw new Failure('NOT_FOUND', { what: 'escalation' });
  return row;
}

/** Whether `staffId` still has to acknowledge the step: named handler, or told and nobody named. A reopened complaint asks for its own steps only. */
export function awaits(escalation: Escalation, staffId: string, complaint: Pick<Complaint, 'cycle'>): boolean {
  if (escalation.level === 0 || escalation.cycle !== complaint.cycle) return false;
  if (escalation.handlerId === staffId) return escalation.acknowledgedAt === null;
  return escalation.told.some((each) => each.id === staffId && each.at === null);
}

/**
 * Acknowledges a step. The named handler thereby takes the complaint over: until then the owner answers. Somebody told only says
 * to have seen it. Errors: NOT_FOUND, FORBIDDEN, STATE_FORBIDS (acknowledged already, or of an earlier cycle).
 */
export function acknowledge(tx: Tx, desk: Desk, who: Identity, escalationId: string): void {
  const escalation = escalationById(tx, escalationId);
  const complaint = complaintById(tx, escalation.complaintId);
  const me = who.staffId;
  const isHandler = escalation.handlerId === me;
  if (!isHandler && !escalation.told.some((each) => each.id === me)) throw new Failure('FORBIDDEN', { right: 'complaints.handle' });
  if (!awaits(escalation, me, complaint)) throw new Failure('STATE_FORBIDS', { state: 'acknowledged', action: 'acknowledge' });
  const at = tx.command.at;
  const told = escalation.told.map((each) => (each.id === me && each.at === null ? { ...each, at } : each));
  const settles = escalation.acknowledgedAt === null && (isHandler || escalation.handlerId === null);
  updateRow(tx, escalationsTable, escalationId, { told, ...(settles ? { acknowledgedAt: at, acknowledgedBy: me } : {}) });
  writeEntry(tx, desk.ids, complaint, { kind: 'escalation', text: 'acknowledged', vals: { level: escalation.level, by: who.name } });
  const takesOver = isHandler && complaint.ownerId !== me && ['new', 'assigned', 'handling', 'waiting'].includes(complaint.state);
  const changes = takesOver
    ? giveTo(tx, desk.ids, complaint, {
        ownerId: me,
        reason: { rule: 'hand_over', because: [{ code: 'escalation_handler', values: { level: escalation.level } }] },
        accepted: true,
        text: 'taken_over',
        values: { level: escalation.level },
        message: null,
      })
    : {};
  if (takesOver && complaint.ownerId) {
    tellStaff(tx, desk.ids, [complaint.ownerId], { kind: 'hand_over', ref: refOf(complaint), values: { takenBy: who.name } });
  }
  saveComplaint(tx, complaint, changes);
}

/**
 * The supervisor names another handler. Errors: NOT_FOUND, FORBIDDEN, INVALID (owner, complained about, inactive, no login), STATE_FORBIDS.
 */
export function changeHandler(tx: Tx, desk: Desk, who: Identity, escalationId: string, staffId: string): void {
  const escalation = escalationById(tx, escalationId);
  const complaint = complaintById(tx, escalation.complaintId);
  mustSupervise(tx, who, complaint);
  if (escalation.cycle !== complaint.cycle || escalation.acknowledgedAt !== null || escalation.level === 0) {
    throw new Failure('STATE_FORBIDS', { state: 'acknowledged', action: 'change_handler' });
  }
  refuseInactive(tx, staffId, dayOf(tx.command.at, zoneOf(tx)), 'staffId');
  if (staffById(tx, staffId).login === '') throw new Failure('INVALID', { field: 'staffId', reason: 'no_login' });
  if (aboutIdsOf(tx, complaint.id).includes(staffId)) throw new Failure('INVALID', { field: 'staffId', reason: 'complained_about' });
  if (complaint.ownerId === staffId) throw new Failure('INVALID', { field: 'staffId', reason: 'owner' });
  updateRow(tx, escalationsTable, escalationId, { handlerId: staffId });
  writeEntry(tx, desk.ids, complaint, {
    kind: 'escalation',
    text: 'handler_changed',
    vals: { level: escalation.level, handler: nameOf(tx, staffId), handlerId: staffId },
  });
  tellStaff(tx, desk.ids, [staffId], {
    kind: 'escalated',
    dueAt: escalation.dueAt,
    ref: refOf(complaint),
    values: { level: escalation.level, severity: complaint.severity },
  });
  saveComplaint(tx, complaint, {});
}

/** The steps of a complaint in order. */
export function escalationsOf(db: Db, complaintId: string): Escalation[] {
  return selectRows(db, escalationsTable, 'WHERE complaint_id = ? ORDER BY cycle, detected_at, id', [complaintId]);
}
