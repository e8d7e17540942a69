import { DIGEST_FUNCTION, SALT_FUNCTION } from './digest.ts';
import type { Connection, Db } from './open.ts';
import { baseUntracked, type HistoryRegistry } from './registry.ts';

const PREFIX = 'track__';
/** Longer blobs are recorded by digest and length only, and cannot be brought back by undo. */
export const BLOB_KEPT_BYTES = 4096;

interface Column {
  readonly name: string;
  readonly type: string;
  /** Place in the primary key from 1, or 0. */
  readonly key: number;
}

export interface TrackedTable {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly keys: readonly string[];
  readonly appendOnly: boolean;
  readonly secret: ReadonlySet<string>;
}

/** Every ordinary table that has history triggers. Virtual tables, their shadows and the registry's untracked ones have none. */
export function trackedTables(db: Db, registry: HistoryRegistry): TrackedTable[] {
  const skip = new Set([...baseUntracked, ...registry.untracked]);
  const appendOnly = new Set(registry.appendOnly);
  const rows = db.all<{ table_name: string; name: string; type: string; pk: number }>(
    `SELECT t.name AS table_name, c.name AS name, c.type AS type, c.pk AS pk
     FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c
     WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND c.hidden = 0
     ORDER BY t.name, c.cid`,
  );
  const tables = new Map<string, Column[]>();
  for (const row of rows) {
    if (skip.has(row.table_name)) continue;
    const columns = tables.get(row.table_name) ?? [];
    columns.push({ name: row.name, type: row.type.toUpperCase(), key: row.pk });
    tables.set(row.table_name, columns);
  }
  return [...tables].map(([name, columns]) => {
    const keys = columns
      .filter((column) => column.key > 0)
      .sort((a, b) => a.key - b.key)
      .map((column) => column.name);
    if (keys.length === 0) throw new Error(`table ${name} has no primary key, its history could not be told apart`);
    return { name, columns, keys, appendOnly: appendOnly.has(name), secret: new Set(registry.secret[name] ?? []) };
  });
}

/** The wanted triggers, by name. */
export function triggerSql(table: TrackedTable): Map<string, string> {
  const made = new Map<string, string>();
  const add = (name: string, when: string, body: string): void => {
    const full = `${PREFIX}${table.name}__${name}`;
    made.set(full, `CREATE TRIGGER ${q(full)} ${when} BEGIN ${body} END`);
  };
  const on = `ON ${q(table.name)}`;
  add('insert', `AFTER INSERT ${on}`, record(table, 'insert', null, image(table, 'NEW', 'insert')));
  if (table.appendOnly) {
    add('frozen_update', `BEFORE UPDATE ${on}`, `SELECT RAISE(ABORT, 'append-only: ${table.name}');`);
    add('frozen_delete', `BEFORE DELETE ${on}`, `SELECT RAISE(ABORT, 'append-only: ${table.name}');`);
    return made;
  }
  const changed = table.columns.map((c) => `OLD.${q(c.name)} IS NOT NEW.${q(c.name)}`).join(' OR ');
  const rekeyed = table.keys.map((key) => `OLD.${q(key)} IS NOT NEW.${q(key)}`).join(' OR ');
  add(
    'update',
    `AFTER UPDATE ${on} WHEN ${changed}`,
    record(table, 'update', image(table, 'OLD', 'update'), image(table, 'NEW', 'update')),
  );
  add('delete', `AFTER DELETE ${on}`, record(table, 'delete', image(table, 'OLD', 'delete'), null));
  add(
    'key',
    `BEFORE UPDATE OF ${table.keys.map(q).join(', ')} ${on} WHEN ${rekeyed}`,
    `SELECT RAISE(ABORT, 'a primary key never changes: ${table.name}');`,
  );
  return made;
}

/**
 * Makes the history triggers of the database exactly those that the schema asks for; answers the names that were changed.
 * Called after migrations and at every open. Must not be called while a command runs.
 */
