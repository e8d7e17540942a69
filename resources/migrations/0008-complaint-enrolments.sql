-- Which packs of the students a complaint is about; none of a student = all of them (spec/complaints.md, "What a complaint holds").
CREATE TABLE complaint_enrolments (
  id TEXT PRIMARY KEY,
  complaint_id TEXT NOT NULL REFERENCES complaints (id) ON DELETE RESTRICT,
  enrolment_id TEXT NOT NULL REFERENCES enrolments (id) ON DELETE RESTRICT
) STRICT;
CREATE UNIQUE INDEX complaint_enrolments_pair ON complaint_enrolments (complaint_id, enrolment_id);
CREATE INDEX complaint_enrolments_enrolment ON complaint_enrolments (enrolment_id);
