import type { Identity } from '#main/base/os.ts';
import type { Db } from '#main/db/open.ts';
import { type ClosingCondition, missingToClose } from '#shared/rules/complaint-closing.ts';
import { canSupervise } from './access.ts';
import { complainantsToTell } from './complainants.ts';
import { isComplainantKnown, rectificationsOf } from './load.ts';
import { rulesOf } from './policy.ts';
import type { Complaint } from './tables.ts';

export type VisitRow = {
  id: string;
  dueOn: string;
  dueAt: number;
  state: string;
  tries: number;
  ownerId: string | null;
  satisfaction: number | null;
  doneAt: number | null;
};

/** The satisfaction visit of the running cycle, the newest if there were several. */
export function visitOf(db: Db, complaint: Pick<Complaint, 'id' | 'cycle'>): VisitRow | null {
  return (
    db.get<VisitRow>(
      `SELECT id, due_on AS dueOn, due_at AS dueAt, state, tries, owner_id AS ownerId, satisfaction, done_at AS doneAt
       FROM follow_ups WHERE complaint_id = ? AND cycle = ? AND rule = 'complaint_visit' AND state <> 'cancelled' ORDER BY created_at DESC, id DESC LIMIT 1`,
      [complaint.id, complaint.cycle],
    ) ?? null
  );
}

/** A written reply is needed: the policy says so for this severity, or it was asked for. */
export function needsReply(db: Db, complaint: Complaint): boolean {
  return complaint.replyRequired || rulesOf(db, complaint).writtenReply;
}

const visitStates = ['open', 'done', 'refused', 'unreachable'] as const;

/** What it still lacks before `who` may close it (spec/complaints.md, "Process"). A supervisor confirms an anonymous one by closing it. */
export function closingMissing(db: Db, complaint: Complaint, who: Identity): ClosingCondition[] {
  const visit = visitOf(db, complaint);
  const state = visitStates.find((each) => each === visit?.state);
  return missingToClose({
    state: complaint.state,
    complainantKnown: isComplainantKnown(complaint),
    replyRequired: needsReply(db, complaint),
    repliedAt: complaint.repliedAt,
    complainants: complainantsToTell(db, complaint),
    rectifications: rectificationsOf(db, complaint.id),
    rootCause: complaint.rootCause,
    visit: visit && state ? { state, tries: visit.tries } : null,
    unreachable: complaint.unreachableAt !== null,
    supervisorConfirmed: canSupervise(db, who, complaint),
  });
}
