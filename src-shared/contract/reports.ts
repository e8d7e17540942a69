import { z } from 'zod';
import { needs } from './base.ts';
import { at, category, clockName, day, id, lang, month, requiredText, severity } from './fields.ts';
import { figure, rowsKey } from './figures.ts';

/** One typed value feeds screen, print and spreadsheet. Every number that a person can click carries the key that opens its rows. */
export const monthlyReport = z.object({
  month,
  from: at,
  to: at,
  zone: z.string(),
  centreName: z.string(),
  generatedAt: at,
  headCount: z.object({ start: z.int(), joined: z.int(), returned: z.int(), left: z.int(), end: z.int(), check: z.int() }),
  figures: z.array(figure.extend({ lastMonth: figure.nullable(), lastYear: figure.nullable() })),
  complaints: z.object({
    openStart: z.int(),
    received: z.int(),
    closed: z.int(),
    withdrawn: z.int(),
    reopened: z.int(),
    openEnd: z.int(),
    byCategory: z.array(z.object({ category, received: z.int(), critical: z.int(), closed: z.int(), openEnd: z.int() })),
    bySeverity: z.array(z.object({ severity, received: z.int() })),
    clocks: z.array(z.object({ clock: clockName, due: z.int(), met: z.int(), metLate: z.int(), missed: z.int(), extended: z.int() })),
    ageing: z.array(z.object({ bucket: z.enum(['1d', '2d', '7d', '30d', 'older']), open: z.int() })),
    /** `id` null and `name` empty = without an owner. */
    byOwner: z.array(z.object({ id: id.nullable(), name: z.string(), received: z.int(), closed: z.int(), missed: z.int() })),
  }),
  followUps: z.object({ due: z.int(), doneInTime: z.int(), done: z.int(), unreachable: z.int(), refused: z.int(), open: z.int() }),
  satisfaction: z.object({ asked: z.int(), answers: z.int(), scores: z.array(z.int()).length(5) }),
});
export type MonthlyReport = z.infer<typeof monthlyReport>;

/** Which rows stand behind a number: the input of `figures.rows`. */
export const rowsBehind = z.object({ key: rowsKey, part: z.enum(['numerator', 'denominator']), split: z.string() });
export type RowsBehind = z.infer<typeof rowsBehind>;

const align = z.enum(['left', 'right']);
/** `width`: px on paper, where the words need more or less than their share. */
const column = z.object({ text: z.string(), align, width: z.number().optional() });
/** One cell: numbers are still numbers, so that a spreadsheet can count with them. `rows` = a click opens exactly these. */
const content = z.discriminatedUnion('kind', [
  /** `note`: number of its definition in the appendix. */
  z.object({ kind: z.literal('text'), text: z.string(), note: z.int().optional() }),
  z.object({ kind: z.literal('count'), value: z.number(), sign: z.enum(['+', '−']).optional() }),
  /** `from`: the columns of the same row that hold both integers; a fraction holds both. */
  z.object({
    kind: z.literal('share'),
    numerator: z.int(),
    denominator: z.int().nullable(),
    from: z.tuple([z.int(), z.int()]).readonly().optional(),
  }),
  /** One column on paper ("39/41"), two with real numbers in a spreadsheet. */
  z.object({ kind: z.literal('fraction'), numerator: z.int().nullable(), denominator: z.int().nullable() }),
  z.object({ kind: z.literal('minutes'), value: z.number().nullable() }),
  z.object({ kind: z.literal('target'), value: z.number(), text: z.string() }),
  /** Adds the cells to its left, each times its factor; a formula where formulas can be. */
  z.object({ kind: z.literal('sum'), value: z.number(), terms: z.array(z.number()).readonly() }),
  /** Adds the cells above it. */
  z.object({ kind: z.literal('total'), value: z.number() }),
  z.object({ kind: z.literal('none') }),
]);
const cell = content.and(z.object({ strong: z.boolean().optional(), rows: rowsBehind.optional() }));
const tableBlock = z.object({
  kind: z.literal('table'),
  id: z.string(),
  columns: z.array(column).readonly(),
  rows: z.array(z.object({ cells: z.array(cell).readonly(), strong: z.boolean().optional() })).readonly(),
});
const definitionsBlock = z.object({
  kind: z.literal('definitions'),
  columns: z.array(column).readonly(),
  items: z.array(z.object({ n: z.int(), name: z.string(), text: z.string() })).readonly(),
});
const block = z.discriminatedUnion('kind', [tableBlock, definitionsBlock, z.object({ kind: z.literal('note'), text: z.string() })]);

/** A report between value and drawing, in words of one language: screen, paper and spreadsheet are drawn from the same blocks. */
export const reportLayout = z.object({
  lang,
  fileName: z.string(),
  title: z.string(),
  centre: z.string(),
  number: z.string(),
  subtitle: z.string(),
  zone: z.string(),
  generated: z.string(),
  /** What stands where there is no value. */
  none: z.string(),
  /** With the places `{{page}}` and `{{pages}}`. */
  page: z.string(),
  split: z.object({ numerator: z.string(), denominator: z.string() }),
  /** Sections with the same `sheet` stand on one sheet of a spreadsheet. */
  sections: z.array(z.object({ name: z.string(), sheet: z.string(), heading: z.string(), blocks: z.array(block).readonly() })).readonly(),
  signatures: z.array(z.string()).readonly(),
  /** Broad tables: the paper lies on its side. */
  wide: z.boolean().optional(),
});
export type ReportLayout = z.infer<typeof reportLayout>;
export type ReportBlock = z.infer<typeof block>;
export type ReportTable = z.infer<typeof tableBlock>;
export type ReportCell = z.infer<typeof cell>;

export const complaintsPart = z.enum(['register', 'kinds', 'people', 'ageing', 'clocks']);
export type ComplaintsPart = z.infer<typeof complaintsPart>;
const complaintsSpan = z.object({ from: day, to: day, lang });

export const reports = {
  monthly: needs('reports.read').input(z.object({ month })).output(monthlyReport),
  /** The same value as blocks in words, for the page and its print. */
  monthlyPage: needs('reports.read')
    .input(z.object({ month, lang }))
    .output(z.object({ layout: reportLayout, check: z.object({ heads: z.int(), complaints: z.int() }) })),
  monthlyFile: needs('reports.read')
    .input(z.object({ month, lang, format: z.enum(['xlsx', 'html']) }))
    .output(z.object({ file: z.file() })),
  /** Reports of complaints over chosen days, one part at a time, as blocks in words. Errors: INVALID (days the wrong way round). */
  complaints: needs('reports.read')
    .input(complaintsSpan.extend({ part: complaintsPart }))
    .output(z.object({ layout: reportLayout })),
  /** All parts as one file. It holds the register, so it is an export of personal data: what for is kept. */
  complaintsFile: needs('exports.personal')
    .input(complaintsSpan.extend({ format: z.enum(['xlsx', 'html']), purpose: requiredText, namesMasked: z.boolean().default(false) }))
    .output(z.object({ file: z.file() })),
  /** Months that have anything in them, newest first. */
  months: needs('reports.read').output(z.array(month)),
};
