import type { HistoryRegistry } from './registry.ts';

/** What the history knows of the house's own tables. */
export const houseRegistry: HistoryRegistry = {
  untracked: [
    // Not a record yet, and replaced every half second of typing.
    'drafts',
    // Derived from the ledger by trigger and checked by verify.
    'enrolment_balances',
    // Derived from students, guardians and complaints; rebuilt at will.
    'search_documents',
  ],
  appendOnly: ['ledger_entries', 'complaint_entries', 'clock_events', 'follow_up_attempts', 'reveals', 'exports'],
  secret: { staff: ['password_hash', 'pin_hash'] },
};
