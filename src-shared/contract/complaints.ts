import { z } from 'zod';
import { needs } from './base.ts';
import { complaintBonds } from './complaint-bonds.ts';
import { complaintExceptions } from './complaint-exceptions.ts';
import { complaintList } from './complaint-list.ts';
import { assignmentReason, complainant, complaintPage, contactDirection, contactOutcome, pack } from './complaint-page.ts';
import { complaintPolicies } from './complaint-policies.ts';
import {
  at,
  category,
  channel,
  clockName,
  done,
  id,
  idempotencyKey,
  LONG_TEXT,
  lang,
  longText,
  person,
  phoneText,
  requiredLongText,
  requiredText,
  severity,
  shortText,
  version,
} from './fields.ts';

/** What the words suggest and by which rule; the person decides. */
export const proposal = z.object({
  category,
  subcategory: z.string(),
  severity,
  matches: z.array(z.object({ start: z.int(), length: z.int(), word: z.string() })),
  rule: z.object({ id: z.string(), number: z.int(), note: z.string() }).nullable(),
  alternatives: z.array(z.object({ category, subcategory: z.string(), words: z.array(z.string()) })),
});

const act = z.object({ id, version });
/** When it really happened: not later than now; null = now. */
const happenedAt = at.nullable().default(null);
/** Which of the further complainants; null = the primary one. */
const complainantId = id.nullable().default(null);

export const recordInput = z.object({
  studentIds: z.array(id).max(20),
  /** Packs of these students that it is about; none of a student = all of them. */
  enrolmentIds: z.array(id).max(40).optional(),
  complainant,
  aboutStaffIds: z.array(id).max(10).default([]),
  channel,
  words: requiredLongText,
  wish: longText.default(''),
  category,
  subcategory: shortText.default(''),
  severity,
  receivedAt: at.nullable().default(null),
  firstContactId: id.nullable().default(null),
  replyRequired: z.boolean().default(false),
  /** 当场答复: what was said at once; it stops first_response. */
  answeredOnSpot: longText.default(''),
  tags: z.array(shortText).max(20).default([]),
  /** Files added while it was written (attachments, subject `recording`). */
  filesId: id.nullable().optional(),
});

/** What was recorded, corrected or completed; a field that is not given stays. */
export const amendInput = act.extend({
  studentIds: z.array(id).max(20).optional(),
  enrolmentIds: z.array(id).max(40).optional(),
  aboutStaffIds: z.array(id).max(10).optional(),
  /** `phone` null = as it is; a person on file keeps the number of the card. */
  complainant: z
    .object({ kind: z.enum(['guardian', 'student', 'other']), refId: id.nullable(), name: shortText, phone: phoneText.nullable() })
    .optional(),
  channel: channel.optional(),
  words: requiredLongText.optional(),
  wish: longText.optional(),
  replyRequired: z.boolean().optional(),
  /** Only earlier than it is. */
  receivedAt: at.optional(),
});

