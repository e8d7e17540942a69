import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { checkNative } from '#main/hosts/electron/native-file.ts';
import { openPackage } from '#main/hosts/electron/updates/package.ts';
import { trustedKey, trustFile, trustManifest } from '#main/hosts/electron/updates/trust.ts';
import { notesOf } from '../../scripts/package/changelog.ts';
import { builderConfig, missingFor, NO_FEED } from '../../scripts/package/config.ts';
import { staleIcons } from '../../scripts/package/icons.ts';
import { nativeDigests } from '../../scripts/package/release-facts.ts';
import { type Bill, bill, reduceBill, shippedRefs } from '../../scripts/package/sbom.ts';
import { makeKeyPair } from '../../scripts/package/signing.ts';
import { tempFolder } from '../support/folder.ts';
import { root } from './tree.ts';

const run = promisify(execFile);

describe('the surroundings of a release', () => {
  const mac = { CSC_LINK: 'x', CSC_KEY_PASSWORD: 'x', APPLE_API_KEY: 'x', APPLE_API_KEY_ID: 'x', APPLE_API_ISSUER: 'x' };
  const win = { WIN_CSC_LINK: 'x', WIN_CSC_KEY_PASSWORD: 'x' };
  const feed = { DESK_UPDATE_FEED: 'https://updates.example/' };

  it.each([
    ['win', { ...feed, ...win }],
    ['win', { ...feed, AZURE_SIGNING: '{}', AZURE_TENANT_ID: 'x', AZURE_CLIENT_ID: 'x', AZURE_CLIENT_SECRET: 'x' }],
    ['mac', { ...feed, ...mac }],
    ['linux', feed],
  ])('%s may begin with %o, and not without any one of them', (target, env) => {
    expect(missingFor(target, env, ['key'])).toEqual([]);
    for (const name of Object.keys(env)) expect(missingFor(target, { ...env, [name]: undefined }, ['key'])).not.toEqual([]);
    expect(missingFor(target, env, [])).toHaveLength(1);
    expect(missingFor(target, { ...env, DESK_UPDATE_FEED: 'http://plain.example/' }, ['key'])).toHaveLength(1);
  });

  it('make a release that has to be signed and notarised, and anything else without an address', () => {
    const azure = { publisherName: 'P', endpoint: 'https://a.example/', codeSigningAccountName: 'a', certificateProfileName: 'c' };
    expect(builderConfig('/r', {})).toMatchObject({ publish: { provider: 'generic', url: NO_FEED }, forceCodeSigning: false });
    expect(builderConfig('/r', { DESK_RELEASE: '1', ...feed, AZURE_SIGNING: JSON.stringify(azure) })).toMatchObject({
      publish: { url: feed.DESK_UPDATE_FEED },
      forceCodeSigning: true,
      mac: { notarize: true },
      win: { azureSignOptions: azure },
    });
    expect(() => builderConfig('/r', { AZURE_SIGNING: '{}' })).toThrow();
  });

  it('end the release before anything is built when a secret is missing, naming it and no value', async () => {
    const env = { PATH: process.env.PATH, TAG: 'v0.0.1', ...feed, ...mac, CSC_LINK: 'a-secret' };
    const failed = await run(process.execPath, ['scripts/package/release-ready.ts'], { cwd: root, env }).then(
      () => undefined,
      (error: { stderr: string; code: number }) => error,
    );
    expect(failed?.code).toBe(1);
    expect(failed?.stderr).toContain('the tag is v0.0.1');
    for (const name of ['WIN_CSC_LINK', 'DESK_UPDATE_KEY']) expect(failed?.stderr).toContain(`${name} is not set`);
    expect(failed?.stderr).not.toContain('a-secret');
  });
});

describe('the change log', () => {
  it('has words for the version of package.json in both languages', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    const notes = notesOf(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version);
    expect(notes['zh-CN']).toMatch(/^- /);
    expect(notes.en.length).toBeGreaterThan(50);
  });

  it('is missed where it is silent', () => {
    const text = '# x\n\n## 1.1.0\n\n- 新\n\nIn English: new\nthings.\n\n## 1.0.0\n\n- 旧\n';
    expect(notesOf(text, '1.1.0')).toEqual({ 'zh-CN': '- 新', en: 'new things.' });
    expect(() => notesOf(text, '1.0.0')).toThrow('one language');
    expect(() => notesOf(text, '1.2.0')).toThrow('says nothing');
  });
});

