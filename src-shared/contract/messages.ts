import { z } from 'zod';
import { needs } from './base.ts';
import { at, cursor, id } from './fields.ts';

/** The record that a message is about. */
export const messageRef = z.object({ kind: z.enum(['complaint', 'follow-up', 'settings']), id: z.string(), number: z.string() });

/** Code of the notice by which a host asks the page of a person to open a record: they clicked a notice of the operating system. */
export const OPEN_NOTICE = 'open';

/** The bell: what the program told this person. */
export const message = z.object({
  id,
  kind: z.enum([
    'assigned',
    'escalated',
    'missed',
    'warned',
    'hand_over',
    'redispatched',
    'visit',
    /** The result was told: for the first contact. */
    'resolved',
    'reopened',
    /** A rectification to do. */
    'rectification',
    'wait_ended',
    /** More time: asked for, granted, declined. */
    'extension',
    /** The complaint went into another one. */
    'merged',
    /** Nobody is left who could be asked to take it. */
    'nobody_free',
    'recovery_used',
    'clock_jump',
    'backup_failed',
    /** The daily check of the data found something. */
    'check_failed',
  ]),
  at,
  /** When it should have been told; differs from `at` when the program was off. */
  dueAt: at.nullable(),
  ref: messageRef,
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  readAt: at.nullable(),
});
export type Message = z.infer<typeof message>;

export const messages = {
  list: needs('signed-in')
    .input(z.object({ cursor, limit: z.int().min(1).max(100).default(30) }))
    .output(z.object({ messages: z.array(message), next: z.string().nullable(), unread: z.int() })),
  markRead: needs('signed-in')
    .input(z.object({ ids: z.array(id).max(200) }))
    .output(z.object({})),
};
