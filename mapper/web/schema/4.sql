-- Version 4: who has ever come, so that a name can be checked before something is shared with it; a programme's title and
-- school; failures that were read.

CREATE TABLE person (
  name TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO person SELECT owner FROM programme UNION SELECT person FROM decision UNION SELECT person FROM job;
ALTER TABLE programme ADD COLUMN title TEXT NOT NULL DEFAULT '';   -- as the document says it, or somebody does
ALTER TABLE programme ADD COLUMN school TEXT NOT NULL DEFAULT '';
ALTER TABLE job ADD COLUMN dismissed INTEGER NOT NULL DEFAULT 0;
