import { attachmentsRouter } from './attachments/router.ts';
import { auditRouter } from './audit/router.ts';
import { backupsRouter } from './backups/router.ts';
import { os } from './base/os.ts';
import { calendarRouter } from './calendar/router.ts';
import { changesRouter } from './changes/router.ts';
import { complaintsRouter } from './complaints/router.ts';
import { draftsRouter } from './drafts/router.ts';
import { figuresRouter } from './figures/router.ts';
import { followUpsRouter } from './follow-ups/router.ts';
import { importsRouter } from './imports/router.ts';
import { lettersRouter } from './letters/router.ts';
import { messagesRouter } from './messages/router.ts';
import { presenceRouter } from './presence/router.ts';
import { printingRouter } from './printing/router.ts';
import { programRouter } from './program/router.ts';
import { reportsRouter } from './reports/router.ts';
import { scriptsRouter } from './scripts/router.ts';
import { searchRouter } from './search/router.ts';
import { sessionRouter } from './session/router.ts';
import { settingsRouter } from './settings/router.ts';
import { setupRouter } from './setup/router.ts';
import { staffRouter } from './staff/router.ts';
import { studentsRouter } from './students/router.ts';
import { todayRouter } from './today/router.ts';
import { triageRouter } from './triage/router.ts';
import { updatesRouter } from './updates/router.ts';
import { viewsRouter } from './views/router.ts';

/** Every slice's router under its contract key; a missing or surplus procedure does not type-check. */
export const router = os.router({
  attachments: attachmentsRouter,
  audit: auditRouter,
  backups: backupsRouter,
  calendar: calendarRouter,
  changes: changesRouter,
  complaints: complaintsRouter,
  drafts: draftsRouter,
  figures: figuresRouter,
  followUps: followUpsRouter,
  imports: importsRouter,
  letters: lettersRouter,
  messages: messagesRouter,
  presence: presenceRouter,
  printing: printingRouter,
  program: programRouter,
  reports: reportsRouter,
  scripts: scriptsRouter,
  search: searchRouter,
  session: sessionRouter,
  settings: settingsRouter,
  setup: setupRouter,
  staff: staffRouter,
  students: studentsRouter,
  today: todayRouter,
  views: viewsRouter,
  triage: triageRouter,
  updates: updatesRouter,
});
