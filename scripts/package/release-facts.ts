import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RELEASE_FILE, type ReleaseFacts } from '../../src-main/hosts/electron/release.ts';
import { trustedKey } from '../../src-main/hosts/electron/updates/trust.ts';

const PREBUILDS = 'node_modules/better-sqlite3/prebuilds';

/** SHA-256 of every native file that may be packed, by name; the packager takes the one of its target. */
export function nativeDigests(root: string): ReleaseFacts['native'] {
  const names = readdirSync(join(root, PREBUILDS)).filter((name) => name.endsWith('.node'));
  return Object.fromEntries(
    names.sort().map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(root, PREBUILDS, name)))
        .digest('hex'),
    ]),
  );
}

/**
 * Writes what is decided at packing time (hosts/electron/release.ts): the address of the feed, the keys whose updates are believed, the
 * digests of the native files. Throws for a key that is none.
 */
export function writeReleaseFacts(root: string, { feed, keys }: { feed: string; keys: readonly string[] }): ReleaseFacts {
  for (const key of keys) trustedKey(key);
  const facts: ReleaseFacts = { feed, keys: [...keys], native: nativeDigests(root) };
  writeFileSync(join(root, RELEASE_FILE), `${JSON.stringify(facts, null, 2)}\n`);
  return facts;
}

/** The public keys that go into every program. */
export function updateKeys(): string[] {
  return (JSON.parse(readFileSync(join(import.meta.dirname, 'update-keys.json'), 'utf8')) as { keys: string[] }).keys;
}
