import type { Ids } from '#main/base/ids.ts';
import { calendarsOf, rosterAt } from '#main/calendar/service.ts';
import { clocksOf, isRunning, stopClock } from '#main/clocks/service.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { tellStaff } from '#main/messages/service.ts';
import { readSettings } from '#main/settings/service.ts';
import type { Department, Severity } from '#shared/contract/fields.ts';
import {
  type AssignmentContext,
  type Candidate,
  type Choice,
  chooseOwner,
  departmentOfCategory,
  type Rung,
} from '#shared/rules/assignment.ts';
import { nextState } from '#shared/rules/complaints.ts';
import { dayOf, dayStart } from '#shared/rules/zone.ts';
import { nameOf, stateAfter, subjectOf } from './load.ts';
import { writeEntry } from './log.ts';
import { setState } from './state.ts';
import type { AssignmentReason, Complaint, Values } from './tables.ts';

type CandidateRow = {
  id: string;
  login: string;
  roles: string;
  departments: string;
  headOf: string;
  severities: string;
  openCount: number;
  today: number;
  last: number | null;
  handled: number | null;
};

/** Lines of the log `e` of complaints `c` that stand: not taken back, and not of a complaint that was withdrawn, undone or merged. */
const STANDS = `c.state <> 'withdrawn' AND e.voids IS NULL AND NOT EXISTS (SELECT 1 FROM complaint_entries v WHERE v.voids = e.id)`;
/** … that gave the complaint to somebody, whoever has it now. */
const GIVEN = `e.kind = 'assignment' AND e.text <> 'hand_over_offered' AND e.vals ->> 'toId' IS NOT NULL`;
// the + takes the column's affinity away: with it the index on an expression would be read from end to end
const GIVEN_TO = `FROM complaint_entries e INDEXED BY complaint_entries_given CROSS JOIN complaints c ON c.id = e.complaint_id
  WHERE ${GIVEN} AND e.vals ->> 'toId' = +s.id AND ${STANDS}`;

/**
 * Everybody who may own a complaint at `now` (UTC ms), with what the assignment rule compares: open ones, those given to them today, the
 * last turn, and when they last were given a complaint of one of the students or spoke with its people. What was withdrawn, undone or merged
 * counts for nothing; what went on to somebody else does.
 */
export function candidatesOf(db: Db, studentIds: readonly string[], now: number): Candidate[] {
  const { opening } = calendarsOf(db);
  const day = dayOf(now, opening.zone);
  const { dailyCap } = readSettings(db);
  const rows = db.all<CandidateRow>(
    `SELECT s.id, s.login, s.roles, s.departments, s.head_of AS headOf, s.severities,
       (SELECT count(*) FROM complaints c INDEXED BY complaints_open
         WHERE c.owner_id = s.id AND c.state NOT IN ('closed', 'withdrawn')) AS openCount,
       (SELECT count(DISTINCT e.complaint_id) ${GIVEN_TO} AND e.recorded_at >= $from) AS today,
       (SELECT e.recorded_at ${GIVEN_TO} ORDER BY e.recorded_at DESC LIMIT 1) AS last, h.at AS handled
     FROM staff s LEFT JOIN (
       SELECT CASE e.kind WHEN 'assignment' THEN e.vals ->> 'toId' ELSE e.recorded_by END AS staff_id, max(e.happened_at) AS at
       FROM complaint_students cs JOIN complaints c ON c.id = cs.complaint_id JOIN complaint_entries e ON e.complaint_id = c.id
       WHERE cs.student_id IN (SELECT value FROM json_each($students)) AND ${STANDS} AND ((${GIVEN}) OR (e.kind IN ('contact', 'told') AND e.direction = 'out'))
       GROUP BY 1) h ON h.staff_id = s.id
     WHERE s.joined_on <= $day AND (s.left_on IS NULL OR s.left_on >= $day)`,
    { from: dayStart(day, opening.zone), students: JSON.stringify(studentIds), day },
  );
  return rows.map((row) => {
    const roles = JSON.parse(row.roles) as string[];
    return {
      id: row.id,
      active: row.login !== '' && roles.length > 0,
      departments: JSON.parse(row.departments) as Department[],
      headOf: JSON.parse(row.headOf) as Department[],
      supervisor: roles.includes('supervisor'),
      manager: roles.includes('manager'),
      openCount: row.openCount,
      assignedToday: row.today,
      dailyCap,
      lastAssignedAt: row.last,
      handledStudentAt: row.handled,
      severities: JSON.parse(row.severities) as Severity[],
    };
  });
}

