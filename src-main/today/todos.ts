import type { Identity } from '#main/base/os.ts';
import type { Db } from '#main/db/open.ts';
import type { Category, ClockName, Department } from '#shared/contract/fields.ts';
import type { Todo } from '#shared/contract/today.ts';
import { departmentOfCategory } from '#shared/rules/assignment.ts';
import { byCodeUnits } from '#shared/rules/order.ts';

/** A thing to do before it has words: what, on which record, until when. */
export type Item = {
  kind: Todo['kind'];
  clock: ClockName | null;
  complaintId: string | null;
  followUpId: string | null;
  actId: string | null;
  dueAt: number;
  since: number | null;
  /** Own words of the thing (a promise, a rectification, a follow-up's reason); '' = the words of the complaint. */
  words: string;
};

/** `me`, `now` (UTC ms), `today` (day), `endOfDay` (UTC ms), `cats` (categories of headed departments, as JSON). */
type Params = Record<string, string | number>;

const PLAIN = `NULL AS followUpId, NULL AS actId, NULL AS since, '' AS words`;
const OPEN = `c.state NOT IN ('closed', 'withdrawn')`;

/** What stands still falls due at no moment that could be named: today will do. */
const NEXT_DUE = 'CASE WHEN c.paused = 1 THEN $endOfDay ELSE c.next_due_at END';
const CLOCK_DUE = 'CASE WHEN k.paused = 1 THEN $endOfDay ELSE k.due_at END';

/** The next clock of what I own; until I accepted it, accepting it. A clock that stands still asks for nothing. */
const OWNED = `SELECT CASE WHEN c.state = 'assigned' AND c.accepted_at IS NULL THEN 'accept' ELSE 'clock' END AS kind,
    c.next_clock AS clock, c.id AS complaintId, ${PLAIN},
    CASE WHEN c.state = 'assigned' AND c.accepted_at IS NULL THEN coalesce(c.accept_by_at, c.next_due_at) ELSE c.next_due_at END AS dueAt
  FROM complaints c WHERE ${OPEN} AND c.owner_id = $me AND c.next_due_at IS NOT NULL AND c.paused = 0`;

const OWNER_LEFT = 'c.owner_id IN (SELECT id FROM staff WHERE left_on < $today)';

/** Nobody owns it yet, or not any more: for who may give it to somebody. */
const UNASSIGNED = (where: string) => `SELECT 'clock' AS kind, c.next_clock AS clock, c.id AS complaintId, ${PLAIN}, ${NEXT_DUE} AS dueAt
  FROM complaints c WHERE ${OPEN} AND (c.owner_id IS NULL OR ${OWNER_LEFT}) AND c.next_due_at IS NOT NULL AND ${where}`;

const HAND_OVERS = `SELECT 'hand_over' AS kind, c.next_clock AS clock, c.id AS complaintId, ${PLAIN}, coalesce(${NEXT_DUE}, $endOfDay) AS dueAt
  FROM complaints c WHERE c.hand_over_to_id = $me AND ${OPEN}`;

/** Named handler, or told and not answered yet (complaints, "Escalation"). */
const ESCALATIONS = `SELECT 'escalation' AS kind, NULL AS clock, c.id AS complaintId, NULL AS followUpId, x.id AS actId, x.detected_at AS since, '' AS words,
    x.due_at AS dueAt
  FROM complaints c CROSS JOIN escalations x ON x.complaint_id = c.id AND x.cycle = c.cycle
  WHERE ${OPEN} AND c.level > 0 AND x.level > 0
    AND ((x.handler_id = $me AND x.acknowledged_at IS NULL)
      OR (x.handler_id IS NOT $me AND EXISTS (SELECT 1 FROM json_each(x.told) t WHERE t.value ->> 'id' = $me AND t.value ->> 'at' IS NULL)))`;

const PROMISES = `SELECT 'promise' AS kind, NULL AS clock, p.complaint_id AS complaintId, p.follow_up_id AS followUpId, p.id AS actId,
    p.made_at AS since, p.words AS words, p.due_at AS dueAt
  FROM promises p WHERE p.owner_id = $me AND p.done_at IS NULL AND (p.complaint_id IS NOT NULL OR p.follow_up_id IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM complaints c WHERE c.id = p.complaint_id AND c.state = 'withdrawn')`;

const FOLLOW_UPS = (whose: string) => `SELECT CASE WHEN f.rule = 'complaint_visit' THEN 'visit' ELSE 'follow_up' END AS kind, NULL AS clock,
    f.complaint_id AS complaintId, f.id AS followUpId, f.id AS actId, NULL AS since, f.reason AS words, f.due_at AS dueAt
  FROM follow_ups f WHERE f.state = 'open' AND f.next_on <= $today AND ${whose}`;

