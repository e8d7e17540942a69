import { createHash, type Hash, randomBytes } from 'node:crypto';
import { digestOf, SALT_BYTES } from '#main/db/digest.ts';
import { type CommandInfo, type Connection, type Db, readSnapshot } from '#main/db/open.ts';

/** A command row as it stands in the table. */
export interface CommandRow {
  seq: number;
  id: string;
  name: string;
  actor_kind: 'person' | 'system' | 'cli';
  staff_id: string | null;
  at: number;
  undo: string;
  undoes: number | null;
  topics: string;
  history_from: number;
  history_to: number;
  previous: Buffer;
  hash: Buffer;
}

interface Head {
  seq: number | null;
  head_seq: number;
  head_history: number;
  head_hash: Buffer;
}

/** The end of the chain of commands, of a command that is running the end before it: two databases with the same one hold the same. */
export function chainHead(db: Db): string {
  return db.get<{ hash: string }>('SELECT lower(hex(head_hash)) AS hash FROM current_command')?.hash ?? '';
}

const HEAD_SQL = 'SELECT seq, head_seq, head_history, head_hash FROM current_command';
const UNWRITTEN = Buffer.alloc(0);

/** The whole row of a command, for the inverses of slices. */
export function commandRow(db: Db, command: Pick<CommandInfo, 'seq'>): CommandRow {
  const row = db.get<CommandRow>('SELECT * FROM command WHERE seq = ?', [command.seq]);
  if (!row) throw new Error('the command is gone');
  return row;
}

export type NewCommand = Pick<CommandInfo, 'id' | 'name' | 'actor' | 'at'> & {
  undo: string;
  undoes?: number;
  topics: readonly string[];
  reason?: string;
};

/** Opens the command inside a write transaction: from here on the history triggers know whose rows they record. */
export function beginCommand(db: Connection, command: NewCommand): { row: CommandRow; info: CommandInfo } {
  const head = db.get<Head>(HEAD_SQL);
  if (!head || head.seq !== null) throw new Error('the chain has no free end');
  const { actor } = command;
  const row: CommandRow = {
    seq: head.head_seq + 1,
    id: command.id,
    name: command.name,
    actor_kind: actor.kind,
    staff_id: actor.kind === 'person' ? actor.staffId : null,
    at: command.at,
    undo: command.undo,
    undoes: command.undoes ?? null,
    topics: JSON.stringify(command.topics),
    history_from: head.head_history + 1,
    history_to: head.head_history,
    previous: head.head_hash,
    hash: UNWRITTEN,
  };
  db.statement(
    `INSERT INTO command (seq, id, name, actor_kind, staff_id, at, undo, undoes, topics, history_from, history_to, previous, hash)
     VALUES ($seq, $id, $name, $actor_kind, $staff_id, $at, $undo, $undoes, $topics, $history_from, $history_to, $previous, $hash)`,
  ).run(row);
  db.statement('UPDATE current_command SET seq = ?').run(row.seq);
  if (command.reason !== undefined) writeReason(db, row, command.reason);
  return { row, info: { id: row.id, seq: row.seq, name: row.name, actor, at: row.at } };
}

/** Closes the command: hashes its row, its history digests and the erasures it made, and moves the end of the chain. */
export function finishCommand(db: Connection, row: CommandRow): void {
  const last = db.get<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM history')?.id ?? 0;
  const whole = { ...row, history_to: Math.max(last, row.history_from - 1) };
  const hash = commandHash(whole);
  for (let from = whole.history_from; from <= whole.history_to; from += LINES_AT_ONCE) {
    const to = Math.min(from + LINES_AT_ONCE - 1, whole.history_to);
    hash.update(db.get<{ lines: string }>(LINES_SQL, [from, to])?.lines ?? '');
  }
  for (const erased of db.all<{ id: number }>(ERASED_SQL, [row.seq])) hash.update(erasureLine(erased.id));
  const digest = hash.digest();
  db.statement('UPDATE command SET history_to = ?, hash = ? WHERE seq = ?').run(whole.history_to, digest, row.seq);
  db.statement('UPDATE current_command SET seq = NULL, head_seq = ?, head_history = ?, head_hash = ?').run(
    row.seq,
    whole.history_to,
    digest,
  );
}

const ERASED_SQL = 'SELECT history_id AS id FROM history_erasure WHERE command = ? ORDER BY history_id';

/** History rows of one crossing from SQLite into JavaScript. */
const LINES_AT_ONCE = 500;
/** The text is that of historyLine(), row after row. */
const LINES_SQL = `SELECT group_concat(line, '') AS lines FROM (
  SELECT char(10) || id || char(10) || table_name || char(10) || row_id || char(10) || op || char(10) || hex(digest) AS line
  FROM history WHERE id BETWEEN ? AND ? ORDER BY id)`;

function historyLine(row: HistoryRow): string {
  return `\n${row.id}\n${row.table_name}\n${row.row_id}\n${row.op}\n${row.digest.toString('hex').toUpperCase()}`;
}

function erasureLine(historyId: number): string {
  return `\nerased ${historyId}`;
}

function commandHash(row: CommandRow): Hash {
  const { seq, id, name, actor_kind, staff_id, at, undo, undoes, topics, history_from, history_to } = row;
  const fields = [seq, id, name, actor_kind, staff_id, at, undo, undoes, topics, history_from, history_to];
  return createHash('sha256').update(row.previous).update(JSON.stringify(fields));
}

