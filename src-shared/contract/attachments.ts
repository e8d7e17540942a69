import { z } from 'zod';
import type { FileKind, FileType } from '#shared/rules/attachments.ts';
import { fileTypes } from '#shared/rules/attachments.ts';
import { needs } from './base.ts';
import { at, done, id, idempotencyKey } from './fields.ts';

/**
 * What a file belongs to. `recording`: a complaint that is still being written; its id is minted by the form, only who added the files
 * sees them, and `complaints.record` with the same `filesId` takes them over.
 */
export const attachmentSubject = z.object({ kind: z.enum(['complaint', 'recording']), id });
export type AttachmentSubject = z.infer<typeof attachmentSubject>;

export const attachmentType = z.enum(Object.keys(fileTypes) as [FileType, ...FileType[]]);
export const attachmentKind = z.enum(['image', 'pdf', 'audio', 'video', 'document'] as const satisfies readonly FileKind[]);
export const attachmentView = z.object({
  id,
  name: z.string(),
  type: attachmentType,
  kind: attachmentKind,
  bytes: z.int(),
  at,
  by: z.string(),
  mayRemove: z.boolean(),
});
export type AttachmentView = z.infer<typeof attachmentView>;

const uploadId = z.object({ uploadId: id });

/** Rights depend on what the file belongs to, so the service asks for them. */
export const attachments = {
  list: needs('signed-in')
    .input(z.object({ subject: attachmentSubject }))
    .output(z.object({ rows: z.array(attachmentView), mayAdd: z.boolean() })),
  /** Announces a file; refuses one that is empty or too big before a byte has come. Then `send` part by part, then `finish`. */
  begin: needs('signed-in')
    .input(z.object({ subject: attachmentSubject, name: z.string().max(1000), bytes: z.int().min(0) }))
    .output(uploadId.extend({ partBytes: z.int() })),
  /** The next part, which begins at `from`. What is no kind of file that is taken ends here. */
  send: needs('signed-in')
    .input(uploadId.extend({ from: z.int().min(0), part: z.file() }))
    .output(z.object({ received: z.int() })),
  /** All or nothing: only now something is written. `mistaken`: the ending it came with, if it really is something else. */
  finish: needs('signed-in')
    .input(uploadId.extend({ key: idempotencyKey }))
    .output(done.extend({ id, name: z.string(), type: attachmentType, mistaken: z.string().nullable(), already: z.boolean() })),
  cancel: needs('signed-in').input(uploadId).output(z.object({})),
  /** The file itself, with the fixed type of what it really is. */
  content: needs('signed-in').input(z.object({ id })).output(z.file()),
  remove: needs('signed-in').input(z.object({ id })).output(done),
};
