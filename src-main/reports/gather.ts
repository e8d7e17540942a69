import type { Db } from '#main/db/open.ts';
import { ageBucketSql, definitions, gatherFigures, numeratorSql, setSql, tally } from '#main/figures/service.ts';
import { readSettings } from '#main/settings/service.ts';
import { comparedMonths, monthPeriod } from '#shared/rules/figures.ts';
import type { MonthFacts } from '#shared/rules/reports.ts';
import { monthOf } from '#shared/rules/zone.ts';

const RECEIVED = `SELECT c.category, c.severity, c.owner_id AS ownerId, count(*) AS n ${setSql('received')} GROUP BY 1, 2, 3`;
const CLOSED = `SELECT c.category, c.owner_id AS ownerId, count(*) AS n ${setSql('closed')} GROUP BY 1, 2`;
const OPEN_END = `SELECT c.category, ${ageBucketSql} AS bucket, count(*) AS n ${setSql('openEnd')} GROUP BY 1, 2`;
const CLOCKS = `SELECT k.clock, k.outcome, c.owner_id AS ownerId, count(*) AS n ${setSql('clocks')} GROUP BY 1, 2, 3`;
const FOLLOW_UPS = `SELECT f.state, (${numeratorSql(definitions.follow_up_done)}) AS inTime, count(*) AS n ${setSql('followUpsDue')} GROUP BY 1, 2`;
const SCORES = `SELECT f.satisfaction AS score, count(*) AS n ${setSql('followUpsEnded', 'f.satisfaction IS NOT NULL')} GROUP BY 1`;

/** The first month (`YYYY-MM`) of which anything is recorded, or null in an empty centre. */
export function firstMonth(db: Db, zone: string): string | null {
  const firsts = db.get<{ complaint: number | null; followUp: number | null; lesson: string | null }>(
    `SELECT (SELECT min(received_at) FROM complaints) AS complaint, (SELECT min(due_at) FROM follow_ups) AS followUp,
       (SELECT min(happened_on) FROM ledger_entries) AS lesson`,
  );
  const months = [
    ...(typeof firsts?.complaint === 'number' ? [monthOf(firsts.complaint, zone)] : []),
    ...(typeof firsts?.followUp === 'number' ? [monthOf(firsts.followUp, zone)] : []),
    ...(typeof firsts?.lesson === 'string' ? [firsts.lesson.slice(0, 7)] : []),
  ];
  return months.sort()[0] ?? null;
}

/** Everything a monthly report needs, from few aggregate queries over index ranges. Run it inside one read snapshot. */
export function gatherMonth(db: Db, month: string, now: number): MonthFacts {
  const { zone, centreName, targets } = readSettings(db);
  const period = monthPeriod(month, zone, now);
  const first = firstMonth(db, zone);
  const compared = (other: string) => (first === null || other < first ? null : gatherFigures(db, monthPeriod(other, zone, now)));
  const { lastMonth, lastYear } = comparedMonths(month);
  const sums = tally(db, ['complaints_open_start', 'complaints_withdrawn', 'complaints_reopened'], period);
  return {
    month,
    period,
    zone,
    centreName,
    targets,
    figures: gatherFigures(db, period),
    lastMonth: compared(lastMonth),
    lastYear: compared(lastYear),
    openStart: sums.complaints_open_start.value,
    withdrawn: sums.complaints_withdrawn.value,
    reopened: sums.complaints_reopened.value,
    received: db.all(RECEIVED, period),
    closed: db.all(CLOSED, period),
    openEnd: db.all(OPEN_END, period),
    clocks: db.all(CLOCKS, period),
    followUps: db.all(FOLLOW_UPS, period),
    scores: db.all(SCORES, period),
    names: new Map(db.all<{ id: string; name: string }>('SELECT id, name FROM staff').map((row) => [row.id, row.name])),
  };
}
