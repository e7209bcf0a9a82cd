"""Programmes with their mappings, as the page keeps them: who owns them, who sees them, what stands in them."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from corpora import TEACHING_ROLES, Passage
from corpora.text import fold
from mapper.matching.records import MappedPassage, Match
from mapper.web.database import Database

REVIEW = "review:"
"""What the key of a restored review begins with: no mapping made here has such a key."""
KEPT_DAYS = 30
"""For how long what was deleted can be brought back."""
MOST_IN_MEMORY = 64
T = TypeVar("T")


class RecentCache(dict[int, tuple[object, T]]):
    """By the number of a programme what was read of it: of those that were asked for last, `MOST_IN_MEMORY`."""

    def keep(self, number: int, state: object, read: Callable[[], T]) -> T:
        """Return what was read of a programme, read anew where it was in another state."""
        known = self.pop(number, None)
        if known is None or known[0] != state:
            known = state, read()
        self[number] = known  # the latest last
        for old in list(self)[:-MOST_IN_MEMORY]:
            self.pop(old, None)
        return known[1]


def utc() -> datetime:
    """Return the time, UTC."""
    return datetime.now(UTC)


def stamp(at: datetime) -> str:
    """Return a time as the database keeps it: to the second, in an order of its own."""
    return at.isoformat(timespec="seconds")


def oldest_kept(at: datetime) -> str:
    """Return what was deleted before this can no longer be brought back at a time."""
    return stamp(at - timedelta(days=KEPT_DAYS))


def packed(values: object) -> bytes:
    """Return JSON values as the database keeps them."""
    return zlib.compress(json.dumps(values, ensure_ascii=False).encode())


def unpacked(content: bytes) -> Any:  # noqa: ANN401 - any JSON value
    """Return the JSON values again."""
    return json.loads(zlib.decompress(content))


@dataclass(slots=True)
class ProgrammeEntry:
    """A programme as it stands in a list."""

    id: int
    owner: str
    name: str
    title: str
    school: str
    folder: str
    created: str
    deleted: str | None

    @property
    def display_title(self) -> str:
        """Return its title, or the file's name."""
        return self.title or self.name

    @property
    def shelf(self) -> str:
        """Return folder and school; "" without both."""
        return " · ".join(filter(None, (self.folder, self.school)))

    @property
    def searched(self) -> str:
        """Return the words by which it is found in a list, folded."""
        return fold(f"{self.title} {self.name} {self.shelf} {self.owner}")


