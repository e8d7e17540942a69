-- Which severities somebody may own by turn; heads and above take what nobody else can (spec/complaints.md, "Assignment").
ALTER TABLE staff ADD COLUMN severities TEXT NOT NULL DEFAULT '["general","serious","critical"]';
