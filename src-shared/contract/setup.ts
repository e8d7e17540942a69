import { z } from 'zod';
import { needs } from './base.ts';
import { openingHours } from './calendar.ts';
import { requiredText } from './fields.ts';

const demoAccounts = z.object({
  accounts: z.array(z.object({ login: z.string(), password: z.string(), role: z.string(), name: z.string() })),
});

/** The first-start wizard. Until `finish` has been called nothing else opens. */
export const setup = {
  finish: needs('public')
    .input(
      z.object({
        centreName: requiredText,
        zone: z.string().min(1).max(60).default('Asia/Shanghai'),
        opening: openingHours,
        manager: z.object({ name: requiredText, login: requiredText, password: z.string().min(8).max(200) }),
      }),
    )
    /** The recovery code is shown this once; the manager is signed in. */
    .output(z.object({ recoveryCode: z.string() })),
  /** Opens the demo centre (built now if it is not there) in this window, instead of an own one. Once there is one only who may change its settings. */
  openDemo: needs('public').output(demoAccounts),
  /** Who can sign in to the demo centre that is open now; nobody where a real one is. Moves nowhere. */
  demoAccounts: needs('public').output(demoAccounts),
  /** Leaves the demo centre and opens the own folder again. */
  leaveDemo: needs('session').output(z.object({})),
};
