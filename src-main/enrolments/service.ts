import type { Ids } from '#main/base/ids.ts';
import type { CounterEntry } from '#main/base/undo.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { Failure } from '#shared/contract/failure.ts';
import { coursesTable, enrolmentsTable, ledgerEntriesTable } from './tables.ts';

export type PackInput = {
  studentId: string;
  courseId: string;
  kind: 'new' | 'renewal' | 'extension' | 'transfer_in';
  enrolledOn: string;
  validUntil: string | null;
  listPriceFen: number | null;
  paidFen: number;
  paidHalves: number;
  giftHalves: number;
  endedOn: string | null;
  importId: string | null;
  /** Lessons used before this program knew the pack: one `opening` line outside consumption and income (spec, Import). */
  usedBeforeHalves: number;
};

export type PackRow = {
  id: string;
  course: string;
  kind: PackInput['kind'];
  enrolledOn: string;
  validUntil: string | null;
  endedOn: string | null;
  paidHalves: number;
  giftHalves: number;
  paidFen: number;
  listPriceFen: number | null;
  balanceHalves: number;
};

/** The course of that name, made if it is not there yet. Names are compared without outer spaces. */
export function courseNamed(tx: Tx, ids: Ids, name: string): string {
  const wanted = name.trim();
  const held = tx.get<{ id: string }>('SELECT id FROM courses WHERE name = ?', [wanted]);
  if (held) return held.id;
  const id = ids.next();
  tx.insert(coursesTable).values({ id, name: wanted }).run();
  return id;
}

/**
 * Adds a pack with its grant (and opening) lines. Value of what was used before: round(paid × used / paid halves), gifts carry 0
 * (spec/students-and-money.md, "Enrolment and the lesson ledger"). Errors: INVALID when more was used than granted.
 */
export function addPack(tx: Tx, ids: Ids, input: PackInput): string {
  const { usedBeforeHalves, ...pack } = input;
  const granted = input.paidHalves + input.giftHalves;
  if (usedBeforeHalves > granted) throw new Failure('INVALID', { field: 'usedBeforeHalves', reason: 'more_than_granted' });
  const id = ids.next();
  const at = tx.command.at;
  tx.insert(enrolmentsTable)
    .values({ id, ...pack, createdAt: at })
    .run();
  const line = { enrolmentId: id, happenedOn: input.enrolledOn, recordedAt: at };
  tx.insert(ledgerEntriesTable)
    .values({ id: ids.next(), ...line, kind: 'grant', halves: granted, valueFen: input.paidFen })
    .run();
  if (usedBeforeHalves > 0) {
    const usedPaid = Math.min(usedBeforeHalves, input.paidHalves);
    const value = input.paidHalves === 0 ? 0 : Math.round((input.paidFen * usedPaid) / input.paidHalves);
    tx.insert(ledgerEntriesTable)
      .values({ id: ids.next(), ...line, kind: 'opening', halves: -usedBeforeHalves, valueFen: -value })
      .run();
  }
  return id;
}

/** All packs of a student, running and past, newest enrolment first. Halves of a lesson, 分. */
export function packsOf(db: Db, studentId: string): PackRow[] {
  return db.all<PackRow>(
    `SELECT e.id, c.name AS course, e.kind, e.enrolled_on AS enrolledOn, e.valid_until AS validUntil, e.ended_on AS endedOn,
            e.paid_halves AS paidHalves, e.gift_halves AS giftHalves, e.paid_fen AS paidFen, e.list_price_fen AS listPriceFen,
            coalesce(b.halves, 0) AS balanceHalves
       FROM enrolments e JOIN courses c ON c.id = e.course_id LEFT JOIN enrolment_balances b ON b.enrolment_id = e.id
      WHERE e.student_id = ? ORDER BY e.enrolled_on DESC, e.id DESC`,
    [studentId],
  );
}

/** What undo writes for a line of the ledger: the same line with the opposite sign on the same day, so that nobody ever owned the lessons. */
export function ledgerCounterEntry(ids: Ids): CounterEntry {
  return (tx, row) => {
    tx.insert(ledgerEntriesTable)
      .values({
        id: ids.next(),
        enrolmentId: String(row.enrolment_id),
        kind: 'reverse',
        halves: -Number(row.halves),
        valueFen: -Number(row.value_fen),
        happenedOn: String(row.happened_on),
        recordedAt: tx.command.at,
        note: String(row.id),
      })
      .run();
  };
}
