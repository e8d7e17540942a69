-- First page of the complaint list (all, next due first) with its total and the figures of the saved views, for who sees all.
-- name: page
SELECT c.id, c.number, substr(c.words, 1, 200) AS words, c.category, c.subcategory, c.severity, c.state, c.owner_id, o.name AS owner,
  c.accepted_at, c.level, c.next_clock, c.next_due_at, c.paused, c.received_at, c.version,
  (SELECT group_concat(s.name) FROM complaint_students m JOIN students s ON s.id = m.student_id WHERE m.complaint_id = c.id) AS students
FROM complaints c LEFT JOIN staff o ON o.id = c.owner_id WHERE c.next_due_at IS NOT NULL ORDER BY c.next_due_at, c.id LIMIT 51;

-- name: rest
SELECT c.id, c.number, substr(c.words, 1, 200) AS words, c.category, c.subcategory, c.severity, c.state, c.owner_id, o.name AS owner,
  c.accepted_at, c.level, c.next_clock, c.next_due_at, c.paused, c.received_at, c.version,
  (SELECT group_concat(s.name) FROM complaint_students m JOIN students s ON s.id = m.student_id WHERE m.complaint_id = c.id) AS students
FROM complaints c LEFT JOIN staff o ON o.id = c.owner_id WHERE c.next_due_at IS NULL ORDER BY c.received_at DESC, c.id DESC LIMIT $left;

-- name: open
SELECT count(*) AS open, min(received_at) AS oldest, sum(owner_id = $me) AS mine, sum(category IN ('service')) AS department,
  sum(paused = 0 AND next_due_at BETWEEN $now AND $day_end) AS due_today, sum(paused = 0 AND next_due_at < $now) AS overdue,
  sum(level > 0) AS escalated, sum(state = 'waiting') AS waiting
FROM complaints WHERE state NOT IN ('closed', 'withdrawn');

-- name: others
SELECT (SELECT count(*) FROM complaints) AS everything,
  (SELECT count(*) FROM complaints WHERE closed_at >= $month AND +state = 'closed') AS closed_this_month,
  (SELECT count(*) FROM follow_ups f INDEXED BY follow_ups_open_visit CROSS JOIN complaints c ON c.id = f.complaint_id
    WHERE f.rule = 'complaint_visit' AND f.state = 'open' AND c.state = 'resolved') AS to_visit;
