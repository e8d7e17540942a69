import { hash } from 'node:crypto';
import type Sqlite from 'better-sqlite3';

/** Name of the SQL function that the history triggers call; every writing connection registers it. */
export const DIGEST_FUNCTION = 'desk_digest';

/** One row change as the digest sees it. */
export interface DigestInput {
  /** Upper-case hex of the salt, as SQLite's hex() writes it. */
  saltHex: string;
  table: string;
  rowId: string;
  op: string;
  before: string | null;
  after: string | null;
}

/** The text that is digested; the triggers build the same text in SQL (db/history.ts). */
export function digestText(input: DigestInput): string {
  const { saltHex, table, rowId, op, before, after } = input;
  return `${saltHex}\n${table}\n${rowId}\n${op}\n${before ?? ''}\n${after ?? ''}`;
}

/** SHA-256 as bytes, in one call: this runs once for every row written. */
export function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

export function registerDigest(raw: Sqlite.Database): void {
  raw.function(DIGEST_FUNCTION, { deterministic: true }, (text: string) => digestOf(text));
}
