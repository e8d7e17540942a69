import type { Identity } from '#main/base/os.ts';
import { nextRound, startClock } from '#main/clocks/service.ts';
import type { Tx } from '#main/db/open.ts';
import { insertRow } from '#main/db/rows.ts';
import { tellStaff } from '#main/messages/service.ts';
import { zoneOf } from '#main/settings/service.ts';
import { Failure } from '#shared/contract/failure.ts';
import { dayOf } from '#shared/rules/zone.ts';
import { mustHandle } from './access.ts';
import { acceptedByHandling } from './contact.ts';
import type { Act, Desk } from './desk.ts';
import { complaintForAct, isComplainantKnown, pausesOfComplaint, rectificationsOf, refuseInactive, subjectOf } from './load.ts';
import { writeEntry } from './log.ts';
import { rulesOf } from './policy.ts';
import { resolveUntold } from './resolve.ts';
import { saveComplaint } from './standing.ts';
import { type Complaint, rectificationsTable } from './tables.ts';

export type DecideInput = Act & { decision: string; rectification: { what: string; ownerId: string } | null };

/**
 * Decides what is done; with a rectification its clock of working days begins. Where nobody is known whom the result could be told,
 * the decision ends the resolution clock. Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS, INVALID (owner of the rectification).
 */
export function decide(tx: Tx, desk: Desk, who: Identity, input: DecideInput): void {
  const complaint = complaintForAct(tx, input);
  mustHandle(tx, who, complaint);
  const standing = acceptedByHandling(tx, desk, complaint);
  if (!['handling', 'waiting', 'resolved'].includes(standing.state))
    throw new Failure('STATE_FORBIDS', { state: standing.state, action: 'decide' });
  const at = tx.command.at;
  writeEntry(tx, desk.ids, standing, {
    kind: 'decision',
    words: input.decision,
    text: input.rectification ? 'decided_with_rectification' : 'decided',
  });
  const before = rectificationsOf(tx, complaint.id).some((each) => each.cycle === complaint.cycle);
  if (input.rectification) beginRectification(tx, desk, standing, input.rectification);
  const changes: Partial<Complaint> = {
    ...standing,
    decision: input.decision,
    decidedAt: at,
    needsRectification: input.rectification !== null || before,
  };
  const ended =
    isComplainantKnown(complaint) || standing.state === 'resolved' ? {} : resolveUntold(tx, desk, { ...standing, ...changes }, who);
  saveComplaint(tx, complaint, { ...changes, ...ended });
}

function beginRectification(tx: Tx, desk: Desk, complaint: Complaint, input: { what: string; ownerId: string }): void {
  const at = tx.command.at;
  refuseInactive(tx, input.ownerId, dayOf(at, zoneOf(tx)), 'rectification.ownerId');
  const subject = subjectOf(complaint);
  const round = nextRound(tx, subject, 'rectification', complaint.cycle);
  const rule = rulesOf(tx, complaint).clocks.rectification;
  startClock(
    tx,
    desk.ids,
    subject,
    { clock: 'rectification', cycle: complaint.cycle, round, rule, startedAt: at },
    pausesOfComplaint(tx, complaint.id),
  );
  insertRow(tx, rectificationsTable, {
    id: desk.ids.next(),
    complaintId: complaint.id,
    cycle: complaint.cycle,
    round,
    what: input.what,
    ownerId: input.ownerId,
    decidedAt: at,
  });
  tellStaff(tx, desk.ids, [input.ownerId], {
    kind: 'rectification',
    ref: { kind: 'complaint', id: complaint.id, number: complaint.number },
  });
}
