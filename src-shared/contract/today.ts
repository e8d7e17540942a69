import { z } from 'zod';
import { needs } from './base.ts';
import { at, clockName, id } from './fields.ts';
import { followUpRow } from './follow-ups.ts';

/** One thing to do now. The words are built by the screen from `kind` and the values; overdue first, then by due time. */
export const todo = z.object({
  key: z.string(),
  kind: z.enum(['clock', 'accept', 'hand_over', 'escalation', 'promise', 'follow_up', 'visit', 'verify', 'close', 'extension']),
  clock: clockName.nullable(),
  ref: z.object({ kind: z.enum(['complaint', 'follow-up']), id, number: z.string() }),
  /** What a button of this line acts on: the promise, escalation, rectification or follow-up; null where the record itself is meant. */
  actId: id.nullable(),
  /** Whom it concerns, e.g. the student with the relation of the complainant. */
  who: z.string(),
  relation: z.string(),
  words: z.string(),
  dueAt: at,
  since: at.nullable(),
  owner: z.string(),
  severity: z.string().nullable(),
});
export type Todo = z.infer<typeof todo>;

export const share = z.object({ numerator: z.int(), denominator: z.int(), target: z.number().nullable() });

export const today = {
  get: needs('today.read').output(
    z.object({
      now: at,
      openToday: z.array(z.tuple([z.int(), z.int()])),
      todos: z.array(todo),
      /** More than the page shows; the rest is in the lists. */
      total: z.int(),
      overdue: z.int(),
      calls: z.array(followUpRow),
      callsDone: z.int(),
      callsTotal: z.int(),
      strip: z.object({
        myOpenComplaints: z.int(),
        escalated: z.int(),
        weekFirstResponse: share,
        followUpsInTime: share,
        weekSatisfaction: share,
      }),
      /** What fell due while the program was off and was raised at this start, newest start only. */
      caughtUp: z.object({ count: z.int(), since: at, until: at }).nullable(),
      /** For supervisor and manager: the desk as a whole. */
      desk: z
        .object({
          open: z.int(),
          overdue: z.int(),
          escalated: z.int(),
          unassigned: z.int(),
          byOwner: z.array(z.object({ name: z.string(), open: z.int(), overdue: z.int() })),
        })
        .nullable(),
      setup: z.array(z.object({ key: z.enum(['opening', 'staff', 'roster', 'students', 'backup', 'calendar_year']), done: z.boolean() })),
    }),
  ),
  badge: needs('today.read').output(z.object({ todos: z.int(), complaints: z.int(), followUps: z.int(), unread: z.int() })),
};
