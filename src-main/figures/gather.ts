import type { Db } from '#main/db/open.ts';
import type { FigureKey, RowsKey } from '#shared/contract/figures.ts';
import { type FigureFacts, figureKeys, figureShapes, type Period, type Tally } from '#shared/rules/figures.ts';
import { besideSql, definitions, denominatorSql, numeratorSql } from './definitions.ts';
import { type PopulationName, populations } from './populations.ts';

/** `FROM … WHERE …` of a set, with a further condition. */
export function setSql(set: PopulationName, also?: string): string {
  const { from, where } = populations[set];
  return `FROM ${from} WHERE ${where}${also === undefined ? '' : ` AND (${also})`}`;
}

/** `part`: value, denominator or `beside.<name>`. */
type Column = { key: RowsKey; part: string; sql: string };

function columnsOf(key: RowsKey): Column[] {
  const definition = definitions[key];
  return [
    { key, part: 'value', sql: numeratorSql(definition) },
    { key, part: 'denominator', sql: denominatorSql(definition) },
    ...Object.entries(besideSql(definition)).map(([name, sql]) => ({ key, part: `beside.${name}`, sql })),
  ];
}

/** A figure that is alone on its set need not read the rows of the others. */
function ownRows(members: readonly RowsKey[]): string[] {
  const [only, ...others] = members.map((key) => definitions[key]);
  return only?.of === undefined || only.outside !== undefined || others.length > 0 ? [] : [denominatorSql(only)];
}

type Plan = { sql: string; columns: Column[] };
const plans = new Map<string, Plan[]>();

/** One aggregate query per set, whatever the number of figures on it. */
function planOf(keys: readonly RowsKey[], mine: boolean): Plan[] {
  const name = `${mine}:${keys.join()}`;
  const known = plans.get(name);
  if (known) return known;
  const bySet = Map.groupBy(keys, (key) => definitions[key].set as PopulationName);
  const made = [...bySet].map(([set, members]) => {
    const columns = members.flatMap(columnsOf);
    const { owner } = populations[set];
    const also = [...(mine && owner !== null ? [`${owner} = $me`] : []), ...ownRows(members)];
    const list = columns.map(({ sql }, index) => `count(*) FILTER (WHERE ${sql}) AS n${index}`).join(', ');
    return { sql: `SELECT ${list} ${setSql(set, also.length === 0 ? undefined : also.join(' AND '))}`, columns };
  });
  plans.set(name, made);
  return made;
}

/**
 * Counts figures of one period. `me` narrows to what one person owns. The denominator of a figure `per` another is that one's
 * value and is only there when both are asked for.
 */
export function tally<K extends RowsKey>(db: Db, keys: readonly K[], period: Period, me: string | null = null): Record<K, Tally> {
  const result: Partial<Record<RowsKey, Tally>> = {};
  for (const { sql, columns } of planOf(keys, me !== null)) {
    const row = db.get<Record<string, number>>(sql, me === null ? period : { ...period, me }) ?? {};
    columns.forEach(({ key, part }, index) => {
      const held = result[key] ?? { value: 0, denominator: 0, beside: {} };
      result[key] = held;
      const n = row[`n${index}`] ?? 0;
      if (part === 'value') held.value = n;
      else if (part === 'denominator') held.denominator = n;
      else held.beside[part.slice('beside.'.length)] = n;
    });
  }
  for (const key of keys) {
    const { per } = definitions[key];
    const held = result[key];
    if (held && per !== undefined) held.denominator = result[per]?.value ?? null;
  }
  return result as Record<K, Tally>;
}

const FIRST_RESPONSES = `SELECT k.stopped_at - c.received_at AS ms ${setSql('clocks', numeratorOrLate())}`;
function numeratorOrLate(): string {
  return `${denominatorSql(definitions.first_response_time)} AND k.outcome NOT IN ('open', 'cancelled') AND k.stopped_at IS NOT NULL`;
}

/** Lessons consumed in the period, in halves; what was taken back is taken off. One range of a covering index. */
const CONSUMED = `SELECT coalesce(sum(-halves), 0) AS n FROM ledger_entries
  WHERE happened_on > $startDay AND happened_on <= $endDay AND kind IN ('consume', 'reverse')`;

/** All integers that the key figures of one period need, from a few aggregate queries. Run it inside one read snapshot. */
export function gatherFigures(db: Db, period: Period): FigureFacts {
  const tallies: Record<FigureKey, Tally> = tally(db, figureKeys, period);
  for (const key of figureKeys) if (figureShapes[key].kind === 'count') tallies[key].denominator = null;
  tallies.complaint_rate.beside.consumed_halves = db.get<{ n: number }>(CONSUMED, period)?.n ?? 0;
  return { tallies, firstResponses: db.all<{ ms: number }>(FIRST_RESPONSES, period).map((row) => row.ms) };
}
