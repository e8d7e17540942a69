import {
  IconBuildingStore,
  IconCalendarStar,
  IconCalendarWeek,
  IconCategory,
  IconClockHour9,
  IconDatabase,
  IconDeviceDesktop,
  IconHistory,
  IconInfoCircle,
  IconMail,
  IconMessages,
  IconPrinter,
  type IconProps,
  IconRefreshDot,
  IconTargetArrow,
  IconUser,
  IconUsers,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Right } from '#shared/rules/access.ts';

export interface Section {
  readonly key: string;
  readonly path: `/settings/${string}`;
  readonly icon: ComponentType<IconProps>;
  /** The right that it needs; none = everybody. */
  readonly right?: Right;
}

/** The parts of the settings in their order; each is a page of its own, so that a link leads straight to it. */
export const sections = [
  { key: 'centre', path: '/settings/centre', icon: IconBuildingStore, right: 'settings.manage' },
  { key: 'hours', path: '/settings/hours', icon: IconClockHour9, right: 'calendar.manage' },
  { key: 'holidays', path: '/settings/holidays', icon: IconCalendarStar, right: 'calendar.manage' },
  { key: 'targets', path: '/settings/targets', icon: IconTargetArrow, right: 'complaints.supervise' },
  { key: 'categories', path: '/settings/categories', icon: IconCategory, right: 'complaints.supervise' },
  { key: 'scripts', path: '/settings/scripts', icon: IconMessages },
  { key: 'staff', path: '/settings/staff', icon: IconUsers, right: 'staff.manage' },
  { key: 'roster', path: '/settings/roster', icon: IconCalendarWeek },
  { key: 'letters', path: '/settings/letters', icon: IconMail, right: 'letters.manage' },
  { key: 'backups', path: '/settings/backups', icon: IconDatabase, right: 'backups.manage' },
  { key: 'history', path: '/settings/history', icon: IconHistory, right: 'audit.read' },
  { key: 'printing', path: '/settings/printing', icon: IconPrinter },
  { key: 'updates', path: '/settings/updates', icon: IconRefreshDot },
  { key: 'account', path: '/settings/account', icon: IconUser },
  { key: 'program', path: '/settings/program', icon: IconDeviceDesktop },
  { key: 'about', path: '/settings/about', icon: IconInfoCircle },
] as const satisfies readonly Section[];
