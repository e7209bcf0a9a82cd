"""How a review lies on the page: the queue of a standard's criteria, and the document passage by passage."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Literal
from urllib.parse import urlencode

from mapper.matching.records import Match
from mapper.people.review.records import Decision
from mapper.people.review.state import Standing
from mapper.reports.passages import Segment, segments
from mapper.web.coverage import Covered, Criterion, Near, covered, one
from mapper.web.frameworks import Node
from mapper.web.review import Filter, Item, Review
from mapper.web.site import Site

PER_PAGE = 200
"""Passages on one page."""
_OTHER = {"es": "en", "en": "es"}
_LONGEST_BETWEEN = 2000
"""Characters of text between two passages that a row shows; a page of a long document stays a page."""
Which = Literal["open", "decided", "disputed", "all"]


class Queue:
    """A standard's criteria as one person works through them: what is open first, the likeliest first.

    `standard` is its FRAMEWORK/CODE; any other text means the first with something open, of those that the programme
    shows most of. `code` is of the criterion in focus; any other text means the first that is listed.
    """

    def __init__(self, site: Site, review: Review, standard: str = "", code: str = "", which: Which = "open") -> None:
        self.review, self.which = review, which
        self._site, self._code = site, code
        named = one(review, site.frameworks, *standard.split("/", 1)) if "/" in standard else None
        first = next((row for row in self.standards if row.open and row.fits), next(iter(self.standards), None))
        self.standard: Covered | None = named if named and named.criteria else first

    @cached_property
    def standards(self) -> list[Covered]:
        """All standards with criteria that passages correspond to, the one that is shown most of first."""
        return [row for row in covered(self.review, self._site.frameworks) if row.criteria]

    @cached_property
    def by_filter(self) -> dict[Which, list[Criterion]]:
        """The criteria that each filter leaves."""
        every = list(self.standard.criteria) if self.standard else []
        counted = self.standard.counted if self.standard else ()
        likeliest = sorted((row for row in counted if row.open), key=lambda row: (row.state != "disputed", -row.chance))
        disputed = [row for row in every if row.state == "disputed"]
        return {"open": likeliest, "decided": [r for r in every if r.decided], "disputed": disputed, "all": every}

    @property
    def listed(self) -> list[Criterion]:
        """The criteria that the filter leaves."""
        return self.by_filter[self.which]

    @cached_property
    def focus(self) -> Criterion | None:
        """The criterion asked for, else the first that is listed; None where none is."""
        asked = (row for row in self.by_filter["all"] if row.node.code == self._code)
        return next(asked, None) or next(iter(self.listed), None)

    def element(self, row: Criterion) -> Node | None:
        """The element that a criterion belongs to."""
        return self._site.frameworks.get(row.node.framework, row.node.parent) if row.node.parent else None

    def after(self, decided: Criterion) -> Criterion | None:
        """What comes behind a criterion that was decided on: the next in the list before, else its first."""
        codes = [row.node.code for row in self.listed]
        at = codes.index(decided.node.code) if decided.node.code in codes else -1
        return next((row for row in self.listed[at + 1 :] + self.listed if row.node.code != decided.node.code), None)

    def beside(self, step: int) -> Criterion | None:
        """The listed criterion so many places further, None beyond the ends."""
        place = self.listed.index(self.focus) + step if self.focus in self.listed else -1
        return self.listed[place] if 0 <= place < len(self.listed) else None

    @property
    def near(self) -> list[Near]:
        """The passages near the criterion: first those to decide on, which are disputed or this person left open.

        Of a criterion that is decided those come first that they decided on.
        """
        if self.focus is None:
            return []
        key, person = self.focus.node.key, self.review.person

        def is_heard(near: Near) -> bool:
            return near.state.has_decided(person, key) and key not in near.state.differing

        return sorted(self.focus.near, key=lambda near: is_heard(near) == bool(self.focus and self.focus.open))

    @property
    def next_standard(self) -> Covered | None:
        """Another standard with something open."""
        here = self.standard.node.key if self.standard else None
        return next((row for row in self.standards if row.open and row.fits and row.node.key != here), None)

    def link(self, code: str = "", standard: Covered | None = None, which: str = "") -> str:
        """The address of a criterion, of another standard or of what another filter leaves."""
        of = standard or self.standard
        values = {"standard": f"{of.node.framework}/{of.node.code}" if of else "", "which": which or self.which}
        return "?" + urlencode({name: value for name, value in {**values, "criterion": code}.items() if value})


@dataclass(frozen=True, slots=True)
class Choice:
    """A competency beside a passage: suggested by the mapping or added by somebody."""

    framework: str
    code: str
    statement: str  # its wording as it was shown when the mapping was made, or somebody decided
    language: str  # of the statement, "" where the framework no longer holds it
    match: Match | None
    standing: Standing
    place: str  # the wordings of the entries above it
    rows: list[Decision]  # what people said of it
    own: str  # which of these is this person's verdict, "" for none


class Pages:
    """The document, a page of passages at a time; pages are numbered from 1."""

    def __init__(self, site: Site, review: Review, chosen: Filter, page: int, lang: str) -> None:
        self._site, self._lang = site, lang
        self.review, self.chosen = review, chosen
        self.shown = review.shown(chosen)
        self.count = max(1, -(-len(self.shown) // PER_PAGE))
        self.page = min(max(page, 1), self.count)

    @property
    def sections(self) -> list[tuple[str, list[Item]]]:
        """The page's passages by the heading above them."""
        items = self.shown[(self.page - 1) * PER_PAGE : self.page * PER_PAGE]
        runs = groupby(items, key=lambda item: item.mapped.passage.section)
        return [("".join(section[-1:]), list(run)) for section, run in runs]

    def link(self, page: int) -> str:
        """The address of another page with the same filter."""
        return "?" + urlencode({"text": self.chosen.text, "state": self.chosen.state, "page": page})

    def link_to(self, number: int) -> str:
        """The address of a passage."""
        place = next((place for place, item in enumerate(self.shown) if item.number == number), 0)
        return f"{self.link(place // PER_PAGE + 1)}#h{number}"

    def between(self, item: Item) -> str:
        """The document's text between the passage before and this one."""
        return _shortened(self.review.between(item))

    @property
    def rest(self) -> str:
        """The document's text behind the last passage, on the page that shows it."""
        return _shortened(self.review.rest) if self.page == self.count else ""

    def segments(self, item: Item) -> tuple[Segment, ...]:
        """A passage's text, cut at the words that carry its suggestions."""
        return segments(item.mapped.passage.text, item.mapped.matches)

    def choices(self, item: Item) -> list[Choice]:
        """The competencies beside a passage, suggested ones first."""
        found = []
        for (framework, code), (match, rows) in item.beside.items():
            node = self._site.frameworks.get(framework, code)
            above = self._site.frameworks.above(framework, code) if node else []
            statement = match.statement if match is not None else rows[-1].seen.statement
            own = next((row.verdict for row in rows if row.person == self.review.person), "")
            place = " › ".join(one.wording(self._lang) for one in above)
            spoken = "" if node is None else node.language if statement == node.statement else _OTHER[node.language]
            stands = item.state.standing((framework, code))
            found.append(Choice(framework, code, statement, spoken, match, stands, place, rows, own))
        return found


def _shortened(text: str) -> str:
    """Of much, the end; it stands nearest to what follows."""
    text = text.strip("\n")
    return text if len(text) <= _LONGEST_BETWEEN else "… " + text[-_LONGEST_BETWEEN:]
