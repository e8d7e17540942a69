import type { Identity } from '#main/base/os.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow, selectRow, updateRow } from '#main/db/rows.ts';
import { zoneOf } from '#main/settings/service.ts';
import { Failure } from '#shared/contract/failure.ts';
import { dayOf } from '#shared/rules/zone.ts';
import { canHandle, mustHandle, mustSee } from './access.ts';
import type { Act, Desk } from './desk.ts';
import { complaintForAct, nameOf, refuseInactive, studentIdsOf } from './load.ts';
import { writeEntry } from './log.ts';
import { saveComplaint } from './standing.ts';
import { type Complaint, promisesTable } from './tables.ts';

type Promised = typeof promisesTable.$inferSelect;

/** Whoever made it or has to do it, and whoever handles the complaint, may tick and move it. */
export const mayKeep = (db: Db, who: Identity, complaint: Complaint, row: Pick<Promised, 'ownerId'>): boolean =>
  row.ownerId === who.staffId || canHandle(db, who, complaint);

function openPromise(tx: Tx, who: Identity, complaint: Complaint, id: string, action: string): Promised {
  mustSee(tx, who, complaint);
  const row = selectRow(tx, promisesTable, 'WHERE id = ?', [id]);
  if (row?.complaintId !== complaint.id) throw new Failure('NOT_FOUND', { what: 'promise' });
  if (!mayKeep(tx, who, complaint, row)) throw new Failure('FORBIDDEN', { right: 'complaints.handle' });
  if (row.doneAt !== null) throw new Failure('STATE_FORBIDS', { state: 'done', action });
  return row;
}

/** Ticks what was promised or to be done. Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS (done already). */
export function keepPromise(tx: Tx, desk: Desk, who: Identity, input: Act & { promiseId: string }): void {
  const complaint = complaintForAct(tx, input);
  const row = openPromise(tx, who, complaint, input.promiseId, 'keep');
  updateRow(tx, promisesTable, row.id, { doneAt: tx.command.at });
  writeEntry(tx, desk.ids, complaint, { kind: 'system', text: `${row.kind}_kept`, words: row.words, vals: { dueAt: row.dueAt } });
  saveComplaint(tx, complaint, {});
}

/** Moves it; the log keeps when it was promised first. Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS, INVALID (not ahead). */
export function movePromise(tx: Tx, desk: Desk, who: Identity, input: Act & { promiseId: string; dueAt: number; reason: string }): void {
  const complaint = complaintForAct(tx, input);
  const row = openPromise(tx, who, complaint, input.promiseId, 'move');
  if (input.dueAt <= tx.command.at) throw new Failure('INVALID', { field: 'dueAt', reason: 'not_after' });
  updateRow(tx, promisesTable, row.id, { dueAt: input.dueAt });
  writeEntry(tx, desk.ids, complaint, {
    kind: 'system',
    text: `${row.kind}_moved`,
    words: input.reason,
    vals: { what: row.words, before: row.dueAt, after: input.dueAt },
  });
  saveComplaint(tx, complaint, {});
}

/** Something to do for this complaint, by whom and until when. Errors: NOT_FOUND, STALE, FORBIDDEN, STATE_FORBIDS (withdrawn), INVALID. */
export function addTask(tx: Tx, desk: Desk, who: Identity, input: Act & { words: string; ownerId: string; dueAt: number }): void {
  const complaint = complaintForAct(tx, input);
  mustHandle(tx, who, complaint);
  if (complaint.state === 'withdrawn') throw new Failure('STATE_FORBIDS', { state: complaint.state, action: 'add_task' });
  refuseInactive(tx, input.ownerId, dayOf(tx.command.at, zoneOf(tx)), 'ownerId');
  if (input.dueAt <= tx.command.at) throw new Failure('INVALID', { field: 'dueAt', reason: 'not_after' });
  insertRow(tx, promisesTable, {
    id: desk.ids.next(),
    complaintId: complaint.id,
    studentId: studentIdsOf(tx, complaint.id)[0] ?? null,
    ownerId: input.ownerId,
    words: input.words,
    dueAt: input.dueAt,
    madeAt: tx.command.at,
    kind: 'task',
  });
  writeEntry(tx, desk.ids, complaint, {
    kind: 'system',
    text: 'task_added',
    words: input.words,
    vals: { to: nameOf(tx, input.ownerId), dueAt: input.dueAt },
  });
  saveComplaint(tx, complaint, {});
}
