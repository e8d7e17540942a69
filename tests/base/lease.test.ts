import { once } from 'node:events';
import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { verifyChain } from '#main/base/chain.ts';
import { createLease, leaseClient } from '#main/base/lease.ts';
import { createScope } from '#main/base/scope.ts';
import { isFailure } from '#shared/contract/failure.ts';
import { person } from '../support/database.ts';
import { tempFolder } from '../support/folder.ts';
import { shop } from '../support/shop.ts';

const spec = { name: 'test.write', actor: person(), undo: 'rows', topics: ['pupils'] } as const;

describe('the write lease', () => {
  it('is given in the order asked, to one at a time, and only once released', async () => {
    const lease = createLease();
    const order: number[] = [];
    const first = await lease.acquire();
    const rest = [1, 2, 3].map(async (number) => {
      const release = await lease.acquire();
      order.push(number);
      release();
      release();
    });
    expect([lease.held, lease.waiting]).toEqual([true, 3]);
    first();
    await Promise.all(rest);
    expect(order).toEqual([1, 2, 3]);
    expect([lease.held, lease.waiting]).toEqual([false, 0]);
  });

  it('ends a wait that is too long, and forgets who waited', async () => {
    const lease = createLease();
    const release = await lease.acquire();
    await expect(lease.acquire(1)).rejects.toSatisfy((error) => isFailure(error, 'NOT_SAVED_BUSY'));
    expect(lease.waiting).toBe(0);
    release();
    (await lease.acquire(1000))();
    expect(lease.held).toBe(false);
  });

  it('is lent through a port, and comes back when the port closes', async () => {
    const lease = createLease();
    const { port1, port2 } = new MessageChannel();
    lease.serve(port1);
    const client = leaseClient(port2);
    const release = await client.acquire();
    expect(lease.held).toBe(true);
    release();
    (await lease.acquire())();
    await client.acquire();
    const mine = lease.acquire();
    await expect(client.acquire(5)).rejects.toSatisfy((error) => isFailure(error, 'NOT_SAVED_BUSY'));
    port2.close();
    (await mine)();
    expect([lease.held, lease.waiting]).toEqual([false, 0]);
  });
});

describe('a worker with its own connection', () => {
  const start = async (mode: string) => {
    const file = join(tempFolder(), 'desk.db');
    const house = await shop({ file });
    const { port1, port2 } = new MessageChannel();
    house.lease.serve(port1);
    const worker = new Worker(join(import.meta.dirname, '../support/writer-worker.ts'), {
      workerData: { file, mode, port: port2 },
      transferList: [port2],
    });
    onTestFinished(async () => {
      await worker.terminate();
    });
    return { ...house, worker };
  };

  it('writes thousands of rows in one command while main reads and then writes', async () => {
    const { db, commands, worker } = await start('bulk');
    await once(worker, 'message');
    const mine = commands.run(spec, (tx) => tx.run(`INSERT INTO pupil (id, name) VALUES ('main', 'a')`));
    expect(db.get('SELECT count(*) AS n FROM pupil')).toEqual({ n: 0 });
    await once(worker, 'message');
    await mine;
    expect(db.get('SELECT count(*) AS n FROM pupil')).toEqual({ n: 3001 });
    expect(verifyChain(db)).toMatchObject({ ok: true, commands: 2, history: 3001 });
  });

  it('gives lease and lock back when it dies in the middle of its write', async () => {
    const { db, commands, worker, lease } = await start('die');
    await once(worker, 'message');
    expect(lease.held).toBe(true);
    const mine = commands.run(spec, (tx) => tx.run(`INSERT INTO pupil (id, name) VALUES ('main', 'a')`));
    await worker.terminate();
    await mine;
    expect(db.all('SELECT id FROM pupil')).toEqual([{ id: 'main' }]);
    expect(verifyChain(db)).toMatchObject({ ok: true, commands: 1 });
  });
});

describe('the scope of running work', () => {
  it('lets running work end and refuses new work', async () => {
    const scope = createScope();
    const leave = scope.enter();
    const closed = scope.close().then(() => 'closed');
    expect(() => scope.enter()).toThrow('SHUTTING_DOWN');
    expect(scope.running).toBe(1);
    leave();
    leave();
    expect(await closed).toBe('closed');
    expect(scope.running).toBe(0);
    await scope.close();
  });
});
