import { z } from 'zod';
import { needs } from './base.ts';
import { day, department, done, id, idempotencyKey, phoneText, requiredText, role, severity, version } from './fields.ts';

export const staffFields = z.object({
  name: requiredText,
  /** Empty: a person without a login (a teacher), who can still be complained about. */
  login: z.string().trim().max(60).default(''),
  phone: phoneText.default(''),
  roles: z.array(role).max(5),
  departments: z.array(department).max(5),
  headOf: z.array(department).max(5),
  /** Which complaints the assignment rule may give to this person by turn. */
  severities: z.array(severity).max(3).default(severity.options),
  joinedOn: day,
  leftOn: day.nullable(),
});

export const staffRow = staffFields.extend({ id, version, active: z.boolean(), hasPassword: z.boolean() });
export type StaffRow = z.infer<typeof staffRow>;

export const staff = {
  /** Names for pickers: active people; `all` also those who left. */
  names: needs('signed-in')
    .input(z.object({ all: z.boolean().default(false) }))
    .output(
      z.array(
        z.object({
          id,
          name: z.string(),
          roles: z.array(role),
          departments: z.array(department),
          active: z.boolean(),
          onDuty: z.boolean(),
        }),
      ),
    ),
  list: needs('staff.manage').output(z.array(staffRow)),
  create: needs('staff.manage')
    .input(staffFields.extend({ password: z.string().min(8).max(200).nullable(), key: idempotencyKey }))
    .output(done.extend({ id })),
  update: needs('staff.manage').input(staffFields.extend({ id, version })).output(done),
  resetPassword: needs('staff.manage')
    .input(z.object({ id, password: z.string().min(8).max(200) }))
    .output(done),
};
