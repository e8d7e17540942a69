import type { Db } from '#main/db/open.ts';
import { ageBucketSql, CONCERNED_PACK, COURSE_PACK, LATE_SQL, nowSql, setSql } from '#main/figures/service.ts';
import { readSettings } from '#main/settings/service.ts';
import { readTree } from '#main/triage/service.ts';
import { Failure } from '#shared/contract/failure.ts';
import { type ComplaintsPart, complaintsPart } from '#shared/contract/reports.ts';
import { daysPeriod, type Period } from '#shared/rules/figures.ts';
import { byCodeUnits } from '#shared/rules/order.ts';
import { nodeFinder, type TreeKind, type TreeNode } from '#shared/rules/triage-tree.ts';

/** Days of the centre's zone, first and last counted. */
export type ComplaintsSpan = { from: string; to: string };

/** Complaints received in the period that have something in common, and what became of them by now. */
export type Group = {
  /** What the rows behind are asked with. */
  key: string;
  /** A second word of the key, and what is read. */
  also: string;
  name: string;
  received: number;
  critical: number;
  late: number;
  open: number;
  closed: number;
  withdrawn: number;
};
/** Everything that stands under one entry of a tree, whatever the complaints call it; or, without an entry, under one wording. */
export type NodeGroup = Group & { node: TreeNode | null; texts: string[] };
export type RegisterRow = {
  number: string;
  receivedAt: number;
  complainant: string;
  student: string;
  channel: string;
  category: string;
  subcategory: string;
  severity: string;
  words: string;
  owner: string;
  firstResponseAt: number | null;
  resolvedAt: number | null;
  decision: string;
  cause: string;
  satisfaction: number | null;
  state: string;
};
export type OpenRow = { number: string; receivedAt: number; student: string; severity: string; owner: string; state: string };

export type ComplaintFacts = ComplaintsSpan & {
  period: Period;
  zone: string;
  centreName: string;
  received: number;
  register: RegisterRow[];
  /** Sub-categories and causes as they stand today. */
  tree: TreeNode[];
  kinds: NodeGroup[];
  causes: NodeGroup[];
  owners: Group[];
  about: (Group & { teacher: number })[];
  courses: Group[];
  ageing: { bucket: string; severity: string; n: number }[];
  oldest: OpenRow[];
  clocks: { clock: string; severity: string; outcome: string; n: number }[];
};

/** Ten years; more is a slip of the finger. */
const MOST_DAYS_MS = 3660 * 86_400_000;
const OLDEST = 40;

const STUDENT = `coalesce((SELECT group_concat(n.name, '、') FROM complaint_students m JOIN students n ON n.id = m.student_id WHERE m.complaint_id = c.id), '')`;
const REGISTER = `SELECT c.number, c.received_at AS receivedAt, c.complainant_name AS complainant, ${STUDENT} AS student, c.channel, c.category, c.subcategory,
  c.severity, substr(c.words, 1, 300) AS words, coalesce(o.name, '') AS owner,
  (SELECT k.stopped_at FROM clocks k WHERE k.subject_kind = 'complaint' AND k.subject_id = c.id AND k.clock = 'first_response' AND k.cycle = 1
    AND k.outcome <> 'cancelled') AS firstResponseAt,
  c.resolved_at AS resolvedAt, substr(c.decision, 1, 300) AS decision, c.root_cause AS cause,
  (SELECT f.satisfaction FROM follow_ups f WHERE f.complaint_id = c.id AND f.rule = 'complaint_visit' AND f.satisfaction IS NOT NULL
    ORDER BY f.cycle DESC, f.id DESC LIMIT 1) AS satisfaction, c.state
  FROM (SELECT c.* ${setSql('received')} ORDER BY c.received_at, c.id LIMIT $most) c LEFT JOIN staff o ON o.id = c.owner_id ORDER BY c.received_at, c.id`;

const RECEIVED = `WITH r AS MATERIALIZED (SELECT c.id, c.category, c.subcategory, c.root_cause AS cause, c.owner_id AS owner, c.severity = 'critical' AS critical,
  ${LATE_SQL} AS late, ${nowSql.open} AS open, ${nowSql.closed} AS closed, ${nowSql.withdrawn} AS withdrawn ${setSql('received')})`;
const SUMS = `count(*) AS received, sum(r.critical) AS critical, sum(r.late) AS late, sum(r.open) AS open, sum(r.closed) AS closed, sum(r.withdrawn) AS withdrawn`;
const MOST_FIRST = 'ORDER BY received DESC, name, key';
const group = (key: string, also: string, name: string, from: string, more = '') =>
  `${RECEIVED} SELECT ${key} AS key, ${also} AS also, ${name} AS name, ${SUMS}${more} FROM ${from} GROUP BY 1, 2 ${MOST_FIRST}`;

