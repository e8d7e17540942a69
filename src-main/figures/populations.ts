/**
 * The sets that figures count, as SQL over an index range. A figure and the list of its rows are built from the same text, so
 * that they cannot disagree. Named parameters: $from, $until, $at (UTC ms), $startDay, $endDay (days of the centre's zone).
 * What was merged away is in no set (spec/complaints.md, "Merged").
 */

export type Subject = 'complaint' | 'student' | 'follow-up';

export type Population = {
  subject: Subject;
  from: string;
  where: string;
  /** Unique for one row of the set. */
  key: string;
  /** What the list of rows says about one, and when it was. */
  outcome: string;
  at: string;
  /** Whose it is, for "own" and for tables by person. */
  owner: string | null;
  /** Conditions by which a table of the report splits the set. */
  splits: Readonly<Record<string, (value: string) => string | null>>;
};

const oneOf = (column: string, values: readonly string[]) => (value: string) => (values.includes(value) ? `${column} = '${value}'` : null);
const categories = ['teaching', 'technical', 'service', 'facility', 'finance'];
const severities = ['general', 'serious', 'critical'];
const clockNames = ['dispatch', 'first_response', 'progress', 'resolution', 'rectification', 'refund_review'];
const UUID = /^[0-9a-f-]{36}$/;
const ownerIs = (column: string) => (value: string) =>
  value === '' ? `${column} IS NULL` : UUID.test(value) ? `${column} = '${value}'` : null;

const sqlText = (value: string) => `'${value.replaceAll("'", "''")}'`;
const isWords = (column: string) => (value: string) => (value.includes('\0') ? null : `${column} = ${sqlText(value)}`);
/** A pack `e` of the course that ran in the period. */
export const COURSE_PACK = 'e.enrolled_on <= $endDay AND (e.ended_on IS NULL OR e.ended_on > $startDay)';
/**
 * A pack `e` of the student `m` that the complaint is about: one of those that it names, all where it names none of this student
 * (spec/complaints.md, "What a complaint holds").
 */
export const CONCERNED_PACK = `(EXISTS (SELECT 1 FROM complaint_enrolments n WHERE n.complaint_id = m.complaint_id AND n.enrolment_id = e.id)
  OR NOT EXISTS (SELECT 1 FROM complaint_enrolments n JOIN enrolments o ON o.id = n.enrolment_id
    WHERE n.complaint_id = m.complaint_id AND o.student_id = m.student_id))`;
/** Some promised time was not kept; one that was recorded late counts until a supervisor confirms it. */
export const LATE_SQL = `EXISTS (SELECT 1 FROM clocks l WHERE l.subject_kind = 'complaint' AND l.subject_id = c.id AND l.missed = 1 AND l.outcome <> 'met')`;
/** What became of it by now. */
export const nowSql = {
  open: `c.state NOT IN ('closed', 'withdrawn')`,
  closed: `c.state = 'closed'`,
  withdrawn: `c.state = 'withdrawn'`,
} as const;

const complaintSplits = {
  subcategory: isWords('c.subcategory'),
  cause: isWords('c.root_cause'),
  number: isWords('c.number'),
  about: (value: string) => (UUID.test(value) ? `c.id IN (SELECT complaint_id FROM complaint_staff WHERE staff_id = '${value}')` : null),
  course: (value: string) =>
    UUID.test(value)
      ? `c.id IN (SELECT m.complaint_id FROM enrolments e JOIN complaint_students m ON m.student_id = e.student_id
          WHERE e.course_id = '${value}' AND ${COURSE_PACK} AND ${CONCERNED_PACK})`
      : null,
  now: (value: string) => (Object.hasOwn(nowSql, value) ? nowSql[value as keyof typeof nowSql] : null),
  late: (value: string) => (value === 'yes' ? LATE_SQL : null),
  category: oneOf('c.category', categories),
  severity: oneOf('c.severity', severities),
  owner: ownerIs('c.owner_id'),
};

/** Late is what did not reach `met` by due: stopped after it, still open, or cancelled only after it had passed. */
const LATE_OUTCOMES = `k.outcome IN ('missed', 'open', 'cancelled')`;
const clockOutcomes: Record<string, string> = {
  met: `k.outcome = 'met'`,
  met_late: `k.outcome = 'met_late'`,
  extended: `k.outcome = 'extended'`,
  missed: LATE_OUTCOMES,
};

