-- What the complaint desk needs beside the complaint itself: attachments and letters, links and merges, categories and causes, saved views.

-- Attachments and letters

-- What a file holds, once for each content. Outside the history: the row of "attachments" that names its digest is the record.
CREATE TABLE attachment_contents (
  sha256 TEXT PRIMARY KEY,
  bytes INTEGER NOT NULL CHECK (bytes > 0 AND bytes = length(content)),
  content BLOB NOT NULL
) STRICT;
CREATE TRIGGER attachment_contents_fixed BEFORE UPDATE ON attachment_contents
BEGIN SELECT RAISE(ABORT, 'the content of a file never changes'); END;

-- A file that belongs to something: a complaint, or a recording that is still being written. Removing only marks, so that undo finds it.
CREATE TABLE attachments (
  id TEXT PRIMARY KEY,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  added_by TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  removed_at INTEGER,
  removed_by TEXT REFERENCES staff (id) ON DELETE RESTRICT
) STRICT;
CREATE INDEX attachments_by_subject ON attachments (subject_kind, subject_id, added_at);
CREATE INDEX attachments_by_content ON attachments (sha256);

-- Texts that letters, forms and short replies begin with. One of the program's own that was changed has its key in "builtin".
CREATE TABLE letter_templates (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('reply', 'record', 'phrase')),
  builtin TEXT NOT NULL DEFAULT '',
  lang TEXT NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  body TEXT NOT NULL CHECK (body <> ''),
  created_at INTEGER NOT NULL,
  removed_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX letter_templates_builtin ON letter_templates (builtin, lang) WHERE builtin <> '';

CREATE TABLE letter_template_versions (
  id TEXT PRIMARY KEY,
  template_id TEXT NOT NULL REFERENCES letter_templates (id) ON DELETE RESTRICT,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  saved_by TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT
) STRICT;
CREATE INDEX letter_template_versions_by_template ON letter_template_versions (template_id, saved_at);

-- A letter or form about a complaint: a draft until it is issued; then it has a number and its words stand for ever.
CREATE TABLE letters (
  id TEXT PRIMARY KEY,
  complaint_id TEXT NOT NULL REFERENCES complaints (id) ON DELETE RESTRICT,
  kind TEXT NOT NULL CHECK (kind IN ('reply', 'record')),
  lang TEXT NOT NULL,
  -- Of the complaint when it was written: a reply of an earlier cycle is none in a later one.
  cycle INTEGER NOT NULL,
  number TEXT UNIQUE,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  centre TEXT NOT NULL DEFAULT '',
  seal TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  issued_at INTEGER,
  issued_by TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  dropped_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1,
  CHECK ((number IS NULL) = (issued_at IS NULL))
) STRICT;
CREATE INDEX letters_by_complaint ON letters (complaint_id, created_at);
CREATE TRIGGER letters_kept_as_issued BEFORE UPDATE OF number, title, body, centre, seal, kind, lang, complaint_id, cycle, issued_at, issued_by ON letters WHEN OLD.number IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an issued letter is kept as it was sent'); END;

CREATE TABLE letter_prints (
  id TEXT PRIMARY KEY,
  letter_id TEXT NOT NULL REFERENCES letters (id) ON DELETE RESTRICT,
  copy INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  UNIQUE (letter_id, copy)
) STRICT;

CREATE TABLE letter_deliveries (
  id TEXT PRIMARY KEY,
  letter_id TEXT NOT NULL REFERENCES letters (id) ON DELETE RESTRICT,
  way TEXT NOT NULL CHECK (way IN ('handed', 'post', 'wechat', 'email')),
  to_whom TEXT NOT NULL CHECK (to_whom <> ''),
  happened_at INTEGER NOT NULL,
  receipt TEXT NOT NULL DEFAULT '',
  recorded_at INTEGER NOT NULL,
  by_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT
) STRICT;
CREATE INDEX letter_deliveries_by_letter ON letter_deliveries (letter_id, happened_at);

