import { registerExport } from '#main/audit/service.ts';
import { os, type Services } from '#main/base/os.ts';
import type { MonthlyReport } from '#shared/contract/reports.ts';
import {
  type ComplaintFacts,
  type ComplaintsSpan,
  complaintsFile,
  complaintsPage,
  ROWS_ON_SCREEN,
  reportFile,
  reportFileName,
  reportMonths,
  reportPage,
  type Wanted,
  withMaskedNames,
} from './service.ts';

const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  html: 'text/html;charset=utf-8',
} as const;

/** Adds up a year's ledger: not on the thread that answers everybody. */
const monthly = ({ heavy, clock }: Services, month: string): Promise<MonthlyReport> =>
  heavy.read('reports.monthly', { month, now: clock.now() });

const complaints = ({ heavy, clock }: Services, { from, to }: ComplaintsSpan, wanted?: Wanted): Promise<ComplaintFacts> =>
  heavy.read('reports.complaints', { span: { from, to }, now: clock.now(), wanted });

export const reportsRouter = {
  complaints: os.reports.complaints.handler(async ({ input, context }) =>
    complaintsPage(await complaints(context.services, input, { parts: [input.part], most: ROWS_ON_SCREEN }), input.lang, input.part),
  ),
  complaintsFile: os.reports.complaintsFile.handler(async ({ input, context }) => {
    const { purpose, namesMasked } = input;
    const facts = await complaints(context.services, input);
    const { name, bytes } = await complaintsFile(namesMasked ? withMaskedNames(facts) : facts, input.lang, input.format);
    const rows = facts.register.length;
    await registerExport(context, context.actor, { kind: 'reports', purpose, rows, phonesMasked: true, namesMasked });
    return { file: new File([new Uint8Array(bytes)], name, { type: TYPES[input.format] }) };
  }),
  monthly: os.reports.monthly.handler(({ input, context }) => monthly(context.services, input.month)),
  monthlyPage: os.reports.monthlyPage.handler(async ({ input, context }) =>
    reportPage(await monthly(context.services, input.month), input.lang),
  ),
  monthlyFile: os.reports.monthlyFile.handler(async ({ input, context }) => {
    const value = await monthly(context.services, input.month);
    const bytes = await reportFile(value, input.lang, input.format);
    return {
      file: new File([new Uint8Array(bytes)], reportFileName(value, input.lang, input.format), { type: TYPES[input.format] }),
    };
  }),
  months: os.reports.months.handler(({ context }) => reportMonths(context.db, context.clock.now())),
};
