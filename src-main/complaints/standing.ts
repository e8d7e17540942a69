import { calendarsOf } from '#main/calendar/service.ts';
import { clocksOf, type Moved, nextOf, recompute, specOf } from '#main/clocks/service.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { updateRow } from '#main/db/rows.ts';
import type { Pause } from '#shared/rules/clock.ts';
import { acceptDueAt, type DueStep, type LadderFacts, ladderStepsDue, nextLadderStep } from '#shared/rules/escalation.ts';
import { dutyStartOf } from './assignment.ts';
import { complaintById, pausesOfComplaint, subjectOf } from './load.ts';
import { rulesOf } from './policy.ts';
import { type Complaint, complaintsTable } from './tables.ts';

/** Steps already taken in the running cycle. */
export function takenSteps(db: Db, complaint: Pick<Complaint, 'id' | 'cycle'>): string[] {
  return db
    .all<{ step: string }>('SELECT step FROM escalations WHERE complaint_id = ? AND cycle = ?', [complaint.id, complaint.cycle])
    .map((row) => row.step);
}

const works = (complaint: Pick<Complaint, 'state'>): boolean => ['new', 'assigned', 'handling', 'waiting'].includes(complaint.state);

/** What the ladder rule is asked at `now` (UTC ms), or null when the cycle has ended. */
export function ladderFacts(
  db: Db,
  complaint: Complaint,
  now: number,
  pauses: readonly Pause[] = pausesOfComplaint(db, complaint.id),
): LadderFacts | null {
  if (!works(complaint)) return null;
  const resolution = clocksOf(db, subjectOf(complaint)).find((each) => each.clock === 'resolution' && each.cycle === complaint.cycle);
  if (!resolution) return null;
  return {
    policy: rulesOf(db, complaint),
    cycle: complaint.cycle,
    resolution: specOf(resolution, calendarsOf(db), pauses),
    severitySince: complaint.severitySinceAt,
    stoppedAt: resolution.stoppedAt,
    taken: takenSteps(db, complaint),
    now,
  };
}

/** When the next step falls due; null while a wait holds it back, or when none is left. */
function nextStepAt(facts: LadderFacts | null, waiting: boolean): number | null {
  if (!facts) return null;
  const fallen: DueStep | undefined = ladderStepsDue(facts)[0];
  if (fallen) return fallen.dueAt;
  return waiting ? null : (nextLadderStep(facts)?.dueAt ?? null);
}

/** What the rule of unanswered dispatch is asked, or null when there is nobody to wait for. */
export function acceptanceFacts(db: Db, complaint: Complaint) {
  return works(complaint) && complaint.acceptedAt === null ? assignmentFacts(db, complaint) : null;
}

/** Since when the present owner has it and how long acceptance may take; null without an owner. */
function assignmentFacts(db: Db, complaint: Complaint) {
  const { ownerId, ownerSinceAt } = complaint;
  if (ownerId === null || ownerSinceAt === null) return null;
  return {
    assignedAt: ownerSinceAt,
    dutyStartsAt: dutyStartOf(db, ownerId, complaint.category, ownerSinceAt),
    calendar: calendarsOf(db).opening,
    minutes: rulesOf(db, complaint).acceptMinutes,
  };
}

/** What acceptance by the present owner is measured by, accepted or not (UTC ms); null without an owner. */
export function acceptStandardAt(db: Db, complaint: Complaint): number | null {
  const facts = assignmentFacts(db, complaint);
  return facts ? acceptDueAt(facts) : null;
}

const LAST_REDISPATCH = 2;

/** Until when the owner has to accept; null when accepted, or when nobody is left to be asked instead. */
function acceptByAt(db: Db, complaint: Complaint): number | null {
  const facts = acceptanceFacts(db, complaint);
  return facts ? acceptDueAt(facts) : null;
}

export type SaveOptions = {
  /** An act counts the version up; what the program raises by itself does not, so that nobody's typing turns stale by it. */
  bump: boolean;
};

/**
 * Writes the changed columns of a complaint and brings everything that follows from them in line: due times of running clocks,
 * the next clock, the next step of the ladder, until when to accept. Answers the complaint as it now stands.
 */
export function saveComplaint(
  tx: Tx,
  complaint: Complaint,
  changes: Partial<Complaint>,
  options: SaveOptions = { bump: true },
): Complaint & { moved: Moved[] } {
  const changed: Complaint = { ...complaint, ...changes };
  const pauses = pausesOfComplaint(tx, complaint.id);
  const moved = recompute(tx, subjectOf(complaint), pauses);
  const clocks = clocksOf(tx, subjectOf(complaint));
  const redispatched = takenSteps(tx, changed).filter((step) => step.startsWith('redispatch')).length;
  const standing: Partial<Complaint> = {
    ...changes,
    ...nextOf(clocks),
    nextStepAt: nextStepAt(ladderFacts(tx, changed, tx.command.at, pauses), changed.state === 'waiting'),
    acceptByAt: redispatched < LAST_REDISPATCH ? acceptByAt(tx, changed) : null,
    version: complaint.version + (options.bump ? 1 : 0),
  };
  const columns = (Object.keys(standing) as (keyof Complaint)[]).filter(
    (key) => JSON.stringify(standing[key]) !== JSON.stringify(complaint[key]),
  );
  if (columns.length > 0) {
    const set = Object.fromEntries(columns.map((key) => [key, standing[key]])) as Partial<Complaint>;
    updateRow(tx, complaintsTable, complaint.id, set);
  }
  return { ...changed, ...standing, moved };
}

/** Brings one complaint in line after something around it changed (calendar, roster, an undo). Answers the clocks whose due time moved. */
export function refresh(tx: Tx, id: string): Moved[] {
  return saveComplaint(tx, complaintById(tx, id), {}, { bump: false }).moved;
}
