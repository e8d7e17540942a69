import { join } from 'node:path';
import { z } from 'zod';
import { appRoot } from '#main/base/app-root.ts';
import { readJson } from '#main/base/disk.ts';

/**
 * What was decided when this program was packed (scripts/package/release-facts.ts writes it into the archive, which the operating
 * system's signature and the integrity fuse cover): where updates are asked for, whose updates are believed, and the digests of the
 * native files, which lie beside the archive.
 */
const releaseFacts = z.object({
  /** Empty: this build asks nobody. */
  feed: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]),
  /** Ed25519 public keys (SPKI, base64); more than one while a key is being changed. */
  keys: z.array(z.string().max(200)).max(8),
  /** SHA-256 (hex) of each native file by its name. */
  native: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
});
export type ReleaseFacts = z.infer<typeof releaseFacts>;

/** Below the program's own folder. */
export const RELEASE_FILE = 'out/release.json';

/** Undefined where it is missing or damaged: such a program renews itself from nowhere, and a packed one does not open. */
export function readRelease(root: string = appRoot()): ReleaseFacts | undefined {
  return readJson(join(root, RELEASE_FILE), releaseFacts);
}
