import { attachments } from './attachments.ts';
import { audit } from './audit.ts';
import { backups } from './backups.ts';
import { calendar } from './calendar.ts';
import { changes } from './changes.ts';
import { complaints } from './complaints.ts';
import { drafts } from './drafts.ts';
import { figures } from './figures.ts';
import { followUps } from './follow-ups.ts';
import { imports } from './imports.ts';
import { letters } from './letters.ts';
import { messages } from './messages.ts';
import { presence } from './presence.ts';
import { printing } from './printing.ts';
import { program } from './program.ts';
import { reports } from './reports.ts';
import { scripts } from './scripts.ts';
import { search } from './search.ts';
import { session } from './session.ts';
import { settings } from './settings.ts';
import { setup } from './setup.ts';
import { staff } from './staff.ts';
import { students } from './students.ts';
import { today } from './today.ts';
import { triage } from './triage.ts';
import { updates } from './updates.ts';
import { views } from './views.ts';

/** The whole list of what the core can be asked. Both hosts and every test speak exactly this. */
export const contract = {
  attachments,
  audit,
  backups,
  calendar,
  changes,
  complaints,
  drafts,
  figures,
  followUps,
  imports,
  letters,
  messages,
  presence,
  printing,
  program,
  reports,
  scripts,
  search,
  session,
  settings,
  setup,
  staff,
  students,
  today,
  views,
  triage,
  updates,
};
export type Contract = typeof contract;
