import type { Db } from '#main/db/open.ts';
import { snapshot } from '#main/figures/service.ts';
import { zoneOf } from '#main/settings/service.ts';
import type { Lang } from '#shared/contract/fields.ts';
import { type ComplaintsPart, complaintsPart, type MonthlyReport, type ReportLayout } from '#shared/contract/reports.ts';
import { maskName, maskNames } from '#shared/rules/names.ts';
import { complaintsCheck, computeMonth } from '#shared/rules/reports.ts';
import { addMonths, monthOf } from '#shared/rules/zone.ts';
import { type ComplaintFacts, type ComplaintsSpan, EVERYTHING, gatherComplaints, type Wanted } from './complaints-gather.ts';
import { complaintsLayout } from './complaints-layout.ts';
import { firstMonth, gatherMonth } from './gather.ts';
import { reportHtml } from './html.ts';
import { layoutOf } from './layout.ts';
import { reportXlsx } from './xlsx.ts';

export type { ComplaintFacts, ComplaintsSpan, Wanted } from './complaints-gather.ts';

/** The list of months never grows beyond this, whatever day somebody typed by mistake. */
const MONTHS_SHOWN = 240;

/** The report of a month (`YYYY-MM`, centre's zone) as it stands at `now` (UTC ms). Errors: NOT_SET_UP. */
export function monthlyReport(db: Db, month: string, now: number): MonthlyReport {
  return snapshot(db, (state) => computeMonth(gatherMonth(state, month, now)));
}

/** From the month of today back to the first of which anything is recorded. */
export function reportMonths(db: Db, now: number): string[] {
  const zone = zoneOf(db);
  const first = firstMonth(db, zone);
  const months: string[] = [];
  for (let month = monthOf(now, zone); months.length < MONTHS_SHOWN && first !== null && month >= first; month = addMonths(month, -1)) {
    months.push(month);
  }
  return months;
}

/** The report as a spreadsheet with real numbers, or as a standalone A4 page. Both are made from the same value. */
export async function reportFile(value: MonthlyReport, lang: Lang, format: 'xlsx' | 'html'): Promise<Buffer> {
  const layout = layoutOf(value, lang);
  return format === 'xlsx' ? await reportXlsx(layout) : Buffer.from(reportHtml(layout), 'utf8');
}

/** The report as blocks in words, with its two check lines (0 = it adds up). */
export function reportPage(value: MonthlyReport, lang: Lang): { layout: ReportLayout; check: { heads: number; complaints: number } } {
  return { layout: layoutOf(value, lang), check: { heads: value.headCount.check, complaints: complaintsCheck(value.complaints) } };
}

/** Name of the file, without a path. */
export function reportFileName(value: MonthlyReport, lang: Lang, format: string): string {
  return `${layoutOf(value, lang).fileName}.${format}`;
}

/** What the reports of complaints are made from, over chosen days. Errors: INVALID. */
export function complaintsReport(db: Db, span: ComplaintsSpan, now: number, wanted: Wanted = EVERYTHING): ComplaintFacts {
  return snapshot(db, (state) => gatherComplaints(state, span, now, wanted));
}

/** The same facts with the names of complainants and students masked; what people wrote stays as it is. */
export function withMaskedNames(facts: ComplaintFacts): ComplaintFacts {
  return {
    ...facts,
    register: facts.register.map((row) => ({ ...row, complainant: maskName(row.complainant), student: maskNames(row.student) })),
    oldest: facts.oldest.map((row) => ({ ...row, student: maskNames(row.student) })),
  };
}

/** One part of the reports of complaints as blocks in words. */
export function complaintsPage(facts: ComplaintFacts, lang: Lang, part: ComplaintsPart): { layout: ReportLayout } {
  return { layout: complaintsLayout(facts, lang, [part]) };
}

/** More rows of the register than this stand in the sheet only; the page says so. */
export const ROWS_ON_SCREEN = 300;

/** All parts as one file. */
export async function complaintsFile(facts: ComplaintFacts, lang: Lang, format: 'xlsx' | 'html'): Promise<{ name: string; bytes: Buffer }> {
  const layout = complaintsLayout(facts, lang, complaintsPart.options);
  const bytes = format === 'xlsx' ? await reportXlsx(layout) : Buffer.from(reportHtml(layout), 'utf8');
  return { name: `${layout.fileName}.${format}`, bytes };
}
