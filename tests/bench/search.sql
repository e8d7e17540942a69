-- The four readings behind one typed text. Which people fit best is decided outside SQL (their sounds), so their ids are given.
-- name: people
SELECT d.kind, d.ref_id AS id, coalesce(s.name, g.name) AS name, coalesce(s.phone, g.phone) AS phone, s.number
FROM (SELECT rowid FROM search_people WHERE search_people MATCH $query ORDER BY rowid DESC LIMIT 200) i
JOIN search_documents d ON d.id = i.rowid
LEFT JOIN students s ON d.kind = 'student' AND s.id = d.ref_id
LEFT JOIN guardians g ON d.kind = 'guardian' AND g.id = d.ref_id;

-- name: students
SELECT s.id, s.name, s.pinyin, s.number, s.grade, s.phone, s.marker,
  (SELECT sum(b.halves) FROM enrolments e JOIN enrolment_balances b ON b.enrolment_id = e.id WHERE e.student_id = s.id) AS remaining,
  (SELECT count(*) FROM complaint_students m JOIN complaints c ON c.id = m.complaint_id
    WHERE m.student_id = s.id AND c.state NOT IN ('closed', 'withdrawn')) AS open,
  (SELECT group_concat(DISTINCT c.name) FROM enrolments e JOIN courses c ON c.id = e.course_id WHERE e.student_id = s.id) AS courses
FROM json_each($students) w JOIN students s ON s.id = w.value;

-- name: guardians
SELECT g.id, g.name, g.pinyin, g.phone, l.relation, s.id AS student_id, s.name AS student
FROM json_each($guardians) w JOIN guardians g ON g.id = w.value
JOIN student_guardians l ON l.guardian_id = g.id JOIN students s ON s.id = l.student_id LIMIT 8;

-- name: complaints
WITH found AS MATERIALIZED (
  SELECT d.ref_id AS id FROM (SELECT rowid FROM search_complaints WHERE search_complaints MATCH $query ORDER BY rowid DESC LIMIT 9) i
    JOIN search_documents d ON d.id = i.rowid
  UNION
  SELECT m.complaint_id FROM json_each($students) w JOIN complaint_students m ON m.student_id = w.value)
SELECT c.id, c.number, c.words, c.severity, c.state,
  (SELECT s.name FROM complaint_students m JOIN students s ON s.id = m.student_id WHERE m.complaint_id = c.id LIMIT 1) AS student
FROM found CROSS JOIN complaints c ON c.id = found.id LIMIT 8;