-- Links, merges, complainants
-- One event reported by two parents is one complaint with two complainants: who else complained, beside complaints.complainant_*.
CREATE TABLE complaint_complainants (
  id TEXT PRIMARY KEY,
  complaint_id TEXT NOT NULL REFERENCES complaints (id) ON DELETE RESTRICT,
  -- guardian, student, other
  kind TEXT NOT NULL,
  ref_id TEXT,
  name TEXT NOT NULL,
  phone TEXT NOT NULL DEFAULT '',
  added_at INTEGER NOT NULL,
  -- When the result of the running cycle was told to this one.
  told_at INTEGER,
  removed_at INTEGER
) STRICT;
CREATE INDEX complaint_complainants_complaint ON complaint_complainants (complaint_id);
-- Whom a contact was with, of the further complainants; null = the primary one or somebody else.
ALTER TABLE complaint_entries ADD COLUMN complainant_id TEXT REFERENCES complaint_complainants (id) ON DELETE RESTRICT;
-- same_event (both ways alike), caused_by (the first by the second), refund_request (the first led to the second), split_from
CREATE TABLE complaint_links (
  id TEXT PRIMARY KEY,
  from_id TEXT NOT NULL REFERENCES complaints (id) ON DELETE RESTRICT,
  to_id TEXT NOT NULL REFERENCES complaints (id) ON DELETE RESTRICT,
  kind TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX complaint_links_pair ON complaint_links (from_id, to_id, kind);
CREATE INDEX complaint_links_to ON complaint_links (to_id);
CREATE INDEX complaints_merged_into ON complaints (merged_into_id) WHERE merged_into_id IS NOT NULL;
-- What somebody has to do for a complaint, beside what the process asks for; a promise is what the complainant was told.
ALTER TABLE promises ADD COLUMN kind TEXT NOT NULL DEFAULT 'promise';
-- When it was resolved without telling, because the primary complainant of the running cycle cannot be reached.
ALTER TABLE complaints ADD COLUMN unreachable_at INTEGER;
-- More time that was asked for. It is open until it is answered, and no longer once its clock has stopped or fallen due.
CREATE TABLE extension_requests (
  id TEXT PRIMARY KEY,
  complaint_id TEXT NOT NULL REFERENCES complaints (id) ON DELETE RESTRICT,
  clock_id TEXT NOT NULL REFERENCES clocks (id) ON DELETE RESTRICT,
  minutes INTEGER NOT NULL CHECK (minutes > 0),
  reason TEXT NOT NULL CHECK (reason <> ''),
  asked_at INTEGER NOT NULL,
  asked_by TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  answer TEXT CHECK (answer IN ('granted', 'declined')),
  answered_at INTEGER,
  answered_by TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  CHECK ((answer IS NULL) = (answered_at IS NULL))
) STRICT;
CREATE INDEX extension_requests_by_complaint ON extension_requests (complaint_id, asked_at);
CREATE INDEX extension_requests_open ON extension_requests (clock_id) WHERE answer IS NULL;

-- Categories, causes, rules
-- What the centre changed of the shipped tree of sub-categories and root causes, and what it added: a node without a row is as shipped.
CREATE TABLE triage_nodes (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  -- subcategory, cause
  tree TEXT NOT NULL,
  -- A category of the complaint, or the cause above; empty = a cause of the first level.
  parent TEXT NOT NULL,
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL DEFAULT '',
  -- Names it had before, and whole texts of records that were put under it: what was written once keeps its meaning.
  former TEXT NOT NULL DEFAULT '[]',
  adopted TEXT NOT NULL DEFAULT '[]',
  position INTEGER NOT NULL,
  retired INTEGER NOT NULL DEFAULT 0,
  merged_into TEXT
) STRICT;
-- Rules of the proposal that were changed or added; one without a row is as shipped.
CREATE TABLE triage_rules (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  body TEXT NOT NULL,
  active INTEGER NOT NULL DEFAULT 1,
  position INTEGER NOT NULL
) STRICT;
-- Recurring causes that somebody put aside with a reason; only what came later can propose them again.
CREATE TABLE triage_dismissals (
  id TEXT PRIMARY KEY,
  subject TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT
) STRICT;
CREATE INDEX triage_dismissals_subject ON triage_dismissals (subject, at);
-- Cover the use counts.
CREATE INDEX complaints_subcategory ON complaints (category, subcategory);
CREATE INDEX complaints_root_cause ON complaints (root_cause) WHERE root_cause <> '';
-- Percent of the target at which a clock warns, by its policy.
ALTER TABLE clocks ADD COLUMN warn_percent INTEGER NOT NULL DEFAULT 80;

-- Saved views
CREATE TABLE saved_views (
  id TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  name TEXT NOT NULL,
  -- The fixed view it narrows, the filters and the order, as the list asks for them.
  filter TEXT NOT NULL,
  columns TEXT NOT NULL,
  position INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX saved_views_staff ON saved_views (staff_id, position);
-- The columns that a person chose for a fixed view.
CREATE TABLE view_columns (
  id TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  view TEXT NOT NULL,
  columns TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX view_columns_view ON view_columns (staff_id, view);
-- The list of all leaves out what was merged away, so the index that it is counted from knows of it. An open one is never merged.
DROP INDEX complaints_received;
CREATE INDEX complaints_received ON complaints (received_at, id, state, category, severity, owner_id, merged_into_id);

-- The words of the log are found like those of the complaint; what was taken back is not.
DROP TRIGGER search_complaint_insert;
DROP TRIGGER search_complaint_update;
DROP TRIGGER search_complaint_delete;
DROP TABLE search_complaints;
CREATE VIRTUAL TABLE search_complaints USING fts5 (keys, words, log, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co'");
CREATE VIEW search_complaint_source AS
SELECT d.id AS rowid, c.id AS complaint_id,
  search_words(c.number || ' ' || c.complainant_name) || ' ' || search_phone(c.complainant_phone) || ' '
    || coalesce((SELECT group_concat(search_words(o.name) || ' ' || search_phone(o.phone), ' ') FROM complaint_complainants o
      WHERE o.complaint_id = c.id AND o.removed_at IS NULL), '') AS keys,
  search_words(c.words || ' ' || c.wish) AS words,
  search_words((SELECT group_concat(e.words, char(10)) FROM complaint_entries e WHERE e.complaint_id = c.id AND e.words <> '' AND e.voids IS NULL
    AND NOT EXISTS (SELECT 1 FROM complaint_entries v WHERE v.voids = e.id))) AS log
FROM complaints c JOIN search_documents d ON d.kind = 'complaint' AND d.ref_id = c.id;
INSERT INTO search_complaints (rowid, keys, words, log) SELECT rowid, keys, words, log FROM search_complaint_source;

CREATE TRIGGER search_complaint_insert AFTER INSERT ON complaints BEGIN
  INSERT INTO search_documents (kind, ref_id) VALUES ('complaint', new.id);
  INSERT INTO search_complaints (rowid, keys, words, log)
  SELECT rowid, keys, words, log FROM search_complaint_source WHERE complaint_id = new.id;
END;
CREATE TRIGGER search_complaint_update AFTER UPDATE OF words, wish, complainant_name, complainant_phone ON complaints
WHEN old.words <> new.words OR old.wish <> new.wish OR old.complainant_name <> new.complainant_name OR old.complainant_phone <> new.complainant_phone BEGIN
  DELETE FROM search_complaints WHERE rowid = (SELECT id FROM search_documents WHERE kind = 'complaint' AND ref_id = new.id);
  INSERT INTO search_complaints (rowid, keys, words, log)
  SELECT rowid, keys, words, log FROM search_complaint_source WHERE complaint_id = new.id;
END;
CREATE TRIGGER search_complaint_delete AFTER DELETE ON complaints BEGIN
  DELETE FROM search_complaints WHERE rowid = (SELECT id FROM search_documents WHERE kind = 'complaint' AND ref_id = old.id);
  DELETE FROM search_documents WHERE kind = 'complaint' AND ref_id = old.id;
END;
CREATE TRIGGER search_entry_insert AFTER INSERT ON complaint_entries WHEN new.words <> '' OR new.voids IS NOT NULL BEGIN
  DELETE FROM search_complaints WHERE rowid = (SELECT id FROM search_documents WHERE kind = 'complaint' AND ref_id = new.complaint_id);
  INSERT INTO search_complaints (rowid, keys, words, log)
  SELECT rowid, keys, words, log FROM search_complaint_source WHERE complaint_id = new.complaint_id;
END;
CREATE TRIGGER search_complainant_insert AFTER INSERT ON complaint_complainants BEGIN
  DELETE FROM search_complaints WHERE rowid = (SELECT id FROM search_documents WHERE kind = 'complaint' AND ref_id = new.complaint_id);
  INSERT INTO search_complaints (rowid, keys, words, log)
  SELECT rowid, keys, words, log FROM search_complaint_source WHERE complaint_id = new.complaint_id;
END;
CREATE TRIGGER search_complainant_update AFTER UPDATE OF complaint_id, name, phone, removed_at ON complaint_complainants BEGIN
  DELETE FROM search_complaints WHERE rowid IN (SELECT id FROM search_documents WHERE kind = 'complaint' AND ref_id IN (old.complaint_id, new.complaint_id));
  INSERT INTO search_complaints (rowid, keys, words, log)
  SELECT rowid, keys, words, log FROM search_complaint_source WHERE complaint_id IN (old.complaint_id, new.complaint_id);
END;
CREATE TRIGGER search_complainant_delete AFTER DELETE ON complaint_complainants BEGIN
  DELETE FROM search_complaints WHERE rowid = (SELECT id FROM search_documents WHERE kind = 'complaint' AND ref_id = old.complaint_id);
  INSERT INTO search_complaints (rowid, keys, words, log)
  SELECT rowid, keys, words, log FROM search_complaint_source WHERE complaint_id = old.complaint_id;
END;
