import { describe, expect, it } from 'vitest';
import { verifyChain } from '#main/base/chain.ts';
import { nextNumber } from '#main/base/sequence.ts';
import type { Tx } from '#main/db/open.ts';
import { isFailure } from '#shared/contract/failure.ts';
import { person, system } from '../support/database.ts';
import { shop } from '../support/shop.ts';

const spec = { name: 'test.write', actor: person(), undo: 'rows', topics: ['pupils'] } as const;
const put = (id: string, name: string) => (tx: Tx) => {
  tx.run('INSERT INTO pupil (id, name) VALUES (?, ?)', [id, name]);
};
const rename = (id: string, name: string) => (tx: Tx) => {
  tx.run('UPDATE pupil SET name = ? WHERE id = ?', [name, id]);
};
const failure = (code: string, data?: object) => (error: unknown) => {
  if (!isFailure(error, code)) return false;
  if (data) expect(error.data).toMatchObject(data);
  return true;
};

async function begun() {
  const house = await shop();
  const names = () =>
    house.db.all<{ id: string; name: string }>('SELECT id, name FROM pupil ORDER BY id').map((row) => `${row.id}:${row.name}`);
  const run = async (fn: (tx: Tx) => void, actor = person() as typeof spec.actor | typeof system) =>
    (await house.commands.run({ ...spec, actor }, fn)).commandId;
  return { ...house, names, run };
}

