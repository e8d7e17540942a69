import { compare, valid } from 'semver';
import { z } from 'zod';
import type { UpdateRefusal } from '#shared/contract/updates.ts';

/** Rules about updates (spec/trust.md, "signed updates only"): pure functions of a manifest whose signature holds. */

/** What a manifest is allowed to be at most; nothing larger is read. */
export const LIMITS = { manifestBytes: 64 * 1024, signatureBytes: 4 * 1024, fileBytes: 1024 * 1024 * 1024 } as const;

export const PRODUCT = 'student-service-desk';

/** How a program was installed decides which file renews it. */
export const updateKind = z.enum(['nsis', 'mac', 'appimage', 'deb']);
export type UpdateKind = z.infer<typeof updateKind>;

const version = z
  .string()
  .max(64)
  .refine((text) => valid(text) === text);

const file = z.object({
  /** A plain name beside the manifest, never a path or an address of its own. */
  url: z
    .string()
    .max(200)
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
  kind: updateKind,
  arch: z.enum(['x64', 'arm64']),
  size: z.int().min(1).max(LIMITS.fileBytes),
  /** Base64, as electron-builder writes it. */
  sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
});
export type UpdateFile = z.infer<typeof file>;

/**
 * `latest*.yml` as scripts/package/sign-manifest.ts writes it: JSON, which is YAML too, so that electron-updater and its tools read it,
 * and the program needs no YAML reader on what is not verified yet.
 */
export const updateManifest = z.object({
  product: z.literal(PRODUCT),
  platform: z.enum(['win32', 'darwin', 'linux']),
  version,
  /** Programs older than this have to take an update in between first. */
  minimumVersion: version,
  releaseDate: z.iso.datetime(),
  notes: z.object({ 'zh-CN': z.string().max(8000), en: z.string().max(8000) }),
  files: z.array(file).min(1).max(16),
});
export type UpdateManifest = z.infer<typeof updateManifest>;

/** The program that asks: what it is and where it runs. */
export type Running = { version: string; platform: string; arch: string; kind: UpdateKind };

export type Judged = { is: 'newer'; file: UpdateFile } | { is: 'same' } | { is: 'refused'; reason: UpdateRefusal };

/** The name of the manifest for a platform, the same that electron-builder and electron-updater use. */
export function manifestName(platform: string, arch: string): string {
  if (platform === 'win32') return 'latest.yml';
  if (platform === 'darwin') return 'latest-mac.yml';
  return arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${arch}.yml`;
}

/**
 * Says whether a manifest is for this program: other_system (platform, way of installation or processor do not fit), downgrade (it is
 * older), too_old (this program is older than it accepts). The same version is no update and no refusal.
 */
export function judgeUpdate(running: Running, manifest: UpdateManifest): Judged {
  if (manifest.platform !== running.platform) return { is: 'refused', reason: 'other_system' };
  const order = compare(manifest.version, running.version);
  if (order < 0) return { is: 'refused', reason: 'downgrade' };
  if (order === 0) return { is: 'same' };
  if (compare(running.version, manifest.minimumVersion) < 0) return { is: 'refused', reason: 'too_old' };
  const found = chooseFile(manifest, running);
  return found ? { is: 'newer', file: found } : { is: 'refused', reason: 'other_system' };
}

/** The file for a way of installation and a processor; never one of another kind. */
export function chooseFile(manifest: UpdateManifest, { kind, arch }: Pick<Running, 'kind' | 'arch'>): UpdateFile | undefined {
  return manifest.files.find((each) => each.kind === kind && each.arch === arch);
}

/** Room that must be free: the file, what it unpacks to, and what stays for the person. Bytes. */
export function roomFor(bytes: number): number {
  return bytes * 4 + 200 * 1024 * 1024;
}
