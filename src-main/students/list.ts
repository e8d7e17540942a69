import { decodeCursor, encodeCursor } from '#main/base/cursor.ts';
import type { Identity } from '#main/base/os.ts';
import { scopeOf } from '#main/base/os.ts';
import type { Db } from '#main/db/open.ts';
import { matchingIds } from '#main/search/service.ts';
import type { StudentCard } from '#shared/contract/students.ts';
import { maskPhone } from '#shared/rules/phones.ts';
import { cardOf, type StudentRow } from './page.ts';
import { type CountElsewhere, countStages, keptStageCounts, stageScope } from './stage-counts.ts';
import { packFactsSql, stageCase } from './stage-sql.ts';

export type StudentFilter = { text: string; stage: StudentCard['stage'] | null };
export type StudentListRow = StudentCard & { guardian: string; guardianPhoneMasked: string; courses: string; openComplaints: number };

/** More hits than this are not listed one by one: the words say too little. */
const TEXT_HITS = 2000;

function textCondition(db: Db, text: string): { sql: string; params: Record<string, unknown> } {
  if (text.trim() === '') return { sql: '1 = 1', params: {} };
  return {
    sql: 's.id IN (SELECT value FROM json_each($ids))',
    params: { ids: JSON.stringify(matchingIds(db, 'student', text, TEXT_HITS)) },
  };
}

/**
 * Students, newest first, by keyset pages; `total` and `byStage` count the whole filter. `day` is today in the centre's zone. An advisor
 * sees own students, support sees names only (spec/people-and-access.md). Counts after a great change: stage-counts.ts.
 */
export function listStudents(
  db: Db,
  identity: Identity,
  filter: StudentFilter & { cursor?: string; limit: number },
  day: string,
  elsewhere?: CountElsewhere,
): { rows: StudentListRow[]; next: string | null; total: number; byStage: Record<string, number> } {
  const scope = stageScope(scopeOf(identity, 'students.read') === 'own' ? identity.staffId : null);
  const text = textCondition(db, filter.text);
  const params = { day, ...scope.params, ...text.params };
  const byStage =
    filter.text.trim() === ''
      ? keptStageCounts(db, { day, advisorId: scope.advisorId }, elsewhere)
      : countStages(db, `${scope.sql} AND ${text.sql}`, params);
  const total = filter.stage ? (byStage[filter.stage] ?? 0) : Object.values(byStage).reduce((sum, n) => sum + n, 0);
  const rows = pageOf(db, {
    where: `${scope.sql} AND ${text.sql}`,
    params,
    stage: filter.stage,
    cursor: filter.cursor,
    limit: filter.limit,
  });
  const page = rows.slice(0, filter.limit);
  const last = page.at(-1);
  const whole = scopeOf(identity, 'students.read') !== 'name';
  return {
    rows: decorate(db, page, day, whole),
    next: rows.length > filter.limit && last ? encodeCursor([last.createdAt, last.id]) : null,
    total,
    byStage,
  };
}

type PageQuery = { where: string; params: Record<string, unknown>; stage: string | null; cursor?: string; limit: number };

function pageOf(db: Db, { where, params, stage, cursor, limit }: PageQuery): StudentRow[] {
  const from = cursor ? decodeCursor(cursor, 2) : null;
  const after = from ? 'AND (s.created_at, s.id) < ($at, $afterId)' : '';
  // The facts of one page are looked up per student; only a filter by stage has to derive them for all.
  const facts = stage ? packFactsSql() : packFactsSql('WHERE e.student_id IN (SELECT id FROM chosen)');
  const chosen = stage
    ? 'students'
    : `(SELECT * FROM students s WHERE ${where} ${after} ORDER BY s.created_at DESC, s.id DESC LIMIT $limit)`;
  return db.all<StudentRow>(
    `WITH chosen AS (SELECT * FROM ${chosen})
     SELECT s.id, s.version, s.number, s.name, s.pinyin, s.gender, s.birth_on AS birthOn, s.phone, s.school, s.grade,
            s.do_not_contact_on AS doNotContactOn, s.created_at AS createdAt, ${stageCase} AS stage, p.remaining
       FROM chosen s LEFT JOIN (${facts}) p ON p.student_id = s.id
      WHERE ${stage ? `${where} AND ${stageCase} = $stage ${after}` : '1 = 1'}
      ORDER BY s.created_at DESC, s.id DESC LIMIT $limit`,
    { ...params, limit: limit + 1, ...(stage ? { stage } : {}), ...(from ? { at: from[0], afterId: from[1] } : {}) },
  );
}

function decorate(db: Db, rows: StudentRow[], day: string, whole: boolean): StudentListRow[] {
  const ids = JSON.stringify(rows.map((row) => row.id));
  const guardians = new Map(
    db
      .all<{ id: string; name: string; phone: string }>(
        `SELECT l.student_id AS id, g.name, g.phone FROM student_guardians l JOIN guardians g ON g.id = l.guardian_id
          WHERE l.student_id IN (SELECT value FROM json_each(?)) ORDER BY l.is_primary, l.id DESC`,
        [ids],
      )
      .map((row) => [row.id, row]),
  );
  const courses = new Map(
    db
      .all<{ id: string; names: string }>(
        `SELECT e.student_id AS id, group_concat(DISTINCT c.name) AS names FROM enrolments e JOIN courses c ON c.id = e.course_id
          WHERE e.student_id IN (SELECT value FROM json_each(?)) GROUP BY e.student_id`,
        [ids],
      )
      .map((row) => [row.id, row.names]),
  );
  const open = new Map(
    db
      .all<{ id: string; n: number }>(
        `SELECT cs.student_id AS id, count(*) AS n FROM complaint_students cs JOIN complaints c ON c.id = cs.complaint_id
          WHERE cs.student_id IN (SELECT value FROM json_each(?)) AND c.state NOT IN ('closed', 'withdrawn') GROUP BY cs.student_id`,
        [ids],
      )
      .map((row) => [row.id, row.n]),
  );
  return rows.map((row) => {
    const guardian = guardians.get(row.id);
    const card = cardOf(row, day);
    return {
      ...card,
      phoneMasked: whole ? card.phoneMasked : '',
      birthOn: whole ? card.birthOn : null,
      guardian: whole ? (guardian?.name ?? '') : '',
      guardianPhoneMasked: whole ? maskPhone(guardian?.phone ?? '') : '',
      courses: courses.get(row.id) ?? '',
      openComplaints: open.get(row.id) ?? 0,
    };
  });
}
