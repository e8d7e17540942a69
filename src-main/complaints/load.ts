import type { Subject } from '#main/clocks/service.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { selectRow, selectRows } from '#main/db/rows.ts';
import { staffById } from '#main/staff/service.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Pause } from '#shared/rules/clock.ts';
import { type ComplaintAction, nextState, pausesOf } from '#shared/rules/complaints.ts';
import type { Act } from './desk.ts';
import { type Complaint, complaintStatesTable, complaintsTable, type Rectification, rectificationsTable } from './tables.ts';

/** One complaint. Errors: NOT_FOUND. */
export function complaintById(db: Db, id: string): Complaint {
  const row = selectRow(db, complaintsTable, 'WHERE id = ?', [id]);
  if (!row) throw new Failure('NOT_FOUND', { what: 'complaint' });
  return row;
}

/** The complaint that an act is about. Errors: NOT_FOUND, STALE (with both versions, and who changed it last), STATE_FORBIDS (merged). */
export function complaintForAct(tx: Tx, act: Act): Complaint {
  const complaint = complaintById(tx, act.id);
  if (complaint.version !== act.version) {
    const last = tx.get<{ by: string; at: number }>(
      `SELECT recorded_by AS by, recorded_at AS at FROM complaint_entries WHERE complaint_id = ? AND recorded_by IS NOT NULL
       ORDER BY recorded_at DESC, id DESC LIMIT 1`,
      [act.id],
    );
    const by = last?.by ? nameOf(tx, last.by) : null;
    throw new Failure('STALE', { seen: act.version, now: complaint.version, by, at: last?.at ?? null });
  }
  if (complaint.mergedIntoId !== null) throw new Failure('STATE_FORBIDS', { state: 'merged', action: 'act' });
  return complaint;
}

/** The state after `action`. Errors: STATE_FORBIDS. */
export function stateAfter(complaint: Pick<Complaint, 'state'>, action: ComplaintAction) {
  const state = nextState(complaint.state, action);
  if (!state) throw new Failure('STATE_FORBIDS', { state: complaint.state, action });
  return state;
}

/** A complaint as the clocks name it. */
export const subjectOf = (complaint: Pick<Complaint, 'id'>): Subject => ({ kind: 'complaint', id: complaint.id });

/** Whether there is somebody to answer, tell and visit. */
export const isComplainantKnown = (complaint: Pick<Complaint, 'complainantKind'>): boolean => complaint.complainantKind !== 'anonymous';

/** The waits of a complaint from its state history, the truth about pauses. */
export function pausesOfComplaint(db: Db, id: string): Pause[] {
  return pausesOf(selectRows(db, complaintStatesTable, `WHERE complaint_id = ? AND state = 'waiting' ORDER BY from_at`, [id]));
}

/** Students concerned, in the order in which they were named. */
export function studentIdsOf(db: Db, id: string): string[] {
  return db
    .all<{ id: string }>('SELECT student_id AS id FROM complaint_students WHERE complaint_id = ? ORDER BY rowid', [id])
    .map((row) => row.id);
}

/** Staff complained about. */
export function aboutIdsOf(db: Db, id: string): string[] {
  return db
    .all<{ id: string }>('SELECT staff_id AS id FROM complaint_staff WHERE complaint_id = ? ORDER BY rowid', [id])
    .map((row) => row.id);
}

/** What has or had to be put right, of all cycles, in the order in which it was decided. */
export function rectificationsOf(db: Db, id: string): Rectification[] {
  return selectRows(db, rectificationsTable, 'WHERE complaint_id = ? ORDER BY decided_at, id', [id]);
}

/** The name of a person of the staff, also of one who left; '' if unknown. */
export function nameOf(db: Db, staffId: string): string {
  return db.get<{ name: string }>('SELECT name FROM staff WHERE id = ?', [staffId])?.name ?? '';
}

/** Names of many people at once. */
export function namesOf(db: Db, ids: Iterable<string | null>): Map<string, string> {
  const wanted = [...new Set([...ids].filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = db.all<{ id: string; name: string }>('SELECT id, name FROM staff WHERE id IN (SELECT value FROM json_each(?))', [
    JSON.stringify(wanted),
  ]);
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Refuses somebody who left or is unknown. `day` in the centre's zone. Errors: NOT_FOUND, INVALID. */
export function refuseInactive(db: Db, staffId: string, day: string, field: string): void {
  const row = staffById(db, staffId);
  if (row.joinedOn > day || (row.leftOn !== null && row.leftOn < day)) throw new Failure('INVALID', { field, reason: 'inactive' });
}

/** When something happened: not later than the command; null = at the command. Errors: FUTURE_TIME. */
export function happenedAtOf(tx: Tx, at: number | null | undefined, field = 'happenedAt'): number {
  const now = tx.command.at;
  if (at === null || at === undefined) return now;
  if (at > now) throw new Failure('FUTURE_TIME', { field });
  return at;
}
