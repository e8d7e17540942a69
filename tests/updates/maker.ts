import { createHash, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { type TrustedKey, trustedKey } from '#main/hosts/electron/updates/trust.ts';
import { manifestName, PRODUCT, type UpdateFile, type UpdateManifest } from '#shared/rules/updates.ts';
import { publicText, signManifest } from '../../scripts/package/signing.ts';

/** A maker of updates with a key of its own. */

export type Signer = { key: KeyObject; trusted: TrustedKey; spki: string };

export function newSigner(): Signer {
  const { privateKey } = generateKeyPairSync('ed25519');
  const spki = publicText(privateKey);
  return { key: privateKey, trusted: trustedKey(spki), spki };
}

export const sha512 = (bytes: Buffer): string => createHash('sha512').update(bytes).digest('base64');

/** A program for AppImage on this processor that leaves a mark when it is started. */
export function installer(options: { size?: number; script?: string } = {}): Buffer {
  return Buffer.concat([Buffer.from(`#!/bin/sh\n${options.script ?? 'true'}\nexit 0\n#`), randomBytes(options.size ?? 50_000)]);
}

const arch = process.arch === 'arm64' ? 'arm64' : 'x64';

export function fileOf(bytes: Buffer, more: Partial<UpdateFile> = {}): UpdateFile {
  return {
    url: `student-service-desk-2.0.0-linux-${arch}.AppImage`,
    kind: 'appimage',
    arch,
    size: bytes.length,
    sha512: sha512(bytes),
    ...more,
  };
}

export function manifestOf(files: UpdateFile[], more: Partial<UpdateManifest> = {}): UpdateManifest {
  return {
    product: PRODUCT,
    platform: 'linux',
    version: '2.0.0',
    minimumVersion: '1.0.0',
    releaseDate: '2026-11-20T04:00:00.000Z',
    notes: { 'zh-CN': '- 新的东西', en: 'New things.' },
    files,
    ...more,
  };
}

/** Everything that a feed has to serve, by name. */
export function feedOf(signer: Signer, manifest: UpdateManifest, bytes: Buffer): Map<string, Buffer> {
  const name = manifestName('linux', arch);
  const text = Buffer.from(JSON.stringify(manifest));
  return new Map([
    [name, text],
    [`${name}.sig`, signManifest(text, [signer.key])],
    [manifest.files[0]!.url, bytes],
  ]);
}

export const MANIFEST = manifestName('linux', arch);
export const ARCH = arch;
