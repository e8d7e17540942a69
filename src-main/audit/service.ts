import { isContractProcedure } from '@orpc/contract';
import type { CommandRow } from '#main/base/chain.ts';
import type { Commands } from '#main/base/command.ts';
import { decodeCursor, encodeCursor } from '#main/base/cursor.ts';
import type { Ids } from '#main/base/ids.ts';
import { historyOfRow } from '#main/db/history.ts';
import type { Actor, Db } from '#main/db/open.ts';
import type { Meta } from '#shared/contract/base.ts';
import { Failure } from '#shared/contract/failure.ts';
import { contract } from '#shared/contract/index.ts';
import { type Grants, type Right, rights } from '#shared/rules/access.ts';
import { maskPhone } from '#shared/rules/phones.ts';

export type RecordKind = 'student' | 'complaint' | 'follow-up' | 'staff';

/** `of`: the guardian whose row it is, null for the record's own. */
export type FieldChange = { field: string; before: string | null; after: string | null; of: string | null };
export type RecordHistory = { commandId: string; command: string; at: number; by: string; reason: string; changes: FieldChange[] };

/**
 * Taking something back needs the right that doing it needed: who lost it meanwhile may not. Commands that bear no procedure's name are
 * judged by what undo itself asks. Errors: FORBIDDEN.
 */
export function mayUndo(db: Db, commandId: string, grants: Grants): void {
  const right = rightOf(rootName(db, commandId));
  if (right !== undefined && !grants[right]) throw new Failure('FORBIDDEN', { right });
}

/** The command at the beginning of a row of undo and redo. */
function rootName(db: Db, commandId: string): string {
  let row = db.get<CommandRow>('SELECT * FROM command WHERE id = ?', [commandId]);
  while (row?.undoes != null) row = db.get<CommandRow>('SELECT * FROM command WHERE seq = ?', [row.undoes]);
  return row?.name ?? '';
}

function rightOf(command: string): Right | undefined {
  let node: unknown = contract;
  for (const word of command.split('.')) {
    const name = word.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());
    node = typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[name] : undefined;
  }
  if (!isContractProcedure(node)) return undefined;
  const { needs } = node['~orpc'].meta as Meta;
  return (rights as readonly string[]).includes(needs) ? (needs as Right) : undefined;
}

/** The record's own row and the rows that belong to it and nobody else. */
const rowsOfRecord: Record<RecordKind, { table: string; ids: string }[]> = {
  student: [
    { table: 'students', ids: 'SELECT ? AS id' },
    { table: 'enrolments', ids: 'SELECT id FROM enrolments WHERE student_id = ?' },
  ],
  complaint: [
    { table: 'complaints', ids: 'SELECT ? AS id' },
    { table: 'rectifications', ids: 'SELECT id FROM rectifications WHERE complaint_id = ?' },
    { table: 'escalations', ids: 'SELECT id FROM escalations WHERE complaint_id = ?' },
    { table: 'complaint_complainants', ids: 'SELECT id FROM complaint_complainants WHERE complaint_id = ?' },
    { table: 'promises', ids: 'SELECT id FROM promises WHERE complaint_id = ?' },
    { table: 'extension_requests', ids: 'SELECT id FROM extension_requests WHERE complaint_id = ?' },
    { table: 'attachments', ids: `SELECT id FROM attachments WHERE subject_kind = 'complaint' AND subject_id = ?` },
    { table: 'letters', ids: 'SELECT id FROM letters WHERE complaint_id = ?' },
  ],
  'follow-up': [{ table: 'follow_ups', ids: 'SELECT ? AS id' }],
  staff: [{ table: 'staff', ids: 'SELECT ? AS id' }],
};

