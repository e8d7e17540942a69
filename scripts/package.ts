import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from './build.ts';
import { run } from './checks/run.ts';
import { writeNotices } from './package/notices.ts';
import { proveFuses, provePackage } from './package/proof.ts';
import { makeStub, STUB_EXECUTABLE } from './package/stub.ts';

/**
 * `npm run package` builds and packs with electron-builder; what follows goes to it (`-- --linux AppImage --x64`). It needs the
 * Electron binary. `npm run package -- --stub` packs with a folder that only looks like Electron, and proves what is inside.
 */

const root = join(import.meta.dirname, '..');
const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');

async function prepare(): Promise<void> {
  const built = await buildIfStale();
  const count = await writeNotices(root, join(root, 'out', 'notices.txt'));
  process.stdout.write(`build ${built}, notices of ${count} packages\n`);
}

async function packReal(args: readonly string[]): Promise<number> {
  if (!args.some((arg) => arg.includes('electronDist')) && !existsSync(join(root, 'node_modules', 'electron', 'dist'))) {
    process.stderr.write(
      'The Electron binary is not here: run node node_modules/electron/install.js where its download site can be reached.\n',
    );
    return 1;
  }
  await prepare();
  const ran = await run(process.execPath, [builder, '--publish', 'never', ...args], { cwd: root });
  process.stdout.write(ran.stdout);
  process.stderr.write(ran.stderr);
  return ran.code;
}

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
    const config = join(work, 'config.json');
    writeFileSync(
      config,
      JSON.stringify({
        extends: join(root, 'electron-builder.yml'),
        electronDist: stub,
        directories: { output, buildResources: 'resources/icons' },
      }),
    );
    const ran = await run(process.execPath, [builder, '--linux', '--dir', `--${process.arch}`, '--publish', 'never', '--config', config], {
      cwd: root,
      env,
    });
    if (ran.code !== 0) {
      process.stderr.write(`${ran.stdout}${ran.stderr}`);
      return 1;
    }
    const unpacked = join(output, process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`);
    const proof = await provePackage({ root, resources: join(unpacked, 'resources'), native: `linux-${process.arch}.node` });
    const fuses = proveFuses(join(unpacked, STUB_EXECUTABLE));
    process.stdout.write(`${[...proof.facts, ...fuses.facts].join('\n')}\n`);
    const problems = [...proof.problems, ...fuses.problems];
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
