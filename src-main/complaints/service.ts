import type { Commands } from '#main/base/command.ts';
import type { Events } from '#main/base/events.ts';
import type { Ids } from '#main/base/ids.ts';
import type { Tx } from '#main/db/open.ts';
import { complaintById } from './load.ts';
import { writeEntry } from './log.ts';
import { registerPolicyUndo } from './policy-versions.ts';
import { refresh, saveComplaint } from './standing.ts';
import { recomputeAll, registerUndo } from './undo.ts';

/** The public face of the complaint desk: other slices import only this file and tables.ts. */
export { canHandle, mustHandle, mustSee } from './access.ts';
export { amend } from './amend.ts';
export { bulk, listChoices } from './bulk.ts';
export { closingMissing } from './closing.ts';
export { addComplainant, removeComplainant } from './complainants.ts';
export { addNote, logContact } from './contact.ts';
export { decide } from './decide.ts';
export type { Desk } from './desk.ts';
export { answerHandOver, assign, offerHandOver, takeBackHandOver } from './dispatch.ts';
export { packsToName } from './enrolments.ts';
export { acknowledge, changeHandler } from './escalation.ts';
export { askExtension, declineExtension, extend } from './extension.ts';
export { forecast, proposeFromWords } from './forecast.ts';
export { accept, resume, wait } from './handle.ts';
export { link, othersFor, unlink } from './links.ts';
export { countComplaints, listComplaints } from './list.ts';
export { complaintById } from './load.ts';
export { merge } from './merge.ts';
export { complaintPage } from './page.ts';
export { activePolicy } from './policy.ts';
export { deletePolicy, policyVersions, savePolicy, UNDO_POLICY } from './policy-versions.ts';
export { addTask, keepPromise, movePromise } from './promises.ts';
export { reapplyPolicy } from './reapply.ts';
export { recordComplaint } from './record.ts';
export { dropRectification, rectificationDone, verifyRectification } from './rectify.ts';
export { close, reopen, setCause, tell, withdraw } from './resolve.ts';
export { complaintScan, scanComplaints } from './scan.ts';
export { changeSeverity, confirmLateRecording } from './severity.ts';
export { split } from './split.ts';
export { UNDO_ACT, UNDO_RECORDING, UNDO_SPLIT } from './undo.ts';
export { resolveUnreached } from './unreachable.ts';
export { whatIfPaused, whyDeadline } from './why.ts';

export type VisitOutcome = {
  complaintId: string;
  state: 'done' | 'refused' | 'unreachable';
  satisfaction: number | null;
  words: string;
  at: number;
};

/** The satisfaction visit has ended: a line in the log. What closing still needs is read from the visit itself. */
export function visitDone(tx: Tx, ids: Ids, visit: VisitOutcome): void {
  const complaint = complaintById(tx, visit.complaintId);
  writeEntry(tx, ids, complaint, {
    kind: 'visit',
    happenedAt: visit.at,
    words: visit.words,
    text: `visit_${visit.state}`,
    vals: visit.satisfaction === null ? {} : { satisfaction: visit.satisfaction },
  });
  // It is an act on the complaint: what was done upon it (closing, reopening) keeps it from being taken back alone.
  saveComplaint(tx, complaint, {});
}

/** Joins the slice to the house: undo, and what follows from events of others. Called once for each connection that writes. */
export function registerComplaints(deps: { commands: Commands; events: Events; ids: Ids }): void {
  const desk = { ids: deps.ids, events: deps.events };
  registerUndo(deps.commands, desk);
  registerPolicyUndo(deps.commands);
  deps.events.on('calendar.changed', (tx, { was }) => {
    recomputeAll(tx, desk, was);
  });
  deps.events.on('calendar.roster_changed', (tx, { staffId }) => {
    const waiting = tx.all<{ id: string }>('SELECT id FROM complaints WHERE accept_by_at IS NOT NULL AND owner_id = ?', [staffId]);
    for (const { id } of waiting) refresh(tx, id);
  });
  deps.events.on('follow-ups.visit_done', (tx, visit) => visitDone(tx, deps.ids, visit));
}
