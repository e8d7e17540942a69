import type { Identity } from '#main/base/os.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow } from '#main/db/rows.ts';
import { isForeignStudent } from '#main/students/service.ts';
import { Failure } from '#shared/contract/failure.ts';
import { mustSee } from './access.ts';
import type { Desk } from './desk.ts';
import { complaintById, studentIdsOf } from './load.ts';
import { complaintEnrolmentsTable } from './tables.ts';

/** Packs of the students that a complaint is about (spec/complaints.md, "What a complaint holds"). None of a student = all of them. */

/** A pack as one chooses it; `remainingHalves` and `totalHalves` in halves of a lesson. */
export type Pack = {
  id: string;
  studentId: string;
  course: string;
  className: string;
  enrolledOn: string;
  remainingHalves: number;
  totalHalves: number;
};

const PACK = `SELECT e.id, e.student_id AS studentId, c.name AS course, e.class_name AS className, e.enrolled_on AS enrolledOn,
  coalesce(b.halves, 0) AS remainingHalves, e.paid_halves + e.gift_halves AS totalHalves
  FROM enrolments e JOIN courses c ON c.id = e.course_id LEFT JOIN enrolment_balances b ON b.enrolment_id = e.id`;
const RUNS = 'e.ended_on IS NULL AND (e.valid_until IS NULL OR e.valid_until >= $today)';

/**
 * Packs of these students that still run on `today` (`YYYY-MM-DD`): not ended and not past their last day; also those in `kept`, which
 * a complaint named while they ran. The newest first. Nothing for who may read names only.
 */
export function packsOf(db: Db, who: Identity, studentIds: readonly string[], today: string, kept: readonly string[] = []): Pack[] {
  if (who.grants['students.read'] === 'name') return [];
  return db.all<Pack>(
    `${PACK} WHERE e.student_id IN (SELECT value FROM json_each($students)) AND (${RUNS} OR e.id IN (SELECT value FROM json_each($kept)))
     ORDER BY e.enrolled_on DESC, e.id`,
    { students: JSON.stringify(studentIds), kept: JSON.stringify(kept), today },
  );
}

/**
 * Packs that somebody may name for these students: those that run on `today`, and those that the complaint names already. Nothing of students
 * whose page the person may not open, unless the complaint shows them. Errors: NOT_FOUND, FORBIDDEN (the complaint).
 */
export function packsToName(db: Db, who: Identity, studentIds: readonly string[], today: string, complaintId: string | null): Pack[] {
  if (complaintId !== null) mustSee(db, who, complaintById(db, complaintId));
  const shown = complaintId === null ? [] : studentIdsOf(db, complaintId);
  const known = studentIds.filter((id) => shown.includes(id) || !isForeignStudent(db, who, id));
  return packsOf(db, who, known, today, complaintId === null ? [] : enrolmentIdsOf(db, complaintId));
}

/** In the order in which they were named. */
export function enrolmentIdsOf(db: Db, complaintId: string): string[] {
  return db
    .all<{ id: string }>('SELECT enrolment_id AS id FROM complaint_enrolments WHERE complaint_id = ? ORDER BY rowid', [complaintId])
    .map((row) => row.id);
}

/** What packs are called: course and class, each once. They belong to the complaint as its words do, whoever may read of packs. */
export function coursesOf(db: Db, enrolmentIds: readonly string[]): string[] {
  const rows = db.all<{ name: string }>(
    `SELECT trim(c.name || ' ' || e.class_name) AS name FROM json_each(?) w JOIN enrolments e ON e.id = w.value JOIN courses c ON c.id = e.course_id
     ORDER BY w.key`,
    [JSON.stringify(enrolmentIds)],
  );
  return [...new Set(rows.map((row) => row.name))];
}

/**
 * The packs of a complaint are these from now on; what was there and is not among them goes.
 * Errors: INVALID (`enrolmentIds`: unknown, or of a student who is not concerned).
 */
export function setEnrolments(tx: Tx, desk: Desk, complaintId: string, wanted: readonly string[]): void {
  const before = enrolmentIdsOf(tx, complaintId);
  for (const id of new Set(wanted)) {
    if (before.includes(id)) continue;
    const concerned = tx.get(
      'SELECT 1 FROM enrolments e JOIN complaint_students m ON m.student_id = e.student_id WHERE e.id = ? AND m.complaint_id = ?',
      [id, complaintId],
    );
    if (!concerned) throw new Failure('INVALID', { field: 'enrolmentIds', reason: 'unknown' });
    insertRow(tx, complaintEnrolmentsTable, { id: desk.ids.next(), complaintId, enrolmentId: id });
  }
  for (const id of before) {
    if (!wanted.includes(id)) tx.run('DELETE FROM complaint_enrolments WHERE complaint_id = ? AND enrolment_id = ?', [complaintId, id]);
  }
}

/** Which of these packs belong to these students. */
export function ofStudents(db: Db, enrolmentIds: readonly string[], studentIds: readonly string[]): string[] {
  return db
    .all<{ id: string }>(
      `SELECT e.id FROM json_each($ids) w JOIN enrolments e ON e.id = w.value
       WHERE e.student_id IN (SELECT value FROM json_each($students)) ORDER BY w.key`,
      { ids: JSON.stringify(enrolmentIds), students: JSON.stringify(studentIds) },
    )
    .map((row) => row.id);
}
