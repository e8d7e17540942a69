-- What the complaint desk needs beside the complaint itself: attachments and letters, links and merges, categories and causes, saved views.

-- Attachments and letters

-- Links, merges, complainants

-- Categories, causes, rules

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
-- Few; every list and figure leaves them out.
CREATE INDEX complaints_merged ON complaints (id) WHERE merged_into_id IS NOT NULL;

-- The words of the log are found like those of the complaint; what was taken back is not.
DROP TRIGGER search_complaint_insert;
DROP TRIGGER search_complaint_update;
DROP TRIGGER search_complaint_delete;
DROP TABLE search_complaints;
CREATE VIRTUAL TABLE search_complaints USING fts5 (keys, words, log, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co'");
CREATE VIEW search_complaint_source AS
SELECT d.id AS rowid, c.id AS complaint_id,
  search_words(c.number || ' ' || c.complainant_name) || ' ' || search_phone(c.complainant_phone) AS keys,
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
