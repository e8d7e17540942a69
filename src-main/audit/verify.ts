import { verifyChain } from '#main/base/chain.ts';
import { type Connection, readSnapshot } from '#main/db/open.ts';

export type VerifyReport = {
  ok: boolean;
  commands: number;
  rows: number;
  /** The first thing that is wrong, as a code with its place: `integrity`, `foreign_keys:<table>`, `chain:<command>`, `ledger:<pack>`, `demo:<table>`. */
  brokenAt: string | null;
  checks: { integrity: boolean; foreignKeys: boolean; chain: boolean; ledger: boolean };
};

/** Integrity, foreign keys, history chain and ledger sums of the open database. Reads everything: for a worker. */
export function verifyDatabase(db: Connection): VerifyReport {
  const integrity = (db.raw.pragma('integrity_check', { simple: true }) as string) === 'ok';
  const foreign = db.raw.pragma('foreign_key_check') as { table: string }[];
  return readSnapshot(db, () => {
    const chain = verifyChain(db);
    const wrongBalance = db.get<{ id: string }>(
      `SELECT s.id FROM (SELECT enrolment_id AS id, sum(halves) AS halves, sum(value_fen) AS value FROM ledger_entries GROUP BY enrolment_id) s
         LEFT JOIN enrolment_balances b ON b.enrolment_id = s.id
        WHERE b.enrolment_id IS NULL OR b.halves <> s.halves OR b.value_fen <> s.value OR s.halves < 0 LIMIT 1`,
    );
    const checks = { integrity, foreignKeys: foreign.length === 0, chain: chain.ok, ledger: wrongBalance === undefined };
    const brokenAt = !integrity
      ? 'integrity'
      : foreign[0]
        ? `foreign_keys:${foreign[0].table}`
        : !chain.ok
          ? `chain:${chain.broken.commandId ?? chain.broken.kind}`
          : wrongBalance
            ? `ledger:${wrongBalance.id}`
            : null;
    return { ok: brokenAt === null, commands: chain.commands, rows: chain.history, brokenAt, checks };
  });
}

/** The same as a heavy job. */
export function verifyJob({ db }: { db: Connection }): VerifyReport {
  return verifyDatabase(db);
}
