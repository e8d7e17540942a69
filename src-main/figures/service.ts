import { type Connection, type Db, readSnapshot } from '#main/db/open.ts';
import { readSettings, zoneOf } from '#main/settings/service.ts';
import type { Figure, RowsKey, Span } from '#shared/contract/figures.ts';
import { computeFigures, daysPeriod, monthPeriod, type Period } from '#shared/rules/figures.ts';
import { gatherFigures } from './gather.ts';
import type { Subject } from './populations.ts';
import { type FigureRow, figureRows } from './rows.ts';

export { definitions, numeratorSql } from './definitions.ts';
export { gatherFigures, setSql, tally } from './gather.ts';
export { ageBucketSql, CONCERNED_PACK, COURSE_PACK, LATE_SQL, nowSql } from './populations.ts';

/** One consistent state for several queries, also where the caller holds only the reading face of the connection. */
export function snapshot<T>(db: Db, read: (db: Db) => T): T {
  return 'raw' in db ? readSnapshot(db as Connection, read) : read(db);
}

/** The key figures of a month (`YYYY-MM`, centre's zone) as they stand at `now`. */
export function monthFigures(db: Db, month: string, now: number): { month: string; figures: Figure[] } {
  return snapshot(db, (state) => {
    const period = monthPeriod(month, zoneOf(state), now);
    return { month, figures: computeFigures(gatherFigures(state, period), readSettings(state).targets) };
  });
}

/** A month or chosen days as figures see them. */
export function periodOf(span: Span, zone: string, now: number): Period {
  return 'month' in span ? monthPeriod(span.month, zone, now) : daysPeriod(span.from, span.to, zone, now);
}

/** The rows behind one number of a report. Errors: INVALID (split). */
export function rowsBehind(
  db: Db,
  input: { span: Span; key: RowsKey; part: 'numerator' | 'denominator'; split: string },
  now: number,
): { kind: Subject; rows: FigureRow[] } {
  return figureRows(db, input.key, input.part, input.split, periodOf(input.span, zoneOf(db), now));
}
