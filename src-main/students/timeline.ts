import { decodeCursor, encodeCursor } from '#main/base/cursor.ts';
import type { Db } from '#main/db/open.ts';
import type { TimelineItem } from '#shared/contract/students.ts';
import { dayStart } from '#shared/rules/zone.ts';

type Row = {
  id: string;
  at: number;
  kind: TimelineItem['kind'];
  text: string;
  vals: string;
  refKind: string | null;
  refId: string | null;
  refLabel: string | null;
  by: string | null;
};

/**
 * One SELECT per source, all in the same shape; `text` is a sentence key of the students locale file. Days of the ledger and of packs are
 * turned into instants by the caller, so those two sources carry the day in `vals`.
 */
const sources: Record<string, string> = {
  enrolment: `SELECT e.id, e.enrolled_on AS day, e.created_at AS at, 'enrolment' AS kind, 'enrolled' AS text,
       json_object('course', c.name, 'halves', e.paid_halves, 'gift', e.gift_halves) AS vals, 'enrolment' AS refKind, e.id AS refId, c.name AS refLabel, NULL AS by
     FROM enrolments e JOIN courses c ON c.id = e.course_id WHERE e.student_id = $id`,
  lessons: `SELECT l.id, l.happened_on AS day, l.recorded_at AS at, 'lessons' AS kind, 'ledger_' || l.kind AS text,
       json_object('course', c.name, 'halves', l.halves) AS vals, NULL AS refKind, NULL AS refId, NULL AS refLabel, NULL AS by
     FROM ledger_entries l JOIN enrolments e ON e.id = l.enrolment_id JOIN courses c ON c.id = e.course_id WHERE e.student_id = $id AND l.kind <> 'grant'`,
  complaint: `SELECT c.id, NULL AS day, c.received_at AS at, 'complaint' AS kind, 'complained' AS text, json_object('words', substr(c.words, 1, 200)) AS vals,
       'complaint' AS refKind, c.id AS refId, c.number AS refLabel, s.name AS by
     FROM complaint_students cs JOIN complaints c ON c.id = cs.complaint_id JOIN staff s ON s.id = c.first_contact_id WHERE cs.student_id = $id`,
  contact: `SELECT e.id, NULL AS day, e.happened_at AS at, 'contact' AS kind, 'contact_' || coalesce(e.direction, 'out') AS text, json_object('words', substr(e.words, 1, 200)) AS vals,
       'complaint' AS refKind, c.id AS refId, c.number AS refLabel, s.name AS by
     FROM complaint_students cs JOIN complaints c ON c.id = cs.complaint_id JOIN complaint_entries e ON e.complaint_id = c.id LEFT JOIN staff s ON s.id = e.recorded_by
     WHERE cs.student_id = $id AND e.kind IN ('contact', 'told') AND e.voids IS NULL AND NOT EXISTS (SELECT 1 FROM complaint_entries v WHERE v.voids = e.id)`,
  'follow-up': `SELECT a.id, NULL AS day, a.happened_at AS at, 'follow-up' AS kind, 'follow_up_' || a.outcome AS text, json_object('words', substr(a.words, 1, 200)) AS vals,
       'follow-up' AS refKind, f.id AS refId, '' AS refLabel, s.name AS by
     FROM follow_ups f JOIN follow_up_attempts a ON a.follow_up_id = f.id JOIN staff s ON s.id = a.recorded_by
     WHERE f.student_id = $id AND a.voids IS NULL AND NOT EXISTS (SELECT 1 FROM follow_up_attempts v WHERE v.voids = a.id)`,
};

/** Everything that happened with a student, newest first, by keyset pages. `kinds` empty = all. */
export function studentTimeline(
  db: Db,
  id: string,
  zone: string,
  kinds: readonly string[],
  cursor: string | undefined,
  limit: number,
): { items: TimelineItem[]; next: string | null } {
  const chosen = Object.keys(sources).filter((kind) => kinds.length === 0 || kinds.includes(kind));
  const union = chosen.map((kind) => sources[kind]).join(' UNION ALL ');
  if (chosen.length === 0) return { items: [], next: null };
  const rows = db.all<Row & { day: string | null }>(union, { id });
  const items = rows
    .map((row) => ({ ...row, at: row.day ? dayStart(row.day, zone) : row.at }))
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  const from = cursor ? decodeCursor(cursor, 2) : null;
  const after = from ? items.filter((item) => item.at < Number(from[0]) || (item.at === from[0] && item.id < String(from[1]))) : items;
  const page = after.slice(0, limit);
  const last = page.at(-1);
  return { items: page.map(itemOf), next: after.length > limit && last ? encodeCursor([last.at, last.id]) : null };
}

function itemOf(row: Row): TimelineItem {
  return {
    id: row.id,
    at: row.at,
    kind: row.kind,
    text: row.text,
    values: JSON.parse(row.vals) as Record<string, string | number>,
    ref: row.refKind ? { kind: row.refKind as 'complaint', id: row.refId ?? '', label: row.refLabel ?? '' } : null,
    by: row.by,
  };
}
