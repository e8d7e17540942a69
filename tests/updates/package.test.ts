import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { writePackage } from '../../scripts/package/offline.ts';
import { signManifest } from '../../scripts/package/signing.ts';
import { tempFolder } from '../support/folder.ts';
import { until } from '../support/until.ts';
import { serveFeed } from './feed.ts';
import { feedOf, fileOf, installer, MANIFEST, manifestOf, newSigner } from './maker.ts';
import { program } from './program.ts';

const signer = newSigner();

function packed(files: Map<string, Buffer>): string {
  const path = join(tempFolder(), 'a.update.zip');
  writePackage(
    path,
    [...files].map(([name, from]) => ({ name, from })),
  );
  return path;
}

const zipped = (files: Record<string, Uint8Array>, level: 0 | 6 = 0): string => {
  const path = join(tempFolder(), 'a.update.zip');
  writeFileSync(path, zipSync(files, { level }));
  return path;
};

async function open(choose: string | undefined, options: { free?: number; version?: string } = {}) {
  const made = program({ signers: [signer], choose, ...options });
  await made.port.open();
  return made;
}

describe('a package from a stick', () => {
  it('goes the same way as a download, without any network, to the installed program', { timeout: 30_000 }, async () => {
    const bytes = installer({ size: 3_000_000, script: 'echo started > "$0.started"' });
    const { port, leave, installed } = await open(packed(feedOf(signer, manifestOf([fileOf(bytes)]), bytes)));
    expect(port.status()).toMatchObject({ phase: 'verified', refusal: null, found: { version: '2.0.0', from: 'package' } });
    await port.prepare(async () => {});
    await port.restart(async () => {});
    await expect(leave.mock.lastCall![0]()).resolves.toBe('exit');
    expect(readFileSync(installed).equals(bytes)).toBe(true);
    await until(() => expect(existsSync(`${installed}.started`)).toBe(true));
  });

  it('does nothing when nobody chose one, and says when it is the same version', async () => {
    const bytes = installer();
    expect((await open(undefined)).port.status()).toMatchObject({ phase: 'idle', refusal: null });
    const same = packed(feedOf(signer, manifestOf([fileOf(bytes)]), bytes));
    expect((await open(same, { version: '2.0.0' })).port.status()).toMatchObject({ phase: 'newest', refusal: null });
  });

  it('asks nobody for the file when the one in the package is not the signed one', async () => {
    const bytes = installer();
    const files = feedOf(signer, manifestOf([fileOf(bytes)]), bytes);
    const feed = await serveFeed(files);
    const wrong = Buffer.from(bytes);
    wrong[100] = wrong[100]! ^ 1;
    files.set(fileOf(bytes).url, wrong);
    const { port } = program({ signers: [signer], choose: packed(files), feed: feed.url });
    await port.open();
    expect(port.status()).toMatchObject({ phase: 'idle', refusal: 'file_tampered', found: null });
    expect(feed.asked).toEqual([]);
  });

  const refusals: [string, string, (files: Map<string, Buffer>, bytes: Buffer) => string][] = [
    ['no zip', 'package_unreadable', () => join(import.meta.dirname, 'maker.ts')],
    ['a zip of something else', 'package_unreadable', () => zipped({ 'a.txt': Buffer.from('a') })],
    ['a path out of the package', 'package_unreadable', (files) => zipped({ ...Object.fromEntries(files), '../evil': Buffer.from('a') })],
    ['a folder in it', 'package_unreadable', (files) => zipped({ ...Object.fromEntries(files), 'a/b': Buffer.from('a') })],
    [
      'too many entries',
      'package_unreadable',
      (files) =>
        zipped({ ...Object.fromEntries(files), ...Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`f${i}`, Buffer.from('a')])) }),
    ],
    [
      'a zip that was cut short',
      'package_unreadable',
      (files) => {
        const path = packed(files);
        writeFileSync(path, readFileSync(path).subarray(0, 10_000));
        return path;
      },
    ],
    ['no signature', 'unsigned', (files) => packed(new Map([...files].filter(([name]) => !name.endsWith('.sig'))))],
    [
      'a bomb for a manifest',
      'manifest_tampered',
      (files) => zipped({ ...Object.fromEntries(files), [MANIFEST]: Buffer.alloc(50_000_000, ' ') }, 6),
    ],
    [
      'a package of another system',
      'other_system',
      (files) =>
        packed(
          new Map([...files].map(([name, bytes]) => [name.startsWith(MANIFEST) ? name.replace(MANIFEST, 'latest.yml') : name, bytes])),
        ),
    ],
    [
      'an older version',
      'downgrade',
      (_files, bytes) => packed(feedOf(signer, manifestOf([fileOf(bytes)], { version: '0.9.0', minimumVersion: '0.1.0' }), bytes)),
    ],
    [
      'another key',
      'wrong_key',
      (files) => packed(new Map([...files, [`${MANIFEST}.sig`, signManifest(files.get(MANIFEST)!, [newSigner().key])]])),
    ],
    ['a changed manifest', 'manifest_tampered', (files) => packed(new Map([...files, [MANIFEST, Buffer.from('{}')]]))],
    ['a file of another size', 'file_tampered', (files, bytes) => packed(new Map([...files, [fileOf(bytes).url, bytes.subarray(1)]]))],
    ['no file', 'file_tampered', (files, bytes) => packed(new Map([...files].filter(([name]) => name !== fileOf(bytes).url)))],
  ];
  it.each(refusals)('is refused: %s (%s)', async (_what, reason, make) => {
    const bytes = installer();
    const { port, onError, leave } = await open(make(feedOf(signer, manifestOf([fileOf(bytes)]), bytes), bytes));
    expect(port.status()).toMatchObject({ phase: 'idle', refusal: reason, found: null });
    expect(onError).not.toHaveBeenCalled();
    expect(leave).not.toHaveBeenCalled();
  });

  it('is refused where it has no room', async () => {
    const bytes = installer();
    const { port } = await open(packed(feedOf(signer, manifestOf([fileOf(bytes)]), bytes)), { free: 1e8 });
    expect(port.status()).toMatchObject({ phase: 'idle', refusal: 'no_space' });
  });
});
