"""The page's database: one SQLite file that many read and few write, one after the other.

A write begins with BEGIN IMMEDIATE: begun otherwise, two writers that both read first cannot both go on, and SQLite
refuses one at once, whatever the timeout (https://www.sqlite.org/lang_transaction.html).
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from corpora import InputError
from mapper.workspace.files import temporary_path

VERSION = 8
"""Of the schema; kept in the file as `user_version`. `schema/<n>.sql` makes version n of the one before."""
BUSY_SECONDS = 30.0


class Row(sqlite3.Row):
    """What a query finds, its columns by name, and as attributes for templates."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the database holds
        try:
            return self[name]
        except IndexError as error:
            raise AttributeError(name) from error


class _Connection(sqlite3.Connection):
    """Closed when nothing holds it any more: from Python 3.13 on one that nobody closed is warned of."""

    def __del__(self) -> None:
        self.close()


class Database:
    """Connections to one file, one a thread; made and brought to this version when it is first opened.

    Raises:
        InputError: the file was written by a later version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        # SQLite lets those who wait try again now and then, and one of many may come too late each time.
        self._turn = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._migrate()

    @property
    def connection(self) -> sqlite3.Connection:
        """Return this thread's connection, which commits each statement by itself outside `writing`."""
        held: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if held is None:
            # No other thread ever has it, but another one may collect it.
            held = sqlite3.connect(
                self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, factory=_Connection
            )
            held.row_factory = Row
            # FULL: an answer of 200 means that the decision is on the disk.
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
                held.execute(f"PRAGMA {pragma}")
            self._local.connection = held
        return held

    def rows(self, query: str, *values: object, **named: object) -> list[Row]:
        """Return what a query finds; its places are filled in order or by name."""
        return self.connection.execute(query, named or values).fetchall()

    def row(self, query: str, *values: object, **named: object) -> Row | None:
        """Return the first of what a query finds, None where it finds nothing."""
        found: Row | None = self.connection.execute(query, named or values).fetchone()
        return found

    def value(self, query: str, *values: object) -> Any:  # noqa: ANN401 - whatever the database holds
        """Return the first column of that, None where it finds nothing."""
        found = self.row(query, *values)
        return None if found is None else found[0]

    def change(self, query: str, *values: object) -> int:
        """Change rows; gives how many were changed."""
        with self.writing() as db:
            return db.execute(query, values).rowcount

    def insert(self, table: str, **values: object) -> int:
        """Add a row; gives its number."""
        query = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"
        with self.writing() as db:
            return int(db.execute(query, tuple(values.values())).lastrowid or 0)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Yield a transaction that holds the file's one place for writers from its beginning; all of it or nothing.

        Threads wait for their turn; what is begun within another one of the same thread is part of that.

        Raises:
            sqlite3.OperationalError: other processes wrote for longer than `BUSY_SECONDS`.
        """
        connection = self.connection
        if connection.in_transaction:
            yield connection
            return
        with self._turn:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def _migrate(self) -> None:
        found = int(self.value("PRAGMA user_version"))
        if found > VERSION:
            raise InputError(
                "{path}: it is of a later version of curmap ({found}; this one reads up to {version}); update curmap",
                path=self.path,
                found=found,
                version=VERSION,
            )
        # What stands before a change is put beside it, so that the change can be taken back; once, by who comes first.
        if 0 < found < VERSION and not (copy := self.path.with_suffix(f".v{found}.db")).exists():
            with temporary_path(copy) as half:
                self.connection.execute("VACUUM INTO ?", (str(half),))
                half.replace(copy)
        if found < VERSION:
            with self.writing() as db:
                # Another process may have been faster.
                for version in range(int(self.value("PRAGMA user_version")) + 1, VERSION + 1):
                    for statement in _statements(_schema(version)):
                        db.execute(statement)
                db.execute(f"PRAGMA user_version = {VERSION}")


def _schema(version: int) -> str:
    return files("mapper.web").joinpath("schema", f"{version}.sql").read_text(encoding="utf-8")


def _statements(script: str) -> Iterator[str]:
    """Return a script's statements, one at a time: `executescript` would commit the transaction that it stands in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
