import { describe, expect, it } from 'vitest';
import { verifyChain } from '#main/base/chain.ts';
import { historyOfCommand, historyOfRow } from '#main/db/history.ts';
import type { Tx } from '#main/db/open.ts';
import { isFailure } from '#shared/contract/failure.ts';
import { person, system, TEST_NOW } from '../support/database.ts';
import { shop } from '../support/shop.ts';

const spec = { name: 'pupils.add', actor: person(), undo: 'rows', topics: ['pupils'] } as const;
const addPupil = (id: string) => (tx: Tx) => {
  tx.run('INSERT INTO pupil (id, name) VALUES (?, ?)', [id, `name ${id}`]);
  return { id };
};

describe('one write is one command', () => {
  it('records the command, its rows and its reason, and publishes after the commit', async () => {
    const { db, commands, changes } = await shop();
    const heard = changes.subscribe();
    const { result, commandId, replayed } = await commands.run({ ...spec, reason: 'she asked' }, addPupil('p1'));
    expect({ result, replayed }).toEqual({ result: { id: 'p1' }, replayed: false });
    expect((await heard.next()).value).toMatchObject({ seq: 1, topics: ['pupils'] });
    const [entry] = historyOfRow(db, 'pupil', 'p1');
    expect(entry).toMatchObject({
      op: 'insert',
      commandId,
      commandName: 'pupils.add',
      staffId: 'staff-1',
      at: TEST_NOW,
      reason: 'she asked',
    });
    expect(entry?.after).toEqual({ id: 'p1', name: 'name p1', note: null, points: 0, ratio: null, photo: null, anything: null });
    expect(historyOfCommand(db, commandId)).toHaveLength(1);
    expect(verifyChain(db)).toEqual({ ok: true, commands: 1, history: 2, erased: 0 });
  });

  it('undoes everything when the function throws, and publishes nothing', async () => {
    const { db, commands, changes } = await shop();
    const run = commands.run(spec, (tx) => {
      addPupil('p1')(tx);
      throw new Error('no');
    });
    await expect(run).rejects.toThrow('no');
    expect(db.get('SELECT count(*) AS n FROM pupil')).toEqual({ n: 0 });
    expect(db.get('SELECT count(*) AS n FROM command')).toEqual({ n: 0 });
    expect(changes.seq).toBe(0);
    await commands.run(spec, addPupil('p2'));
    expect(verifyChain(db)).toMatchObject({ ok: true, commands: 1 });
  });

  it('takes a promise for an error and rolls back', async () => {
    const { db, commands } = await shop();
    await expect(commands.run(spec, async (tx) => addPupil('p1')(tx))).rejects.toThrow('synchronous');
    expect(db.all('SELECT * FROM pupil')).toEqual([]);
  });

  it('refuses a transaction that is used late, raw and through the builder', async () => {
    const { db, commands } = await shop();
    let kept: Tx | undefined;
    await commands.run(spec, (tx) => {
      kept = tx;
    });
    expect(() => kept?.run('DELETE FROM pupil')).toThrow('over');
    expect(() => kept?.all('SELECT 1')).toThrow('over');
    expect(() => kept?.select()).toThrow('over');
    expect(db.inTransaction).toBe(false);
  });

  it('refuses a command inside a command', async () => {
    const { commands } = await shop();
    let inner: Promise<unknown> | undefined;
    await commands.run(spec, (tx) => {
      addPupil('p1')(tx);
      inner = commands.run(spec, addPupil('p2')).catch((error: Error) => error.message);
    });
    expect(await inner).toContain('inside another');
  });

  it('answers a repeated key with the first result, per actor', async () => {
    const { db, commands, clock } = await shop();
    const first = await commands.run({ ...spec, idempotencyKey: 'k' }, addPupil('p1'));
    clock.step(1000);
    const again = await commands.run({ ...spec, idempotencyKey: 'k' }, addPupil('p1'));
    expect(again).toEqual({ ...first, replayed: true });
    await commands.run({ ...spec, actor: person('staff-2'), idempotencyKey: 'k' }, addPupil('p2'));
    expect(db.get('SELECT count(*) AS n FROM command')).toEqual({ n: 2 });
    await expect(commands.run({ ...spec, name: 'other', idempotencyKey: 'k' }, addPupil('p3'))).rejects.toMatchObject({
      code: 'IDEMPOTENCY_MISMATCH',
    });
    clock.step(8 * 24 * 3_600_000);
    await commands.run({ ...spec, idempotencyKey: 'later' }, addPupil('p4'));
    expect(db.all('SELECT key FROM command_result')).toEqual([{ key: 'later' }]);
  });

  it('does not keep the result of a command that failed', async () => {
    const { commands } = await shop();
    const fail = commands.run({ ...spec, idempotencyKey: 'k' }, () => {
      throw new Error('no');
    });
    await expect(fail).rejects.toThrow('no');
    expect(await commands.run({ ...spec, idempotencyKey: 'k' }, addPupil('p1'))).toMatchObject({ replayed: false });
  });

  it('runs commands one after the other, in the order asked', async () => {
    const { db, commands } = await shop();
    await Promise.all(
      Array.from({ length: 50 }, (_, at) => commands.run({ ...spec, actor: at % 2 ? system : person() }, addPupil(`p${at}`))),
    );
    const order = db.all<{ row_id: string }>('SELECT row_id FROM history ORDER BY id').map((row) => row.row_id);
    expect(order).toEqual(Array.from({ length: 50 }, (_, at) => `p${at}`));
    expect(verifyChain(db)).toMatchObject({ ok: true, commands: 50 });
  });

  it('takes a command that begins in any moment between the others', async () => {
    const { commands, db } = await shop();
    const later = async (n: number) => {
      for (let turn = 0; turn < n % 13; turn += 1) await Promise.resolve();
      return commands.run(spec, addPupil(`p${n}`));
    };
    await Promise.all(Array.from({ length: 60 }, (_, n) => later(n)));
    expect(db.get('SELECT count(*) AS n FROM pupil')).toEqual({ n: 60 });
    expect(verifyChain(db)).toMatchObject({ ok: true, commands: 60 });
  });

  it('says in a typed failure that nothing was saved when the disk is full, and works again afterwards', async () => {
    const { db, commands } = await shop();
    const pages = db.raw.pragma('page_count', { simple: true }) as number;
    db.raw.pragma(`max_page_count = ${pages}`);
    const text = 'x'.repeat(100_000);
    const full = commands.run(spec, (tx) => tx.run('INSERT INTO pupil (id, name) VALUES (?, ?)', ['p1', text]));
    await expect(full).rejects.toSatisfy((error) => isFailure(error, 'NOT_SAVED_DISK_FULL'));
    db.raw.pragma('max_page_count = 1000000');
    await commands.run(spec, addPupil('p1'));
    expect(verifyChain(db)).toMatchObject({ ok: true, commands: 1 });
  });

  it('lets scratch write untracked tables only', async () => {
    const { db, commands } = await shop();
    await commands.scratch((tx) => tx.run(`INSERT INTO scribble (id, text) VALUES ('s', 'half a word')`));
    expect(db.all('SELECT text FROM scribble')).toEqual([{ text: 'half a word' }]);
    await expect(commands.scratch(addPupil('p1'))).rejects.toThrow('a write needs a command');
    expect(db.get('SELECT count(*) AS n FROM command')).toEqual({ n: 0 });
  });
});
