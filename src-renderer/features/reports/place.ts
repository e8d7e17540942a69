import { z } from 'zod';
import { month } from '#shared/contract/fields.ts';

/** What stands in the address of the monthly report. */
export const reportPlace = z.object({ month: month.optional().catch(undefined) });
