import type { z } from 'zod';
import type { Identity } from '#main/base/os.ts';
import { calendarsOf } from '#main/calendar/service.ts';
import { type ClockRow, clocksOf, standingAt } from '#main/clocks/service.ts';
import type { Db } from '#main/db/open.ts';
import { zoneOf } from '#main/settings/service.ts';
import type { entryView, escalationView } from '#shared/contract/complaint-page.ts';
import type { complaints as complaintsContract } from '#shared/contract/complaints.ts';
import { isAnother, VISIT_TRIES } from '#shared/rules/complaint-closing.ts';
import { isRecordedLate } from '#shared/rules/complaints.ts';
import { maskPhone } from '#shared/rules/phones.ts';
import { dayOf } from '#shared/rules/zone.ts';
import { canAssign, canHandle, canSupervise, canVerify, mustSee } from './access.ts';
import { closingMissing, needsReply, visitOf } from './closing.ts';
import { furtherComplainants, unreachedCalls } from './complainants.ts';
import { coursesOf, enrolmentIdsOf, packsOf } from './enrolments.ts';
import { awaits, escalationsOf } from './escalation.ts';
import { openRequests } from './extension.ts';
import { linksOf } from './links.ts';
import { complaintRows } from './list.ts';
import { aboutIdsOf, complaintById, namesOf, pausesOfComplaint, rectificationsOf, subjectOf } from './load.ts';
import { entriesOf } from './log.ts';
import { mergedFrom, mergedInto } from './merge.ts';
import { nodesOf } from './nodes.ts';
import { activePolicy, policyById, rulesOf } from './policy.ts';
import { mayKeep } from './promises.ts';
import { awaitsVerifying } from './rectify.ts';
import type { Complaint, Entry, Escalation } from './tables.ts';
import { mayResolveUnreached, primaryTries } from './unreachable.ts';
import { clockViewOf, workDaysLeftOf } from './why.ts';

type Output<P> = P extends { '~orpc': { outputSchema?: infer S } } ? (S extends z.ZodType ? z.infer<S> : never) : never;
export type ComplaintPage = Output<typeof complaintsContract.get>;

type Names = (id: string | null) => string;

function complainantOf(db: Db, complaint: Complaint): ComplaintPage['complaint']['complainant'] {
  const { complainantKind: kind, complainantRefId: refId } = complaint;
  const found =
    refId === null
      ? undefined
      : kind === 'guardian'
        ? db.get<{ name: string; phone: string; relation: string | null }>(
            `SELECT g.name, g.phone, (SELECT relation FROM student_guardians l JOIN complaint_students cs ON cs.student_id = l.student_id
               WHERE l.guardian_id = g.id AND cs.complaint_id = ? LIMIT 1) AS relation FROM guardians g WHERE g.id = ?`,
            [complaint.id, refId],
          )
        : db.get<{ name: string; phone: string; relation: string | null }>(
            'SELECT name, phone, NULL AS relation FROM students WHERE id = ?',
            [refId],
          );
  return {
    kind,
    refId,
    name: complaint.complainantName || (found?.name ?? ''),
    relation: found?.relation ?? '',
    phoneMasked: maskPhone(complaint.complainantPhone || (found?.phone ?? '')),
  };
}

function studentsOf(db: Db, who: Identity, complaint: Complaint, named: readonly string[], now: number): ComplaintPage['students'] {
  const rows = db.all<{ id: string; number: string; name: string; gender: string; birthOn: string | null; past: number }>(
    `SELECT s.id, s.number, s.name, s.gender, s.birth_on AS birthOn,
       (SELECT count(*) FROM complaint_students o JOIN complaints m ON m.id = o.complaint_id
         WHERE o.student_id = s.id AND o.complaint_id <> $id AND m.merged_into_id IS NULL) AS past
     FROM complaint_students cs JOIN students s ON s.id = cs.student_id WHERE cs.complaint_id = $id ORDER BY cs.rowid`,
    { id: complaint.id },
  );
  const nameOnly = who.grants['students.read'] === 'name';
  const today = dayOf(now, zoneOf(db));
  const ids = rows.map((row) => row.id);
  const all = packsOf(db, who, ids, today, named);
  return rows.map(({ past, birthOn, ...row }) => {
    const packs = all.filter((pack) => pack.studentId === row.id);
    return {
      ...row,
      gender: nameOnly ? '' : row.gender,
      age: nameOnly || birthOn === null ? null : ageOn(birthOn, today),
      remainingHalves: packs.reduce((sum, pack) => sum + pack.remainingHalves, 0),
      packs: packs.map((pack) => ({ ...pack, concerned: named.includes(pack.id) })),
      pastComplaints: past,
    };
  });
}

