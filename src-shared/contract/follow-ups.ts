import { z } from 'zod';
import { needs } from './base.ts';
import { at, cursor, day, done, id, idempotencyKey, longText, person, requiredText, shortText, version } from './fields.ts';

export const followUpOutcome = z.enum(['reached', 'not_reached', 'wrong_number', 'refused', 'call_later']);
export const followUpState = z.enum(['open', 'done', 'unreachable', 'refused', 'cancelled']);
/** `complaint_visit` comes by itself the day after a complaint was resolved; `manual` is hand-made. */
export const followUpRule = z.enum(['complaint_visit', 'manual']);

export const followUpRow = z.object({
  id,
  version,
  rule: followUpRule,
  reason: z.string(),
  state: followUpState,
  student: z.object({ id, name: z.string(), number: z.string() }).nullable(),
  complaint: z.object({ id, number: z.string() }).nullable(),
  /** Who is called: the guardian or the student, masked. */
  contact: z.object({
    of: z.enum(['guardian', 'student', 'none']),
    id: id.nullable(),
    name: z.string(),
    relation: z.string(),
    phoneMasked: z.string(),
  }),
  owner: person.nullable(),
  /** The day it was first due, which the figure counts, and its last moment. */
  dueOn: day,
  dueAt: at,
  /** The day it is planned for now; moves with retries. */
  nextOn: day,
  /** Not before this time today ("15:00 后再打"). */
  notBefore: at.nullable(),
  tries: z.int(),
  doNotContact: z.boolean(),
  satisfaction: z.int().nullable(),
  doneAt: at.nullable(),
});
export type FollowUpRow = z.infer<typeof followUpRow>;

export const followUps = {
  list: needs('follow-ups.read')
    .input(
      z.object({
        view: z.enum(['today', 'overdue', 'upcoming', 'done', 'all']).default('today'),
        mine: z.boolean().default(false),
        studentId: id.nullable().default(null),
        cursor,
        limit: z.int().min(1).max(200).default(50),
      }),
    )
    .output(
      z.object({
        rows: z.array(followUpRow),
        next: z.string().nullable(),
        counts: z.object({ today: z.int(), overdue: z.int(), upcoming: z.int(), doneToday: z.int() }),
      }),
    ),
  get: needs('follow-ups.read')
    .input(z.object({ id }))
    .output(
      z.object({
        followUp: followUpRow,
        attempts: z.array(
          z.object({
            id,
            at,
            by: z.string(),
            outcome: followUpOutcome,
            words: z.string(),
            mood: z.string(),
            satisfaction: z.int().nullable(),
            nextOn: day.nullable(),
            voided: z.boolean(),
          }),
        ),
      }),
    ),
  create: needs('follow-ups.write')
    .input(
      z.object({
        studentId: id,
        guardianId: id.nullable().default(null),
        reason: requiredText,
        dueOn: day,
        ownerId: id.nullable().default(null),
        key: idempotencyKey,
      }),
    )
    .output(done.extend({ id })),
  /**
   * What came of a call. `not_reached` plans the next try at another time of day; after three it is closed as unreachable;
   * `call_later` needs `nextAt`; a promise becomes a task with its due time.
   */
  record: needs('follow-ups.write')
    .input(
      z.object({
        id,
        version,
        outcome: followUpOutcome,
        words: longText.default(''),
        mood: z.enum(['', 'good', 'neutral', 'bad']).default(''),
        satisfaction: z.int().min(1).max(5).nullable().default(null),
        nextAt: at.nullable().default(null),
        promise: z.object({ words: requiredText, dueAt: at }).nullable().default(null),
        happenedAt: at.nullable().default(null),
        key: idempotencyKey,
      }),
    )
    .output(done.extend({ state: followUpState, nextOn: day.nullable() })),
  reschedule: needs('follow-ups.write')
    .input(z.object({ id, version, dueOn: day, reason: shortText.default('') }))
    .output(done),
  assign: needs('follow-ups.write')
    .input(z.object({ id, version, ownerId: id }))
    .output(done),
  keepPromise: needs('follow-ups.write').input(z.object({ id })).output(done),
};
