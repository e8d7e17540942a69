import { randomBytes, timingSafeEqual } from 'node:crypto';
import { derive, FULL_COST, isBearable, type ScryptCost } from './scrypt.ts';

const SALT_BYTES = 16;
const HASH_BYTES = 32;
const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;

/**
 * A password or PIN as PHC text (spec/people-and-access.md, Login). A lower cost is for demo accounts and tests only.
 */
export async function hashPassword(password: string, cost: ScryptCost = FULL_COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(normal(password), salt, HASH_BYTES, cost);
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${base64(salt)}$${base64(hash)}`;
}

/** True if `password` made `stored`. False for a text that is no hash of ours. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const parsed = parse(stored);
  if (!parsed) return false;
  return timingSafeEqual(await derive(normal(password), parsed.salt, HASH_BYTES, parsed.cost), parsed.hash);
}

function parse(stored: string): { cost: ScryptCost; salt: Buffer; hash: Buffer } | undefined {
  const match = PHC.exec(stored);
  if (!match) return undefined;
  const [, ln, r, p, salt, hash] = match as unknown as [string, string, string, string, string, string];
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  return isBearable(cost) ? { cost, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') } : undefined;
}

/** The same characters however the keyboard composed them: full-width digits of an input method included. */
function normal(password: string): string {
  return password.normalize('NFKC');
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
