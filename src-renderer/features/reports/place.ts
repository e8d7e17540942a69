import { z } from 'zod';
import { day, month } from '#shared/contract/fields.ts';
import { complaintsPart } from '#shared/contract/reports.ts';

/** What stands in the address of the monthly report. */
export const reportPlace = z.object({ month: month.optional().catch(undefined) });

/** What stands in the address of the reports of complaints. */
export const complaintsReportPlace = z.object({
  from: day.optional().catch(undefined),
  to: day.optional().catch(undefined),
  part: complaintsPart.optional().catch(undefined),
});
