import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { needs } from './base.ts';

/** Topics are domain names. An event is a hint that something of the topic changed; the tables are the truth. */
export const topic = z.enum([
  'attachments',
  'letters',
  'session',
  'settings',
  'calendar',
  'staff',
  'students',
  'enrolments',
  'imports',
  'complaints',
  'follow-ups',
  'messages',
  'presence',
  'today',
  'triage',
  'backups',
  'updates',
  'audit',
  'program',
]);

export type Topic = z.infer<typeof topic>;

export const change = z.object({
  /** Counts up within one run of the core. */
  seq: z.int(),
  /** Names the run of the core: after a reconnect to another run everything is fetched again. */
  epoch: z.string(),
  /** Topics, or `*` for "anything may have changed". */
  topics: z.array(z.string()),
  /** A notice for people that deserves an OS notification: a code and ids, no personal data. */
  notice: z.object({ code: z.string(), data: z.record(z.string(), z.unknown()).optional() }).optional(),
});
export type Change = z.infer<typeof change>;

export const changes = {
  /** Begins with a first event of the current sequence, so that the reader knows that it hears. Also while the wizard runs. */
  watch: needs('public').output(eventIterator(change)),
};
