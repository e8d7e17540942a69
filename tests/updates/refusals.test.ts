import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { checkPublisher } from '#main/hosts/electron/updates/publisher.ts';
import { Failure } from '#shared/contract/failure.ts';
import { signManifest } from '../../scripts/package/signing.ts';
import { tempFolder } from '../support/folder.ts';
import { until } from '../support/until.ts';
import { type Answer, type Offered, offerFrom, serveFeed } from './feed.ts';
import { ARCH, feedOf, fileOf, installer, MANIFEST, manifestOf, newSigner } from './maker.ts';
import { arrives, program } from './program.ts';

const signer = newSigner();
const good = async () => {};
const offered = (options?: Offered) => offerFrom(signer, options);

describe('an update is refused', () => {
  const refusals: [string, string, (given: { files: Map<string, Buffer>; bytes: Buffer }) => void][] = [
    [
      'an older version',
      'downgrade',
      ({ files, bytes }) => replace(files, manifestOf([fileOf(bytes)], { version: '0.9.0', minimumVersion: '0.1.0' })),
    ],
    [
      'a version that wants another in between',
      'too_old',
      ({ files, bytes }) => replace(files, manifestOf([fileOf(bytes)], { minimumVersion: '1.5.0' })),
    ],
    ['another system', 'other_system', ({ files, bytes }) => replace(files, manifestOf([fileOf(bytes)], { platform: 'darwin' }))],
    [
      'another processor',
      'other_system',
      ({ files, bytes }) => replace(files, manifestOf([fileOf(bytes, { arch: ARCH === 'x64' ? 'arm64' : 'x64' })])),
    ],
    [
      'a manifest that was changed after it was signed',
      'manifest_tampered',
      ({ files }) => files.set(MANIFEST, Buffer.concat([files.get(MANIFEST)!, Buffer.from(' ')])),
    ],
    [
      'a signature that was changed',
      'manifest_tampered',
      ({ files }) =>
        files.set(
          `${MANIFEST}.sig`,
          Buffer.from(
            files
              .get(`${MANIFEST}.sig`)!
              .toString()
              .replace(/"value": "./, '"value": "A'),
          ),
        ),
    ],
    ['a signature that is none', 'manifest_tampered', ({ files }) => files.set(`${MANIFEST}.sig`, Buffer.from('<html>'))],
    [
      'a key that nobody trusts',
      'wrong_key',
      ({ files }) => files.set(`${MANIFEST}.sig`, signManifest(files.get(MANIFEST)!, [newSigner().key])),
    ],
    ['no signature', 'unsigned', ({ files }) => files.delete(`${MANIFEST}.sig`)],
    ['no manifest', 'feed_broken', ({ files }) => files.delete(MANIFEST)],
    ['a manifest without an end', 'manifest_tampered', ({ files }) => files.set(MANIFEST, Buffer.alloc(200_000, ' '))],
    ['a signed manifest that is no manifest', 'feed_broken', ({ files }) => replace(files, { product: 'another' })],
  ];

  function replace(files: Map<string, Buffer>, manifest: unknown): void {
    const text = Buffer.from(JSON.stringify(manifest));
    files.set(MANIFEST, text).set(`${MANIFEST}.sig`, signManifest(text, [signer.key]));
  }

  it.each(refusals)('%s: %s, and nothing is downloaded', async (_what, reason, change) => {
    const bytes = installer();
    const files = feedOf(signer, manifestOf([fileOf(bytes)]), bytes);
    change({ files, bytes });
    const feed = await serveFeed(files);
    const { port, onError } = program({ signers: [signer], feed: feed.url });
    await port.check();
    expect(port.status()).toMatchObject({ phase: 'idle', refusal: reason, found: null });
    expect(feed.asked).not.toContain(fileOf(bytes).url);
    expect(onError).not.toHaveBeenCalled();
  });

  it('no network: after three tries of a closed port, and the next try works', { timeout: 30_000 }, async () => {
    const { feed } = await offered();
    await feed.stop();
    const { port } = program({ signers: [signer], feed: feed.url });
    await port.check();
    expect(port.status()).toMatchObject({ phase: 'idle', refusal: 'no_network' });
  });

  it('a build that trusts no key takes nothing', async () => {
    const { feed } = await offered();
    const { port } = program({ signers: [], feed: feed.url });
    await port.check();
    expect(port.status().refusal).toBe('wrong_key');
  });

  const altered = (bytes: Buffer): Buffer => {
    const copy = Buffer.from(bytes);
    copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
    return copy;
  };
  const faults: [string, string, (bytes: Buffer) => Answer][] = [
    ['a file in which one bit was changed', 'file_tampered', (bytes) => (_request, response) => void response.end(altered(bytes))],
    [
      'a file that is longer than was signed',
      'file_tampered',
      (bytes) => (_request, response) => void response.end(Buffer.concat([bytes, bytes])),
    ],
    ['a shorter file that says it is whole', 'cut_off', (bytes) => (_request, response) => void response.end(bytes.subarray(0, 20_000))],
    [
      'a connection that breaks',
      'cut_off',
      (bytes) => (_request, response) => {
        response.writeHead(200, { 'content-length': bytes.length });
        response.write(bytes.subarray(0, 20_000), () => response.destroy());
      },
    ],
    ['a file that is gone', 'feed_broken', () => (_request, response) => void response.writeHead(404).end()],
    ['a server that is ill', 'feed_broken', () => (_request, response) => void response.writeHead(500).end()],
  ];
  it.each(faults)(
    '%s: %s, nothing of it stays, and the whole file is taken afterwards',
    { timeout: 30_000 },
    async (_what, reason, fault) => {
      const bytes = installer();
      const now: { fault: Answer | undefined } = { fault: fault(bytes) };
      const { feed } = await offered({
        bytes,
        faults: {
          [fileOf(bytes).url]: (request, response) => {
            if (now.fault) return now.fault(request, response);
            response.end(bytes);
          },
        },
      });
      const { port, pending, onError } = program({ signers: [signer], feed: feed.url });
      await port.check();
      port.download();
      await arrives(port, 'found', 'verified');
      expect(port.status()).toMatchObject({ phase: 'found', refusal: reason });
      expect(onError).not.toHaveBeenCalled();
      await until(() => expect(existsSync(pending) ? readdirSync(pending) : []).toEqual([]));
      now.fault = undefined;
      port.download();
      await arrives(port, 'verified');
      expect(port.status().refusal).toBeNull();
    },
  );

  /** Sends for as long as anybody listens. */
  const endless: Answer = (_request, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384, ' ')));
    };
    response.on('drain', more);
    more();
  };

  it.each([
    ['a manifest', MANIFEST, 'idle', 'manifest_tampered'],
    ['a signature', `${MANIFEST}.sig`, 'idle', 'manifest_tampered'],
    ['a file', fileOf(Buffer.from('')).url, 'found', 'file_tampered'],
  ])('%s that never ends is not read to its end', { timeout: 20_000 }, async (_what, name, phase, reason) => {
    const { feed } = await offered({ faults: { [name]: endless } });
    const { port } = program({ signers: [signer], feed: feed.url });
    await port.check();
    if (phase === 'found') {
      port.download();
      await arrives(port, 'found', 'verified');
    }
    expect(port.status()).toMatchObject({ phase, refusal: reason });
  });

  it('not enough space, before a byte is asked for', async () => {
    const { feed, file } = await offered();
    const { port } = program({ signers: [signer], feed: feed.url, free: 1e8 });
    await port.check();
    port.download();
    await arrives(port, 'found');
    expect(port.status().refusal).toBe('no_space');
    expect(feed.asked).not.toContain(file.url);
  });

  it('a backup that fails: the update waits, and goes on when one works', async () => {
    const { feed } = await offered();
    const { port, leave } = program({ signers: [signer], feed: feed.url });
    await port.check();
    port.download();
    await arrives(port, 'verified');
    const bad = async () => {
      throw new Failure('BACKUP_FAILED', { reason: 'disk_full' });
    };
    await port.prepare(bad);
    expect(port.status()).toMatchObject({ phase: 'verified', refusal: 'backup_failed' });
    await port.prepare(good);
    expect(port.status()).toMatchObject({ phase: 'ready', refusal: null });
    await port.restart(bad);
    expect(port.status()).toMatchObject({ phase: 'verified', refusal: 'backup_failed' });
    expect(leave).not.toHaveBeenCalled();
  });

  it('a file that was changed on the disk after it was checked, at each later step', async () => {
    const { feed, bytes, file } = await offered();
    const { port, pending, leave, installed } = program({ signers: [signer], feed: feed.url });
    const spoil = () => writeFileSync(join(pending, file.url), altered(bytes));
    const reach = async (phase: 'verified' | 'ready') => {
      port.download();
      await arrives(port, 'verified');
      if (phase === 'ready') await port.prepare(good);
    };
    await port.check();
    await reach('verified');
    spoil();
    await port.prepare(good);
    expect(port.status()).toMatchObject({ phase: 'found', refusal: 'file_tampered' });
    await reach('ready');
    spoil();
    await port.restart(good);
    expect(port.status()).toMatchObject({ phase: 'found', refusal: 'file_tampered' });
    await reach('ready');
    await port.restart(good);
    spoil();
    // the last moment: the core is closed and the installer would start
    await expect(leave.mock.lastCall![0]()).rejects.toMatchObject({ data: { reason: 'file_tampered' } });
    expect(readFileSync(installed, 'utf8')).toBe('#!/bin/sh\nexit 0\n');
  });
});

