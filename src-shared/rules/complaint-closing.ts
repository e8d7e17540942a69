import type { ComplaintState } from '#shared/contract/fields.ts';

/** How often a visit is tried before the complainant counts as unreachable (spec/service-quality.md). */
export const VISIT_TRIES = 3;

/** Who had to put something right, and who said that it is done. */
type Rectified = { ownerId: string; doneBy: string | null };

/** Whether `staffId` is another person than those whose work it was: only such a one verifies it (spec/complaints.md, "Clocks"). */
export function isAnother({ ownerId, doneBy }: Rectified, staffId: string): boolean {
  return staffId !== ownerId && staffId !== doneBy;
}

export type ClosingFacts = {
  state: ComplaintState;
  complainantKnown: boolean;
  /** Whether the policy (较重, 重大) or the complainant asks for a written reply. */
  replyRequired: boolean;
  repliedAt: number | null;
  /** Every complainant: told, or unreachable after the tries. */
  complainants: readonly { toldAt: number | null; unreachable: boolean }[];
  rectifications: readonly (Rectified & { verifiedAt: number | null; verifiedBy: string | null; droppedReason: string })[];
  rootCause: string;
  visit: { state: 'open' | 'done' | 'refused' | 'unreachable'; tries: number } | null;
  /** Resolved without telling, because the primary complainant cannot be reached. */
  unreachable: boolean;
  /** Only asked for when nobody was told: nobody is known, or nobody could be reached. */
  supervisorConfirmed: boolean;
};

export const closingConditions = [
  'not_resolved',
  'rectification_open',
  'rectification_unverified',
  'root_cause',
  'result_not_told',
  'written_reply',
  'visit',
  'supervisor_confirmation',
] as const;
export type ClosingCondition = (typeof closingConditions)[number];

/**
 * What a complaint still lacks before it may be closed, in the order of the page; empty = it may (spec/complaints.md,
 * "Process"). A rectification counts when another person than who did it or had to has verified it, or the supervisor has
 * dropped it with a reason.
 */
export function missingToClose(facts: ClosingFacts): ClosingCondition[] {
  const open = facts.rectifications.filter((each) => each.droppedReason.trim() === '');
  const { visit } = facts;
  const visited =
    visit !== null &&
    (visit.state === 'done' || visit.state === 'refused' || (visit.state === 'unreachable' && visit.tries >= VISIT_TRIES));
  const missing: Record<ClosingCondition, boolean> = {
    not_resolved: facts.state !== 'resolved',
    rectification_open: open.some((each) => each.doneBy === null),
    rectification_unverified: open.some(
      (each) => each.doneBy !== null && (each.verifiedAt === null || each.verifiedBy === null || !isAnother(each, each.verifiedBy)),
    ),
    root_cause: facts.rootCause.trim() === '',
    result_not_told: facts.complainantKnown && !facts.complainants.every((each) => each.toldAt !== null || each.unreachable),
    written_reply: facts.complainantKnown && facts.replyRequired && facts.repliedAt === null,
    visit: facts.complainantKnown && !visited,
    supervisor_confirmation: (!facts.complainantKnown || facts.unreachable) && !facts.supervisorConfirmed,
  };
  return closingConditions.filter((condition) => missing[condition]);
}
