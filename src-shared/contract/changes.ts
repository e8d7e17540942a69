import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { needs } from './base.ts';

/** Topics are domain names. An event is a hint that something of the topic changed; the tables are the truth. */
export const topic = z.enum([
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
  'today',
  'backups',
  'audit',
]);
export type Topic = z.infer<typeof topic>;

export const change = z.object({
  seq: z.int(),
  topics: z.array(topic),
  /** A notice for a person that deserves an OS notification, without personal data. */
  notice: z.object({ staffIds: z.array(z.string()), kind: z.string(), ref: z.string() }).nullable(),
});
export type Change = z.infer<typeof change>;

export const changes = {
  watch: needs('session').output(eventIterator(change)),
};
