import type { z } from 'zod';
import type { Identity } from '#main/base/os.ts';
import type { Db } from '#main/db/open.ts';
import { matchingIds } from '#main/search/service.ts';
import { zoneOf } from '#main/settings/service.ts';
import type { ComplaintRow, complaintFilter, listView } from '#shared/contract/complaints.ts';
import { Failure } from '#shared/contract/failure.ts';
import { addDays, dayOf, dayStart, monthBounds, monthOf } from '#shared/rules/zone.ts';
import { departmentCategories, headedCategories, OWN_IDS_SQL } from './access.ts';

export type Filter = z.infer<typeof complaintFilter>;
export type View = z.infer<typeof listView>;
export type Sort = 'due' | 'received' | 'number';

/** Exactly the words of the partial index, so that the planner can take it. */
export const OPEN_SQL = `c.state NOT IN ('closed', 'withdrawn')`;

/** Named, as the planner would rather look through the visits of all complaints than through the few open ones. */
const OPEN_VISIT_SQL = `SELECT complaint_id FROM follow_ups INDEXED BY follow_ups_open_visit WHERE rule = 'complaint_visit' AND state = 'open'`;

/** More than this many hits of a typed text look alike to a person; they type on. */
const TEXT_HITS = 2000;

type Params = Record<string, string | number | null>;
type Where = { sql: string[]; params: Params };

/** Which complaints the person may see at all. */
function scopeOf(who: Identity): Where {
  if (who.grants['complaints.read'] === 'all') return { sql: [], params: {} };
  return {
    sql: [`(c.category IN (SELECT value FROM json_each($headed)) OR c.id IN (${OWN_IDS_SQL}))`],
    params: { headed: JSON.stringify(headedCategories(who)), me: who.staffId },
  };
}

function viewOf(view: View, who: Identity, now: number, zone: string): Where {
  const dayEnd = dayStart(addDays(dayOf(now, zone), 1), zone);
  const month = monthBounds(monthOf(now, zone), zone);
  const views: Record<View, Where> = {
    mine: { sql: ['c.owner_id = $me', OPEN_SQL], params: { me: who.staffId } },
    department: {
      sql: ['c.category IN (SELECT value FROM json_each($department))', OPEN_SQL],
      params: { department: JSON.stringify(departmentCategories(who)) },
    },
    due_today: { sql: [OPEN_SQL, 'c.paused = 0', 'c.next_due_at >= $now', 'c.next_due_at <= $dayEnd'], params: { now, dayEnd } },
    overdue: { sql: [OPEN_SQL, 'c.paused = 0', 'c.next_due_at < $now'], params: { now } },
    escalated: { sql: [OPEN_SQL, 'c.level > 0'], params: {} },
    waiting: { sql: [`c.state = 'waiting'`, OPEN_SQL], params: {} },
    to_visit: { sql: [`c.state = 'resolved'`, OPEN_SQL, `c.id IN (${OPEN_VISIT_SQL})`], params: {} },
    closed_this_month: {
      // The plus: the month is the smaller part, not the state.
      sql: ['c.closed_at >= $monthFrom', 'c.closed_at < $monthTo', `+c.state = 'closed'`],
      params: { monthFrom: month.from, monthTo: month.to },
    },
    all: { sql: [], params: {} },
  };
  return views[view];
}

function filtersOf(db: Db, filter: Filter, zone: string): Where {
  const sql: string[] = [];
  const params: Params = {};
  const among = (column: string, name: string, values: readonly string[]) => {
    if (values.length === 0) return;
    // Spelled out: a handful of words, compared without a list to look them up in.
    sql.push(`${column} IN (${values.map((_, index) => `$${name}${index}`).join(', ')})`);
    values.forEach((value, index) => {
      params[`${name}${index}`] = value;
    });
  };
  among('c.state', 'states', filter.states);
  among('c.category', 'categories', filter.categories);
  among('c.severity', 'severities', filter.severities);
  const equal = (condition: string, name: string, value: string | number | null) => {
    if (value === null) return;
    sql.push(condition);
    params[name] = value;
  };
  equal('c.owner_id = $ownerId', 'ownerId', filter.ownerId);
  equal('c.id IN (SELECT complaint_id FROM complaint_students WHERE student_id = $studentId)', 'studentId', filter.studentId);
  equal('c.received_at >= $from', 'from', filter.receivedFrom && dayStart(filter.receivedFrom, zone));
  equal('c.received_at < $to', 'to', filter.receivedTo && dayStart(addDays(filter.receivedTo, 1), zone));
  const text = filter.text.trim();
  if (text !== '') {
    // Words, number and complainant by the complaint's own index; name, pinyin and phone of the student by theirs.
    sql.push(
      `(c.id IN (SELECT value FROM json_each($found)) OR c.id IN
        (SELECT complaint_id FROM complaint_students WHERE student_id IN (SELECT value FROM json_each($foundStudents))))`,
    );
    params.found = JSON.stringify(matchingIds(db, 'complaint', text, TEXT_HITS));
    params.foundStudents = JSON.stringify(matchingIds(db, 'student', text, TEXT_HITS));
  }
  return { sql, params };
}

