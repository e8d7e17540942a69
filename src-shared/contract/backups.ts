import { z } from 'zod';
import { needs } from './base.ts';
import { at, requiredText } from './fields.ts';

export const backupRow = z.object({
  file: z.string(),
  at,
  kind: z.enum(['manual', 'daily', 'quit', 'before_import', 'before_migration', 'before_restore', 'before_update']),
  bytes: z.int(),
  /** Counts as they were when it was made. */
  counts: z.object({ students: z.int(), complaints: z.int(), followUps: z.int() }),
  digest: z.string(),
});

export const backups = {
  list: needs('backups.manage').output(z.object({ backups: z.array(backupRow), folder: z.string(), secondFolder: z.string() })),
  /** Online, encrypted, verified by opening it again. */
  create: needs('backups.manage').output(backupRow),
  /** Opens the file and says what is in it, or why it is refused; changes nothing. `now` is null where the present data is damaged. */
  preview: needs('backups.manage')
    .input(z.object({ file: requiredText }))
    .output(z.object({ backup: backupRow, now: backupRow.shape.counts.nullable() })),
  /**
   * Saves the current state first, then swaps. Everybody is signed out afterwards. `savedAs` is null when the current state is damaged
   * and no copy of it could be made: its file is kept beside the data.
   */
  restore: needs('backups.manage')
    .input(z.object({ file: requiredText }))
    .output(z.object({ savedAs: z.string().nullable() })),
  /** "Test my backup": opens the newest one, integrity and chain check, result is logged. */
  drill: needs('backups.manage').output(z.object({ ok: z.boolean(), file: z.string(), detail: z.string() })),
  setSecondFolder: needs('backups.manage')
    .input(z.object({ folder: z.string().max(500) }))
    .output(z.object({})),
  /**
   * For the state line on every page. `failure` stands until it works again: disk_full, not_writable, damaged, failed, and of the second
   * folder second_missing, second_full, second_damaged, second_failed. `drillDue`: no backup was tested for a quarter.
   */
  state: needs('signed-in').output(
    z.object({
      lastAt: at.nullable(),
      failedAt: at.nullable(),
      failure: z.string().nullable(),
      drilledAt: at.nullable(),
      drillDue: z.boolean(),
    }),
  ),
};
