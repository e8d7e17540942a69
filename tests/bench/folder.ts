import { createHash } from 'node:crypto';
import { constants, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { shiftedClock } from '#main/base/clock.ts';
import { createCore } from '#main/core.ts';
import { makeDemoCentre } from '#main/tasks.ts';
import { createMemoryLog } from '../support/memory-log.ts';

export const ROOT = join(import.meta.dirname, '..', '..');
const kept = join(ROOT, '.bench');

export type Size = 'small' | 'reference' | 'stress';
/** The demo centre ends here; the bench plays in the middle of the next morning. */
export const UNTIL = '2026-11-21';
export const NOW = '2026-11-21T10:42:00+08:00';
export const PASSWORD = 'demo-2026';

export async function openCore(dataDir: string) {
  return createCore({
    dataDir,
    clock: shiftedClock(Date.parse(NOW)),
    keys: { file: true },
    log: createMemoryLog(),
    host: { kind: 'test', appVersion: '0', lang: 'zh-CN', demo: true },
  });
}

/** Another schema or generator would be another folder. */
function digest(): string {
  const hash = createHash('sha256');
  for (const folder of ['resources/migrations', 'src-main/demo', 'resources/demo']) {
    for (const name of readdirSync(join(ROOT, folder)).sort()) hash.update(readFileSync(join(ROOT, folder, name)));
  }
  return hash.digest('hex').slice(0, 10);
}

/** A demo centre of this size that has caught up with its morning; made once and kept. Never written to. */
export async function centreFolder(size: Size, seed: number): Promise<string> {
  const folder = join(kept, `${size}-${seed}-${digest()}`);
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${process.pid}`;
  process.stderr.write(`making ${folder} …\n`);
  mkdirSync(kept, { recursive: true });
  await makeDemoCentre({ dataDir: draft, clock: shiftedClock(Date.parse(NOW)), lang: 'zh-CN' }, { size, seed, until: UNTIL });
  const core = await openCore(draft);
  await core.start();
  await core.stop();
  renameSync(draft, folder);
  for (const name of readdirSync(kept)) if (name.startsWith(`${size}-${seed}-`) && join(kept, name) !== folder) remove(join(kept, name));
  return folder;
}

/** A copy to write in; the caller removes it. */
export function workingCopy(folder: string): { dataDir: string; remove(): void } {
  const dataDir = join(kept, `run.${process.pid}`);
  remove(dataDir);
  cpSync(folder, dataDir, { recursive: true, mode: constants.COPYFILE_FICLONE });
  return { dataDir, remove: () => remove(dataDir) };
}

const remove = (path: string): void => rmSync(path, { recursive: true, force: true, maxRetries: 3 });