export type About = {
  category: Complaint['category'];
  severity: Severity;
  studentIds: readonly string[];
  aboutIds: readonly string[];
  excluded?: Record<string, string>;
  from?: Rung;
};

/** The roster facts that every question to the assignment rule needs. */
export function assignmentContext(db: Db, about: About, now: number): AssignmentContext {
  const { opening } = calendarsOf(db);
  return {
    now,
    calendar: opening,
    department: departmentOfCategory[about.category],
    severity: about.severity,
    complainedAbout: about.aboutIds,
    ...(about.excluded ? { excluded: about.excluded } : {}),
    ...(about.from ? { from: about.from } : {}),
    ...rosterAt(db, opening, now),
  };
}

/** Whom the rule picks at `now` (UTC ms), and why. */
export function pickOwner(db: Db, about: About, now: number): Choice {
  return chooseOwner(candidatesOf(db, about.studentIds, now), assignmentContext(db, about, now));
}

/** When the duty of a person begins that holds at `at` or comes next (UTC ms); null = not on the roster. */
export function dutyStartOf(db: Db, staffId: string, category: Complaint['category'], at: number): number | null {
  const context = assignmentContext(db, { category, severity: 'general', studentIds: [], aboutIds: [] }, at);
  const alone: Candidate = {
    id: staffId,
    active: true,
    departments: [context.department],
    headOf: [context.department],
    supervisor: true,
    manager: true,
    openCount: 0,
    assignedToday: 0,
    dailyCap: null,
    lastAssignedAt: null,
    handledStudentAt: null,
    severities: null,
  };
  return chooseOwner([alone], context).dutyStartsAt;
}

/** The kept reason of a choice; ids in it become names, so that it reads the same for ever. */
export function reasonOf(choice: Pick<Choice, 'rule' | 'because'>): AssignmentReason {
  return { rule: choice.rule, because: choice.because };
}

export type Gift = {
  ownerId: string;
  reason: AssignmentReason;
  /** The new owner has agreed already (hand-over, taken by oneself, escalation). */
  accepted: boolean;
  /** Sentence of the log, and its values besides the names. */
  text: string;
  values?: Values;
  /** What the new owner is told; null = nothing, because that person did it. */
  message: 'assigned' | 'redispatched' | null;
  dueAt?: number | null;
};

/**
 * Gives a complaint to an owner: stops the dispatch clock, keeps why, tells the new owner. Unless agreed already the new owner has
 * to accept. Answers the changed columns. Errors: STATE_FORBIDS.
 */
export function giveTo(tx: Tx, ids: Ids, complaint: Complaint, gift: Gift): Partial<Complaint> {
  const assigned = stateAfter(complaint, 'assign');
  const state = gift.accepted ? (nextState(assigned, 'accept') ?? assigned) : assigned;
  const at = tx.command.at;
  const dispatch = clocksOf(tx, subjectOf(complaint)).find((each) => each.clock === 'dispatch' && isRunning(each));
  if (dispatch) stopClock(tx, ids, dispatch, at);
  setState(tx, ids, complaint, state);
  const from = complaint.ownerId ? nameOf(tx, complaint.ownerId) : '';
  writeEntry(tx, ids, complaint, {
    kind: 'assignment',
    text: gift.text,
    vals: { to: nameOf(tx, gift.ownerId), toId: gift.ownerId, from, rule: gift.reason.rule, ...gift.values },
  });
  if (gift.message) {
    tellStaff(tx, ids, [gift.ownerId], {
      kind: gift.message,
      dueAt: gift.dueAt ?? null,
      ref: { kind: 'complaint', id: complaint.id, number: complaint.number },
      values: { severity: complaint.severity },
    });
  }
  return {
    state,
    ownerId: gift.ownerId,
    ownerSinceAt: at,
    acceptedAt: gift.accepted ? at : null,
    firstOwnerId: complaint.firstOwnerId ?? gift.ownerId,
    handOverToId: null,
    assignment: gift.reason,
  };
}
