import type { Db } from '#main/db/open.ts';
import { stageOfGroup } from './stage-sql.ts';

export type StageCounts = Record<string, number>;
/** All students on this day (`YYYY-MM-DD` in the centre's zone), or those of one advisor. */
export type StageQuestion = { day: string; advisorId: string | null };
/** Counting in another thread, and what to do when it has come to an end. */
export type CountElsewhere = { count: (question: StageQuestion) => Promise<StageCounts>; counted: () => void };

/** The students whom somebody sees: all, or one's own. */
export function stageScope(advisorId: string | null): { sql: string; params: Record<string, unknown>; advisorId: string | null } {
  return advisorId === null
    ? { sql: 's.removed_on IS NULL', params: {}, advisorId }
    : { sql: 's.removed_on IS NULL AND s.advisor_id = $me', params: { me: advisorId }, advisorId };
}

/** How many students of a condition on `students s` are in each stage. */
export function countStages(db: Db, where: string, params: Record<string, unknown>): StageCounts {
  // Student by student along both primary keys, so that nothing is kept aside.
  const rows = db.all<{ stage: string; n: number }>(
    `SELECT stage, count(*) AS n FROM (SELECT ${stageOfGroup} AS stage FROM students s LEFT JOIN enrolment_balances e ON e.student_id = s.id
      WHERE ${where} GROUP BY s.id) GROUP BY 1`,
    params,
  );
  return Object.fromEntries(rows.map((row) => [row.stage, row.n]));
}

/** The whole count, for the thread of readings. */
export function countAllStages(db: Db, { day, advisorId }: StageQuestion): StageCounts {
  const { sql, params } = stageScope(advisorId);
  return countStages(db, sql, { day, ...params });
}

/** More people than this do not look at lists at the same time. */
const COUNTS_KEPT = 50;
/** From as many changed rows on the counting is left to another thread: an import, not a clerk. */
const GREAT_CHANGE = 2000;
type Kept = { upTo: number; counts: StageCounts; coming: boolean };
const kept = new WeakMap<Db, Map<string, Kept>>();

/**
 * Counting every student costs 40 ms at 20,000 of them, so the counts stay until the history, which knows every write of every connection,
 * shows that a student, a pack or a ledger line has changed. After an import nobody waits for the count: the numbers of before stand until
 * the other thread has counted, and `counted` says that there are new ones.
 */
export function keptStageCounts(db: Db, question: StageQuestion, elsewhere?: CountElsewhere): StageCounts {
  const mine = kept.get(db) ?? new Map<string, Kept>();
  kept.set(db, mine);
  const key = `${question.day} ${question.advisorId ?? ''}`;
  const upTo = db.get<{ id: number | null }>('SELECT max(id) AS id FROM history')?.id ?? 0;
  const held = mine.get(key);
  if (held && (held.coming || held.upTo === upTo)) return held.counts;
  const changed = held ? changedRows(db, held.upTo, upTo) : Number.POSITIVE_INFINITY;
  if (held && elsewhere && changed >= GREAT_CHANGE) {
    held.coming = true;
    elsewhere.count(question).then(
      (counts) => {
        mine.set(key, { upTo, counts, coming: false });
        elsewhere.counted();
      },
      // The next look counts by itself.
      () => mine.delete(key),
    );
    return held.counts;
  }
  const counts = held && changed === 0 ? held.counts : countAllStages(db, question);
  if (mine.size >= COUNTS_KEPT) mine.clear();
  mine.set(key, { upTo, counts, coming: false });
  return counts;
}

/** Rows that may move a student from one stage to another, counted up to a great change. */
function changedRows(db: Db, after: number, upTo: number): number {
  return (
    db.get<{ n: number }>(
      `SELECT count(*) AS n FROM (SELECT 1 FROM history WHERE id > ? AND id <= ?
         AND table_name IN ('students', 'enrolments', 'ledger_entries') LIMIT ${GREAT_CHANGE})`,
      [after, upTo],
    )?.n ?? 0
  );
}
