import type { Figure, FigureKey } from '#shared/contract/figures.ts';
import { addDays, addMonths, dayOf, dayStart, MINUTE, monthBounds, weekdayOf } from './zone.ts';

/**
 * Key figures (spec/churn-and-figures.md): integers in, ratio out; "—" when the denominator is 0; weighted, never a mean of
 * ratios. What is counted stands in main/figures/definitions.ts, in SQL that the figure and its rows share.
 */

type Shape = Pick<Figure, 'kind' | 'targetIs'>;
const count: Shape = { kind: 'count', targetIs: null };
const high: Shape = { kind: 'share', targetIs: 'at_least' };
const low: Shape = { kind: 'share', targetIs: 'at_most' };

/** What each figure is, in the order of the report; `targetIs` says which side of the target is good. */
export const figureShapes: Record<FigureKey, Shape> = {
  active_start: count,
  joined: count,
  returned: count,
  left: count,
  active_end: count,
  complaints_received: count,
  complaints_closed: count,
  complaints_open_end: count,
  first_response_time: { kind: 'minutes', targetIs: 'at_least' },
  dispatch_on_time: high,
  first_contact_resolution: high,
  told_within_48h: high,
  resolved_within_48h: high,
  rectified_in_time: high,
  resolution_rate: high,
  escalated_share: low,
  escalation_late: count,
  complaint_rate: low,
  csat: high,
  csat_response: high,
  follow_up_done: high,
};
export const figureKeys = Object.keys(figureShapes) as FigureKey[];

/** A span of time as figures see it, all in the centre's zone. */
export type Period = {
  /** UTC ms: first instant, and the first after the end. */
  from: number;
  to: number;
  /** The first instant not counted any more: the end, or just after now while the period still runs. Nothing falls due that lies ahead. */
  until: number;
  /** The report's moment. */
  at: number;
  /** Head counts: as the evening of the day before the period left it, and as its last day (or today) does. */
  startDay: string;
  endDay: string;
};

function period(from: number, to: number, zone: string, now: number): Period {
  const until = Math.max(from, Math.min(to, now + 1));
  return { from, to, until, at: now, startDay: addDays(dayOf(from, zone), -1), endDay: dayOf(Math.max(from, until - 1), zone) };
}

/** The month `YYYY-MM` of the centre's zone, as it stands at `now`. */
export function monthPeriod(month: string, zone: string, now: number): Period {
  const { from, to } = monthBounds(month, zone);
  return period(from, to, zone, now);
}

/** Whole days of the centre's zone, first and last counted, as they stand at `now`. */
export function daysPeriod(fromDay: string, toDay: string, zone: string, now: number): Period {
  return period(dayStart(fromDay, zone), dayStart(addDays(toDay, 1), zone), zone, now);
}

/** The week, Monday first, in which `now` lies. */
export function weekPeriod(zone: string, now: number): Period {
  const today = dayOf(now, zone);
  const monday = addDays(today, 1 - weekdayOf(today));
  return period(dayStart(monday, zone), dayStart(addDays(monday, 7), zone), zone, now);
}

/** The months a report stands beside: the one before, and the same one a year before. */
export function comparedMonths(month: string): { lastMonth: string; lastYear: string } {
  return { lastMonth: addMonths(month, -1), lastYear: addMonths(month, -12) };
}

/** Gathered integers of one figure. `denominator` null for counts. */
export type Tally = { value: number; denominator: number | null; beside: Record<string, number> };
export type FigureFacts = {
  tallies: Record<FigureKey, Tally>;
  /** First response − received in ms, of every answered complaint whose target fell due in the period. */
  firstResponses: readonly number[];
};

/** The middle value, or the mean of the two middle ones; null of nothing. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** The smallest value that at least `percent` % of all do not exceed (nearest rank); null of nothing. */
export function percentile(values: readonly number[], percent: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? null;
}

/** Milliseconds as minutes with at most two decimals, so that every place shows the same digits. */
function minutes(ms: number | null): number | null {
  return ms === null ? null : Math.round((ms / MINUTE) * 100) / 100;
}

/** The figures of one period in report order. `targets` by key; a figure without one has no verdict. */
export function computeFigures(facts: FigureFacts, targets: Readonly<Record<string, number>>): Figure[] {
  return figureKeys.map((key) => {
    const { kind, targetIs } = figureShapes[key];
    const { value, denominator, beside } = facts.tallies[key];
    const timed = kind === 'minutes';
    return {
      key,
      kind,
      value,
      denominator: kind === 'count' ? null : denominator,
      median: timed ? minutes(median(facts.firstResponses)) : null,
      p90: timed ? minutes(percentile(facts.firstResponses, 90)) : null,
      beside,
      target: kind === 'count' ? null : (targets[key] ?? null),
      targetIs,
    };
  });
}

/** Numerator ÷ denominator, or null ("—") where there is nothing to divide by. */
export function ratioOf(figure: Pick<Figure, 'value' | 'denominator'>): number | null {
  return figure.denominator === null || figure.denominator === 0 ? null : figure.value / figure.denominator;
}

/** Whether a figure keeps its target; null without a target or without a ratio. */
export function verdictOf(figure: Pick<Figure, 'value' | 'denominator' | 'target' | 'targetIs'>): 'met' | 'missed' | null {
  const ratio = ratioOf(figure);
  if (ratio === null || figure.target === null || figure.targetIs === null) return null;
  return (figure.targetIs === 'at_least' ? ratio >= figure.target : ratio <= figure.target) ? 'met' : 'missed';
}

/** Start + joined + returned − left − end: 0 when the roll-forward holds. */
export function headCountCheck(heads: { start: number; joined: number; returned: number; left: number; end: number }): number {
  return heads.start + heads.joined + heads.returned - heads.left - heads.end;
}
