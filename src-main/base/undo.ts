import { q } from '#main/db/history.ts';
import type { Actor, CommandInfo, Db, Tx } from '#main/db/open.ts';
import { describeTables, rowIdOf, type Tables } from '#main/db/shape.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { CommandRow } from './chain.ts';

/** How long a person may take a command back (spec/people-and-access.md). */
export const UNDO_WINDOW_MS = 10 * 60_000;

/** The column by which an edit on stale data is noticed. */
const VERSION = 'version';

/** What somebody was told: that they read it since stands in nobody's way. */
const TOLD = 'messages';

/** Writes the counter-entry of a row that an append-only table keeps. `row` is the after-image: column → value. */
export type CounterEntry = (tx: Tx, row: Readonly<Record<string, unknown>>) => void;

export interface Undoable {
  commandId: string;
  name: string;
  at: number;
  /** `undo`: undoing it is a redo. `redo`: it brought a command back. */
  kind: 'command' | 'undo' | 'redo';
}

/** A row that a later command of a person touched, and that command: in the way of an undo. */
export interface Touch {
  table: string;
  rowId: string;
  commandId: string;
  name: string;
  at: number;
  staffId: string | null;
}

export interface UndoPlan {
  target: CommandRow;
  topics: string[];
}

export interface UndoMeans {
  inverses: ReadonlyMap<string, (tx: Tx, undone: CommandInfo) => void>;
  counterEntries: ReadonlyMap<string, CounterEntry>;
  appendOnly: ReadonlySet<string>;
}

interface Change {
  id: number;
  table_name: string;
  row_id: string;
  op: 'insert' | 'update' | 'delete';
  before: string | null;
  after: string | null;
  present: number;
}

type Image = Record<string, unknown>;

/** Finds what an undo of this command would undo and refuses what may not be undone. Runs inside the undo's own transaction. */
export function planUndo(db: Db, commandId: string, actor: Actor, now: number): UndoPlan {
  const named = db.get<CommandRow>('SELECT * FROM command WHERE id = ?', [commandId]);
  if (!named) throw new Failure('NOT_FOUND', { what: 'command' });
  const { tail, depth } = followUndos(db, named);
  if (depth % 2 === 1) throw new Failure('UNDO_NOT_POSSIBLE', { reason: 'already' });
  if (!isOwn(named, actor) || !isOwn(tail, actor)) throw new Failure('UNDO_NOT_POSSIBLE', { reason: 'not-own' });
  if (tail.undo === 'none') throw new Failure('UNDO_NOT_POSSIBLE', { reason: 'counter-document' });
  if (now - tail.at > UNDO_WINDOW_MS) throw new Failure('UNDO_TOO_LATE');
  const touched = laterTouches(db, tail);
  if (touched.length > 0) throw conflict(touched);
  return { target: tail, topics: JSON.parse(tail.topics) as string[] };
}

/** Own commands of the window that are not undone and declare an undo, newest first. Whether others touched their rows shows on undo. */
export function listUndoable(db: Db, actor: Actor, now: number): Undoable[] {
  if (actor.kind !== 'person') return [];
  return db
    .all<CommandRow>(
      // The inner limit keeps a long career from being read from its beginning.
      `SELECT * FROM (SELECT * FROM command WHERE staff_id = ? ORDER BY seq DESC LIMIT 100) c WHERE at >= ? AND undo <> 'none'
       AND NOT EXISTS (SELECT 1 FROM command u WHERE u.undoes = c.seq) ORDER BY seq DESC`,
      [actor.staffId, now - UNDO_WINDOW_MS],
    )
    .map((row) => ({ commandId: row.id, name: row.name, at: row.at, kind: kindOf(undoDepth(db, row)) }));
}

/**
 * The later commands of people that touched the same rows, those that were undone left out. A slice with its own reversing command
 * (import, merge) asks the same question.
 */
export function laterTouches(db: Db, command: Pick<CommandRow, 'seq' | 'history_from' | 'history_to'>): Touch[] {
  const later = db.all<TouchRow>(
    `SELECT DISTINCT l.table_name, l.row_id, c.* FROM history h JOIN history l ON l.row_id = h.row_id AND l.table_name = h.table_name
     JOIN command c ON c.seq = l.command
     WHERE h.id BETWEEN $from AND $to AND l.id > $to AND h.op <> 'note' AND h.table_name <> $told AND c.actor_kind <> 'system' ORDER BY c.seq`,
    { from: command.history_from, to: command.history_to, told: TOLD },
  );
  return touchesOf(db, later, command.seq);
}

