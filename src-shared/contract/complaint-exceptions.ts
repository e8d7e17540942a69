import { z } from 'zod';
import { needs } from './base.ts';
import { at, clockName, done, id, idempotencyKey, person, requiredLongText, requiredText, version } from './fields.ts';

const act = z.object({ id, version });

/** More time that was asked for and not answered yet; `minutes` in the clock's own unit. */
export const extensionView = z.object({ id, clockId: id, clock: clockName, minutes: z.int(), reason: z.string(), by: person, at });

/** What is not the usual course: more time, and a complainant whom nobody reaches. */
export const complaintExceptions = {
  /** Whoever handles it asks for more time; the supervisor grants it with `extend` or declines it. */
  askExtension: needs('complaints.handle')
    .input(act.extend({ clockId: id, minutes: z.int().min(1).max(100_000), reason: requiredText, key: idempotencyKey }))
    .output(done),
  declineExtension: needs('complaints.supervise')
    .input(act.extend({ requestId: id, reason: requiredText }))
    .output(done),
  /** Resolved without telling: the primary complainant was tried three times in vain. A supervisor confirms by closing. */
  resolveUnreached: needs('complaints.handle')
    .input(act.extend({ words: requiredLongText, key: idempotencyKey }))
    .output(done),
};
