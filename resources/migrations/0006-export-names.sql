-- The register of exports says whether the names of families left as a first letter and stars. Until now they always left in full.
ALTER TABLE exports ADD COLUMN names_masked INTEGER NOT NULL DEFAULT 0 CHECK (names_masked IN (0, 1));
