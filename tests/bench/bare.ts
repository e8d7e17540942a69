import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '#main/db/open.ts';

type Row = Record<string, unknown>;
export type Bare = {
  all(name: string, params?: Row): Row[];
  /** What SQLite says of how it goes about each statement. */
  plans(): string;
};

/** The statements of one file of bare SQL (`-- name: …` before each), prepared once on the same kind of connection as the product's. */
export function bareSql(db: Connection, file: string): Bare {
  const text = readFileSync(join(import.meta.dirname, `${file}.sql`), 'utf8');
  const parts = text.split(/^-- name: (\w+)$/m).slice(1);
  const sql = new Map<string, string>();
  for (let at = 0; at < parts.length; at += 2) sql.set(parts[at] ?? '', (parts[at + 1] ?? '').trim());
  const statements = new Map([...sql].map(([name, body]) => [name, db.raw.prepare<[Row], Row>(body)]));
  return {
    all: (name, params = {}) => {
      const statement = statements.get(name);
      if (!statement) throw new Error(`${file}.sql has no statement ${name}`);
      return statement.all(params);
    },
    plans: () =>
      [...sql]
        .map(([name, body]) => {
          const values = Object.fromEntries([...body.matchAll(/\$(\w+)/g)].map(([, param]) => [param, '']));
          const rows = db.raw.prepare<[Row], { detail: string }>(`EXPLAIN QUERY PLAN ${body}`).all(values);
          return [`${file}.${name}`, ...rows.map((row) => `  ${row.detail}`)].join('\n');
        })
        .join('\n'),
  };
}
