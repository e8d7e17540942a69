import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyChain } from '#main/base/chain.ts';
import type { Connection, Tx } from '#main/db/open.ts';
import { person } from '../support/database.ts';
import { erasePayloads } from '../support/erase-payloads.ts';
import { shop } from '../support/shop.ts';

type Write = { id: number; kind: 'put' | 'change' | 'drop' | 'card'; text: string; number: number };

const write: fc.Arbitrary<Write> = fc.record({
  id: fc.nat(5),
  kind: fc.constantFrom('put', 'change', 'drop', 'card'),
  text: fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\0', '')),
  number: fc.integer({ min: -1000, max: 1000 }),
});
const command = fc.array(write, { minLength: 1, maxLength: 6 });

function perform(tx: Tx, writes: readonly Write[]): void {
  for (const { id, kind, text, number } of writes) {
    const key = `p${id}`;
    if (kind === 'put') {
      tx.run(
        'INSERT INTO pupil (id, name, points, ratio, photo) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET note = excluded.name',
        [...[key, text, number, number / 7, Buffer.from(text)]],
      );
    } else if (kind === 'change') {
      tx.run('UPDATE pupil SET name = ?, points = points + ? WHERE id <= ?', [text, number, key]);
    } else if (kind === 'drop') {
      tx.run('DELETE FROM card WHERE pupil_id = ?', [key]);
      tx.run('DELETE FROM pupil WHERE id = ?', [key]);
    } else {
      tx.run(
        'INSERT INTO card (pupil_id, slot, text) SELECT id, ?, ? FROM pupil WHERE id = ? ON CONFLICT DO UPDATE SET text = excluded.text',
        [Math.abs(number % 3), text, key],
      );
    }
  }
}

const stateOf = (db: Connection) => [db.all('SELECT * FROM pupil ORDER BY id'), db.all('SELECT * FROM card ORDER BY pupil_id, slot')];
const spec = { name: 'test.write', actor: person(), undo: 'rows', topics: [] } as const;

describe('any writes', () => {
  it('undone in reverse leave the state before, redone the state after', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 5 }), async (list) => {
        const { db, commands } = await shop();
        const states = [stateOf(db)];
        const done: string[] = [];
        for (const writes of list) {
          done.push((await commands.run(spec, (tx) => perform(tx, writes))).commandId);
          states.push(stateOf(db));
        }
        const undos: string[] = [];
        for (const [at, id] of [...done.entries()].reverse()) {
          undos.push((await commands.undo(id, person())).commandId);
          expect(stateOf(db)).toEqual(states[at]);
        }
        for (const [at, id] of [...undos.entries()].reverse()) {
          await commands.undo(id, person());
          expect(stateOf(db)).toEqual(states[done.length - at]);
        }
        expect(verifyChain(db)).toMatchObject({ ok: true, commands: list.length * 3 });
        db.close();
      }),
      { numRuns: 60 },
    );
  });
});

