import { verifyJob } from '#main/audit/verify.ts';
import type { Clock } from '#main/base/clock.ts';
import type { Commands } from '#main/base/command.ts';
import type { Events } from '#main/base/events.ts';
import type { Ids } from '#main/base/ids.ts';
import type { Connection } from '#main/db/open.ts';
import { exportStudents } from '#main/students/export.ts';

/** What a heavy job gets: a connection of its own, and the write side that asks main for its turn. */
export type JobContext = {
  db: Connection;
  commands: Commands;
  clock: Clock;
  ids: Ids;
  events: Events;
  dataDir: string;
  key: Buffer;
  progress: (done: number, total: number) => void;
  signal: AbortSignal;
};

export type Job = (context: JobContext, input: never) => Promise<unknown> | unknown;

/** Work too heavy for the main thread, by name. Input and answer must survive structured clone. */
export const heavyJobs: Record<string, Job> = {
  'audit.verify': verifyJob,
  'students.export': exportStudents,
};
