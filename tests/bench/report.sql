-- One month of the report; run for the month, the month before and the same month a year before. The tables that only the month itself
-- has (by category, owner and score) are sums of these rows, so they are read once more with their columns.
-- name: heads
SELECT sum(at_start) AS at_start, sum(at_end) AS at_end, sum(at_start AND NOT at_end) AS went, sum(at_end AND NOT at_start AND earlier) AS returned,
  sum(at_end AND NOT at_start AND NOT earlier) AS joined
FROM (
  SELECT student_id, max(at_start) AS at_start, max(at_end) AS at_end,
    EXISTS (SELECT 1 FROM enrolments p WHERE p.student_id = r.student_id AND p.enrolled_on <= $start_day) AS earlier
  FROM (
    SELECT b.student_id,
      b.enrolled_on <= $start_day AND (b.ended_on IS NULL OR b.ended_on > $start_day) AND (b.valid_until IS NULL OR b.valid_until >= $start_day)
        AND (m.id IS NULL OR m.marker_on > $start_day OR b.enrolled_on > m.marker_on)
        AND b.halves - CASE WHEN b.last_on <= $start_day THEN 0 ELSE
          (SELECT coalesce(sum(l.halves), 0) FROM ledger_entries l WHERE l.enrolment_id = b.enrolment_id AND l.happened_on > $start_day) END > 0 AS at_start,
      (b.ended_on IS NULL OR b.ended_on > $end_day) AND (b.valid_until IS NULL OR b.valid_until >= $end_day)
        AND (m.id IS NULL OR m.marker_on > $end_day OR b.enrolled_on > m.marker_on)
        AND b.halves - CASE WHEN b.last_on <= $end_day THEN 0 ELSE
          (SELECT coalesce(sum(l.halves), 0) FROM ledger_entries l WHERE l.enrolment_id = b.enrolment_id AND l.happened_on > $end_day) END > 0 AS at_end
    FROM enrolment_balances b INDEXED BY enrolment_balances_student
    LEFT JOIN students m INDEXED BY students_marked ON m.id = b.student_id AND m.marker <> ''
    WHERE (b.halves > 0 OR b.last_on > $start_day) AND b.enrolled_on <= $end_day AND (b.valid_until IS NULL OR b.valid_until >= $start_day)
      AND (b.ended_on IS NULL OR b.ended_on > $start_day)
  ) r GROUP BY student_id);

-- name: received
SELECT c.category, c.severity, c.owner_id, count(*) AS n, sum(c.state = 'withdrawn') AS withdrawn,
  sum(EXISTS (SELECT 1 FROM escalations x WHERE x.complaint_id = c.id AND x.level >= 1 AND x.step LIKE 'level%')) AS escalated
FROM complaints c WHERE c.received_at >= $from AND c.received_at < $until AND c.merged_into_id IS NULL GROUP BY 1, 2, 3;

-- name: closed
SELECT c.category, c.owner_id, count(*) AS n, sum(s.to_at IS NOT NULL) AS reopened,
  sum(s.to_at IS NULL AND coalesce(v.satisfaction, 3) > 2) AS resolved, sum(coalesce(v.satisfaction, 3) <= 2) AS dissatisfied,
  sum(v.state IS 'refused') AS refused, sum(v.state IS 'unreachable') AS unreachable, sum(s.from_at + 604800000 <= $at) AS old_enough,
  sum(s.from_at + 604800000 <= $at AND s.cycle = 1 AND s.to_at IS NULL AND c.resolved_by IN (c.first_contact_id, c.first_owner_id)
    AND c.owner_id IS c.first_owner_id AND NOT EXISTS (SELECT 1 FROM clocks d WHERE d.subject_kind = 'complaint' AND d.subject_id = c.id
      AND d.clock = 'dispatch' AND d.cycle = 1 AND d.round = 1 AND c.owner_since_at > d.stopped_at)
    AND NOT EXISTS (SELECT 1 FROM complaint_students m JOIN complaint_students n ON n.student_id = m.student_id AND n.complaint_id <> m.complaint_id
      JOIN complaints o ON o.id = n.complaint_id WHERE m.complaint_id = c.id AND o.category = c.category AND o.merged_into_id IS NULL
        AND o.state <> 'withdrawn' AND o.received_at > coalesce(c.resolved_at, s.from_at) AND o.received_at <= s.from_at + 604800000)) AS at_first_contact