/** Columns that say nothing to a person, or that only the program needs. */
const silent = new Set([
  'id',
  'version',
  'pinyin',
  'created_at',
  'policy_id',
  'assignment',
  'next_clock',
  'next_due_at',
  'paused',
  'cycle_started_at',
  'failed_tries',
  'wait_until',
  'last_full_login_on',
  'complaint_id',
  'clock_id',
  'subject_kind',
  'subject_id',
  'sha256',
  'seal',
]);
const phones = new Set(['phone', 'complainant_phone']);

type Image = Readonly<Record<string, unknown>> | undefined;

function shown(field: string, value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return phones.has(field) ? maskPhone(text) : text;
}

function changesBetween(before: Image, after: Image, of: string | null): FieldChange[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return (
    [...fields]
      .filter((field) => !silent.has(field))
      // a number that changes in its hidden digits has changed
      .filter((field) => unmasked(before?.[field]) !== unmasked(after?.[field]))
      .map((field) => ({ field, before: shown(field, before?.[field]), after: shown(field, after?.[field]), of }))
  );
}

function unmasked(value: unknown): string {
  return value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

type Part = { table: string; id: string; of: string | null };

/**
 * The links of a student and the guardians behind them, also those that were taken away: each such command counted the student's
 * version, so it is found by the student's own row.
 */
function guardianParts(db: Db, studentId: string): Part[] {
  const links = db.all<{ id: string; guardianId: string }>(
    `SELECT id, guardian_id AS guardianId FROM student_guardians WHERE student_id = $id
      UNION SELECT h.row_id, p.before ->> '$.guardian_id' FROM history s JOIN command c ON c.seq = s.command
              JOIN history h ON h.id BETWEEN c.history_from AND c.history_to AND h.table_name = 'student_guardians' AND h.op = 'delete'
              JOIN history_payload p ON p.history_id = h.id
             WHERE s.row_id = $id AND s.table_name = 'students' AND s.op = 'update' AND p.before ->> '$.student_id' = $id`,
    { id: studentId },
  );
  const names = new Map<string, string | null>();
  for (const { guardianId } of links) names.set(guardianId, guardianName(db, guardianId));
  return [
    ...[...names].map(([id, of]) => ({ table: 'guardians', id, of })),
    ...links.map(({ id, guardianId }) => ({ table: 'student_guardians', id, of: names.get(guardianId) ?? null })),
  ];
}

/** The links of a complaint in either direction, also those that were taken away: the command that did so wrote a line in the log. */
function linkParts(db: Db, complaintId: string): Part[] {
  return db
    .all<{ id: string }>(
      `SELECT id FROM complaint_links WHERE from_id = $id OR to_id = $id
      UNION SELECT h.row_id FROM history s JOIN command c ON c.seq = s.command
              JOIN history h ON h.id BETWEEN c.history_from AND c.history_to AND h.table_name = 'complaint_links' AND h.op = 'delete'
              JOIN history_payload p ON p.history_id = h.id
             WHERE s.table_name = 'complaint_entries'
               AND s.row_id IN (SELECT id FROM complaint_entries WHERE complaint_id = $id AND text IN ('unlinked', 'voided'))
               AND $id IN (p.before ->> '$.from_id', p.before ->> '$.to_id')`,
      { id: complaintId },
    )
    .map(({ id }) => ({ table: 'complaint_links', id, of: null }));
}

/** As the guardian is called, or was when the row went. */
function guardianName(db: Db, id: string): string | null {
  const held = db.get<{ name: string }>('SELECT name FROM guardians WHERE id = ?', [id])?.name;
  const last = held ?? historyOfRow(db, 'guardians', id).at(-1)?.before?.name;
  return typeof last === 'string' && last !== '' ? last : null;
}

/**
 * The history of a record, newest first: who, when, what from what to what (spec/people-and-access.md). Phones stay masked, secret
 * columns never had a value. Changes that a person cannot see (versions, search keys) are left out.
 */
export function recordHistory(db: Db, kind: RecordKind, id: string): RecordHistory[] {
  const names = new Map(db.all<{ id: string; name: string }>('SELECT id, name FROM staff').map((row) => [row.id, row.name]));
  const byCommand = new Map<string, RecordHistory>();
  const parts: Part[] = rowsOfRecord[kind].flatMap(({ table, ids }) =>
    db.all<{ id: string }>(ids, [id]).map((row) => ({ table, id: row.id, of: null })),
  );
  if (kind === 'complaint') parts.push(...linkParts(db, id));
  if (kind === 'student') parts.push(...guardianParts(db, id));
  for (const { table, id: rowId, of } of parts) {
    for (const entry of historyOfRow(db, table, rowId)) {
      const changes = changesBetween(entry.before, entry.after, of);
      if (changes.length === 0) continue;
      const held = byCommand.get(entry.commandId);
      if (held) held.changes.push(...changes);
      else
        byCommand.set(entry.commandId, {
          commandId: entry.commandId,
          command: entry.commandName,
          at: entry.at,
          by: entry.staffId ? (names.get(entry.staffId) ?? '') : entry.actorKind,
          reason: entry.reason ?? '',
          changes,
        });
    }
  }
  return [...byCommand.values()].sort((a, b) => b.at - a.at || (a.commandId < b.commandId ? 1 : -1));
}

/** What left the house: how many records, and whether phones (if it holds any) and the names of families were masked in it. */
export type Taken = {
  kind: 'students' | 'complaints' | 'reports';
  purpose: string;
  rows: number;
  phonesMasked: boolean;
  namesMasked: boolean;
};

/** Keeps in the register of exports who took which personal data out and what for (spec/people-and-access.md). Write it before the file is given away. */
export async function registerExport(
  { commands, ids }: { commands: Pick<Commands, 'run'>; ids: Ids },
  actor: Actor,
  { kind, purpose, rows, phonesMasked, namesMasked }: Taken,
): Promise<void> {
  await commands.run({ name: `${kind}.export`, actor, reason: purpose, undo: 'none', topics: ['audit'] }, (tx) => {
    const staffId = actor.kind === 'person' ? actor.staffId : null;
    tx.run('INSERT INTO exports (id, kind, purpose, rows, masked, names_masked, at, staff_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)', [
      ids.next(),
      kind,
      purpose,
      rows,
      Number(phonesMasked),
      Number(namesMasked),
      tx.command.at,
      staffId,
    ]);
  });
}

/** The commands of everybody, newest first, by sequence; `cursor` continues a page. Errors: INVALID (cursor). */
export function listCommands(
  db: Db,
  cursor: string | null,
  limit: number,
): { rows: { id: string; name: string; at: number; by: string; reason: string; rows: number }[]; next: string | null } {
  const before = cursor === null ? Number.MAX_SAFE_INTEGER : Number(decodeCursor(cursor, 1)[0]);
  const rows = db.all<{
    seq: number;
    id: string;
    name: string;
    at: number;
    by: string | null;
    kind: string;
    rows: number;
    reason: string | null;
  }>(
    `SELECT c.seq, c.id, c.name, c.at, s.name AS by, c.actor_kind AS kind,
            (SELECT count(*) FROM history h WHERE h.id BETWEEN c.history_from AND c.history_to AND h.op <> 'note') AS rows,
            (SELECT json_extract(p.after, '$.reason') FROM history n JOIN history_payload p ON p.history_id = n.id
              WHERE n.row_id = c.id AND n.table_name = 'command') AS reason
       FROM command c LEFT JOIN staff s ON s.id = c.staff_id
      WHERE c.seq < ? ORDER BY c.seq DESC LIMIT ?`,
    [before, limit + 1],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page.map((row) => ({ id: row.id, name: row.name, at: row.at, by: row.by ?? row.kind, reason: row.reason ?? '', rows: row.rows })),
    next: rows.length > limit && last ? encodeCursor([last.seq]) : null,
  };
}
