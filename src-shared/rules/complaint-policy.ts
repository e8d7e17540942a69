import type { ClockName, Severity } from '#shared/contract/fields.ts';
import { type ClockUnit, WARN_PERCENT } from './clock.ts';
import { severityOrder } from './complaints.ts';
import { MINUTES_PER_DAY } from './zone.ts';

/**
 * One clock of the policy. `target` in counted minutes of `unit`. Only clocks with `pauses` stand still while waiting. It warns
 * when `warnPercent` of the target is counted.
 */
export type ClockRule = { target: number; unit: ClockUnit; pauses: boolean; warnPercent: number };

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
  /** Minutes of the day between which the operating system is not disturbed; may pass midnight. The bell in the program counts all the same. */
  quiet: { from: number; to: number } | null;
  /** What else than the bell tells: these raise a notice of the operating system. Kinds that no policy names always do. */
  notices: readonly PolicyNotice[];
};

/** Messages of which a policy says whether they leave the program. */
export const policyNotices = ['assigned', 'warned', 'missed', 'escalated'] as const;
export type PolicyNotice = (typeof policyNotices)[number];

/**
 * Promised times per severity (spec/complaints.md, "Clocks" and "Escalation"). A complaint keeps the version it was recorded
 * under; a changed policy is a new version, never an edit of an old one.
 */
export type ComplaintPolicy = {
  version: number;
  severities: Record<Severity, SeverityPolicy>;
  /** Why it was made, and by whom, as the list of versions shows it. */
  note?: string;
  by?: string;
};

const HOURS = 60;

const clocks = (): Record<ClockName, ClockRule> => ({
  dispatch: { target: 5, unit: 'opening_minutes', pauses: false, warnPercent: WARN_PERCENT },
  first_response: { target: 24 * HOURS, unit: 'hours', pauses: false, warnPercent: WARN_PERCENT },
  progress: { target: 48 * HOURS, unit: 'hours', pauses: false, warnPercent: WARN_PERCENT },
  resolution: { target: 48 * HOURS, unit: 'hours', pauses: true, warnPercent: WARN_PERCENT },
  rectification: { target: 7 * MINUTES_PER_DAY, unit: 'working_days', pauses: true, warnPercent: WARN_PERCENT },
  refund_review: { target: 24 * HOURS, unit: 'hours', pauses: false, warnPercent: WARN_PERCENT },
});

const usualLadder = (): LadderStep[] => [
  { level: 1, afterMinutes: 24 * HOURS, tells: ['supervisor'], namesHandler: true },
  { level: 2, afterMinutes: 48 * HOURS, tells: ['manager'], namesHandler: false },
];

/** Nobody is woken for what can wait until the morning (spec/complaints.md: quiet hours for everything but 重大). */
const QUIET = { from: 22 * 60, to: 8 * 60 };

/** The defaults of the specification, version 1. */
export const DEFAULT_POLICY: ComplaintPolicy = {
  version: 1,
  severities: {
    general: { clocks: clocks(), ladder: usualLadder(), acceptMinutes: 30, writtenReply: false, quiet: QUIET, notices: policyNotices },
    serious: { clocks: clocks(), ladder: usualLadder(), acceptMinutes: 30, writtenReply: true, quiet: QUIET, notices: policyNotices },
    critical: {
      clocks: clocks(),
      ladder: [{ level: 2, afterMinutes: 0, tells: ['manager', 'supervisor'], namesHandler: false }],
      acceptMinutes: 30,
      writtenReply: true,
      quiet: null,
      notices: policyNotices,
    },
  },
};

/** A body that was saved before a field existed means what the program did then. */
export function withPolicyDefaults(policy: ComplaintPolicy): ComplaintPolicy {
  const severities = { ...policy.severities };
  for (const severity of severityOrder) {
    const { clocks: kept, quiet, notices, ...rest } = policy.severities[severity];
    const usual = DEFAULT_POLICY.severities[severity];
    const each = Object.entries(kept).map(([name, rule]) => [name, { ...rule, warnPercent: rule.warnPercent ?? WARN_PERCENT }]);
    severities[severity] = {
      ...rest,
      clocks: Object.fromEntries(each) as SeverityPolicy['clocks'],
      quiet: quiet === undefined ? usual.quiet : quiet,
      notices: notices ?? usual.notices,
    };
  }
  return { ...policy, severities };
}

/** Whether a message of this kind leaves the program at `minute` of the day; 重大 is never held back by quiet hours. */
export function raisesNotice(rules: SeverityPolicy, severity: Severity, kind: string, minute: number): boolean {
  const named = policyNotices.find((each) => each === kind);
  if (named && !rules.notices.includes(named)) return false;
  if (severity === 'critical' || !rules.quiet) return true;
  const { from, to } = rules.quiet;
  return from < to ? minute < from || minute >= to : minute < from && minute >= to;
}

export type PolicyProblem = { code: 'bad_target' | 'bad_warn' | 'bad_ladder' | 'bad_accept' | 'bad_quiet'; path: string };

/** No promise is longer than a year of counted time. */
const LONGEST = 366 * MINUTES_PER_DAY;
const whole = (value: number, most: number): boolean => Number.isInteger(value) && value > 0 && value <= most;

/**
 * What is wrong with a policy, as codes with a path; empty = may be saved. Targets and minutes to accept are above 0, warnings
 * between 1 and 100 %, every ladder has a step, tells somebody and rises in level and in time, quiet hours have a length and 重大 none.
 */
export function policyProblems(policy: Pick<ComplaintPolicy, 'severities'>): PolicyProblem[] {
  return severityOrder.flatMap((severity) => {
    const rules = policy.severities[severity];
    const problems: PolicyProblem[] = [];
    for (const [clock, rule] of Object.entries(rules.clocks)) {
      if (!whole(rule.target, LONGEST)) problems.push({ code: 'bad_target', path: `${severity}.${clock}` });
      if (!whole(rule.warnPercent, 100)) problems.push({ code: 'bad_warn', path: `${severity}.${clock}.warn` });
    }
    if (rules.ladder.length === 0) problems.push({ code: 'bad_ladder', path: `${severity}.ladder` });
    rules.ladder.forEach((step, index) => {
      const below = rules.ladder[index - 1];
      const rises = !below || (below.level < step.level && below.afterMinutes < step.afterMinutes);
      const lies = Number.isInteger(step.afterMinutes) && step.afterMinutes >= 0 && step.afterMinutes <= LONGEST;
      if (!rises || !lies || step.tells.length === 0) problems.push({ code: 'bad_ladder', path: `${severity}.ladder.${index}` });
    });
    if (!whole(rules.acceptMinutes, LONGEST)) problems.push({ code: 'bad_accept', path: `${severity}.acceptMinutes` });
    const { quiet } = rules;
    const lies = (minute: number) => Number.isInteger(minute) && minute >= 0 && minute <= MINUTES_PER_DAY;
    if (quiet && (severity === 'critical' || quiet.from === quiet.to || !lies(quiet.from) || !lies(quiet.to))) {
      problems.push({ code: 'bad_quiet', path: `${severity}.quiet` });
    }
    return problems;
  });
}
