-- What every write stands on: the command, its history, numbers without reuse.

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row per command. `hash` covers the row, the hash before it and the digests of its history rows
-- (history_from … history_to, empty when to < from). It is written last, in the same transaction.
CREATE TABLE command (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('person', 'system', 'cli')),
  staff_id TEXT CHECK ((actor_kind = 'person') = (staff_id IS NOT NULL)),
  at INTEGER NOT NULL,
  undo TEXT NOT NULL,
  undoes INTEGER REFERENCES command (seq) ON DELETE RESTRICT,
  topics TEXT NOT NULL CHECK (json_valid(topics)),
  history_from INTEGER NOT NULL,
  history_to INTEGER NOT NULL,
  previous BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;

CREATE INDEX command_by_staff ON command (staff_id, seq) WHERE staff_id IS NOT NULL;
CREATE INDEX command_by_undoes ON command (undoes) WHERE undoes IS NOT NULL;

-- The command that is writing now (null between commands) and the end of the chain. Always one row.
CREATE TABLE current_command (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  seq INTEGER,
  head_seq INTEGER NOT NULL,
  head_history INTEGER NOT NULL,
  head_hash BLOB NOT NULL
) STRICT;

INSERT INTO current_command (one, seq, head_seq, head_history, head_hash) VALUES (1, NULL, 0, 0, zeroblob(32));

-- Row changes, written by triggers only. row_id is the primary key as text, a JSON array where it has several columns.
-- No foreign key to command: it would be looked up for every row of an import, and the chain check covers it.
CREATE TABLE history (
  id INTEGER PRIMARY KEY,
  command INTEGER NOT NULL,
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  op TEXT NOT NULL CHECK (op IN ('insert', 'update', 'delete', 'note')),
  digest BLOB NOT NULL
) STRICT;

CREATE INDEX history_by_row ON history (row_id);

-- What changed. A separate row, so that destruction can erase it while the chain still verifies.
CREATE TABLE history_payload (
  history_id INTEGER PRIMARY KEY,
  salt BLOB NOT NULL,
  before TEXT,
  after TEXT
) STRICT;

-- Which payloads were erased on purpose, and by which command.
CREATE TABLE history_erasure (
  history_id INTEGER PRIMARY KEY,
  command INTEGER NOT NULL
) STRICT;

CREATE INDEX history_erasure_by_command ON history_erasure (command);

-- The first answer of a command, for a caller that asks again with the same key. Kept for days, not for ever.
CREATE TABLE command_result (
  actor TEXT NOT NULL,
  key TEXT NOT NULL,
  command INTEGER NOT NULL REFERENCES command (seq) ON DELETE RESTRICT,
  result TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (actor, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX command_result_by_at ON command_result (at);

-- Numbers without reuse: they only grow, also when a command is undone.
CREATE TABLE sequence (
  name TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER sequence_only_grows BEFORE UPDATE ON sequence WHEN NEW.last < OLD.last OR NEW.name <> OLD.name
BEGIN SELECT RAISE(ABORT, 'a sequence only grows'); END;
CREATE TRIGGER sequence_stays BEFORE DELETE ON sequence
BEGIN SELECT RAISE(ABORT, 'a sequence only grows'); END;

CREATE TRIGGER command_is_final BEFORE UPDATE ON command WHEN length(OLD.hash) > 0
BEGIN SELECT RAISE(ABORT, 'a command row is final'); END;
CREATE TRIGGER command_stays BEFORE DELETE ON command
BEGIN SELECT RAISE(ABORT, 'a command row is final'); END;

CREATE TRIGGER history_is_final BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'history is final'); END;
CREATE TRIGGER history_stays BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'history is final'); END;

CREATE TRIGGER history_payload_is_final BEFORE UPDATE ON history_payload
BEGIN SELECT RAISE(ABORT, 'history is final'); END;
CREATE TRIGGER history_payload_erased AFTER DELETE ON history_payload
BEGIN
  INSERT INTO history_erasure (history_id, command)
  VALUES (OLD.history_id, coalesce((SELECT seq FROM current_command), RAISE(ABORT, 'a write needs a command')));
END;

CREATE TRIGGER history_erasure_is_final BEFORE UPDATE ON history_erasure
BEGIN SELECT RAISE(ABORT, 'history is final'); END;
CREATE TRIGGER history_erasure_stays BEFORE DELETE ON history_erasure
BEGIN SELECT RAISE(ABORT, 'history is final'); END;