const RECTIFY = `SELECT 'clock' AS kind, 'rectification' AS clock, r.complaint_id AS complaintId, NULL AS followUpId, r.id AS actId,
    r.decided_at AS since, r.what AS words, k.due_at AS dueAt
  FROM rectifications r CROSS JOIN clocks k ON k.subject_kind = 'complaint' AND k.subject_id = r.complaint_id AND k.clock = 'rectification'
    AND k.cycle = r.cycle AND k.round = r.round
  WHERE r.owner_id = $me AND r.verified_at IS NULL AND r.dropped_at IS NULL AND r.done_at IS NULL AND k.paused = 0`;

/** Done, and to be seen by another person than the one who did it and the one who had to. */
const VERIFY = (
  where: string,
) => `SELECT 'verify' AS kind, NULL AS clock, c.id AS complaintId, NULL AS followUpId, r.id AS actId, r.done_at AS since, r.what AS words,
    ${CLOCK_DUE} AS dueAt
  FROM rectifications r CROSS JOIN complaints c ON c.id = r.complaint_id
  CROSS JOIN clocks k ON k.subject_kind = 'complaint' AND k.subject_id = r.complaint_id AND k.clock = 'rectification' AND k.cycle = r.cycle AND k.round = r.round
  WHERE r.verified_at IS NULL AND r.dropped_at IS NULL AND r.done_at IS NOT NULL AND r.done_by <> $me AND r.owner_id <> $me AND c.state <> 'withdrawn' AND ${where}`;

const CLOSING = `SELECT 'close' AS kind, NULL AS clock, c.id AS complaintId, NULL AS followUpId, NULL AS actId, c.resolved_at AS since, '' AS words, $endOfDay AS dueAt
  FROM complaints c WHERE c.state = 'resolved'
    AND NOT EXISTS (SELECT 1 FROM rectifications r WHERE r.complaint_id = c.id AND r.verified_at IS NULL AND r.dropped_at IS NULL)`;

/**
 * Nothing is left to wait for: the visit is over and every rectification verified or dropped. What the owner can add is no reason to
 * wait; of an anonymous one that is the cause.
 */
const CLOSE = (whose: string) => `${CLOSING} AND ${whose} AND (c.unreachable_at IS NULL OR c.root_cause = '')
    AND ((c.complainant_kind = 'anonymous' AND c.root_cause = '') OR EXISTS (SELECT 1 FROM follow_ups f WHERE f.complaint_id = c.id AND f.cycle = c.cycle
      AND f.rule = 'complaint_visit' AND f.state IN ('done', 'refused', 'unreachable')))`;

/** With the cause known one that nobody was told of is confirmed by a supervisor, who closes it. */
const CONFIRM = `${CLOSING} AND (c.complainant_kind = 'anonymous' OR c.unreachable_at IS NOT NULL) AND c.root_cause <> ''
    AND NOT EXISTS (SELECT 1 FROM complaint_staff a WHERE a.complaint_id = c.id AND a.staff_id = $me)`;

/** More time that somebody asked for: until the clock falls due it can be granted. */
const EXTENSIONS = `SELECT 'extension' AS kind, NULL AS clock, x.complaint_id AS complaintId, NULL AS followUpId, x.id AS actId,
    x.asked_at AS since, x.reason AS words, ${CLOCK_DUE} AS dueAt
  FROM extension_requests x CROSS JOIN clocks k ON k.id = x.clock_id
  WHERE x.answer IS NULL AND x.asked_by <> $me AND k.stopped_at IS NULL AND k.missed = 0 AND (k.paused = 1 OR k.due_at >= $now)
    AND NOT EXISTS (SELECT 1 FROM complaint_staff a WHERE a.complaint_id = x.complaint_id AND a.staff_id = $me)`;

/** The plus: the open ones are the smaller part, not the category. */
const HEADED = `+c.category IN (SELECT value FROM json_each($cats))`;

/** Whom the desk's calls belong to: mine, and those of nobody where I may see all. */
export function callsOf(me: Identity): string {
  return me.grants['follow-ups.read'] === 'all' ? '(f.owner_id = $me OR f.owner_id IS NULL)' : 'f.owner_id = $me';
}

function sources(me: Identity): string[] {
  const assigns = me.grants['complaints.assign'];
  const reach = assigns === 'all' ? '1 = 1' : HEADED;
  return [
    OWNED,
    HAND_OVERS,
    ESCALATIONS,
    PROMISES,
    RECTIFY,
    CLOSE('c.owner_id = $me'),
    ...(me.grants['complaints.supervise'] === 'all' ? [CONFIRM, EXTENSIONS] : []),
    ...(me.grants['follow-ups.read'] ? [FOLLOW_UPS(callsOf(me))] : []),
    ...(assigns ? [UNASSIGNED(reach), VERIFY(reach), CLOSE(`${OWNER_LEFT} AND ${reach}`)] : []),
  ];
}

/** Categories whose department the person heads. */
export function headedCategories(me: Identity): Category[] {
  return (Object.entries(departmentOfCategory) as [Category, Department][])
    .filter(([, department]) => me.headOf.includes(department))
    .map(([category]) => category);
}

