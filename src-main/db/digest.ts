import { hash, randomBytes } from 'node:crypto';
import type Sqlite from 'better-sqlite3';

/**
 * The SQL functions that the history triggers call; every writing connection registers them. `desk_digest(text)` takes a fresh salt and
 * answers the salted digest as hex, `desk_salt()` then answers that salt, so that a trigger can store the two in two rows.
 */
export const DIGEST_FUNCTION = 'desk_digest';
export const SALT_FUNCTION = 'desk_salt';

export const SALT_BYTES = 16;
const SALTS_AT_ONCE = 512;

/** One row change as the digest sees it. */
export interface DigestInput {
  salt: Buffer;
  table: string;
  rowId: string;
  op: string;
  before: string | null;
  after: string | null;
}

/** The salted SHA-256 of one row change, as hex. The triggers build the same text in SQL (db/history.ts). */
export function digestOf(input: DigestInput): string {
  const { salt, table, rowId, op, before, after } = input;
  return salted(salt.toString('hex'), `${table}\n${rowId}\n${op}\n${before ?? ''}\n${after ?? ''}`);
}

// Hex and not a Buffer: this runs for every row written, and a Buffer costs more than the hash.
function salted(saltHex: string, text: string): string {
  return hash('sha256', `${saltHex}\n${text}`, 'hex');
}

/** Gives a connection the functions of the triggers, and `desk_fingerprint`. Salts are drawn many at once: one draw a row is felt in an import. */
export function registerDigest(raw: Sqlite.Database): void {
  const length = SALT_BYTES * 2;
  let pool = '';
  let at = 0;
  let salt = '';
  raw.function(DIGEST_FUNCTION, (text: string) => {
    if (at >= pool.length) {
      pool = randomBytes(SALT_BYTES * SALTS_AT_ONCE).toString('hex');
      at = 0;
    }
    salt = pool.slice(at, at + length);
    at += length;
    return salted(salt, text);
  });
  raw.function(SALT_FUNCTION, () => salt);
  // For long blobs: what stands in the history instead of their content.
  raw.function('desk_fingerprint', { deterministic: true }, (bytes: Buffer) => hash('sha256', bytes, 'hex'));
}
