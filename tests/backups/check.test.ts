import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkBackup, drillBackup } from '#main/backups/check.ts';
import { backupsFolder, checkSecondFolder, copiesIn, findCopy, listCopies, manifestPath, readManifest } from '#main/backups/folder.ts';
import { copyToSecond, makeBackup } from '#main/backups/make.ts';
import { readState } from '#main/backups/state.ts';
import { writeGroup } from '#main/settings/service.ts';
import { TEST_KEY, TEST_NOW, testDatabase } from '../support/database.ts';
import { tempFolder } from '../support/folder.ts';
import { openFolder } from './folder-desk.ts';

async function backedUp() {
  const desk = await openFolder(tempFolder());
  await desk.setUp();
  const backup = makeBackup('manual', desk.make);
  const check = (file = backup.path) => checkBackup(file, desk.key, desk.keyId);
  return { desk, backup, check };
}

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

const refused = (reason: string) => expect.objectContaining({ code: 'BACKUP_REFUSED', data: { reason } });
const reasonOf = (fn: () => unknown): unknown => {
  try {
    return fn();
  } catch (error) {
    return error;
  }
};

it('is encrypted, checked, and its note holds no personal data', async () => {
  const { desk, backup, check } = await backedUp();
  expect(check().row).toEqual({ ...backup, path: undefined, file: backup.file });
  expect(readFileSync(backup.path).includes('manager')).toBe(false);
  const note = JSON.parse(readFileSync(manifestPath(backup.path), 'utf8')) as Record<string, unknown>;
  expect(Object.keys(note).sort()).toEqual([
    'at',
    'bytes',
    'commands',
    'counts',
    'digest',
    'head',
    'keyId',
    'keys',
    'kind',
    'schema',
    'version',
  ]);
  expect(readManifest(backup.path)?.keys.envelopes).toHaveLength(1);
  expect(drillBackup(backup.path, desk.key, desk.keyId)).toEqual({ ok: true, detail: 'ok', commands: 1 });
  desk.db.close();
});

it('refuses a copy that was cut, changed or exchanged, with the reason', async () => {
  const { desk, backup, check } = await backedUp();
  const whole = readFileSync(backup.path);
  truncateSync(backup.path, whole.length - 4096);
  expect(reasonOf(check)).toEqual(refused('truncated'));
  writeFileSync(backup.path, Buffer.concat([whole, Buffer.alloc(4096)]));
  expect(reasonOf(check)).toEqual(refused('altered'));
  writeFileSync(backup.path, whole);
  flip(backup.path, whole.length - 3000);
  expect(reasonOf(check)).toEqual(refused('altered'));
  expect(drillBackup(backup.path, desk.key, desk.keyId)).toMatchObject({ ok: false, detail: 'altered' });
  rmSync(backup.path);
  expect(reasonOf(check)).toEqual(refused('missing'));
  desk.db.close();
});

it('finds a flipped bit without any note beside the copy', async () => {
  const { desk, backup, check } = await backedUp();
  rmSync(manifestPath(backup.path));
  expect(check().row).toMatchObject({ kind: 'manual', counts: { students: 0 } });
  const size = readFileSync(backup.path).length;
  for (const at of [Math.floor(size * 0.95), size - 200]) {
    flip(backup.path, at);
    // a page of the schema already stops the opening, and then nobody can tell damage from another key
    expect([refused('altered'), refused('unreadable')]).toContainEqual(reasonOf(check));
    flip(backup.path, at);
  }
  truncateSync(backup.path, size - 1);
  expect(reasonOf(check)).toEqual(refused('truncated'));
  desk.db.close();
});

