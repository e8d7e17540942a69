import type { Role } from '#shared/contract/fields.ts';

/**
 * Who may do what (spec/people-and-access.md, "Permissions"). `all` = every record; `own` = records that are mine:
 * a complaint that I own or handle, a student whose advisor I am; a service narrows by it.
 */
export const rights = [
  'students.read',
  'students.write',
  'students.reveal',
  'money.read',
  'complaints.record',
  'complaints.read',
  'complaints.handle',
  'complaints.assign',
  'complaints.supervise',
  'letters.manage',
  'scripts.publish',
  'follow-ups.read',
  'follow-ups.write',
  'today.read',
  'reports.own',
  'reports.read',
  'exports.personal',
  'imports.run',
  'calendar.manage',
  'roster.manage',
  'staff.manage',
  'settings.manage',
  'backups.manage',
  'audit.read',
] as const;
export type Right = (typeof rights)[number];
export type Scope = 'name' | 'own' | 'all';
export type Grants = Partial<Record<Right, Scope>>;

const desk: Grants = {
  'complaints.record': 'all',
  'complaints.read': 'own',
  'complaints.handle': 'own',
  'follow-ups.read': 'own',
  'follow-ups.write': 'own',
  'today.read': 'own',
  'reports.own': 'own',
};

/** The table of spec/people-and-access.md, one column per role. */
export const grantsByRole: Record<Role, Grants> = {
  specialist: {
    ...desk,
    'students.read': 'all',
    'students.write': 'all',
    'students.reveal': 'all',
    'money.read': 'all',
    'complaints.read': 'all',
    'follow-ups.read': 'all',
    'follow-ups.write': 'all',
    'imports.run': 'all',
  },
  advisor: { ...desk, 'students.read': 'own', 'students.write': 'own', 'students.reveal': 'own' },
  support: { ...desk, 'students.read': 'name' },
  supervisor: {
    ...desk,
    'students.read': 'all',
    'students.write': 'all',
    'students.reveal': 'all',
    'money.read': 'all',
    'complaints.read': 'all',
    'complaints.handle': 'all',
    'complaints.assign': 'all',
    'complaints.supervise': 'all',
    'letters.manage': 'all',
    'scripts.publish': 'all',
    'follow-ups.read': 'all',
    'follow-ups.write': 'all',
    'today.read': 'all',
    'reports.read': 'all',
    'exports.personal': 'all',
    'imports.run': 'all',
    'calendar.manage': 'all',
    'roster.manage': 'all',
    'audit.read': 'all',
  },
  manager: Object.fromEntries(rights.map((right) => [right, 'all'])) as Grants,
};

const width: Record<Scope, number> = { name: 1, own: 2, all: 3 };

/**
 * The widest grant per right over all roles of a person. A head of a department sees, handles and assigns complaints of the
 * department; which ones is decided by the complaints service, so the grant is `own` there.
 */
export function grantsOf(roles: readonly Role[], isHead: boolean): Grants {
  const result: Grants = isHead ? { 'complaints.assign': 'own' } : {};
  for (const role of roles) {
    for (const [right, scope] of Object.entries(grantsByRole[role]) as [Right, Scope][]) {
      const held = result[right];
      if (!held || width[scope] > width[held]) result[right] = scope;
    }
  }
  return result;
}
