import { IconChartBar, IconMessageReport, IconPhoneCall, type IconProps, IconSettings, IconSun, IconUsers } from '@tabler/icons-react';
import { type LinkProps, useRouter } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { usePerson } from '#renderer/lib/session.tsx';
import type { Right } from '#shared/rules/access.ts';
import type { ShortcutId } from '#shared/rules/key-table.ts';

export type AreaKey = 'today' | 'students' | 'complaints' | 'follow-ups' | 'reports' | 'settings';

export interface Area {
  readonly key: AreaKey;
  readonly path: `/${string}`;
  readonly icon: ComponentType<IconProps>;
  /** any of these; none = everybody */
  readonly rights: readonly Right[];
  readonly shortcut: ShortcutId;
}

/** The areas of the house in the order of the navigation. Words: `shell:area.<key>`. Settings stands apart at the foot. */
export const areas: readonly Area[] = [
  { key: 'today', path: '/today', icon: IconSun, rights: ['today.read'], shortcut: 'go.today' },
  { key: 'students', path: '/students', icon: IconUsers, rights: ['students.read'], shortcut: 'go.students' },
  { key: 'complaints', path: '/complaints', icon: IconMessageReport, rights: ['complaints.read'], shortcut: 'go.complaints' },
  { key: 'follow-ups', path: '/follow-ups', icon: IconPhoneCall, rights: ['follow-ups.read'], shortcut: 'go.follow-ups' },
  { key: 'reports', path: '/reports', icon: IconChartBar, rights: ['reports.read'], shortcut: 'go.reports' },
  { key: 'settings', path: '/settings', icon: IconSettings, rights: [], shortcut: 'go.settings' },
];

/** Where an area leads, for the router: `useAreas` only hands out areas whose path is a route. */
export function placeOf(area: Area): NonNullable<LinkProps['to']> {
  return area.path as NonNullable<LinkProps['to']>;
}

/** The areas that have a page and that the person may use: a link that leads nowhere is never shown. */
export function useAreas(): readonly Area[] {
  const router = useRouter();
  const { grants } = usePerson();
  const paths: Readonly<Record<string, unknown>> = router.routesByPath;
  return areas.filter((area) => area.path in paths && (area.rights.length === 0 || area.rights.some((right) => grants[right])));
}
