import type { Services } from '#main/base/os.ts';
import type { Job } from '#main/base/scheduler.ts';
import type { Tx } from '#main/db/open.ts';
import { DAY } from '#shared/rules/zone.ts';

/** So long the files of a recording that was never saved wait for it. */
const WAITS_MS = 30 * DAY;

/** Puts away files of recordings that were never saved, and what they hold if nothing else holds it. Answers how many. */
function sweep(tx: Tx, before: number): number {
  const stale = tx.all<{ id: string; sha256: string }>(
    `SELECT id, sha256 FROM attachments WHERE subject_kind = 'recording' AND added_at < ?`,
    [before],
  );
  for (const { id } of stale) tx.run('DELETE FROM attachments WHERE id = ?', [id]);
  for (const { sha256 } of stale)
    tx.run('DELETE FROM attachment_contents WHERE sha256 = $sha AND NOT EXISTS (SELECT 1 FROM attachments WHERE sha256 = $sha)', {
      sha: sha256,
    });
  return stale.length;
}

/** Looks each minute by index; almost never is there anything. */
export function attachmentSweep({ db, commands, clock }: Pick<Services, 'db' | 'commands' | 'clock'>): Job {
  return {
    name: 'attachments.sweep',
    run: async () => {
      const before = clock.now() - WAITS_MS;
      const found = db.get(`SELECT 1 FROM attachments WHERE subject_kind = 'recording' AND added_at < ? LIMIT 1`, [before]);
      if (!found) return;
      await commands.run({ name: 'attachments.sweep', actor: { kind: 'system' }, undo: 'none', topics: ['attachments'] }, (tx) =>
        sweep(tx, before),
      );
    },
  };
}
