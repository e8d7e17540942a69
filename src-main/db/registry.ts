/** How the history triggers treat tables (spec/people-and-access.md, "Nothing changes unseen"). */
export interface HistoryRegistry {
  /** Ordinary tables without history triggers. Each needs a reason; a test keeps the list. */
  readonly untracked: readonly string[];
  /** Ledger, receipts, clock events, logs: inserted only; UPDATE and DELETE are refused by the database. */
  readonly appendOnly: readonly string[];
  /** Columns recorded as "changed", never with a value: table → columns. */
  readonly secret: Readonly<Record<string, readonly string[]>>;
}

/** The tables of 0001-base.sql: they are the history, or mere machinery. */
export const baseUntracked: readonly string[] = [
  'meta',
  'migration',
  'command',
  'current_command',
  'command_result',
  'history',
  'history_payload',
  'history_erasure',
  'sequence',
];