describe('the publisher on Windows', () => {
  const asked = async (config: string | undefined, answer: string | null) => {
    const folder = tempFolder();
    if (config !== undefined) writeFileSync(join(folder, 'app-update.yml'), config);
    const verify = vi.fn(async () => answer);
    const refused = await checkPublisher(verify, join(folder, 'app-update.yml'), 'setup.exe').then(
      () => undefined,
      (error: { data: { reason: string } }) => error.data.reason,
    );
    return { refused, verify };
  };

  it.each([
    ['publisherName:\n  - Desk Ltd.\n  - "Desk: Holding"\nprovider: generic\n', ['Desk Ltd.', 'Desk: Holding']],
    ['publisherName: Desk Ltd.\n', ['Desk Ltd.']],
  ])('is asked for by the names in %j', async (config, names) => {
    const wrong = await asked(config, 'not signed');
    expect(wrong.verify).toHaveBeenCalledWith(names, 'setup.exe');
    expect(wrong.refused).toBe('file_tampered');
    expect((await asked(config, null)).refused).toBeUndefined();
  });

  it('of a build that was not signed is nobody, and one that cannot be read is not passed over', async () => {
    for (const config of [undefined, 'provider: generic\n']) {
      const { refused, verify } = await asked(config, 'x');
      expect([refused, verify.mock.calls.length]).toEqual([undefined, 0]);
    }
    expect((await asked('publisherName:\n  a: b\n', null)).refused).toBe('file_tampered');
  });
});
