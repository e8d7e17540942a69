import type { Db } from '#main/db/open.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { RowsKey } from '#shared/contract/figures.ts';
import type { Period } from '#shared/rules/figures.ts';
import { besideSql, type Definition, definitions, denominatorSql, numeratorSql } from './definitions.ts';
import { setSql } from './gather.ts';
import { type Population, populations, type Subject } from './populations.ts';

export type FigureRow = { key: string; id: string; number: string; name: string; detail: string; outcome: string; at: number | null };

const STUDENT_OF_COMPLAINT = `(SELECT n.name FROM complaint_students m JOIN students n ON n.id = m.student_id WHERE m.complaint_id = c.id ORDER BY m.id LIMIT 1)`;

/** What a list says about one row, by what the row is. */
const columnsBySubject: Record<Subject, string> = {
  complaint: `c.id AS id, c.number AS number, coalesce(${STUDENT_OF_COMPLAINT}, c.complainant_name) AS name, substr(c.words, 1, 80) AS detail`,
  'follow-up': `f.id AS id,
    coalesce((SELECT n.number FROM complaints n WHERE n.id = f.complaint_id), (SELECT n.number FROM students n WHERE n.id = f.student_id), '') AS number,
    coalesce((SELECT n.name FROM students n WHERE n.id = f.student_id), (SELECT n.complainant_name FROM complaints n WHERE n.id = f.complaint_id), '') AS name,
    f.reason AS detail`,
  student: `h.student_id AS id, (SELECT n.number FROM students n WHERE n.id = h.student_id) AS number,
    (SELECT n.name FROM students n WHERE n.id = h.student_id) AS name, '' AS detail`,
};

function refuse(): never {
  throw new Failure('INVALID', { field: 'split', reason: 'unknown' });
}

function plain(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    return refuse();
  }
}

function splitSql(definition: Definition, population: Population, split: string): string[] {
  if (split === '') return [];
  const parts = split.split(',').map((part) => {
    const [name = '', written = ''] = part.split(':');
    return { name, value: plain(written) };
  });
  // the same name twice is either of the two
  return [...Map.groupBy(parts, ({ name }) => name)].map(([name, either]) =>
    either
      .map(({ value }) => (name === 'beside' ? besideSql(definition)[value] : population.splits[name]?.(value)) ?? refuse())
      .map((sql) => `(${sql})`)
      .join(' OR '),
  );
}

/**
 * Exactly the rows that a figure counted, from the same set and the same conditions. `part` chooses numerator or denominator, `split` one cell of
 * a table or what is counted beside (contract/figures.ts). Errors: INVALID (split).
 */
export function figureRows(
  db: Db,
  key: RowsKey,
  part: 'numerator' | 'denominator',
  split: string,
  period: Period,
): { kind: Subject; rows: FigureRow[] } {
  const asked = definitions[key];
  const of = part === 'denominator' && asked.per !== undefined ? asked.per : key;
  const definition = definitions[of];
  const population: Population = populations[definition.set];
  const base = part === 'denominator' && of === key ? denominatorSql(definition) : numeratorSql(definition);
  const narrowed = splitSql(definition, population, split);
  // What is counted beside stands on its own: it may lie outside the numerator.
  const conditions = split.includes('beside:') ? narrowed : [base, ...narrowed];
  const rows = db.all<FigureRow>(
    `SELECT ${population.key} AS key, ${columnsBySubject[population.subject]}, ${population.outcome} AS outcome, ${population.at} AS at
     ${setSql(definition.set, conditions.map((condition) => `(${condition})`).join(' AND '))} ORDER BY at, number, key`,
    period,
  );
  return { kind: population.subject, rows };
}
