import { z } from 'zod';
import { needs } from './base.ts';
import {
  at,
  cursor,
  day,
  done,
  fen,
  halves,
  id,
  idempotencyKey,
  lang,
  longText,
  phoneText,
  requiredText,
  shortText,
  version,
} from './fields.ts';

export const stage = z.enum(['enquiry', 'trial', 'active', 'paused', 'completed', 'lost', 'returned', 'ended', 'none']);
export const gender = z.enum(['', 'female', 'male']);
export const relation = z.enum(['mother', 'father', 'grandparent', 'other', 'self', '']);

export const studentFields = z.object({
  name: requiredText,
  gender: gender.default(''),
  birthOn: day.nullable().default(null),
  phone: phoneText.default(''),
  wechat: shortText.default(''),
  school: shortText.default(''),
  grade: shortText.default(''),
  source: shortText.default(''),
  advisorId: id.nullable().default(null),
  tags: z.array(shortText).max(20).default([]),
  remark: longText.default(''),
});
export const guardianFields = z.object({
  name: shortText,
  relation: relation.default(''),
  phone: phoneText.default(''),
  isPrimary: z.boolean().default(false),
  isPayer: z.boolean().default(false),
  mayPickUp: z.boolean().default(false),
});

/** Phones leave the core masked (138****1234); the whole one only through `reveal`. */
export const studentCard = z.object({
  id,
  number: z.string(),
  name: z.string(),
  pinyin: z.string(),
  gender,
  birthOn: day.nullable(),
  age: z.int().nullable(),
  school: z.string(),
  grade: z.string(),
  stage,
  phoneMasked: z.string(),
  remainingHalves: halves,
  doNotContact: z.boolean(),
});
export const pack = z.object({
  id,
  course: z.string(),
  kind: z.enum(['new', 'renewal', 'extension', 'transfer_in']),
  enrolledOn: day,
  validUntil: day.nullable(),
  paidHalves: halves,
  giftHalves: halves,
  usedHalves: halves,
  remainingHalves: halves,
  /** Null when the person may not see amounts of money. */
  paidFen: fen.nullable(),
  listPriceFen: fen.nullable(),
  state: z.enum(['running', 'used_up', 'expired', 'ended']),
});
export const guardianView = z.object({
  id,
  version,
  name: z.string(),
  relation,
  phoneMasked: z.string(),
  isPrimary: z.boolean(),
  isPayer: z.boolean(),
  mayPickUp: z.boolean(),
  /** Other students of the same guardian. */
  siblings: z.array(z.object({ id, name: z.string() })),
});
export const timelineItem = z.object({
  id: z.string(),
  at,
  kind: z.enum(['enrolment', 'lessons', 'complaint', 'contact', 'follow-up', 'import', 'change']),
  /** Key of the sentence in the students locale file and what it names. */
  text: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  ref: z.object({ kind: z.enum(['complaint', 'follow-up', 'enrolment', 'student']), id: z.string(), label: z.string() }).nullable(),
  by: z.string().nullable(),
});

export const duplicateView = z.object({
  id,
  number: z.string(),
  name: z.string(),
  phoneMasked: z.string(),
  why: z.enum(['phone', 'name_birth', 'pinyin_tail']),
});

/** The record from which a number is revealed is the reason; on the bare student page a typed one is asked. */
export const revealReason = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('complaint'), id }),
  z.object({ kind: z.literal('follow-up'), id }),
  z.object({ kind: z.literal('typed'), words: requiredText }),
]);

