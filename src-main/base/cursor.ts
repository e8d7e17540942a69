import { Failure } from '#shared/contract/failure.ts';

/** A keyset position: the sort key of the last row of a page. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** Errors: INVALID when it is none of ours or of another view (`length` = parts of the key). */
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  const key = parse(cursor);
  const fits = Array.isArray(key) && key.length === length && key.every((part) => typeof part === 'string' || typeof part === 'number');
  if (!fits) throw new Failure('INVALID', { field: 'cursor', reason: 'unreadable' });
  return key;
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
