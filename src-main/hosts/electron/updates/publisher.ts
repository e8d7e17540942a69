import { existsSync, readFileSync } from 'node:fs';
import { parseUpdateInfo } from 'electron-updater/out/providers/Provider.js';
import { z } from 'zod';
import { refuse } from './trust.ts';

/** The other signature of Windows. electron-updater asks for it only while it downloads, so a package from a stick is asked for it here. */

const config = z.object({ publisherName: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).optional() });

/** Answers null for a good signature, else what is wrong with it. */
export type VerifySignature = (publisherNames: string[], path: string) => Promise<string | null>;

/**
 * Refuses (file_tampered) an installer that does not carry the Authenticode signature of a publisher named in app-update.yml, which
 * electron-builder writes into every signed build. One that was built unsigned names nobody.
 */
export async function checkPublisher(verify: VerifySignature, configFile: string, path: string): Promise<void> {
  if (!existsSync(configFile)) return;
  const text = parseUpdateInfo(readFileSync(configFile, 'utf8'), configFile, new URL('file:///app-update.yml'));
  const read = config.safeParse(text);
  if (!read.success) throw refuse('file_tampered', read.error);
  const names = [read.data.publisherName ?? []].flat();
  if (names.length === 0) return;
  const wrong = await verify(names, path);
  if (wrong !== null) throw refuse('file_tampered', new Error(wrong));
}
