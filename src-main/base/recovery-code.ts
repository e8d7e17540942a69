import { createHash, randomBytes } from 'node:crypto';
import { Failure } from '#shared/contract/failure.ts';

/** Crockford's base32: no I, L, O, U, so that a hand-written code can be read back. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SECRET_CHARS = 30;
const CHECK_CHARS = 2;
const GROUP = 4;

/** 150 random bits and a checksum of 10, as eight groups of four. */
export function makeRecoveryCode(): string {
  const secret = Array.from(randomBytes(SECRET_CHARS), (byte) => ALPHABET[byte & 31]).join('');
  return groups(secret + checksum(secret));
}

/**
 * The plain characters of a code as a person typed it: any case, spaces, dashes, full-width letters, O for 0, I and L for 1.
 * Errors: RECOVERY_CODE_INVALID with reason `length`, `characters` or `checksum`.
 */
export function parseRecoveryCode(typed: string): string {
  const text = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Dash_Punctuation}_.,·]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if ([...text].some((char) => !ALPHABET.includes(char))) throw new Failure('RECOVERY_CODE_INVALID', { reason: 'characters' });
  if (text.length !== SECRET_CHARS + CHECK_CHARS) throw new Failure('RECOVERY_CODE_INVALID', { reason: 'length' });
  const secret = text.slice(0, SECRET_CHARS);
  if (checksum(secret) !== text.slice(SECRET_CHARS)) throw new Failure('RECOVERY_CODE_INVALID', { reason: 'checksum' });
  return secret;
}

function checksum(secret: string): string {
  const digest = createHash('sha256').update(`recovery code ${secret}`).digest();
  return Array.from(digest.subarray(0, CHECK_CHARS), (byte) => ALPHABET[byte & 31]).join('');
}

function groups(text: string): string {
  return (text.match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-');
}
