import { z } from 'zod';

/** Fields that several domains share. Sizes are bounded here, at the door, so that no slice has to think about them again. */

export const id = z.uuid();
/** Calendar day `YYYY-MM-DD` in the centre's zone. */
export const day = z.iso.date();
/** Month `YYYY-MM` in the centre's zone. */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
/** Instant in UTC milliseconds. */
export const at = z.int().min(0);
/** Money in 分. */
export const fen = z.int().min(-1e12).max(1e12);
/** Lessons in halves of a lesson. */
export const halves = z.int().min(-1e6).max(1e6);
export const SHORT_TEXT = 200;
export const shortText = z.string().trim().max(SHORT_TEXT);
export const requiredText = z.string().trim().min(1).max(SHORT_TEXT);
/** Words as told: long enough for any real complaint, far below what could choke a screen. */
export const LONG_TEXT = 20_000;
export const longText = z.string().trim().max(LONG_TEXT);
export const requiredLongText = z.string().trim().min(1).max(LONG_TEXT);
export const PHONE_TEXT = 40;
export const phoneText = z.string().trim().max(PHONE_TEXT);
export const lang = z.enum(['zh-CN', 'en']);

/** Minted by the screen once per form: the same key never writes twice. */
export const idempotencyKey = z.uuid().optional();
/** The row version the screen has seen; a stale one is refused with both versions. */
export const version = z.int().min(1);

export const role = z.enum(['specialist', 'advisor', 'support', 'supervisor', 'manager']);
export const department = z.enum(['teaching', 'technical', 'service', 'marketing', 'administration']);
export const category = z.enum(['teaching', 'technical', 'service', 'facility', 'finance']);
export const severity = z.enum(['general', 'serious', 'critical']);
export const complaintState = z.enum(['new', 'assigned', 'handling', 'waiting', 'resolved', 'closed', 'withdrawn']);
export const channel = z.enum(['counter', 'phone', 'wechat', 'paper', 'other']);
export const clockName = z.enum(['dispatch', 'first_response', 'progress', 'resolution', 'rectification', 'refund_review']);

/** A staff member as other screens name them. */
export const person = z.object({ id, name: z.string() });

/** What a finished command tells the screen: enough to offer undo. */
export const done = z.object({ commandId: id, undoable: z.boolean() });

/** Keyset page: pass `next` back as `cursor` to get the following rows. */
export const cursor = z.string().max(500).optional();

export type Role = z.infer<typeof role>;
export type Department = z.infer<typeof department>;
export type Category = z.infer<typeof category>;
export type Severity = z.infer<typeof severity>;
export type ComplaintState = z.infer<typeof complaintState>;
export type Channel = z.infer<typeof channel>;
export type ClockName = z.infer<typeof clockName>;
export type Person = z.infer<typeof person>;
export type Done = z.infer<typeof done>;
export type Lang = z.infer<typeof lang>;
