import type { ClockName, Severity } from '#shared/contract/fields.ts';
import type { ClockUnit } from './clock.ts';
import { MINUTES_PER_DAY } from './zone.ts';

/** One clock of the policy. `target` in counted minutes of `unit`. Only clocks with `pauses` stand still while waiting. */
export type ClockRule = { target: number; unit: ClockUnit; pauses: boolean };

/** Whom an escalation tells; a role that is absent, empty or complained about is replaced by the one above. */
export type LadderRole = 'head' | 'supervisor' | 'manager';

export type LadderStep = {
  level: number;
  /** Elapsed minutes of the cycle's resolution clock (pauses left out); 0 = at once. */
  afterMinutes: number;
  tells: LadderRole[];
  /** Whether a named dedicated handler is picked by the assignment rule. */
  namesHandler: boolean;
};

export type SeverityPolicy = {
  clocks: Record<ClockName, ClockRule>;
  ladder: LadderStep[];
  /** Opening minutes an owner has to accept, from the later of assignment and the start of the owner's duty. */
  acceptMinutes: number;
  /** Whether closing needs a written reply even when nobody asked for one. */
  writtenReply: boolean;
};

/**
 * Promised times per severity (spec/complaints.md, "Clocks" and "Escalation"). A complaint keeps the version it was recorded
 * under; a changed policy is a new version, never an edit of an old one.
 */
export type ComplaintPolicy = { version: number; severities: Record<Severity, SeverityPolicy> };

const HOURS = 60;

const clocks = (): Record<ClockName, ClockRule> => ({
  dispatch: { target: 5, unit: 'opening_minutes', pauses: false },
  first_response: { target: 24 * HOURS, unit: 'hours', pauses: false },
  progress: { target: 48 * HOURS, unit: 'hours', pauses: false },
  resolution: { target: 48 * HOURS, unit: 'hours', pauses: true },
  rectification: { target: 7 * MINUTES_PER_DAY, unit: 'working_days', pauses: true },
  refund_review: { target: 24 * HOURS, unit: 'hours', pauses: false },
});

const usualLadder = (): LadderStep[] => [
  { level: 1, afterMinutes: 24 * HOURS, tells: ['supervisor'], namesHandler: true },
  { level: 2, afterMinutes: 48 * HOURS, tells: ['manager'], namesHandler: false },
];

/** The defaults of the specification, version 1. */
export const DEFAULT_POLICY: ComplaintPolicy = {
  version: 1,
  severities: {
    general: { clocks: clocks(), ladder: usualLadder(), acceptMinutes: 30, writtenReply: false },
    serious: { clocks: clocks(), ladder: usualLadder(), acceptMinutes: 30, writtenReply: true },
    critical: {
      clocks: clocks(),
      ladder: [{ level: 2, afterMinutes: 0, tells: ['manager', 'supervisor'], namesHandler: false }],
      acceptMinutes: 30,
      writtenReply: true,
    },
  },
};

export type PolicyProblem = { code: 'bad_target' | 'bad_ladder' | 'bad_accept'; path: string };

/** What is wrong with a policy, as codes with a path; empty = may be saved. Levels rise, offsets never fall, targets > 0. */
export function policyProblems(policy: ComplaintPolicy): PolicyProblem[] {
  return Object.entries(policy.severities).flatMap(([severity, rules]) => {
    const problems: PolicyProblem[] = [];
    for (const [clock, rule] of Object.entries(rules.clocks)) {
      if (!Number.isInteger(rule.target) || rule.target <= 0) problems.push({ code: 'bad_target', path: `${severity}.${clock}` });
    }
    rules.ladder.forEach((step, index) => {
      const below = rules.ladder[index - 1];
      const rises = !below || (below.level < step.level && below.afterMinutes <= step.afterMinutes);
      if (!rises || step.afterMinutes < 0 || step.tells.length === 0)
        problems.push({ code: 'bad_ladder', path: `${severity}.ladder.${index}` });
    });
    if (!Number.isInteger(rules.acceptMinutes) || rules.acceptMinutes <= 0)
      problems.push({ code: 'bad_accept', path: `${severity}.acceptMinutes` });
    return problems;
  });
}
