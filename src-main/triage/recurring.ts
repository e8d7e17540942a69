import type { Ids } from '#main/base/ids.ts';
import type { Identity } from '#main/base/os.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow } from '#main/db/rows.ts';
import { CONCERNED_PACK } from '#main/figures/service.ts';
import type { Lang } from '#shared/contract/fields.ts';
import { RECURRING_WITHIN, type RecurringFact, recurring } from '#shared/rules/recurring.ts';
import { nodeFinder, nodeText, type TreeNode } from '#shared/rules/triage-tree.ts';
import { triageDismissalsTable } from './tables.ts';
import { readTree } from './tree.ts';

export type RecurringView = {
  subject: string;
  kind: 'cause' | 'class' | 'staff';
  name: string;
  lastAt: number;
  complaints: { id: string; number: string; receivedAt: number; words: string }[];
};

type Row = { id: string; at: number; text: string };
const SHOWN_WORDS = 80;
const COUNTED = `c.received_at > $since AND c.received_at <= $now AND c.state <> 'withdrawn' AND c.merged_into_id IS NULL`;

/** The complaints of the last 30 days under every heading that may recur: root cause, class of the students, person complained about. */
function factsOf(db: Db, nodes: readonly TreeNode[], now: number): RecurringFact[] {
  const span = { since: now - RECURRING_WITHIN, now };
  const find = nodeFinder(nodes);
  const fact = (kind: string) => (row: Row) => ({ subject: `${kind}:${row.text}`, complaintId: row.id, receivedAt: row.at });
  const causes = db.all<Row>(
    `SELECT c.id, c.received_at AS at, c.root_cause AS text FROM complaints c WHERE ${COUNTED} AND c.root_cause <> ''`,
    span,
  );
  const staff = db.all<Row>(
    `SELECT c.id, c.received_at AS at, s.staff_id AS text FROM complaints c JOIN complaint_staff s ON s.complaint_id = c.id WHERE ${COUNTED}`,
    span,
  );
  const classes = db.all<Row>(
    `SELECT DISTINCT c.id, c.received_at AS at, e.class_name AS text FROM complaints c
     JOIN complaint_students m ON m.complaint_id = c.id JOIN enrolments e ON e.student_id = m.student_id
     WHERE ${COUNTED} AND ${CONCERNED_PACK} AND e.class_name <> '' AND e.ended_on IS NULL`,
    span,
  );
  return [
    ...causes.map((row) => fact('cause')({ ...row, text: find('cause', '', row.text)?.id ?? row.text })),
    ...staff.map(fact('staff')),
    ...classes.map(fact('class')),
  ];
}

/** Since when a subject was put aside, for the last time. */
function dismissedAt(db: Db): Map<string, number> {
  return new Map(
    db
      .all<{ subject: string; at: number }>('SELECT subject, max(at) AS at FROM triage_dismissals GROUP BY subject')
      .map((row) => [row.subject, row.at]),
  );
}

/**
 * What came back at least three times in the 30 days before `now` (UTC ms), with its cases, for a measure (spec/complaints.md,
 * "Working with it"). Nobody is proposed about to oneself.
 */
export function recurringOf(db: Db, who: Pick<Identity, 'staffId'>, now: number, lang: Lang): RecurringView[] {
  const nodes = readTree(db);
  const found = recurring(factsOf(db, nodes, now), dismissedAt(db), now).filter((each) => each.subject !== `staff:${who.staffId}`);
  return found.map(({ subject, complaintIds, lastAt }) => {
    const kind = subject.slice(0, subject.indexOf(':')) as RecurringView['kind'];
    const ref = subject.slice(kind.length + 1);
    const node = kind === 'cause' ? nodes.find((each) => each.id === ref) : undefined;
    const person = kind === 'staff' ? db.get<{ name: string }>('SELECT name FROM staff WHERE id = ?', [ref]) : undefined;
    return {
      subject,
      kind,
      name: node ? nodeText(nodes, node, lang) : (person?.name ?? ref),
      lastAt,
      complaints: db.all<RecurringView['complaints'][number]>(
        `SELECT id, number, received_at AS receivedAt, substr(words, 1, ${SHOWN_WORDS}) AS words FROM complaints
         WHERE id IN (SELECT value FROM json_each(?)) ORDER BY received_at DESC, id DESC`,
        [JSON.stringify(complaintIds)],
      ),
    };
  });
}

/** Puts a subject aside with a reason: only complaints received from now on can propose it again. */
export function dismissRecurring(tx: Tx, ids: Ids, who: Pick<Identity, 'staffId'>, input: { subject: string; reason: string }): void {
  insertRow(tx, triageDismissalsTable, { id: ids.next(), ...input, at: tx.command.at, staffId: who.staffId });
}
