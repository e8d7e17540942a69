import type { Readable } from 'node:stream';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { LIMITS } from '#shared/rules/updates.ts';
import { refuse } from './trust.ts';

/**
 * The offline package: one zip with the manifest, its signature and the installers, as scripts/package/sign-manifest.ts makes it.
 * Nothing in it is believed before its signature is: entries are a short closed list of plain names, read with limits.
 */

const ENTRIES = 20;
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

export type UpdatePackage = {
  /** The manifest of that name and its signature. Refusals: other_system when it is not in the package, unsigned. */
  manifest(name: string): Promise<{ text: Buffer; signature: Buffer }>;
  /** The bytes of a file. Refusal: file_tampered when it is not there or not of that size. */
  file(name: string, size: number): Promise<Readable>;
  close(): void;
};

/** Opens a package. Refusal: package_unreadable for anything that is none. */
export async function openPackage(path: string): Promise<UpdatePackage> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true }).catch(
    (error: unknown) => {
      throw refuse('package_unreadable', error);
    },
  );
  const entries = await list(zip).catch((error: unknown) => {
    zip.close();
    throw refuse('package_unreadable', error);
  });
  return {
    manifest: async (name) => {
      const text = entries.get(name);
      if (!text) throw refuse([...entries.keys()].some((each) => each.endsWith('.yml')) ? 'other_system' : 'package_unreadable');
      const signature = entries.get(`${name}.sig`);
      if (!signature) throw refuse('unsigned');
      return { text: await readSmall(zip, text, LIMITS.manifestBytes), signature: await readSmall(zip, signature, LIMITS.signatureBytes) };
    },
    file: async (name, size) => {
      const entry = entries.get(name);
      if (entry?.uncompressedSize !== size) throw refuse('file_tampered');
      return zip.openReadStreamPromise(entry).catch((error: unknown) => {
        throw refuse('package_unreadable', error);
      });
    },
    close: () => zip.close(),
  };
}

async function list(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  if (zip.entryCount > ENTRIES) throw new Error('too many entries');
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    if (!PLAIN.test(entry.fileName) || entries.has(entry.fileName) || entry.isEncrypted()) throw new Error('an odd entry');
    entries.set(entry.fileName, entry);
  }
  return entries;
}

async function readSmall(zip: ZipFile, entry: Entry, limit: number): Promise<Buffer> {
  if (entry.uncompressedSize > limit) throw refuse('manifest_tampered');
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch (error) {
    throw refuse('package_unreadable', error);
  }
}
