import { z } from 'zod';

export const scriptTabs = ['library', 'banned'] as const;
export const scriptsPlace = z.object({ tab: z.enum(scriptTabs).optional().catch(undefined) });
