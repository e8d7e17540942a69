import type { z } from 'zod';
import type { Identity } from '#main/base/os.ts';
import { statutoryState } from '#main/calendar/service.ts';
import type { Db } from '#main/db/open.ts';
import { tally } from '#main/figures/service.ts';
import { followUpRows } from '#main/follow-ups/service.ts';
import { openingOf, readGroup, readSettings } from '#main/settings/service.ts';
import type { share, today } from '#shared/contract/today.ts';
import { openIntervalsOn } from '#shared/rules/calendar.ts';
import { weekPeriod } from '#shared/rules/figures.ts';
import { byName } from '#shared/rules/names.ts';
import { addDays, dayOf, dayStart } from '#shared/rules/zone.ts';
import { callsOf, headedCategories, itemsOf, withWords } from './todos.ts';

type Today = z.infer<NonNullable<(typeof today.get)['~orpc']['outputSchema']>>;
type Badge = z.infer<NonNullable<(typeof today.badge)['~orpc']['outputSchema']>>;
type Share = z.infer<typeof share>;

/** Lines on the page; what is beyond is in the lists. */
const TODOS_SHOWN = 60;
const CALLS_SHOWN = 20;

const OPEN = `state NOT IN ('closed', 'withdrawn')`;

type Moments = { now: number; today: string; endOfDay: number; startOfDay: number; zone: string };

function momentsOf(db: Db, now: number): Moments {
  const { zone } = openingOf(db);
  const day = dayOf(now, zone);
  return { now, today: day, startOfDay: dayStart(day, zone), endOfDay: dayStart(addDays(day, 1), zone) - 1, zone };
}

function mine(db: Db, me: Identity): { open: number; escalated: number } {
  return (
    db.get<{ open: number; escalated: number }>(
      `SELECT count(*) AS open, count(*) FILTER (WHERE level > 0) AS escalated FROM complaints WHERE ${OPEN} AND owner_id = ?`,
      [me.staffId],
    ) ?? { open: 0, escalated: 0 }
  );
}

function callCounts(db: Db, me: Identity, at: Moments): { open: number; done: number } {
  const whose = callsOf(me);
  const row = db.get<{ open: number; done: number }>(
    `SELECT (SELECT count(*) FROM follow_ups f WHERE f.state = 'open' AND f.next_on <= $today AND ${whose}) AS open,
       (SELECT count(*) FROM follow_ups f WHERE f.done_at >= $startOfDay AND f.state IN ('done', 'refused', 'unreachable') AND ${whose}) AS done`,
    { me: me.staffId, ...at },
  );
  return row ?? { open: 0, done: 0 };
}

/** Who to call now: overdue first, what has to wait until a later hour last. */
function callIds(db: Db, me: Identity, at: Moments): string[] {
  return db
    .all<{ id: string }>(
      `SELECT f.id FROM follow_ups f WHERE f.state = 'open' AND f.next_on <= $today AND ${callsOf(me)}
       ORDER BY CASE WHEN f.due_on < $today THEN 0 ELSE 1 END, CASE WHEN f.not_before > $now THEN f.not_before ELSE 0 END, f.due_at, f.id LIMIT $limit`,
      { me: me.staffId, ...at, limit: CALLS_SHOWN },
    )
    .map((row) => row.id);
}

/** Figures of this week: of the centre for who sees the whole desk, of their own for others (spec "reports: own figures"). */
function weekShares(db: Db, me: Identity, at: Moments): Pick<Today['strip'], 'weekFirstResponse' | 'followUpsInTime' | 'weekSatisfaction'> {
  const whole = me.grants['today.read'] === 'all';
  const { targets } = readSettings(db);
  const keys = ['first_response_time', 'follow_up_done', 'csat'] as const;
  const tallies = tally(db, keys, weekPeriod(at.zone, at.now), whole ? null : me.staffId);
  const shareOf = (key: (typeof keys)[number]): Share => ({
    numerator: tallies[key].value,
    denominator: tallies[key].denominator ?? 0,
    target: targets[key] ?? null,
  });
  return {
    weekFirstResponse: shareOf('first_response_time'),
    followUpsInTime: shareOf('follow_up_done'),
    weekSatisfaction: shareOf('csat'),
  };
}

/** What the newest start caught up with, as long as it was today. */
function caughtUp(db: Db, at: Moments): Today['caughtUp'] {
  const row = db.get<{ since: number; until: number; count: number }>(
    'SELECT since_at AS since, until_at AS until, raised AS count FROM catch_ups ORDER BY id DESC LIMIT 1',
  );
  return row && row.count > 0 && row.until >= at.startOfDay ? row : null;
}

