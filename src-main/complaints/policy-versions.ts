import { desc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { Commands } from '#main/base/command.ts';
import type { Ids } from '#main/base/ids.ts';
import { historyOfCommand } from '#main/db/history.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow } from '#main/db/rows.ts';
import type { severityPolicies } from '#shared/contract/complaint-policies.ts';
import { Failure } from '#shared/contract/failure.ts';
import { DEFAULT_POLICY, policyProblems, withPolicyDefaults } from '#shared/rules/complaint-policy.ts';
import { activePolicyRow } from './policy.ts';
import { complaintPoliciesTable } from './tables.ts';

type Severities = z.infer<typeof severityPolicies>;

/** Every version, newest first, with how many complaints are under it. Before the first complaint: the specification's. */
export function policyVersions(db: Db) {
  const uses = new Map(
    db
      .all<{ id: string; n: number; open: number }>(
        `SELECT policy_id AS id, count(*) AS n, sum(state NOT IN ('closed', 'withdrawn')) AS open FROM complaints GROUP BY policy_id`,
      )
      .map((row) => [row.id, row]),
  );
  const rows = db.select().from(complaintPoliciesTable).orderBy(desc(complaintPoliciesTable.version)).all();
  const all = rows.length > 0 ? rows : [{ id: '', version: DEFAULT_POLICY.version, activeFrom: 0, body: DEFAULT_POLICY }];
  return all.map(({ id, version, activeFrom, body }) => {
    const { severities, note = '', by = '' } = withPolicyDefaults(body);
    return { version, activeFrom, severities, note, by, uses: uses.get(id)?.n ?? 0, open: uses.get(id)?.open ?? 0 };
  });
}

/**
 * Makes a new version, in force from now on for what is recorded; complaints keep theirs (spec/complaints.md, "Clocks").
 * `basedOn` is the version that the screen showed. Errors: STALE, INVALID (what is wrong; unchanged).
 */
export function savePolicy(
  tx: Tx,
  ids: Ids,
  input: { basedOn: number; severities: Severities; note: string; by: string },
): { version: number } {
  const before = activePolicyRow(tx, ids);
  if (before.version !== input.basedOn)
    throw new Failure('STALE', { seen: input.basedOn, now: before.version, by: before.body.by ?? null, at: null });
  const problem = policyProblems(input)[0];
  if (problem) throw new Failure('INVALID', { field: 'policy', reason: problem.code });
  if (JSON.stringify(before.body.severities) === JSON.stringify(input.severities)) {
    throw new Failure('INVALID', { field: 'policy', reason: 'unchanged' });
  }
  const version = before.version + 1;
  const { severities, note, by } = input;
  insertRow(tx, complaintPoliciesTable, { id: ids.next(), version, activeFrom: tx.command.at, body: { version, severities, note, by } });
  return { version };
}

const isUsed = (db: Db, id: string): boolean => db.get('SELECT 1 FROM complaints WHERE policy_id = ? LIMIT 1', [id]) !== undefined;

/** Deletes a version that no complaint is under; the one before it is in force again. Errors: NOT_FOUND, STATE_FORBIDS (in use, or the only one). */
export function deletePolicy(tx: Tx, version: number): void {
  const row = tx.select().from(complaintPoliciesTable).where(eq(complaintPoliciesTable.version, version)).get();
  if (!row) throw new Failure('NOT_FOUND', { what: 'policy' });
  const others = tx.get<{ n: number }>('SELECT count(*) AS n FROM complaint_policies')?.n ?? 0;
  if (others === 1 || isUsed(tx, row.id)) throw new Failure('STATE_FORBIDS', { state: 'in_use', action: 'delete_policy' });
  tx.delete(complaintPoliciesTable).where(eq(complaintPoliciesTable.id, row.id)).run();
}

/** Undo of a new version: it goes again, unless a complaint was recorded under it meanwhile. */
export const UNDO_POLICY = { handler: 'complaints.policy' } as const;

/** Registers how a change of the targets is taken back. Called once for each connection that writes. */
export function registerPolicyUndo(commands: Commands): void {
  commands.registerUndo(UNDO_POLICY.handler, (tx, undone) => {
    const made = historyOfCommand(tx, undone.id)
      .filter((each) => each.table === 'complaint_policies' && each.after)
      .sort((a, b) => Number(b.after?.version ?? 0) - Number(a.after?.version ?? 0))[0];
    if (!made) throw new Failure('UNDO_NOT_POSSIBLE', { reason: 'row-gone' });
    if (isUsed(tx, made.rowId)) throw new Failure('UNDO_NOT_POSSIBLE', { reason: 'in_use' });
    tx.run('DELETE FROM complaint_policies WHERE id = ?', [made.rowId]);
  });
}
