import { z } from 'zod';
import { needs } from './base.ts';
import { day, month } from './fields.ts';

/** Key figures that the program can count today; each has one definition (spec/churn-and-figures.md). */
export const figureKey = z.enum([
  'active_start',
  'joined',
  'returned',
  'left',
  'active_end',
  'complaints_received',
  'complaints_closed',
  'complaints_open_end',
  'first_response_time',
  'dispatch_on_time',
  'first_contact_resolution',
  'told_within_48h',
  'resolved_within_48h',
  'rectified_in_time',
  'resolution_rate',
  'escalated_share',
  'escalation_late',
  'complaint_rate',
  'csat',
  'csat_response',
  'follow_up_done',
]);
export type FigureKey = z.infer<typeof figureKey>;

/** What can be opened as rows: every key figure, and the sums of the report that stand behind one. */
export const rowsKey = z.enum([
  ...figureKey.options,
  'complaints_open_start',
  'complaints_withdrawn',
  'complaints_reopened',
  /** All clocks that fell due in the month, of every cycle and round. */
  'clocks_due',
]);
export type RowsKey = z.infer<typeof rowsKey>;

/** Integers in, ratio out: the screen divides and shows "—" when the denominator is 0. */
export const figure = z.object({
  key: figureKey,
  kind: z.enum(['count', 'share', 'minutes']),
  /** A count, or the numerator of a share. */
  value: z.int(),
  denominator: z.int().nullable(),
  /** For `minutes`: median and p90 in minutes. */
  median: z.number().nullable(),
  p90: z.number().nullable(),
  /** Counted beside the figure: unanswered past due, late recorded and unconfirmed, neutral visits … by name. */
  beside: z.record(z.string(), z.int()),
  target: z.number().nullable(),
  targetIs: z.enum(['at_least', 'at_most']).nullable(),
});
export type Figure = z.infer<typeof figure>;

/** A month, or the days of a report that somebody chose. */
export const span = z.union([z.object({ month }), z.object({ from: day, to: day })]);
export type Span = z.infer<typeof span>;

export const figures = {
  month: needs('reports.read')
    .input(z.object({ month }))
    .output(z.object({ month, figures: z.array(figure) })),
  /** Exactly the rows that a figure counted; `part` numerator or denominator. */
  rows: needs('reports.read')
    .input(
      z.object({
        span,
        key: rowsKey,
        part: z.enum(['numerator', 'denominator']).default('numerator'),
        /**
         * Narrows to one cell of a table, `name:value` joined by commas: `category:teaching`, `severity:critical`, `owner:<staff id>`
         * (empty = nobody), `subcategory:…`, `cause:…`, `about:<staff id>`, `course:<course id>`, `number:…`, `now:open|closed|withdrawn`, `late:yes`,
         * `clock:dispatch`, `outcome:met|met_late|missed|extended` (missed = late, unanswered and cancelled after due),
         * `age:1d|2d|7d|30d|older`, `state:done|unreachable|refused|open`, `score:5`, `beside:<name of a figure's beside>`.
         * Words are written as in an address (encodeURIComponent). A name that stands twice means either of the two.
         */
        split: z.string().max(20_000).default(''),
      }),
    )
    .output(
      z.object({
        kind: z.enum(['complaint', 'student', 'follow-up']),
        rows: z.array(
          z.object({
            /** Unique in this answer: one complaint may stand here with several clocks. */
            key: z.string(),
            id: z.string(),
            number: z.string(),
            name: z.string(),
            detail: z.string(),
            /** What was counted: a clock's or follow-up's outcome, a state, a category; a code, the words are the screen's. */
            outcome: z.string(),
            at: z.number().nullable(),
          }),
        ),
      }),
    ),
};
