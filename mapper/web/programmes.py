"""Programmes with their mappings, as the page keeps them: who owns them, who sees them, what stands in them."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from corpora import TEACHING_ROLES, Passage
from mapper.records import MappedPassage, Match
from mapper.web.database import Database

REVIEW = "review:"
"""What the key of a restored review begins with: no mapping made here has such a key."""
KEPT_DAYS = 30
"""For how long a deleted programme can be brought back."""


def utc() -> datetime:
    """The time, UTC."""
    return datetime.now(UTC)


def stamp(at: datetime) -> str:
    """A time as the database keeps it: to the second, in an order of its own."""
    return at.isoformat(timespec="seconds")


def oldest_kept(at: datetime) -> str:
    """What was deleted before this can no longer be brought back at a time."""
    return stamp(at - timedelta(days=KEPT_DAYS))


@dataclass(frozen=True, slots=True)
class Listed:
    """A programme as it stands in a list."""

    id: int
    owner: str
    name: str
    created: str
    deleted: str | None


class Programme:
    """One document and its mapping; nothing of it changes.

    Attributes:
        id: its number.
        owner: who uploaded it.
        name: the file's name.
        created: when it was mapped, UTC.
        replaces: the number of the edition before, None for the first.
        alignment: the content of its alignment.json.
        text: the document's text.
        shown: what the mapping shows of each standard, as `record_json` gives it; None where it was not told.
        restored: whether it came from a review's file: its history is what the file says.
    """

    def __init__(self, row: sqlite3.Row) -> None:
        self.id: int = row["id"]
        self.owner: str = row["owner"]
        self.name: str = row["name"]
        self.created: str = row["created"]
        self.replaces: int | None = row["replaces"]
        self.restored: bool = row["key"].startswith(REVIEW)
        self.alignment: dict[str, Any] = json.loads(zlib.decompress(row["alignment"]))
        self.text = zlib.decompress(row["text"]).decode()
        self.shown: list[dict[str, Any]] | None = (
            None if row["shown"] is None else json.loads(zlib.decompress(row["shown"]))
        )

    @cached_property
    def passages(self) -> tuple[MappedPassage, ...]:
        """Every passage in the document's order."""
        every = bool(self.alignment["settings"].get("all_passages"))
        return tuple(_passage(values, all_passages=every) for values in self.alignment["passages"])

    @cached_property
    def mapped(self) -> tuple[MappedPassage, ...]:
        """Those that were compared."""
        return tuple(mapped for mapped in self.passages if mapped.mapped)

    @property
    def informed(self) -> tuple[int, int, int] | None:
        """Decisions that informed the mapping, on how many other programmes, and those reworded since; None: none."""
        settings = self.alignment["settings"]
        reviews, *counts = settings.get("reviewed"), settings.get("decisions", 0), settings.get("decisions_unused", 0)
        # A review that was uploaded may say anything.
        if not reviews or not isinstance(reviews, list) or not all(isinstance(n, int) for n in counts):
            return None
        return counts[0], len(reviews), counts[1]

    @cached_property
    def suggested(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """By text id, the competencies suggested at any of its places."""
        keys: dict[str, dict[tuple[str, str], None]] = {}
        for mapped in self.mapped:
            of_text = keys.setdefault(mapped.passage.text_id, {})
            of_text.update(dict.fromkeys((match.framework, match.code) for match in mapped.matches))
        return {text_id: tuple(found) for text_id, found in keys.items()}


class Programmes:
    """The programmes in one database.

    Args:
        database: the page's.
        clock: tells the time, UTC.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc) -> None:
        self._database = database
        self._clock = clock

    def add(
        self,
        owner: str,
        name: str,
        key: str,
        *,
        alignment: str,
        text: str,
        shown: Sequence[Mapping[str, Any]] | None = None,
        replaces: int | None = None,
    ) -> int:
        """Keep a mapping; gives its number.

        Args:
            owner: who uploaded the document.
            name: the file's name.
            key: of file and settings, as `key` makes it.
            alignment: its alignment.json.
            text: the document's text.
            shown: what the mapping shows of each standard.
            replaces: the edition before.
        """
        sha256 = json.loads(alignment)["document"]["sha256"]
        packed = zlib.compress(text.encode()), zlib.compress(alignment.encode()), _packed(shown)
        values = (owner, name, sha256, key, *packed, replaces, stamp(self._clock()))
        with self._database.writing() as db:
            cursor = db.execute(
                "INSERT INTO programme (owner, name, sha256, key, text, alignment, shown, replaces, created)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )
        return int(cursor.lastrowid or 0)

    def same(self, owner: str, key: str) -> int | None:
        """The person's programme with the same file and settings, None where there is none."""
        query = "SELECT id FROM programme WHERE owner = ? AND key = ? AND deleted IS NULL ORDER BY id DESC"
        row = self._database.connection.execute(query, (owner, key)).fetchone()
        return None if row is None else int(row["id"])

    def get(self, number: int, person: str) -> Programme | None:
        """The programme of that number if this person may see it."""
        return self.read(number) if self.may_see(number, person) else None

    def read(self, number: int) -> Programme:
        """The programme of that number, whoever asks; KeyError where there is none."""
        row = self._database.connection.execute("SELECT * FROM programme WHERE id = ?", (number,)).fetchone()
        if row is None:
            raise KeyError(number)
        return Programme(row)

    def may_see(self, number: int, person: str) -> bool:
        """Whether a programme is there and a person's own or shared with them."""
        query = (
            "SELECT 1 FROM programme WHERE id = ? AND deleted IS NULL AND (owner = ? OR EXISTS"
            " (SELECT 1 FROM share WHERE share.programme = programme.id AND share.person = ?))"
        )
        return self._database.connection.execute(query, (number, person, person)).fetchone() is not None

    def owns(self, number: int, person: str) -> bool:
        """Whether a programme is there and this person's own."""
        query = "SELECT 1 FROM programme WHERE id = ? AND owner = ? AND deleted IS NULL"
        return self._database.connection.execute(query, (number, person)).fetchone() is not None

    def hides(self, number: int) -> bool:
        """Whether reviewers see others' decisions only after their own."""
        query = "SELECT hide_others FROM programme WHERE id = ?"
        return bool(self._database.connection.execute(query, (number,)).fetchone()["hide_others"])

    def of(self, person: str) -> list[Listed]:
        """What a person may see, the latest first; their own deleted ones, which can be brought back, among them."""
        query = (
            "SELECT id, owner, name, created, deleted FROM programme WHERE (owner = ? AND (deleted IS NULL OR"
            " deleted >= ?)) OR (deleted IS NULL AND EXISTS (SELECT 1 FROM share WHERE share.programme = programme.id"
            " AND share.person = ?)) ORDER BY id DESC"
        )
        values = (person, oldest_kept(self._clock()), person)
        return [Listed(**row) for row in self._database.connection.execute(query, values)]

    def delete(self, number: int, owner: str) -> bool:
        """Hide a person's own programme; it can be brought back."""
        return self._change("deleted = ?", stamp(self._clock()), number, owner)

    def restore(self, number: int, owner: str) -> bool:
        """Bring back a deleted programme, while that can be done."""
        with self._database.writing() as db:
            query = "UPDATE programme SET deleted = NULL WHERE id = ? AND owner = ? AND deleted >= ?"
            return db.execute(query, (number, owner, oldest_kept(self._clock()))).rowcount == 1

    def hide_others(self, number: int, owner: str, *, hide: bool) -> bool:
        """Let reviewers see others' decisions only after their own, or at once."""
        return self._change("hide_others = ?", int(hide), number, owner)

    def share(self, number: int, person: str) -> None:
        """Let a person see and review a programme."""
        with self._database.writing() as db:
            db.execute("INSERT OR IGNORE INTO share (programme, person) VALUES (?, ?)", (number, person))

    def unshare(self, number: int, person: str) -> None:
        """Take that back; what the person decided stays."""
        with self._database.writing() as db:
            db.execute("DELETE FROM share WHERE programme = ? AND person = ?", (number, person))

    def shared_with(self, number: int) -> list[str]:
        """Who else sees a programme, by name."""
        query = "SELECT person FROM share WHERE programme = ? ORDER BY person"
        return [row["person"] for row in self._database.connection.execute(query, (number,))]

    def next_edition(self, number: int, person: str) -> int | None:
        """The number of the edition that came after, None where there is none that this person may see."""
        query = "SELECT id FROM programme WHERE replaces = ? AND deleted IS NULL ORDER BY id DESC"
        later = (int(row["id"]) for row in self._database.connection.execute(query, (number,)))
        return next((found for found in later if self.may_see(found, person)), None)

    def left_off(self, number: int, person: str) -> int | None:
        """The number of the passage, from 1, at which a person left off."""
        query = "SELECT number FROM visit WHERE programme = ? AND person = ?"
        row = self._database.connection.execute(query, (number, person)).fetchone()
        return None if row is None else int(row["number"])

    def leave_off(self, number: int, person: str, passage: int) -> None:
        """Remember where a person is."""
        with self._database.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO visit (programme, person, number) VALUES (?, ?, ?)", (number, person, passage)
            )

    def _change(self, change: str, value: object, number: int, owner: str) -> bool:
        with self._database.writing() as db:
            return (
                db.execute(f"UPDATE programme SET {change} WHERE id = ? AND owner = ?", (value, number, owner)).rowcount
                == 1
            )


def key(sha256: str, made_with: Sequence[tuple[str, str]], settings: str) -> str:
    """What makes two mappings the same: the file, frameworks and models by name and checksum, the settings' digest."""
    return hashlib.sha256(json.dumps([sha256, list(made_with), settings]).encode()).hexdigest()


def _packed(values: object) -> bytes | None:
    return None if values is None else zlib.compress(json.dumps(values, ensure_ascii=False).encode())


def now() -> str:
    """The time, UTC, to the second: of decisions and uploads; nothing that is computed depends on it."""
    return stamp(utc())


def _passage(values: dict[str, Any], *, all_passages: bool) -> MappedPassage:
    """A passage as alignment.json has it; which ones were compared follows from role and language."""
    fields = {name: value for name, value in values.items() if name != "matches"}
    fields["section"] = tuple(fields["section"])
    fields["box"] = None if fields["box"] is None else tuple(fields["box"])
    passage = Passage(**fields)
    matches = tuple(
        Match(**{**match, "evidence": tuple(tuple(span) for span in match["evidence"])}) for match in values["matches"]
    )
    mapped = passage.language is not None and (all_passages or passage.role in TEACHING_ROLES)
    return MappedPassage(passage, matches, mapped=mapped)
