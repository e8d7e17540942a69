-- Today of one person. `todos`: everybody; `desk`, `unassigned`, `verify`, `calls_of_all`: who sees the whole desk; `calls`: the others.
-- name: todos
SELECT * FROM (
  SELECT 'clock' AS kind, c.id, NULL AS act, CASE WHEN c.state = 'assigned' AND c.accepted_at IS NULL
      THEN coalesce(c.accept_by_at, c.next_due_at) ELSE c.next_due_at END AS due
    FROM complaints c WHERE c.state NOT IN ('closed', 'withdrawn') AND c.owner_id = $me AND c.next_due_at IS NOT NULL AND c.paused = 0
  UNION ALL
  SELECT 'hand_over', c.id, NULL, coalesce(c.next_due_at, $day_end) FROM complaints c
    WHERE c.hand_over_to_id = $me AND c.state NOT IN ('closed', 'withdrawn')
  UNION ALL
  SELECT 'escalation', c.id, x.id, x.due_at FROM complaints c CROSS JOIN escalations x ON x.complaint_id = c.id AND x.cycle = c.cycle
    WHERE c.state NOT IN ('closed', 'withdrawn') AND c.level > 0 AND x.level > 0
      AND ((x.handler_id = $me AND x.acknowledged_at IS NULL)
        OR (x.handler_id IS NOT $me AND EXISTS (SELECT 1 FROM json_each(x.told) t WHERE t.value ->> 'id' = $me AND t.value ->> 'at' IS NULL)))
  UNION ALL
  SELECT 'promise', p.complaint_id, p.id, p.due_at FROM promises p WHERE p.owner_id = $me AND p.done_at IS NULL
  UNION ALL
  SELECT 'rectification', r.complaint_id, r.id, k.due_at FROM rectifications r CROSS JOIN clocks k ON k.subject_kind = 'complaint'
      AND k.subject_id = r.complaint_id AND k.clock = 'rectification' AND k.cycle = r.cycle AND k.round = r.round
    WHERE r.owner_id = $me AND r.verified_at IS NULL AND r.dropped_at IS NULL AND r.done_at IS NULL AND k.paused = 0
  UNION ALL
  SELECT 'close', c.id, NULL, $day_end FROM complaints c WHERE c.state = 'resolved' AND c.owner_id = $me
    AND NOT EXISTS (SELECT 1 FROM rectifications r WHERE r.complaint_id = c.id AND r.verified_at IS NULL AND r.dropped_at IS NULL)
    AND (c.complainant_kind = 'anonymous' OR EXISTS (SELECT 1 FROM follow_ups f WHERE f.complaint_id = c.id AND f.cycle = c.cycle
      AND f.rule = 'complaint_visit' AND f.state IN ('done', 'refused', 'unreachable')))
) ORDER BY due;

-- name: unassigned
SELECT c.id, c.next_clock, c.next_due_at FROM complaints c
WHERE c.state NOT IN ('closed', 'withdrawn') AND c.owner_id IS NULL AND c.next_due_at IS NOT NULL;

-- name: verify
SELECT c.id, r.id AS act, r.what, k.due_at FROM rectifications r CROSS JOIN complaints c ON c.id = r.complaint_id
CROSS JOIN clocks k ON k.subject_kind = 'complaint' AND k.subject_id = r.complaint_id AND k.clock = 'rectification' AND k.cycle = r.cycle
  AND k.round = r.round
WHERE r.verified_at IS NULL AND r.dropped_at IS NULL AND r.done_at IS NOT NULL AND r.done_by <> $me AND c.state <> 'withdrawn';

-- name: calls_of_all
SELECT f.id, f.reason, f.due_at, f.due_on, f.not_before, f.complaint_id FROM follow_ups f
WHERE f.state = 'open' AND f.next_on <= $today AND (f.owner_id = $me OR f.owner_id IS NULL);

-- name: calls
SELECT f.id, f.reason, f.due_at, f.due_on, f.not_before, f.complaint_id FROM follow_ups f
WHERE f.state = 'open' AND f.next_on <= $today AND f.owner_id = $me;

-- name: call_rows
SELECT f.*, s.name AS student, s.number, s.phone, s.do_not_contact_on, o.name AS owner, c.number AS complaint, c.complainant_name,
  (SELECT g.name || g.phone || l.relation FROM student_guardians l JOIN guardians g ON g.id = l.guardian_id WHERE l.student_id = f.student_id
    ORDER BY l.is_primary DESC, l.id LIMIT 1) AS guardian
FROM json_each($calls) w JOIN follow_ups f ON f.id = w.value LEFT JOIN students s ON s.id = f.student_id
LEFT JOIN staff o ON o.id = f.owner_id LEFT JOIN complaints c ON c.id = f.complaint_id;

-- name: words
SELECT c.id, c.number, substr(c.words, 1, 120) AS words, c.severity, o.name AS owner, s.name AS student, c.complainant_name,
  (SELECT l.relation FROM student_guardians l WHERE l.student_id = s.id AND l.guardian_id = c.complainant_ref_id) AS relation
FROM json_each($complaints) w CROSS JOIN complaints c ON c.id = w.value LEFT JOIN staff o ON o.id = c.owner_id
LEFT JOIN students s ON s.id = (SELECT student_id FROM complaint_students m WHERE m.complaint_id = c.id LIMIT 1);

-- name: strip
SELECT (SELECT count(*) FROM complaints WHERE state NOT IN ('closed', 'withdrawn') AND owner_id = $me) AS mine,
  (SELECT count(*) FROM complaints WHERE state NOT IN ('closed', 'withdrawn') AND owner_id = $me AND level > 0) AS escalated,
  (SELECT count(*) FROM follow_ups WHERE done_at >= $day_start AND state IN ('done', 'refused', 'unreachable')) AS calls_done,
  (SELECT until_at FROM catch_ups ORDER BY id DESC LIMIT 1) AS caught_up;

-- name: week
SELECT count(*) AS due, count(*) FILTER (WHERE k.outcome = 'met') AS met
FROM clocks k CROSS JOIN complaints c ON c.id = k.subject_id
WHERE k.clock = 'first_response' AND k.due_at >= $week AND k.due_at <= $now AND c.merged_into_id IS NULL AND (k.stopped_at IS NOT NULL OR k.missed = 1 OR k.paused = 0);

-- name: week_follow_ups
SELECT count(*) AS due, count(*) FILTER (WHERE state IN ('done', 'refused', 'unreachable') AND done_at <= due_at) AS in_time
FROM follow_ups WHERE due_at >= $week AND due_at <= $now;

-- name: week_scores
SELECT count(satisfaction) AS answers, count(*) FILTER (WHERE satisfaction >= 4) AS satisfied
FROM follow_ups WHERE done_at >= $week AND done_at <= $now AND state IN ('done', 'refused', 'unreachable');

-- name: desk
SELECT c.owner_id, s.name, count(*) AS open, count(*) FILTER (WHERE c.next_due_at < $now AND c.paused = 0) AS overdue,
  count(*) FILTER (WHERE c.level > 0) AS escalated
FROM complaints c LEFT JOIN staff s ON s.id = c.owner_id WHERE c.state NOT IN ('closed', 'withdrawn') GROUP BY c.owner_id;