function ageOn(birthOn: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthOn.slice(0, 4));
  return Math.max(0, today.slice(5) < birthOn.slice(5) ? years - 1 : years);
}

function entryViewOf(entry: Entry & { voided: boolean }, name: Names): z.infer<typeof entryView> {
  const byPerson = ['contact', 'told', 'note', 'visit'].includes(entry.kind);
  return {
    id: entry.id,
    kind: entry.kind,
    at: entry.happenedAt,
    recordedAt: entry.recordedAt,
    recordedLate: byPerson && isRecordedLate(entry.happenedAt, entry.recordedAt),
    by: name(entry.recordedBy),
    channel: entry.channel,
    direction: entry.direction,
    outcome: entry.outcome,
    withWhom: entry.withWhom,
    someoneElse: entry.someoneElse,
    words: entry.words,
    toldProgress: entry.toldProgress,
    toldResult: entry.toldResult,
    promisedUntil: entry.promisedUntil,
    text: entry.text,
    values: entry.vals,
    voided: entry.voided,
  };
}

function escalationViewOf(
  escalation: Escalation,
  complaint: Complaint,
  namesHandler: boolean,
  who: Identity,
  name: Names,
): z.infer<typeof escalationView> {
  return {
    id: escalation.id,
    cycle: escalation.cycle,
    step: escalation.step,
    level: escalation.level,
    dueAt: escalation.dueAt,
    detectedAt: escalation.detectedAt,
    told: escalation.told.map((each) => ({ name: name(each.id), at: each.at })),
    namesHandler,
    handler: escalation.handlerId === null ? null : { id: escalation.handlerId, name: name(escalation.handlerId) },
    acknowledgedAt: escalation.acknowledgedAt,
    acknowledgedBy: escalation.acknowledgedBy === null ? null : name(escalation.acknowledgedBy),
    mineToAcknowledge: awaits(escalation, who.staffId, complaint),
  };
}

type Promised = ComplaintPage['promises'][number];

/** What was promised or is to do, the open ones first. */
function promisesOf(db: Db, who: Identity, complaint: Complaint): Promised[] {
  return db
    .all<Omit<Promised, 'mayKeep'>>(
      `SELECT p.id, p.kind, p.words, p.due_at AS dueAt, p.done_at AS doneAt, s.name AS owner, p.owner_id AS ownerId
       FROM promises p JOIN staff s ON s.id = p.owner_id WHERE p.complaint_id = ? ORDER BY p.done_at IS NOT NULL, p.due_at, p.id`,
      [complaint.id],
    )
    .map((row) => ({ ...row, mayKeep: row.doneAt === null && mayKeep(db, who, complaint, row) }));
}

/** Who else complained, as the primary one is shown. */
function complainantsOf(db: Db, complaint: Complaint): ComplaintPage['complainants'] {
  const calls = unreachedCalls(db, complaint);
  return furtherComplainants(db, complaint.id).map((each) => {
    const { name, relation, phoneMasked } = complainantOf(db, {
      ...complaint,
      complainantKind: each.kind,
      complainantRefId: each.refId,
      complainantName: each.name,
      complainantPhone: each.phone,
    });
    const tries = calls.get(each.id) ?? 0;
    const unreachable = each.toldAt === null && tries >= VISIT_TRIES;
    return { id: each.id, kind: each.kind, refId: each.refId, name, relation, phoneMasked, toldAt: each.toldAt, tries, unreachable };
  });
}

/**
 * Everything that the page of one complaint shows, at `now` (UTC ms); phones masked. Errors: NOT_FOUND, FORBIDDEN.
 */