/** `where` may be empty. */
type Joined = { where: string; params: Params };

const join = (...parts: Where[]): Joined => ({
  where: parts.flatMap((part) => part.sql).join(' AND '),
  params: Object.assign({}, ...parts.map((part) => part.params)) as Params,
});

/** SQLite counts a whole table by its pages, but only without a WHERE. */
const countOf = (db: Db, { where, params }: Joined): number =>
  db.get<{ n: number }>(`SELECT count(*) AS n FROM complaints c ${where && `WHERE ${where}`}`, params)?.n ?? 0;

type ListRow = Omit<ComplaintRow, 'owner' | 'student' | 'accepted' | 'paused'> & {
  ownerId: string | null;
  ownerName: string | null;
  accepted: number;
  paused: number;
};

/** Words are cut for the row; the page has them whole. */
const ROW_SQL = `SELECT c.id, c.number, substr(c.words, 1, 200) AS words, c.category, c.subcategory, c.severity, c.state, c.owner_id AS ownerId,
  o.name AS ownerName, c.accepted_at IS NOT NULL AS accepted, c.level, c.next_clock AS nextClock, c.next_due_at AS nextDueAt, c.paused,
  c.received_at AS receivedAt, c.version FROM complaints c LEFT JOIN staff o ON o.id = c.owner_id`;

/** Names of the students concerned, for many complaints at once. */
export function studentNames(db: Db, ids: readonly string[]): Map<string, string> {
  const rows = db.all<{ id: string; name: string }>(
    `SELECT cs.complaint_id AS id, s.name FROM complaint_students cs JOIN students s ON s.id = cs.student_id
     WHERE cs.complaint_id IN (SELECT value FROM json_each(?)) ORDER BY cs.rowid`,
    [JSON.stringify(ids)],
  );
  const names = new Map<string, string>();
  for (const { id, name } of rows) names.set(id, names.has(id) ? `${names.get(id)}、${name}` : name);
  return names;
}

function complete(db: Db, rows: readonly ListRow[]): ComplaintRow[] {
  const names = studentNames(
    db,
    rows.map((row) => row.id),
  );
  return rows.map(({ ownerId, ownerName, ...row }) => ({
    ...row,
    student: names.get(row.id) ?? '',
    owner: ownerId === null ? null : { id: ownerId, name: ownerName ?? '' },
    accepted: row.accepted === 1,
    paused: row.paused === 1,
  }));
}

/** Complaints by id in the given order, as rows of the list. */
export function complaintRows(db: Db, ids: readonly string[]): ComplaintRow[] {
  return complete(
    db,
    db.all<ListRow>(`SELECT r.* FROM json_each(?) w JOIN (${ROW_SQL}) r ON r.id = w.value ORDER BY w.key`, [JSON.stringify(ids)]),
  );
}

type Key = [at: number | null, id: string];

function keyOf(cursor: string | undefined): Key | null {
  if (cursor === undefined) return null;
  try {
    const key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as Key;
    if (Array.isArray(key) && key.length === 2 && typeof key[1] === 'string' && (key[0] === null || typeof key[0] === 'number')) return key;
  } catch {
    // Falls through: said below in one place.
  }
  throw new Failure('INVALID', { field: 'cursor', reason: 'unreadable' });
}

const cursorOf = (...key: Key): string => Buffer.from(JSON.stringify(key)).toString('base64url');

type Query = { where: string; params: Params; limit: number };

function select(db: Db, { where, params, limit }: Query, more: string, order: string, key: Params): ListRow[] {
  return db.all<ListRow>(`${ROW_SQL} WHERE ${where || '1'} ${more} ORDER BY ${order} LIMIT $limit`, { ...params, ...key, limit });
}

