import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { verifyChain } from '#main/base/chain.ts';
import { checkMigrations, type Migration, migrate, readMigrations, schemaNumber } from '#main/db/migrate.ts';
import { type Connection, openDatabase } from '#main/db/open.ts';
import { isFailure } from '#shared/contract/failure.ts';
import { MIGRATIONS_FOLDER, person, TEST_KEY } from '../support/database.ts';
import { tempFolder } from '../support/folder.ts';
import { shop, shopRegistry } from '../support/shop.ts';

const base = readMigrations(MIGRATIONS_FOLDER)[0] as Migration;
const step = (number: number, sql: string): Migration => ({ number, name: `step-${number}`, sql, checksum: `sum of ${sql}` });
const parents = step(
  2,
  'CREATE TABLE parent (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT; CREATE TABLE child (id TEXT PRIMARY KEY, parent_id TEXT NOT NULL REFERENCES parent (id) ON DELETE CASCADE) STRICT',
);
const coded = (code: string, data?: object) => (error: unknown) => {
  if (!isFailure(error, code)) return false;
  if (data) expect(error.data).toMatchObject(data);
  return true;
};

function open(): Connection {
  const db = openDatabase({ file: ':memory:' });
  onTestFinished(() => db.close());
  return db;
}
const options = (...migrations: Migration[]) => ({ migrations, registry: shopRegistry, now: 1 });

