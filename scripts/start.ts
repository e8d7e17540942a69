import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createWords, systemLang } from '../src-main/base/words.ts';
import { buildIfStale } from './build.ts';

/** `npm start [-- flags]`: the desktop program where its binary is, else the web host serves the same program. */

const root = join(import.meta.dirname, '..');

/** The Electron binary, if it was downloaded. Asking the package itself would start a download. */
function electronBinary(): string | undefined {
  const folder = join(root, 'node_modules', 'electron');
  const named = existsSync(join(folder, 'path.txt')) ? readFileSync(join(folder, 'path.txt'), 'utf8').trim() : undefined;
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const file = override ? join(override, named ?? 'electron') : named && join(folder, 'dist', named);
  return file && existsSync(file) ? file : undefined;
}

const args = process.argv.slice(2);
await buildIfStale();
const binary = args.includes('--web') ? undefined : electronBinary();
if (binary) {
  const child = spawn(binary, [root, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
} else {
  const lang = args[args.indexOf('--lang') + 1];
  const t = createWords(args.includes('--lang') && (lang === 'en' || lang === 'zh-CN') ? lang : systemLang());
  if (!args.includes('--web')) process.stderr.write(`${t('host:noElectron')}\n`);
  await import(pathToFileURL(join(root, 'out', 'main', 'hosts', 'web', 'main.js')).href);
}
