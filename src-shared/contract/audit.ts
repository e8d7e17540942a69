import { z } from 'zod';
import { needs } from './base.ts';
import { at, cursor, done, id } from './fields.ts';

export const historyChange = z.object({
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** The guardian whose row it is; null when it is the record's own. */
  of: z.string().nullable(),
});

export const audit = {
  /** My last commands that can still be undone, newest first. */
  undoable: needs('signed-in').output(z.array(z.object({ commandId: id, name: z.string(), at }))),
  undo: needs('signed-in')
    .input(z.object({ commandId: id.nullable() }))
    .output(done.extend({ name: z.string() })),
  /** A record's history in words: who, when, what from what to what. Masks and rights as on the record. */
  record: needs('signed-in')
    .input(z.object({ kind: z.enum(['student', 'complaint', 'follow-up', 'staff']), id }))
    .output(
      z.array(z.object({ commandId: id, command: z.string(), at, by: z.string(), reason: z.string(), changes: z.array(historyChange) })),
    ),
  commands: needs('audit.read')
    .input(z.object({ cursor, limit: z.int().min(1).max(200).default(50) }))
    .output(
      z.object({
        rows: z.array(z.object({ id, name: z.string(), at, by: z.string(), reason: z.string(), rows: z.int() })),
        next: z.string().nullable(),
      }),
    ),
  /** How the daily check by the program itself ended; null before the first one. */
  lastCheck: needs('audit.read').output(z.object({ at, brokenAt: z.string().nullable() }).nullable()),
  verify: needs('audit.read').output(z.object({ ok: z.boolean(), commands: z.int(), rows: z.int(), brokenAt: z.string().nullable() })),
};
