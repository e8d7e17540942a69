import { z } from 'zod';
import { letterVariables } from '#shared/rules/letters.ts';
import { needs } from './base.ts';
import { at, complaintState, done, id, idempotencyKey, lang, person, requiredText, version } from './fields.ts';

export const templateKind = z.enum(['reply', 'record', 'phrase']);
const letterKind = z.enum(['reply', 'record']);
/** A letter of any real length; headings, tables and signatures are marks in the text (rules/letters.ts). */
const body = z.string().max(20_000);
/** One of the program's own texts that nobody changed has no row; its id says which it is. */
const templateId = z.string().min(1).max(80);

export const letterTemplate = z.object({
  id: templateId,
  kind: templateKind,
  name: z.string(),
  body: z.string(),
  lang,
  /** Which of the program's own it is; empty = made by the centre. */
  builtin: z.string(),
  /** Differs from what the program came with. */
  changed: z.boolean(),
  /** 0 = never changed. */
  version: z.int(),
});
export type LetterTemplate = z.infer<typeof letterTemplate>;

export const deliveryWay = z.enum(['handed', 'post', 'wechat', 'email']);
export const delivery = z.object({
  id,
  way: deliveryWay,
  toWhom: z.string(),
  happenedAt: at,
  receipt: z.string(),
  by: z.string(),
  recordedAt: at,
});
export type Delivery = z.infer<typeof delivery>;

export const letterView = z.object({
  id,
  kind: letterKind,
  lang,
  /** null until it is issued. */
  number: z.string().nullable(),
  title: z.string(),
  body: z.string(),
  /** The centre's name as it was when it was issued. */
  centre: z.string(),
  /** First part of the digest over what was issued; printed at the foot. */
  seal: z.string(),
  createdBy: z.string(),
  issuedAt: at.nullable(),
  issuedBy: z.string(),
  version,
  /** How often it was printed; every print after the first is marked. */
  copies: z.int(),
  deliveries: z.array(delivery),
  complaint: z.object({ id, number: z.string(), state: complaintState, complainant: z.string(), further: z.array(person) }),
  /** Delivered, it is the written reply that closing asks for. */
  counts: z.boolean(),
  may: z.object({ write: z.boolean() }),
});
export type LetterView = z.infer<typeof letterView>;

const draft = z.object({ id, version, title: requiredText, body });

export const letters = {
  /** The texts of one language: the program's own, as the centre changed them, and the centre's. */
  templates: needs('signed-in')
    .input(z.object({ lang, kind: templateKind.nullable().default(null) }))
    .output(z.array(letterTemplate)),
  variables: needs('signed-in')
    .input(z.object({ lang }))
    .output(z.array(z.object({ key: z.enum(letterVariables), label: z.string(), sample: z.string() }))),
  templateVersions: needs('letters.manage')
    .input(z.object({ id: templateId }))
    .output(z.array(z.object({ id, name: z.string(), body: z.string(), at, by: z.string() }))),
  /** `id` null makes a new one. Refused when it holds an unknown variable. */
  saveTemplate: needs('letters.manage')
    .input(
      z.object({
        id: templateId.nullable(),
        kind: templateKind,
        lang,
        name: requiredText,
        body: body.trim().min(1),
        version: z.int().min(0),
        key: idempotencyKey,
      }),
    )
    .output(done.extend({ id: templateId })),
  resetTemplate: needs('letters.manage')
    .input(z.object({ id: templateId, version }))
    .output(done),
  removeTemplate: needs('letters.manage')
    .input(z.object({ id: templateId, version }))
    .output(done),
  /** Short replies with the values of this complaint put in. */
  phrases: needs('complaints.read')
    .input(z.object({ complaintId: id, lang }))
    .output(z.array(z.object({ id: templateId, name: z.string(), text: z.string() }))),
  list: needs('complaints.read')
    .input(z.object({ complaintId: id }))
    .output(
      z.array(
        letterView
          .pick({ id: true, kind: true, number: true, title: true, issuedAt: true, createdBy: true, issuedBy: true })
          .extend({ deliveredAt: at.nullable() }),
      ),
    ),
  get: needs('complaints.read').input(z.object({ id })).output(letterView),
  /** A draft from a template, with the values of the complaint put in. */
  create: needs('complaints.handle')
    .input(z.object({ complaintId: id, templateId, lang, key: idempotencyKey }))
    .output(done.extend({ id })),
  save: needs('complaints.handle').input(draft).output(done),
  drop: needs('complaints.handle').input(z.object({ id, version })).output(done),
  /** Gives it its number and keeps it exactly as it is. Refused while a variable is unknown or, in a reply, a blank is not filled. */
  issue: needs('complaints.handle')
    .input(draft.extend({ key: idempotencyKey }))
    .output(done.extend({ number: z.string() })),
  /** Every print is noted; the answer says which one it is. */
  print: needs('complaints.read')
    .input(z.object({ id, key: idempotencyKey }))
    .output(done.extend({ copy: z.int() })),
  /** It reached somebody. A reply delivered to a complainant is the result told in writing to that one. */
  deliver: needs('complaints.handle')
    .input(
      z.object({
        id,
        way: deliveryWay,
        toWhom: requiredText,
        /** Which of the further complainants got it; null = the primary one. */
        complainantId: id.nullable().default(null),
        /** Somebody who does not complain got it: noted, and nobody counts as told. */
        someoneElse: z.boolean().default(false),
        happenedAt: at.nullable().default(null),
        receipt: z.string().trim().max(200).default(''),
        key: idempotencyKey,
      }),
    )
    .output(done),
};
