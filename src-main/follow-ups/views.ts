import type { z } from 'zod';
import { decodeCursor, encodeCursor } from '#main/base/cursor.ts';
import { type Identity, scopeOf } from '#main/base/os.ts';
import type { Db } from '#main/db/open.ts';
import { zoneOf } from '#main/settings/service.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { FollowUpRow, followUps } from '#shared/contract/follow-ups.ts';
import { type AttemptOutcome, type FollowUpState, voidedAttempts } from '#shared/rules/follow-ups.ts';
import { maskPhone } from '#shared/rules/phones.ts';
import { dayOf, dayStart } from '#shared/rules/zone.ts';

type ListInput = z.infer<NonNullable<(typeof followUps.list)['~orpc']['inputSchema']>>;
type ListOutput = z.infer<NonNullable<(typeof followUps.list)['~orpc']['outputSchema']>>;
type GetOutput = z.infer<NonNullable<(typeof followUps.get)['~orpc']['outputSchema']>>;

type Stored = {
  id: string;
  version: number;
  rule: FollowUpRow['rule'];
  reason: string;
  state: FollowUpState;
  due_on: string;
  due_at: number;
  next_on: string;
  not_before: number | null;
  tries: number;
  satisfaction: number | null;
  done_at: number | null;
  student_id: string | null;
  student_name: string | null;
  student_number: string | null;
  student_phone: string | null;
  do_not_contact: number;
  complaint_id: string | null;
  complaint_number: string | null;
  complainant_kind: string | null;
  complainant_name: string | null;
  complainant_phone: string | null;
  guardian_id: string | null;
  guardian_name: string | null;
  guardian_phone: string | null;
  relation: string | null;
  owner_id: string | null;
  owner_name: string | null;
};

/**
 * Whom a follow-up calls: the guardian it names, else who complained, else the student's first guardian. A complainant who is
 * the student, or a stranger, is not replaced by a guardian.
 */
const ROW_SQL = `SELECT f.id, f.version, f.rule, f.reason, f.state, f.due_on, f.due_at, f.next_on, f.not_before, f.tries, f.satisfaction, f.done_at,
  s.id AS student_id, s.name AS student_name, s.number AS student_number, s.phone AS student_phone,
  (s.do_not_contact_on IS NOT NULL AND s.do_not_contact_on <= $today) AS do_not_contact,
  c.id AS complaint_id, c.number AS complaint_number, c.complainant_kind, c.complainant_name, c.complainant_phone,
  g.id AS guardian_id, g.name AS guardian_name, g.phone AS guardian_phone,
  (SELECT sg.relation FROM student_guardians sg WHERE sg.student_id = f.student_id AND sg.guardian_id = g.id) AS relation,
  o.id AS owner_id, o.name AS owner_name
FROM follow_ups f
LEFT JOIN students s ON s.id = f.student_id
LEFT JOIN complaints c ON c.id = f.complaint_id
LEFT JOIN guardians g ON g.id = CASE
  WHEN f.guardian_id IS NOT NULL THEN f.guardian_id
  WHEN c.complainant_kind = 'guardian' THEN c.complainant_ref_id
  WHEN c.id IS NOT NULL THEN NULL
  ELSE (SELECT sg.guardian_id FROM student_guardians sg WHERE sg.student_id = f.student_id ORDER BY sg.is_primary DESC, sg.id LIMIT 1)
END
LEFT JOIN staff o ON o.id = f.owner_id`;

function contactOf(row: Stored): FollowUpRow['contact'] {
  if (row.guardian_id !== null) {
    return {
      of: 'guardian',
      id: row.guardian_id,
      name: row.guardian_name ?? '',
      relation: row.relation ?? '',
      phoneMasked: maskPhone(row.guardian_phone ?? ''),
    };
  }
  if (row.complaint_id !== null && (row.complainant_kind === 'other' || row.complainant_kind === 'anonymous')) {
    return {
      of: 'none',
      id: null,
      name: row.complainant_name ?? '',
      relation: 'other',
      phoneMasked: maskPhone(row.complainant_phone ?? ''),
    };
  }
  if (row.student_id === null) return { of: 'none', id: null, name: '', relation: '', phoneMasked: '' };
  return {
    of: 'student',
    id: row.student_id,
    name: row.student_name ?? '',
    relation: 'self',
    phoneMasked: maskPhone(row.student_phone ?? ''),
  };
}