FROM complaint_states s CROSS JOIN complaints c ON c.id = s.complaint_id
LEFT JOIN follow_ups v ON v.complaint_id = s.complaint_id AND v.cycle = s.cycle AND v.rule = 'complaint_visit' AND v.state <> 'cancelled'
WHERE s.state IN ('closed', 'withdrawn') AND s.state = 'closed' AND s.from_at >= $from AND s.from_at < $until AND c.merged_into_id IS NULL GROUP BY 1, 2;

-- name: open
SELECT c.category, ($until - c.received_at) / 86400000 AS days, count(*) AS n FROM complaints c
WHERE c.id IN (SELECT id FROM complaints WHERE state NOT IN ('closed', 'withdrawn')
    UNION ALL SELECT complaint_id FROM complaint_states WHERE state IN ('closed', 'withdrawn') AND from_at >= $until)
  AND c.received_at < $until AND c.merged_into_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM complaint_states s WHERE s.complaint_id = c.id AND s.state IN ('closed', 'withdrawn') AND s.from_at < $until
    AND (s.to_at IS NULL OR s.to_at >= $until))
GROUP BY 1, 2;

-- name: withdrawn
SELECT count(*) AS n FROM complaint_states s CROSS JOIN complaints c ON c.id = s.complaint_id
WHERE s.state IN ('closed', 'withdrawn') AND s.state = 'withdrawn' AND s.from_at >= $from AND s.from_at < $until AND c.merged_into_id IS NULL;

-- name: reopened
SELECT count(*) AS n FROM complaint_states s CROSS JOIN complaints c ON c.id = s.complaint_id
WHERE s.state = 'closed' AND s.to_at IS NOT NULL AND s.to_at >= $from AND s.to_at < $until AND c.merged_into_id IS NULL;

-- name: clocks
SELECT k.clock, k.cycle = 1 AS first_cycle, k.round = 1 AS first_round, k.outcome, c.owner_id, count(*) AS n, sum(k.missed) AS missed
FROM clocks k CROSS JOIN complaints c ON c.id = k.subject_id
WHERE k.due_at >= $from AND k.due_at < $until AND +k.subject_kind = 'complaint' AND c.merged_into_id IS NULL
  AND (k.stopped_at IS NOT NULL OR k.missed = 1 OR k.paused = 0) AND (k.outcome <> 'cancelled' OR k.due_at < k.stopped_at)
GROUP BY 1, 2, 3, 4, 5;

-- name: first_responses
SELECT k.stopped_at - c.received_at AS ms FROM clocks k CROSS JOIN complaints c ON c.id = k.subject_id
WHERE k.due_at >= $from AND k.due_at < $until AND +k.subject_kind = 'complaint' AND c.merged_into_id IS NULL AND k.clock = 'first_response'
  AND k.outcome NOT IN ('open', 'cancelled') AND k.stopped_at IS NOT NULL;

-- name: steps
SELECT count(*) AS n, sum(x.detected_at > x.due_at + 300000) AS late FROM escalations x CROSS JOIN complaints c ON c.id = x.complaint_id
WHERE x.due_at >= $from AND x.due_at < $until AND x.step LIKE 'level%' AND c.merged_into_id IS NULL;

-- name: follow_ups_due
SELECT state, done_at <= due_at AS in_time, count(*) AS n FROM follow_ups
WHERE due_at >= $from AND due_at < $until AND NOT (state = 'cancelled' AND done_at <= due_at) GROUP BY 1, 2;

-- name: follow_ups_ended
SELECT rule = 'complaint_visit' AS visit, state, satisfaction, count(*) AS n FROM follow_ups
WHERE done_at >= $from AND done_at < $until AND state IN ('done', 'refused', 'unreachable') GROUP BY 1, 2, 3;

-- name: consumed
SELECT coalesce(sum(-halves), 0) AS n FROM ledger_entries WHERE happened_on > $start_day AND happened_on <= $end_day AND kind IN ('consume', 'reverse');
