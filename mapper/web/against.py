"""Job ads against programmes: computed in a process of its own, kept in the database with its reports beside it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from mapper.web.database import Database
from mapper.web.isolated import Tell
from mapper.web.programmes import oldest_kept, stamp, utc

LANGUAGES = ("es", "en")


def set_against(
    workspace: Path,
    programmes: tuple[str, ...],
    ads: tuple[str, ...],
    frameworks: tuple[str, ...],
    sector: str,
    out: Path,
    tell: Tell,
) -> list[dict[str, str]]:
    """Compute a gap report and write it in every form and both languages into `<out>/<language>`.

    Args:
        workspace: its folder.
        programmes: files below the current folder.
        ads: likewise.
        frameworks: their names.
        sector: name of one that ships, "" for all ads.
        out: a folder.
        tell: told how far it is.

    Returns:
        What could not be read and what was left out, in both languages.

    Raises:
        InputError: ads or programmes that cannot be read; an unknown framework.
        OSError: the reports cannot be written.
    """
    from mapper.actions import gap as actions
    from mapper.settings import Settings
    from mapper.store import Workspace

    jobs = actions.Jobs(tuple(Path(name) for name in ads), sector=sector)
    paths = [Path(name) for name in programmes]
    found = actions.gap(Workspace(workspace), paths, jobs, frameworks, Settings(), progress=tell)
    for lang in LANGUAGES:
        actions.write_report(found.report, out / lang, lang=lang)
    return [{"es": note.es, "en": note.en} for note in found.notices]


@dataclass(frozen=True, slots=True)
class Against:
    """Job ads set against programmes, as it stands in a list.

    Attributes:
        id: its number.
        name: of the files with ads.
        sector: name of the sector, "" for all.
        folder: of its reports.
        created: when, UTC.
        deleted: when it was deleted, None where it was not.
    """

    id: int
    name: str
    sector: str
    folder: str
    created: str
    deleted: str | None


class Demands:
    """The sets of job ads in one database; each is seen by who uploaded it."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc) -> None:
        self._database = database
        self._clock = clock

    def add(self, owner: str, name: str, sector: str, *, report: bytes, folder: str) -> int:
        """Keep a report, given as its gap.json; gives its number."""
        values = (owner, name, sector, zlib.compress(report), folder, stamp(self._clock()))
        with self._database.writing() as db:
            query = "INSERT INTO demand (owner, name, sector, report, folder, created) VALUES (?, ?, ?, ?, ?, ?)"
            return int(db.execute(query, values).lastrowid or 0)

    def of(self, owner: str) -> list[Against]:
        """A person's, the latest first, with the deleted ones that can be brought back."""
        query = (
            "SELECT id, name, sector, folder, created, deleted FROM demand WHERE owner = ? AND (deleted IS NULL OR"
            " deleted >= ?) ORDER BY id DESC"
        )
        return [Against(**row) for row in self._database.connection.execute(query, (owner, oldest_kept(self._clock())))]

    def get(self, number: int, owner: str) -> tuple[Against, dict[str, Any]] | None:
        """One of a person's with its report, None where it is not theirs."""
        query = "SELECT * FROM demand WHERE id = ? AND owner = ? AND deleted IS NULL"
        row = self._database.connection.execute(query, (number, owner)).fetchone()
        if row is None:
            return None
        names = ("id", "name", "sector", "folder", "created", "deleted")
        return Against(**{name: row[name] for name in names}), json.loads(zlib.decompress(row["report"]))

    def delete(self, number: int, owner: str, *, back: bool = False) -> bool:
        """Hide one's own, or bring it back while that can be done."""
        moment = self._clock()
        values = (None if back else stamp(moment), number, owner, oldest_kept(moment))
        query = "UPDATE demand SET deleted = ? WHERE id = ? AND owner = ? AND (deleted IS NULL OR deleted >= ?)"
        with self._database.writing() as db:
            return db.execute(query, values).rowcount == 1
