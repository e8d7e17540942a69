import type { z } from 'zod';
import type { Identity } from '#main/base/os.ts';
import type { Db } from '#main/db/open.ts';
import { matchingIds } from '#main/search/service.ts';
import type { complaintFilter, listView } from '#shared/contract/complaint-list.ts';
import { addDays, dayOf, dayStart, monthBounds, monthOf } from '#shared/rules/zone.ts';
import { departmentCategories, headedCategories, OWN_IDS_SQL } from './access.ts';

type Whole = z.infer<typeof complaintFilter>;
type Rare = 'channels' | 'tags' | 'causes' | 'aboutId';
/** The rare ones may be left out. */
export type Filter = Omit<Whole, Rare> & Partial<Pick<Whole, Rare>>;
export type View = z.infer<typeof listView>;

/** Exactly the words of the partial index, so that the planner can take it. */
export const OPEN_SQL = `c.state NOT IN ('closed', 'withdrawn')`;

/** What was merged away (and so withdrawn) stands in no list (spec/complaints.md, "Merged"); only a search through all finds it. */
const LIVE_SQL = 'c.merged_into_id IS NULL';

/** Named, as the planner would rather look through the visits of all complaints than through the few open ones. */
const OPEN_VISIT_SQL = `SELECT complaint_id FROM follow_ups INDEXED BY follow_ups_open_visit WHERE rule = 'complaint_visit' AND state = 'open'`;

/** Far more than stands in any centre for a word somebody looks for; a bound all the same. */
const TEXT_HITS = 50_000;

export type Params = Record<string, string | number | null>;
export type Where = { sql: string[]; params: Params };
/** `where` may be empty. */
export type Joined = { where: string; params: Params };

/** All conditions together, with their parameters; none = an empty text. */
export const join = (...parts: Where[]): Joined => ({
  where: parts.flatMap((part) => part.sql).join(' AND '),
  params: Object.assign({}, ...parts.map((part) => part.params)) as Params,
});

/** Which complaints the person may see at all. */
export function scopeOf(who: Identity): Where {
  if (who.grants['complaints.read'] === 'all') return { sql: [], params: {} };
  return {
    sql: [`(c.category IN (SELECT value FROM json_each($headed)) OR c.id IN (${OWN_IDS_SQL}))`],
    params: { headed: JSON.stringify(headedCategories(who)), me: who.staffId },
  };
}

/** One of the fixed views. `merged`: also what was merged away, where the view is of everything. */
export function viewOf(view: View, who: Identity, now: number, zone: string, merged = false): Where {
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
    all: { sql: merged ? [] : [LIVE_SQL], params: {} },
  };
  return views[view];
}

/** The filters of the list but for the text, which `foundIds` looks up. */
export function filtersOf(filter: Filter, zone: string): Where {
  const sql: string[] = [];
  const params: Params = {};
  const among = (column: string, name: string, values: readonly string[] = []) => {
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
  among('c.channel', 'channels', filter.channels);
  among('c.root_cause', 'causes', filter.causes);
  const equal = (condition: string, name: string, value: string | number | null) => {
    if (value === null) return;
    sql.push(condition);
    params[name] = value;
  };
  equal('c.owner_id = $ownerId', 'ownerId', filter.ownerId);
  equal('c.id IN (SELECT complaint_id FROM complaint_students WHERE student_id = $studentId)', 'studentId', filter.studentId);
  equal('c.id IN (SELECT complaint_id FROM complaint_staff WHERE staff_id = $aboutId)', 'aboutId', filter.aboutId ?? null);
  equal('c.received_at >= $from', 'from', filter.receivedFrom && dayStart(filter.receivedFrom, zone));
  equal('c.received_at < $to', 'to', filter.receivedTo && dayStart(addDays(filter.receivedTo, 1), zone));
  const tags = filter.tags?.length ? JSON.stringify(filter.tags) : null;
  // Every one of the tags.
  equal(`c.tags <> '[]' AND NOT EXISTS (SELECT value FROM json_each($tags) EXCEPT SELECT value FROM json_each(c.tags))`, 'tags', tags);
  return { sql, params };
}

/**
 * The complaints that hold the text: by number, complainant, words and log through their own index, by name, pinyin and phone of a
 * student through theirs. Null when nothing was typed.
 */
export function foundIds(db: Db, typed: string): string | null {
  const text = typed.trim();
  if (text === '') return null;
  const found = matchingIds(db, 'complaint', text, TEXT_HITS);
  const students = matchingIds(db, 'student', text, TEXT_HITS);
  if (students.length > 0) {
    const ofStudents = db.all<{ id: string }>(
      'SELECT DISTINCT complaint_id AS id FROM json_each(?) w CROSS JOIN complaint_students ON student_id = w.value',
      [JSON.stringify(students)],
    );
    const known = new Set(found);
    for (const { id } of ofStudents) if (!known.has(id)) found.push(id);
  }
  return JSON.stringify(found);
}
