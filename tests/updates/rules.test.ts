import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trustManifest } from '#main/hosts/electron/updates/trust.ts';
import { updatePhase, updateRefusal } from '#shared/contract/updates.ts';
import { judgeUpdate, manifestName, type UpdateFile, updateKind, updateManifest } from '#shared/rules/updates.ts';
import { signManifest } from '../../scripts/package/signing.ts';
import english from '../../src-renderer/locales/en/updates.json' with { type: 'json' };
import chinese from '../../src-renderer/locales/zh-CN/updates.json' with { type: 'json' };
import { fileOf, installer, manifestOf, newSigner } from './maker.ts';

const triple = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30));
const text = (version: readonly number[]) => version.join('.');
const order = (a: readonly number[], b: readonly number[]) => a[0]! - b[0]! || a[1]! - b[1]! || a[2]! - b[2]!;
const kind = fc.constantFrom(...updateKind.options);
const arch = fc.constantFrom('x64' as const, 'arm64' as const);
const sample = fileOf(installer({ size: 10 }));

describe('whether an update fits', () => {
  it('takes only newer versions, for this system, of a file for this installation and processor', () => {
    const files = fc.array(fc.record({ kind, arch }), { minLength: 1, maxLength: 6 });
    const platform = fc.constantFrom('win32' as const, 'darwin' as const, 'linux' as const);
    fc.assert(
      fc.property(triple, triple, triple, files, platform, platform, kind, arch, (now, next, least, offered, mine, theirs, how, cpu) => {
        const manifest = manifestOf(
          offered.map((each, index): UpdateFile => ({ ...sample, ...each, url: `f${index}` })),
          { version: text(next), minimumVersion: text(least), platform: theirs },
        );
        const judged = judgeUpdate({ version: text(now), platform: mine, arch: cpu, kind: how }, manifest);
        const fits = offered.findIndex((each) => each.kind === how && each.arch === cpu);
        const expected =
          mine !== theirs
            ? 'other_system'
            : order(next, now) < 0
              ? 'downgrade'
              : order(next, now) === 0
                ? 'same'
                : order(now, least) < 0
                  ? 'too_old'
                  : fits < 0
                    ? 'other_system'
                    : 'newer';
        if (expected === 'same') expect(judged).toEqual({ is: 'same' });
        else if (expected !== 'newer') expect(judged).toEqual({ is: 'refused', reason: expected });
        else expect(judged).toMatchObject({ is: 'newer', file: { url: `f${fits}`, kind: how, arch: cpu } });
      }),
    );
  });

  it('a version before the release is older than the release', () => {
    const judged = judgeUpdate(
      { version: '2.0.0', platform: 'linux', arch: sample.arch, kind: 'appimage' },
      manifestOf([sample], { version: '2.0.0-rc.1' }),
    );
    expect(judged).toEqual({ is: 'refused', reason: 'downgrade' });
  });

  it('asks for the manifest by the name that electron-builder gives it', () => {
    expect([
      manifestName('win32', 'x64'),
      manifestName('darwin', 'arm64'),
      manifestName('linux', 'x64'),
      manifestName('linux', 'arm64'),
    ]).toEqual(['latest.yml', 'latest-mac.yml', 'latest-linux.yml', 'latest-linux-arm64.yml']);
  });
});

describe('a manifest', () => {
  it.each([
    ['a path', { url: '../a.exe' }],
    ['an address', { url: 'http://elsewhere/a.exe' }],
    ['a folder', { url: 'a/b' }],
    ['a huge file', { size: 5e9 }],
    ['no digest', { sha512: '' }],
  ])('may not name %s', (_what, more) => {
    expect(updateManifest.safeParse(manifestOf([{ ...sample, ...more }])).success).toBe(false);
    expect(updateManifest.safeParse(manifestOf([sample])).success).toBe(true);
  });
});

describe('the signature', () => {
  const signer = newSigner();
  const other = newSigner();
  const bytes = Buffer.from(JSON.stringify(manifestOf([sample])));
  const signature = signManifest(bytes, [signer.key]);
  const refused = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      return (error as { data: { reason: string } }).data.reason;
    }
    return 'taken';
  };

  type Signed = { signatures: { key: string; value: string }[] };
  const saidBy = (file: Buffer) =>
    (JSON.parse(file.toString()) as Signed).signatures.map(({ key, value }) => [key, Buffer.from(value, 'base64').toString('hex')]);

  it('holds for these bytes, and for no others', () => {
    expect(trustManifest(bytes, signature, [other.trusted, signer.trusted])).toEqual(manifestOf([sample]));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(bytes);
        changed[at] = changed[at]! ^ flip;
        expect(refused(() => trustManifest(changed, signature, [signer.trusted]))).toBe('manifest_tampered');
      }),
    );
  });

  it('changed anywhere it is refused, whatever it becomes', () => {
    fc.assert(
      fc.property(fc.nat(signature.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(signature);
        changed[at] = changed[at]! ^ flip;
        const reason = refused(() => trustManifest(bytes, changed, [signer.trusted]));
        // a blank between the words of its JSON says the same, and so do the last bits of base64, which stand for nothing
        if (reason === 'taken') expect(saidBy(changed)).toEqual(saidBy(signature));
        else expect(['manifest_tampered', 'wrong_key']).toContain(reason);
      }),
    );
  });

  it('by another key, under the name of ours, over the bare manifest, or of another kind of key is none', () => {
    expect(refused(() => trustManifest(bytes, signManifest(bytes, [other.key]), [signer.trusted]))).toBe('wrong_key');
    const named = Buffer.from(signManifest(bytes, [other.key]).toString().replace(other.trusted.id, signer.trusted.id));
    expect(refused(() => trustManifest(bytes, named, [signer.trusted]))).toBe('manifest_tampered');
    expect(refused(() => trustManifest(bytes, signature, []))).toBe('wrong_key');
    expect(refused(() => trustManifest(bytes, Buffer.from('{"signatures":[]}'), [signer.trusted]))).toBe('wrong_key');
  });
});

describe('words', () => {
  it('stand for every refusal and every phase in both languages, each refusal with its own', () => {
    for (const words of [chinese, english]) {
      expect(Object.keys(words.refusal).sort()).toEqual([...updateRefusal.options].sort());
      expect(Object.keys(words.phase).sort()).toEqual([...updatePhase.options].sort());
      const said = Object.values(words.refusal).map(({ what }) => what);
      expect(new Set(said).size).toBe(said.length);
    }
  });
});
