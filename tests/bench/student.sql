-- Everything of one student's page with the first page of the timeline.
-- name: head
SELECT s.*, a.name AS advisor FROM students s LEFT JOIN staff a ON a.id = s.advisor_id WHERE s.id = $id;

-- name: packs
SELECT e.id, c.name AS course, e.kind, e.enrolled_on, e.valid_until, e.ended_on, e.paid_halves, e.gift_halves, e.paid_fen, e.list_price_fen,
  b.halves, b.last_on
FROM enrolments e JOIN courses c ON c.id = e.course_id LEFT JOIN enrolment_balances b ON b.enrolment_id = e.id
WHERE e.student_id = $id ORDER BY e.enrolled_on;

-- name: guardians
SELECT g.id, g.name, l.relation, g.phone, l.is_primary, l.is_payer, l.may_pick_up FROM student_guardians l
JOIN guardians g ON g.id = l.guardian_id WHERE l.student_id = $id ORDER BY l.is_primary DESC, l.id;

-- name: siblings
SELECT o.guardian_id, s.id, s.name FROM student_guardians l
JOIN student_guardians o ON o.guardian_id = l.guardian_id AND o.student_id <> l.student_id
JOIN students s ON s.id = o.student_id WHERE l.student_id = $id;

-- name: complaints
SELECT c.id, c.number, c.state, c.words, c.next_due_at, c.next_clock, o.name AS owner FROM complaint_students m
JOIN complaints c ON c.id = m.complaint_id LEFT JOIN staff o ON o.id = c.owner_id WHERE m.student_id = $id;

-- name: follow_ups
SELECT f.id, f.state, f.rule, f.reason, f.due_at, s.name AS owner FROM follow_ups f LEFT JOIN staff s ON s.id = f.owner_id
WHERE f.student_id = $id;

-- name: promises
SELECT p.id, p.words, p.due_at, s.name AS owner FROM promises p JOIN staff s ON s.id = p.owner_id WHERE p.student_id = $id AND p.done_at IS NULL;

-- name: timeline
SELECT e.id, e.enrolled_on AS day, e.created_at AS at, 'enrolment' AS kind, c.name AS words, NULL AS ref, NULL AS by_whom
FROM enrolments e JOIN courses c ON c.id = e.course_id WHERE e.student_id = $id
UNION ALL
SELECT l.id, l.happened_on, l.recorded_at, l.kind, c.name, NULL, NULL
FROM enrolments e JOIN ledger_entries l ON l.enrolment_id = e.id JOIN courses c ON c.id = e.course_id WHERE e.student_id = $id AND l.kind <> 'grant'
UNION ALL
SELECT c.id, NULL, c.received_at, 'complaint', substr(c.words, 1, 200), c.number, s.name
FROM complaint_students m JOIN complaints c ON c.id = m.complaint_id JOIN staff s ON s.id = c.first_contact_id WHERE m.student_id = $id
UNION ALL
SELECT e.id, NULL, e.happened_at, e.kind, substr(e.words, 1, 200), c.number, s.name
FROM complaint_students m JOIN complaints c ON c.id = m.complaint_id JOIN complaint_entries e ON e.complaint_id = c.id
LEFT JOIN staff s ON s.id = e.recorded_by
WHERE m.student_id = $id AND e.kind IN ('contact', 'told') AND e.voids IS NULL AND NOT EXISTS (SELECT 1 FROM complaint_entries v WHERE v.voids = e.id)
UNION ALL
SELECT a.id, NULL, a.happened_at, a.outcome, substr(a.words, 1, 200), NULL, s.name
FROM follow_ups f JOIN follow_up_attempts a ON a.follow_up_id = f.id JOIN staff s ON s.id = a.recorded_by
WHERE f.student_id = $id AND a.voids IS NULL AND NOT EXISTS (SELECT 1 FROM follow_up_attempts v WHERE v.voids = a.id)
ORDER BY 3 DESC LIMIT 31;