/** Takes the rows of `target` back, last change first; inside a command of the caller. */
export function applyUndo(tx: Tx, plan: UndoPlan, means: UndoMeans): void {
  const { target } = plan;
  if (target.undo.startsWith('handler:')) {
    const name = target.undo.slice('handler:'.length);
    const inverse = means.inverses.get(name);
    if (!inverse) throw new Error(`no undo handler ${name} is registered`);
    inverse(tx, infoOf(target));
    return;
  }
  revertRows(tx, target, means);
}

/**
 * Puts the rows of a command back as they were: for reversing commands of slices too. Errors: UNDO_NOT_POSSIBLE, UNDO_CONFLICT.
 */
export function revertRows(
  tx: Tx,
  target: Pick<CommandRow, 'history_from' | 'history_to'>,
  means: Pick<UndoMeans, 'counterEntries' | 'appendOnly'> & {
    /** Rows that stay as the command left them. */
    keeps?: (table: string, rowId: string, row: Readonly<Record<string, unknown>>) => boolean;
  },
): void {
  const changes = tx.all<Change>(
    `SELECT h.id, h.table_name, h.row_id, h.op, p.before, p.after, p.history_id IS NOT NULL AS present
     FROM history h LEFT JOIN history_payload p ON p.history_id = h.id
     WHERE h.id BETWEEN ? AND ? AND h.op <> 'note' ORDER BY h.id DESC`,
    [target.history_from, target.history_to],
  );
  const tables = describeTables(tx);
  tx.run('PRAGMA defer_foreign_keys = ON');
  for (const change of changes) {
    if (!change.present) throw notPossible('erased', change.table_name);
    const keys = tables.keys.get(change.table_name);
    if (!keys) throw notPossible('schema', change.table_name);
    if (means.keeps?.(change.table_name, change.row_id, image(change.after ?? change.before))) continue;
    if (means.appendOnly.has(change.table_name)) {
      const write = means.counterEntries.get(change.table_name);
      if (!write) throw notPossible('append-only', change.table_name);
      write(tx, plainImage(change.after));
    } else if (change.op === 'insert') {
      removeRow(tx, change.table_name, keys, image(change.after), tables, means);
    } else if (change.op === 'delete') {
      bringBack(tx, change.table_name, image(change.before));
    } else {
      putBack(tx, change.table_name, keys, image(change.before), image(change.after));
    }
  }
}

function bringBack(tx: Tx, table: string, before: Image): void {
  const columns = Object.keys(before);
  const values = columns.map((column) => storable(table, before[column]));
  tx.run(`INSERT INTO ${q(table)} (${columns.map(q).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`, values);
}

/**
 * Only the columns that the command changed: what `system` wrote into others since stays. A `version` is counted on instead of back, for
 * somebody may hold the undone one and must not save over what comes next.
 */
function putBack(tx: Tx, table: string, keys: readonly string[], before: Image, after: Image): void {
  const changed = Object.keys(after).filter((column) => JSON.stringify(before[column]) !== JSON.stringify(after[column]));
  const columns = changed.filter((column) => column !== VERSION);
  const set = columns.map((column) => `${q(column)} = ?`);
  if (changed.length > columns.length) set.push(`${VERSION} = ${VERSION} + 1`);
  const { changes } = tx.run(`UPDATE ${q(table)} SET ${set.join(', ')} WHERE ${where(keys)}`, [
    ...columns.map((column) => storable(table, isSecret(after[column]) ? after[column] : before[column])),
    ...keys.map((key) => after[key]),
  ]);
  if (changes === 0) throw notPossible('row-gone', table);
}

function removeRow(
  tx: Tx,
  table: string,
  keys: readonly string[],
  after: Image,
  tables: Tables,
  means: Pick<UndoMeans, 'appendOnly'>,
): void {
  for (const link of tables.children.get(table) ?? []) {
    if (link.to.some((column) => after[column] === undefined || after[column] === null)) continue;
    const childKeys = tables.keys.get(link.table) ?? [];
    const found = tx.all<Image>(
      `SELECT * FROM ${q(link.table)} WHERE ${where(link.from)}`,
      link.to.map((column) => after[column]),
    );
    for (const child of found) {
      if (means.appendOnly.has(link.table)) throw notPossible('append-only', link.table);
      const people = peopleWhoTouched(tx, link.table, rowIdOf(childKeys, child));
      if (people.length > 0) throw conflict(people);
      // Added by `system` on its own account: it goes with what it was added to.
      removeRow(tx, link.table, childKeys, child, tables, means);
    }
  }
  tx.run(
    `DELETE FROM ${q(table)} WHERE ${where(keys)}`,
    keys.map((key) => after[key]),
  );
}