it('refuses what belongs to another centre, is no backup, or is newer than the program', async () => {
  const { desk, backup, check } = await backedUp();
  const other = await openFolder(tempFolder());
  await other.setUp();
  const foreign = makeBackup('manual', other.make);
  expect(reasonOf(() => check(foreign.path))).toEqual(refused('foreign'));
  rmSync(manifestPath(foreign.path));
  expect(reasonOf(() => check(foreign.path))).toEqual(refused('unreadable'));
  const text = join(desk.dataDir, 'text.db');
  writeFileSync(text, 'not a database');
  expect(reasonOf(() => check(text))).toEqual(refused('not_a_backup'));
  writeFileSync(text, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8192)]));
  expect(reasonOf(() => check(text))).toEqual(refused('not_a_backup'));

  desk.db.raw.exec(`INSERT INTO migration (number, name, checksum, applied_at) VALUES (99, 'later', 'x', 0)`);
  const newer = makeBackup('manual', desk.make);
  expect(reasonOf(() => check(newer.path))).toEqual(refused('newer'));
  expect(check(backup.path).row.file).toBe(backup.file);
  other.db.close();
  desk.db.close();
});

it('looks for a named copy in the two folders only', async () => {
  const { desk, backup } = await backedUp();
  const second = tempFolder();
  for (const name of ['../desk.db', '/etc/passwd', 'desk.db', `../backups/${backup.file}`, `${backup.file}.json`]) {
    expect(reasonOf(() => findCopy(desk.dataDir, second, name))).toEqual(refused('outside'));
  }
  expect(findCopy(desk.dataDir, second, backup.file)).toBe(backup.path);
  const only = join(second, backup.file.replace('manual', 'daily'));
  copyFileSync(backup.path, only);
  copyFileSync(manifestPath(backup.path), manifestPath(only));
  expect(
    listCopies(desk.dataDir, second)
      .map((row) => row.file)
      .sort(),
  ).toEqual([backup.file.replace('manual', 'daily'), backup.file]);
  expect(findCopy(desk.dataDir, second, only.slice(second.length + 1))).toBe(only);
  desk.db.close();
});

it('copies to the second folder, and says what failed there until it works', async () => {
  const { desk } = await backedUp();
  const second = tempFolder();
  await desk.commands.run({ name: 'backups.set-second-folder', actor: { kind: 'system' }, undo: 'rows', topics: [] }, (tx) =>
    writeGroup(tx, 'backup', { secondFolder: second }),
  );
  const copied = makeBackup('daily', desk.make);
  expect(copiesIn(second).map((copy) => copy.manifest.digest)).toEqual([copied.digest]);
  expect(checkBackup(join(second, copied.file), desk.key, desk.keyId).row.counts).toEqual(copied.counts);
  rmSync(second, { recursive: true });
  makeBackup('daily', desk.make);
  expect(readState(desk.dataDir)).toMatchObject({ own: { failure: null }, second: { failure: 'second_missing' } });
  mkdirSync(second);
  makeBackup('daily', desk.make);
  expect(readState(desk.dataDir).second?.failure).toBeNull();
  desk.db.close();
});

it('clears the second place of old halves only, and a copy there stays good when thinning out fails', async () => {
  const { desk } = await backedUp();
  const second = tempFolder();
  const [old, running] = ['desk-20260101-120000-daily.db.part', 'desk-20261015-085900-daily.db.part'].map((name) => join(second, name));
  for (const file of [old, running]) writeFileSync(String(file), 'x');
  utimesSync(String(old), TEST_NOW / 1000 - 2 * 86_400, TEST_NOW / 1000 - 2 * 86_400);
  utimesSync(String(running), TEST_NOW / 1000, TEST_NOW / 1000);
  const made = makeBackup('daily', desk.make);
  const note = readManifest(made.path);
  if (!note) throw new Error('a backup has a note');
  // an earlier one of the same day, whose removal fails: it is a folder
  const stuck = join(second, 'desk-20261015-085800-daily.db');
  mkdirSync(stuck);
  writeFileSync(manifestPath(stuck), JSON.stringify({ ...note, at: note.at - 60_000 }));
  expect(copyToSecond(made.path, note, second, TEST_NOW, 'UTC')).toBeNull();
  expect(readManifest(join(second, made.file))?.digest).toBe(made.digest);
  expect(existsSync(String(old))).toBe(false);
  expect(existsSync(String(running))).toBe(true);
  desk.db.close();
});

