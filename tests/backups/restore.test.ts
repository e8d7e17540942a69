import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verifyDatabase } from '#main/audit/verify.ts';
import { checkBackup } from '#main/backups/check.ts';
import { backupsFolder, copiesIn } from '#main/backups/folder.ts';
import { commandsOf, makeBackup } from '#main/backups/make.ts';
import { stageRestore } from '#main/backups/restore.ts';
import { openDatabase } from '#main/db/open.ts';
import { tempFolder } from '../support/folder.ts';
import { steps } from './crash-child.ts';
import { openFolder } from './folder-desk.ts';

/** A centre with a backup that knows `old`, and a present that also knows `new`. */
async function twoStates(dataDir = tempFolder()) {
  const desk = await openFolder(dataDir);
  await desk.setUp();
  await desk.addCourse('old');
  const backup = makeBackup('manual', desk.make);
  await desk.addCourse('new');
  return { desk, backup, dataDir };
}

const stage = (dataDir: string, from: string, digest: string, savedCommands: number | null) =>
  stageRestore({ dataDir, from, digest, actor: { kind: 'cli' }, savedCommands });

it('brings the state of the backup back, says so in its history, and keeps what was there before', async () => {
  const { desk, backup, dataDir } = await twoStates();
  const { digest, row } = checkBackup(backup.path, desk.key, desk.keyId);
  expect(row.counts).toEqual({ students: 0, complaints: 0, followUps: 0 });
  const saved = makeBackup('before_restore', desk.make);
  stage(dataDir, backup.path, digest, commandsOf(desk.db));
  desk.db.close();

  const restored = await openFolder(dataDir);
  expect(restored.courses()).toEqual(['old']);
  const last = restored.db.get<{ name: string; actor_kind: string }>('SELECT name, actor_kind FROM command ORDER BY seq DESC LIMIT 1');
  expect(last).toEqual({ name: 'backups.restored', actor_kind: 'cli' });
  expect(verifyDatabase(restored.db)).toMatchObject({ ok: true });
  expect(copiesIn(backupsFolder(dataDir)).map((copy) => copy.manifest.kind)).toEqual(['before_restore', 'manual']);

  const back = checkBackup(saved.path, restored.key, restored.keyId);
  stage(dataDir, saved.path, back.digest, commandsOf(restored.db));
  restored.db.close();
  const again = await openFolder(dataDir);
  expect(again.courses()).toEqual(['new', 'old']);
  again.db.close();
});

it('saves once more what was written between the saving and the swap', async () => {
  const { desk, backup, dataDir } = await twoStates();
  stage(dataDir, backup.path, backup.digest, commandsOf(desk.db));
  await desk.addCourse('at the last moment');
  desk.db.close();
  const restored = await openFolder(dataDir);
  expect(restored.courses()).toEqual(['old']);
  const point = copiesIn(backupsFolder(dataDir)).find((copy) => copy.manifest.kind === 'before_restore');
  stage(dataDir, String(point?.file), String(point?.manifest.digest), commandsOf(restored.db));
  restored.db.close();
  const again = await openFolder(dataDir);
  expect(again.courses()).toEqual(['at the last moment', 'new', 'old']);
  again.db.close();
});

it('puts a database that cannot be read aside and restores', async () => {
  const { desk, backup, dataDir } = await twoStates();
  desk.db.close();
  writeFileSync(desk.file, Buffer.alloc(40_960, 1));
  stage(dataDir, backup.path, backup.digest, null);
  const restored = await openFolder(dataDir);
  expect(restored.courses()).toEqual(['old']);
  restored.db.close();
  expect(readdirSync(dataDir).some((name) => name.startsWith('desk.db.damaged-'))).toBe(true);
});

it('keeps the file itself where what was written since the saving cannot be saved any more', async () => {
  const { desk, backup, dataDir } = await twoStates();
  stage(dataDir, backup.path, backup.digest, commandsOf(desk.db));
  await desk.addCourse('at the last moment');
  desk.db.close();
  // no copy can be made where a file stands in the way of the folder
  renameSync(backupsFolder(dataDir), join(dataDir, 'elsewhere'));
  writeFileSync(backupsFolder(dataDir), '');
  const restored = await openFolder(dataDir);
  expect(restored.courses()).toEqual(['old']);
  restored.db.close();
  const kept = readdirSync(dataDir).find((name) => name.startsWith('desk.db.kept-'));
  const old = openDatabase({ file: join(dataDir, String(kept)), key: desk.key, readonly: true });
  expect(old.all('SELECT name FROM courses ORDER BY name')).toEqual(['at the last moment', 'new', 'old'].map((name) => ({ name })));
  old.close();
});

it('restores into a folder whose database is gone', async () => {
  const { desk, backup, dataDir } = await twoStates();
  desk.db.close();
  const { rmSync } = await import('node:fs');
  rmSync(desk.file);
  stage(dataDir, backup.path, backup.digest, null);
  const restored = await openFolder(dataDir);
  expect(restored.courses()).toEqual(['old']);
  restored.db.close();
});

it('throws a staged copy away that is no longer what was checked, and keeps the present', async () => {
  const { desk, backup, dataDir } = await twoStates();
  stage(dataDir, backup.path, backup.digest, commandsOf(desk.db));
  desk.db.close();
  writeFileSync(join(dataDir, 'desk.db.incoming'), 'half');
  const opened = await openFolder(dataDir);
  expect(opened.courses()).toEqual(['new', 'old']);
  expect(existsSync(join(dataDir, 'restore.json'))).toBe(false);
  expect(opened.log.entries.some((entry) => entry.event === 'restore.discarded')).toBe(true);
  opened.db.close();
});

it.each(steps)('is the old or the new state after kill -9 once it was %s, and ends at the next start', async (step) => {
  const { desk, dataDir } = await twoStates();
  desk.db.close();
  const child = spawnSync(process.execPath, [join(import.meta.dirname, 'crash-child.ts'), dataDir, step], { encoding: 'utf8' });
  expect(child.signal, child.stderr).toBe('SIGKILL');
  const opened = await openFolder(dataDir);
  expect(opened.courses()).toEqual(step === 'copied' ? ['new', 'old'] : ['old']);
  const recorded = opened.db.all(`SELECT 1 FROM command WHERE name = 'backups.restored'`);
  expect(recorded).toHaveLength(step === 'copied' ? 0 : 1);
  expect(verifyDatabase(opened.db)).toMatchObject({ ok: true });
  opened.db.close();
  expect(readdirSync(dataDir).filter((name) => /incoming|restore\.json|part/.test(name))).toEqual([]);
});
