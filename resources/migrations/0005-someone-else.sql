-- A contact with somebody who does not complain (a teacher, a neighbour): it stands in the log and moves no clock. Before this column such
-- a line could not be told from one with the primary complainant; what was written then keeps the meaning that the clocks gave it.
ALTER TABLE complaint_entries ADD COLUMN someone_else INTEGER NOT NULL DEFAULT 0 CHECK (someone_else IN (0, 1));

-- Who was given a complaint, and when: the turn and the load of a day are counted from what happened, not from who owns it now.
CREATE INDEX complaint_entries_given ON complaint_entries (vals ->> 'toId', recorded_at)
  WHERE kind = 'assignment' AND text <> 'hand_over_offered' AND vals ->> 'toId' IS NOT NULL;