/** The reason stands in the history as a note, so that it can be erased with the rest. */
function writeReason(db: Connection, row: CommandRow, reason: string): void {
  const salt = randomBytes(SALT_BYTES);
  const after = JSON.stringify({ reason });
  const digest = Buffer.from(digestOf({ salt, table: 'command', rowId: row.id, op: 'note', before: null, after }), 'hex');
  db.statement('INSERT INTO history_payload (history_id, salt, before, after) VALUES (?, ?, NULL, ?)').run(row.history_from, salt, after);
  db.statement(`INSERT INTO history (id, command, table_name, row_id, op, digest) VALUES (?, ?, 'command', ?, 'note', ?)`).run(
    row.history_from,
    row.seq,
    row.id,
    digest,
  );
}

interface HistoryRow {
  id: number;
  command: number;
  table_name: string;
  row_id: string;
  op: string;
  digest: Buffer;
  salt: Buffer | null;
  before: string | null;
  after: string | null;
  erased_by: number | null;
}

/** Where the chain is broken. `seq` and `commandId` name the command, `historyId` the row change. */
export interface ChainBreak {
  kind: 'command-missing' | 'command-edited' | 'history-missing' | 'history-edited' | 'payload-missing' | 'payload-edited' | 'head';
  seq?: number;
  commandId?: string;
  historyId?: number;
}

export type ChainResult =
  | { ok: true; commands: number; history: number; erased: number }
  | { ok: false; broken: ChainBreak; commands: number; history: number; erased: number };

/**
 * Checks the whole chain in one read snapshot and answers the first broken place (spec/people-and-access.md). Erased payloads are no
 * break if a command erased them. At a large database run it in a worker.
 */
export function verifyChain(db: Connection): ChainResult {
  const counts = { commands: 0, history: 0, erased: 0 };
  const broken = readSnapshot(db, () => walk(db, counts));
  return broken ? { ok: false, broken, ...counts } : { ok: true, ...counts };
}

function walk(db: Connection, counts: { commands: number; history: number; erased: number }): ChainBreak | undefined {
  let previous: Buffer = Buffer.alloc(32);
  let lastSeq = 0;
  let lastHistory = 0;
  const rows = db.iterate<HistoryRow>(
    `SELECT h.id, h.command, h.table_name, h.row_id, h.op, h.digest, p.salt, p.before, p.after, e.command AS erased_by
     FROM history h LEFT JOIN history_payload p ON p.history_id = h.id LEFT JOIN history_erasure e ON e.history_id = h.id ORDER BY h.id`,
  );
  try {
    for (const command of db.iterate<CommandRow>('SELECT * FROM command ORDER BY seq')) {
      const at = { seq: command.seq, commandId: command.id };
      if (command.seq !== lastSeq + 1) return { kind: 'command-missing', seq: lastSeq + 1 };
      if (!command.previous.equals(previous) || command.history_from !== lastHistory + 1) return { kind: 'command-edited', ...at };
      const hash = commandHash(command);
      for (let id = command.history_from; id <= command.history_to; id += 1) {
        const next = rows.next();
        const place = { ...at, historyId: id };
        if (next.done || next.value.id !== id) return { kind: 'history-missing', ...place };
        const row = next.value;
        if (row.command !== command.seq) return { kind: 'history-edited', ...place };
        if (row.salt === null) {
          if (row.erased_by === null) return { kind: 'payload-missing', ...place };
          counts.erased += 1;
        } else if (!digestMatches(row)) {
          return { kind: 'payload-edited', ...place };
        }
        hash.update(historyLine(row));
        counts.history += 1;
      }
      for (const erased of db.all<{ id: number }>(ERASED_SQL, [command.seq])) hash.update(erasureLine(erased.id));
      if (!hash.digest().equals(command.hash)) return { kind: 'command-edited', ...at };
      previous = command.hash;
      lastSeq = command.seq;
      lastHistory = Math.max(command.history_to, command.history_from - 1);
      counts.commands += 1;
    }
    const extra = rows.next();
    if (!extra.done) return { kind: 'command-missing', seq: lastSeq + 1, historyId: extra.value.id };
  } finally {
    rows.return?.();
  }
  return checkEnd(db, lastSeq, lastHistory, previous);
}

function checkEnd(db: Connection, lastSeq: number, lastHistory: number, previous: Buffer): ChainBreak | undefined {
  const head = db.get<Head>(HEAD_SQL);
  if (!head) return { kind: 'head' };
  if (head.head_seq > lastSeq) return { kind: 'command-missing', seq: lastSeq + 1 };
  if (head.head_seq !== lastSeq || head.head_history !== lastHistory || !head.head_hash.equals(previous)) return { kind: 'head' };
  const stray =
    db.get<{ id: number }>('SELECT history_id AS id FROM history_payload WHERE history_id NOT IN (SELECT id FROM history) LIMIT 1') ??
    db.get<{ id: number }>('SELECT history_id AS id FROM history_erasure WHERE command NOT IN (SELECT seq FROM command) LIMIT 1');
  return stray ? { kind: 'history-edited', historyId: stray.id } : undefined;
}

function digestMatches(row: HistoryRow): boolean {
  const { table_name: table, row_id: rowId, op, before, after } = row;
  return digestOf({ salt: row.salt as Buffer, table, rowId, op, before, after }) === row.digest.toString('hex');
}
