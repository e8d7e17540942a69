import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll } from '@electron/asar';
import type { ElectronApplication, Page } from '@playwright/test';
import { run } from '../checks/run.ts';
import { findBrowser } from '../find-browser.ts';
import type { Proof } from './proof.ts';

/**
 * Starts what was packed, and only that: the archive and what lies beside it are put into an empty folder, and the stand-in for Electron
 * (tests/standin) runs it as a packaged program. A person logs in, records a complaint, looks at the report and quits.
 */

/** It says so within a second or two; what does not within this time has loaded the file. */
const REFUSAL_LIMIT_MS = 60_000;

export type StartDeps = { root: string; archive: string; native: string };

/** Walks the main path of a packed program. The facts say what was seen; a problem ends the walk. */
export async function proveStart({ root, archive, native }: StartDeps): Promise<Proof> {
  const standIn = join(root, 'tests', 'standin', 'bin');
  // it packs for Linux, and the stand-in starts there only
  if (process.platform !== 'linux') return { facts: ['not started: the stub is of Linux'], problems: [] };
  const browser = findBrowser();
  if ('problem' in browser) return { facts: [], problems: [browser.problem] };
  const work = mkdtempSync(join(tmpdir(), 'desk-start-'));
  const program = join(work, 'program');
  const data = join(work, 'data');
  try {
    extractAll(archive, program);
    const facts: string[] = [];
    const made = await run(process.execPath, [join(program, 'out/main/hosts/cli/main.js'), 'demo', '--data', data, '--json'], {
      cwd: work,
    });
    if (made.code !== 0) return { facts, problems: [`the packed command line made no demo: ${made.stderr.trim()}`] };
    const { accounts } = JSON.parse(made.stdout) as { accounts: Account[] };
    const place: Place = { standIn, program, data, work, browser: browser.path };
    const before = new Set(backupsIn(data));
    const app = await launch(place);
    const child = app.process();
    let walked: Proof;
    try {
      walked = await walk(app, accounts[0]!);
    } finally {
      // one that stopped half-way would keep this process waiting for it
      child.kill('SIGKILL');
    }
    const last = backupsIn(data).filter((name) => !before.has(name) && name.endsWith('-quit.db'));
    facts.push(...walked.facts, `quit with ${last.length} backup`);
    if (last.length !== 1) return { facts, problems: [...walked.problems, 'no backup was made when the program was quit'] };
    const altered = join(program, 'node_modules/better-sqlite3/prebuilds', native);
    writeFileSync(altered, Buffer.concat([readFileSync(altered), Buffer.from('x')]));
    const refused = await isRefused(place);
    facts.push(refused ? 'an altered native file is refused' : 'an altered native file was loaded');
    return { facts, problems: [...walked.problems, ...(refused ? [] : ['an altered native file was loaded'])] };
  } catch (error) {
    return { facts: [], problems: [`the packed program did not walk: ${error instanceof Error ? error.message : String(error)}`] };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

type Account = { login: string; password: string };
type Place = { standIn: string; program: string; data: string; work: string; browser: string };

const argsOf = (place: Place): string[] => ['--demo', '--data', place.data, '--lang', 'zh-CN'];

function surroundings(place: Place): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    ESTAND_NODE: process.execPath,
    ESTAND_PACKAGED: place.program,
    ESTAND_LOG: join(place.work, 'notes.txt'),
    DESK_BROWSER: place.browser,
    HOME: place.work,
  };
}

async function launch(place: Place): Promise<ElectronApplication> {
  // The driver asks the electron package where the binary is.
  process.env.ELECTRON_OVERRIDE_DIST_PATH = place.standIn;
  const { _electron } = await import('@playwright/test');
  return _electron.launch({
    executablePath: join(place.standIn, 'electron'),
    args: argsOf(place),
    cwd: place.work,
    env: surroundings(place),
  });
}

async function walk(app: ElectronApplication, account: Account): Promise<Proof> {
  const facts: string[] = [];
  const packaged = await app.evaluate(({ app: electron }) => electron.isPackaged);
  const page = await app.firstWindow();
  await page.getByRole('textbox', { name: '登录名' }).fill(account.login);
  await page.getByLabel('密码', { exact: false }).and(page.locator('input')).fill(account.password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  facts.push(`started as ${packaged ? 'a packaged program' : 'NOT packaged'}, logged in`);
  facts.push(`recorded ${await recordComplaint(page)}`);
  const origin = await page.evaluate(() => location.origin);
  await page.goto(`${origin}/reports`);
  const sheet = page.getByRole('article').first();
  await sheet.waitFor();
  const cells = await sheet.locator('table td').count();
  facts.push(`report with ${cells} cells`);
  await quit(app);
  const problems = [...(packaged ? [] : ['it does not know that it is packaged']), ...(cells > 20 ? [] : ['the report is empty'])];
  return { facts, problems };
}

/** By keyboard, as the front desk does it; answers the number. */
async function recordComplaint(page: Page): Promise<string> {
  const origin = await page.evaluate(() => location.origin);
  await page.goto(`${origin}/complaints?view=all`);
  await page.getByRole('heading', { level: 1, name: '投诉' }).waitFor();
  await page.keyboard.press('n');
  await page.keyboard.press('c');
  const dialog = page.locator('[role="dialog"][aria-modal="true"]').last();
  // where the cursor is once the dialog is there; what is typed before that is typed nowhere
  await dialog.locator('#record-students:focus, #record-students :focus').waitFor();
  await page.keyboard.type('li');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Alt+3');
  await page.keyboard.type('教室空调不热，孩子上课冷得发抖');
  await page.keyboard.press('Control+Enter');
  const notice = page.getByRole('alert').filter({ hasText: /C\d{8}-\d{3}/ });
  await notice.waitFor().catch(async () => {
    const shown = await page.locator('[role="dialog"], [role="alert"]').allInnerTexts();
    throw new Error(`no number came; the page shows: ${shown.join(' | ').replace(/\s+/g, ' ')}`);
  });
  return /C\d{8}-\d{3}/.exec((await notice.textContent()) ?? '')?.[0] ?? '';
}

/** As the menu does it; the program ends by itself after its backup. */
async function quit(app: ElectronApplication): Promise<void> {
  const gone = new Promise<void>((resolve) => app.process().once('exit', () => resolve()));
  await app.evaluate(({ app: electron }) => electron.quit()).catch(() => undefined);
  await gone;
}

/** True when the program says on its error stream that it does not open. */
async function isRefused(place: Place): Promise<boolean> {
  const child = spawn(join(place.standIn, 'electron'), argsOf(place), {
    cwd: place.work,
    env: surroundings(place),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const late = setTimeout(() => child.kill('SIGKILL'), REFUSAL_LIMIT_MS);
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
    if (said.includes('NATIVE_ALTERED')) child.kill('SIGTERM');
  });
  await new Promise<void>((resolve) => child.once('close', () => resolve()));
  clearTimeout(late);
  return said.includes('NATIVE_ALTERED');
}

const backupsIn = (data: string): string[] => (existsSync(join(data, 'backups')) ? readdirSync(join(data, 'backups')) : []);
