import { z } from 'zod';
import { stage } from '#shared/contract/students.ts';

/** What stands in the address of the list. */
export const listPlace = z.object({ text: z.string().max(100).optional().catch(undefined), stage: stage.optional().catch(undefined) });

export const tabs = ['overview', 'follow-ups', 'history'] as const;
export const kinds = ['all', 'enrolment', 'lessons', 'complaint', 'contact', 'follow-up'] as const;

/** What stands in the address of one student. */
export const studentPlace = z.object({
  tab: z.enum(tabs).optional().catch(undefined),
  kind: z.enum(kinds).optional().catch(undefined),
});
