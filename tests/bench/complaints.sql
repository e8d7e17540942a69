-- First page of the complaint list (all, next due first) with its total and the figures of the saved views, for who sees all.
-- name: page
SELECT c.id, c.number, substr(c.words, 1, 200) AS words, c.category, c.subcategory, c.severity, c.state, c.owner_id, o.name AS owner,
  c.accepted_at, c.level, c.next_clock, c.next_due_at, c.paused, c.received_at, c.version,
  c.channel, c.complainant_name, f.name AS first_contact, c.tags, c.root_cause, c.resolved_at, c.closed_at,
  (SELECT group_concat(s.name) FROM complaint_students m JOIN students s ON s.id = m.student_id WHERE m.complaint_id = c.id) AS students,
  (SELECT group_concat(s.name) FROM complaint_staff m JOIN staff s ON s.id = m.staff_id WHERE m.complaint_id = c.id) AS about
FROM complaints c LEFT JOIN staff o ON o.id = c.owner_id LEFT JOIN staff f ON f.id = c.first_contact_id
WHERE c.next_due_at IS NOT NULL AND c.merged_into_id IS NULL ORDER BY c.next_due_at, c.id LIMIT 51;

-- name: rest
SELECT c.id, c.number, substr(c.words, 1, 200) AS words, c.category, c.subcategory, c.severity, c.state, c.owner_id, o.name AS owner,
  c.accepted_at, c.level, c.next_clock, c.next_due_at, c.paused, c.received_at, c.version,
  c.channel, c.complainant_name, f.name AS first_contact, c.tags, c.root_cause, c.resolved_at, c.closed_at,
  (SELECT group_concat(s.name) FROM complaint_students m JOIN students s ON s.id = m.student_id WHERE m.complaint_id = c.id) AS students,
  (SELECT group_concat(s.name) FROM complaint_staff m JOIN staff s ON s.id = m.staff_id WHERE m.complaint_id = c.id) AS about
FROM complaints c LEFT JOIN staff o ON o.id = c.owner_id LEFT JOIN staff f ON f.id = c.first_contact_id
WHERE c.next_due_at IS NULL AND c.merged_into_id IS NULL ORDER BY c.received_at DESC, c.id DESC LIMIT $left;

-- Fifty rows from somewhere in the middle, newest first, with the total.
-- name: middle
SELECT c.id, c.number, substr(c.words, 1, 200) AS words, c.category, c.subcategory, c.severity, c.state, c.owner_id, o.name AS owner,
  c.accepted_at, c.level, c.next_clock, c.next_due_at, c.paused, c.received_at, c.version,
  c.channel, c.complainant_name, f.name AS first_contact, c.tags, c.root_cause, c.resolved_at, c.closed_at,
  (SELECT group_concat(s.name) FROM complaint_students m JOIN students s ON s.id = m.student_id WHERE m.complaint_id = c.id) AS students,
  (SELECT group_concat(s.name) FROM complaint_staff m JOIN staff s ON s.id = m.staff_id WHERE m.complaint_id = c.id) AS about
FROM complaints c LEFT JOIN staff o ON o.id = c.owner_id LEFT JOIN staff f ON f.id = c.first_contact_id
WHERE c.merged_into_id IS NULL AND (c.received_at, c.id) < ($at, $id) ORDER BY c.received_at DESC, c.id DESC LIMIT 51;

-- name: everything
SELECT (SELECT count(*) FROM complaints) - (SELECT count(*) FROM complaints WHERE merged_into_id IS NOT NULL) AS n;

-- What the list finds for a word: all hits in order, of which one page is shown; and nothing by a student's name.
-- name: found
WITH hit AS MATERIALIZED (
  SELECT c.id, c.next_due_at AS due, c.received_at AS received
  FROM (SELECT rowid FROM search_complaints WHERE search_complaints MATCH $query) i
  CROSS JOIN search_documents d ON d.id = i.rowid CROSS JOIN complaints c ON c.id = d.ref_id),
page AS MATERIALIZED (SELECT id, (SELECT count(*) FROM hit) AS total FROM hit ORDER BY due IS NULL, due, CASE WHEN due IS NULL THEN -received END, id LIMIT 51)
SELECT p.total, c.id, c.number, substr(c.words, 1, 200) AS words, c.category, c.subcategory, c.severity, c.state, c.owner_id, o.name AS owner,
  c.accepted_at, c.level, c.next_clock, c.next_due_at, c.paused, c.received_at, c.version,
  c.channel, c.complainant_name, f.name AS first_contact, c.tags, c.root_cause, c.resolved_at, c.closed_at,
  (SELECT group_concat(s.name) FROM complaint_students m JOIN students s ON s.id = m.student_id WHERE m.complaint_id = c.id) AS students,
  (SELECT group_concat(s.name) FROM complaint_staff m JOIN staff s ON s.id = m.staff_id WHERE m.complaint_id = c.id) AS about
FROM page p CROSS JOIN complaints c ON c.id = p.id LEFT JOIN staff o ON o.id = c.owner_id LEFT JOIN staff f ON f.id = c.first_contact_id;

-- name: found_people
SELECT d.ref_id FROM search_people i JOIN search_documents d ON d.id = i.rowid AND d.kind = 'student' WHERE search_people MATCH $query;

-- The same without any index, to know what is right.
-- name: found_slowly
SELECT count(*) AS n FROM complaints c WHERE instr(c.words, $word) OR instr(c.wish, $word) OR instr(c.complainant_name, $word)
  OR EXISTS (SELECT 1 FROM complaint_entries e WHERE e.complaint_id = c.id AND instr(e.words, $word) AND e.voids IS NULL
    AND NOT EXISTS (SELECT 1 FROM complaint_entries v WHERE v.voids = e.id))
  OR EXISTS (SELECT 1 FROM complaint_students m JOIN students s ON s.id = m.student_id WHERE m.complaint_id = c.id AND instr(s.name, $word));

-- name: open
SELECT count(*) AS open, min(received_at) AS oldest, sum(owner_id = $me) AS mine, sum(category IN ('service')) AS department,
  sum(paused = 0 AND next_due_at BETWEEN $now AND $day_end) AS due_today, sum(paused = 0 AND next_due_at < $now) AS overdue,
  sum(level > 0) AS escalated, sum(state = 'waiting') AS waiting
FROM complaints WHERE state NOT IN ('closed', 'withdrawn');

-- name: others
SELECT (SELECT count(*) FROM complaints) - (SELECT count(*) FROM complaints WHERE merged_into_id IS NOT NULL) AS everything,
  (SELECT count(*) FROM complaints WHERE closed_at >= $month AND +state = 'closed') AS closed_this_month,
  (SELECT count(*) FROM follow_ups f INDEXED BY follow_ups_open_visit CROSS JOIN complaints c ON c.id = f.complaint_id
    WHERE f.rule = 'complaint_visit' AND f.state = 'open' AND c.state = 'resolved') AS to_visit;
