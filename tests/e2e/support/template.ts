import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale, sourceStamp } from '../../../scripts/build.ts';
import { apiClient } from '../../support/api.ts';
import { setUpCentre } from '../../support/people.ts';
import { makeLoginsQuick } from '../../support/quick-logins.ts';
import { mustRun } from '../../support/run-host.ts';

/**
 * Data folders that tests start from are made once and copied for each test. They are kept by the content of the sources, so a
 * second run on the same sources finds them.
 */

const KEPT_MS = 60 * 60_000;
const cache = join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache', 'desk-e2e');

/** The centre was set up at this moment, well before any test's own now. */
export const SET_UP_AT = '2026-09-01T09:00+08:00';
/** The day on which tests play unless they say otherwise: a Friday, 12:30. */
export const TEST_NOW = '2026-11-20T12:30+08:00';

const makers = {
  /** A centre with staff of every role, nothing in it yet. */
  ready: async (folder: string) => {
    const host = await mustRun(['--data', folder, '--now', SET_UP_AT]);
    await setUpCentre(await apiClient(host.link));
    await host.stop();
    await makeLoginsQuick(folder, SET_UP_AT);
  },
} as const;
export type TemplateName = keyof typeof makers;

function folderOf(name: TemplateName): string {
  return join(cache, readFileSync(join(cache, 'current'), 'utf8'), name);
}

/** Copies a ready-made data folder; one that is not there yet is made first. */
export async function copyTemplate(name: TemplateName, to: string): Promise<void> {
  const folder = folderOf(name);
  if (!existsSync(folder)) {
    const draft = `${folder}.${process.pid}`;
    mkdirSync(draft, { recursive: true });
    await makers[name](draft);
    try {
      renameSync(draft, folder);
    } catch {
      // another worker was faster
      rmSync(draft, { recursive: true, force: true });
    }
  }
  cpSync(folder, to, { recursive: true });
}

/** Runs once before all specs: a fresh build, and the template that nearly every test wants. */
export default async function prepare(): Promise<void> {
  await buildIfStale();
  const stamp = sourceStamp().slice(0, 16);
  mkdirSync(join(cache, stamp), { recursive: true });
  for (const old of readdirSync(cache)) {
    // a run beside this one may still use its own
    const age = performance.timeOrigin + performance.now() - statSync(join(cache, old)).mtimeMs;
    if (old !== stamp && old !== 'current' && age > KEPT_MS) rmSync(join(cache, old), { recursive: true, force: true });
  }
  const { writeFileAtomic } = await import('../../../src-main/db/files.ts');
  writeFileAtomic(join(cache, 'current'), stamp);
  const probe = join(cache, stamp, `probe.${process.pid}`);
  await copyTemplate('ready', probe);
  rmSync(probe, { recursive: true, force: true });
}
