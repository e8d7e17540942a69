import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

/**
 * The browser for the browser tests: a Chromium, Chrome or Edge of this PC, else Playwright's own, else the distribution's is
 * installed where that may be done (root with apt), else we say exactly what to install. Chromium's headless shell comes first: the
 * same engine without a frame costs a quarter less time.
 */

export type FoundBrowser = { path: string; from: string };

const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];

function places(): string[] {
  const { env, platform } = process;
  if (platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((root) => root !== undefined);
    const programs = ['Google/Chrome/Application/chrome.exe', 'Chromium/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
    return roots.flatMap((root) => programs.map((program) => join(root, program)));
  }
  return (env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
}

function present(): FoundBrowser | undefined {
  const given = process.env.DESK_BROWSER;
  if (given) return existsSync(given) ? { path: given, from: 'DESK_BROWSER' } : undefined;
  const own = places().find((place) => existsSync(place));
  if (own) return { path: own, from: 'this PC' };
  const bundled = chromium.executablePath();
  return existsSync(bundled) ? { path: bundled, from: 'Playwright' } : undefined;
}

function ok(command: string, args: readonly string[]): boolean {
  const { status } = spawnSync(command, args, { stdio: 'ignore' });
  return status === 0;
}

function apt(...packages: string[]): boolean {
  const mayInstall = process.platform === 'linux' && process.getuid?.() === 0 && ok('apt-get', ['--version']);
  if (!mayInstall) return false;
  process.stderr.write(`installing ${packages.join(' ')}\n`);
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  return ok('apt-get', install) || (ok('apt-get', ['update']) && ok('apt-get', install));
}

function hasChineseFont(): boolean {
  if (process.platform !== 'linux') return true;
  const { status, stdout } = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '';
}

/** Finds or installs a browser. The failure says in one sentence what to install. */
export function findBrowser(): FoundBrowser | { problem: string } {
  let found = present();
  if (!found && (apt('chromium-headless-shell') || apt('chromium'))) found = present();
  if (!found) {
    return {
      problem:
        'No Chromium, Chrome or Edge was found for the browser tests. Install one (Debian, Ubuntu: apt-get install chromium fonts-noto-cjk; others: npx playwright install chromium), or name it in DESK_BROWSER.',
    };
  }
  if (!hasChineseFont() && !apt('fonts-noto-cjk')) {
    process.stderr.write('No Chinese font was found: screenshots will show boxes (Debian, Ubuntu: apt-get install fonts-noto-cjk).\n');
  }
  return found;
}

if (import.meta.main) {
  const found = findBrowser();
  process.stdout.write('problem' in found ? `${found.problem}\n` : `${found.path} (${found.from})\n`);
  process.exitCode = 'problem' in found ? 1 : 0;
}
