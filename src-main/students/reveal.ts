import type { Ids } from '#main/base/ids.ts';
import { type Identity, scopeOf } from '#main/base/os.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { Failure } from '#shared/contract/failure.ts';

export type RevealReason = { kind: 'complaint' | 'follow-up'; id: string } | { kind: 'typed'; words: string };
export type RevealOf = 'student' | 'guardian' | 'complaint' | 'complainant';

const phoneSql: Record<RevealOf, string> = {
  student: 'SELECT phone FROM students WHERE id = ?',
  guardian: 'SELECT phone FROM guardians WHERE id = ?',
  complaint: 'SELECT complainant_phone AS phone FROM complaints WHERE id = ?',
  complainant: 'SELECT phone FROM complaint_complainants WHERE id = ?',
};

/** An advisor reveals numbers of own students only. */
function refuseForeign(db: Db, identity: Identity, of: RevealOf, id: string): void {
  if (scopeOf(identity, 'students.reveal') === 'all') return;
  const mine = db.get<{ n: number }>(
    `SELECT count(*) AS n FROM students s WHERE s.advisor_id = $me AND
       CASE $of WHEN 'student' THEN s.id = $id
                WHEN 'guardian' THEN s.id IN (SELECT student_id FROM student_guardians WHERE guardian_id = $id)
                WHEN 'complainant' THEN s.id IN (SELECT cs.student_id FROM complaint_students cs
                  JOIN complaint_complainants k ON k.complaint_id = cs.complaint_id WHERE k.id = $id)
                ELSE s.id IN (SELECT student_id FROM complaint_students WHERE complaint_id = $id) END`,
    { me: identity.staffId, of, id },
  );
  if (!mine || mine.n === 0) throw new Failure('FORBIDDEN', { right: 'students.reveal' });
}

/** Answers the whole number and keeps who saw it, from where and why (spec/trust.md, "Privacy"). Errors: NOT_FOUND, FORBIDDEN. */
export function revealPhone(tx: Tx, ids: Ids, identity: Identity, of: RevealOf, id: string, reason: RevealReason): string {
  refuseForeign(tx, identity, of, id);
  const row = tx.get<{ phone: string }>(phoneSql[of], [id]);
  if (!row) throw new Failure('NOT_FOUND', { what: of });
  tx.run('INSERT INTO reveals (id, staff_id, of_kind, of_id, reason_kind, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?)', [
    ids.next(),
    identity.staffId,
    of,
    id,
    reason.kind,
    reason.kind === 'typed' ? reason.words : reason.id,
    tx.command.at,
  ]);
  return row.phone;
}