export const complaints = {
  ...complaintList,
  ...complaintPage,
  ...complaintBonds,
  ...complaintExceptions,
  propose: needs('complaints.record')
    .input(z.object({ words: z.string().max(LONG_TEXT), lang: lang.optional() }))
    .output(proposal),
  /** "After saving": who will own it, when the clocks fall due, whom an escalation tells. Writes nothing. */
  forecast: needs('complaints.record')
    .input(
      z.object({
        studentIds: z.array(id).max(20),
        aboutStaffIds: z.array(id).max(10).default([]),
        category,
        severity,
        receivedAt: at.nullable(),
      }),
    )
    .output(
      z.object({
        owner: person.nullable(),
        reason: assignmentReason,
        clocks: z.array(z.object({ clock: clockName, dueAt: at })),
        escalatesTo: z.array(z.string()),
        recentComplaints: z.int(),
      }),
    ),
  record: needs('complaints.record')
    .input(recordInput.extend({ key: idempotencyKey }))
    .output(done.extend({ id, number: z.string(), owner: person.nullable() })),
  /** Packs that somebody may name: those of the students that run, and those that the complaint names already. */
  packs: needs('complaints.read')
    .input(z.object({ studentIds: z.array(id).max(20), complaintId: id.nullable().default(null) }))
    .output(z.array(pack)),
  amend: needs('complaints.handle')
    .input(amendInput.extend({ key: idempotencyKey }))
    .output(done),
  accept: needs('complaints.handle').input(act).output(done),
  assign: needs('complaints.assign')
    .input(act.extend({ staffId: id, reason: requiredText }))
    .output(done),
  offerHandOver: needs('complaints.handle')
    .input(act.extend({ staffId: id, words: shortText.default('') }))
    .output(done),
  /** Whoever handles it takes back what was offered and not answered. */
  takeBackHandOver: needs('complaints.handle').input(act).output(done),
  answerHandOver: needs('complaints.read')
    .input(act.extend({ accept: z.boolean() }))
    .output(done),
  /** A contact, inward or outward. What it stops follows from direction, outcome and the ticks (spec "What stops what"). */
  logContact: needs('complaints.read')
    .input(
      act.extend({
        channel,
        direction: contactDirection,
        outcome: contactOutcome,
        withWhom: shortText.default(''),
        complainantId,
        /** With somebody who does not complain, named in `withWhom`: no clock hears of it. */
        someoneElse: z.boolean().default(false),
        words: requiredLongText,
        toldProgress: z.boolean().default(false),
        promisedUntil: at.nullable().default(null),
        happenedAt,
        key: idempotencyKey,
      }),
    )
    .output(done),
  addNote: needs('complaints.read')
    .input(act.extend({ words: requiredLongText, key: idempotencyKey }))
    .output(done),
  wait: needs('complaints.handle')
    .input(act.extend({ reason: requiredText, until: at }))
    .output(done),
  resume: needs('complaints.handle').input(act).output(done),
  decide: needs('complaints.handle')
    .input(act.extend({ decision: requiredLongText, rectification: z.object({ what: requiredText, ownerId: id }).nullable() }))
    .output(done),
  rectificationDone: needs('complaints.handle')
    .input(act.extend({ rectificationId: id, words: shortText.default('') }))
    .output(done),
  verifyRectification: needs('complaints.handle')
    .input(act.extend({ rectificationId: id }))
    .output(done),
  dropRectification: needs('complaints.supervise')
    .input(act.extend({ rectificationId: id, reason: requiredText }))
    .output(done),
  /**
   * The result was told to the primary complainant: state resolved, the resolution clock stops, the visit plans itself. To a further
   * one (`complainantId`): it is noted as told, nothing else moves.
   */
  tell: needs('complaints.handle')
    .input(
      act.extend({
        channel,
        withWhom: shortText.default(''),
        complainantId,
        words: requiredLongText,
        written: z.boolean().default(false),
        /** Promises of a later day that were kept thereby; those due until the end of the day of telling are anyway. */
        keeps: z.array(id).max(100).default([]),
        happenedAt,
        key: idempotencyKey,
      }),
    )
    .output(done),
  setCause: needs('complaints.handle')
    .input(act.extend({ rootCause: requiredText, prevention: longText.default('') }))
    .output(done),
  close: needs('complaints.handle').input(act).output(done),
  reopen: needs('complaints.handle')
    .input(act.extend({ reason: requiredText }))
    .output(done),
  withdraw: needs('complaints.handle')
    .input(act.extend({ reason: requiredText }))
    .output(done),
  changeSeverity: needs('complaints.handle')
    .input(
      act.extend({
        severity,
        category,
        subcategory: shortText,
        reason: requiredText,
        /** Another category may be another department's: the assignment rule chooses the owner anew. */
        redispatch: z.boolean().default(false),
      }),
    )
    .output(done),
  extend: needs('complaints.supervise')
    .input(act.extend({ clockId: id, minutes: z.int().min(1).max(100_000), reason: requiredText }))
    .output(done),
  /** A supervisor confirms what was recorded late: the clock reads "met, recorded late" and counts as met from now on. */
  confirmLate: needs('complaints.supervise')
    .input(act.extend({ clockId: id }))
    .output(done),
  acknowledge: needs('complaints.read')
    .input(z.object({ escalationId: id }))
    .output(done),
  changeHandler: needs('complaints.supervise')
    .input(z.object({ escalationId: id, staffId: id }))
    .output(done),
  ...complaintPolicies,
};
