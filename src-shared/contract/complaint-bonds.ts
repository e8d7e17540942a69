import { z } from 'zod';
import { needs } from './base.ts';
import {
  at,
  category,
  complaintState,
  done,
  id,
  idempotencyKey,
  longText,
  phoneText,
  requiredLongText,
  requiredText,
  severity,
  shortText,
  version,
} from './fields.ts';

/** What ties complaints and people together: further complainants, links, merge and split, what was promised and what is to do. */

const act = z.object({ id, version });

export const linkKind = z.enum(['same_event', 'caused_by', 'refund_request', 'split_from']);
export type LinkKind = z.infer<typeof linkKind>;

/** Another complaint as a line: enough to know it again. */
export const otherComplaint = z.object({
  id,
  number: z.string(),
  words: z.string(),
  student: z.string(),
  state: complaintState,
  severity,
  receivedAt: at,
  version,
  owner: z.string(),
});

export const furtherComplainant = z.object({
  id,
  kind: z.enum(['guardian', 'student', 'other']),
  refId: id.nullable(),
  name: z.string(),
  relation: z.string(),
  phoneMasked: z.string(),
  /** When the result of this cycle was told to this one. */
  toldAt: at.nullable(),
  /** Calls in this cycle that reached nobody; from three on this one counts as unreachable. */
  tries: z.int(),
  unreachable: z.boolean(),
});

export const linkView = z.object({
  id,
  kind: linkKind,
  /** `out`: this complaint is the one that the kind speaks of; `in`: the other is. */
  direction: z.enum(['out', 'in']),
  other: otherComplaint,
});

export const mergedView = z.object({
  id,
  number: z.string(),
  at: at.nullable(),
  by: z.string(),
  /** The merge, if the person who looks may still take it back. */
  commandId: id.nullable(),
});

export const promiseView = z.object({
  id,
  kind: z.enum(['promise', 'task']),
  words: z.string(),
  dueAt: at,
  doneAt: at.nullable(),
  owner: z.string(),
  ownerId: id,
  /** Whether the person who looks may tick or move it. */
  mayKeep: z.boolean(),
});

export const complaintBonds = {
  /** Somebody else reports the same event: one complaint, two complainants. On an anonymous one this is the first who is known. */
  addComplainant: needs('complaints.record')
    .input(
      act.extend({
        kind: z.enum(['guardian', 'student', 'other']),
        refId: id.nullable(),
        name: shortText.default(''),
        phone: phoneText.default(''),
        key: idempotencyKey,
      }),
    )
    .output(done),
  removeComplainant: needs('complaints.handle')
    .input(act.extend({ complainantId: id }))
    .output(done),
  /** Complaints that this one might be tied to: found by text, else those of the same students and of the last days. */
  others: needs('complaints.read')
    .input(z.object({ id, text: shortText.default('') }))
    .output(z.array(otherComplaint)),
  link: needs('complaints.handle')
    .input(act.extend({ otherId: id, kind: z.enum(['same_event', 'caused_by', 'refund_request']) }))
    .output(done),
  unlink: needs('complaints.handle')
    .input(act.extend({ linkId: id }))
    .output(done),
  /** `id` goes into `intoId`, which stays. */
  merge: needs('complaints.handle')
    .input(act.extend({ intoId: id, intoVersion: version }))
    .output(done),
  /** What was chosen becomes a complaint of its own, tied to this one; its clocks count from when this one was received. */
  split: needs('complaints.handle')
    .input(
      act.extend({
        words: requiredLongText,
        wish: longText.default(''),
        studentIds: z.array(id).max(20).default([]),
        entryIds: z.array(id).max(200).default([]),
        category,
        subcategory: shortText.default(''),
        severity,
        key: idempotencyKey,
      }),
    )
    .output(done.extend({ splitId: id, number: z.string() })),
  keepPromise: needs('complaints.read')
    .input(act.extend({ promiseId: id }))
    .output(done),
  movePromise: needs('complaints.read')
    .input(act.extend({ promiseId: id, dueAt: at, reason: shortText.default('') }))
    .output(done),
  addTask: needs('complaints.handle')
    .input(act.extend({ words: requiredText, ownerId: id, dueAt: at, key: idempotencyKey }))
    .output(done),
};