const DAY_MS = 86_400_000;
const AGE = '($until - c.received_at)';
/** Age of an open complaint at the end of the period; each bucket ends with its last millisecond. */
const ages: Record<string, string> = {
  '1d': `${AGE} <= ${DAY_MS}`,
  '2d': `${AGE} > ${DAY_MS} AND ${AGE} <= ${2 * DAY_MS}`,
  '7d': `${AGE} > ${2 * DAY_MS} AND ${AGE} <= ${7 * DAY_MS}`,
  '30d': `${AGE} > ${7 * DAY_MS} AND ${AGE} <= ${30 * DAY_MS}`,
  older: `${AGE} > ${30 * DAY_MS}`,
};
const ageBuckets = ['1d', '2d', '7d', '30d', 'older'] as const;
export const ageBucketSql = `CASE ${ageBuckets.map((bucket) => `WHEN ${ages[bucket]} THEN '${bucket}'`).join(' ')} END`;

const complaint = { subject: 'complaint', owner: 'c.owner_id' } as const;

/** Complaints that were open at the instant `at`: received before it, and not closed or withdrawn then. */
const openAt = (at: '$from' | '$until'): Population => ({
  ...complaint,
  from: 'complaints c',
  where: `c.id IN (
      SELECT id FROM complaints WHERE state NOT IN ('closed', 'withdrawn')
      UNION ALL SELECT complaint_id FROM complaint_states WHERE state IN ('closed', 'withdrawn') AND from_at >= ${at})
    AND c.received_at < ${at} AND c.merged_into_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM complaint_states s WHERE s.complaint_id = c.id AND s.state IN ('closed', 'withdrawn')
      AND s.from_at < ${at} AND (s.to_at IS NULL OR s.to_at >= ${at}))`,
  key: 'c.id',
  outcome: 'c.severity',
  at: 'c.received_at',
  splits: { ...complaintSplits, age: (value) => ages[value] ?? null },
});

/** With the visit of the cycle that ended, where there was one. */
const ended = (state: 'closed' | 'withdrawn'): Population => ({
  ...complaint,
  from: `complaint_states s CROSS JOIN complaints c ON c.id = s.complaint_id
    LEFT JOIN follow_ups v ON v.complaint_id = s.complaint_id AND v.cycle = s.cycle AND v.rule = 'complaint_visit' AND v.state <> 'cancelled'`,
  // Both terms: the first is the partial index, the second the state.
  where: `s.state IN ('closed', 'withdrawn') AND s.state = '${state}' AND s.from_at >= $from AND s.from_at < $until AND c.merged_into_id IS NULL`,
  key: 's.id',
  outcome: 's.state',
  at: 's.from_at',
  splits: complaintSplits,
});

/**
 * A student is active on day D with at least one pack that began, was not ended and not expired, has lessons left on D, and
 * no marker (paused, completed, ended) of D or before that came after it began. The balance on D is the balance of today minus what came later, which
 * is looked up only for packs touched since (spec/students-and-money.md, "Student and guardians").
 */
const activeOn = (day: '$startDay' | '$endDay') => `(b.enrolled_on <= ${day} AND (b.ended_on IS NULL OR b.ended_on > ${day})
  AND (b.valid_until IS NULL OR b.valid_until >= ${day})
  AND (m.id IS NULL OR m.marker_on > ${day} OR b.enrolled_on > m.marker_on)
  AND b.halves - CASE WHEN b.last_on <= ${day} THEN 0
    ELSE (SELECT coalesce(sum(l.halves), 0) FROM ledger_entries l WHERE l.enrolment_id = b.enrolment_id AND l.happened_on > ${day}) END > 0)`;

/**
 * A sheet that calls a student completed, ended or paused tells of a time before the import: whoever came with such a marker, on the day of
 * the record itself, was never active here and so cannot leave (spec/students-and-money.md, "Import and export").
 */
const CAME_MARKED = `(m.id IS NOT NULL AND m.created_at >= $from
  AND m.marker_on = date($startDay, '+' || (1 + (m.created_at - $from) / ${DAY_MS}) || ' days'))`;

/** Packs that can have been alive on either day, student by student along one covering index. */
const ROSTER = `(SELECT student_id, max(at_start) AS at_start, max(at_end) AS at_end FROM (
    SELECT b.student_id, ${activeOn('$startDay')} AND NOT ${CAME_MARKED} AS at_start, ${activeOn('$endDay')} AS at_end
    FROM enrolment_balances b INDEXED BY enrolment_balances_student
    LEFT JOIN students m INDEXED BY students_marked ON m.id = b.student_id AND m.marker <> ''
    WHERE (b.halves > 0 OR b.last_on > $startDay) AND b.enrolled_on <= $endDay
      AND (b.valid_until IS NULL OR b.valid_until >= $startDay) AND (b.ended_on IS NULL OR b.ended_on > $startDay))
  GROUP BY student_id)`;

