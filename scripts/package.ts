import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from './build.ts';
import { type Ran, run } from './checks/run.ts';
import { builderConfig, missingFor } from './package/config.ts';
import { writeNotices } from './package/notices.ts';
import { proveFuses, provePackage } from './package/proof.ts';
import { updateKeys, writeReleaseFacts } from './package/release-facts.ts';
import { writeSbom } from './package/sbom.ts';
import { proveStart } from './package/start.ts';
import { makeStub, STUB_EXECUTABLE } from './package/stub.ts';

/**
 * `npm run package` builds and packs with electron-builder; what follows goes to it (`-- --linux AppImage --x64`). It needs the
 * Electron binary. `npm run package -- --stub` packs with a folder that only looks like Electron, proves what is inside, and has the
 * stand-in start what was packed and walk the main path.
 */

const root = join(import.meta.dirname, '..');
const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');

async function prepare(): Promise<void> {
  const built = await buildIfStale();
  const count = await writeNotices(root, join(root, 'out', 'notices.txt'));
  const parts = await writeSbom(root, join(root, 'out', 'sbom.json'));
  const { feed, keys, native } = writeReleaseFacts(root, { feed: process.env.DESK_UPDATE_FEED ?? '', keys: updateKeys() });
  process.stdout.write(`build ${built}, notices of ${count} packages, bill of ${parts} materials\n`);
  process.stdout.write(`updates from ${feed || 'no address'}, ${keys.length} keys; ${Object.keys(native).length} native files known\n`);
}

/** A release that cannot be signed does not begin. */
function mayRelease(args: readonly string[]): boolean {
  if (process.env.DESK_RELEASE !== '1') return true;
  const targets = ['win', 'mac', 'linux'].filter((name) => args.includes(`--${name}`));
  const problems = targets.flatMap((target) => missingFor(target, process.env, updateKeys()).map((what) => `${target}: ${what}`));
  if (targets.length === 0) problems.push('a release names its target: --win, --mac or --linux');
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  return problems.length === 0;
}

/** electron-builder takes its configuration from a file; ours is the house's with what the surroundings add. */
async function pack(config: Record<string, unknown>, args: readonly string[], env: NodeJS.ProcessEnv, folder: string): Promise<Ran> {
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify(config));
  return run(process.execPath, [builder, '--publish', 'never', '--config', file, ...args], { cwd: root, env });
}

async function packReal(args: readonly string[]): Promise<number> {
  if (!args.some((arg) => arg.includes('electronDist')) && !existsSync(join(root, 'node_modules', 'electron', 'dist'))) {
    process.stderr.write(
      'The Electron binary is not here: run node node_modules/electron/install.js where its download site can be reached.\n',
    );
    return 1;
  }
  if (!mayRelease(args)) return 1;
  await prepare();
  const work = mkdtempSync(join(tmpdir(), 'desk-package-'));
  try {
    const ran = await pack(builderConfig(root, process.env), args, process.env, work);
    process.stdout.write(ran.stdout);
    process.stderr.write(ran.stderr);
    return ran.code;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The whole walk takes about half a minute. */
const START_LIMIT_MS = 300_000;

async function packStub(): Promise<number> {
  await prepare();
  const work = mkdtempSync(join(tmpdir(), 'desk-package-'));
  try {
    const stub = join(work, 'electron');
    makeStub(stub, installedElectron());
    const output = join(work, 'dist');
    // its caches too, so that a run leaves nothing behind and finds nothing
    const env = { ...process.env, ELECTRON_BUILDER_CACHE: join(work, 'cache'), CSC_IDENTITY_AUTO_DISCOVERY: 'false' };
    mkdirSync(env.ELECTRON_BUILDER_CACHE);
    const config = builderConfig(root, env, { electronDist: stub, directories: { output, buildResources: 'resources/icons' } });
    const ran = await pack(config, ['--linux', '--dir', `--${process.arch}`], env, work);
    if (ran.code !== 0) {
      process.stderr.write(`${ran.stdout}${ran.stderr}`);
      return 1;
    }
    const unpacked = join(output, process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`);
    const proof = await provePackage({ root, resources: join(unpacked, 'resources'), native: `linux-${process.arch}.node` });
    const fuses = proveFuses(join(unpacked, STUB_EXECUTABLE));
    process.stdout.write(`${[...proof.facts, ...fuses.facts].join('\n')}\n`);
    const problems = [...proof.problems, ...fuses.problems];
    if (problems.length === 0) {
      const place = { root, archive: join(unpacked, 'resources', 'app.asar'), native: `linux-${process.arch}.node` };
      const late = setTimeout(() => {
        process.stderr.write('FAIL the packed program did not come to an end\n');
        process.exit(1);
      }, START_LIMIT_MS);
      const started = await proveStart(place);
      clearTimeout(late);
      process.stdout.write(started.facts.map((fact) => `${fact}\n`).join(''));
      problems.push(...started.problems);
    }
    for (const problem of problems) process.stderr.write(`FAIL ${problem}\n`);
    process.stdout.write(`package: ${problems.length === 0 ? 'as it should be' : `${problems.length} problems`}\n`);
    return problems.length === 0 ? 0 : 1;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function installedElectron(): string {
  const manifest = createRequire(import.meta.url).resolve('electron/package.json');
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

const args = process.argv.slice(2);
process.exitCode = args.includes('--stub') ? await packStub() : await packReal(args);
