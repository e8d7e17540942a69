import type { Clock } from '#main/base/clock.ts';
import { createCommands } from '#main/base/command.ts';
import { createEvents } from '#main/base/events.ts';
import { createIds } from '#main/base/ids.ts';
import type { Lease } from '#main/base/lease.ts';
import { houseRegistry } from '#main/db/house-registry.ts';
import { openDatabase } from '#main/db/open.ts';
import { subscribeEvents } from '#main/subscriptions.ts';
import { heavyJobs } from './jobs.ts';

/** What all jobs of a thread stand on. */
export type JobGround = {
  file: string;
  key: Buffer;
  dataDir: string;
  lease: Lease;
  publish: (topics: readonly string[]) => void;
};

/** What belongs to one job. */
export type JobCall = {
  clock: Clock;
  progress: (done: number, total: number) => void;
  signal: AbortSignal;
};

export type Jobs = { run(name: string, input: unknown, call: JobCall): Promise<unknown>; close(): void };

/** Opens a connection for heavy jobs and keeps it, with what they leave in their memory, until `close`. */
export function openJobs({ file, key, dataDir, lease, publish }: JobGround): Jobs {
  const db = openDatabase({ file, key, mustExist: true });
  const memory = new Map<string, unknown>();
  return {
    run: async (name, input, { clock, progress, signal }) => {
      const job = heavyJobs[name];
      if (!job) throw new Error(`no heavy job ${name}`);
      const ids = createIds(clock);
      const events = createEvents();
      const { appendOnly } = houseRegistry;
      const commands = createCommands({ db, clock, ids, lease, changes: { publish }, appendOnly, checkpoint: 'held' });
      subscribeEvents({ events, commands, ids });
      return job({ db, commands, clock, ids, events, dataDir, key, memory, progress, signal }, input as never);
    },
    close: () => db.close(),
  };
}
