import { type Identity, scopeOf } from '#main/base/os.ts';
import type { Db } from '#main/db/open.ts';
import { nameSounds } from '#main/db/pinyin.ts';
import type { Hit } from '#shared/contract/search.ts';
import { maskPhone } from '#shared/rules/phones.ts';
import { foldText, ftsQuery, matchRange, reversed } from '#shared/rules/search-text.ts';

export type HitKind = Hit['kind'];
export type HitGroup = { kind: HitKind; hits: Hit[]; more: boolean };

/** How many matches are looked at before the best are chosen: more of them look alike to a person anyway. */
const CANDIDATES = 200;

/** The last digits of a phone are found as a beginning of the number read backwards. */
function expression(text: string): string | null {
  const query = ftsQuery(text);
  const digits = text.trim();
  if (query === null || !/^\d{3,11}$/.test(digits)) return query;
  return `(${query}) OR "${reversed(digits)}" *`;
}

/**
 * Ids of the records of one kind that hold what was typed, newest first. An empty or wordless text finds nothing.
 * For filters of lists; the search box uses `find`.
 */
export function matchingIds(db: Db, kind: HitKind, text: string, limit: number): string[] {
  const query = expression(text);
  if (query === null) return [];
  const index = kind === 'complaint' ? 'search_complaints' : 'search_people';
  return db
    .all<{ id: string }>(
      `SELECT d.ref_id AS id FROM ${index} i JOIN search_documents d ON d.id = i.rowid AND d.kind = ? WHERE ${index} MATCH ? ORDER BY i.rowid DESC LIMIT ?`,
      [kind, query, limit],
    )
    .map((row) => row.id);
}

type PersonRow = { kind: 'student' | 'guardian'; id: string; name: string; phone: string; number: string };

/** How well a person fits what was typed (folded); smaller is better. */
function rankOf({ name, phone, number }: PersonRow, wanted: string): number {
  const folded = foldText(name);
  if (folded === wanted || number.toLowerCase() === wanted) return 0;
  if (folded.startsWith(wanted)) return 1;
  if (folded.includes(wanted)) return 2;
  if (/^\d+$/.test(wanted)) return phone.endsWith(wanted) ? 1 : 3;
  const sounds = nameSounds(name);
  if (sounds.full.includes(wanted) || sounds.initials.includes(wanted)) return 1;
  return sounds.full.some((sound) => sound.startsWith(wanted)) || sounds.initials.some((sound) => sound.startsWith(wanted)) ? 2 : 4;
}

type StudentHitRow = {
  id: string;
  name: string;
  pinyin: string;
  number: string;
  grade: string;
  phone: string;
  remaining: number | null;
  open: number;
  courses: string | null;
  marker: string;
};

function studentHits(db: Db, people: readonly PersonRow[], text: string, limit: number): { hits: Hit[]; more: boolean } {
  const rows = db.all<StudentHitRow>(
    `SELECT s.id, s.name, s.pinyin, s.number, s.grade, s.phone, s.marker,
            (SELECT sum(b.halves) FROM enrolments e JOIN enrolment_balances b ON b.enrolment_id = e.id WHERE e.student_id = s.id) AS remaining,
            (SELECT count(*) FROM complaint_students cs JOIN complaints c ON c.id = cs.complaint_id WHERE cs.student_id = s.id AND c.state NOT IN ('closed', 'withdrawn')) AS open,
            (SELECT group_concat(DISTINCT c.name) FROM enrolments e JOIN courses c ON c.id = e.course_id WHERE e.student_id = s.id) AS courses
       FROM json_each(?) w JOIN students s ON s.id = w.value`,
    [JSON.stringify(best(people, text, limit))],
  );
  return {
    more: people.length > limit,
    hits: rows.map((row) => ({
      kind: 'student',
      id: row.id,
      openId: row.id,
      title: row.name,
      pinyin: row.pinyin,
      number: row.number,
      subtitle: [row.grade, row.courses ?? ''].filter((part) => part !== '').join(' '),
      phoneMasked: maskPhone(row.phone),
      side: { remainingHalves: row.remaining, openComplaints: row.open, stage: row.marker, severity: null, state: null, relation: '' },
      match: marks({ title: row.name, pinyin: row.pinyin, number: row.number }, text),
    })),
  };
}