describe('the native file', () => {
  const name = 'linux-x64.node';
  function program(content: string) {
    const folder = tempFolder();
    mkdirSync(join(folder, 'node_modules/better-sqlite3/prebuilds'), { recursive: true });
    writeFileSync(join(folder, 'node_modules/better-sqlite3/prebuilds', name), content);
    return { root: folder, platform: 'linux', arch: 'x64' };
  }
  const release = { native: { [name]: createHash('sha256').update('driver').digest('hex') } };

  it('is loaded only when it is the one that was packed', () => {
    expect(() => checkNative(release, program('driver'))).not.toThrow();
    for (const [facts, place] of [
      [release, program('another')],
      [release, { ...program('driver'), arch: 'arm64' }],
      [release, { ...program('driver'), root: tempFolder() }],
      [{ native: {} }, program('driver')],
      [undefined, program('driver')],
    ] as const)
      expect(() => checkNative(facts, place)).toThrow(expect.objectContaining({ code: 'NATIVE_ALTERED' }));
  });

  it('has a digest for every target that is built', () => {
    expect(Object.keys(nativeDigests(root))).toEqual(
      expect.arrayContaining(['darwin-arm64.node', 'darwin-x64.node', 'linux-arm64.node', 'linux-x64.node', 'win32-x64.node']),
    );
  });
});

describe('the bill of materials', () => {
  const refs = shippedRefs(root);

  it('is about what goes out: the bundle, the driver under its real name, Electron, and no tool', () => {
    const names = [...refs].map((ref) => ref.slice(0, ref.lastIndexOf('@')));
    expect(names).toEqual(expect.arrayContaining(['better-sqlite3-multiple-ciphers', 'electron', 'react', 'zod', 'electron-updater']));
    for (const tool of ['vite', 'vitest', 'typescript', 'electron-builder', '@playwright/test']) expect(names).not.toContain(tool);
  });

  it('holds every package that the bundler put into the build', () => {
    const out = join(root, 'out');
    const maps = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.map'));
    const bundled = new Set<string>();
    for (const map of maps) {
      const { sources } = JSON.parse(readFileSync(join(out, map), 'utf8')) as { sources: string[] };
      for (const source of sources) {
        // the build is written in a folder of node_modules/.cache and moved then (scripts/build.ts)
        const file = resolve(root, 'node_modules', '.cache', 'draft', dirname(map), source);
        const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file.replaceAll('\\', '/'))?.[1];
        if (name) bundled.add(name);
      }
    }
    expect(bundled.size).toBeGreaterThan(40);
    const names = new Set([...refs].map((ref) => ref.slice(0, ref.lastIndexOf('@'))));
    expect([...bundled].filter((name) => !names.has(name))).toEqual([]);
  });

  it('keeps only these, and says when one is not known', () => {
    const part = (ref: string) => ({
      'bom-ref': ref,
      type: 'library' as const,
      name: ref,
      version: '1',
      purl: `pkg:npm/${ref}`,
      hashes: [{ alg: 'SHA-512' as const, content: 'a'.repeat(128) }],
    });
    const whole: Bill = {
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      serialNumber: 'urn:uuid:00000000-0000-4000-8000-000000000000',
      version: 1,
      metadata: { component: { 'bom-ref': 'own@1', name: 'folder', version: '1' } },
      components: [part('a@1'), part('tool@1')],
      dependencies: [
        { ref: 'own@1', dependsOn: ['a@1', 'tool@1'] },
        { ref: 'tool@1', dependsOn: [] },
      ],
    };
    const reduced = reduceBill(whole, new Set(['a@1']));
    expect(bill.parse(reduced)).toEqual(reduced);
    expect(reduced.components.map(({ name }) => name)).toEqual(['a@1']);
    expect(reduced.dependencies).toEqual([{ ref: 'own@1', dependsOn: ['a@1'] }]);
    expect(reduced.metadata.component).toMatchObject({ name: 'student-service-desk', type: 'application' });
    expect(() => reduceBill(whole, new Set(['b@1']))).toThrow('b@1');
  });
});