const GROUPS = {
  kinds: `${RECEIVED} SELECT r.category AS key, r.subcategory AS also, r.subcategory AS name, ${SUMS} FROM r GROUP BY 1, 2 ORDER BY key, received DESC, also`,
  causes: group('r.cause', `''`, 'r.cause', 'r'),
  owners: group(`coalesce(r.owner, '')`, `''`, `coalesce(s.name, '')`, 'r LEFT JOIN staff s ON s.id = r.owner'),
  about: group(
    's.id',
    `''`,
    's.name',
    'r JOIN complaint_staff m ON m.complaint_id = r.id JOIN staff s ON s.id = m.staff_id',
    `, EXISTS (SELECT 1 FROM json_each(s.departments) d WHERE d.value = 'teaching') AS teacher`,
  ),
  courses: group(
    'p.id',
    `''`,
    'p.name',
    `(SELECT DISTINCT r.*, e.course_id AS course FROM r CROSS JOIN complaint_students m ON m.complaint_id = r.id
      CROSS JOIN enrolments e ON e.student_id = m.student_id AND ${COURSE_PACK} AND ${CONCERNED_PACK}) r JOIN courses p ON p.id = r.course`,
  ),
} as const;

const AGEING = `SELECT ${ageBucketSql} AS bucket, c.severity, count(*) AS n ${setSql('openEnd')} GROUP BY 1, 2`;
const OPEN = `SELECT c.number, c.received_at AS receivedAt, ${STUDENT} AS student, c.severity, coalesce(o.name, '') AS owner, c.state
  FROM (SELECT c.* ${setSql('openEnd')}) c LEFT JOIN staff o ON o.id = c.owner_id ORDER BY c.received_at, c.id LIMIT ${OLDEST}`;
const CLOCKS = `SELECT k.clock, c.severity, k.outcome, count(*) AS n ${setSql('clocks')} GROUP BY 1, 2, 3`;

/** Two of the same kind as one, with the words of the first. */
export const added = <G extends Group>(a: G, b: Group): G => ({
  ...a,
  received: a.received + b.received,
  critical: a.critical + b.critical,
  late: a.late + b.late,
  open: a.open + b.open,
  closed: a.closed + b.closed,
  withdrawn: a.withdrawn + b.withdrawn,
});

/** Puts together what belongs to one entry of the tree: renamed and merged ones count with what they are called today. */
function underNodes(groups: readonly Group[], tree: readonly TreeNode[], kind: TreeKind): NodeGroup[] {
  const find = nodeFinder(tree);
  const sums = new Map<string, NodeGroup>();
  for (const group of groups) {
    const parent = kind === 'subcategory' ? group.key : '';
    const node = find(kind, parent, group.name) ?? null;
    const key = `${parent} ${node ? node.id : group.name}`;
    const sum = sums.get(key);
    if (sum) sums.set(key, { ...added(sum, group), texts: [...sum.texts, group.name] });
    else sums.set(key, { ...group, node, texts: [group.name] });
  }
  const parentOf = (group: Group) => (kind === 'subcategory' ? group.key : '');
  return [...sums.values()].sort((a, b) => byCodeUnits(parentOf(a), parentOf(b)) || b.received - a.received || byCodeUnits(a.name, b.name));
}

/** What is asked for: some parts only, and of the register at most so many rows. */
export type Wanted = { parts: readonly ComplaintsPart[]; most: number };
const NO_LIMIT = -1;
export const EVERYTHING: Wanted = { parts: complaintsPart.options, most: NO_LIMIT };

/** What the asked parts of the reports of complaints need, from the same sets as the figures. Run it inside one read snapshot. Errors: INVALID. */
export function gatherComplaints(db: Db, { from, to }: ComplaintsSpan, now: number, { parts, most }: Wanted = EVERYTHING): ComplaintFacts {
  const { zone, centreName } = readSettings(db);
  const period = daysPeriod(from, to, zone, now);
  if (period.to <= period.from) throw new Failure('INVALID', { field: 'to', reason: 'before_from' });
  if (period.to - period.from > MOST_DAYS_MS) throw new Failure('INVALID', { field: 'from', reason: 'too_long' });
  const only = <T>(part: ComplaintsPart, sql: string, params: Period & { most?: number } = period): T[] =>
    parts.includes(part) ? db.all<T>(sql, params) : [];
  const tree = parts.includes('kinds') ? readTree(db) : [];
  return {
    from,
    to,
    period,
    zone,
    centreName,
    received: db.get<{ n: number }>(`SELECT count(*) AS n ${setSql('received')}`, period)?.n ?? 0,
    register: only('register', REGISTER, { ...period, most }),
    tree,
    kinds: underNodes(only<Group>('kinds', GROUPS.kinds), tree, 'subcategory'),
    causes: underNodes(only<Group>('kinds', GROUPS.causes), tree, 'cause'),
    owners: only('people', GROUPS.owners),
    about: only('people', GROUPS.about),
    courses: only('people', GROUPS.courses),
    ageing: only('ageing', AGEING),
    oldest: only('ageing', OPEN),
    clocks: only('clocks', CLOCKS),
  };
}