function deskOf(db: Db, at: Moments): Today['desk'] {
  const rows = db.all<{ id: string | null; name: string | null; open: number; overdue: number; escalated: number }>(
    `SELECT d.id, s.name, d.open, d.overdue, d.escalated FROM (
       SELECT owner_id AS id, count(*) AS open, count(*) FILTER (WHERE next_due_at < $now AND paused = 0) AS overdue, count(*) FILTER (WHERE level > 0) AS escalated
       FROM complaints WHERE ${OPEN} GROUP BY owner_id) d LEFT JOIN staff s ON s.id = d.id`,
    { now: at.now },
  );
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    open: sum((row) => row.open),
    overdue: sum((row) => row.overdue),
    escalated: sum((row) => row.escalated),
    unassigned: sum((row) => (row.id === null ? row.open : 0)),
    byOwner: rows
      .filter((row) => row.id !== null)
      .map(({ name, open, overdue }) => ({ name: name ?? '', open, overdue }))
      .sort((a, b) => b.overdue - a.overdue || b.open - a.open || byName(a.name, b.name)),
  };
}

/** What is still to be set up; for who can do it. `lastBackupAt` comes from the backups slice. */
function setupOf(db: Db, me: Identity, at: Moments, lastBackupAt: number | null): Today['setup'] {
  if (!me.grants['settings.manage']) return [];
  const has = (sql: string, params: Record<string, unknown> = {}) => db.get(sql, params) !== undefined;
  const year = Number(at.today.slice(0, 4));
  const statutory = statutoryState(db, at.now);
  return [
    { key: 'opening', done: readGroup(db, 'opening') !== undefined },
    {
      key: 'staff',
      done: has(`SELECT 1 FROM staff WHERE login <> '' AND (left_on IS NULL OR left_on >= $today) LIMIT 1 OFFSET 1`, { today: at.today }),
    },
    { key: 'roster', done: has('SELECT 1 FROM duties WHERE day >= $today LIMIT 1', { today: at.today }) },
    { key: 'students', done: has('SELECT 1 FROM students LIMIT 1') },
    { key: 'backup', done: lastBackupAt !== null },
    { key: 'calendar_year', done: statutory.years.includes(year) && !statutory.missingNextYear },
  ];
}

/**
 * The page of one person at `now` (UTC ms): what to do in order, whom to call, the strip, and for supervisor and manager the
 * desk as a whole. Everything comes from partial indexes over what is open; words only for what is shown.
 */
export function todayOf(db: Db, me: Identity, now: number, lastBackupAt: () => number | null): Today {
  const at = momentsOf(db, now);
  const items = itemsOf(db, me, at);
  const own = mine(db, me);
  const calls = callCounts(db, me, at);
  return {
    now,
    openToday: openIntervalsOn(openingOf(db), at.today),
    todos: withWords(db, items.slice(0, TODOS_SHOWN)),
    total: items.length,
    overdue: items.filter((item) => item.dueAt < now).length,
    calls: followUpRows(db, callIds(db, me, at), at.today),
    callsDone: calls.done,
    callsTotal: calls.done + calls.open,
    strip: { myOpenComplaints: own.open, escalated: own.escalated, ...weekShares(db, me, at) },
    caughtUp: caughtUp(db, at),
    desk: me.grants['today.read'] === 'all' ? deskOf(db, at) : null,
    setup: setupOf(db, me, at, me.grants['settings.manage'] ? lastBackupAt() : null),
  };
}

/** What asks for an answer whatever its time: it is not late yet, and nobody knows whether it was seen. */
const UNANSWERED: ReadonlySet<string> = new Set(['accept', 'hand_over', 'escalation']);

/** How many things of one person are due at `now` (UTC ms), or wait to be accepted or answered. */
export function dueCount(db: Db, me: Identity, now: number): number {
  return itemsOf(db, me, momentsOf(db, now)).filter((item) => item.dueAt <= now || UNANSWERED.has(item.kind)).length;
}

/** Ids of the complaints that are somebody's own, as the complaints list shows them. */
const OWN_OPEN = `SELECT count(*) AS n FROM complaints c WHERE c.${OPEN} AND (c.owner_id = $me OR c.first_contact_id = $me OR c.recorded_by = $me
  OR c.hand_over_to_id = $me OR c.category IN (SELECT value FROM json_each($cats))
  OR EXISTS (SELECT 1 FROM escalations x WHERE x.complaint_id = c.id AND x.handler_id = $me)
  OR EXISTS (SELECT 1 FROM rectifications r WHERE r.complaint_id = c.id AND r.owner_id = $me))`;
const ALL_OPEN = `SELECT count(*) AS n FROM complaints WHERE ${OPEN}`;

/** The figures beside the areas in the navigation. */
export function badgeOf(db: Db, me: Identity, now: number): Badge {
  const at = momentsOf(db, now);
  const complaints = db.get<{ n: number }>(me.grants['complaints.read'] === 'all' ? ALL_OPEN : OWN_OPEN, {
    me: me.staffId,
    cats: JSON.stringify(headedCategories(me)),
  });
  const unread = db.get<{ n: number }>('SELECT count(*) AS n FROM messages WHERE staff_id = ? AND read_at IS NULL', [me.staffId]);
  return {
    todos: itemsOf(db, me, at).length,
    complaints: complaints?.n ?? 0,
    followUps: me.grants['follow-ups.read'] ? callCounts(db, me, at).open : 0,
    unread: unread?.n ?? 0,
  };
}
