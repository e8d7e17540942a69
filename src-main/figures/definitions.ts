import type { RowsKey } from '#shared/contract/figures.ts';
import { EARLIER_PACK, type PopulationName } from './populations.ts';

/** Which rows of a set a figure counts; conditions are SQL over the set's aliases. */
export type Definition = {
  set: PopulationName;
  /** The denominator's rows; all rows of the set when left out. */
  of?: string;
  /** The numerator's rows among them; all of them for a count. */
  counted: string;
  /** Counted beside the figure, by name, among the rows of `of`. */
  beside?: Readonly<Record<string, string>>;
  /** Counted beside it although `of` leaves them out. */
  outside?: Readonly<Record<string, string>>;
  /** The denominator is the value of another figure. */
  per?: RowsKey;
};

const ALL = '1 = 1';

/** Due, and met: a contact recorded late reads `met_late` until a supervisor confirms it, and is missed until then. */
const clock = (of: string, more: Record<string, string> = {}): Definition => ({
  set: 'clocks',
  of,
  counted: `k.outcome = 'met'`,
  beside: {
    late_unconfirmed: `k.outcome = 'met_late'`,
    late_confirmed: `k.outcome = 'met' AND k.missed = 1`,
    extended: `k.outcome = 'extended'`,
    missed: `k.outcome = 'missed'`,
    open: `k.outcome = 'open'`,
    withdrawn: `k.outcome = 'cancelled'`,
    ...more,
  },
});

const SEVEN_DAYS = 7 * 86_400_000;
const STEP_LATE_AFTER = 5 * 60_000;

/** By the visit of the cycle that was closed; without a score, or without a visit, it is neither. */
const DISSATISFIED = 'coalesce(v.satisfaction, 3) <= 2';
const SATISFIED = 'coalesce(v.satisfaction, 3) >= 4';
const NOT_REOPENED = 's.to_at IS NULL';

/** The owner is still who was set when the dispatch clock stopped. */
const OWNER_KEPT = `c.owner_id IS c.first_owner_id AND NOT EXISTS (SELECT 1 FROM clocks d WHERE d.subject_kind = 'complaint' AND d.subject_id = c.id
  AND d.clock = 'dispatch' AND d.cycle = 1 AND d.round = 1 AND c.owner_since_at > d.stopped_at)`;
/** The same student complained about the same thing again: after the result was told, until seven days after closing. */
const CAME_AGAIN = `EXISTS (SELECT 1 FROM complaint_students m JOIN complaint_students n ON n.student_id = m.student_id AND n.complaint_id <> m.complaint_id
  JOIN complaints o ON o.id = n.complaint_id WHERE m.complaint_id = c.id AND o.category = c.category AND o.merged_into_id IS NULL AND o.state <> 'withdrawn'
  AND o.received_at > coalesce(c.resolved_at, s.from_at) AND o.received_at <= s.from_at + ${SEVEN_DAYS})`;

const ENDED_IN_TIME = `f.state IN ('done', 'refused', 'unreachable') AND f.done_at <= f.due_at`;

/**
 * One definition of each figure (spec/churn-and-figures.md), and of each sum of the report that opens as rows.
 *
 * - Received counts withdrawn ones too (they came in, and leave by "withdrawn"); the complaint rate leaves them out.
 * - Closed counts closings: one closed twice was closed twice, and its first closing is no resolution.
 * - Told within 48 h is the first round of `progress`, which the telling of the result ends too; it does not exist where nobody
 *   is known whom one could tell.
 * - A follow-up that was refused was done; only the answer is missing.
 */