export const students = {
  list: needs('students.read')
    .input(
      z.object({ text: shortText.default(''), stage: stage.nullable().default(null), cursor, limit: z.int().min(1).max(200).default(50) }),
    )
    .output(
      z.object({
        rows: z.array(
          studentCard.extend({ guardian: z.string(), guardianPhoneMasked: z.string(), courses: z.string(), openComplaints: z.int() }),
        ),
        next: z.string().nullable(),
        total: z.int(),
        byStage: z.record(z.string(), z.int()),
      }),
    ),
  get: needs('students.read')
    .input(z.object({ id }))
    .output(
      z.object({
        student: studentCard.extend({
          version,
          externalNumber: z.string(),
          wechat: z.string(),
          source: z.string(),
          advisorId: id.nullable(),
          advisor: z.string(),
          tags: z.array(z.string()),
          remark: z.string(),
          createdAt: at,
          /** The day from which nobody is to be contacted, also when it lies ahead. */
          doNotContactOn: day.nullable(),
          silent: z.boolean(),
        }),
        guardians: z.array(guardianView),
        packs: z.array(pack),
        openComplaints: z.array(z.object({ id, number: z.string(), state: z.string(), words: z.string(), nextDueAt: at.nullable() })),
        nextSteps: z.array(z.object({ kind: z.string(), id, text: z.string(), owner: z.string(), dueAt: at.nullable() })),
        complaintCount: z.int(),
        followUpCount: z.int(),
      }),
    ),
  timeline: needs('students.read')
    .input(z.object({ id, kinds: z.array(timelineItem.shape.kind).default([]), cursor, limit: z.int().min(1).max(200).default(50) }))
    .output(z.object({ items: z.array(timelineItem), next: z.string().nullable() })),
  /** Possible duplicates for what is being typed: same phone, same name + birth day, same pinyin + phone tail. */
  duplicates: needs('students.write')
    .input(
      z.object({ name: shortText, birthOn: day.nullable(), phones: z.array(phoneText).max(10), exceptId: id.nullable().default(null) }),
    )
    .output(z.array(duplicateView)),
  /** The same for a student that exists, siblings left out. */
  duplicatesOf: needs('students.write').input(z.object({ id })).output(z.array(duplicateView)),
  create: needs('students.write')
    .input(z.object({ student: studentFields, guardians: z.array(guardianFields).max(8), key: idempotencyKey }))
    .output(done.extend({ id, number: z.string() })),
  update: needs('students.write')
    .input(z.object({ id, version, student: studentFields }))
    .output(done),
  /** From that day nobody is to be contacted, or (null) they may be again. */
  setDoNotContact: needs('students.write')
    .input(z.object({ id, version, on: day.nullable(), reason: requiredText }))
    .output(done),
  /** Who has a whole number that is being typed: then a link is added to this person instead of a new one. */
  guardianByPhone: needs('students.write')
    .input(z.object({ phone: phoneText }))
    .output(z.object({ id, name: z.string(), students: z.array(z.object({ id, name: z.string() })) }).nullable()),
  /** `version` is the student's: it stands for the links too. */
  addGuardian: needs('students.write')
    .input(z.object({ studentId: id, version, guardian: guardianFields, key: idempotencyKey }))
    .output(done.extend({ guardianId: id })),
  /** Name and number change for siblings as well; a number that comes back masked stays. */
  updateGuardian: needs('students.write')
    .input(z.object({ studentId: id, guardianId: id, version, guardianVersion: version, guardian: guardianFields }))
    .output(done),
  removeGuardian: needs('students.write')
    .input(z.object({ studentId: id, guardianId: id, version }))
    .output(done),
  reveal: needs('students.reveal')
    .input(z.object({ of: z.enum(['student', 'guardian', 'complaint', 'complainant']), id, reason: revealReason }))
    .output(z.object({ phone: z.string() })),
  export: needs('exports.personal')
    .input(
      z.object({
        text: shortText.default(''),
        stage: stage.nullable().default(null),
        purpose: requiredText,
        format: z.enum(['xlsx', 'csv']),
        phonesMasked: z.boolean().default(true),
        namesMasked: z.boolean().default(false),
        lang,
      }),
    )
    .output(z.object({ file: z.file(), rows: z.int() })),
};
export type StudentCard = z.infer<typeof studentCard>;
export type Pack = z.infer<typeof pack>;
export type TimelineItem = z.infer<typeof timelineItem>;
