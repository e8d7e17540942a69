import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Services } from '#main/base/os.ts';
import type { Job } from '#main/base/scheduler.ts';
import { writeFileAtomic } from '#main/db/files.ts';
import { noticesOf, publishNotices, tellStaff } from '#main/messages/service.ts';
import { readSettings } from '#main/settings/service.ts';
import { activeManagers } from '#main/staff/service.ts';
import { isFailure } from '#shared/contract/failure.ts';
import { dayOf, minuteOf } from '#shared/rules/zone.ts';
import type { VerifyReport } from './verify.ts';

/** How the last check by itself ended. Beside the data, not in it: it must be readable when the data is not, and outlive a restore. */
const outcome = z.object({ at: z.number(), brokenAt: z.string().nullable() });
export type CheckOutcome = z.infer<typeof outcome>;

const pathOf = (dataDir: string): string => join(dataDir, 'check.json');

/** Null before the first one. */
export function lastCheck(dataDir: string): CheckOutcome | null {
  try {
    return outcome.parse(JSON.parse(readFileSync(pathOf(dataDir), 'utf8')));
  } catch {
    return null;
  }
}

/** Everything is read once in a thread of its own. A file that cannot even be read is damaged. */
async function check({ heavy }: Services): Promise<string | null> {
  try {
    return (await heavy.run<VerifyReport>('audit.verify', {})).brokenAt;
  } catch (error) {
    if (isFailure(error, 'DATABASE_DAMAGED') || isFailure(error, 'DATABASE_UNREADABLE')) return 'integrity';
    throw error;
  }
}

/** Says it to every manager, in the bell and by the operating system. */
async function tellManagers({ commands, changes, clock, ids, zone }: Services): Promise<void> {
  const { result: notices } = await commands.run(
    { name: 'audit.check-failed', actor: { kind: 'system' }, undo: 'none', topics: ['messages'] },
    (tx) => {
      const managers = activeManagers(tx, dayOf(clock.now(), zone())).map(({ id }) => id);
      tellStaff(tx, ids, managers, { kind: 'check_failed', ref: { kind: 'settings', id: 'history', number: '' } });
      return noticesOf(tx);
    },
  );
  publishNotices(changes, notices);
}

/**
 * The check over the whole chain, the pages of the file and everything else that `verify` knows (spec/people-and-access.md, "Nothing
 * changes unseen"; spec/trust.md, "Faults"): once a day, an hour after the daily backup or at the first minute after it, and at the next
 * start after one that found something. Runs beside the scheduler, which must not wait for it.
 */
export function dailyCheckJob(services: Services): Job {
  let running = false;
  let begun = false;
  const due = (): boolean => {
    const { db, dataDir, clock } = services;
    const last = lastCheck(dataDir);
    const again = !begun && last !== null && last.brokenAt !== null;
    const now = clock.now();
    const zone = services.zone();
    const hour = Math.min(readSettings(db).backgroundBackupHour + 1, 23);
    return again || ((last === null || dayOf(last.at, zone) !== dayOf(now, zone)) && minuteOf(now, zone) >= hour * 60);
  };
  const work = async (): Promise<void> => {
    running = true;
    try {
      const brokenAt = await check(services);
      writeFileAtomic(pathOf(services.dataDir), `${JSON.stringify({ at: services.clock.now(), brokenAt })}\n`);
      services.changes.publish(['audit']);
      if (brokenAt !== null) {
        services.log.error('check.failed', { code: brokenAt.split(':')[0] ?? '' });
        await tellManagers(services);
      }
    } catch (error) {
      services.log.error('check', { error });
    } finally {
      running = false;
    }
  };
  return {
    name: 'audit.daily-check',
    run: () => {
      if (running || !services.isSetUp()) return;
      const wanted = due();
      begun = true;
      if (wanted) void work();
    },
  };
}
