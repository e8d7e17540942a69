import { z } from 'zod';

/** `?week=2026-11-16`: any day of the week that is shown. */
export const rosterPlace = z.object({
  week: z.iso.date().optional().catch(undefined),
  view: z.enum(['month']).optional().catch(undefined),
});

/** `?year=2027`: the year whose working and free days are shown. */
export const holidaysPlace = z.object({ year: z.coerce.number().int().min(1949).max(2199).optional().catch(undefined) });
