import type { Identity } from '#main/base/os.ts';
import { canHandle, complaintById, mustSee } from '#main/complaints/service.ts';
import type { Db } from '#main/db/open.ts';
import type { AttachmentSubject } from '#shared/contract/attachments.ts';

/** What a kind of record says about its files. `see` throws (NOT_FOUND, FORBIDDEN) where the person may not even look. */
export type SubjectRules = {
  see(db: Db, who: Identity, id: string): void;
  /** Whether files that others added may be removed too. */
  manage(db: Db, who: Identity, id: string): boolean;
  /** Only who added a file sees it. */
  own: boolean;
};

/** To let another kind of record have files: a line here and in the contract's enum. */
export const subjects: Record<AttachmentSubject['kind'], SubjectRules> = {
  complaint: {
    see: (db, who, id) => mustSee(db, who, complaintById(db, id)),
    manage: (db, who, id) => canHandle(db, who, complaintById(db, id)),
    own: false,
  },
  recording: { see: () => undefined, manage: () => false, own: true },
};
