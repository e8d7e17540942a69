import { z } from 'zod';
import { needs } from './base.ts';
import { at, category, clockName, id, lang, month, severity } from './fields.ts';
import { figure } from './figures.ts';

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

export const reports = {
  monthly: needs('reports.read').input(z.object({ month })).output(monthlyReport),
  monthlyFile: needs('reports.read')
    .input(z.object({ month, lang, format: z.enum(['xlsx', 'html']) }))
    .output(z.object({ file: z.file() })),
  /** Months that have anything in them, newest first. */
  months: needs('reports.read').output(z.array(month)),
};
