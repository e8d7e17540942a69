import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { holidaysPlace, rosterPlace } from '#renderer/features/calendar/place.ts';
import { pagePlace as complaintPlace, listPlace as complaintsPlace } from '#renderer/features/complaints/place.ts';
import { listPlace as followUpsPlace } from '#renderer/features/follow-ups/place.ts';
import { importPlace } from '#renderer/features/imports/place.ts';
import { complaintsReportPlace, reportPlace } from '#renderer/features/reports/place.ts';
import { scriptsPlace } from '#renderer/features/scripts/place.ts';
import { studentPlace, listPlace as studentsPlace } from '#renderer/features/students/place.ts';
import { triagePlace } from '#renderer/features/triage/place.ts';
import { rootRoute } from './root-route.tsx';

/**
 * The pages of the house. Only what exists stands here; the navigation shows an area as soon as its path has a route.
 *
 * To add a page:
 *   1. features/<domain>/<name>-page.tsx exports `function <Name>Page()`; it reads `useParams({ from: '/<path>/$id' })`,
 *      `useSearch({ from: '/<path>' })`, and begins with `<div className="page"><PageHead title=… />`.
 *   2. what stands in the address is a zod schema in features/<domain>/place.ts (every field with `.catch()` or optional,
 *      so that a wrong address opens the page and not an error).
 *   3. const <name>Route = createRoute({ getParentRoute: () => rootRoute, path: '/<path>', validateSearch: <schema>,
 *        component: lazyRouteComponent(() => import('#renderer/features/<domain>/<name>-page.tsx'), '<Name>Page') });
 *   4. put it into `routes` below. Links are then checked by the compiler: `<Link to="/<path>/$id" params={{ id }} />`.
 */
const todayRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/today',
  component: lazyRouteComponent(() => import('#renderer/features/today/today-page.tsx'), 'TodayPage'),
});
const studentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/students',
  validateSearch: studentsPlace,
  component: lazyRouteComponent(() => import('#renderer/features/students/list-page.tsx'), 'StudentListPage'),
});
const importRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/students/import',
  validateSearch: importPlace,
  component: lazyRouteComponent(() => import('#renderer/features/imports/import-page.tsx'), 'ImportPage'),
});
const studentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/students/$id',
  validateSearch: studentPlace,
  component: lazyRouteComponent(() => import('#renderer/features/students/student-page.tsx'), 'StudentPage'),
});
const followUpsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/follow-ups',
  validateSearch: followUpsPlace,
  component: lazyRouteComponent(() => import('#renderer/features/follow-ups/list-page.tsx'), 'FollowUpListPage'),
});
const reportsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reports',
  validateSearch: reportPlace,
  component: lazyRouteComponent(() => import('#renderer/features/reports/monthly-page.tsx'), 'MonthlyReportPage'),
});
const complaintsReportRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reports/complaints',
  validateSearch: complaintsReportPlace,
  component: lazyRouteComponent(() => import('#renderer/features/reports/complaints-page.tsx'), 'ComplaintsReportPage'),
});
const complaintsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/complaints',
  validateSearch: complaintsPlace,
  component: lazyRouteComponent(() => import('#renderer/features/complaints/list-page.tsx'), 'ComplaintListPage'),
});
const complaintRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/complaints/$id',
  validateSearch: complaintPlace,
  component: lazyRouteComponent(() => import('#renderer/features/complaints/complaint-page.tsx'), 'ComplaintPage'),
});

const letterRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/letters/$id',
  component: lazyRouteComponent(() => import('#renderer/features/letters/letter-page.tsx'), 'LetterPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('#renderer/features/settings/settings-layout.tsx'), 'SettingsLayout'),
});
const settings = settingsRoute.addChildren([
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/',
    component: lazyRouteComponent(() => import('#renderer/features/settings/settings-index.tsx'), 'SettingsIndex'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/account',
    component: lazyRouteComponent(() => import('#renderer/features/session/account-page.tsx'), 'AccountPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/roster',
    validateSearch: rosterPlace,
    component: lazyRouteComponent(() => import('#renderer/features/calendar/roster-page.tsx'), 'RosterPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/hours',
    component: lazyRouteComponent(() => import('#renderer/features/calendar/hours-page.tsx'), 'HoursPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/holidays',
    validateSearch: holidaysPlace,
    component: lazyRouteComponent(() => import('#renderer/features/calendar/holidays-page.tsx'), 'HolidaysPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/targets',
    component: lazyRouteComponent(() => import('#renderer/features/policies/policies-page.tsx'), 'PoliciesPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/categories',
    validateSearch: triagePlace,
    component: lazyRouteComponent(() => import('#renderer/features/triage/triage-page.tsx'), 'TriagePage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/scripts',
    validateSearch: scriptsPlace,
    component: lazyRouteComponent(() => import('#renderer/features/scripts/scripts-page.tsx'), 'ScriptsPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/staff',
    component: lazyRouteComponent(() => import('#renderer/features/staff/staff-page.tsx'), 'StaffPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/centre',
    component: lazyRouteComponent(() => import('#renderer/features/settings/centre-page.tsx'), 'CentrePage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/letters',
    component: lazyRouteComponent(() => import('#renderer/features/letters/templates-page.tsx'), 'TemplatesPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/printing',
    component: lazyRouteComponent(() => import('#renderer/features/printing/printing-page.tsx'), 'PrintingPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/backups',
    component: lazyRouteComponent(() => import('#renderer/features/backups/backups-page.tsx'), 'BackupsPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/updates',
    component: lazyRouteComponent(() => import('#renderer/features/updates/updates-page.tsx'), 'UpdatesPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/history',
    component: lazyRouteComponent(() => import('#renderer/features/audit/history-page.tsx'), 'HistoryPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/program',
    component: lazyRouteComponent(() => import('#renderer/features/program/program-page.tsx'), 'ProgramPage'),
  }),
  createRoute({
    getParentRoute: () => settingsRoute,
    path: '/about',
    component: lazyRouteComponent(() => import('#renderer/features/settings/about-page.tsx'), 'AboutPage'),
  }),
]);

export const routes = [
  todayRoute,
  studentsRoute,
  importRoute,
  studentRoute,
  followUpsRoute,
  reportsRoute,
  complaintsReportRoute,
  complaintsRoute,
  complaintRoute,
  letterRoute,
  settings,
] as const;
