import {
  IconAlertCircle,
  IconAlertCircleFilled,
  IconAlertTriangleFilled,
  IconArmchair,
  IconArrowUpRight,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleHalf2,
  IconClock,
  IconCoinYuan,
  IconDeviceDesktop,
  IconFlame,
  IconHeartHandshake,
  IconHourglassHigh,
  IconPlayerPauseFilled,
  IconPointFilled,
  type IconProps,
  IconSchool,
} from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dueKind } from '#renderer/lib/due.ts';
import { useNow } from '#renderer/lib/now.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { Category, Severity } from '#shared/contract/fields.ts';
import classes from './status.module.css';

export type StatusKind = 'late' | 'soon' | 'open' | 'kept' | 'paused' | 'running' | 'new' | 'escalated' | 'met' | 'near' | 'missed';

const LOOK: Readonly<Record<StatusKind, { icon: ComponentType<IconProps>; tone: string }>> = {
  late: { icon: IconAlertTriangleFilled, tone: 'tx-red' },
  soon: { icon: IconHourglassHigh, tone: 'tx-amb' },
  open: { icon: IconClock, tone: 'tx-2' },
  kept: { icon: IconCircleCheckFilled, tone: 'tx-grn' },
  paused: { icon: IconPlayerPauseFilled, tone: 'tx-2' },
  running: { icon: IconCircleHalf2, tone: 'tx-ac' },
  new: { icon: IconCircleDashed, tone: 'tx-2' },
  escalated: { icon: IconArrowUpRight, tone: 'tx-amb' },
  met: { icon: IconCircleCheckFilled, tone: 'tx-grn' },
  near: { icon: IconAlertCircleFilled, tone: 'tx-amb' },
  missed: { icon: IconAlertTriangleFilled, tone: 'tx-red' },
};

/** A state: icon, word and colour, always all three. Without children the word of the kind itself. */
export function Status({ kind, children, size = 14, title }: { kind: StatusKind; children?: ReactNode; size?: number; title?: string }) {
  const { t } = useTranslation('common');
  const { icon: Icon, tone } = LOOK[kind];
  return (
    <span className={`${classes.status} ${tone}`} title={title}>
      <Icon size={size} aria-hidden="true" />
      {children ?? t(`state.${kind}`)}
    </span>
  );
}

interface DueProps {
  readonly dueAt: number;
  /** A clock of which the core has warned. */
  readonly warned?: boolean;
  readonly paused?: boolean;
  /** For clocks in working days: how many are left, from the core. */
  readonly workDaysLeft?: number | null;
  readonly size?: number;
}

/** The time left or overdue of something that runs, ticking by itself; the exact moment on hover. */
export function Due({ dueAt, warned, paused, workDaysLeft, size }: DueProps) {
  const format = useFormat();
  const now = useNow();
  const exact = format.dueTime(dueAt);
  if (paused) return <Status kind="paused" size={size} title={exact} />;
  const kind = dueKind(dueAt, now, warned);
  return (
    <Status kind={kind} size={size} title={exact}>
      {kind === 'late'
        ? format.late(now - dueAt)
        : workDaysLeft && workDaysLeft > 1
          ? format.workDaysLeft(workDaysLeft)
          : format.left(dueAt - now)}
    </Status>
  );
}

/** A moment: weekday and time within a week, else the date; the exact one on hover. */
export function When({ at, due }: { at: number; due?: boolean }) {
  const format = useFormat();
  const now = useNow(60_000);
  return (
    <time dateTime={new Date(at).toISOString()} title={due ? format.dueTime(at) : format.dateTime(at)}>
      {due ? format.nearDue(at, now) : format.near(at, now)}
    </time>
  );
}

export type ChipTone = 'plain' | 'red' | 'amber' | 'green' | 'accent' | 'line';

/** A small label on a tint. */
export function Chip({
  tone = 'plain',
  icon: Icon,
  children,
  title,
}: {
  tone?: ChipTone;
  icon?: ComponentType<IconProps>;
  children: ReactNode;
  title?: string;
}) {
  return (
    <span className={classes.chip} data-tone={tone} title={title}>
      {Icon ? <Icon size={12} aria-hidden="true" /> : null}
      {children}
    </span>
  );
}

/** 重大 flame red, 较重 ring amber, 一般 dot grey. */
export function SeverityChip({ severity }: { severity: Severity }) {
  const { t } = useTranslation('common');
  const word = t(`severity.${severity}`);
  if (severity === 'critical') {
    return (
      <Chip tone="red" icon={IconFlame}>
        {word}
      </Chip>
    );
  }
  return severity === 'serious' ? (
    <Chip tone="amber" icon={IconAlertCircle}>
      {word}
    </Chip>
  ) : (
    <Chip icon={IconPointFilled}>{word}</Chip>
  );
}

const CATEGORY_ICONS: Readonly<Record<Category, ComponentType<IconProps>>> = {
  teaching: IconSchool,
  technical: IconDeviceDesktop,
  service: IconHeartHandshake,
  facility: IconArmchair,
  finance: IconCoinYuan,
};

/** Icon and name of a complaint's category, the sub-category behind it in grey. */
export function CategoryLabel({ category, sub }: { category: Category; sub?: string }) {
  const { t } = useTranslation('common');
  const Icon = CATEGORY_ICONS[category];
  return (
    <span className={classes.category}>
      <Icon size={15} stroke={1.6} aria-hidden="true" />
      <span className="ellipsis">
        {t(`category.${category}`)}
        {sub ? <span className={classes.sub}>{sub}</span> : null}
      </span>
    </span>
  );
}
