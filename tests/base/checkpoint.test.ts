import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type Carrier, carryLog, createCheckpoint } from '#main/base/checkpoint.ts';
import { createCommands } from '#main/base/command.ts';
import { openDatabase } from '#main/db/open.ts';
import { createHeavy } from '#main/heavy.ts';
import { TEST_KEY } from '../support/constants.ts';
import { system } from '../support/database.ts';
import { tempFolder } from '../support/folder.ts';
import { shop, shopRegistry } from '../support/shop.ts';

type Shop = Awaited<ReturnType<typeof shop>>;

/** Pages in the log, and how many of them are in the file. */
const logOf = ({ db }: Pick<Shop, 'db'>) => (db.raw.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[])[0];
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A shop on disk whose commands have their log carried by `carrier`; `write` is a command of more or fewer pages. */
async function busyShop(carrier: Carrier) {
  const shopOf = await shop({ file: `${tempFolder()}/desk.db` });
  const { db, clock, ids, lease } = shopOf;
  carryLog(db);
  const commands = createCommands({ db, clock, ids, lease, appendOnly: shopRegistry.appendOnly, checkpoint: carrier });
  const write = async (pages: number) => {
    await commands.run({ name: 'write', actor: system, undo: 'none', topics: [] }, (tx) => {
      for (let page = 0; page < pages; page += 1) tx.run('INSERT INTO scribble (id, text) VALUES (?, ?)', [ids.next(), 'x'.repeat(3500)]);
    });
    await turn();
  };
  return { ...shopOf, write };
}

describe('carrying the log', () => {
  it('is left alone while the log is short, and is done by this connection when it is long', async () => {
    const { db, write } = await busyShop('idle');
    await write(20);
    expect(logOf({ db })?.checkpointed).not.toBe(logOf({ db })?.log);
    await write(600);
    expect(logOf({ db })?.checkpointed).toBe(logOf({ db })?.log);
  });

  it('is asked of somebody else, once until he is done, and this connection does not do it', async () => {
    const asked: PromiseWithResolvers<void>[] = [];
    const { db, write } = await busyShop(() => {
      const one = Promise.withResolvers<void>();
      asked.push(one);
      return one.promise;
    });
    await write(20);
    expect(asked).toHaveLength(0);
    await write(600);
    await write(600);
    expect(asked).toHaveLength(1);
    expect(logOf({ db })?.checkpointed).not.toBe(logOf({ db })?.log);
    asked[0]?.reject(new Error('the thread ended'));
    await turn();
    await write(1);
    expect(asked).toHaveLength(2);
  });

  it('keeps the lease of a thread until it is done', async () => {
    const { db, lease, write } = await busyShop('held');
    const states: (number | undefined)[] = [];
    const writing = write(600);
    const next = lease.acquire().then((release) => {
      states.push(logOf({ db })?.checkpointed);
      release();
    });
    await Promise.all([writing, next]);
    expect(states).toEqual([logOf({ db })?.log]);
  });

  it('is possible from another connection while this one writes and reads', async () => {
    const { db, write } = await busyShop(() => Promise.resolve());
    const other = openDatabase({ file: db.file, key: TEST_KEY, mustExist: true, cacheMiB: 1 });
    try {
      await write(600);
      const reading = db.iterate('SELECT id FROM scribble');
      reading.next();
      carryLog(other);
      reading.return?.();
      expect(logOf({ db })?.checkpointed).toBe(logOf({ db })?.log);
      await write(1);
      expect(db.get('SELECT count(*) AS n FROM scribble')).toEqual({ n: 601 });
    } finally {
      other.close();
    }
  });

  it('is done by whoever closes beside others, without the lock that would keep them from writing', async () => {
    const { db, write } = await busyShop(() => Promise.resolve());
    const other = openDatabase({ file: db.file, key: TEST_KEY, mustExist: true, cacheMiB: 1 });
    other.get('SELECT count(*) FROM scribble');
    await write(600);
    other.close();
    expect(logOf({ db })?.checkpointed).toBe(logOf({ db })?.log);
    // what needs that lock cuts the log off
    expect(statSync(`${db.file}-wal`).size).toBeGreaterThan(600 * 4096);
  });

  it('is done by the thread that is kept, as often as it is asked', async () => {
    const { db, clock, lease, changes, write } = await busyShop(() => Promise.resolve());
    const heavy = createHeavy({ file: db.file, key: TEST_KEY, dataDir: dirname(db.file), clock, lease, changes });
    for (let round = 0; round < 2; round += 1) {
      await write(600);
      await heavy.carryLog();
      expect(logOf({ db })?.checkpointed).toBe(logOf({ db })?.log);
    }
    await heavy.stop();
    expect(db.get('SELECT count(*) AS n FROM scribble')).toEqual({ n: 1200 });
  });

  it('fails for nobody where the database is closed or another one carries', async () => {
    const { db, lease } = await busyShop('idle');
    const release = vi.fn(await lease.acquire());
    const checkpoint = createCheckpoint(db, 'idle');
    db.close();
    checkpoint.afterCommand(release);
    await turn();
    expect(release).toHaveBeenCalledOnce();
  });
});
