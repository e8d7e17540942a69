/**
 * The stage of a student (spec/students-and-money.md) as SQL over tables `students` and `enrolment_balances e`, for lists and counts; a test
 * holds it against a plain function by cases. Balances are those of now, so `$day` must be today.
 */
const facts = (student: 's' | 'st') => ({
  running: `max(CASE WHEN e.enrolled_on <= $day AND (e.ended_on IS NULL OR e.ended_on > $day) AND (e.valid_until IS NULL OR e.valid_until >= $day)
    AND e.halves > 0
    AND NOT coalesce(${student}.marker <> '' AND ${student}.marker_on <= $day AND e.enrolled_on <= ${student}.marker_on, 0) THEN 1 ELSE 0 END)`,
  lastEnded: 'max(CASE WHEN e.enrolled_on <= $day AND e.ended_on <= $day THEN e.ended_on END)',
  lastOpen:
    'max(CASE WHEN e.enrolled_on <= $day AND (e.ended_on IS NULL OR e.ended_on > $day) THEN coalesce(e.valid_until, e.enrolled_on) END)',
});

const stageFrom = (p: { running: string; lastEnded: string; lastOpen: string; known: string }) => `
  CASE WHEN ${p.running} = 1 THEN CASE WHEN s.marker IN ('completed', 'ended') AND s.marker_on <= $day THEN 'returned' ELSE 'active' END
       WHEN s.marker <> '' AND s.marker_on <= $day THEN s.marker
       WHEN ${p.lastEnded} IS NOT NULL AND (${p.lastOpen} IS NULL OR ${p.lastEnded} > ${p.lastOpen}) THEN 'ended'
       WHEN ${p.lastOpen} IS NOT NULL THEN 'completed'
       WHEN ${p.known} IS NOT NULL THEN 'enquiry'
       ELSE 'none' END`;

/** Facts of all students; `where` narrows `e` (for example one student). */
export function packFactsSql(where = ''): string {
  const { running, lastEnded, lastOpen } = facts('st');
  return `SELECT e.student_id, ${running} AS running, ${lastEnded} AS last_ended, ${lastOpen} AS last_open, sum(e.halves) AS remaining
    FROM enrolment_balances e LEFT JOIN students st INDEXED BY students_marked ON st.id = e.student_id AND st.marker <> ''
    ${where} GROUP BY e.student_id`;
}

/** The stage from `students s LEFT JOIN (packFactsSql) p`. */
export const stageCase = stageFrom({ running: 'p.running', lastEnded: 'p.last_ended', lastOpen: 'p.last_open', known: 'p.student_id' });

/** The stage of each group of `students s LEFT JOIN enrolment_balances e … GROUP BY s.id`. */
export const stageOfGroup = stageFrom({ ...facts('s'), known: 'max(e.student_id)' });
