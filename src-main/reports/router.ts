import { os } from '#main/base/os.ts';
import { monthlyReport, reportFile, reportFileName, reportMonths, reportPage } from './service.ts';

const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  html: 'text/html;charset=utf-8',
} as const;

export const reportsRouter = {
  monthly: os.reports.monthly.handler(({ input, context }) => monthlyReport(context.db, input.month, context.clock.now())),
  monthlyPage: os.reports.monthlyPage.handler(({ input, context }) =>
    reportPage(monthlyReport(context.db, input.month, context.clock.now()), input.lang),
  ),
  monthlyFile: os.reports.monthlyFile.handler(async ({ input, context }) => {
    const value = monthlyReport(context.db, input.month, context.clock.now());
    const bytes = await reportFile(value, input.lang, input.format);
    return {
      file: new File([new Uint8Array(bytes)], reportFileName(value, input.lang, input.format), { type: TYPES[input.format] }),
    };
  }),
  months: os.reports.months.handler(({ context }) => reportMonths(context.db, context.clock.now())),
};