export const definitions: Record<RowsKey, Definition> = {
  active_start: { set: 'heads', counted: 'h.at_start' },
  joined: { set: 'heads', counted: `h.at_end AND NOT h.at_start AND NOT ${EARLIER_PACK}` },
  returned: { set: 'heads', counted: `h.at_end AND NOT h.at_start AND ${EARLIER_PACK}` },
  left: { set: 'heads', counted: 'h.at_start AND NOT h.at_end' },
  active_end: { set: 'heads', counted: 'h.at_end' },
  complaints_received: { set: 'received', counted: ALL, beside: { withdrawn: `c.state = 'withdrawn'` } },
  complaints_closed: { set: 'closed', counted: ALL, beside: { reopened: `NOT (${NOT_REOPENED})` } },
  complaints_open_start: { set: 'openStart', counted: ALL },
  complaints_open_end: { set: 'openEnd', counted: ALL },
  complaints_withdrawn: { set: 'withdrawn', counted: ALL },
  complaints_reopened: { set: 'reopened', counted: ALL },
  clocks_due: { set: 'clocks', counted: ALL },
  first_response_time: clock(`k.clock = 'first_response'`, { unanswered: `k.outcome IN ('open', 'cancelled')` }),
  dispatch_on_time: clock(`k.clock = 'dispatch'`),
  first_contact_resolution: {
    set: 'closed',
    of: `s.from_at + ${SEVEN_DAYS} <= $at`,
    counted: `s.cycle = 1 AND ${NOT_REOPENED} AND c.resolved_by IN (c.first_contact_id, c.first_owner_id) AND ${OWNER_KEPT} AND NOT ${CAME_AGAIN}`,
    outside: { too_young: `s.from_at + ${SEVEN_DAYS} > $at` },
  },
  told_within_48h: clock(`k.clock = 'progress' AND k.cycle = 1 AND k.round = 1`),
  resolved_within_48h: clock(`k.clock = 'resolution' AND k.cycle = 1`),
  rectified_in_time: clock(`k.clock = 'rectification'`),
  resolution_rate: {
    set: 'closed',
    counted: `${NOT_REOPENED} AND NOT ${DISSATISFIED}`,
    beside: {
      neutral: `NOT ${SATISFIED} AND NOT ${DISSATISFIED}`,
      refused: `v.state IS 'refused'`,
      unreachable: `v.state IS 'unreachable'`,
      dissatisfied: DISSATISFIED,
      reopened: `NOT (${NOT_REOPENED})`,
    },
  },
  escalated_share: {
    set: 'received',
    counted: `EXISTS (SELECT 1 FROM escalations x WHERE x.complaint_id = c.id AND x.level >= 1 AND x.step LIKE 'level%')`,
  },
  escalation_late: { set: 'steps', counted: `x.detected_at > x.due_at + ${STEP_LATE_AFTER}`, beside: { steps: ALL } },
  complaint_rate: {
    set: 'received',
    counted: `c.state <> 'withdrawn'`,
    per: 'active_start',
    beside: { withdrawn: `c.state = 'withdrawn'` },
  },
  csat: {
    set: 'followUpsEnded',
    of: 'f.satisfaction IS NOT NULL',
    counted: 'f.satisfaction >= 4',
    beside: { neutral: 'f.satisfaction = 3', dissatisfied: 'f.satisfaction <= 2' },
  },
  csat_response: {
    set: 'followUpsEnded',
    of: `(f.rule = 'complaint_visit' OR f.satisfaction IS NOT NULL)`,
    counted: 'f.satisfaction IS NOT NULL',
    beside: { refused: `f.state = 'refused'`, unreachable: `f.state = 'unreachable'` },
  },
  follow_up_done: {
    set: 'followUpsDue',
    counted: ENDED_IN_TIME,
    beside: {
      late: `f.state IN ('done', 'refused', 'unreachable') AND f.done_at > f.due_at`,
      unreachable: `f.state = 'unreachable'`,
      refused: `f.state = 'refused'`,
      open: `f.state IN ('open', 'cancelled')`,
    },
  },
};

const within = (definition: Definition, condition: string) =>
  definition.of === undefined ? condition : `(${definition.of}) AND (${condition})`;

/** The rows of the denominator, and of the numerator, as conditions on the set. */
export const denominatorSql = (definition: Definition): string => definition.of ?? ALL;
/** Those of the denominator that are counted. */
export const numeratorSql = (definition: Definition): string => within(definition, definition.counted);

/** What is counted beside a figure, by name, as conditions on the set. */
export function besideSql(definition: Definition): Record<string, string> {
  const inside = Object.entries(definition.beside ?? {}).map(([name, condition]) => [name, within(definition, condition)]);
  return { ...Object.fromEntries(inside), ...definition.outside };
}
