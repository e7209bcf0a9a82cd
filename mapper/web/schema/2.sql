-- Version 2: what a mapping shows of each standard, job ads against programmes, descriptions of entries.

DROP TABLE IF EXISTS person;           -- names stand beside what they did
ALTER TABLE programme ADD COLUMN shown BLOB;  -- standards with their criteria, JSON, zlib; NULL where it was not told

CREATE TABLE demand (                  -- job ads set against programmes
  id INTEGER PRIMARY KEY,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,                  -- of the files with ads
  sector TEXT NOT NULL,
  report BLOB NOT NULL,                -- gap.json, zlib; its pages and workbooks stand in reports/<folder>
  folder TEXT NOT NULL,
  created TEXT NOT NULL,
  deleted TEXT                         -- when; it can be brought back for 30 days
) STRICT;
CREATE INDEX demand_owner ON demand (owner);

ALTER TABLE node ADD COLUMN description TEXT NOT NULL DEFAULT '';
DELETE FROM framework;                 -- so that all are read again, now with their descriptions
