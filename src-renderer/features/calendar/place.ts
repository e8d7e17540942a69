import { z } from 'zod';

/** `?week=2026-11-16`: any day of the week that is shown. */
export const rosterPlace = z.object({ week: z.iso.date().optional().catch(undefined) });
