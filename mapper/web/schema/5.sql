-- Version 5: accounts of the page's own, and what stands for a person: links, sessions, tokens of programs.

CREATE TABLE account (
  name TEXT PRIMARY KEY,               -- as it stands beside what the person does; never given to another
  folded TEXT NOT NULL UNIQUE,         -- without capitals and accents: no two names read the same
  role TEXT NOT NULL CHECK (role IN ('reviewer', 'lead')),
  password TEXT NOT NULL DEFAULT '',   -- argon2id; '' until a link was used
  active INTEGER NOT NULL DEFAULT 1,
  created TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE secret (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  digest TEXT NOT NULL UNIQUE,         -- SHA-256 of what the person holds, which is kept nowhere
  kind TEXT NOT NULL CHECK (kind IN ('link', 'session', 'token')),
  person TEXT NOT NULL,                -- '' for the link of the first lead
  label TEXT NOT NULL,                 -- what the person calls a token
  created TEXT NOT NULL,
  used TEXT NOT NULL,                  -- last, to the minute
  expires TEXT NOT NULL
) STRICT;
CREATE INDEX secret_person ON secret (person, kind);

CREATE TABLE event (                   -- who came in and who did not; by these, guessing is slowed down
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  what TEXT NOT NULL,
  person TEXT NOT NULL,
  about TEXT NOT NULL,
  address TEXT NOT NULL
) STRICT;
CREATE INDEX event_recent ON event (what, at);
