/**
 * `studentStage` of src-shared/rules/students.ts as SQL over tables `students s`, `enrolments`, `enrolment_balances`, for lists and
 * counts; a test holds both against each other. Balances are those of now, so `$day` must be today.
 */
const packFacts = `
  SELECT e.student_id,
         max(CASE WHEN e.enrolled_on <= $day AND (e.ended_on IS NULL OR e.ended_on > $day) AND (e.valid_until IS NULL OR e.valid_until >= $day)
                   AND coalesce(b.halves, 0) > 0
                   AND NOT (st.marker <> '' AND st.marker_on <= $day AND e.enrolled_on <= st.marker_on) THEN 1 ELSE 0 END) AS running,
         max(CASE WHEN e.enrolled_on <= $day AND e.ended_on <= $day THEN e.ended_on END) AS last_ended,
         max(CASE WHEN e.enrolled_on <= $day AND (e.ended_on IS NULL OR e.ended_on > $day) THEN coalesce(e.valid_until, e.enrolled_on) END) AS last_open,
         sum(coalesce(b.halves, 0)) AS remaining
    FROM enrolments e JOIN students st ON st.id = e.student_id LEFT JOIN enrolment_balances b ON b.enrolment_id = e.id`;

/** Facts of all students; `where` narrows `e` (for example one student). */
export const packFactsSql = (where = ''): string => `${packFacts} ${where} GROUP BY e.student_id`;

/** The stage from `students s LEFT JOIN (packFactsSql) p`. */
export const stageCase = `
  CASE WHEN p.running = 1 THEN CASE WHEN s.marker IN ('completed', 'ended') AND s.marker_on <= $day THEN 'returned' ELSE 'active' END
       WHEN s.marker <> '' AND s.marker_on <= $day THEN s.marker
       WHEN p.last_ended IS NOT NULL AND (p.last_open IS NULL OR p.last_ended > p.last_open) THEN 'ended'
       WHEN p.last_open IS NOT NULL THEN 'completed'
       WHEN p.student_id IS NOT NULL THEN 'enquiry'
       ELSE 'none' END`;