/** Next due first; then, newest first, those that no clock runs for. */
function byDue(db: Db, query: Query, after: Key | null): ListRow[] {
  const rows: ListRow[] = [];
  if (after === null || after[0] !== null) {
    const more = after === null ? 'AND c.next_due_at IS NOT NULL' : 'AND (c.next_due_at, c.id) > ($at, $id)';
    rows.push(...select(db, query, more, 'c.next_due_at, c.id', after === null ? {} : { at: after[0], id: after[1] }));
  }
  const left = query.limit - rows.length;
  if (left <= 0) return rows;
  const from = after !== null && after[0] === null ? after[1].split('.') : null;
  const more = `AND c.next_due_at IS NULL ${from ? 'AND (c.received_at, c.id) < ($at, $id)' : ''}`;
  const key = from ? { at: Number(from[0]), id: from[1] ?? '' } : {};
  rows.push(...select(db, { ...query, limit: left }, more, 'c.received_at DESC, c.id DESC', key as Params));
  return rows;
}

function page(db: Db, sort: Sort, query: Query, after: Key | null): ListRow[] {
  if (sort === 'due') return byDue(db, query, after);
  if (sort === 'received') {
    const more = after === null ? '' : 'AND (c.received_at, c.id) < ($at, $id)';
    return select(db, query, more, 'c.received_at DESC, c.id DESC', after === null ? {} : { at: after[0], id: after[1] });
  }
  const more = after === null ? '' : 'AND c.number < $id';
  return select(db, query, more, 'c.number DESC', after === null ? {} : { id: after[1] });
}

function cursorAfter(sort: Sort, row: ListRow): string {
  if (sort === 'number') return cursorOf(0, row.number);
  if (sort === 'received') return cursorOf(row.receivedAt, row.id);
  return row.nextDueAt === null ? cursorOf(null, `${row.receivedAt}.${row.id}`) : cursorOf(row.nextDueAt, row.id);
}

/**
 * One page of a saved view, narrowed by filters to what the person may see. Keyset paging: `next` is the cursor of the following
 * page. `now` UTC ms. Errors: INVALID (cursor).
 */
export function listComplaints(
  db: Db,
  who: Identity,
  input: Filter & { sort: Sort; cursor?: string | undefined; limit: number },
  now: number,
): { rows: ComplaintRow[]; next: string | null; total: number } {
  const zone = zoneOf(db);
  const { where, params } = join(scopeOf(who), viewOf(input.view, who, now, zone), filtersOf(db, input, zone));
  const found = page(db, input.sort, { where, params, limit: input.limit + 1 }, keyOf(input.cursor));
  const rows = found.slice(0, input.limit);
  const last = rows.at(-1);
  // A first page that holds everything needs no second query.
  const whole = input.cursor === undefined && found.length <= input.limit;
  const total = whole ? rows.length : countOf(db, { where, params });
  return { rows: complete(db, rows), next: found.length > input.limit && last ? cursorAfter(input.sort, last) : null, total };
}

type CountRow = Record<'mine' | 'department' | 'due_today' | 'overdue' | 'escalated' | 'waiting' | 'open', number | null> & {
  oldest: number | null;
};

/** The figures behind the saved views, from indexes of the open ones alone. */
export function countComplaints(
  db: Db,
  who: Identity,
  now: number,
): { views: Record<View, number>; open: number; oldestOpenAt: number | null } {
  const zone = zoneOf(db);
  const dayEnd = dayStart(addDays(dayOf(now, zone), 1), zone);
  const scope = scopeOf(who);
  const open = join({ sql: [OPEN_SQL], params: {} }, scope);
  const row = db.get<CountRow>(
    `SELECT count(*) AS open, min(c.received_at) AS oldest, sum(c.owner_id = $me) AS mine,
       sum(c.category IN (SELECT value FROM json_each($department))) AS department,
       sum(c.paused = 0 AND c.next_due_at >= $now AND c.next_due_at <= $dayEnd) AS due_today,
       sum(c.paused = 0 AND c.next_due_at < $now) AS overdue, sum(c.level > 0) AS escalated, sum(c.state = 'waiting') AS waiting
     FROM complaints c WHERE ${open.where}`,
    { ...open.params, me: who.staffId, department: JSON.stringify(departmentCategories(who)), now, dayEnd },
  );
  const count = (view: View): number => countOf(db, join(scope, viewOf(view, who, now, zone)));
  const views: Record<View, number> = {
    mine: row?.mine ?? 0,
    department: row?.department ?? 0,
    due_today: row?.due_today ?? 0,
    overdue: row?.overdue ?? 0,
    escalated: row?.escalated ?? 0,
    waiting: row?.waiting ?? 0,
    to_visit: count('to_visit'),
    closed_this_month: count('closed_this_month'),
    all: count('all'),
  };
  return { views, open: row?.open ?? 0, oldestOpenAt: row?.oldest ?? null };
}
