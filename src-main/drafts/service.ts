import { type Identity, personOf } from '#main/base/os.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { Failure } from '#shared/contract/failure.ts';

/** Whose draft it is: of the person who sits here and typed it. Errors: UNAUTHENTICATED, PERSON_CHANGED. */
export function ownerOf(identity: Identity | null, staffId: string): string {
  if (personOf(identity).staffId !== staffId) throw new Failure('PERSON_CHANGED', {});
  return staffId;
}

/** What `staffId` was typing in `form`, or null. `value` is the form's own JSON. */
export function loadDraft(db: Db, staffId: string, form: string): { value: string; savedAt: number } | null {
  return (
    db.get<{ value: string; savedAt: number }>('SELECT value, saved_at AS savedAt FROM drafts WHERE staff_id = ? AND form = ?', [
      staffId,
      form,
    ]) ?? null
  );
}

/** Keeps the draft in the encrypted file, in place of the one before. `at` is UTC ms. */
export function saveDraft(tx: Tx, id: string, staffId: string, form: string, value: string, at: number): void {
  tx.run(
    `INSERT INTO drafts (id, staff_id, form, value, saved_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (staff_id, form) DO UPDATE SET value = excluded.value, saved_at = excluded.saved_at`,
    [id, staffId, form, value, at],
  );
}

/** Forgets the draft: it was saved as a record, or thrown away. */
export function dropDraft(tx: Tx, staffId: string, form: string): void {
  tx.run('DELETE FROM drafts WHERE staff_id = ? AND form = ?', [staffId, form]);
}
