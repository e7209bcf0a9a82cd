"""What the page works with, in one place."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from mapper.web.accounts import Accounts
from mapper.web.coverage import Standard, read_standards
from mapper.web.database import Database, Row
from mapper.web.decisions import Decisions
from mapper.web.examples import Examples
from mapper.web.files import Files
from mapper.web.frameworks import Frameworks, Node
from mapper.web.guard import Access
from mapper.web.jobs import Jobs
from mapper.web.processes import Collections
from mapper.web.programmes import (
    OwnedTable,
    Programme,
    ProgrammeEntry,
    Programmes,
    RecentCache,
    oldest_kept,
    stamp,
    utc,
)
from mapper.web.review import Review
from mapper.workspace.store import FrameworkHeader, Workspace


class Demands(OwnedTable):
    """The sets of job ads set against programmes in one database; each is seen by who uploaded it."""

    table = "demand"

    def add(self, owner: str, name: str, sector: str, *, report: bytes, folder: str) -> int:
        """Keep a report, given as its gap.json; gives its number."""
        values = {"owner": owner, "name": name, "sector": sector, "report": zlib.compress(report), "folder": folder}
        return self._database.insert("demand", **values, created=stamp(self._clock()))

    def owned_by(self, owner: str) -> list[Row]:
        """Return a person's, the latest first, with the deleted ones that can be brought back."""
        query = (
            "SELECT id, name, sector, folder, created, deleted FROM demand WHERE owner = ? AND (deleted IS NULL OR"
            " deleted >= ?) ORDER BY id DESC"
        )
        return self._database.rows(query, owner, oldest_kept(self._clock()))

    def get(self, number: int, owner: str) -> Row | None:
        """Return one of a person's with its packed report, None where it is not theirs."""
        query = "SELECT * FROM demand WHERE id = ? AND owner = ? AND deleted IS NULL"
        return self._database.row(query, number, owner)

    def transfer(self, person: str, to: str) -> None:
        """Let all of somebody's be another person's."""
        self._database.change("UPDATE demand SET owner = ? WHERE owner = ?", to, person)


class Summary(NamedTuple):
    """How many criteria of a programme are open and disputed; what it shows of the standard that it shows most of."""

    open: int
    disputed: int
    decided: str  # when somebody decided last, "" for never
    standard: Node | None = None  # None for none with criteria
    shows: int = 0
    of: int = 0
    fits: bool = False


class Site:
    """A workspace as the page serves it; `clock` tells the time, UTC.

    Raises:
        InputError: the workspace's database is of a later version.
    """

    def __init__(self, workspace: Workspace, access: Access, clock: Callable[[], datetime] = utc) -> None:
        self.workspace = workspace
        self.access = access
        self.files = Files(workspace.folder)
        self.database = Database(self.files.database)
        self.accounts = Accounts(self.database, required=access.accounts, clock=clock)
        self.jobs = Jobs(self.database)
        self.programmes = Programmes(self.database, clock)
        self.decisions = Decisions(self.database)
        self.examples = Examples(self.database, self.programmes, self.decisions)
        self.frameworks = Frameworks(self.database)
        self.demands = Demands(self.database, clock)
        self.collections = Collections(workspace.folder)
        self._unpacked = RecentCache[Programme]()
        self._reviews = RecentCache[Review]()
        self._standards = RecentCache[list[Standard]]()
        self._summaries: dict[tuple[int, str], tuple[object, Summary]] = {}
        self._met: set[str] = set()

    @cached_property
    def secret(self) -> bytes:
        """Return the key of signed cookies."""
        return self.files.secret()

    @property
    def headers(self) -> dict[str, FrameworkHeader]:
        """Return the workspace's frameworks by name, as they are now; damaged ones left out."""
        return {header.name: header for header in self.workspace.headers()}

    def outdated(self, programme: Programme) -> list[str]:
        """Return the frameworks that changed since it was mapped, without those that were removed."""
        held, mapped = self.headers, programme.alignment["frameworks"]
        return [
            held[f["name"]].title or f["name"]
            for f in mapped
            if f["name"] in held and held[f["name"]].sha256 != f["sha256"]
        ]

    def framework_titles(self, frameworks: Iterable[FrameworkHeader | Mapping[str, str]]) -> str:
        """Return the titles of frameworks, as a programme names them or the workspace holds them."""
        names = [one["name"] if isinstance(one, Mapping) else one.name for one in frameworks]
        held = self.headers
        return ", ".join((held[name].title if name in held else "") or name for name in names)

    def programme(self, number: int, person: str) -> Programme | None:
        """Return a programme that a person may see; None where there is none, or it is not theirs to see."""
        if not self.programmes.may_see(number, person):
            self.forget(number)
            return None
        return self._unpacked.keep(number, None, lambda: self.programmes.read(number))

    def forget(self, number: int) -> None:
        """Read a programme anew the next time: something said of it has changed."""
        self._unpacked.pop(number, None)
        self._reviews.pop(number, None)

    def record_person(self, person: str) -> None:
        """Remember that somebody of this name came."""
        if person and person not in self._met:
            self.database.change("INSERT OR IGNORE INTO person (name) VALUES (?)", person)
            self._met.add(person)

    def people(self) -> list[str]:
        """Return the names of everybody who ever came, or has an account."""
        return [row["name"] for row in self.database.rows("SELECT name FROM person ORDER BY name")]

    def summary(self, listed: ProgrammeEntry, person: str, held: Collection[str]) -> Summary | None:
        """Return where the review of a programme stands as a person sees it; None where they may not see it.

        `held` are the names of the workspace's frameworks: asked for once, for all programmes of a list.
        """
        last = self.database.value("SELECT max(number) FROM decision WHERE programme = ?", listed.id)
        state = (last, self.programmes.hides(listed.id), sorted(held))
        known, summary = self._summaries.get((listed.id, person), (None, None))
        if known != state:
            review = self.review(listed.id, person)
            if review is None:
                return None
            standards = [found for found in self.standards(review) if found.criteria]
            is_open = sum(found.open for found in [one for one in standards if one.fits] or standards[:1])
            decided = max((row.when for row in review.visible), default="")
            shown = [(one.node, one.shows, len(one.counted), one.fits) for one in standards]
            summary = Summary(is_open, len(review.disputes), decided, *next(iter(shown), ()))
            self._summaries[listed.id, person] = state, summary
        return summary

    def review(self, number: int, person: str) -> Review | None:
        """Return a programme with what people decided about it, as this person may see it."""
        programme = self.programme(number, person)
        if programme is None:
            return None
        rows, hides, leads = self.decisions.history(number), self.programmes.hides(number), self.accounts.leads(person)
        return self._reviews.keep(
            number,
            (programme, rows, person, hides, leads),
            lambda: Review(programme, rows, person, hide_others=hides, lead=leads),
        )

    def standards(self, review: Review) -> list[Standard]:
        """Return what a review says of each standard, as `read_standards` does; read once for as long as it stands."""
        state = self.database.value("SELECT group_concat(name || sha256) FROM framework")
        return self._standards.keep(
            review.programme.id, (state, review), lambda: read_standards(review, self.frameworks)
        )

    def transfer(self, person: str, to: str) -> None:
        """Let all programmes and comparisons of somebody be another person's, the deleted ones too."""
        for number in self.programmes.transfer(person, to):
            self.forget(number)
        self.demands.transfer(person, to)