export function ensureHistory(db: Connection, registry: HistoryRegistry): { changed: string[] } {
  const wanted = new Map(trackedTables(db, registry).flatMap((table) => [...triggerSql(table)]));
  const present = new Map(
    db
      .all<{ name: string; sql: string }>(
        `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'track\\_\\_%' ESCAPE '\\'`,
      )
      .map((row) => [row.name, row.sql]),
  );
  const stale = [...present].filter(([name, sql]) => wanted.get(name) !== sql).map(([name]) => name);
  const missing = [...wanted].filter(([name, sql]) => present.get(name) !== sql).map(([name]) => name);
  if (stale.length === 0 && missing.length === 0) return { changed: [] };
  const nested = db.raw.inTransaction;
  if (!nested) db.raw.exec('BEGIN IMMEDIATE');
  try {
    for (const name of stale) db.raw.exec(`DROP TRIGGER ${q(name)}`);
    for (const name of missing) db.raw.exec(wanted.get(name) as string);
    if (!nested) db.raw.exec('COMMIT');
  } catch (error) {
    if (!nested && db.raw.inTransaction) db.raw.exec('ROLLBACK');
    throw error;
  }
  db.forgetStatements();
  return { changed: [...new Set([...stale, ...missing])].sort() };
}

/** Drops every history trigger: only migrate.ts (a table rebuild would lose some silently) and the demo generator before its first row. */
export function dropHistory(db: Connection): void {
  const names = db.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'track\\_\\_%' ESCAPE '\\'`);
  for (const { name } of names) db.raw.exec(`DROP TRIGGER ${q(name)}`);
}

export interface HistoryEntry {
  readonly id: number;
  readonly table: string;
  readonly rowId: string;
  readonly op: 'insert' | 'update' | 'delete' | 'note';
  /** Column → value, or undefined where there is none or it was erased. */
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  readonly erased: boolean;
  readonly commandId: string;
  readonly commandName: string;
  readonly actorKind: 'person' | 'system' | 'cli';
  readonly staffId: string | null;
  readonly at: number;
  readonly reason: string | null;
}

/** The history of one row, oldest first. Raw values: the caller applies masks and rights. */
export function historyOfRow(db: Db, table: string, rowId: string): HistoryEntry[] {
  return db.all<EntryRow>(`${ENTRY_SQL} WHERE h.row_id = ? AND h.table_name = ? ORDER BY h.id`, [rowId, table]).map(toEntry);
}

/** The row changes of one command in the order they happened, its reason note left out. */
export function historyOfCommand(db: Db, commandId: string): HistoryEntry[] {
  return db
    .all<EntryRow>(
      `${ENTRY_SQL} WHERE h.id BETWEEN (SELECT history_from FROM command WHERE id = $id) AND (SELECT history_to FROM command WHERE id = $id)
       AND h.op <> 'note' ORDER BY h.id`,
      { id: commandId },
    )
    .map(toEntry);
}

interface EntryRow {
  id: number;
  table_name: string;
  row_id: string;
  op: HistoryEntry['op'];
  before: string | null;
  after: string | null;
  present: number;
  command_id: string;
  name: string;
  actor_kind: HistoryEntry['actorKind'];
  staff_id: string | null;
  at: number;
  reason: string | null;
}

const ENTRY_SQL = `SELECT h.id, h.table_name, h.row_id, h.op, p.before, p.after, p.history_id IS NOT NULL AS present,
  c.id AS command_id, c.name, c.actor_kind, c.staff_id, c.at,
  (SELECT json_extract(rp.after, '$.reason') FROM history r JOIN history_payload rp ON rp.history_id = r.id
   WHERE r.row_id = c.id AND r.table_name = 'command') AS reason
  FROM history h JOIN command c ON c.seq = h.command LEFT JOIN history_payload p ON p.history_id = h.id`;

function toEntry(row: EntryRow): HistoryEntry {
  return {
    id: row.id,
    table: row.table_name,
    rowId: row.row_id,
    op: row.op,
    before: row.before === null ? undefined : (JSON.parse(row.before) as Record<string, unknown>),
    after: row.after === null ? undefined : (JSON.parse(row.after) as Record<string, unknown>),
    erased: row.present === 0,
    commandId: row.command_id,
    commandName: row.name,
    actorKind: row.actor_kind,
    staffId: row.staff_id,
    at: row.at,
    reason: row.reason,
  };
}

/** A quoted SQL identifier. */
export function q(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function record(table: TrackedTable, op: 'insert' | 'update' | 'delete', before: string | null, after: string | null): string {
  const rowId = keyOf(table, op === 'delete' ? 'OLD' : 'NEW');
  // The same text as in digest.ts. Each image is built twice: that is cheaper than reading the payload row back.
  const text = [
    `'${literal(table.name)}\n' || ${rowId} || '\n${op}\n'`,
    ...(before ? [before] : []),
    `'\n'`,
    ...(after ? [after] : []),
  ].join(' || ');
  return (
    `INSERT INTO history (command, table_name, row_id, op, digest) ` +
    `VALUES (coalesce((SELECT seq FROM current_command), RAISE(ABORT, 'a write needs a command')), ` +
    `'${literal(table.name)}', ${rowId}, '${op}', unhex(${DIGEST_FUNCTION}(${text}))); ` +
    `INSERT INTO history_payload (history_id, salt, before, after) ` +
    `VALUES (last_insert_rowid(), unhex(${SALT_FUNCTION}()), ${before ?? 'NULL'}, ${after ?? 'NULL'});`
  );
}

function keyOf(table: TrackedTable, side: 'OLD' | 'NEW'): string {
  const [first, ...more] = table.keys.map((key) => `${side}.${q(key)}`);
  return more.length === 0 ? `CAST(${first} AS TEXT)` : `json_array(${[first, ...more].join(', ')})`;
}

/** The SQL of the `row_id` that the history has for a row of `FROM table AS NEW`. */
export const rowKey = (table: TrackedTable): string => keyOf(table, 'NEW');

/** The SQL of the image that the history takes of a row of `FROM table AS NEW` when it is inserted. */
export const rowImage = (table: TrackedTable): string => image(table, 'NEW', 'insert');

function literal(text: string): string {
  return text.replaceAll("'", "''");
}

function image(table: TrackedTable, side: 'OLD' | 'NEW', op: 'insert' | 'update' | 'delete'): string {
  const pairs = table.columns.map((column) => `'${literal(column.name)}', ${value(table, column, side, op)}`);
  // json_object takes at most 127 arguments in older builds; no table of ours comes near 60 columns.
  return `json_object(${pairs.join(', ')})`;
}

function value(table: TrackedTable, column: Column, side: 'OLD' | 'NEW', op: 'insert' | 'update' | 'delete'): string {
  const name = q(column.name);
  const own = `${side}.${name}`;
  if (table.secret.has(column.name)) {
    if (op === 'update') return side === 'OLD' ? 'NULL' : `json(CASE WHEN OLD.${name} IS NOT NEW.${name} THEN '{"changed":true}' END)`;
    return `json(CASE WHEN ${own} IS NOT NULL THEN '{"changed":true}' END)`;
  }
  if (column.type === 'BLOB' || column.type === 'ANY') {
    return (
      `CASE WHEN typeof(${own}) <> 'blob' THEN ${column.type === 'ANY' ? own : 'NULL'} ` +
      `WHEN length(${own}) <= ${BLOB_KEPT_BYTES} THEN json_object('hex', hex(${own})) ` +
      `ELSE json_object('sha256', desk_fingerprint(${own}), 'bytes', length(${own})) END`
    );
  }
  return own;
}