function toRow(row: Stored): FollowUpRow {
  return {
    id: row.id,
    version: row.version,
    rule: row.rule,
    reason: row.reason,
    state: row.state,
    student: row.student_id === null ? null : { id: row.student_id, name: row.student_name ?? '', number: row.student_number ?? '' },
    complaint: row.complaint_id === null ? null : { id: row.complaint_id, number: row.complaint_number ?? '' },
    contact: contactOf(row),
    owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? '' },
    dueOn: row.due_on,
    dueAt: row.due_at,
    nextOn: row.next_on,
    notBefore: row.not_before,
    tries: row.tries,
    doNotContact: row.do_not_contact === 1,
    satisfaction: row.satisfaction,
    doneAt: row.done_at,
  };
}

/** Follow-ups as screens show them, in the order of `ids`; unknown ids are left out. `today` is a day of the centre's zone. */
export function followUpRows(db: Db, ids: readonly string[], today: string): FollowUpRow[] {
  if (ids.length === 0) return [];
  const rows = db.all<Stored>(`${ROW_SQL} WHERE f.id IN (SELECT value FROM json_each($ids))`, { ids: JSON.stringify(ids), today });
  const byId = new Map(rows.map((row) => [row.id, toRow(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Own = mine, or of a student whose advisor I am (spec/people-and-access.md). `$me` must be bound. */
export const OWN_SQL = '(f.owner_id = $me OR EXISTS (SELECT 1 FROM students a WHERE a.id = f.student_id AND a.advisor_id = $me))';

type View = { where: string; order: readonly (readonly [sql: string, descending: boolean])[] };

const LATE = 'CASE WHEN f.due_on < $today THEN 0 ELSE 1 END';
/** A call that must wait until a later hour comes after those that can be made now. */
const WAIT = 'CASE WHEN f.not_before > $now THEN f.not_before ELSE 0 END';

/** `today` is everything to be called today, what is overdue first: who to call now, in order. */
const views: Record<ListInput['view'], View> = {
  today: {
    where: `f.state = 'open' AND f.next_on <= $today`,
    order: [
      [LATE, false],
      [WAIT, false],
      ['f.due_at', false],
      ['f.id', false],
    ],
  },
  overdue: {
    where: `f.state = 'open' AND f.due_on < $today`,
    order: [
      ['f.due_at', false],
      ['f.id', false],
    ],
  },
  upcoming: {
    where: `f.state = 'open' AND f.next_on > $today`,
    order: [
      ['f.next_on', false],
      ['coalesce(f.not_before, 0)', false],
      ['f.id', false],
    ],
  },
  done: {
    where: `f.done_at IS NOT NULL AND f.state IN ('done', 'unreachable', 'refused')`,
    order: [
      ['f.done_at', true],
      ['f.id', true],
    ],
  },
  all: { where: '1 = 1', order: [['f.id', true]] },
};

/**
 * One page of a view with the counts of all views, within the person's scope. `now` in UTC ms; the cursor keeps the moment of
 * the first page, so that pages fit together. Errors: INVALID (cursor).
 */
export function listFollowUps(db: Db, me: Identity, input: ListInput, now: number): ListOutput {
  const zone = zoneOf(db);
  const narrow = [
    ...(scopeOf(me, 'follow-ups.read') === 'all' ? [] : [OWN_SQL]),
    ...(input.mine ? ['f.owner_id = $me'] : []),
    ...(input.studentId === null ? [] : ['f.student_id = $studentId']),
  ];
  const view = views[input.view];
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, view.order.length + 1);
  const at = after === null ? now : Number(after[0]);
  const today = dayOf(at, zone);
  const params: Record<string, unknown> = { today, now: at, me: me.staffId, studentId: input.studentId, limit: input.limit + 1 };
  const descending = view.order[0]?.[1] === true;
  const keys = view.order.map(([sql]) => sql);
  const where = [view.where, ...narrow];
  if (after) {
    where.push(`(${keys.join(', ')}) ${descending ? '<' : '>'} (${keys.map((_, index) => `$k${index}`).join(', ')})`);
    after.slice(1).forEach((value, index) => {
      params[`k${index}`] = value;
    });
  }
  const found = db.all<Record<string, string | number>>(
    `SELECT f.id, ${keys.map((sql, index) => `${sql} AS k${index}`).join(', ')} FROM follow_ups f WHERE ${where.join(' AND ')}
     ORDER BY ${keys.map((sql) => `${sql}${descending ? ' DESC' : ''}`).join(', ')} LIMIT $limit`,
    params,
  );
  const page = found.slice(0, input.limit);
  const last = page.at(-1);
  return {
    rows: followUpRows(
      db,
      page.map((row) => String(row.id)),
      today,
    ),
    next: found.length > input.limit && last ? encodeCursor([at, ...keys.map((_, index) => last[`k${index}`] ?? 0)]) : null,
    counts: followUpCounts(db, narrow, { me: me.staffId, studentId: input.studentId }, dayOf(now, zone), zone),
  };
}

/** Counts of the views; each is one range of a partial index. `narrow` are conditions on `f` whose parameters are in `params`. */
export function followUpCounts(
  db: Db,
  narrow: readonly string[],
  params: Record<string, unknown>,
  today: string,
  zone: string,
): ListOutput['counts'] {
  const also = narrow.map((condition) => ` AND ${condition}`).join('');
  const open = db.get<{ today: number; overdue: number; upcoming: number }>(
    `SELECT count(*) FILTER (WHERE f.next_on <= $today) AS today, count(*) FILTER (WHERE f.due_on < $today) AS overdue,
       count(*) FILTER (WHERE f.next_on > $today) AS upcoming FROM follow_ups f WHERE f.state = 'open'${also}`,
    { ...params, today },
  );
  const done = db.get<{ n: number }>(
    `SELECT count(*) AS n FROM follow_ups f WHERE f.done_at >= $from AND f.state IN ('done', 'unreachable', 'refused')${also}`,
    { ...params, from: dayStart(today, zone) },
  );
  return { today: open?.today ?? 0, overdue: open?.overdue ?? 0, upcoming: open?.upcoming ?? 0, doneToday: done?.n ?? 0 };
}

/** One follow-up with all its attempts, the taken back ones marked. Errors: NOT_FOUND (also when out of scope). */
export function getFollowUp(db: Db, me: Identity, id: string, now: number): GetOutput {
  if (scopeOf(me, 'follow-ups.read') !== 'all') {
    const mine = db.get(`SELECT 1 FROM follow_ups f WHERE f.id = $id AND ${OWN_SQL}`, { id, me: me.staffId });
    if (!mine) throw new Failure('NOT_FOUND', { what: 'follow-up' });
  }
  const followUp = followUpRows(db, [id], dayOf(now, zoneOf(db)))[0];
  if (!followUp) throw new Failure('NOT_FOUND', { what: 'follow-up' });
  const zone = zoneOf(db);
  const attempts = db.all<{
    id: string;
    at: number;
    by: string;
    outcome: AttemptOutcome;
    words: string;
    mood: string;
    satisfaction: number | null;
    next_at: number | null;
    voids: string | null;
  }>(
    `SELECT a.id, a.happened_at AS at, s.name AS by, a.outcome, a.words, a.mood, a.satisfaction, a.next_at, a.voids
     FROM follow_up_attempts a JOIN staff s ON s.id = a.recorded_by WHERE a.follow_up_id = ? ORDER BY a.happened_at, a.id`,
    [id],
  );
  const voided = voidedAttempts(attempts);
  return {
    followUp,
    attempts: attempts
      .filter((attempt) => attempt.voids === null)
      .map(({ next_at, voids: _, ...attempt }) => ({
        ...attempt,
        nextOn: next_at === null ? null : dayOf(next_at, zone),
        voided: voided.has(attempt.id),
      })),
  };
}
