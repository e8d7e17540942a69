import type { ClockName, Severity } from '#shared/contract/fields.ts';
import type { ClockUnit } from './clock.ts';
import type { ComplaintPolicy, LadderStep, SeverityPolicy } from './complaint-policy.ts';
import { severityOrder } from './complaints.ts';

/** One difference between two versions of the targets; the screen has the words. */
export type PolicyChange = { severity: Severity } & (
  | { what: 'target'; clock: ClockName; before: { target: number; unit: ClockUnit }; after: { target: number; unit: ClockUnit } }
  | { what: 'warn'; clock: ClockName; before: number; after: number }
  | { what: 'accept'; before: number; after: number }
  | { what: 'reply'; before: boolean; after: boolean }
  | { what: 'ladder'; before: readonly LadderStep[]; after: readonly LadderStep[] }
  | { what: 'quiet'; before: SeverityPolicy['quiet']; after: SeverityPolicy['quiet'] }
  | { what: 'notices'; before: SeverityPolicy['notices']; after: SeverityPolicy['notices'] }
);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What a version changed against the one before it, severity by severity. */
export function policyChanges(before: Pick<ComplaintPolicy, 'severities'>, after: Pick<ComplaintPolicy, 'severities'>): PolicyChange[] {
  return severityOrder.flatMap((severity) => {
    const [a, b] = [before.severities[severity], after.severities[severity]];
    const changes: PolicyChange[] = [];
    for (const clock of Object.keys(b.clocks) as ClockName[]) {
      const [x, y] = [a.clocks[clock], b.clocks[clock]];
      if (x.target !== y.target || x.unit !== y.unit) {
        const time = ({ target, unit }: typeof x) => ({ target, unit });
        changes.push({ severity, what: 'target', clock, before: time(x), after: time(y) });
      }
      if (x.warnPercent !== y.warnPercent) changes.push({ severity, what: 'warn', clock, before: x.warnPercent, after: y.warnPercent });
    }
    if (a.acceptMinutes !== b.acceptMinutes) changes.push({ severity, what: 'accept', before: a.acceptMinutes, after: b.acceptMinutes });
    if (a.writtenReply !== b.writtenReply) changes.push({ severity, what: 'reply', before: a.writtenReply, after: b.writtenReply });
    if (!same(a.ladder, b.ladder)) changes.push({ severity, what: 'ladder', before: a.ladder, after: b.ladder });
    if (!same(a.quiet, b.quiet)) changes.push({ severity, what: 'quiet', before: a.quiet, after: b.quiet });
    if (!same([...a.notices].sort(), [...b.notices].sort())) {
      changes.push({ severity, what: 'notices', before: a.notices, after: b.notices });
    }
    return changes;
  });
}
