-- The script library and the words never to use. What the program ships has no row until the centre changes it.

CREATE TABLE scripts (
  id TEXT PRIMARY KEY,
  lang TEXT NOT NULL,
  scenario TEXT NOT NULL,
  title TEXT NOT NULL CHECK (title <> ''),
  -- question, answer, mention, avoid, categories, words (contract/scripts.ts)
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
  position INTEGER NOT NULL,
  saved_at INTEGER NOT NULL,
  saved_by TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX scripts_by_lang ON scripts (lang, position);

-- A script was put into a reply or copied; a line each, so that taking one back leaves the others.
CREATE TABLE script_uses (
  id TEXT PRIMARY KEY,
  script_id TEXT NOT NULL,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  complaint_id TEXT REFERENCES complaints (id) ON DELETE RESTRICT,
  used_at INTEGER NOT NULL
) STRICT;
CREATE INDEX script_uses_by_script ON script_uses (script_id, used_at);

CREATE TABLE banned_phrases (
  id TEXT PRIMARY KEY,
  lang TEXT NOT NULL,
  phrase TEXT NOT NULL CHECK (phrase <> ''),
  better TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  position INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- A banned phrase was saved all the same. Nobody's name: who said it is looked at only when records are inspected.
CREATE TABLE banned_hits (
  id TEXT PRIMARY KEY,
  phrase_id TEXT NOT NULL,
  found_at INTEGER NOT NULL
) STRICT;
CREATE INDEX banned_hits_by_phrase ON banned_hits (phrase_id, found_at);
