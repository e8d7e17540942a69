import type { FigureKey } from '#shared/contract/figures.ts';
import type { MonthlyReport, ReportCell } from '#shared/contract/reports.ts';
import { computeFigures, type FigureFacts, headCountCheck, type Period } from './figures.ts';
import { byName } from './names.ts';

/**
 * The monthly report as one typed value (spec/churn-and-figures.md, "Reports"): screen, paper and spreadsheet are made from it
 * and from nothing else, so that they agree to the last digit.
 */

type Category = MonthlyReport['complaints']['byCategory'][number]['category'];
type Severity = MonthlyReport['complaints']['bySeverity'][number]['severity'];
type Clock = MonthlyReport['complaints']['clocks'][number]['clock'];
type Bucket = MonthlyReport['complaints']['ageing'][number]['bucket'];

export const categories: readonly Category[] = ['teaching', 'service', 'facility', 'technical', 'finance'];
export const severities: readonly Severity[] = ['critical', 'serious', 'general'];
export const clocks: readonly Clock[] = ['dispatch', 'first_response', 'progress', 'resolution', 'rectification'];
export const buckets: readonly Bucket[] = ['1d', '2d', '7d', '30d', 'older'];

/** Gathered rows of aggregate queries; nothing is missing, an absent row is 0. */
export type MonthFacts = {
  month: string;
  period: Period;
  zone: string;
  centreName: string;
  targets: Readonly<Record<string, number>>;
  figures: FigureFacts;
  /** Null where that month lies before anything was recorded. */
  lastMonth: FigureFacts | null;
  lastYear: FigureFacts | null;
  openStart: number;
  withdrawn: number;
  reopened: number;
  received: readonly { category: string; severity: string; ownerId: string | null; n: number }[];
  closed: readonly { category: string; ownerId: string | null; n: number }[];
  openEnd: readonly { category: string; bucket: string; n: number }[];
  clocks: readonly { clock: string; outcome: string; ownerId: string | null; n: number }[];
  followUps: readonly { state: string; inTime: number; n: number }[];
  scores: readonly { score: number; n: number }[];
  names: ReadonlyMap<string, string>;
};

function sum<T extends { n: number }>(rows: readonly T[], fits: (row: T) => boolean = () => true): number {
  return rows.reduce((total, row) => (fits(row) ? total + row.n : total), 0);
}

function withComparison(facts: MonthFacts): MonthlyReport['figures'] {
  const read = (each: FigureFacts | null) => each && new Map(computeFigures(each, facts.targets).map((figure) => [figure.key, figure]));
  const lastMonth = read(facts.lastMonth);
  const lastYear = read(facts.lastYear);
  return computeFigures(facts.figures, facts.targets).map((figure) => ({
    ...figure,
    lastMonth: lastMonth?.get(figure.key) ?? null,
    lastYear: lastYear?.get(figure.key) ?? null,
  }));
}

/** Late: not met by due, whether it was stopped later, is still open, or was cancelled after its due had passed. */
const isLate = (outcome: string) => outcome === 'missed' || outcome === 'open' || outcome === 'cancelled';

function byOwner(facts: MonthFacts): MonthlyReport['complaints']['byOwner'] {
  const ids = new Set([...facts.received, ...facts.closed, ...facts.clocks.filter((row) => isLate(row.outcome))].map((row) => row.ownerId));
  return [...ids]
    .map((id) => ({
      id,
      name: id === null ? '' : (facts.names.get(id) ?? ''),
      received: sum(facts.received, (row) => row.ownerId === id),
      closed: sum(facts.closed, (row) => row.ownerId === id),
      missed: sum(facts.clocks, (row) => row.ownerId === id && isLate(row.outcome)),
    }))
    .sort((a, b) => b.received - a.received || b.closed - a.closed || b.missed - a.missed || byName(a.name, b.name));
}

