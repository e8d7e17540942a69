import type { Events } from '#main/base/events.ts';
import type { Ids } from '#main/base/ids.ts';
import type { Identity } from '#main/base/os.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow, selectRow, selectRows, updateRow } from '#main/db/rows.ts';
import type { AttachmentSubject, AttachmentView } from '#shared/contract/attachments.ts';
import { Failure } from '#shared/contract/failure.ts';
import { fileTypes, freeName, MOST_FILES } from '#shared/rules/attachments.ts';
import { subjects } from './subjects.ts';
import { type Attachment, attachmentsTable } from './tables.ts';
import type { Received } from './uploads.ts';

export { wrongContent } from './contents.ts';
export { attachmentSweep } from './sweep.ts';

const rowsOf = (db: Db, subject: AttachmentSubject): Attachment[] =>
  selectRows(db, attachmentsTable, 'WHERE subject_kind = ? AND subject_id = ? AND removed_at IS NULL ORDER BY added_at, id', [
    subject.kind,
    subject.id,
  ]);

const visible = (row: Attachment, who: Identity): boolean => !subjects[row.subjectKind].own || row.addedBy === who.staffId;

const subjectOf = (row: Attachment): AttachmentSubject => ({ kind: row.subjectKind, id: row.subjectId });

/** The files of a record, oldest first. Errors: those of the record (NOT_FOUND, FORBIDDEN). */
export function listAttachments(db: Db, who: Identity, subject: AttachmentSubject): { rows: AttachmentView[]; mayAdd: boolean } {
  const rules = subjects[subject.kind];
  rules.see(db, who, subject.id);
  const rows = rowsOf(db, subject).filter((row) => visible(row, who));
  const manage = rules.manage(db, who, subject.id);
  const names = new Map(
    db
      .all<{ id: string; name: string }>('SELECT id, name FROM staff WHERE id IN (SELECT value FROM json_each(?))', [
        JSON.stringify(rows.map((row) => row.addedBy)),
      ])
      .map((row) => [row.id, row.name]),
  );
  return {
    rows: rows.map((row) => ({
      id: row.id,
      name: row.name,
      type: row.type,
      kind: fileTypes[row.type].kind,
      bytes: row.bytes,
      at: row.addedAt,
      by: names.get(row.addedBy) ?? '',
      mayRemove: manage || row.addedBy === who.staffId,
    })),
    mayAdd: rows.length < MOST_FILES,
  };
}

/** Whether this person may add one more file here. Errors: NOT_FOUND, FORBIDDEN, ATTACHMENT_REFUSED (too_many). */
export function mustAdd(db: Db, who: Identity, subject: AttachmentSubject): void {
  subjects[subject.kind].see(db, who, subject.id);
  if (rowsOf(db, subject).length >= MOST_FILES) throw new Failure('ATTACHMENT_REFUSED', { reason: 'too_many' });
}

export type Added = { id: string; name: string; type: Attachment['type']; mistaken: string | null; already: boolean };

/**
 * Adds a file to a record. The content is stored once, whoever attaches it where; the same file twice on one record is one entry
 * (`already`). Errors: NOT_FOUND, FORBIDDEN, ATTACHMENT_REFUSED (too_many).
 */
export function addAttachment(tx: Tx, ids: Ids, who: Identity, file: Received): Added {
  const { subject, type, mistaken, sha256, content } = file;
  mustAdd(tx, who, subject);
  const present = rowsOf(tx, subject);
  const same = present.find((row) => row.sha256 === sha256 && visible(row, who));
  if (same) return { id: same.id, name: same.name, type, mistaken, already: true };
  tx.run('INSERT INTO attachment_contents (sha256, bytes, content) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING', [
    sha256,
    content.length,
    content,
  ]);
  const name = freeName(file.name, new Set(present.map((row) => row.name)));
  const row: Attachment = {
    id: ids.next(),
    subjectKind: subject.kind,
    subjectId: subject.id,
    name,
    type,
    bytes: content.length,
    sha256,
    addedAt: tx.command.at,
    addedBy: who.staffId,
    removedAt: null,
    removedBy: null,
  };
  insertRow(tx, attachmentsTable, row);
  return { id: row.id, name, type, mistaken, already: false };
}

function attachmentFor(db: Db, who: Identity, id: string): Attachment {
  const row = selectRow(db, attachmentsTable, 'WHERE id = ? AND removed_at IS NULL', [id]);
  if (!row || !visible(row, who)) throw new Failure('NOT_FOUND', { what: 'attachment' });
  subjects[row.subjectKind].see(db, who, row.subjectId);
  return row;
}

/** The content with the fixed type of what it is. Errors: NOT_FOUND, FORBIDDEN. */
export function contentOf(db: Db, who: Identity, id: string): { name: string; mime: string; content: Uint8Array } {
  const row = attachmentFor(db, who, id);
  const found = db.get<{ content: Uint8Array }>('SELECT content FROM attachment_contents WHERE sha256 = ?', [row.sha256]);
  if (!found) throw new Failure('NOT_FOUND', { what: 'attachment' });
  return { name: row.name, mime: fileTypes[row.type].mime, content: found.content };
}

/** Takes a file off the record; undo brings it back. Errors: NOT_FOUND, FORBIDDEN. */
export function removeAttachment(tx: Tx, who: Identity, id: string): AttachmentSubject {
  const row = attachmentFor(tx, who, id);
  const may = row.addedBy === who.staffId || subjects[row.subjectKind].manage(tx, who, row.subjectId);
  if (!may) throw new Failure('FORBIDDEN', { right: 'complaints.handle' });
  updateRow(tx, attachmentsTable, id, { removedAt: tx.command.at, removedBy: who.staffId });
  return subjectOf(row);
}

/** The files of one record go over to another, under names that are free there; what it has already stays behind. */
function moveFiles(tx: Tx, from: AttachmentSubject, to: AttachmentSubject): void {
  const present = rowsOf(tx, to);
  const names = new Set(present.map((row) => row.name));
  const contents = new Set(present.map((row) => row.sha256));
  for (const row of rowsOf(tx, from)) {
    if (contents.has(row.sha256)) continue;
    const name = freeName(row.name, names);
    names.add(name);
    updateRow(tx, attachmentsTable, row.id, { subjectKind: to.kind, subjectId: to.id, name });
  }
}

/** Files that were added while a complaint was being recorded, or to one that was merged, go over to it inside that command. */
export function subscribeAttachments({ events }: { events: Events }): void {
  events.on('complaints.recorded', (tx, { complaintId, filesId }) => {
    if (!filesId || tx.command.actor.kind !== 'person') return;
    tx.run(
      `UPDATE attachments SET subject_kind = 'complaint', subject_id = ? WHERE subject_kind = 'recording' AND subject_id = ? AND added_by = ? AND removed_at IS NULL`,
      [complaintId, filesId, tx.command.actor.staffId],
    );
  });
  events.on('complaints.merged', (tx, { goneId, intoId }) =>
    moveFiles(tx, { kind: 'complaint', id: goneId }, { kind: 'complaint', id: intoId }),
  );
}
