import type { Db } from './open.ts';

/** Primary keys and foreign keys of the live schema. */
export interface Tables {
  keys: Map<string, string[]>;
  /** Parent table → the foreign keys that point to it. */
  children: Map<string, { table: string; from: string[]; to: string[] }[]>;
}

/** Reads the schema; a few milliseconds, so once per command that needs it. */
export function describeTables(db: Db): Tables {
  const keys = new Map<string, string[]>();
  const keyRows = db.all<{ table_name: string; name: string }>(
    `SELECT t.name AS table_name, c.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c
     WHERE t.schema = 'main' AND t.type = 'table' AND c.pk > 0 ORDER BY t.name, c.pk`,
  );
  for (const row of keyRows) keys.set(row.table_name, [...(keys.get(row.table_name) ?? []), row.name]);
  const children: Tables['children'] = new Map();
  const links = db.all<{ child: string; id: number; parent: string; from: string; to: string | null; seq: number }>(
    `SELECT t.name AS child, f.id, f."table" AS parent, f."from", f."to", f.seq FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name) f
     WHERE t.schema = 'main' AND t.type = 'table' ORDER BY t.name, f.id, f.seq`,
  );
  for (const link of links) {
    const list = children.get(link.parent) ?? [];
    children.set(link.parent, list);
    const to = link.to ?? keys.get(link.parent)?.[link.seq] ?? '';
    const last = list.at(-1);
    if (link.seq > 0 && last) {
      last.from.push(link.from);
      last.to.push(to);
    } else {
      list.push({ table: link.child, from: [link.from], to: [to] });
    }
  }
  return { keys, children };
}

/** The row id under which the history knows a row. */
export function rowIdOf(keys: readonly string[], row: Readonly<Record<string, unknown>>): string {
  return keys.length === 1 ? String(row[keys[0] as string]) : JSON.stringify(keys.map((key) => row[key]));
}
