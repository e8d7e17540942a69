import { z } from 'zod';
import { needs } from './base.ts';
import { at, clockName, done, id, requiredText, severity, shortText, version } from './fields.ts';

const clockRule = z.object({
  /** Counted minutes of the unit; what is not above 0 is refused with words. */
  target: z.number(),
  unit: z.enum(['hours', 'opening_minutes', 'working_days']),
  pauses: z.boolean(),
  warnPercent: z.number(),
});
const severityPolicy = z.object({
  clocks: z.record(clockName, clockRule),
  ladder: z
    .array(
      z.object({
        level: z.int().min(1).max(3),
        afterMinutes: z.number(),
        tells: z.array(z.enum(['head', 'supervisor', 'manager'])).max(3),
        namesHandler: z.boolean(),
      }),
    )
    .max(3),
  acceptMinutes: z.number(),
  writtenReply: z.boolean(),
  quiet: z.object({ from: z.int(), to: z.int() }).nullable(),
  notices: z.array(z.enum(['assigned', 'warned', 'missed', 'escalated'])).readonly(),
});
export const severityPolicies = z.record(severity, severityPolicy);

const policyView = z.object({
  version: z.int(),
  activeFrom: at,
  severities: severityPolicies,
  note: z.string(),
  by: z.string(),
  /** Complaints recorded under it or moved to it. */
  uses: z.int(),
  open: z.int(),
});

/** Promised times by severity, in versions: part of the contract of the complaints. */
export const complaintPolicies = {
  /** Every version, newest first; the first one counts for what is recorded from now on. */
  policyVersions: needs('complaints.supervise').output(z.array(policyView)),
  /** Makes a new version; complaints keep the one they were recorded under. */
  savePolicy: needs('settings.manage')
    .input(z.object({ basedOn: z.int(), severities: severityPolicies, note: shortText.default('') }))
    .output(done.extend({ version: z.int() })),
  /** Only one that no complaint was ever under. */
  deletePolicy: needs('settings.manage')
    .input(z.object({ version: z.int() }))
    .output(done),
  /** Moves one open complaint to the newest version; its open clocks follow from their original start. */
  reapplyPolicy: needs('settings.manage')
    .input(z.object({ id, version, reason: requiredText }))
    .output(done),
};
