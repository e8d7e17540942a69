import { desc, eq } from 'drizzle-orm';
import type { Ids } from '#main/base/ids.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow } from '#main/db/rows.ts';
import type { Severity } from '#shared/contract/fields.ts';
import { type ComplaintPolicy, DEFAULT_POLICY, type SeverityPolicy, withPolicyDefaults } from '#shared/rules/complaint-policy.ts';
import { complaintPoliciesTable } from './tables.ts';

// A policy is never edited, only followed by a new version: parsed once.
const kept = new WeakMap<object, Map<string, ComplaintPolicy>>();

/** The policy that a complaint was recorded under. */
export function policyById(db: Db, id: string): ComplaintPolicy {
  let known = kept.get(db);
  if (!known) {
    known = new Map();
    kept.set(db, known);
  }
  let policy = known.get(id);
  if (!policy) {
    const body = db
      .select({ body: complaintPoliciesTable.body })
      .from(complaintPoliciesTable)
      .where(eq(complaintPoliciesTable.id, id))
      .get()?.body;
    if (!body) return DEFAULT_POLICY;
    policy = withPolicyDefaults(body);
    known.set(id, policy);
  }
  return policy;
}

function newest(db: Db) {
  const row = db.select().from(complaintPoliciesTable).orderBy(desc(complaintPoliciesTable.version)).limit(1).get();
  return row && { ...row, body: withPolicyDefaults(row.body) };
}

/** The rules in force; before the first complaint those of the specification. */
export function activePolicy(db: Db): ComplaintPolicy {
  return newest(db)?.body ?? DEFAULT_POLICY;
}

/** The row of the rules in force, made from the defaults when there is none yet. */
export function activePolicyRow(tx: Tx, ids: Ids): { id: string; version: number; body: ComplaintPolicy } {
  const row = newest(tx);
  if (row) return row;
  const id = ids.next();
  insertRow(tx, complaintPoliciesTable, { id, version: DEFAULT_POLICY.version, activeFrom: tx.command.at, body: DEFAULT_POLICY });
  return { id, version: DEFAULT_POLICY.version, body: DEFAULT_POLICY };
}

/** The rules for one severity of a complaint. */
export function rulesOf(db: Db, complaint: { policyId: string; severity: Severity }): SeverityPolicy {
  return policyById(db, complaint.policyId).severities[complaint.severity];
}
