import type { Clock } from '#main/base/clock.ts';
import { createCommands } from '#main/base/command.ts';
import { createEvents } from '#main/base/events.ts';
import { createIds } from '#main/base/ids.ts';
import type { Lease } from '#main/base/lease.ts';
import { houseRegistry } from '#main/db/house-registry.ts';
import { openDatabase } from '#main/db/open.ts';
import { subscribeEvents } from '#main/subscriptions.ts';
import { heavyJobs } from './jobs.ts';

export type JobGround = {
  file: string;
  key: Buffer;
  dataDir: string;
  clock: Clock;
  lease: Lease;
  publish: (topics: readonly string[]) => void;
  progress: (done: number, total: number) => void;
  signal: AbortSignal;
};

/** Runs one heavy job on a connection of its own and closes it. Also used without a thread (command line, tests). */
export async function runJob(name: string, input: unknown, ground: JobGround): Promise<unknown> {
  const job = heavyJobs[name];
  if (!job) throw new Error(`no heavy job ${name}`);
  const db = openDatabase({ file: ground.file, key: ground.key, mustExist: true });
  try {
    const ids = createIds(ground.clock);
    const events = createEvents();
    const commands = createCommands({
      db,
      clock: ground.clock,
      ids,
      lease: ground.lease,
      changes: { publish: ground.publish },
      appendOnly: houseRegistry.appendOnly,
      checkpoint: 'held',
    });
    subscribeEvents({ events, commands, ids });
    const { clock, dataDir, key, progress, signal } = ground;
    return await job({ db, commands, clock, ids, events, dataDir, key, progress, signal }, input as never);
  } finally {
    db.close();
  }
}