/** Had a pack that began before the period. */
export const EARLIER_PACK = 'EXISTS (SELECT 1 FROM enrolments p WHERE p.student_id = h.student_id AND p.enrolled_on <= $startDay)';

export const populations = {
  received: {
    ...complaint,
    from: 'complaints c',
    where: 'c.received_at >= $from AND c.received_at < $until AND c.merged_into_id IS NULL',
    key: 'c.id',
    outcome: 'c.state',
    at: 'c.received_at',
    splits: complaintSplits,
  },
  closed: ended('closed'),
  withdrawn: ended('withdrawn'),
  /** Closed ones that were taken up again; a complaint reopened from `resolved` had never left the open ones. */
  reopened: {
    ...complaint,
    from: 'complaint_states s CROSS JOIN complaints c ON c.id = s.complaint_id',
    where: `s.state = 'closed' AND s.to_at IS NOT NULL AND s.to_at >= $from AND s.to_at < $until AND c.merged_into_id IS NULL`,
    key: 's.id',
    outcome: `'reopened'`,
    at: 's.to_at',
    splits: complaintSplits,
  },
  openStart: openAt('$from'),
  openEnd: openAt('$until'),
  /**
   * Clocks that fell due. One that stands still is not due yet; one that was cancelled counts only if it was late already
   * (spec/complaints.md, "Withdrawn").
   */
  clocks: {
    ...complaint,
    from: 'clocks k CROSS JOIN complaints c ON c.id = k.subject_id',
    // The plus keeps the planner from walking all clocks of complaints instead of those of the period.
    where: `k.due_at >= $from AND k.due_at < $until AND +k.subject_kind = 'complaint' AND c.merged_into_id IS NULL
      AND (k.stopped_at IS NOT NULL OR k.missed = 1 OR k.paused = 0)
      AND (k.outcome <> 'cancelled' OR k.due_at < k.stopped_at)`,
    key: 'k.id',
    outcome: 'k.outcome',
    at: 'k.due_at',
    splits: { ...complaintSplits, clock: oneOf('k.clock', clockNames), outcome: (value) => clockOutcomes[value] ?? null },
  },
  /** Steps of the ladder that fell due; handing on an unaccepted complaint is none. */
  steps: {
    ...complaint,
    from: 'escalations x CROSS JOIN complaints c ON c.id = x.complaint_id',
    where: `x.due_at >= $from AND x.due_at < $until AND x.step LIKE 'level%' AND c.merged_into_id IS NULL`,
    key: 'x.id',
    outcome: 'x.step',
    at: 'x.due_at',
    splits: complaintSplits,
  },
  /** Follow-ups that fell due, whatever became of them; one cancelled by then was never due. */
  followUpsDue: {
    subject: 'follow-up',
    from: 'follow_ups f',
    where: `f.due_at >= $from AND f.due_at < $until AND NOT (f.state = 'cancelled' AND f.done_at <= f.due_at)`,
    key: 'f.id',
    outcome: 'f.state',
    at: 'f.due_at',
    owner: 'f.owner_id',
    splits: {
      state: (value) =>
        value === 'open' ? `f.state IN ('open', 'cancelled')` : oneOf('f.state', ['done', 'unreachable', 'refused'])(value),
      owner: ownerIs('f.owner_id'),
    },
  },
  /** Follow-ups that ended in the period. */
  followUpsEnded: {
    subject: 'follow-up',
    from: 'follow_ups f',
    where: `f.done_at >= $from AND f.done_at < $until AND f.state IN ('done', 'refused', 'unreachable')`,
    key: 'f.id',
    outcome: 'f.state',
    at: 'f.done_at',
    owner: 'f.owner_id',
    splits: {
      score: (value) => (/^[1-5]$/.test(value) ? `f.satisfaction = ${value}` : null),
      owner: ownerIs('f.owner_id'),
    },
  },
  heads: {
    subject: 'student',
    from: `${ROSTER} h`,
    where: '1 = 1',
    key: 'h.student_id',
    outcome: `CASE WHEN h.at_start AND h.at_end THEN 'active' WHEN h.at_end THEN 'came' ELSE 'left' END`,
    at: 'NULL',
    owner: null,
    splits: {},
  },
} as const satisfies Record<string, Population>;
export type PopulationName = keyof typeof populations;