describe('migrations', () => {
  it('run once, in order, each with its checksum, after a backup of what is there', async () => {
    const db = open();
    const asked: object[] = [];
    const beforeMigrate = (between: object) => void asked.push(between);
    await migrate(db, { ...options(base), beforeMigrate });
    expect(asked).toEqual([]);
    expect(await migrate(db, { ...options(base, parents), beforeMigrate })).toMatchObject({ from: 1, to: 2 });
    expect(asked).toEqual([{ from: 1, to: 2 }]);
    expect(await migrate(db, { ...options(base, parents), beforeMigrate })).toEqual({ from: 2, to: 2, historyChanged: [] });
    expect(asked).toHaveLength(1);
    expect(db.all('SELECT number, name FROM migration')).toEqual([
      { number: 1, name: 'base' },
      { number: 2, name: 'step-2' },
    ]);
  });

  it('do not begin when the backup fails', async () => {
    const db = open();
    await migrate(db, options(base));
    const beforeMigrate = () => Promise.reject(new Error('no room'));
    await expect(migrate(db, { ...options(base, parents), beforeMigrate })).rejects.toThrow('no room');
    expect(schemaNumber(db)).toBe(1);
  });

  it('refuse a newer, edited, foreign or gappy database without writing to it', async () => {
    const file = join(tempFolder(), 'desk.db');
    const db = openDatabase({ file, key: TEST_KEY });
    onTestFinished(() => db.close());
    await migrate(db, options(base, parents));
    const changes = () => db.get('SELECT total_changes() AS n');
    const before = changes();
    await expect(migrate(db, options(base))).rejects.toSatisfy(coded('DATABASE_NEWER', { database: 2, program: 1 }));
    await expect(migrate(db, options(base, { ...parents, checksum: 'other' }))).rejects.toSatisfy(coded('MIGRATION_EDITED', { number: 2 }));
    expect(changes()).toEqual(before);
    db.raw.exec('DELETE FROM migration WHERE number = 1');
    expect(() => checkMigrations(db, [base, parents])).toThrow('MIGRATION_GAP');
    const foreign = open();
    foreign.raw.exec('CREATE TABLE other (a)');
    await expect(migrate(foreign, options(base))).rejects.toSatisfy(coded('DATABASE_FOREIGN'));
  });

  it('refuse a folder with a gap, a double or a misnamed file', () => {
    for (const names of [['0001-a.sql', '0003-b.sql'], ['0001-a.sql', '0001-b.sql'], ['0001-a.sql', '2-b.sql'], ['0002-a.sql']]) {
      const folder = tempFolder();
      for (const name of names) writeFileSync(join(folder, name), 'SELECT 1');
      expect(() => readMigrations(folder), names.join()).toThrow('MIGRATION_GAP');
    }
  });

  it('have a checksum that line ends do not change', () => {
    const sums = ['CREATE TABLE a (b);\nSELECT 1;\n', 'CREATE TABLE a (b);\r\nSELECT 1;\r\n'].map((sql) => {
      const folder = tempFolder();
      writeFileSync(join(folder, '0001-a.sql'), sql);
      return readMigrations(folder)[0]?.checksum;
    });
    expect(sums[0]).toBe(sums[1]);
  });

  it('rebuild a table with rows and children without losing one, and keep its history triggers', async () => {
    const { db, commands } = await shop();
    const spec = { name: 'x', actor: person(), undo: 'rows', topics: [] } as const;
    await commands.run(spec, (tx) => {
      tx.run(`INSERT INTO pupil (id, name) VALUES ('p', 'a')`);
      tx.run(`INSERT INTO card (pupil_id, slot, text) VALUES ('p', 1, 'c')`);
    });
    const rebuild = step(
      2,
      `CREATE TABLE pupil_new (id TEXT PRIMARY KEY, name TEXT NOT NULL, grade TEXT NOT NULL DEFAULT 'one') STRICT;
      INSERT INTO pupil_new (id, name) SELECT id, name FROM pupil; DROP TABLE pupil; ALTER TABLE pupil_new RENAME TO pupil`,
    );
    await migrate(db, options(base, rebuild));
    expect(db.all('SELECT * FROM pupil')).toEqual([{ id: 'p', name: 'a', grade: 'one' }]);
    expect(db.all('SELECT pupil_id FROM card')).toEqual([{ pupil_id: 'p' }]);
    await commands.run(spec, (tx) => tx.run(`UPDATE pupil SET grade = 'two'`));
    expect(db.get('SELECT count(*) AS n FROM history')).toEqual({ n: 3 });
    expect(db.raw.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(verifyChain(db)).toMatchObject({ ok: true });
  });

  it('leave everything as it was when one fails, by SQL or by a foreign key', async () => {
    const db = open();
    await migrate(db, options(base, parents));
    const shape = () => db.all('SELECT name, sql FROM sqlite_schema ORDER BY name');
    const before = shape();
    const broken = step(3, 'CREATE TABLE half (a TEXT PRIMARY KEY) STRICT; SELECT nonsense FROM nowhere');
    await expect(migrate(db, options(base, parents, broken))).rejects.toSatisfy(coded('MIGRATION_FAILED', { number: 3, reason: 'sql' }));
    expect(shape()).toEqual(before);
    const orphan = step(3, `INSERT INTO child (id, parent_id) VALUES ('c', 'nobody')`);
    await expect(migrate(db, options(base, parents, orphan))).rejects.toSatisfy(
      coded('MIGRATION_FAILED', { number: 3, reason: 'foreign-keys', tables: ['child'] }),
    );
    expect(shape()).toEqual(before);
    expect(schemaNumber(db)).toBe(2);
    expect(db.raw.pragma('foreign_keys', { simple: true })).toBe(1);
  });

  it('that stopped between two leave a database whose history whoever opens it next makes whole', async () => {
    const db = open();
    const broken = step(3, 'SELECT nonsense FROM nowhere');
    await expect(migrate(db, options(base, parents, broken))).rejects.toSatisfy(coded('MIGRATION_FAILED', { number: 3 }));
    expect(schemaNumber(db)).toBe(2);
    const older = await migrate(db, options(base, parents));
    expect(older).toMatchObject({ from: 2, to: 2 });
    expect(() => db.raw.exec(`INSERT INTO parent (id, name) VALUES ('q', 'a')`)).toThrow('a write needs a command');
    const newer = step(3, 'CREATE TABLE other (id TEXT PRIMARY KEY) STRICT');
    await migrate(db, options(base, parents, newer));
    for (const row of [`parent (id, name) VALUES ('q', 'a')`, `other (id) VALUES ('q')`])
      expect(() => db.raw.exec(`INSERT INTO ${row}`), row).toThrow('a write needs a command');
  });

  it('can leave the triggers away for a first set-based fill', async () => {
    const db = open();
    await migrate(db, { ...options(base, parents), history: false });
    db.raw.exec(`INSERT INTO parent (id, name) VALUES ('p', 'a')`);
    expect((await migrate(db, options(base, parents))).historyChanged).toHaveLength(8);
    expect(() => db.raw.exec(`INSERT INTO parent (id, name) VALUES ('q', 'a')`)).toThrow('a write needs a command');
  });
});
