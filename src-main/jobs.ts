import { attachmentSweep } from './attachments/service.ts';
import { dailyCheckJob } from './audit/daily.ts';
import { dailyBackupJob } from './backups/service.ts';
import type { Services } from './base/os.ts';
import type { Job } from './base/scheduler.ts';
import { complaintScan } from './complaints/service.ts';

/** What the scheduler runs at start, each minute and on wake, in this order. */
export function jobs(services: Services): Job[] {
  return [complaintScan(services), dailyBackupJob(services), dailyCheckJob(services), attachmentSweep(services)];
}