/** The ids in order of fit, at most `limit`; equal ones newest first, as they came. */
function best(people: readonly PersonRow[], text: string, limit: number): string[] {
  const wanted = foldText(text.trim());
  return people
    .map((row, index) => ({ id: row.id, rank: rankOf(row, wanted), index }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .slice(0, limit)
    .map((row) => row.id);
}

type GuardianHitRow = { id: string; name: string; pinyin: string; phone: string; relation: string; studentId: string; student: string };

function guardianHits(db: Db, people: readonly PersonRow[], text: string, limit: number): { hits: Hit[]; more: boolean } {
  const rows = db.all<GuardianHitRow>(
    `SELECT g.id, g.name, g.pinyin, g.phone, l.relation, s.id AS studentId, s.name AS student
       FROM json_each(?) w JOIN guardians g ON g.id = w.value JOIN student_guardians l ON l.guardian_id = g.id JOIN students s ON s.id = l.student_id
      ORDER BY w.key LIMIT ?`,
    [JSON.stringify(best(people, text, limit)), limit],
  );
  return {
    more: people.length > limit,
    hits: rows.map((row) => ({
      kind: 'guardian',
      id: row.id,
      openId: row.studentId,
      title: row.name,
      pinyin: row.pinyin,
      number: '',
      subtitle: row.student,
      phoneMasked: maskPhone(row.phone),
      side: { remainingHalves: null, openComplaints: 0, stage: '', severity: null, state: null, relation: row.relation },
      match: marks({ title: row.name, pinyin: row.pinyin, number: '' }, text),
    })),
  };
}

type ComplaintHitRow = { id: string; number: string; words: string; severity: string; state: string; student: string | null };

/** Complaints that hold the words, then those of the students that were found, open ones first. */
function complaintHits(
  db: Db,
  ids: readonly string[],
  studentIds: readonly string[],
  text: string,
  limit: number,
): { hits: Hit[]; more: boolean } {
  const ofStudents = db.all<{ id: string }>(
    `SELECT DISTINCT c.id FROM json_each(?) w JOIN complaint_students cs ON cs.student_id = w.value JOIN complaints c ON c.id = cs.complaint_id
      ORDER BY c.state IN ('closed', 'withdrawn'), c.received_at DESC LIMIT ?`,
    [JSON.stringify(studentIds), limit],
  );
  const all = [...new Set([...ids, ...ofStudents.map((row) => row.id)])];
  const rows = db.all<ComplaintHitRow>(
    `SELECT c.id, c.number, c.words, c.severity, c.state,
            (SELECT s.name FROM complaint_students cs JOIN students s ON s.id = cs.student_id WHERE cs.complaint_id = c.id ORDER BY cs.id LIMIT 1) AS student
       FROM json_each(?) w JOIN complaints c ON c.id = w.value ORDER BY w.key`,
    [JSON.stringify(all.slice(0, limit))],
  );
  return {
    more: all.length > limit,
    hits: rows.map((row) => ({
      kind: 'complaint',
      id: row.id,
      openId: row.id,
      title: row.student ?? '',
      pinyin: '',
      number: row.number,
      subtitle: row.words.slice(0, 120),
      phoneMasked: '',
      side: { remainingHalves: null, openComplaints: 0, stage: '', severity: row.severity, state: row.state, relation: '' },
      match: marks({ title: row.student ?? '', pinyin: '', number: row.number, subtitle: row.words.slice(0, 120) }, text),
    })),
  };
}

function marks(fields: { title: string; pinyin: string; number: string; subtitle?: string }, text: string): Hit['match'] {
  return (Object.entries(fields) as ['title' | 'pinyin' | 'number' | 'subtitle', string][]).flatMap(([field, value]) => {
    const range = value === '' ? null : matchRange(value, text);
    return range ? [{ field, ...range }] : [];
  });
}

/** Whom of the found people this person may see: an advisor own students and whoever has exactly the phone that was typed. */
function allowed(db: Db, identity: Identity, people: PersonRow[], text: string): PersonRow[] {
  if (scopeOf(identity, 'students.read') !== 'own') return people;
  const phone = /^\d{7,12}$/.test(text.trim()) ? text.trim() : '';
  const mine = new Set(
    db
      .all<{ id: string }>(
        `SELECT s.id FROM json_each($ids) w JOIN students s ON s.id = w.value WHERE s.advisor_id = $me OR s.phone = $phone AND $phone <> ''
         UNION SELECT l.guardian_id FROM json_each($ids) w JOIN student_guardians l ON l.guardian_id = w.value JOIN students s ON s.id = l.student_id
           JOIN guardians g ON g.id = l.guardian_id WHERE s.advisor_id = $me OR g.phone = $phone AND $phone <> ''`,
        { ids: JSON.stringify(people.map((row) => row.id)), me: identity.staffId, phone },
      )
      .map((row) => row.id),
  );
  return people.filter((row) => mine.has(row.id));
}

/**
 * One box for everything (spec/students-and-money.md, "Finding anyone"): name or any part of it, pinyin, initials, phone or its last
 * digits, guardian, numbers, words of a complaint. Best first, grouped. `limit` hits a group; phones masked.
 */
export function find(db: Db, identity: Identity, text: string, limit: number, only: HitKind | null): HitGroup[] {
  const query = expression(text);
  if (query === null) return [];
  const wholePeople = scopeOf(identity, 'students.read') !== 'name';
  const people = allowed(
    db,
    identity,
    db.all<PersonRow>(
      `SELECT d.kind, d.ref_id AS id, coalesce(s.name, g.name, '') AS name, coalesce(s.phone, g.phone, '') AS phone, coalesce(s.number, '') AS number
         FROM (SELECT rowid FROM search_people WHERE search_people MATCH ? ORDER BY rowid DESC LIMIT ?) i JOIN search_documents d ON d.id = i.rowid
         LEFT JOIN students s ON d.kind = 'student' AND s.id = d.ref_id LEFT JOIN guardians g ON d.kind = 'guardian' AND g.id = d.ref_id`,
      [query, CANDIDATES],
    ),
    text,
  );
  const of = (kind: 'student' | 'guardian') => people.filter((row) => row.kind === kind);
  const students = studentHits(db, of('student'), text, limit);
  const groups: HitGroup[] = [{ kind: 'student', ...students }];
  if (wholePeople) groups.push({ kind: 'guardian', ...guardianHits(db, of('guardian'), text, limit) });
  if (identity.grants['complaints.read'] === 'all') {
    const ids = matchingIds(db, 'complaint', text, limit + 1);
    groups.push({
      kind: 'complaint',
      ...complaintHits(
        db,
        ids,
        students.hits.map((hit) => hit.id),
        text,
        limit,
      ),
    });
  }
  const shown = wholePeople ? groups : groups.map((group) => ({ ...group, hits: group.hits.map((hit) => ({ ...hit, phoneMasked: '' })) }));
  return shown.filter((group) => group.hits.length > 0 && (only === null || only === group.kind));
}
