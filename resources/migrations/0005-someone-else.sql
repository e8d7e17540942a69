-- A contact with somebody who does not complain (a teacher, a neighbour): it stands in the log and moves no clock. Before this column such
-- a line could not be told from one with the primary complainant; what was written then keeps the meaning that the clocks gave it.
ALTER TABLE complaint_entries ADD COLUMN someone_else INTEGER NOT NULL DEFAULT 0 CHECK (someone_else IN (0, 1));