/**
 * Everything the person has to do now, by due time, which puts what is overdue first. Light rows: the words come later, for
 * those that are shown. One's own rectification and the complaint's clock of the same are one thing.
 */
export function itemsOf(db: Db, me: Identity, at: { now: number; today: string; endOfDay: number }): Item[] {
  const params: Params = { me: me.staffId, ...at, cats: JSON.stringify(headedCategories(me)) };
  const items = sources(me).flatMap((sql) => db.all<Item>(sql, params));
  const rectifying = new Set(items.filter((item) => item.clock === 'rectification' && item.actId !== null).map((item) => item.complaintId));
  return items
    .filter((item) => !(item.clock === 'rectification' && item.actId === null && item.kind === 'clock' && rectifying.has(item.complaintId)))
    .sort(inOrder);
}

/** Many fall due with the end of the same day: among them the order only has to be the same each time, and cheap. */
const inOrder = (a: Item, b: Item): number =>
  a.dueAt - b.dueAt ||
  byCodeUnits(a.kind, b.kind) ||
  byCodeUnits(a.clock ?? '', b.clock ?? '') ||
  byCodeUnits(a.complaintId ?? '', b.complaintId ?? '') ||
  byCodeUnits(a.actId ?? '', b.actId ?? '');

function keyOf(item: Item): string {
  return [item.kind, item.clock, item.complaintId, item.actId].join(':');
}

type Facts = {
  id: string;
  number: string;
  words: string;
  severity: string;
  owner: string | null;
  who: string | null;
  name: string;
  kind: string;
  relation: string | null;
};

/** Words of complaints: whose child it is and who complained, as the list says it. */
function complaintFacts(db: Db, ids: readonly string[]): Map<string, Facts> {
  const rows = db.all<Facts>(
    `SELECT c.id, c.number, substr(c.words, 1, 120) AS words, c.severity, o.name AS owner, s.name AS who, c.complainant_name AS name,
       c.complainant_kind AS kind,
       (SELECT g.relation FROM student_guardians g WHERE g.student_id = s.id AND g.guardian_id = c.complainant_ref_id) AS relation
     FROM json_each($ids) j CROSS JOIN complaints c ON c.id = j.value
     LEFT JOIN staff o ON o.id = c.owner_id
     LEFT JOIN students s ON s.id = (SELECT student_id FROM complaint_students m WHERE m.complaint_id = c.id ORDER BY m.id LIMIT 1)`,
    { ids: JSON.stringify(ids) },
  );
  return new Map(rows.map((row) => [row.id, row]));
}

type CallFacts = { id: string; who: string | null; owner: string | null; relation: string | null };

function callFacts(db: Db, ids: readonly string[]): Map<string, CallFacts> {
  const rows = db.all<CallFacts>(
    `SELECT f.id, s.name AS who, o.name AS owner,
       (SELECT g.relation FROM student_guardians g WHERE g.student_id = s.id AND (f.guardian_id IS NULL OR g.guardian_id = f.guardian_id)
        ORDER BY g.is_primary DESC, g.id LIMIT 1) AS relation
     FROM json_each($ids) j CROSS JOIN follow_ups f ON f.id = j.value LEFT JOIN students s ON s.id = f.student_id LEFT JOIN staff o ON o.id = f.owner_id`,
    { ids: JSON.stringify(ids) },
  );
  return new Map(rows.map((row) => [row.id, row]));
}

const present = (ids: readonly (string | null)[]): string[] => [...new Set(ids.filter((id) => id !== null))];

/** Gives the items that are shown their words. */
export function withWords(db: Db, items: readonly Item[]): Todo[] {
  const complaints = complaintFacts(db, present(items.map((item) => item.complaintId)));
  const calls = callFacts(db, present(items.map((item) => (item.complaintId === null || item.kind === 'visit' ? item.followUpId : null))));
  return items.map((item): Todo => {
    const complaint = item.complaintId === null ? undefined : complaints.get(item.complaintId);
    const call = item.followUpId === null ? undefined : calls.get(item.followUpId);
    const isCall = item.kind === 'follow_up' || item.kind === 'visit' || complaint === undefined;
    const self = complaint?.kind === 'student' ? 'self' : '';
    return {
      key: keyOf(item),
      kind: item.kind,
      clock: item.clock,
      ref: {
        kind: isCall ? 'follow-up' : 'complaint',
        id: (isCall ? item.followUpId : item.complaintId) ?? '',
        number: complaint?.number ?? '',
      },
      actId: item.actId,
      who: complaint?.who ?? complaint?.name ?? call?.who ?? '',
      relation: (complaint ? complaint.relation : call?.relation) ?? self,
      words: item.words !== '' ? item.words : (complaint?.words ?? ''),
      dueAt: item.dueAt,
      since: item.since,
      owner: (isCall ? call?.owner : complaint?.owner) ?? '',
      severity: complaint?.severity ?? null,
    };
  });
}
