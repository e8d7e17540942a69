import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { describe, expect, it } from 'vitest';
import { openDatabase, readSnapshot } from '#main/db/open.ts';
import { assertRuntime } from '#main/db/runtime.ts';
import { isFailure } from '#shared/contract/failure.ts';
import { person, TEST_KEY } from '../support/database.ts';
import { tempFolder } from '../support/folder.ts';
import { shop } from '../support/shop.ts';

const coded = (code: string) => (error: unknown) => isFailure(error, code);

describe('an open database', () => {
  it('has every pragma that the facts ask for, on every kind of connection', () => {
    const file = join(tempFolder(), 'desk.db');
    const main = openDatabase({ file, key: TEST_KEY });
    const worker = openDatabase({ file, key: TEST_KEY, busyTimeout: 500 });
    const reader = openDatabase({ file, key: TEST_KEY, readonly: true });
    for (const db of [main, worker, reader]) {
      const pragma = (name: string) => db.raw.pragma(name, { simple: true });
      expect(pragma('journal_mode')).toBe('wal');
      expect(pragma('synchronous')).toBe(2);
      expect(pragma('foreign_keys')).toBe(1);
      expect(pragma('temp_store')).toBe(2);
      expect(pragma('recursive_triggers')).toBe(1);
      expect(pragma('secure_delete')).toBe(1);
      expect(pragma('busy_timeout')).toBe(db === worker ? 500 : 0);
    }
    for (const db of [reader, worker, main]) db.close();
  });

  it('is encrypted, and neither a wrong key nor a damaged file is ever written to', () => {
    const file = join(tempFolder(), 'desk.db');
    const db = openDatabase({ file, key: TEST_KEY });
    db.raw.exec(`CREATE TABLE secret_words (a TEXT) STRICT; INSERT INTO secret_words VALUES ('in plain sight')`);
    db.close();
    const bytes = readFileSync(file);
    expect(bytes.includes('secret_words') || bytes.includes('plain sight') || bytes.includes('SQLite format')).toBe(false);
    expect(() => openDatabase({ file, key: Buffer.alloc(32, 9) })).toSatisfy(thrown('DATABASE_UNREADABLE'));
    expect(readFileSync(file).equals(bytes)).toBe(true);
    const bad = Buffer.from(bytes);
    bad[200] = (bad[200] ?? 0) ^ 1;
    writeFileSync(file, bad);
    expect(() => openDatabase({ file, key: TEST_KEY })).toSatisfy(thrown('DATABASE_UNREADABLE'));
    expect(readFileSync(file).equals(bad)).toBe(true);
    expect(() => openDatabase({ file: join(tempFolder(), 'none.db'), key: TEST_KEY, mustExist: true })).toSatisfy(
      thrown('DATABASE_MISSING'),
    );
  });

  it('refuses an old runtime with what it needs', () => {
    expect(() => assertRuntime('9')).toSatisfy(thrown('RUNTIME_TOO_OLD'));
    expect(() => assertRuntime(undefined)).toSatisfy(thrown('RUNTIME_TOO_OLD'));
    expect(() => assertRuntime('10', '3.51.2')).toSatisfy(thrown('RUNTIME_TOO_OLD'));
    expect(() => assertRuntime('10', '3.51.3')).not.toThrow();
    expect(() => assertRuntime('10', '3.100.0')).not.toThrow();
    expect(() => assertRuntime('11', '4.0.0')).not.toThrow();
  });

  it('reads one consistent state in a snapshot while another connection writes', () => {
    const file = join(tempFolder(), 'desk.db');
    const reader = openDatabase({ file, key: TEST_KEY });
    const writer = openDatabase({ file, key: TEST_KEY });
    writer.raw.exec('CREATE TABLE t (a INTEGER) STRICT; INSERT INTO t VALUES (1)');
    const count = () => reader.get<{ n: number }>('SELECT count(*) AS n FROM t')?.n;
    const seen = readSnapshot(reader, () => {
      const before = count();
      writer.raw.exec('INSERT INTO t VALUES (2)');
      return [before, count()];
    });
    expect(seen).toEqual([1, 1]);
    expect(count()).toBe(2);
    expect(reader.inTransaction).toBe(false);
    expect(() => readSnapshot(reader, () => Promise.resolve())).toThrow('synchronous');
    expect(reader.inTransaction).toBe(false);
    reader.close();
    writer.close();
  });
});

describe('the query builder', () => {
  const pupil = sqliteTable('pupil', { id: text().primaryKey(), name: text().notNull(), points: integer().notNull() });

  it('reads with Db and writes with Tx, on the same cached statements', async () => {
    const { db, commands } = await shop();
    for (const id of ['a', 'b']) {
      await commands.run({ name: 'x', actor: person(), undo: 'rows', topics: [] }, (tx) => {
        tx.insert(pupil).values({ id, name: id, points: 1 }).run();
        tx.update(pupil).set({ points: 2 }).where(eq(pupil.id, id)).run();
        expect(tx.select().from(pupil).where(eq(pupil.id, id)).get()).toEqual({ id, name: id, points: 2 });
      });
    }
    expect(db.select({ id: pupil.id }).from(pupil).all()).toEqual([{ id: 'a' }, { id: 'b' }]);
    expect(db.all('SELECT id FROM pupil WHERE points = $points', { points: 2 })).toHaveLength(2);
    expect([...db.iterate<{ id: string }>('SELECT id FROM pupil')].map((row) => row.id)).toEqual(['a', 'b']);
    expect(await db.$count(pupil)).toBe(2);
  });

  it('refuses a builder that was made in a command and runs after it', async () => {
    const { commands } = await shop();
    const { result } = await commands.run({ name: 'x', actor: person(), undo: 'rows', topics: [] }, (tx) => ({
      late: tx.insert(pupil).values({ id: 'z', name: 'z', points: 0 }),
    }));
    expect(() => result.late.run()).toThrow();
  });
});

function thrown(code: string): (fn: () => unknown) => boolean {
  return (fn) => {
    try {
      fn();
    } catch (error) {
      return coded(code)(error);
    }
    return false;
  };
}
