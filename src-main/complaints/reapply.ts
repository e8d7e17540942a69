import type { Identity } from '#main/base/os.ts';
import { clocksOf, isRunning, retarget } from '#main/clocks/service.ts';
import type { Tx } from '#main/db/open.ts';
import { Failure } from '#shared/contract/failure.ts';
import { isOpen } from '#shared/rules/complaints.ts';
import { mustHandle } from './access.ts';
import type { Act, Desk } from './desk.ts';
import { takeStepsAtOnce } from './escalation.ts';
import { complaintForAct, pausesOfComplaint, subjectOf } from './load.ts';
import { writeEntry } from './log.ts';
import { activePolicyRow, policyById, rulesOf } from './policy.ts';
import { saveComplaint } from './standing.ts';

/**
 * A manager moves one complaint to the policy in force (spec/complaints.md, "Clocks"): open clocks that were not missed and untaken
 * steps follow from their original start, each with a line in the log; what was met or missed stays.
 * Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS (closed or withdrawn), INVALID (under it already).
 */
export function reapplyPolicy(tx: Tx, desk: Desk, who: Identity, input: Act & { reason: string }): void {
  const complaint = complaintForAct(tx, input);
  mustHandle(tx, who, complaint);
  if (!isOpen(complaint.state)) throw new Failure('STATE_FORBIDS', { state: complaint.state, action: 'reapply_policy' });
  const policy = activePolicyRow(tx, desk.ids);
  if (policy.id === complaint.policyId) throw new Failure('INVALID', { field: 'policy', reason: 'newest_already' });
  const changed = { ...complaint, policyId: policy.id };
  writeEntry(tx, desk.ids, complaint, {
    kind: 'system',
    text: 'policy_reapplied',
    words: input.reason,
    vals: { from: policyById(tx, complaint.policyId).version, to: policy.version },
  });
  const running = () => clocksOf(tx, subjectOf(complaint)).filter(isRunning);
  const before = new Map(running().map((clock) => [clock.id, clock.dueAt]));
  retarget(tx, subjectOf(complaint), rulesOf(tx, changed).clocks, pausesOfComplaint(tx, complaint.id));
  for (const clock of running()) {
    const was = before.get(clock.id);
    if (was === undefined || was === clock.dueAt) continue;
    writeEntry(tx, desk.ids, complaint, {
      kind: 'system',
      text: 'deadline_by_policy',
      vals: { clock: clock.clock, before: was, after: clock.dueAt },
    });
  }
  takeStepsAtOnce(tx, desk, saveComplaint(tx, complaint, changed));
}
