-- What the complaint desk needs beside the complaint itself: attachments and letters, links and merges, categories and causes, saved views.

-- Attachments and letters

-- Links, merges, complainants

-- Categories, causes, rules

-- Saved views