class Programme(ProgrammeEntry):
    """One document and its mapping; nothing of it changes.

    Attributes:
        replaces: the number of the edition before, None for the first.
        edition: which one it is, from 1.
        restored: whether it came from a review's file: its history is what the file says.
        alignment: the content of its alignment.json.
        shown: what the mapping shows of each standard, as `record_json` gives it; None where it was not told.
        unread: what of the document was not read: parts, each with the reason by language; None where only the mapping
            tells, in one language.
    """

    def __init__(self, row: sqlite3.Row) -> None:
        super().__init__(*(row[field.name] for field in fields(ProgrammeEntry)))
        self.replaces: int | None = row["replaces"]
        self.edition: int = row["edition"]
        self.restored: bool = row["key"].startswith(REVIEW)
        self.alignment: dict[str, Any] = unpacked(row["alignment"])
        self.text = zlib.decompress(row["text"]).decode()
        self.shown: list[dict[str, Any]] | None = None if row["shown"] is None else unpacked(row["shown"])
        self.unread: list[dict[str, Any]] | None = None if row["unread"] is None else unpacked(row["unread"])

    @property
    def document(self) -> tuple[str, str]:
        """Return SHA-256 and name of its file."""
        return self.alignment["document"]["sha256"], self.name

    @cached_property
    def mapped(self) -> tuple[MappedPassage, ...]:
        """Return the passages that were compared, in the document's order."""
        whole = bool(self.alignment["settings"].get("all_passages"))
        # Which ones were compared follows from role and language.
        return tuple(
            mapped
            for mapped in self.every
            if mapped.passage.language is not None and (whole or mapped.passage.role in TEACHING_ROLES)
        )

    @cached_property
    def others(self) -> dict[str, Passage]:
        """Return by id the passages that were not compared by themselves, as a presentation or a grading rule."""
        compared = {mapped.passage.id for mapped in self.mapped}
        return {one.passage.id: one.passage for one in self.every if one.passage.id not in compared}

    @cached_property
    def every(self) -> tuple[MappedPassage, ...]:
        """Return all passages, in the document's order."""
        return tuple(_passage(values) for values in self.alignment["passages"])

    @property
    def informed(self) -> tuple[int, int, int] | None:
        """Return how many decisions informed the mapping, on how many programmes, and how many were reworded since."""
        settings = self.alignment["settings"]
        reviews, *counts = settings.get("reviewed"), settings.get("decisions", 0), settings.get("decisions_unused", 0)
        # A review that was uploaded may say anything.
        if not reviews or not isinstance(reviews, list) or not all(isinstance(n, int) for n in counts):
            return None
        return counts[0], len(reviews), counts[1]

    @cached_property
    def suggested(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Return by text id the competencies suggested at any of its places."""
        keys: dict[str, dict[tuple[str, str], None]] = {}
        for mapped in self.mapped:
            of_text = keys.setdefault(mapped.passage.text_id, {})
            of_text.update(dict.fromkeys((match.framework, match.code) for match in mapped.matches))
        return {text_id: tuple(found) for text_id, found in keys.items()}


_READ = """
WITH RECURSIVE edition (id) AS (
  VALUES (?1) UNION SELECT replaces FROM edition JOIN programme USING (id) WHERE replaces IS NOT NULL
)
SELECT *, (SELECT count(*) FROM edition) AS edition FROM programme WHERE id = ?1
"""
SEEN = (
    "deleted IS NULL AND (owner = :person OR EXISTS"
    " (SELECT 1 FROM share WHERE share.programme = programme.id AND share.person = :person))"
)
"""What a person may see: their own, and what was shared with them."""


class OwnedTable:
    """What people own in one table of the database, and delete; `clock` tells the time, UTC."""

    table: ClassVar[str]

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc) -> None:
        self._database = database
        self._clock = clock

    def delete(self, number: int, owner: str, *, back: bool = False) -> bool:
        """Hide a person's own, or bring it back while that can be done; whether there is such a thing."""
        query = f"UPDATE {self.table} SET deleted = ? WHERE id = ? AND owner = ? AND (deleted IS NULL OR deleted >= ?)"
        at = self._clock()
        return self._database.change(query, None if back else stamp(at), number, owner, oldest_kept(at)) == 1


class Programmes(OwnedTable):
    """The programmes in one database."""

    table = "programme"

    def add(
        self,
        owner: str,
        name: str,
        key: str,
        *,
        alignment: str,
        text: str,
        shown: Sequence[Mapping[str, Any]] | None = None,
        unread: Sequence[Mapping[str, Any]] | None = None,
        replaces: int | None = None,
        **called: str,
    ) -> int:
        """Keep the mapping of a file; gives its number.

        `key` is of file and settings, as the function `key` makes it; `alignment` is alignment.json; `shown` is what
        the mapping shows of each standard; `unread` what of the file was not read, with the reason in each language;
        `replaces` is the edition before, whose school and folder are this one's; `called` are title, school and folder.
        """
        row = self._database.row("SELECT title, school, folder FROM programme WHERE id = ?", replaces)
        if row is not None:
            called = {**row, "title": called.get("title") or row["title"]}
        return self._database.insert(
            "programme",
            owner=owner,
            name=name,
            sha256=json.loads(alignment)["document"]["sha256"],
            key=key,
            text=zlib.compress(text.encode()),
            alignment=zlib.compress(alignment.encode()),
            shown=None if shown is None else packed(shown),
            unread=None if unread is None else packed(unread),
            replaces=replaces,
            created=stamp(self._clock()),
            **called,
        )

    def same(self, owner: str, key: str) -> int | None:
        """Return the person's programme with the same file and settings, None where there is none."""
        query = "SELECT id FROM programme WHERE owner = ? AND key = ? AND deleted IS NULL ORDER BY id DESC"
        found: int | None = self._database.value(query, owner, key)
        return found

    def find_document(self, person: str, sha256: str, asked: int) -> int | None:
        """Return a mapping of a file that a person may see: the one asked for, else the latest, else None."""
        query = f"SELECT id FROM programme WHERE sha256 = :sha256 AND {SEEN} ORDER BY id = :asked DESC, id DESC"
        row = self._database.row(query, sha256=sha256, person=person, asked=asked)
        return row["id"] if row else None

    def read(self, number: int) -> Programme:
        """Return the programme of that number, whoever asks; KeyError where there is none."""
        row = self._database.row(_READ, number)
        if row is None:
            raise KeyError(number)
        return Programme(row)

    def may_see(self, number: int, person: str) -> bool:
        """Return whether a programme is there and a person's own or shared with them."""
        query = f"SELECT 1 FROM programme WHERE id = :id AND {SEEN}"
        return self._database.row(query, id=number, person=person) is not None

    def owns(self, number: int, person: str) -> bool:
        """Return whether a programme is there and this person's own."""
        query = "SELECT 1 FROM programme WHERE id = ? AND owner = ? AND deleted IS NULL"
        return self._database.row(query, number, person) is not None

    def hides(self, number: int) -> bool:
        """Return whether reviewers see others' decisions only after their own."""
        return bool(self._database.value("SELECT hide_others FROM programme WHERE id = ?", number))

    def visible_to(self, person: str) -> list[ProgrammeEntry]:
        """Return what a person may see, the latest first, with their own deleted ones that can be restored."""
        query = (
            "SELECT id, owner, name, title, school, folder, created, deleted FROM programme"
            f" WHERE (owner = :person AND deleted >= :oldest) OR ({SEEN}) ORDER BY id DESC"
        )
        rows = self._database.rows(query, person=person, oldest=oldest_kept(self._clock()))
        return [ProgrammeEntry(**row) for row in rows]

    def change(self, number: int, owner: str, **values: object) -> bool:
        """Change what its owner may say of a programme: title and school, whether it hides others' decisions."""
        changes = ", ".join(f"{name} = ?" for name in values)
        query = f"UPDATE programme SET {changes} WHERE id = ? AND owner = ?"
        return self._database.change(query, *values.values(), number, owner) == 1

    def set_folder(self, numbers: Iterable[int], owner: str, folder: str) -> None:
        """Put those that are a person's own in a folder, "" for none."""
        query = "UPDATE programme SET folder = ? WHERE owner = ? AND id IN (SELECT value FROM json_each(?))"
        self._database.change(query, folder, owner, json.dumps(list(numbers)))

    def share(self, number: int, person: str) -> None:
        """Let a person see and review a programme."""
        self._database.change("INSERT OR IGNORE INTO share (programme, person) VALUES (?, ?)", number, person)

    def unshare(self, number: int, person: str) -> None:
        """Take that back; what the person decided stays."""
        self._database.change("DELETE FROM share WHERE programme = ? AND person = ?", number, person)

    def shared_with(self, number: int) -> list[str]:
        """Return who else sees a programme, by name."""
        query = "SELECT person FROM share WHERE programme = ? ORDER BY person"
        return [row["person"] for row in self._database.rows(query, number)]

    def transfer(self, person: str, to: str) -> list[int]:
        """Let all programmes of somebody be another person's, the deleted ones too; gives their numbers."""
        with self._database.writing() as db:
            rows = db.execute("UPDATE programme SET owner = ? WHERE owner = ? RETURNING id", (to, person)).fetchall()
            numbers = [int(row["id"]) for row in rows]
            db.executemany("DELETE FROM share WHERE programme = ? AND person = ?", [(n, to) for n in numbers])
        return numbers

    def next_edition(self, number: int, person: str) -> int | None:
        """Return the number of the edition that came after, None where there is none that this person may see."""
        query = "SELECT id FROM programme WHERE replaces = ? AND deleted IS NULL ORDER BY id DESC"
        later = (int(row["id"]) for row in self._database.rows(query, number))
        return next((found for found in later if self.may_see(found, person)), None)


def key(sha256: str, made_with: Sequence[tuple[str, str]], settings: str) -> str:
    """Return a digest of what makes two mappings the same: the file, what it was made with, the settings."""
    return hashlib.sha256(json.dumps([sha256, list(made_with), settings]).encode()).hexdigest()


def _passage(values: Mapping[str, Any]) -> MappedPassage:
    """Return a passage as alignment.json has it."""
    fields = {name: value for name, value in values.items() if name != "matches"}
    fields["section"] = tuple(fields["section"])
    fields["box"] = None if fields["box"] is None else tuple(fields["box"])
    matches = tuple(
        Match(**{**match, "evidence": tuple(tuple(span) for span in match["evidence"])}) for match in values["matches"]
    )
    return MappedPassage(Passage(**fields), matches)
