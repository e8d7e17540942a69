import { z } from 'zod';

/** What stands in the address: the file that is being looked at, so that a reload comes back to it. */
export const importPlace = z.object({ id: z.uuid().optional().catch(undefined) });
