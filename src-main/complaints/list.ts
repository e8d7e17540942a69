import type { Identity } from '#main/base/os.ts';
import type { Db } from '#main/db/open.ts';
import { zoneOf } from '#main/settings/service.ts';
import type { ComplaintListRow, ComplaintRow } from '#shared/contract/complaint-list.ts';
import { Failure } from '#shared/contract/failure.ts';
import { byCodeUnits } from '#shared/rules/order.ts';
import { addDays, dayOf, dayStart } from '#shared/rules/zone.ts';
import { departmentCategories } from './access.ts';
import { type Filter, filtersOf, foundIds, type Joined, join, OPEN_SQL, type Params, scopeOf, type View, viewOf } from './list-filter.ts';

export type Sort = 'due' | 'received' | 'number';

/** SQLite counts a whole table by its pages, but only without a WHERE. */
function countOf(db: Db, { where, params }: Joined): number {
  const count = (table: string, given: Params) => db.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`, given)?.n ?? 0;
  if (where === 'c.merged_into_id IS NULL') return count('complaints', {}) - count('complaints WHERE merged_into_id IS NOT NULL', {});
  return count(`complaints c ${where && `WHERE ${where}`}`, params);
}

type ListRow = Omit<ComplaintRow, 'owner' | 'student' | 'accepted' | 'paused'> & {
  ownerId: string | null;
  ownerName: string | null;
  accepted: number;
  paused: number;
};

/** Words are cut for the row; the page has them whole. */
const ROW_SQL = `c.id, c.number, substr(c.words, 1, 200) AS words, c.category, c.subcategory, c.severity, c.state, c.owner_id AS ownerId,
  o.name AS ownerName, c.accepted_at IS NOT NULL AS accepted, c.level, c.next_clock AS nextClock, c.next_due_at AS nextDueAt, c.paused,
  c.received_at AS receivedAt, c.version`;

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

function complete({ ownerId, ownerName, ...row }: ListRow, names: ReadonlyMap<string, string>): ComplaintRow {
  return {
    ...row,
    student: names.get(row.id) ?? '',
    owner: ownerId === null ? null : { id: ownerId, name: ownerName ?? '' },
    accepted: row.accepted === 1,
    paused: row.paused === 1,
  };
}

/** Complaints by id in the given order, as rows that other pages show. */
export function complaintRows(db: Db, ids: readonly string[]): ComplaintRow[] {
  const names = studentNames(db, ids);
  return db
    .all<ListRow>(
      `SELECT ${ROW_SQL} FROM json_each(?) w JOIN complaints c ON c.id = w.value LEFT JOIN staff o ON o.id = c.owner_id ORDER BY w.key`,
      [JSON.stringify(ids)],
    )
    .map((row) => complete(row, names));
}

type More = Omit<ComplaintListRow['more'], 'tags'> & { tags: string };

/** The same with what the further columns of the list show. */
export function complaintListRows(db: Db, ids: readonly string[]): ComplaintListRow[] {
  const names = studentNames(db, ids);
  return db
    .all<ListRow & More>(
      `SELECT ${ROW_SQL}, c.channel, c.complainant_name AS complainant, f.name AS firstContact, c.tags, c.root_cause AS rootCause,
         c.resolved_at AS resolvedAt, c.closed_at AS closedAt,
         coalesce((SELECT group_concat(s.name, '、') FROM complaint_staff m JOIN staff s ON s.id = m.staff_id WHERE m.complaint_id = c.id), '') AS about
       FROM json_each(?) w JOIN complaints c ON c.id = w.value LEFT JOIN staff o ON o.id = c.owner_id LEFT JOIN staff f ON f.id = c.first_contact_id
       ORDER BY w.key`,
      [JSON.stringify(ids)],
    )
    .map(({ channel, complainant, firstContact, tags, rootCause, resolvedAt, closedAt, about, ...row }) => ({
      ...complete(row, names),
      more: { channel, complainant, firstContact, rootCause, resolvedAt, closedAt, about, tags: JSON.parse(tags) as string[] },
    }));
}

type Key = [at: number | null, id: string];

function keyOf(cursor: string | undefined, field: 'cursor' | 'until'): Key | null {
  if (cursor === undefined) return null;
  try {
    const key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as Key;
    if (Array.isArray(key) && key.length === 2 && typeof key[1] === 'string' && (key[0] === null || typeof key[0] === 'number')) return key;
  } catch {
    // Falls through: said below in one place.
  }
  throw new Failure('INVALID', { field, reason: 'unreadable' });
}

const cursorOf = (...key: Key): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** What a row is sorted by. */
type Place = { id: string; number: string; due: number | null; received: number };
const PLACE_SQL = 'SELECT c.id, c.number, c.next_due_at AS due, c.received_at AS received FROM';

type Query = { where: string; params: Params; limit: number };

function select(db: Db, { where, params, limit }: Query, more: string, order: string, key: Params): Place[] {
  return db.all<Place>(`${PLACE_SQL} complaints c WHERE ${where || '1'} ${more} ORDER BY ${order} LIMIT $limit`, {
    ...params,
    ...key,
    limit,
  });
}

/** Next due first; then, newest first, those that no clock runs for. */
function byDue(db: Db, query: Query, after: Key | null): Place[] {
  const rows: Place[] = [];
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

function page(db: Db, sort: Sort, query: Query, after: Key | null): Place[] {
  if (sort === 'due') return byDue(db, query, after);
  if (sort === 'received') {
    const more = after === null ? '' : 'AND (c.received_at, c.id) < ($at, $id)';
    return select(db, query, more, 'c.received_at DESC, c.id DESC', after === null ? {} : { at: after[0], id: after[1] });
  }
  const more = after === null ? '' : 'AND c.number < $id';
  return select(db, query, more, 'c.number DESC', after === null ? {} : { id: after[1] });
}

const newestFirst = (a: Place, b: Place): number => b.received - a.received || byCodeUnits(b.id, a.id);
/** The same orders as above, for rows that are in memory anyway. */
const orders: Record<Sort, (a: Place, b: Place) => number> = {
  due: (a, b) => {
    if (a.due === null || b.due === null) return a.due === b.due ? newestFirst(a, b) : a.due === null ? 1 : -1;
    return a.due - b.due || byCodeUnits(a.id, b.id);
  },
  received: newestFirst,
  number: (a, b) => byCodeUnits(b.number, a.number),
};

function cursorAfter(sort: Sort, row: Place): string {
  if (sort === 'number') return cursorOf(0, row.number);
  if (sort === 'received') return cursorOf(row.received, row.id);
  return row.due === null ? cursorOf(null, `${row.received}.${row.id}`) : cursorOf(row.due, row.id);
}

function placeOf(sort: Sort, key: Key): Place {
  const none = { id: key[1], number: key[1], due: null, received: 0 };
  if (sort === 'number') return none;
  if (sort === 'received') return { ...none, received: key[0] ?? 0 };
  const [received, id = ''] = key[1].split('.');
  return key[0] === null ? { ...none, received: Number(received), id } : { ...none, due: key[0] };
}

/** More than any list can hold. */
const ALL = 1e9;

export type ListInput = Filter & { sort: Sort };

/** Everything that the text was found in, looked at once: the hits are few beside the table, and page and total come from one reading. */
function searched(db: Db, { where, params }: Joined, found: string, sort: Sort): Place[] {
  return db
    .all<Place>(`${PLACE_SQL} json_each($found) w CROSS JOIN complaints c ON c.id = w.value WHERE ${where || '1'}`, { ...params, found })
    .sort(orders[sort]);
}

function conditions(db: Db, who: Identity, input: Filter, now: number): { joined: Joined; found: string | null } {
  const zone = zoneOf(db);
  const found = foundIds(db, input.text);
  return { joined: join(scopeOf(who), viewOf(input.view, who, now, zone, found !== null), filtersOf(input, zone)), found };
}

/**
 * One page of a view, narrowed by filters to what the person may see. Keyset paging: `next` is the cursor of the following
 * page. With `until` (such a cursor of before) only what lies up to it; `next` is then the same again, or less where more than
 * `limit` lie before it. `now` UTC ms. Errors: INVALID (cursor, until).
 */
export function listComplaints(
  db: Db,
  who: Identity,
  input: ListInput & { cursor?: string | undefined; until?: string | undefined; limit: number },
  now: number,
): { rows: ComplaintListRow[]; next: string | null; total: number } {
  const { sort, limit, until } = input;
  const { joined, found } = conditions(db, who, input, now);
  const after = keyOf(input.cursor, 'cursor');
  const end = keyOf(until, 'until');
  let places: Place[];
  let total: number;
  if (found !== null) {
    const all = searched(db, joined, found, sort);
    const last = after && placeOf(sort, after);
    places = (last ? all.filter((row) => orders[sort](row, last) > 0) : all).slice(0, limit + 1);
    total = all.length;
  } else {
    places = page(db, sort, { ...joined, limit: limit + 1 }, after);
    // A first page that holds everything needs no second query.
    total = after === null && places.length <= limit ? places.length : countOf(db, joined);
  }
  if (end) {
    const edge = placeOf(sort, end);
    places = places.filter((row) => orders[sort](row, edge) <= 0);
  }
  const shown = places.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: complaintListRows(
      db,
      shown.map((row) => row.id),
    ),
    next: places.length > limit && last ? cursorAfter(sort, last) : (until ?? null),
    total,
  };
}

/** The ids of the whole list as filtered, in its order: for a sheet. */
export function listedIds(db: Db, who: Identity, input: ListInput, now: number): string[] {
  const { joined, found } = conditions(db, who, input, now);
  const places = found === null ? page(db, input.sort, { ...joined, limit: ALL }, null) : searched(db, joined, found, input.sort);
  return places.map((row) => row.id);
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