describe('the tool of the maker', () => {
  /** The scripts with a key of their own that they trust, and what electron-builder would have left in dist/. */
  function workshop() {
    const folder = tempFolder();
    for (const name of ['scripts', 'src-main', 'src-shared']) cpSync(join(root, name), join(folder, name), { recursive: true });
    for (const name of ['package.json', 'CHANGELOG.md']) cpSync(join(root, name), join(folder, name));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const { pem, spki } = makeKeyPair();
    writeFileSync(join(folder, 'key.pem'), pem);
    writeFileSync(join(folder, 'scripts/package/update-keys.json'), JSON.stringify({ keys: [spki] }));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    const setup = `student-service-desk-${version}-win-x64.exe`;
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist', setup), 'installer');
    const sha512 = createHash('sha512').update('installer').digest('base64');
    writeFileSync(
      join(folder, 'dist/latest.yml'),
      `version: ${version}\nfiles:\n  - url: ${setup}\n    sha512: ${sha512}\n    size: 9\npath: ${setup}\nsha512: ${sha512}\nreleaseDate: '2026-11-20T04:00:00.000Z'\n`,
    );
    const sign = (...args: string[]) =>
      run(process.execPath, ['scripts/package/sign-manifest.ts', 'sign', ...args], { cwd: folder, env: { PATH: process.env.PATH } });
    return { folder, dist: join(folder, 'dist'), spki, setup, version, sign };
  }

  it('signs what electron-builder left, and a program that trusts its key takes it, from the feed and from a stick', async () => {
    const { dist, spki, setup, version, sign } = workshop();
    const { stdout } = await sign('--key', 'key.pem');
    expect(stdout).toContain('latest.yml signed by 1');
    const text = readFileSync(join(dist, 'latest.yml'));
    const manifest = trustManifest(text, readFileSync(join(dist, 'latest.yml.sig')), [trustedKey(spki)]);
    expect(manifest).toMatchObject({ version, platform: 'win32', files: [{ url: setup, kind: 'nsis', arch: 'x64', size: 9 }] });
    await trustFile(join(dist, setup), manifest.files[0]!);
    const offline = await openPackage(join(dist, `student-service-desk-${version}-win.update.zip`));
    expect((await offline.manifest('latest.yml')).text.equals(text)).toBe(true);
    offline.close();
    const sums = readFileSync(join(dist, 'SHA256SUMS'), 'utf8');
    expect(sums).toContain(`${createHash('sha256').update('installer').digest('hex')}  ${setup}\n`);
    expect(sums.trim().split('\n')).toHaveLength(4);
  });

  it('refuses a file that was changed since it was built, a key that no program trusts, and to go on without a key', async () => {
    const altered = workshop();
    writeFileSync(join(altered.dist, altered.setup), 'insteller');
    await expect(altered.sign('--key', 'key.pem')).rejects.toThrow('is not the file');
    const foreign = workshop();
    writeFileSync(join(foreign.folder, 'other.pem'), makeKeyPair().pem);
    await expect(foreign.sign('--key', 'other.pem')).rejects.toThrow('no program would take this update');
    await expect(foreign.sign()).rejects.toThrow('no private key');
  });
});

describe('the icons', () => {
  it('are drawn from one SVG, the same each time, and one that was touched is found', { timeout: 60_000 }, async () => {
    expect(await staleIcons(root)).toEqual([]);
    const folder = tempFolder();
    cpSync(join(root, 'resources/icons'), join(folder, 'resources/icons'), { recursive: true });
    cpSync(join(root, 'scripts/package/icons'), join(folder, 'scripts/package/icons'), { recursive: true });
    const file = 'scripts/package/icons/16x16.png';
    writeFileSync(join(folder, file), readFileSync(join(folder, 'scripts/package/icons/24x24.png')));
    expect(await staleIcons(folder)).toEqual([file]);
  });
});
