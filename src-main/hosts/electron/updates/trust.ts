import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { open } from 'node:fs/promises';
import { z } from 'zod';
import { Failure } from '#shared/contract/failure.ts';
import type { UpdateRefusal } from '#shared/contract/updates.ts';
import { LIMITS, type UpdateFile, type UpdateManifest, updateManifest } from '#shared/rules/updates.ts';

/** Who made an update. The second signature: the operating system's is one, this one is ours, and both have to hold. */

/** Stands before what is signed, so that a signature over anything else is never one over an update. */
export const SIGNED_AS = 'student-service-desk update manifest 1\n';

/** An Ed25519 public key (SPKI, DER, base64) and the name that a signature calls it by. */
export type TrustedKey = { readonly id: string; readonly key: KeyObject };

const signatures = z.object({ signatures: z.array(z.object({ key: z.string().max(64), value: z.base64().max(120) })).max(8) });

/** Ends an update with its reason; the words are the screen's. */
export function refuse(reason: UpdateRefusal, cause?: unknown): Failure {
  return new Failure('UPDATE_REFUSED', { reason }, { cause });
}

/** Reads a public key as it is compiled in. Its name is the beginning of its SHA-256, so no name can be given to another key. */
export function trustedKey(spki: string): TrustedKey {
  const der = Buffer.from(spki, 'base64');
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('an update key is not Ed25519');
  return { id: createHash('sha256').update(der).digest('hex').slice(0, 16), key };
}

/**
 * The manifest, if one of the keys signed exactly these bytes. Several signatures may stand together while a key is being changed.
 * Refusals: wrong_key when none of them is by a key that is trusted, manifest_tampered when one should be and does not hold,
 * feed_broken when it was signed and still is no manifest of ours.
 */
export function trustManifest(text: Buffer, signature: Buffer, keys: readonly TrustedKey[]): UpdateManifest {
  if (text.length > LIMITS.manifestBytes || signature.length > LIMITS.signatureBytes) throw refuse('manifest_tampered');
  const given = read(signatures, signature);
  if (!given) throw refuse('manifest_tampered');
  const signed = Buffer.concat([Buffer.from(SIGNED_AS), text]);
  const claimed = given.signatures.flatMap(({ key, value }) => keys.filter(({ id }) => id === key).map((known) => ({ known, value })));
  if (claimed.length === 0) throw refuse('wrong_key');
  if (!claimed.some(({ known, value }) => verify(null, signed, known.key, Buffer.from(value, 'base64')))) throw refuse('manifest_tampered');
  const manifest = read(updateManifest, text);
  if (!manifest) throw refuse('feed_broken');
  return manifest;
}

function read<T>(schema: z.ZodType<T>, bytes: Buffer): T | undefined {
  try {
    return schema.safeParse(JSON.parse(bytes.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Refuses a file that is not, byte for byte, the one of the manifest: cut_off when it is shorter, else file_tampered. */
export async function trustFile(path: string, { size, sha512 }: UpdateFile): Promise<void> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw refuse('file_tampered', error);
  });
  try {
    const stat = await handle.stat();
    if (!stat.isFile() || stat.size > size) throw refuse('file_tampered');
    if (stat.size < size) throw refuse('cut_off');
    const hash = createHash('sha512');
    for await (const chunk of handle.createReadStream({ autoClose: false, highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer);
    if (hash.digest('base64') !== sha512) throw refuse('file_tampered');
  } finally {
    await handle.close();
  }
}
