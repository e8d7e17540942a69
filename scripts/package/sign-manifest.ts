import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { notesOf } from './changelog.ts';
import { buildManifest, MANIFESTS, writeChecksums } from './manifest.ts';
import { writePackage } from './offline.ts';
import { makeKeyPair, publicText, readKey, signManifest } from './signing.ts';

/**
 * The maker's tool for updates (docs/release.md):
 *   node scripts/package/sign-manifest.ts make-key <file>          a new key pair; the private half goes into <file>
 *   node scripts/package/sign-manifest.ts sign [--dist dist] [--minimum 0.1.0] [--key <file>]…
 *                                         signs latest*.yml in dist/, makes the offline packages, writes SHA256SUMS
 * Without --key the private key is read from DESK_UPDATE_KEY (PEM).
 */

const root = join(import.meta.dirname, '..', '..');

function makeKey(file: string | undefined): void {
  if (!file) throw new Error('make-key wants the name of a file for the private key');
  if (existsSync(file)) throw new Error(`${file} is there already`);
  const { pem, spki } = makeKeyPair();
  writeFileSync(file, pem, { mode: 0o600, flag: 'wx' });
  process.stdout.write(`private key: ${file}; keep it where neither the repository nor the update server is\n`);
  process.stdout.write(`public key, for scripts/package/update-keys.json:\n${spki}\n`);
}

async function signAll(options: { dist: string; minimum: string; key: string[] }): Promise<void> {
  const pems = options.key.length > 0 ? options.key.map((file) => readFileSync(file, 'utf8')) : [process.env.DESK_UPDATE_KEY ?? ''];
  if (pems.some((pem) => pem.trim() === '')) throw new Error('no private key: set DESK_UPDATE_KEY or give --key');
  const keys = pems.map(readKey);
  const { keys: trusted } = JSON.parse(readFileSync(join(import.meta.dirname, 'update-keys.json'), 'utf8')) as { keys: string[] };
  if (!keys.some((key) => trusted.includes(publicText(key))))
    throw new Error('none of these keys is in update-keys.json; no program would take this update');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const facts = { minimumVersion: options.minimum, notes: notesOf(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version) };
  let signed = 0;
  for (const target of MANIFESTS) {
    const built = await buildManifest(options.dist, target, facts);
    if (!built) continue;
    const { name, text, manifest } = built;
    if (manifest.version !== version) throw new Error(`${name} is of ${manifest.version}, package.json of ${version}`);
    const signature = signManifest(text, keys);
    writeFileSync(join(options.dist, name), text);
    writeFileSync(join(options.dist, `${name}.sig`), signature);
    const offline = `student-service-desk-${version}-${name.replace(/^latest-?|\.yml$/g, '') || 'win'}.update.zip`;
    writePackage(join(options.dist, offline), [
      { name, from: text },
      { name: `${name}.sig`, from: signature },
      ...manifest.files.map(({ url }) => ({ name: url, from: join(options.dist, url) })),
    ]);
    process.stdout.write(`${name} signed by ${keys.length}, ${offline}\n`);
    signed += 1;
  }
  if (signed === 0) throw new Error(`no latest*.yml in ${options.dist}`);
  process.stdout.write(`${await writeChecksums(options.dist)} files in SHA256SUMS\n`);
}

if (import.meta.main) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      dist: { type: 'string', default: join(root, 'dist') },
      minimum: { type: 'string', default: '0.1.0' },
      key: { type: 'string', multiple: true, default: [] },
    },
  });
  try {
    if (positionals[0] === 'make-key') makeKey(positionals[1]);
    else if (positionals[0] === 'sign') await signAll(values);
    else throw new Error('make-key <file>, or sign');
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
