-- Domain tables of the house. Times UTC ms, days YYYY-MM-DD in the centre's zone, money 分, lessons in halves, ids uuidv7.

CREATE TABLE settings (
  id TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE staff (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  name TEXT NOT NULL,
  login TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '',
  roles TEXT NOT NULL DEFAULT '[]',
  departments TEXT NOT NULL DEFAULT '[]',
  head_of TEXT NOT NULL DEFAULT '[]',
  joined_on TEXT NOT NULL,
  left_on TEXT,
  password_hash TEXT NOT NULL DEFAULT '',
  pin_hash TEXT NOT NULL DEFAULT '',
  last_full_login_on TEXT NOT NULL DEFAULT '',
  failed_tries INTEGER NOT NULL DEFAULT 0,
  wait_until INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX staff_login ON staff (login) WHERE login <> '';

CREATE TABLE duties (
  id TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  day TEXT NOT NULL,
  start_minute INTEGER NOT NULL,
  end_minute INTEGER NOT NULL
) STRICT;
CREATE INDEX duties_day ON duties (day, staff_id);

CREATE TABLE leaves (
  id TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  from_day TEXT NOT NULL,
  to_day TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX leaves_span ON leaves (to_day, from_day);

CREATE TABLE students (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  number TEXT NOT NULL UNIQUE,
  external_number TEXT NOT NULL DEFAULT '',
  name TEXT NOT NULL,
  -- What two spellings of one name share, and its sound without tones: found by identity rules, never shown.
  name_key TEXT NOT NULL,
  sound TEXT NOT NULL DEFAULT '',
  pinyin TEXT NOT NULL DEFAULT '',
  gender TEXT NOT NULL DEFAULT '',
  birth_on TEXT,
  phone TEXT NOT NULL DEFAULT '',
  wechat TEXT NOT NULL DEFAULT '',
  school TEXT NOT NULL DEFAULT '',
  grade TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT '',
  referrer TEXT NOT NULL DEFAULT '',
  advisor_id TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  tags TEXT NOT NULL DEFAULT '[]',
  remark TEXT NOT NULL DEFAULT '',
  do_not_contact_on TEXT,
  -- Dated marker of a person's decision: paused, completed, ended; '' when none. The stage is derived from it and the packs.
  marker TEXT NOT NULL DEFAULT '',
  marker_on TEXT,
  -- Set when the import that made the row was taken back: its ledger keeps the lines and their counter-lines, nobody sees it any more.
  removed_on TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX students_name_key ON students (name_key);
CREATE INDEX students_sound ON students (sound) WHERE sound <> '';
CREATE INDEX students_phone ON students (phone) WHERE phone <> '';
CREATE INDEX students_advisor ON students (advisor_id) WHERE advisor_id IS NOT NULL;
CREATE INDEX students_created ON students (created_at, id);
-- Head counts ask for the few that are marked, not for everybody.
CREATE INDEX students_marked ON students (id, marker_on) WHERE marker <> '';

CREATE TABLE guardians (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  name TEXT NOT NULL DEFAULT '',
  pinyin TEXT NOT NULL DEFAULT '',
  -- One guardian = one normalised phone.
  phone TEXT NOT NULL DEFAULT '',
  aliases TEXT NOT NULL DEFAULT '[]',
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX guardians_phone ON guardians (phone) WHERE phone <> '';

CREATE TABLE student_guardians (
  id TEXT PRIMARY KEY,
  student_id TEXT NOT NULL REFERENCES students (id) ON DELETE RESTRICT,
  guardian_id TEXT NOT NULL REFERENCES guardians (id) ON DELETE RESTRICT,
  relation TEXT NOT NULL DEFAULT '',
  is_primary INTEGER NOT NULL DEFAULT 0,
  is_payer INTEGER NOT NULL DEFAULT 0,
  may_pick_up INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX student_guardians_pair ON student_guardians (student_id, guardian_id);
CREATE INDEX student_guardians_guardian ON student_guardians (guardian_id);

CREATE TABLE courses (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  active INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE enrolments (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  student_id TEXT NOT NULL REFERENCES students (id) ON DELETE RESTRICT,
  course_id TEXT NOT NULL REFERENCES courses (id) ON DELETE RESTRICT,
  kind TEXT NOT NULL,
  class_name TEXT NOT NULL DEFAULT '',
  enrolled_on TEXT NOT NULL,
  valid_until TEXT,
  list_price_fen INTEGER,
  paid_fen INTEGER NOT NULL,
  paid_halves INTEGER NOT NULL,
  gift_halves INTEGER NOT NULL DEFAULT 0,
  -- The day a person ended the pack (refunded, transferred), whatever its balance.
  ended_on TEXT,
  import_id TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX enrolments_student ON enrolments (student_id, enrolled_on);

-- Append-only. A balance is always the sum of these rows.
CREATE TABLE ledger_entries (
  id TEXT PRIMARY KEY,
  enrolment_id TEXT NOT NULL REFERENCES enrolments (id) ON DELETE RESTRICT,
  -- grant, opening (used before the import: outside consumption and income), consume, reverse, transfer, refund, expire
  kind TEXT NOT NULL,
  halves INTEGER NOT NULL,
  value_fen INTEGER NOT NULL,
  happened_on TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX ledger_enrolment ON ledger_entries (enrolment_id, happened_on, halves);
CREATE INDEX ledger_day ON ledger_entries (happened_on, enrolment_id, halves, kind);

-- Sum per pack with the life of the pack, kept by the triggers below and checked by verify: neither lists nor head counts may add up
-- 800,000 rows or look up 30,000 packs. `last_on`: the day of the latest line, or of the enrolment.
CREATE TABLE enrolment_balances (
  enrolment_id TEXT PRIMARY KEY,
  student_id TEXT NOT NULL,
  enrolled_on TEXT NOT NULL,
  ended_on TEXT,
  valid_until TEXT,
  halves INTEGER NOT NULL,
  value_fen INTEGER NOT NULL,
  last_on TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- Covers head counts and stages: all packs, student by student.
CREATE INDEX enrolment_balances_student ON enrolment_balances (student_id, enrolled_on, ended_on, valid_until, halves, last_on);
CREATE TRIGGER enrolments_balance_insert AFTER INSERT ON enrolments BEGIN
  INSERT INTO enrolment_balances (enrolment_id, student_id, enrolled_on, ended_on, valid_until, halves, value_fen, last_on)
  VALUES (new.id, new.student_id, new.enrolled_on, new.ended_on, new.valid_until, 0, 0, new.enrolled_on);
END;
CREATE TRIGGER enrolments_balance_update AFTER UPDATE OF student_id, enrolled_on, ended_on, valid_until ON enrolments BEGIN
  UPDATE enrolment_balances SET student_id = new.student_id, enrolled_on = new.enrolled_on, ended_on = new.ended_on, valid_until = new.valid_until
  WHERE enrolment_id = new.id;
END;
CREATE TRIGGER enrolments_balance_delete AFTER DELETE ON enrolments BEGIN
  DELETE FROM enrolment_balances WHERE enrolment_id = old.id;
END;
CREATE TRIGGER ledger_entries_balance AFTER INSERT ON ledger_entries BEGIN
  UPDATE enrolment_balances SET halves = halves + new.halves, value_fen = value_fen + new.value_fen, last_on = max(last_on, new.happened_on)
  WHERE enrolment_id = new.enrolment_id;
END;

CREATE TABLE complaint_policies (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL UNIQUE,
  active_from INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE complaints (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  number TEXT NOT NULL UNIQUE,
  received_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  channel TEXT NOT NULL,
  words TEXT NOT NULL,
  wish TEXT NOT NULL DEFAULT '',
  category TEXT NOT NULL,
  subcategory TEXT NOT NULL DEFAULT '',
  severity TEXT NOT NULL,
  -- Since when it has this severity: when recorded, raised or reopened. A step "at once" is due then.
  severity_since_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  cycle INTEGER NOT NULL DEFAULT 1,
  cycle_started_at INTEGER NOT NULL,
  owner_id TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  owner_since_at INTEGER,
  accepted_at INTEGER,
  first_owner_id TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  first_contact_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  hand_over_to_id TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  policy_id TEXT NOT NULL REFERENCES complaint_policies (id) ON DELETE RESTRICT,
  complainant_kind TEXT NOT NULL,
  complainant_ref_id TEXT,
  complainant_name TEXT NOT NULL DEFAULT '',
  complainant_phone TEXT NOT NULL DEFAULT '',
  assignment TEXT NOT NULL,
  waiting_until INTEGER,
  waiting_reason TEXT NOT NULL DEFAULT '',
  decision TEXT NOT NULL DEFAULT '',
  decided_at INTEGER,
  needs_rectification INTEGER,
  root_cause TEXT NOT NULL DEFAULT '',
  prevention TEXT NOT NULL DEFAULT '',
  reply_required INTEGER NOT NULL DEFAULT 0,
  replied_at INTEGER,
  tags TEXT NOT NULL DEFAULT '[]',
  level INTEGER NOT NULL DEFAULT 0,
  -- The clock that falls due next, kept by the clocks service so that lists sort by it; null when none is open.
  next_clock TEXT,
  next_due_at INTEGER,
  paused INTEGER NOT NULL DEFAULT 0,
  -- When the next untaken step of the ladder falls due, and until when the owner has to accept; null when neither can.
  next_step_at INTEGER,
  accept_by_at INTEGER,
  resolved_at INTEGER,
  resolved_by TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  closed_at INTEGER,
  withdrawn_at INTEGER,
  merged_into_id TEXT REFERENCES complaints (id) ON DELETE RESTRICT
) STRICT;
CREATE INDEX complaints_due ON complaints (next_due_at, id) WHERE next_due_at IS NOT NULL;
CREATE INDEX complaints_step ON complaints (next_step_at) WHERE next_step_at IS NOT NULL;
CREATE INDEX complaints_accept ON complaints (accept_by_at) WHERE accept_by_at IS NOT NULL;
CREATE INDEX complaints_wait ON complaints (waiting_until) WHERE waiting_until IS NOT NULL;
-- Covers the filters of the list, so that a page and its total never read a row they do not show.
CREATE INDEX complaints_received ON complaints (received_at, id, state, category, severity, owner_id);
-- Covers the counts of all saved views.
CREATE INDEX complaints_open ON complaints (owner_id, state, next_due_at, paused, level, category, received_at, id) WHERE state NOT IN ('closed', 'withdrawn');
CREATE INDEX complaints_owner_since ON complaints (owner_id, owner_since_at);
CREATE INDEX complaints_first_contact ON complaints (first_contact_id, id);
CREATE INDEX complaints_recorded_by ON complaints (recorded_by, id);
CREATE INDEX complaints_hand_over ON complaints (hand_over_to_id) WHERE hand_over_to_id IS NOT NULL;
CREATE INDEX complaints_state ON complaints (state, received_at, id);
CREATE INDEX complaints_owner ON complaints (owner_id, state, received_at);
CREATE INDEX complaints_closed ON complaints (closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX complaints_category ON complaints (category, received_at, id);

CREATE TABLE complaint_students (
  id TEXT PRIMARY KEY,
  complaint_id TEXT NOT NULL REFERENCES complaints (id) ON DELETE RESTRICT,
  student_id TEXT NOT NULL REFERENCES students (id) ON DELETE RESTRICT
) STRICT;
CREATE UNIQUE INDEX complaint_students_pair ON complaint_students (complaint_id, student_id);
CREATE INDEX complaint_students_student ON complaint_students (student_id, complaint_id);

CREATE TABLE complaint_staff (
  id TEXT PRIMARY KEY,
  complaint_id TEXT NOT NULL REFERENCES complaints (id) ON DELETE RESTRICT,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT
) STRICT;
CREATE UNIQUE INDEX complaint_staff_pair ON complaint_staff (complaint_id, staff_id);

-- Append-only conversation and event log. `voids` names the entry that this one takes back (undo).
CREATE TABLE complaint_entries (
  id TEXT PRIMARY KEY,
  complaint_id TEXT NOT NULL REFERENCES complaints (id) ON DELETE RESTRICT,
  cycle INTEGER NOT NULL,
  kind TEXT NOT NULL,
  happened_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  recorded_by TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  channel TEXT,
  direction TEXT,
  outcome TEXT,
  with_whom TEXT NOT NULL DEFAULT '',
  words TEXT NOT NULL DEFAULT '',
  told_progress INTEGER NOT NULL DEFAULT 0,
  told_result INTEGER NOT NULL DEFAULT 0,
  promised_until INTEGER,
  -- Sentence key and values of what the program itself noted.
  text TEXT NOT NULL DEFAULT '',
  vals TEXT NOT NULL DEFAULT '{}',
  voids TEXT REFERENCES complaint_entries (id) ON DELETE RESTRICT
) STRICT;
CREATE INDEX complaint_entries_complaint ON complaint_entries (complaint_id, happened_at, id);
CREATE INDEX complaint_entries_voids ON complaint_entries (voids) WHERE voids IS NOT NULL;
CREATE INDEX complaint_entries_told ON complaint_entries (complaint_id, happened_at) WHERE told_progress = 1 OR told_result = 1;

-- State history: the truth about pauses (intervals in state waiting).
CREATE TABLE complaint_states (
  id TEXT PRIMARY KEY,
  complaint_id TEXT NOT NULL REFERENCES complaints (id) ON DELETE RESTRICT,
  cycle INTEGER NOT NULL,
  state TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER,
  reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX complaint_states_complaint ON complaint_states (complaint_id, from_at);
-- Closings, withdrawals and reopenings of a month.
CREATE INDEX complaint_states_ended ON complaint_states (state, from_at, to_at, complaint_id, cycle) WHERE state IN ('closed', 'withdrawn');
CREATE INDEX complaint_states_reopened ON complaint_states (to_at, complaint_id) WHERE state = 'closed' AND to_at IS NOT NULL;

CREATE TABLE rectifications (
  id TEXT PRIMARY KEY,
  complaint_id TEXT NOT NULL REFERENCES complaints (id) ON DELETE RESTRICT,
  cycle INTEGER NOT NULL,
  -- Counts the decisions of a cycle; the clock `rectification` has the same cycle and round.
  round INTEGER NOT NULL,
  what TEXT NOT NULL,
  owner_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  decided_at INTEGER NOT NULL,
  done_at INTEGER,
  done_by TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  verified_at INTEGER,
  verified_by TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  dropped_at INTEGER,
  dropped_reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX rectifications_complaint ON rectifications (complaint_id);
CREATE INDEX rectifications_open ON rectifications (owner_id) WHERE verified_at IS NULL AND dropped_at IS NULL;

-- One promised time of a subject. Derived from policy, calendar and state history; the events below are the facts.
CREATE TABLE clocks (
  id TEXT PRIMARY KEY,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  clock TEXT NOT NULL,
  cycle INTEGER NOT NULL,
  round INTEGER NOT NULL,
  unit TEXT NOT NULL,
  target_minutes INTEGER NOT NULL,
  extension_minutes INTEGER NOT NULL DEFAULT 0,
  -- Whether the clock stands still while its subject waits.
  pauses INTEGER NOT NULL DEFAULT 0,
  started_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  warn_at INTEGER NOT NULL,
  stopped_at INTEGER,
  -- open, met (with missed = 1: recorded late and confirmed), met_late (recorded late, unconfirmed), missed (stopped after due), cancelled,
  -- extended (stopped after the original due, before the extended one)
  outcome TEXT NOT NULL,
  warned INTEGER NOT NULL DEFAULT 0,
  missed INTEGER NOT NULL DEFAULT 0,
  paused INTEGER NOT NULL DEFAULT 0,
  provisional INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX clocks_subject ON clocks (subject_kind, subject_id, clock, cycle, round);
CREATE INDEX clocks_open_due ON clocks (due_at) WHERE stopped_at IS NULL AND missed = 0 AND paused = 0;
CREATE INDEX clocks_open_warn ON clocks (warn_at) WHERE stopped_at IS NULL AND warned = 0 AND paused = 0;
CREATE INDEX clocks_running ON clocks (subject_kind, subject_id) WHERE stopped_at IS NULL;
CREATE INDEX clocks_due ON clocks (due_at, clock, outcome);

-- Immutable. `revision` counts how often an event of the same key was taken back before (undo writes kind `revoked`).
CREATE TABLE clock_events (
  id TEXT PRIMARY KEY,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  clock TEXT NOT NULL,
  cycle INTEGER NOT NULL,
  round INTEGER NOT NULL,
  kind TEXT NOT NULL,
  revision INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL,
  happened_at INTEGER NOT NULL,
  detected_at INTEGER NOT NULL,
  revokes TEXT REFERENCES clock_events (id) ON DELETE RESTRICT
) STRICT;
CREATE UNIQUE INDEX clock_events_key ON clock_events (subject_kind, subject_id, clock, cycle, round, kind, revision);
CREATE INDEX clock_events_revokes ON clock_events (revokes) WHERE revokes IS NOT NULL;
CREATE INDEX clock_events_detected ON clock_events (detected_at, kind);

CREATE TABLE escalations (
  id TEXT PRIMARY KEY,
  complaint_id TEXT NOT NULL REFERENCES complaints (id) ON DELETE RESTRICT,
  cycle INTEGER NOT NULL,
  -- level1, level2, redispatch1, redispatch2 …: each step once a cycle
  step TEXT NOT NULL,
  level INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  detected_at INTEGER NOT NULL,
  handler_id TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  -- [{id, at}]: whom it told, and when that one acknowledged. `acknowledged_*` is the handler's answer, or the first one where nobody is named.
  told TEXT NOT NULL DEFAULT '[]',
  reason TEXT NOT NULL DEFAULT '{}',
  acknowledged_at INTEGER,
  acknowledged_by TEXT REFERENCES staff (id) ON DELETE RESTRICT
) STRICT;
CREATE UNIQUE INDEX escalations_step ON escalations (complaint_id, cycle, step);
CREATE INDEX escalations_handler ON escalations (handler_id, complaint_id) WHERE handler_id IS NOT NULL;
CREATE INDEX escalations_open ON escalations (complaint_id) WHERE acknowledged_at IS NULL;
CREATE INDEX escalations_detected ON escalations (detected_at);
CREATE INDEX escalations_due ON escalations (due_at, detected_at, complaint_id);

CREATE TABLE promises (
  id TEXT PRIMARY KEY,
  complaint_id TEXT REFERENCES complaints (id) ON DELETE RESTRICT,
  follow_up_id TEXT,
  student_id TEXT REFERENCES students (id) ON DELETE RESTRICT,
  owner_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  words TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  done_at INTEGER
) STRICT;
CREATE INDEX promises_open ON promises (owner_id, due_at) WHERE done_at IS NULL;
CREATE INDEX promises_complaint ON promises (complaint_id) WHERE complaint_id IS NOT NULL;
CREATE INDEX promises_student ON promises (student_id) WHERE student_id IS NOT NULL;

CREATE TABLE follow_ups (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  rule TEXT NOT NULL,
  student_id TEXT REFERENCES students (id) ON DELETE RESTRICT,
  guardian_id TEXT REFERENCES guardians (id) ON DELETE RESTRICT,
  complaint_id TEXT REFERENCES complaints (id) ON DELETE RESTRICT,
  cycle INTEGER NOT NULL DEFAULT 1,
  owner_id TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  reason TEXT NOT NULL DEFAULT '',
  -- The day it was first due: what the figure counts. `next_on` moves with retries.
  due_on TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  next_on TEXT NOT NULL,
  not_before INTEGER,
  state TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  satisfaction INTEGER,
  created_at INTEGER NOT NULL,
  -- When it ended, in whatever way; also when it was cancelled.
  done_at INTEGER
) STRICT;
-- Covers the counts of the list and of Today.
CREATE INDEX follow_ups_open ON follow_ups (next_on, owner_id, due_on, not_before, due_at, student_id) WHERE state = 'open';
CREATE INDEX follow_ups_due ON follow_ups (due_at, state, done_at, owner_id);
CREATE INDEX follow_ups_student ON follow_ups (student_id, created_at);
CREATE INDEX follow_ups_complaint ON follow_ups (complaint_id) WHERE complaint_id IS NOT NULL;
CREATE INDEX follow_ups_done ON follow_ups (done_at, state, rule, satisfaction, owner_id) WHERE done_at IS NOT NULL;
-- One visit per cycle of a complaint, unless it was cancelled.
CREATE UNIQUE INDEX follow_ups_one_visit ON follow_ups (complaint_id, cycle) WHERE rule = 'complaint_visit' AND state <> 'cancelled';
CREATE INDEX follow_ups_open_visit ON follow_ups (complaint_id) WHERE rule = 'complaint_visit' AND state = 'open';

-- Append-only.
CREATE TABLE follow_up_attempts (
  id TEXT PRIMARY KEY,
  follow_up_id TEXT NOT NULL REFERENCES follow_ups (id) ON DELETE RESTRICT,
  happened_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  outcome TEXT NOT NULL,
  words TEXT NOT NULL DEFAULT '',
  mood TEXT NOT NULL DEFAULT '',
  satisfaction INTEGER,
  next_at INTEGER,
  voids TEXT REFERENCES follow_up_attempts (id) ON DELETE RESTRICT
) STRICT;
CREATE INDEX follow_up_attempts_follow_up ON follow_up_attempts (follow_up_id, happened_at);
CREATE INDEX follow_up_attempts_voids ON follow_up_attempts (voids) WHERE voids IS NOT NULL;

CREATE TABLE messages (
  id TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  due_at INTEGER,
  ref_kind TEXT NOT NULL,
  ref_id TEXT NOT NULL,
  ref_number TEXT NOT NULL DEFAULT '',
  vals TEXT NOT NULL DEFAULT '{}',
  read_at INTEGER
) STRICT;
CREATE INDEX messages_staff ON messages (staff_id, at, id);
CREATE INDEX messages_unread ON messages (staff_id) WHERE read_at IS NULL;

-- What somebody is typing. Not history: it is not a record yet.
CREATE TABLE drafts (
  id TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  form TEXT NOT NULL,
  value TEXT NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX drafts_form ON drafts (staff_id, form);

CREATE TABLE imports (
  id TEXT PRIMARY KEY,
  file_name TEXT NOT NULL,
  recorded_by TEXT REFERENCES staff (id) ON DELETE RESTRICT,
  counts TEXT NOT NULL,
  done_at INTEGER NOT NULL,
  undone_at INTEGER
) STRICT;

-- Corrections of a column mapping, remembered per set of headings.
CREATE TABLE import_mappings (
  id TEXT PRIMARY KEY,
  signature TEXT NOT NULL UNIQUE,
  mapping TEXT NOT NULL
) STRICT;

-- Append-only: who saw a whole number, from where and why.
CREATE TABLE reveals (
  id TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
  of_kind TEXT NOT NULL,
  of_id TEXT NOT NULL,
  reason_kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX reveals_of ON reveals (of_kind, of_id, at);

-- Append-only.
CREATE TABLE exports (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  purpose TEXT NOT NULL,
  rows INTEGER NOT NULL,
  masked INTEGER NOT NULL,
  at INTEGER NOT NULL,
  staff_id TEXT REFERENCES staff (id) ON DELETE RESTRICT
) STRICT;

-- What the last starts of the program caught up with, for the line in Today.
CREATE TABLE catch_ups (
  id TEXT PRIMARY KEY,
  since_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  raised INTEGER NOT NULL
) STRICT;

-- What can be found with the one search box. Derived by the triggers below, so not history; the functions are of src-main/db/search.ts.
CREATE TABLE search_documents (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  ref_id TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX search_documents_ref ON search_documents (kind, ref_id);
CREATE VIRTUAL TABLE search_people USING fts5 (name, keys, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co'");
CREATE VIRTUAL TABLE search_complaints USING fts5 (keys, words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co'");

CREATE TRIGGER search_student_insert AFTER INSERT ON students BEGIN
  INSERT INTO search_documents (kind, ref_id) VALUES ('student', new.id);
  INSERT INTO search_people (rowid, name, keys)
  SELECT id, search_words(new.name), search_sounds(new.name) || ' ' || search_words(new.number || ' ' || new.external_number) || ' ' || search_phone(new.phone)
    FROM search_documents WHERE kind = 'student' AND ref_id = new.id;
END;
CREATE TRIGGER search_student_update AFTER UPDATE OF name, number, external_number, phone ON students
WHEN old.name <> new.name OR old.number <> new.number OR old.external_number <> new.external_number OR old.phone <> new.phone BEGIN
  DELETE FROM search_people WHERE rowid = (SELECT id FROM search_documents WHERE kind = 'student' AND ref_id = new.id);
  INSERT INTO search_people (rowid, name, keys)
  SELECT id, search_words(new.name), search_sounds(new.name) || ' ' || search_words(new.number || ' ' || new.external_number) || ' ' || search_phone(new.phone)
    FROM search_documents WHERE kind = 'student' AND ref_id = new.id;
END;
CREATE TRIGGER search_student_removed AFTER UPDATE OF removed_on ON students WHEN new.removed_on IS NOT NULL AND old.removed_on IS NULL BEGIN
  DELETE FROM search_people WHERE rowid = (SELECT id FROM search_documents WHERE kind = 'student' AND ref_id = new.id);
  DELETE FROM search_documents WHERE kind = 'student' AND ref_id = new.id;
END;
CREATE TRIGGER search_student_delete AFTER DELETE ON students BEGIN
  DELETE FROM search_people WHERE rowid = (SELECT id FROM search_documents WHERE kind = 'student' AND ref_id = old.id);
  DELETE FROM search_documents WHERE kind = 'student' AND ref_id = old.id;
END;

CREATE TRIGGER search_guardian_insert AFTER INSERT ON guardians BEGIN
  INSERT INTO search_documents (kind, ref_id) VALUES ('guardian', new.id);
  INSERT INTO search_people (rowid, name, keys)
  SELECT id, search_words(new.name || ' ' || new.aliases), search_sounds(new.name) || ' ' || search_phone(new.phone)
    FROM search_documents WHERE kind = 'guardian' AND ref_id = new.id;
END;
CREATE TRIGGER search_guardian_update AFTER UPDATE OF name, aliases, phone ON guardians
WHEN old.name <> new.name OR old.aliases <> new.aliases OR old.phone <> new.phone BEGIN
  DELETE FROM search_people WHERE rowid = (SELECT id FROM search_documents WHERE kind = 'guardian' AND ref_id = new.id);
  INSERT INTO search_people (rowid, name, keys)
  SELECT id, search_words(new.name || ' ' || new.aliases), search_sounds(new.name) || ' ' || search_phone(new.phone)
    FROM search_documents WHERE kind = 'guardian' AND ref_id = new.id;
END;
CREATE TRIGGER search_guardian_delete AFTER DELETE ON guardians BEGIN
  DELETE FROM search_people WHERE rowid = (SELECT id FROM search_documents WHERE kind = 'guardian' AND ref_id = old.id);
  DELETE FROM search_documents WHERE kind = 'guardian' AND ref_id = old.id;
END;

CREATE TRIGGER search_complaint_insert AFTER INSERT ON complaints BEGIN
  INSERT INTO search_documents (kind, ref_id) VALUES ('complaint', new.id);
  INSERT INTO search_complaints (rowid, keys, words)
  SELECT id, search_words(new.number || ' ' || new.complainant_name) || ' ' || search_phone(new.complainant_phone), search_words(new.words || ' ' || new.wish)
    FROM search_documents WHERE kind = 'complaint' AND ref_id = new.id;
END;
CREATE TRIGGER search_complaint_update AFTER UPDATE OF words, wish, complainant_name, complainant_phone ON complaints
WHEN old.words <> new.words OR old.wish <> new.wish OR old.complainant_name <> new.complainant_name OR old.complainant_phone <> new.complainant_phone BEGIN
  DELETE FROM search_complaints WHERE rowid = (SELECT id FROM search_documents WHERE kind = 'complaint' AND ref_id = new.id);
  INSERT INTO search_complaints (rowid, keys, words)
  SELECT id, search_words(new.number || ' ' || new.complainant_name) || ' ' || search_phone(new.complainant_phone), search_words(new.words || ' ' || new.wish)
    FROM search_documents WHERE kind = 'complaint' AND ref_id = new.id;
END;
CREATE TRIGGER search_complaint_delete AFTER DELETE ON complaints BEGIN
  DELETE FROM search_complaints WHERE rowid = (SELECT id FROM search_documents WHERE kind = 'complaint' AND ref_id = old.id);
  DELETE FROM search_documents WHERE kind = 'complaint' AND ref_id = old.id;
END;
