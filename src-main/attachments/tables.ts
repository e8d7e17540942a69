import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { AttachmentSubject } from '#shared/contract/attachments.ts';
import type { FileType } from '#shared/rules/attachments.ts';

/** A file that belongs to something. What it holds stands in `attachment_contents` under its digest, once for each content. */
export const attachmentsTable = sqliteTable('attachments', {
  id: text().primaryKey(),
  subjectKind: text('subject_kind').$type<AttachmentSubject['kind']>().notNull(),
  subjectId: text('subject_id').notNull(),
  name: text().notNull(),
  type: text().$type<FileType>().notNull(),
  bytes: integer().notNull(),
  sha256: text().notNull(),
  addedAt: integer('added_at').notNull(),
  addedBy: text('added_by').notNull(),
  removedAt: integer('removed_at'),
  removedBy: text('removed_by'),
});
export type Attachment = typeof attachmentsTable.$inferSelect;
