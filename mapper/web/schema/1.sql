-- The database of the page, version 1. What is in it grows; only a job's progress and a programme's place are changed.

CREATE TABLE programme (
  id INTEGER PRIMARY KEY,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,                  -- the file's name, as given
  sha256 TEXT NOT NULL,                -- of its bytes; they stand in files/<sha256>
  key TEXT NOT NULL,                   -- hash of file, frameworks and settings: what makes it the same mapping
  text BLOB NOT NULL,                  -- the document's, which the offsets count in: UTF-8, zlib
  alignment BLOB NOT NULL,             -- alignment.json, zlib
  replaces INTEGER REFERENCES programme (id),
  hide_others INTEGER NOT NULL DEFAULT 0,
  created TEXT NOT NULL,
  deleted TEXT                         -- when; it can be brought back for 30 days
) STRICT;
CREATE INDEX programme_owner ON programme (owner, key);

CREATE TABLE share (
  programme INTEGER NOT NULL REFERENCES programme (id),
  person TEXT NOT NULL,
  PRIMARY KEY (programme, person)
) STRICT;

CREATE TABLE decision (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  action INTEGER NOT NULL,             -- the number of the first row of what was done at one click
  programme INTEGER NOT NULL REFERENCES programme (id),
  person TEXT NOT NULL,
  text_id TEXT NOT NULL,
  verdict TEXT NOT NULL,
  framework TEXT NOT NULL,
  code TEXT NOT NULL,
  note TEXT NOT NULL,
  decided TEXT NOT NULL,
  bulk INTEGER NOT NULL,
  undoes INTEGER NOT NULL,
  seen TEXT NOT NULL                   -- JSON: probability, encoder, matcher, framework_version, statement
) STRICT;
CREATE INDEX decision_programme ON decision (programme, number);
CREATE TRIGGER decision_stays BEFORE UPDATE ON decision BEGIN SELECT RAISE (ABORT, 'decisions are never changed'); END;
CREATE TRIGGER decision_remains BEFORE DELETE ON decision BEGIN SELECT RAISE (ABORT, 'decisions are never deleted'); END;

CREATE TABLE again (                   -- decisions on a former edition that did not go along
  programme INTEGER NOT NULL REFERENCES programme (id),
  decision INTEGER NOT NULL REFERENCES decision (number),
  why TEXT NOT NULL,                   -- JSON: es, en
  done INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (programme, decision)
) STRICT, WITHOUT ROWID;

CREATE TABLE job (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person TEXT NOT NULL,
  kind TEXT NOT NULL,                  -- map, framework, demand
  name TEXT NOT NULL,                  -- what the person sees: the file's name
  payload TEXT NOT NULL,               -- JSON
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  worker TEXT,
  lease REAL,                          -- until when the worker's word is believed, seconds of the epoch
  attempts INTEGER NOT NULL DEFAULT 0,
  doing TEXT NOT NULL DEFAULT '',
  done INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0,
  error TEXT,                          -- JSON: es, en
  programme INTEGER REFERENCES programme (id),
  result TEXT,                         -- JSON, of kinds that make no programme
  created TEXT NOT NULL
) STRICT;
CREATE INDEX job_state ON job (state, id);

-- The frameworks of the workspace, so that a page needs none of them in memory.
CREATE TABLE framework (
  name TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL                 -- of what is indexed here
) STRICT;
CREATE TABLE node (
  framework TEXT NOT NULL,
  code TEXT NOT NULL,
  position INTEGER NOT NULL,           -- in the framework's order
  parent TEXT,
  kind TEXT NOT NULL,
  level TEXT,
  title_only INTEGER NOT NULL,
  language TEXT NOT NULL,
  statement TEXT NOT NULL,
  other TEXT NOT NULL,                 -- the statement in the other language, '' for none
  PRIMARY KEY (framework, code)
) STRICT;
CREATE INDEX node_parent ON node (framework, parent, position);
CREATE VIRTUAL TABLE label USING fts5 (
  text, framework UNINDEXED, code, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);
