import { wrongContent } from '#main/attachments/service.ts';
import { verifyChain } from '#main/base/chain.ts';
import { checkIntegrity } from '#main/db/integrity.ts';
import { type Connection, readSnapshot } from '#main/db/open.ts';
import { demoBreak, generatedTables } from '#main/demo/service.ts';
import { type Generated, unseenChange } from './rows.ts';

export type VerifyReport = {
  ok: boolean;
  commands: number;
  rows: number;
  /** The first thing that is wrong, as a code with its place: `integrity`, `foreign_keys:<table>`, `chain:<command>`, `rows:<table>:<row>`, `ledger:<pack>`, `attachment:<digest>`, `demo:<table>`. */
  brokenAt: string | null;
  /** `rows`: every row is what the history last said of it. `demo`: what was generated set-based is still what was generated; true where nothing was. */
  checks: { integrity: boolean; foreignKeys: boolean; chain: boolean; rows: boolean; ledger: boolean; attachments: boolean; demo: boolean };
};

const FOREIGN = 'foreign key of ';

/**
 * Integrity, foreign keys, history chain, ledger sums, contents of files and what was generated for a demo. Reads everything: for a worker. A file that is
 * damaged is looked at no further: nothing read from it could be believed.
 */
export function verifyDatabase(db: Connection): VerifyReport {
  const { problems } = checkIntegrity(db);
  const foreign = problems.find((problem) => problem.startsWith(FOREIGN))?.slice(FOREIGN.length);
  if (problems.some((problem) => !problem.startsWith(FOREIGN))) {
    const checks = {
      integrity: false,
      foreignKeys: foreign === undefined,
      chain: false,
      rows: false,
      ledger: false,
      attachments: false,
      demo: false,
    };
    return { ok: false, commands: 0, rows: 0, brokenAt: 'integrity', checks };
  }
  return readSnapshot(db, () => {
    const chain = verifyChain(db);
    const row = unseenChange(db, generatedRows(db));
    const pack = wrongBalance(db);
    const content = wrongContent(db);
    const generated = demoBreak(db);
    const brokenAt =
      foreign !== undefined
        ? `foreign_keys:${foreign}`
        : !chain.ok
          ? `chain:${chain.broken.commandId ?? chain.broken.kind}`
          : pack !== undefined
            ? `ledger:${pack}`
            : row !== undefined
              ? `rows:${row}`
              : content !== undefined
                ? `attachment:${content}`
                : generated !== null
                  ? `demo:${generated}`
                  : null;
    const checks = {
      integrity: true,
      foreignKeys: foreign === undefined,
      chain: chain.ok,
      rows: row === undefined,
      ledger: pack === undefined,
      attachments: content === undefined,
      demo: generated === null,
    };
    return { ok: brokenAt === null, commands: chain.commands, rows: chain.history, brokenAt, checks };
  });
}

function generatedRows(db: Connection): Generated {
  const tables = generatedTables(db);
  if (!tables) return {};
  return { settings: null, ...Object.fromEntries(Object.entries(tables).map(([name, { count }]) => [name, count])) };
}

/** The first pack whose balance is not the sum of its ledger, lies below zero, or bears other days than the pack. */
function wrongBalance(db: Connection): string | undefined {
  return db.get<{ id: string }>(
    `SELECT s.id FROM (SELECT enrolment_id AS id, sum(halves) AS halves, sum(value_fen) AS value FROM ledger_entries GROUP BY enrolment_id) s
       LEFT JOIN enrolment_balances b ON b.enrolment_id = s.id
      WHERE b.enrolment_id IS NULL OR b.halves <> s.halves OR b.value_fen <> s.value OR s.halves < 0
     UNION ALL
     SELECT b.enrolment_id FROM enrolment_balances b
      WHERE (b.halves <> 0 OR b.value_fen <> 0) AND NOT EXISTS (SELECT 1 FROM ledger_entries l WHERE l.enrolment_id = b.enrolment_id)
     UNION ALL
     SELECT e.id FROM enrolments e LEFT JOIN enrolment_balances b ON b.enrolment_id = e.id
      WHERE b.student_id IS NOT e.student_id OR b.enrolled_on IS NOT e.enrolled_on OR b.ended_on IS NOT e.ended_on OR b.valid_until IS NOT e.valid_until LIMIT 1`,
  )?.id;
}

/** The same as a heavy job. */
export function verifyJob({ db }: { db: Connection }): VerifyReport {
  return verifyDatabase(db);
}