function complaintsOf(facts: MonthFacts): MonthlyReport['complaints'] {
  return {
    openStart: facts.openStart,
    received: sum(facts.received),
    closed: sum(facts.closed),
    withdrawn: facts.withdrawn,
    reopened: facts.reopened,
    openEnd: sum(facts.openEnd),
    byCategory: categories.map((category) => ({
      category,
      received: sum(facts.received, (row) => row.category === category),
      critical: sum(facts.received, (row) => row.category === category && row.severity === 'critical'),
      closed: sum(facts.closed, (row) => row.category === category),
      openEnd: sum(facts.openEnd, (row) => row.category === category),
    })),
    bySeverity: severities.map((severity) => ({ severity, received: sum(facts.received, (row) => row.severity === severity) })),
    clocks: clocks.map((clock) => {
      const rows = facts.clocks.filter((row) => row.clock === clock);
      return {
        clock,
        due: sum(rows),
        met: sum(rows, (row) => row.outcome === 'met'),
        metLate: sum(rows, (row) => row.outcome === 'met_late'),
        missed: sum(rows, (row) => isLate(row.outcome)),
        extended: sum(rows, (row) => row.outcome === 'extended'),
      };
    }),
    ageing: buckets.map((bucket) => ({ bucket, open: sum(facts.openEnd, (row) => row.bucket === bucket) })),
    byOwner: byOwner(facts),
  };
}

/** The value of a month from its facts; pure. */
export function computeMonth(facts: MonthFacts): MonthlyReport {
  const value = (key: FigureKey) => facts.figures.tallies[key].value;
  const heads = {
    start: value('active_start'),
    joined: value('joined'),
    returned: value('returned'),
    left: value('left'),
    end: value('active_end'),
  };
  const state = (...states: string[]) => sum(facts.followUps, (row) => states.includes(row.state));
  const { period, figures } = facts;
  return {
    month: facts.month,
    from: period.from,
    to: period.to,
    zone: facts.zone,
    centreName: facts.centreName,
    generatedAt: period.at,
    headCount: { ...heads, check: headCountCheck(heads) },
    figures: withComparison(facts),
    complaints: complaintsOf(facts),
    followUps: {
      due: sum(facts.followUps),
      doneInTime: sum(facts.followUps, (row) => row.inTime === 1),
      done: state('done'),
      unreachable: state('unreachable'),
      refused: state('refused'),
      open: state('open', 'cancelled'),
    },
    satisfaction: {
      asked: figures.tallies.csat_response.denominator ?? 0,
      answers: figures.tallies.csat_response.value,
      scores: [1, 2, 3, 4, 5].map((score) => sum(facts.scores, (row) => row.score === score)),
    },
  };
}

/** Open at the start + received + reopened − closed − withdrawn − open at the end: 0 when the roll-forward holds. */
export function complaintsCheck(value: MonthlyReport['complaints']): number {
  return value.openStart + value.received + value.reopened - value.closed - value.withdrawn - value.openEnd;
}

/**
 * Tenths of a percent, rounded half up from the integers themselves: 3 ÷ 2000 is 0.2 % everywhere, as a spreadsheet shows it,
 * whatever binary fractions make of it. Null where there is nothing to divide by.
 */
export function permille(numerator: number, denominator: number | null): number | null {
  if (denominator === null || denominator === 0) return null;
  return Math.floor((2000 * numerator + denominator) / (2 * denominator));
}

/** `95.1%`, or null ("—"). */
export function percentText(numerator: number, denominator: number | null): string | null {
  const tenths = permille(numerator, denominator);
  return tenths === null ? null : `${(tenths / 10).toFixed(1)}%`;
}

const grouped = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 2 });

/** A cell in words. Numbers show every digit that the spreadsheet's format shows. */
export function cellText(cell: ReportCell, none: string): string {
  switch (cell.kind) {
    case 'text':
      return cell.text;
    case 'count':
      return `${cell.sign ?? ''}${grouped(cell.value)}`;
    case 'share':
      return percentText(cell.numerator, cell.denominator) ?? none;
    case 'fraction':
      return cell.numerator === null || cell.denominator === null ? none : `${grouped(cell.numerator)}/${grouped(cell.denominator)}`;
    case 'minutes':
      return cell.value === null ? none : grouped(cell.value);
    case 'target':
      return cell.text;
    case 'sum':
    case 'total':
      return grouped(cell.value);
    case 'none':
      return none;
  }
}
