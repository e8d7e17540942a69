import { subscribeAttachments } from './attachments/service.ts';
import type { Commands } from './base/command.ts';
import type { Events } from './base/events.ts';
import type { Ids } from './base/ids.ts';
import { registerCalendar } from './calendar/service.ts';
import { registerComplaints } from './complaints/service.ts';
import { ledgerCounterEntry } from './enrolments/service.ts';
import { subscribeFollowUps } from './follow-ups/service.ts';
import { subscribeLetters } from './letters/service.ts';
import { subscribeScripts } from './scripts/service.ts';
import { registerStaff } from './staff/service.ts';

export type SubscriptionDeps = { events: Events; commands: Commands; ids: Ids };

/**
 * Where slices are joined without importing each other: domain events, inverses and counter-entries for undo. Called for every
 * connection that writes (main and workers).
 */
export function subscribeEvents(deps: SubscriptionDeps): void {
  registerStaff(deps);
  registerCalendar(deps);
  registerComplaints(deps);
  subscribeFollowUps(deps);
  subscribeAttachments(deps);
  subscribeLetters(deps);
  subscribeScripts(deps);
  deps.commands.registerCounterEntry('ledger_entries', ledgerCounterEntry(deps.ids));
}
