import type { HistoryRegistry } from './registry.ts';

/** What the history knows of the house's own tables. */
export const houseRegistry: HistoryRegistry = {
  untracked: [
    // The content of files, by digest; the row of attachments that names it is the record, and verify compares both.
    'attachment_contents',
    // Not a record yet, and replaced every half second of typing.
    'drafts',
    // Derived from the ledger by trigger and checked by verify.
    'enrolment_balances',
    // Derived from students, guardians and complaints; rebuilt at will.
    'search_documents',
  ],
  appendOnly: [
    'ledger_entries',
    'complaint_entries',
    'clock_events',
    'follow_up_attempts',
    'reveals',
    'exports',
    'letter_template_versions',
    'letter_prints',
  ],
  secret: { staff: ['password_hash', 'pin_hash'] },
};
