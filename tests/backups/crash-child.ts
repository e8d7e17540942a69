import { backupsFolder, copiesIn } from '#main/backups/folder.ts';
import { type Between, stageRestore } from '#main/backups/restore.ts';
import { openFolder } from './folder-desk.ts';

export type Step = Parameters<Between>[0];
/** The steps of a restore after which the power may go. */
export const steps: readonly Step[] = ['copied', 'staged', 'closed', 'swapped', 'recorded'];

/** A process of its own: restores the newest copy of the folder and is killed after the given step. */
async function restoreAndDie(dataDir: string, at: Step): Promise<void> {
  const between: Between = (step) => {
    if (step === at) process.kill(process.pid, 'SIGKILL');
  };
  const desk = await openFolder(dataDir);
  const newest = copiesIn(backupsFolder(dataDir))[0];
  if (!newest) throw new Error('no copy');
  stageRestore({ dataDir, from: newest.file, digest: newest.manifest.digest, actor: { kind: 'cli' }, savedCommands: -1, between });
  desk.db.close();
  await openFolder(dataDir, { between });
}

if (process.argv[1] === import.meta.filename) await restoreAndDie(String(process.argv[2]), process.argv[3] as Step);
