import { z } from 'zod';
import type { Right, Scope } from '#shared/rules/access.ts';
import { needs } from './base.ts';
import { id, lang, requiredText, role, shortText } from './fields.ts';

const password = z.string().min(8).max(200);
const pin = z.string().regex(/^\d{4,6}$/);

export const sessionPerson = z.object({
  id,
  name: z.string(),
  roles: z.array(role),
  departments: z.array(z.string()),
  headOf: z.array(z.string()),
  grants: z.record(z.string(), z.enum(['name', 'own', 'all'])) as z.ZodType<Partial<Record<Right, Scope>>>,
  onDuty: z.boolean(),
});

export const session = {
  /** Who sits here, and what every screen needs to know of the place. Answers in every state. */
  current: needs('public').output(
    z.object({
      state: z.enum(['setup', 'signed-out', 'locked', 'in']),
      person: sessionPerson.nullable(),
      centreName: z.string(),
      demo: z.boolean(),
      zone: z.string(),
      /** The core's clock; the screen shows this one and never its own. */
      now: z.number(),
      idleMinutes: z.number(),
      host: z.enum(['electron', 'web', 'cli', 'test']),
      appVersion: z.string(),
      lang: lang.nullable(),
    }),
  ),
  login: needs('session')
    .input(z.object({ login: requiredText, password: z.string().min(1).max(200) }))
    .output(z.object({ person: sessionPerson })),
  logout: needs('session').output(z.object({})),
  lock: needs('session').output(z.object({})),
  unlock: needs('session')
    .input(z.object({ secret: z.string().min(1).max(200) }))
    .output(z.object({ person: sessionPerson })),
  /** The people who may switch to this PC by PIN today. */
  switchable: needs('session').output(z.array(z.object({ id, name: z.string() }))),
  switchTo: needs('session')
    .input(z.object({ staffId: id, pin: z.string().min(4).max(6) }))
    .output(z.object({ person: sessionPerson })),
  setPin: needs('signed-in').input(z.object({ pin })).output(z.object({})),
  changePassword: needs('signed-in')
    .input(z.object({ current: z.string().min(1).max(200), next: password }))
    .output(z.object({})),
  /** A lone manager who forgot the password (logged, shown to all managers). */
  resetWithRecoveryCode: needs('session')
    .input(z.object({ login: requiredText, recoveryCode: shortText, password }))
    .output(z.object({})),
  /** A new recovery code in place of the old one, shown this once; asks for the person's own password. */
  newRecoveryCode: needs('settings.manage')
    .input(z.object({ password: z.string().min(1).max(200) }))
    .output(z.object({ recoveryCode: z.string() })),
};
