import { z } from 'zod';
import { needs } from './base.ts';
import { id, person } from './fields.ts';

/** Who has the same record open now. Known in memory only; the topic `presence` says that it changed. */
export const presence = {
  /** Says that this tab has the record open (and whether somebody is writing in it), and answers who else has. */
  here: needs('complaints.read')
    .input(z.object({ kind: z.enum(['complaint']), id, seat: z.uuid(), writing: z.boolean().default(false) }))
    .output(z.object({ others: z.array(person.extend({ writing: z.boolean() })) })),
  leave: needs('complaints.read')
    .input(z.object({ seat: z.uuid() }))
    .output(z.object({})),
};