describe('any edit of the past', () => {
  const columns: Record<string, string[]> = {
    command: [
      'name',
      'actor_kind',
      'staff_id',
      'at',
      'undo',
      'undoes',
      'topics',
      'history_from',
      'history_to',
      'previous',
      'hash',
      'id',
      'seq',
    ],
    history: ['command', 'table_name', 'row_id', 'op', 'digest', 'id'],
    history_payload: ['salt', 'before', 'after', 'history_id'],
  };
  const edit = fc
    .constantFrom(
      ...Object.entries(columns).flatMap(([table, names]) => [...names.map((name) => ({ table, name })), { table, name: 'DELETE' }]),
    )
    .chain((place) => fc.record({ place: fc.constant(place), row: fc.nat(), text: fc.string({ unit: 'grapheme-ascii', minLength: 1 }) }));

  it('is found', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 2, maxLength: 5 }), edit, async (list, { place, row, text }) => {
        const { db, commands } = await shop();
        await commands.run(spec, (tx) => tx.run(`INSERT INTO pupil (id, name) VALUES ('x', 'a')`));
        for (const writes of list) await commands.run({ ...spec, reason: 'because' }, (tx) => perform(tx, writes));
        expect(verifyChain(db).ok).toBe(true);
        const before = dump(db);
        tamper(db, place, row, text);
        if (dump(db) !== before) expect(verifyChain(db)).toMatchObject({ ok: false });
        db.close();
      }),
      { numRuns: 150 },
    );
  });

  it('is found in its place: a removed tail, two commands swapped, an erasure without a command, a stray row', async () => {
    const begun = async () => {
      const house = await shop();
      for (const id of ['a', 'b', 'c'])
        await house.commands.run(spec, (tx) => tx.run('INSERT INTO pupil (id, name) VALUES (?, ?)', [id, 'n']));
      unlock(house.db);
      return house;
    };
    const removed = await begun();
    removed.db.raw.exec(
      'DELETE FROM history_payload WHERE history_id = 3; DELETE FROM history_erasure; DELETE FROM history WHERE id = 3; DELETE FROM command WHERE seq = 3',
    );
    expect(verifyChain(removed.db)).toMatchObject({ ok: false, broken: { kind: 'command-missing', seq: 3 } });
    const swapped = await begun();
    swapped.db.raw.exec(
      'UPDATE command SET seq = 9 WHERE seq = 1; UPDATE command SET seq = 1 WHERE seq = 2; UPDATE command SET seq = 2 WHERE seq = 9',
    );
    expect(verifyChain(swapped.db)).toMatchObject({ ok: false, broken: { kind: 'command-edited', seq: 1 } });
    const erased = await begun();
    erased.db.raw.exec('DELETE FROM history_payload WHERE history_id = 2');
    expect(verifyChain(erased.db)).toMatchObject({ ok: false, broken: { kind: 'payload-missing', historyId: 2, seq: 2 } });
    const edited = await begun();
    edited.db.raw.exec(`UPDATE history_payload SET after = json_set(after, '$.name', 'other') WHERE history_id = 2`);
    expect(verifyChain(edited.db)).toMatchObject({ ok: false, broken: { kind: 'payload-edited', historyId: 2 } });
    const stray = await begun();
    stray.db.raw.exec(`INSERT INTO history (id, command, table_name, row_id, op, digest) VALUES (4, 3, 'pupil', 'z', 'insert', x'00')`);
    expect(verifyChain(stray.db)).toMatchObject({ ok: false, broken: { historyId: 4 } });
  });

  it('survives erasure after erasure', async () => {
    const { db, commands } = await shop();
    for (const id of ['a', 'b', 'c'])
      await commands.run({ ...spec, reason: id }, (tx) => tx.run('INSERT INTO pupil (id, name) VALUES (?, ?)', [id, 'n']));
    await commands.run(spec, (tx) => erasePayloads(tx, 'pupil', 'c'));
    await commands.run(spec, (tx) => erasePayloads(tx, 'pupil', 'a'));
    await commands.run(spec, (tx) => tx.run(`UPDATE pupil SET name = 'm'`));
    expect(verifyChain(db)).toEqual({ ok: true, commands: 6, history: 9, erased: 4 });
  });
});

function unlock(db: Connection): void {
  const names = db.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`);
  for (const { name } of names) db.raw.exec(`DROP TRIGGER "${name}"`);
  db.raw.pragma('foreign_keys = OFF');
  db.raw.pragma('ignore_check_constraints = ON');
}

function tamper(db: Connection, place: { table: string; name: string }, row: number, text: string): void {
  unlock(db);
  const count = db.get<{ n: number }>(`SELECT count(*) AS n FROM ${place.table}`)?.n ?? 0;
  const target = `rowid = (SELECT rowid FROM ${place.table} LIMIT 1 OFFSET ${row % count})`;
  if (place.name === 'DELETE') {
    db.raw.exec(`DELETE FROM ${place.table} WHERE ${target}`);
    return;
  }
  const type = db.get<{ type: string }>(`SELECT type FROM pragma_table_info('${place.table}') WHERE name = '${place.name}'`)?.type;
  const value = type === 'INTEGER' ? 100_000 + text.length : type === 'BLOB' ? Buffer.from(text) : text;
  db.raw.prepare(`UPDATE ${place.table} SET ${place.name} = ? WHERE ${target}`).run(value);
}

function dump(db: Connection): string {
  const hex = (table: string) => JSON.stringify(db.all(`SELECT rowid, * FROM ${table}`));
  return hex('command') + hex('history') + hex('history_payload');
}
