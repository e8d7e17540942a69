import type { Identity } from '#main/base/os.ts';
import { clockById, confirmLate, retarget } from '#main/clocks/service.ts';
import type { Tx } from '#main/db/open.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Category, Severity } from '#shared/contract/fields.ts';
import { isOpen } from '#shared/rules/complaints.ts';
import { mustHandle, mustSupervise } from './access.ts';
import type { Act, Desk } from './desk.ts';
import { takeStepsAtOnce } from './escalation.ts';
import { complaintForAct, pausesOfComplaint, subjectOf } from './load.ts';
import { writeEntry } from './log.ts';
import { works } from './merge.ts';
import { rulesOf } from './policy.ts';
import { replaceOwner } from './resolve.ts';
import { saveComplaint } from './standing.ts';
import type { Complaint } from './tables.ts';

export type SeverityInput = Act & { severity: Severity; category: Category; subcategory: string; reason: string; redispatch: boolean };

/**
 * Changes severity and category. The targets of the new severity (same policy version) apply to open clocks and untaken steps from
 * their original start; raised to 重大 it goes to level 2 at once; what was raised stays. `redispatch`: the rule chooses the owner
 * anew, as for the new category.
 * Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS (closed or withdrawn).
 */
export function changeSeverity(tx: Tx, desk: Desk, who: Identity, input: SeverityInput): void {
  const complaint = complaintForAct(tx, input);
  mustHandle(tx, who, complaint);
  if (!isOpen(complaint.state)) throw new Failure('STATE_FORBIDS', { state: complaint.state, action: 'change_severity' });
  const { severity, category, subcategory } = input;
  const moved = severity !== complaint.severity;
  const changed: Complaint = { ...complaint, severity, category, subcategory, ...(moved ? { severitySinceAt: tx.command.at } : {}) };
  writeEntry(tx, desk.ids, complaint, {
    kind: 'severity',
    text: moved ? 'severity_changed' : 'category_changed',
    words: input.reason,
    vals: { from: complaint.severity, to: severity, fromCategory: complaint.category, toCategory: category, subcategory },
  });
  if (moved) retarget(tx, subjectOf(complaint), rulesOf(tx, changed).clocks, pausesOfComplaint(tx, complaint.id));
  const given = input.redispatch && works(changed) ? replaceOwner(tx, desk, changed, 'assigned') : {};
  takeStepsAtOnce(tx, desk, saveComplaint(tx, complaint, { ...changed, ...given }));
}

/** A clock of this complaint. Errors: NOT_FOUND. */
export function clockOfComplaint(tx: Tx, complaint: Complaint, clockId: string) {
  const clock = clockById(tx, clockId);
  if (clock.subjectKind !== 'complaint' || clock.subjectId !== complaint.id) throw new Failure('NOT_FOUND', { what: 'clock' });
  return clock;
}

/** The supervisor confirms what was recorded late: the clock counts as met from now on. Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS. */
export function confirmLateRecording(tx: Tx, desk: Desk, who: Identity, input: Act & { clockId: string }): void {
  const complaint = complaintForAct(tx, input);
  mustSupervise(tx, who, complaint);
  const clock = clockOfComplaint(tx, complaint, input.clockId);
  confirmLate(tx, desk.ids, clock);
  writeEntry(tx, desk.ids, complaint, { kind: 'system', text: 'late_confirmed', vals: { clock: clock.clock } });
  saveComplaint(tx, complaint, {});
}
