import { createHash } from 'node:crypto';
import type { Db } from '#main/db/open.ts';

/**
 * The digest of the first stored content that is not what its digest says, or that a file on a record names and that is not there;
 * undefined if all are right. Reads every content: for a worker.
 */
export function wrongContent(db: Db): string | undefined {
  for (const row of db.iterate<{ sha256: string; bytes: number; content: Uint8Array }>(
    'SELECT sha256, bytes, content FROM attachment_contents',
  )) {
    if (row.bytes !== row.content.length || createHash('sha256').update(row.content).digest('hex') !== row.sha256) return row.sha256;
  }
  return db.get<{ sha256: string }>(
    `SELECT a.sha256 FROM attachments a LEFT JOIN attachment_contents c ON c.sha256 = a.sha256
     WHERE a.removed_at IS NULL AND (c.sha256 IS NULL OR c.bytes <> a.bytes) LIMIT 1`,
  )?.sha256;
}
