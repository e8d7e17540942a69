import { z } from 'zod';

export const triageTabs = ['subcategories', 'causes', 'rules'] as const;
export const triagePlace = z.object({ tab: z.enum(triageTabs).optional().catch(undefined) });