function peopleWhoTouched(db: Db, table: string, rowId: string): Touch[] {
  const rows = db.all<TouchRow>(
    `SELECT DISTINCT h.table_name, h.row_id, c.* FROM history h JOIN command c ON c.seq = h.command
     WHERE h.row_id = ? AND h.table_name = ? AND c.actor_kind <> 'system' ORDER BY c.seq`,
    [rowId, table],
  );
  return touchesOf(db, rows, 0);
}

type TouchRow = CommandRow & { table_name: string; row_id: string };

function touchesOf(db: Db, rows: readonly TouchRow[], since: number): Touch[] {
  const cancelled = new Map<number, boolean>();
  return rows
    .filter((row) => {
      const known = cancelled.get(row.seq) ?? isCancelled(db, row, since);
      cancelled.set(row.seq, known);
      return !known;
    })
    .map((row) => ({ table: row.table_name, rowId: row.row_id, commandId: row.id, name: row.name, at: row.at, staffId: row.staff_id }));
}

function conflict(touches: readonly Touch[]): Failure {
  const rows = touches.slice(0, 50).map(({ table, rowId }) => ({ table, rowId }));
  return new Failure('UNDO_CONFLICT', { rows, touches: touches.slice(0, 50) });
}

function where(columns: readonly string[]): string {
  return columns.map((column) => `${q(column)} = ?`).join(' AND ');
}

function image(json: string | null): Image {
  return json === null ? {} : (JSON.parse(json) as Image);
}

function plainImage(json: string | null): Image {
  return Object.fromEntries(Object.entries(image(json)).map(([column, value]) => [column, fromImage(value)]));
}

function fromImage(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && 'hex' in value && typeof value.hex === 'string') return Buffer.from(value.hex, 'hex');
  return value;
}

function isSecret(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'changed' in value;
}

/** A value as the driver takes it. Secrets and long blobs were never recorded and cannot be brought back. */
function storable(table: string, value: unknown): unknown {
  const plain = fromImage(value);
  if (plain === undefined) return null;
  if (plain !== null && typeof plain === 'object' && !Buffer.isBuffer(plain)) throw notPossible('not-recorded', table);
  return plain;
}

function notPossible(reason: string, table: string): Failure {
  return new Failure('UNDO_NOT_POSSIBLE', { reason, table });
}

function followUndos(db: Db, from: CommandRow): { tail: CommandRow; depth: number } {
  let tail = from;
  for (let depth = 0; ; depth += 1) {
    const next = db.get<CommandRow>('SELECT * FROM command WHERE undoes = ?', [tail.seq]);
    if (!next) return { tail, depth };
    tail = next;
  }
}

function undoDepth(db: Db, row: CommandRow): number {
  let depth = 0;
  for (let seq = row.undoes; seq !== null; depth += 1) {
    seq = db.get<{ undoes: number | null }>('SELECT undoes FROM command WHERE seq = ?', [seq])?.undoes ?? null;
  }
  return depth;
}

function kindOf(depth: number): Undoable['kind'] {
  if (depth === 0) return 'command';
  return depth % 2 === 1 ? 'undo' : 'redo';
}

/**
 * True if what happened in the undo chain of `row` after the command `since` comes to nothing: a command and its undo, or an undo and its
 * redo, cancel each other out and stand in nobody's way.
 */
function isCancelled(db: Db, row: CommandRow, since: number): boolean {
  let count = 1 + followUndos(db, row).depth;
  for (let seq = row.undoes; seq !== null && seq > since; count += 1) {
    seq = db.get<{ undoes: number | null }>('SELECT undoes FROM command WHERE seq = ?', [seq])?.undoes ?? null;
  }
  return count % 2 === 0;
}

function isOwn(row: CommandRow, actor: Actor): boolean {
  return actor.kind === 'person' ? row.staff_id === actor.staffId : actor.kind === 'cli' && row.actor_kind === 'cli';
}

function infoOf(row: CommandRow): CommandInfo {
  const actor: Actor = row.actor_kind === 'person' ? { kind: 'person', staffId: row.staff_id as string } : { kind: row.actor_kind };
  return { id: row.id, seq: row.seq, name: row.name, actor, at: row.at };
}
