import { z } from 'zod';

export const views = ['today', 'overdue', 'upcoming', 'done', 'all'] as const;

/** What stands in the address of the list; `open` is the follow-up whose dialog is open, so that a link to it can be copied. */
export const listPlace = z.object({
  view: z.enum(views).optional().catch(undefined),
  mine: z.boolean().optional().catch(undefined),
  open: z.uuid().optional().catch(undefined),
});
