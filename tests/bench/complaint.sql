-- Everything of one complaint's page.
-- name: head
SELECT c.*, o.name AS owner, f.name AS first_contact, h.name AS hand_over_to, r.name AS recorded_by_name, p.version AS policy, p.body
FROM complaints c JOIN complaint_policies p ON p.id = c.policy_id LEFT JOIN staff o ON o.id = c.owner_id LEFT JOIN staff f ON f.id = c.first_contact_id
LEFT JOIN staff h ON h.id = c.hand_over_to_id LEFT JOIN staff r ON r.id = c.recorded_by WHERE c.id = $id;

-- name: students
SELECT s.id, s.number, s.name, s.gender, s.birth_on,
  (SELECT count(*) FROM complaint_students o JOIN complaints m ON m.id = o.complaint_id
    WHERE o.student_id = s.id AND o.complaint_id <> $id AND m.merged_into_id IS NULL) AS past
FROM complaint_students cs JOIN students s ON s.id = cs.student_id WHERE cs.complaint_id = $id;

-- name: packs
SELECT c.name, b.halves, e.paid_halves + e.gift_halves AS total FROM complaint_students cs JOIN enrolments e ON e.student_id = cs.student_id
JOIN courses c ON c.id = e.course_id LEFT JOIN enrolment_balances b ON b.enrolment_id = e.id WHERE cs.complaint_id = $id AND e.ended_on IS NULL;

-- name: about
SELECT s.id, s.name FROM complaint_staff m JOIN staff s ON s.id = m.staff_id WHERE m.complaint_id = $id;

-- name: complainant
SELECT g.name, g.phone, l.relation FROM complaints c JOIN guardians g ON g.id = c.complainant_ref_id
LEFT JOIN student_guardians l ON l.guardian_id = g.id WHERE c.id = $id LIMIT 1;

-- name: entries
SELECT e.*, s.name FROM complaint_entries e LEFT JOIN staff s ON s.id = e.recorded_by WHERE e.complaint_id = $id ORDER BY e.happened_at, e.id;

-- name: states
SELECT * FROM complaint_states WHERE complaint_id = $id ORDER BY from_at;

-- name: clocks
SELECT * FROM clocks WHERE subject_kind = 'complaint' AND subject_id = $id;

-- name: clock_events
SELECT * FROM clock_events WHERE subject_kind = 'complaint' AND subject_id = $id;

-- name: escalations
SELECT x.*, s.name FROM escalations x LEFT JOIN staff s ON s.id = x.handler_id WHERE x.complaint_id = $id;

-- name: rectifications
SELECT r.*, s.name FROM rectifications r JOIN staff s ON s.id = r.owner_id WHERE r.complaint_id = $id;

-- name: visit
SELECT * FROM follow_ups WHERE complaint_id = $id AND rule = 'complaint_visit';

-- name: promises
SELECT p.*, s.name FROM promises p JOIN staff s ON s.id = p.owner_id WHERE p.complaint_id = $id;

-- name: further
SELECT * FROM complaint_complainants WHERE complaint_id = $id;

-- name: links
SELECT * FROM complaint_links WHERE from_id = $id UNION ALL SELECT * FROM complaint_links WHERE to_id = $id;

-- name: merged
SELECT id, number FROM complaints WHERE merged_into_id = $id;