it('notes a backup that failed, and forgets it when one works', async () => {
  const { desk } = await backedUp();
  rmSync(backupsFolder(desk.dataDir), { recursive: true });
  writeFileSync(backupsFolder(desk.dataDir), 'a file where the folder should be');
  expect(() => makeBackup('daily', desk.make)).toThrow();
  expect(readState(desk.dataDir).own?.failure).toBe('failed');
  rmSync(backupsFolder(desk.dataDir));
  makeBackup('daily', desk.make);
  expect(readState(desk.dataDir).own?.failure).toBeNull();
  desk.db.close();
});

it('refuses a second folder that is none', () => {
  const dataDir = tempFolder();
  const invalid = (reason: string) => expect.objectContaining({ code: 'INVALID', data: { field: 'folder', reason } });
  expect(reasonOf(() => checkSecondFolder(dataDir, 'relative'))).toEqual(invalid('not_absolute'));
  expect(reasonOf(() => checkSecondFolder(dataDir, join(dataDir, 'nowhere')))).toEqual(invalid('missing'));
  for (const written of [backupsFolder(dataDir), `${backupsFolder(dataDir)}/`, join(dataDir, 'x', '..', 'backups')])
    expect(reasonOf(() => checkSecondFolder(dataDir, written))).toEqual(invalid('same_folder'));
  expect(checkSecondFolder(dataDir, tempFolder())).toBeUndefined();
});

it('makes the point before a migration also of a schema that knows nothing of the house yet', async () => {
  const { db } = await testDatabase({ file: join(tempFolder(), 'desk.db'), schema: 'base' });
  const desk = await openFolder(tempFolder());
  desk.db.close();
  const made = makeBackup('before_migration', { db, dataDir: desk.dataDir, key: TEST_KEY, now: TEST_NOW });
  expect(made).toMatchObject({ kind: 'before_migration', counts: { students: 0, complaints: 0, followUps: 0 } });
  expect(readManifest(made.path)?.schema).toBe(1);
});

it('clears away what a crash left half made, and nothing else', async () => {
  const { desk, backup } = await backedUp();
  const folder = backupsFolder(desk.dataDir);
  const half = [
    'desk-20260101-120000-daily.db.part',
    'desk-20260101-120000-daily.db.part-journal',
    'desk-20260101-120000-daily.db.json.0a1b2c3d.part',
  ];
  // a copy without its note was brought by a person
  const brought = 'desk-20260102-120000-quit.db';
  for (const name of [...half, brought, 'notes.txt', 'other.db']) writeFileSync(join(folder, name), 'x');
  const next = makeBackup('daily', desk.make);
  expect(readdirSync(folder).sort()).toEqual(
    [backup.file, `${backup.file}.json`, next.file, `${next.file}.json`, brought, 'notes.txt', 'other.db', 'state.json'].sort(),
  );
  desk.db.close();
});

it('a copy brings the files along, and the drill finds one that is not what was recorded', async () => {
  const desk = await openFolder(tempFolder());
  await desk.setUp();
  const content = Buffer.from('a file');
  const sha256 = createHash('sha256').update(content).digest('hex');
  const store = (digest: string) =>
    desk.commands.scratch((tx) =>
      tx.run('INSERT INTO attachment_contents (sha256, bytes, content) VALUES (?, ?, ?)', [digest, content.length, content]),
    );
  const drill = () => drillBackup(makeBackup('manual', desk.make).path, desk.key, desk.keyId);
  await store(sha256);
  expect(drill()).toMatchObject({ ok: true, detail: 'ok' });
  await store('0'.repeat(64));
  expect(drill()).toMatchObject({ ok: false, detail: 'attachments' });
  desk.db.close();
});
