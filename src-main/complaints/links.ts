import type { z } from 'zod';
import type { Identity } from '#main/base/os.ts';
import type { Db, Tx } from '#main/db/open.ts';
import { insertRow, selectRow, selectRows } from '#main/db/rows.ts';
import { matchingIds } from '#main/search/service.ts';
import type { LinkKind, linkView, otherComplaint } from '#shared/contract/complaint-bonds.ts';
import { Failure } from '#shared/contract/failure.ts';
import { DAY } from '#shared/rules/zone.ts';
import { canSee, mustHandle, mustSee } from './access.ts';
import type { Act, Desk } from './desk.ts';
import { complaintById, complaintForAct } from './load.ts';
import { writeEntry } from './log.ts';
import { saveComplaint } from './standing.ts';
import { type Complaint, complaintLinksTable, type Link } from './tables.ts';

type Other = z.infer<typeof otherComplaint>;

/** How many complaints are offered to be tied to one. */
const OFFERED = 12;
const NEAR_DAYS = 14;
const TEXT_HITS = 200;

/** Complaints as short lines, in the order of `ids`. */
export function othersOf(db: Db, ids: readonly string[]): Other[] {
  if (ids.length === 0) return [];
  const rows = db.all<Other>(
    `SELECT c.id, c.number, substr(c.words, 1, 200) AS words, c.state, c.severity, c.received_at AS receivedAt, c.version,
       coalesce(o.name, '') AS owner, coalesce((SELECT group_concat(s.name, '、') FROM complaint_students cs JOIN students s ON s.id = cs.student_id
         WHERE cs.complaint_id = c.id), c.complainant_name) AS student
     FROM complaints c LEFT JOIN staff o ON o.id = c.owner_id WHERE c.id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(ids)],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/**
 * Complaints that this one might be tied to: what the text finds, else those of the same students, then those of the last days of the same
 * category. Never the complaint itself, a merged one, or one that the person may not see. Errors: NOT_FOUND, FORBIDDEN.
 */
export function othersFor(db: Db, who: Identity, input: { id: string; text: string }, now: number): Other[] {
  const complaint = complaintById(db, input.id);
  mustSee(db, who, complaint);
  const text = input.text.trim();
  const ids =
    text === ''
      ? db
          .all<{ id: string }>(
            `SELECT id FROM (
               SELECT c.id, 0 AS rank, c.received_at AS at FROM complaint_students cs JOIN complaints c ON c.id = cs.complaint_id
               WHERE cs.student_id IN (SELECT student_id FROM complaint_students WHERE complaint_id = $id)
               UNION SELECT c.id, 1, c.received_at FROM complaints c WHERE c.category = $category AND c.received_at >= $since)
             WHERE id <> $id GROUP BY id ORDER BY min(rank), max(at) DESC LIMIT 40`,
            { id: complaint.id, category: complaint.category, since: now - NEAR_DAYS * DAY },
          )
          .map((row) => row.id)
      : db
          .all<{ id: string }>(
            `SELECT id FROM complaints WHERE id IN (SELECT value FROM json_each($found)) OR id IN (SELECT complaint_id FROM complaint_students
               WHERE student_id IN (SELECT value FROM json_each($students))) ORDER BY received_at DESC, id DESC LIMIT 40`,
            {
              found: JSON.stringify(matchingIds(db, 'complaint', text, TEXT_HITS)),
              students: JSON.stringify(matchingIds(db, 'student', text, TEXT_HITS)),
            },
          )
          .map((row) => row.id);
  const seen = ids.filter((id) => {
    if (id === complaint.id) return false;
    const other = complaintById(db, id);
    return other.mergedIntoId === null && canSee(db, who, other);
  });
  return othersOf(db, seen.slice(0, OFFERED));
}

/** The links of a complaint, both ways. */
export function linksOf(db: Db, who: Identity, complaintId: string): z.infer<typeof linkView>[] {
  const rows = selectRows(db, complaintLinksTable, 'WHERE from_id = $id OR to_id = $id ORDER BY created_at, id', { id: complaintId });
  const otherId = (row: Link) => (row.fromId === complaintId ? row.toId : row.fromId);
  const others = new Map(othersOf(db, rows.map(otherId)).map((each) => [each.id, each]));
  return rows.flatMap((row) => {
    const other = others.get(otherId(row));
    if (!other) return [];
    // That there is one may be known to all who see this complaint; what it says only to those who see it too.
    const words = canSee(db, who, complaintById(db, other.id)) ? other.words : '';
    return [
      {
        id: row.id,
        kind: row.kind,
        direction: row.fromId === complaintId ? ('out' as const) : ('in' as const),
        other: { ...other, words },
      },
    ];
  });
}

/** Writes the tie itself; rights, notes in both logs and whether it is there already are the caller's. */
export function insertLink(tx: Tx, desk: Desk, from: string, to: string, kind: LinkKind): void {
  insertRow(tx, complaintLinksTable, { id: desk.ids.next(), fromId: from, toId: to, kind, createdAt: tx.command.at });
}

const note = (tx: Tx, desk: Desk, on: Complaint, text: string, kind: LinkKind, other: Complaint) =>
  writeEntry(tx, desk.ids, on, { kind: 'system', text, vals: { kind, number: other.number, otherId: other.id } });

/**
 * Ties this complaint to another one; both say so. Errors: NOT_FOUND, STALE, FORBIDDEN, INVALID (itself, tied so already).
 */
export function link(tx: Tx, desk: Desk, who: Identity, input: Act & { otherId: string; kind: LinkKind }): void {
  const complaint = complaintForAct(tx, input);
  mustHandle(tx, who, complaint);
  const other = complaintById(tx, input.otherId);
  mustSee(tx, who, other);
  if (other.id === complaint.id) throw new Failure('INVALID', { field: 'otherId', reason: 'itself' });
  const both = input.kind === 'same_event' ? 'OR (from_id = $to AND to_id = $from AND kind = $kind)' : '';
  const known = tx.get(`SELECT 1 FROM complaint_links WHERE (from_id = $from AND to_id = $to AND kind = $kind) ${both}`, {
    from: complaint.id,
    to: other.id,
    kind: input.kind,
  });
  if (known) throw new Failure('INVALID', { field: 'otherId', reason: 'linked_already' });
  insertLink(tx, desk, complaint.id, other.id, input.kind);
  note(tx, desk, complaint, 'linked', input.kind, other);
  note(tx, desk, other, 'linked_by', input.kind, complaint);
  saveComplaint(tx, complaint, {});
}

/** Takes a link away, from either side. Errors: NOT_FOUND, STALE, FORBIDDEN. */
export function unlink(tx: Tx, desk: Desk, who: Identity, input: Act & { linkId: string }): void {
  const complaint = complaintForAct(tx, input);
  mustHandle(tx, who, complaint);
  const row = selectRow(tx, complaintLinksTable, 'WHERE id = ?', [input.linkId]);
  if (!row || (row.fromId !== complaint.id && row.toId !== complaint.id)) throw new Failure('NOT_FOUND', { what: 'link' });
  const other = complaintById(tx, row.fromId === complaint.id ? row.toId : row.fromId);
  tx.run('DELETE FROM complaint_links WHERE id = ?', [row.id]);
  note(tx, desk, complaint, 'unlinked', row.kind, other);
  note(tx, desk, other, 'unlinked', row.kind, complaint);
  saveComplaint(tx, complaint, {});
}
