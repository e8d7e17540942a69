import { z } from 'zod';
import { needs } from './base.ts';
import { id } from './fields.ts';

/** One hit; `match` are [start, length] in `title` or `subtitle` so that the screen can mark what was found. */
export const hit = z.object({
  kind: z.enum(['student', 'guardian', 'complaint']),
  id,
  /** Where the hit leads: a guardian's hit leads to the student. */
  openId: id,
  title: z.string(),
  pinyin: z.string(),
  number: z.string(),
  subtitle: z.string(),
  phoneMasked: z.string(),
  side: z.object({
    remainingHalves: z.int().nullable(),
    openComplaints: z.int(),
    stage: z.string(),
    severity: z.string().nullable(),
    state: z.string().nullable(),
    relation: z.string(),
  }),
  match: z.array(z.object({ field: z.enum(['title', 'pinyin', 'number', 'subtitle', 'phone']), start: z.int(), length: z.int() })),
});
export type Hit = z.infer<typeof hit>;

export const search = {
  find: needs('students.read')
    .input(
      z.object({
        text: z.string().max(100),
        limit: z.int().min(1).max(30).default(8),
        only: z.enum(['student', 'guardian', 'complaint']).nullable().default(null),
      }),
    )
    .output(z.object({ groups: z.array(z.object({ kind: hit.shape.kind, hits: z.array(hit), more: z.boolean() })) })),
};
