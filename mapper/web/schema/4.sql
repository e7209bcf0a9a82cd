-- Version 4: who has ever come, so that a name can be checked before something is shared with it; failures that were read.

CREATE TABLE person (
  name TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO person SELECT owner FROM programme UNION SELECT person FROM decision UNION SELECT person FROM job;
ALTER TABLE job ADD COLUMN dismissed INTEGER NOT NULL DEFAULT 0;