export function complaintPage(db: Db, who: Identity, id: string, now: number): ComplaintPage {
  const complaint = complaintById(db, id);
  mustSee(db, who, complaint);
  const entries = entriesOf(db, id);
  const calendars = calendarsOf(db);
  const pauses = pausesOfComplaint(db, id);
  const clocks = clocksOf(db, subjectOf(complaint)).map((clock) => standingAt(clock, calendars, pauses, now));
  const daysLeft = (clock: ClockRow) => workDaysLeftOf(clock, calendars, pauses, now);
  const escalations = escalationsOf(db, id);
  const rectifications = rectificationsOf(db, id);
  const visit = visitOf(db, complaint);
  const aboutIds = aboutIdsOf(db, id);
  const naming = new Set(rulesOf(db, complaint).ladder.flatMap((step) => (step.namesHandler ? [step.level] : [])));
  const nodes = nodesOf(db, complaint, { entries, clocks, rectifications, visit }, now);
  const names = namesOf(db, [
    ...aboutIds,
    ...entries.map((each) => each.recordedBy),
    ...escalations.flatMap((each) => [...each.told.map((told) => told.id), each.handlerId, each.acknowledgedBy]),
    ...rectifications.flatMap((each) => [each.ownerId, each.verifiedBy]),
    ...nodes.map((each) => each.who),
    ...[complaint.recordedBy, complaint.firstContactId, complaint.handOverToId, visit?.ownerId ?? null],
  ]);
  const name: Names = (staffId) => (staffId === null ? '' : (names.get(staffId) ?? ''));
  const [row] = complaintRows(db, [id]);
  const named = enrolmentIdsOf(db, id);
  if (!row) throw new Error('a complaint without a row');
  return {
    complaint: {
      ...row,
      ...headOf(complaint, name),
      words: complaint.words,
      complainant: complainantOf(db, complaint),
      about: aboutIds.map((staffId) => ({ id: staffId, name: name(staffId) })),
      replyRequired: needsReply(db, complaint),
      replyAsked: complaint.replyRequired,
      policyVersion: policyById(db, complaint.policyId).version,
      newestPolicyVersion: activePolicy(db).version,
      mergedInto: mergedInto(db, who, complaint, now),
    },
    students: studentsOf(db, who, complaint, named, now),
    courses: coursesOf(db, named),
    nodes: nodes.map(({ verdict: _verdict, who: staffId, ...node }) => ({ ...node, who: name(staffId) })),
    clocks: clocks.map((clock) => clockViewOf(clock, daysLeft(clock))),
    complainants: complainantsOf(db, complaint),
    links: linksOf(db, who, id),
    merged: mergedFrom(db, who, id, now),
    entries: entries.map((entry) => entryViewOf(entry, name)),
    escalations: escalations
      .filter((each) => each.level > 0)
      .map((each) => escalationViewOf(each, complaint, naming.has(each.level) || each.handlerId !== null, who, name)),
    assignment: complaint.assignment,
    rectifications: rectifications.map((each) => ({
      id: each.id,
      what: each.what,
      owner: { id: each.ownerId, name: name(each.ownerId) },
      ...rectificationDue(clocks, each, daysLeft),
      doneAt: each.doneAt,
      mayVerify: awaitsVerifying(each) && canVerify(db, who, complaint) && isAnother(each, who.staffId),
      verifiedAt: each.verifiedAt,
      verifiedBy: each.verifiedBy === null ? null : name(each.verifiedBy),
      droppedReason: each.droppedAt === null ? null : each.droppedReason,
    })),
    visit: visit && { id: visit.id, dueOn: visit.dueOn, state: visit.state, owner: name(visit.ownerId), satisfaction: visit.satisfaction },
    promises: promisesOf(db, who, complaint),
    extensions: openRequests(db, id, now),
    unreached: {
      tries: primaryTries(db, complaint),
      may: mayResolveUnreached(db, complaint) && canHandle(db, who, complaint),
      resolvedAt: complaint.unreachableAt,
    },
    missingToClose: complaint.state === 'closed' || complaint.state === 'withdrawn' ? [] : closingMissing(db, complaint, who),
    may: {
      handle: canHandle(db, who, complaint),
      assign: canAssign(db, who, complaint),
      supervise: canSupervise(db, who, complaint),
      verify: canVerify(db, who, complaint),
      reveal: who.grants['students.reveal'] !== undefined,
    },
  };
}

function rectificationDue(
  clocks: readonly ClockRow[],
  row: { cycle: number; round: number },
  daysLeft: (clock: ClockRow) => number | null,
): { dueAt: number | null; paused: boolean; workDaysLeft: number | null } {
  const clock = clocks.find((each) => each.clock === 'rectification' && each.cycle === row.cycle && each.round === row.round);
  return { dueAt: clock?.dueAt ?? null, paused: clock?.paused ?? false, workDaysLeft: clock ? daysLeft(clock) : null };
}

function headOf(complaint: Complaint, name: Names) {
  const { wish, channel, recordedAt, cycle, waitingUntil, waitingReason, decision, needsRectification, rootCause, prevention, tags } =
    complaint;
  return {
    wish,
    channel,
    recordedAt,
    recordedBy: name(complaint.recordedBy),
    recordedLate: isRecordedLate(complaint.receivedAt, recordedAt),
    cycle,
    firstContact: { id: complaint.firstContactId, name: name(complaint.firstContactId) },
    waitingUntil,
    waitingReason,
    decision,
    needsRectification,
    rootCause,
    prevention,
    tags,
    resolvedAt: complaint.resolvedAt,
    closedAt: complaint.closedAt,
    withdrawnAt: complaint.withdrawnAt,
    handOverTo: complaint.handOverToId === null ? null : { id: complaint.handOverToId, name: name(complaint.handOverToId) },
  };
}
