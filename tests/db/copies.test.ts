import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyChain } from '#main/base/chain.ts';
import { hashFile, writeFileAtomic } from '#main/db/files.ts';
import { checkIntegrity } from '#main/db/integrity.ts';
import { openDatabase } from '#main/db/open.ts';
import { takeOwnership } from '#main/db/owner.ts';
import { vacuumInto } from '#main/db/vacuum-into.ts';
import { isFailure } from '#shared/contract/failure.ts';
import { person, TEST_KEY } from '../support/database.ts';
import { tempFolder } from '../support/folder.ts';
import { shop } from '../support/shop.ts';

const holder = { host: 'test', pid: process.pid, since: 5 } as const;
const failing = (fn: () => unknown): unknown => {
  try {
    return fn();
  } catch (error) {
    return error;
  }
};

describe('a verified copy', () => {
  it('holds everything, stays encrypted, and its hash is that of the file', async () => {
    const folder = tempFolder();
    const { db, commands } = await shop({ file: join(folder, 'desk.db') });
    await commands.run({ name: 'x', actor: person(), undo: 'rows', topics: [] }, (tx) =>
      tx.run(`INSERT INTO pupil (id, name) VALUES ('p', 'visible')`),
    );
    const target = join(folder, 'copy.deskbackup');
    writeFileSync(`${target}.part`, 'left over from a crash');
    const made = vacuumInto(db, target, TEST_KEY);
    expect(made).toEqual(hashFile(target));
    expect(readFileSync(target).includes('visible')).toBe(false);
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
    const copy = openDatabase({ file: target, key: TEST_KEY, readonly: true });
    expect(copy.all('SELECT name FROM pupil')).toEqual([{ name: 'visible' }]);
    expect(verifyChain(copy)).toMatchObject({ ok: true, commands: 1 });
    expect(checkIntegrity(copy)).toEqual({ ok: true, problems: [] });
    copy.close();
  });

  it('fails with a reason and leaves an older copy alone', async () => {
    const folder = tempFolder();
    const { db } = await shop({ file: join(folder, 'desk.db') });
    const target = join(folder, 'copy.deskbackup');
    writeFileSync(target, 'older');
    expect(
      isFailure(
        failing(() => vacuumInto(db, join(folder, 'none', 'copy'), TEST_KEY)),
        'COPY_FAILED',
      ),
    ).toBe(true);
    expect(
      isFailure(
        failing(() => vacuumInto(db, target, Buffer.alloc(32, 1))),
        'COPY_FAILED',
      ),
    ).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('older');
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
  });

  it('finds damage in any page', async () => {
    const folder = tempFolder();
    const file = join(folder, 'desk.db');
    const { db, commands } = await shop({ file });
    await commands.run({ name: 'x', actor: person(), undo: 'rows', topics: [] }, (tx) => {
      for (let at = 0; at < 200; at += 1) tx.run('INSERT INTO pupil (id, name) VALUES (?, ?)', [`p${at}`, 'x'.repeat(200)]);
    });
    const target = join(folder, 'copy');
    vacuumInto(db, target, TEST_KEY);
    const good = readFileSync(target);
    for (let at = 4096 * 2 + 99; at < good.length; at += 4096 * 5) {
      const bad = Buffer.from(good);
      bad[at] = (bad[at] ?? 0) ^ 4;
      writeFileSync(target, bad);
      expect(isSound(target)).toBe(false);
    }
  });
});

/** A damaged schema page shows at opening, any other in the check. */
function isSound(file: string): boolean {
  try {
    const copy = openDatabase({ file, key: TEST_KEY, readonly: true });
    const { ok } = checkIntegrity(copy);
    copy.close();
    return ok;
  } catch (error) {
    if (isFailure(error, 'DATABASE_UNREADABLE')) return false;
    throw error;
  }
}

describe('whole files', () => {
  it('are replaced at once, with the mode asked for, and leave nothing behind on failure', () => {
    const folder = tempFolder();
    const path = join(folder, 'a.json');
    writeFileAtomic(path, 'one');
    writeFileAtomic(path, Buffer.from('two'));
    expect(readFileSync(path, 'utf8')).toBe('two');
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(() => writeFileAtomic(folder, 'x')).toThrow();
    expect(readdirSync(folder)).toEqual(['a.json']);
  });
});

describe('the owner of a folder', () => {
  it('is alone; a second one fails at once and learns who holds it', () => {
    const folder = tempFolder();
    const first = takeOwnership(folder, holder);
    first.update({ url: 'http://127.0.0.1:1' });
    const error = failing(() => takeOwnership(folder, { ...holder, pid: 1 }));
    expect(isFailure(error, 'FOLDER_IN_USE') && error.data).toEqual({ ...holder, url: 'http://127.0.0.1:1' });
    first.release();
    first.release();
    expect(existsSync(join(folder, 'owner.json'))).toBe(false);
    takeOwnership(folder, holder).release();
  });

  it('says so when the folder cannot be written', () => {
    expect(
      isFailure(
        failing(() => takeOwnership(join(tempFolder(), 'none'), holder)),
        'FOLDER_NOT_WRITABLE',
      ),
    ).toBe(true);
  });

  it('loses it by any death of the process', async () => {
    const folder = tempFolder();
    const child = fork(join(import.meta.dirname, '../support/owner-child.ts'), [folder], { execArgv: [] });
    const [message] = await once(child, 'message');
    expect(message).toBe('held');
    const error = failing(() => takeOwnership(folder, holder));
    expect(isFailure(error, 'FOLDER_IN_USE') && error.data).toMatchObject({ pid: child.pid });
    child.kill('SIGKILL');
    await once(child, 'exit');
    const mine = takeOwnership(folder, holder);
    expect(JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8'))).toMatchObject({ pid: process.pid });
    mine.release();
  });
});
