import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { installedBrowser } from '#main/hosts/browsers.ts';

/**
 * The browser for the browser tests: a Chromium, Chrome or Edge of this PC, else Playwright's own, else the distribution's is
 * installed where that may be done (root with apt), else we say exactly what to install.
 */

export type FoundBrowser = { path: string; from: string };

function present(): FoundBrowser | undefined {
  const own = installedBrowser();
  if (own) return { path: own, from: process.env.DESK_BROWSER ? 'DESK_BROWSER' : 'this PC' };
  const bundled = chromium.executablePath();
  return !process.env.DESK_BROWSER && existsSync(bundled) ? { path: bundled, from: 'Playwright' } : undefined;
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
