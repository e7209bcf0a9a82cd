"""What was deleted longer ago than it can be brought back, removed for good: mapping, history, document, reports."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from datetime import datetime, timedelta

from mapper.web.accounts import RECORDED
from mapper.web.database import Database
from mapper.web.files import Files
from mapper.web.programmes import oldest_kept, stamp

_FRESH = timedelta(days=1)
"""For so long a file stays that nothing names: its upload may not have come to its job yet."""
_OVER = "state IN ('done', 'failed', 'cancelled')"


def remove_deleted(database: Database, files: Files, at: datetime) -> None:
    """Remove what nobody can bring back any more, and the files that nothing names.

    Decisions that stand in a later edition's list to be looked at again stay; of their programme nothing else does.
    """
    oldest = oldest_kept(at)
    # What is removed is overwritten, not only unlinked: it may be somebody's.
    database.connection.execute("PRAGMA secure_delete = ON")
    query = "SELECT id FROM programme WHERE deleted < ? ORDER BY id DESC"  # later editions before former ones
    for row in database.rows(query, oldest):
        with database.writing() as db:
            _remove_programme(db, row["id"])
    with database.writing():
        database.change("DELETE FROM demand WHERE deleted < ?", oldest)
        database.change("DELETE FROM secret WHERE expires < ?", stamp(at))
        database.change("DELETE FROM event WHERE at < ?", stamp(at - RECORDED))
        database.change(f"DELETE FROM job WHERE {_OVER} AND created < ?", oldest)
    _remove_files(database.connection, files, (at - _FRESH).timestamp())


def _remove_programme(db: sqlite3.Connection, number: int) -> None:
    db.execute("DELETE FROM job WHERE programme = ?", (number,))
    for table in ("share", "again"):
        db.execute(f"DELETE FROM {table} WHERE programme = ?", (number,))
    own = "SELECT number FROM decision WHERE programme = ?"
    db.execute(f"DELETE FROM again WHERE done AND decision IN ({own})", (number,))
    db.execute("DELETE FROM decision WHERE programme = ? AND number NOT IN (SELECT decision FROM again)", (number,))
    db.execute("UPDATE programme SET replaces = NULL WHERE replaces = ?", (number,))
    if db.execute(own, (number,)).fetchone() is None:
        db.execute("DELETE FROM programme WHERE id = ?", (number,))
    else:
        said = ", ".join(f"{name} = ''" for name in ("name", "title", "school", "folder", "sha256", "key"))
        emptied = f"{said}, text = x'', alignment = x'', shown = NULL"
        db.execute(f"UPDATE programme SET {emptied} WHERE id = ?", (number,))


def _remove_files(db: sqlite3.Connection, files: Files, before: float) -> None:
    """Remove uploads that no programme and no job names, and reports of nothing."""
    named = {files.path_of(row["sha256"], row["name"]) for row in db.execute("SELECT * FROM programme WHERE key != ''")}
    for row in db.execute("SELECT name, payload FROM job"):
        payload = json.loads(row["payload"])
        listed = [file for group in ("files", "ads", "programmes") for file in payload.get(group, ())]
        if "sha256" in payload:
            listed.append((payload["sha256"], row["name"]))
        named.update(files.path_of(sha256, name) for sha256, name in listed)
    for path in files.folder.glob("files/*/*"):
        if path not in named and path.stat().st_mtime < before:
            path.unlink()
            with contextlib.suppress(OSError):
                path.parent.rmdir()  # where the same bytes stand under another name, it stays
    reports = {row["folder"] for row in db.execute("SELECT folder FROM demand")}
    reports |= {str(row["id"]) for row in db.execute(f"SELECT id FROM job WHERE kind = 'report' OR NOT {_OVER}")}
    for folder in files.folder.glob("reports/*"):
        if folder.name not in reports:
            shutil.rmtree(folder)
