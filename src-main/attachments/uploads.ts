import { createHash, type Hash } from 'node:crypto';
import type { Clock } from '#main/base/clock.ts';
import type { Ids } from '#main/base/ids.ts';
import type { AttachmentSubject } from '#shared/contract/attachments.ts';
import { Failure } from '#shared/contract/failure.ts';
import { cleanName, type FileType, MOST_BYTES, PART_BYTES, sniff, sniffHead } from '#shared/rules/attachments.ts';

/**
 * Files on their way in. They lie in memory only: a temporary file would hold plain personal data (spec/trust.md), and what is not
 * finished leaves nothing behind.
 */

type Upload = {
  staffId: string;
  subject: AttachmentSubject;
  name: string;
  bytes: number;
  parts: Uint8Array[];
  received: number;
  hash: Hash;
  touchedAt: number;
};

/** Of one person at a time; more wait their turn on the screen. */
const MOST_AT_ONCE = 6;
/** Nobody sends any more: the window was closed. */
const GIVEN_UP_MS = 10 * 60_000;

export type Received = {
  subject: AttachmentSubject;
  name: string;
  type: FileType;
  mistaken: string | null;
  sha256: string;
  content: Uint8Array;
};

export type Uploads = ReturnType<typeof createUploads>;

/**
 * The files that are on their way, in memory until their last part: a restart knows none. Each belongs to the person who began it; a seventh
 * takes the place of the one untouched longest, and whoever sends nothing for ten minutes has given up (spec/complaints.md; docs/decisions.md, "Files live in the database").
 */
export function createUploads({ clock, ids }: { clock: Clock; ids: Ids }) {
  const uploads = new Map<string, Upload>();

  const get = (id: string, staffId: string): Upload => {
    const upload = uploads.get(id);
    if (!upload || upload.staffId !== staffId) throw new Failure('NOT_FOUND', { what: 'upload' });
    upload.touchedAt = clock.now();
    return upload;
  };
  const refuse = (id: string, failure: Failure): never => {
    uploads.delete(id);
    throw failure;
  };

  return {
    /** Errors: ATTACHMENT_REFUSED (empty), ATTACHMENT_TOO_BIG. */
    begin(staffId: string, subject: AttachmentSubject, name: string, bytes: number): { uploadId: string; partBytes: number } {
      for (const [id, each] of uploads) if (clock.now() - each.touchedAt > GIVEN_UP_MS) uploads.delete(id);
      if (bytes === 0) throw new Failure('ATTACHMENT_REFUSED', { reason: 'empty' });
      if (bytes > MOST_BYTES) throw new Failure('ATTACHMENT_TOO_BIG', { limitMb: MOST_BYTES / 1024 / 1024 });
      const mine = [...uploads].filter(([, each]) => each.staffId === staffId);
      // The longest untouched one is of a window that went away.
      if (mine.length >= MOST_AT_ONCE) {
        const [oldest] = mine.sort(([, a], [, b]) => a.touchedAt - b.touchedAt);
        if (oldest) uploads.delete(oldest[0]);
      }
      const uploadId = ids.next();
      uploads.set(uploadId, {
        staffId,
        subject,
        name,
        bytes,
        parts: [],
        received: 0,
        hash: createHash('sha256'),
        touchedAt: clock.now(),
      });
      return { uploadId, partBytes: PART_BYTES };
    },

    /** Errors: NOT_FOUND, ATTACHMENT_REFUSED as soon as the first bytes tell, or for a part out of turn. */
    send(staffId: string, id: string, from: number, part: Uint8Array): { received: number } {
      const upload = get(id, staffId);
      // The answer to this part was lost and it comes again.
      if (from + part.length === upload.received) return { received: upload.received };
      const fits = from === upload.received && part.length > 0 && part.length <= PART_BYTES && from + part.length <= upload.bytes;
      if (!fits) return refuse(id, new Failure('ATTACHMENT_REFUSED', { reason: 'truncated' }));
      if (from === 0) {
        const head = sniffHead(part);
        if ('refused' in head) return refuse(id, new Failure('ATTACHMENT_REFUSED', { reason: head.refused }));
      }
      upload.parts.push(part);
      upload.hash.update(part);
      upload.received += part.length;
      return { received: upload.received };
    },

    has: (staffId: string, id: string): boolean => uploads.get(id)?.staffId === staffId,

    /** The whole file, known for what it is; it stays until `drop`, so that a save that failed can be tried again. */
    finish(staffId: string, id: string): Received {
      const upload = get(id, staffId);
      if (upload.received < upload.bytes) return refuse(id, new Failure('ATTACHMENT_REFUSED', { reason: 'truncated' }));
      const content = Buffer.concat(upload.parts);
      const found = sniff(content);
      if ('refused' in found) return refuse(id, new Failure('ATTACHMENT_REFUSED', { reason: found.refused }));
      const sha256 = upload.hash.copy().digest('hex');
      return { subject: upload.subject, ...cleanName(upload.name, found.type), type: found.type, sha256, content };
    },

    drop(staffId: string, id: string): void {
      if (uploads.get(id)?.staffId === staffId) uploads.delete(id);
    },
  };
}
