import { useTranslation } from 'react-i18next';
import { clockText } from '#renderer/components/time-field.tsx';
import type { ClockUnit } from '#shared/rules/clock.ts';
import type { LadderStep, SeverityPolicy } from '#shared/rules/complaint-policy.ts';
import type { PolicyChange } from '#shared/rules/complaint-policy-changes.ts';

/** Counted minutes in one of the unit that people speak of. */
export const UNIT_MINUTES: Readonly<Record<ClockUnit, number>> = { hours: 60, opening_minutes: 1, working_days: 1440 };
export const units = ['hours', 'opening_minutes', 'working_days'] as const satisfies readonly ClockUnit[];

const short = (value: number): string => String(Math.round(value * 100) / 100);

/** The words of a policy and of what changed in one. */
export function usePolicyWords() {
  const { t } = useTranslation(['policies', 'common', 'complaints']);
  const time = ({ target, unit }: { target: number; unit: ClockUnit }) => t(`amount.${unit}`, { n: short(target / UNIT_MINUTES[unit]) });
  const step = (each: LadderStep) =>
    t('ladder.line', {
      level: each.level,
      after: each.afterMinutes === 0 ? t('ladder.atOnce') : t('ladder.after', { n: short(each.afterMinutes / 60) }),
      who: each.tells.map((role) => t(`ladder.role.${role}`)).join(t('and')),
    });
  const quiet = (each: SeverityPolicy['quiet']) =>
    each ? t('quiet.span', { from: clockText(each.from), to: clockText(each.to) }) : t('quiet.none');
  const notices = (each: SeverityPolicy['notices']) =>
    each.length === 0 ? t('notices.none') : each.map((kind) => t(`notices.${kind}`)).join(t('and'));
  const sides = (change: PolicyChange): [string, string] => {
    switch (change.what) {
      case 'target':
        return [time(change.before), time(change.after)];
      case 'warn':
        return [`${change.before}%`, `${change.after}%`];
      case 'accept':
        return [t('amount.opening_minutes', { n: change.before }), t('amount.opening_minutes', { n: change.after })];
      case 'reply':
        return [t(`reply.${change.before}`), t(`reply.${change.after}`)];
      case 'ladder':
        return [change.before.map(step).join(t('then')), change.after.map(step).join(t('then'))];
      case 'quiet':
        return [quiet(change.before), quiet(change.after)];
      case 'notices':
        return [notices(change.before), notices(change.after)];
    }
  };
  return {
    t,
    line: (change: PolicyChange): string => {
      const [before, after] = sides(change);
      const what =
        'clock' in change ? t(`change.${change.what}`, { clock: t(`complaints:clock.${change.clock}`) }) : t(`change.${change.what}`);
      return t('change.line', { severity: t(`common:severity.${change.severity}`), what, before, after });
    },
  };
}