describe('undo', () => {
  it('puts rows back, publishes, and is itself undone by a second undo', async () => {
    const { commands, names, run, db, changes } = await begun();
    await run(put('p', 'a'));
    const id = await run(rename('p', 'b'));
    const heard = changes.subscribe();
    const undone = await commands.undo(id, person());
    expect(undone.undone).toEqual({ commandId: id, name: 'test.write' });
    expect((await heard.next()).value).toMatchObject({ topics: ['pupils'] });
    expect(names()).toEqual(['p:a']);
    await commands.undo(undone.commandId, person());
    expect(names()).toEqual(['p:b']);
    // The first is in force again, so it can be undone again.
    await commands.undo(id, person());
    expect(names()).toEqual(['p:a']);
    expect(verifyChain(db)).toMatchObject({ ok: true, commands: 5 });
  });

  it('lists what can be undone, newest first, and tells undo from redo', async () => {
    const { commands, run, clock } = await begun();
    await run(put('old', 'a'));
    clock.step(11 * 60_000);
    const first = await run(put('p', 'a'));
    const second = await run(rename('p', 'b'));
    await run(rename('p', 'c'), system);
    await commands.run({ ...spec, undo: 'none' }, rename('p', 'd'));
    const { commandId: undo } = await commands.undo(second, person()).catch(() => ({ commandId: '' }));
    expect(undo).toBe('');
    expect(commands.undoable(person()).map((one) => [one.commandId, one.kind])).toEqual([
      [second, 'command'],
      [first, 'command'],
    ]);
    expect(commands.undoable(person('staff-2'))).toEqual([]);
  });

  it('refuses what is late, foreign, unknown, undone or has a counter-document', async () => {
    const { commands, run, clock } = await begun();
    const id = await run(put('p', 'a'));
    await expect(commands.undo(id, person('staff-2'))).rejects.toSatisfy(failure('UNDO_NOT_POSSIBLE', { reason: 'not-own' }));
    await expect(commands.undo('nothing', person())).rejects.toSatisfy(failure('NOT_FOUND'));
    const { commandId: document } = await commands.run({ ...spec, undo: 'none' }, put('q', 'a'));
    await expect(commands.undo(document, person())).rejects.toSatisfy(failure('UNDO_NOT_POSSIBLE', { reason: 'counter-document' }));
    clock.step(10 * 60_000 + 1);
    await expect(commands.undo(id, person())).rejects.toSatisfy(failure('UNDO_TOO_LATE'));
    const fresh = await run(put('r', 'a'));
    await commands.undo(fresh, person());
    await expect(commands.undo(fresh, person())).rejects.toSatisfy(failure('UNDO_NOT_POSSIBLE', { reason: 'already' }));
  });

  it('is stopped by a later command of a person on the same row, with the list, but not by system', async () => {
    const { commands, run, names, db } = await begun();
    await run(put('p', 'a'));
    const id = await run(rename('p', 'b'));
    await run((tx) => void tx.run(`UPDATE pupil SET points = 9 WHERE id = 'p'`), system);
    const later = await run(rename('p', 'c'), person('staff-2'));
    await expect(commands.undo(id, person())).rejects.toSatisfy(
      failure('UNDO_CONFLICT', { rows: [{ table: 'pupil', rowId: 'p' }], touches: [{ commandId: later, staffId: 'staff-2' }] }),
    );
    // Once the other has taken it back, nothing is in the way; what system wrote stays.
    await commands.undo(later, person('staff-2'));
    await commands.undo(id, person());
    expect(names()).toEqual(['p:a']);
    expect(db.get('SELECT points FROM pupil')).toEqual({ points: 9 });
  });

  it('takes rows along that system hung onto an undone row, and stops at those of a person', async () => {
    const { commands, run, db } = await begun();
    const first = await run(put('p', 'a'));
    await run((tx) => void tx.run(`INSERT INTO bell (id, pupil_id, text) VALUES ('b', 'p', 'ring')`), system);
    await commands.undo(first, person());
    expect(db.all('SELECT * FROM bell')).toEqual([]);
    const second = await run(put('q', 'a'));
    await run((tx) => void tx.run(`INSERT INTO bell (id, pupil_id, text) VALUES ('c', 'q', 'ring')`), person('staff-2'));
    await expect(commands.undo(second, person())).rejects.toSatisfy(failure('UNDO_CONFLICT', { rows: [{ table: 'bell', rowId: 'c' }] }));
    expect(db.all('SELECT id FROM pupil')).toEqual([{ id: 'q' }]);
    expect(verifyChain(db)).toMatchObject({ ok: true });
  });

  it('writes a counter-entry where rows are never deleted', async () => {
    const { commands, run, db, ids } = await begun();
    await run(put('p', 'a'));
    const pay = await run((tx) => void tx.run(`INSERT INTO entry (id, pupil_id, amount) VALUES ('e', 'p', 5)`));
    await expect(commands.undo(pay, person())).rejects.toSatisfy(failure('UNDO_NOT_POSSIBLE', { reason: 'append-only', table: 'entry' }));
    commands.registerCounterEntry('entry', (tx, row) => {
      tx.run('INSERT INTO entry (id, pupil_id, amount, counters) VALUES (?, ?, ?, ?)', [
        ids.next(),
        row.pupil_id,
        -Number(row.amount),
        row.id,
      ]);
    });
    await commands.undo(pay, person());
    expect(db.all('SELECT amount, counters FROM entry ORDER BY amount')).toEqual([
      { amount: -5, counters: 'e' },
      { amount: 5, counters: null },
    ]);
  });

  it('refuses to delete a row that an append-only row needs', async () => {
    const { commands, run, db } = await begun();
    commands.registerCounterEntry('entry', () => undefined);
    const both = await run((tx) => {
      put('p', 'a')(tx);
      tx.run(`INSERT INTO entry (id, pupil_id, amount) VALUES ('e', 'p', 5)`);
    });
    await expect(commands.undo(both, person())).rejects.toSatisfy(failure('UNDO_NOT_POSSIBLE', { reason: 'append-only' }));
    expect(db.all('SELECT id FROM pupil')).toEqual([{ id: 'p' }]);
  });

  it('calls the inverse that a slice registered', async () => {
    const { commands, names, run } = await begun();
    await run(put('p', 'a'));
    commands.registerUndo('pupils.unrename', (tx, undone) => rename('p', `back by ${undone.name}`)(tx));
    const { commandId } = await commands.run({ ...spec, undo: { handler: 'pupils.unrename' } }, rename('p', 'b'));
    const undo = await commands.undo(commandId, person());
    expect(names()).toEqual(['p:back by test.write']);
    await expect(commands.undo(undo.commandId, person())).rejects.toSatisfy(failure('UNDO_NOT_POSSIBLE', { reason: 'counter-document' }));
  });

  it('never gives a number twice', async () => {
    const { commands, db } = await begun();
    const numbered = () => commands.run(spec, (tx) => nextNumber(tx, 'receipt'));
    const first = await numbered();
    await commands.undo(first.commandId, person());
    expect(db.get(`SELECT last FROM sequence WHERE name = 'receipt'`)).toEqual({ last: 1 });
    expect((await numbered()).result).toBe(2);
  });

  it('counts a version on, so that a stale form cannot save over what follows', async () => {
    const { commands, run, db } = await begun();
    await run((tx) => void tx.run(`INSERT INTO leaflet (id, text) VALUES ('l', 'a')`));
    const id = await run((tx) => void tx.run(`UPDATE leaflet SET text = 'b', version = version + 1`));
    await commands.undo(id, person());
    expect(db.all('SELECT text, version FROM leaflet')).toEqual([{ text: 'a', version: 3 }]);
  });

  it('does not pretend to bring back what was never recorded', async () => {
    const { commands, run } = await begun();
    await run((tx) => void tx.run(`INSERT INTO account (id, login, password) VALUES ('a', 'li', 's')`));
    const changed = await run((tx) => void tx.run(`UPDATE account SET password = 't'`));
    await expect(commands.undo(changed, person())).rejects.toSatisfy(failure('UNDO_NOT_POSSIBLE', { reason: 'not-recorded' }));
    await run((tx) => void tx.run('INSERT INTO pupil (id, name, photo) VALUES (?, ?, ?)', ['p', 'a', Buffer.alloc(5000)]));
    const gone = await run((tx) => void tx.run(`DELETE FROM pupil WHERE id = 'p'`));
    await expect(commands.undo(gone, person())).rejects.toSatisfy(failure('UNDO_NOT_POSSIBLE', { reason: 'not-recorded' }));
  });
});
