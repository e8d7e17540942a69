import { oc } from '@orpc/contract';
import { z } from 'zod';
import type { Right } from '#shared/rules/access.ts';

/**
 * What a procedure needs: a right, `signed-in` (any known person, not locked), `session` (also when locked or nobody is
 * signed in) or `public` (also before the centre is set up). The core refuses anything that its declaration does not allow;
 * a procedure without a declaration does not type-check.
 */
export type Needs = Right | 'signed-in' | 'session' | 'public';
export type Meta = { needs: Needs };

/** With each call the page says for whom it asks; the core refuses it when that person does not sit there any more. */
export const PERSON_HEADER = 'x-desk-person';

/**
 * Every failure that a person can meet, with the data its words need. `status` is what the web host answers with.
 * The words stand in the locale files under the same code.
 */
export const failures = {
  UNAUTHENTICATED: { status: 401 },
  /** The web host itself says it: this browser was let in by no link, or the program was started anew since. */
  NO_SESSION: { status: 401 },
  LOCKED: { status: 423 },
  /** Somebody else sits here than the one for whom the page asked. */
  PERSON_CHANGED: { status: 409 },
  /** More tries of a secret at once, or calls in a row, than a person makes. */
  TOO_MANY_TRIES: { status: 429 },
  FORBIDDEN: { status: 403, data: z.object({ right: z.string() }) },
  NOT_SET_UP: { status: 409 },
  ALREADY_SET_UP: { status: 409 },
  NOT_FOUND: { status: 404, data: z.object({ what: z.string() }) },
  /** `limit`: how much the field takes, where the reason is that it was more. */
  INVALID: { status: 422, data: z.object({ field: z.string(), reason: z.string(), limit: z.number().optional() }) },
  STALE: { status: 409, data: z.object({ seen: z.number(), now: z.number(), by: z.string().nullable(), at: z.number().nullable() }) },
  WRONG_PASSWORD: { status: 401, data: z.object({ waitUntil: z.number().nullable() }) },
  WRONG_CODE: { status: 401 },
  PIN_NOT_ALLOWED: { status: 403 },
  TAKEN: { status: 409, data: z.object({ field: z.string() }) },
  STATE_FORBIDS: { status: 409, data: z.object({ state: z.string(), action: z.string() }) },
  CLOSING_INCOMPLETE: { status: 409, data: z.object({ missing: z.array(z.string()) }) },
  FUTURE_TIME: { status: 422, data: z.object({ field: z.string() }) },
  NO_OPENING_TIME: { status: 422 },
  UNDO_TOO_LATE: { status: 409 },
  UNDO_NOT_POSSIBLE: { status: 409, data: z.object({ reason: z.string() }).loose() },
  /** Later commands of people touched the same rows; which ones is in the data. */
  UNDO_CONFLICT: { status: 409, data: z.object({}).loose() },
  FILE_UNREADABLE: { status: 422, data: z.object({ reason: z.string() }) },
  FILE_TOO_BIG: { status: 413, data: z.object({ limit: z.number() }) },
  /** A file that is not taken: what it is, or what is wrong with it. */
  ATTACHMENT_REFUSED: { status: 422, data: z.object({ reason: z.string() }) },
  ATTACHMENT_TOO_BIG: { status: 413, data: z.object({ limitMb: z.number() }) },
  IMPORT_GONE: { status: 410 },
  IMPORT_CANCELLED: { status: 409 },
  BACKUP_REFUSED: { status: 422, data: z.object({ reason: z.string() }) },
  /** Not the turn of this step of an update, or not the place for updates. */
  UPDATE_NOT_NOW: { status: 409, data: z.object({ phase: z.string() }) },
  BACKUP_FAILED: { status: 507, data: z.object({ reason: z.string() }) },
  EXPORT_CANCELLED: { status: 409 },
  /** Printers belong to the window of the desktop; this is none. */
  PRINTING_UNAVAILABLE: { status: 409 },
  PDF_NOT_SAVED: { status: 507, data: z.object({ reason: z.string() }) },
  PURPOSE_NEEDED: { status: 422 },
  NOT_SAVED_DISK_FULL: { status: 507 },
  NOT_SAVED_READ_ONLY: { status: 507 },
  NOT_SAVED_DISK_FAILED: { status: 507 },
  NOT_SAVED_BUSY: { status: 503 },
  DATABASE_DAMAGED: { status: 500 },
  IDEMPOTENCY_MISMATCH: { status: 409 },
  SHUTTING_DOWN: { status: 503 },
  INTERNAL: { status: 500, data: z.object({ id: z.string() }) },
} as const;
export type FailureCode = keyof typeof failures;

const base = oc.$meta<Meta>({ needs: 'signed-in' }).errors(failures);

/** The one way to begin a procedure: `needs('complaints.record').input(…).output(…)`. */
export const needs = (what: Needs) => base.meta({ needs: what });
