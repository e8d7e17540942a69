import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { signManifest } from '../../scripts/package/signing.ts';
import { until } from '../support/until.ts';
import { type Offered, offerFrom, serveFeed } from './feed.ts';
import { feedOf, fileOf, installer, MANIFEST, manifestOf, newSigner } from './maker.ts';
import { arrives, program } from './program.ts';

const signer = newSigner();
const good = async () => {};

const offered = (options?: Offered) => offerFrom(signer, options);

describe('an update from a feed', () => {
  it('is found, downloaded, checked, waits for a backup, and replaces the program only when it restarts', { timeout: 30_000 }, async () => {
    const bytes = installer({ script: 'echo started > "$0.started"' });
    const { feed, file } = await offered({ bytes });
    const { port, installed, leave, folder } = program({ signers: [signer], feed: feed.url });
    const steps: string[] = [];
    port.listen(() => {
      const { phase } = port.status();
      if (steps.at(-1) !== phase) steps.push(phase);
    });
    await port.check();
    expect(port.status()).toMatchObject({
      phase: 'found',
      found: { version: '2.0.0', from: 'feed', bytes: bytes.length, notes: { 'zh-CN': '- 新的东西', en: 'New things.' } },
      refusal: null,
      checkedAt: 1_800_000_000_000,
    });
    // looking downloads nothing
    expect(feed.asked).toEqual([MANIFEST, `${MANIFEST}.sig`]);
    port.download();
    await arrives(port, 'verified');
    expect(port.status().done).toBe(bytes.length);
    const backup = vi.fn(good);
    await port.prepare(backup);
    expect(backup).toHaveBeenCalledTimes(1);
    await port.restart(backup);
    expect(backup).toHaveBeenCalledTimes(2);
    expect(steps).toEqual(['checking', 'found', 'downloading', 'verified', 'backup', 'ready', 'restarting']);
    // still the old program: nothing is installed before the core is closed
    expect(readFileSync(installed, 'utf8')).toBe('#!/bin/sh\nexit 0\n');
    const [install] = leave.mock.lastCall!;
    await expect(install()).resolves.toBe('exit');
    expect(readFileSync(installed).equals(bytes)).toBe(true);
    await until(() => expect(existsSync(`${installed}.started`)).toBe(true));
    expect(JSON.parse(readFileSync(join(folder, 'last.json'), 'utf8'))).toMatchObject({ from: '1.0.0', to: '2.0.0' });
    expect(file.size).toBe(bytes.length);
  });

  it('says that nothing newer is there', async () => {
    const { feed } = await offered();
    const { port } = program({ signers: [signer], feed: feed.url, version: '2.0.0' });
    await port.check();
    expect(port.status()).toMatchObject({ phase: 'newest', found: null, refusal: null });
  });

  it('takes an update signed by the second of two keys while one is changed', async () => {
    const next = newSigner();
    const bytes = installer();
    const files = feedOf(signer, manifestOf([fileOf(bytes)]), bytes);
    files.set(`${MANIFEST}.sig`, signManifest(files.get(MANIFEST)!, [signer.key, next.key]));
    const feed = await serveFeed(files);
    for (const signers of [[signer], [next], [signer, next]]) {
      const { port } = program({ signers, feed: feed.url });
      await port.check();
      expect(port.status().phase).toBe('found');
    }
  });

  it('stops a download, keeps nothing of it, and can begin anew', { timeout: 30_000 }, async () => {
    const bytes = installer({ size: 400_000 });
    let hold = true;
    const { feed } = await offered({
      bytes,
      faults: {
        [fileOf(bytes).url]: (_request, response) => {
          response.writeHead(200, { 'content-length': bytes.length });
          if (hold) response.write(bytes.subarray(0, 200_000));
          else response.end(bytes);
        },
      },
    });
    const { port, pending } = program({ signers: [signer], feed: feed.url });
    await port.check();
    port.download();
    await new Promise<void>((resolve) => {
      const unlisten = port.listen(() => {
        if (port.status().done === 0) return;
        unlisten();
        resolve();
      });
    });
    port.cancel();
    await arrives(port, 'found');
    expect(port.status()).toMatchObject({ refusal: null, done: 0 });
    await until(() => expect(existsSync(pending) ? readdirSync(pending) : []).toEqual([]));
    hold = false;
    port.download();
    await arrives(port, 'verified');
  });
});

describe('what became of the last update', () => {
  it('is told by the version that runs next', async () => {
    const { feed } = await offered();
    const first = program({ signers: [signer], feed: feed.url });
    await first.port.check();
    first.port.download();
    await arrives(first.port, 'verified');
    await first.port.prepare(good);
    await first.port.restart(good);
    const last = (version: string) => program({ signers: [signer], version, folder: first.folder }).port.status().last;
    expect(last('2.0.0')).toEqual({ from: '1.0.0', to: '2.0.0', at: 1_800_000_000_000, outcome: 'installed' });
    expect(last('1.0.0')).toMatchObject({ outcome: 'not_installed' });
    writeFileSync(join(first.folder, 'last.json'), 'x');
    expect(last('1.0.0')).toBeNull();
  });
});
