import { z } from 'zod';
import { needs } from './base.ts';
import { done, requiredText } from './fields.ts';

export const centreSettings = z.object({
  centreName: requiredText,
  idleMinutes: z.int().min(1).max(240),
  autoAssign: z.boolean(),
  dailyCap: z.int().min(1).max(500),
  backgroundBackupHour: z.int().min(0).max(23),
  targets: z.record(z.string(), z.number().min(0).max(1)),
});
export type CentreSettings = z.infer<typeof centreSettings>;

export const settings = {
  get: needs('signed-in').output(centreSettings.extend({ version: z.int() })),
  save: needs('settings.manage')
    .input(centreSettings.extend({ version: z.int() }))
    .output(done),
};
