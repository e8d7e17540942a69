import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseUpdateInfo } from 'electron-updater/out/providers/Provider.js';
import {
  manifestName,
  PRODUCT,
  type UpdateFile,
  type UpdateKind,
  type UpdateManifest,
  updateManifest,
} from '../../src-shared/rules/updates.ts';

/** What electron-builder left in dist/, made into the manifest that is signed (src-shared/rules/updates.ts). */

const KINDS: readonly { ending: string; kind: UpdateKind; platform: UpdateManifest['platform'] }[] = [
  { ending: '.exe', kind: 'nsis', platform: 'win32' },
  { ending: '.zip', kind: 'mac', platform: 'darwin' },
  { ending: '.AppImage', kind: 'appimage', platform: 'linux' },
  { ending: '.deb', kind: 'deb', platform: 'linux' },
];
export const MANIFESTS = [
  { platform: 'win32', arch: 'x64' },
  { platform: 'darwin', arch: 'arm64' },
  { platform: 'linux', arch: 'x64' },
  { platform: 'linux', arch: 'arm64' },
] as const;

export type ManifestFacts = { minimumVersion: string; notes: UpdateManifest['notes'] };

/**
 * Reads electron-builder's `latest*.yml` of one platform, hashes the files that it names, and answers the manifest as it is to be signed;
 * undefined when dist/ has none for it. Throws when a file is not what electron-builder wrote down.
 */
export async function buildManifest(
  dist: string,
  { platform, arch }: { platform: UpdateManifest['platform']; arch: string },
  facts: ManifestFacts,
): Promise<{ name: string; text: Buffer; manifest: UpdateManifest } | undefined> {
  const name = manifestName(platform, arch);
  const path = join(dist, name);
  if (!existsSync(path)) return undefined;
  const info = parseUpdateInfo(readFileSync(path, 'utf8'), name, new URL('file:///dist/'));
  const files: UpdateFile[] = [];
  for (const { url, sha512 } of info.files) {
    const made = KINDS.find((each) => each.platform === platform && url.endsWith(each.ending));
    if (!made) continue;
    const digest = await sha512Of(join(dist, url));
    if (digest !== sha512) throw new Error(`${url} is not the file that ${name} speaks of`);
    files.push({ url, kind: made.kind, arch: archOf(url), size: statSync(join(dist, url)).size, sha512: digest });
  }
  const first = files[0];
  if (!first) throw new Error(`${name} names no file that can renew a program`);
  const manifest = updateManifest.parse({
    product: PRODUCT,
    platform,
    version: info.version,
    ...facts,
    releaseDate: new Date(info.releaseDate).toISOString(),
    files,
  });
  // `path` and `sha512` are what older readers of this format look for.
  const text = Buffer.from(`${JSON.stringify({ ...manifest, path: first.url, sha512: first.sha512 }, null, 2)}\n`);
  return { name, text, manifest };
}

function archOf(url: string): UpdateFile['arch'] {
  if (/arm64|aarch64/.test(url)) return 'arm64';
  if (/x64|x86_64|amd64/.test(url)) return 'x64';
  throw new Error(`no processor in the name ${url}`);
}

async function sha512Of(path: string): Promise<string> {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('base64');
}

/** SHA-256 sums of everything that is published, in the form that `sha256sum -c` reads. */
export async function writeChecksums(dist: string): Promise<number> {
  const names = readdirSync(dist).filter(
    (name) => statSync(join(dist, name)).isFile() && name !== 'SHA256SUMS' && !name.startsWith('builder-'),
  );
  const lines: string[] = [];
  for (const name of names.sort()) {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(join(dist, name))) hash.update(chunk as Buffer);
    lines.push(`${hash.digest('hex')}  ${name}\n`);
  }
  writeFileSync(join(dist, 'SHA256SUMS'), lines.join(''));
  return lines.length;
}
