import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { steppingClock } from '#main/base/clock.ts';
import { createCommands } from '#main/base/command.ts';
import { createIds } from '#main/base/ids.ts';
import { leaseClient } from '#main/base/lease.ts';
import { openDatabase } from '#main/db/open.ts';
import { TEST_KEY, TEST_NOW } from './constants.ts';

/** A worker that writes on its own connection under main's lease. `bulk`: 3,000 rows. `die`: stops in the middle of its write. */
const { file, mode, port } = workerData as { file: string; mode: 'bulk' | 'die'; port: MessagePort };
const clock = steppingClock(TEST_NOW);
const db = openDatabase({ file, key: TEST_KEY });
const lease = leaseClient(port);
const commands = createCommands({ db, clock, ids: createIds(clock), lease, appendOnly: [], checkpoint: 'held' });

if (mode === 'bulk') {
  await commands.run({ name: 'bulk', actor: { kind: 'cli' }, undo: 'none', topics: [] }, (tx) => {
    parentPort?.postMessage('writing');
    for (let at = 0; at < 3000; at += 1) tx.run('INSERT INTO pupil (id, name) VALUES (?, ?)', [`w${at}`, 'n']);
  });
  parentPort?.postMessage('done');
} else {
  await commands.run({ name: 'stuck', actor: { kind: 'cli' }, undo: 'none', topics: [] }, (tx) => {
    tx.run(`INSERT INTO pupil (id, name) VALUES ('half', 'n')`);
    parentPort?.postMessage('writing');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
}
