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
from mapper.reports.mapping import Segment, segments
from mapper.web.coverage import Criterion, Near, Standard, read_standard
from mapper.web.frameworks import Node
from mapper.web.review import Filter, Item, Review
from mapper.web.site import Site

PER_PAGE = 200
"""Passages on one page."""
_OTHER_LANGUAGE = {"es": "en", "en": "es"}
_LONGEST_BETWEEN = 2000
"""Characters of text between two passages that a row shows; a page of a long document stays a page."""
Which = Literal["open", "missing", "decided", "disputed", "all"]


class Queue:
    """A standard's criteria as one person works through them: what is open first, the likeliest first.

    `standard` is its FRAMEWORK/CODE; any other text means the first with something open, of those that the programme
    shows most of. `code` is of the criterion in focus; any other text means the first that is listed.
    """

    def __init__(self, site: Site, review: Review, standard: str = "", code: str = "", which: Which = "open") -> None:
        self.review, self.which = review, which
        self._site, self._code = site, code
        self.standards = [row for row in site.standards(review) if row.criteria]
        """Those with criteria that passages correspond to, the one that is shown most of first."""
        asked = next((row for row in self.standards if "/".join(row.node.key) == standard), None)
        if asked is None and "/" in standard:
            asked = read_standard(review, site.frameworks, *standard.split("/", 1))
        first = next((row for row in self.standards if row.open and row.fits), next(iter(self.standards), None))
        self.standard = asked if asked and asked.criteria else first

    @cached_property
    def by_filter(self) -> dict[Which, list[Criterion]]:
        """Return the criteria that each filter leaves."""
        every = list(self.standard.criteria) if self.standard else []
        likeliest = sorted(self.standard.counted if self.standard else (), key=lambda row: -row.chance)
        missing = self.standard.missing if self.standard else ()
        return {
            "open": sorted((row for row in likeliest if row.open), key=lambda row: row.state != "disputed"),
            "missing": [row for row in likeliest if row in missing],
            "decided": [row for row in every if row.decided],
            "disputed": [row for row in every if row.state == "disputed"],
            "all": every,
        }

    @property
    def listed(self) -> list[Criterion]:
        """Return the criteria that the filter leaves."""
        return self.by_filter[self.which]

    @cached_property
    def focus(self) -> Criterion | None:
        """Return the criterion asked for, else the first that is listed; None where none is."""
        asked = (row for row in self.by_filter["all"] if row.node.code == self._code)
        return next(asked, None) or next(iter(self.listed), None)

    def element(self, row: Criterion) -> Node | None:
        """Return the element that a criterion belongs to."""
        return self._site.frameworks.get(row.node.framework, row.node.parent) if row.node.parent else None

    def following(self, decided: Criterion) -> Criterion | None:
        """Return what comes behind a criterion that was decided: the next in the list before, else its first."""
        codes = [row.node.code for row in self.listed]
        at = codes.index(decided.node.code) if decided.node.code in codes else -1
        return next((row for row in self.listed[at + 1 :] + self.listed if row.node.code != decided.node.code), None)

    def neighbour(self, step: int) -> Criterion | None:
        """Return the listed criterion so many places further, None beyond the ends."""
        place = self.listed.index(self.focus) + step if self.focus in self.listed else -1
        return self.listed[place] if 0 <= place < len(self.listed) else None

    @property
    def near(self) -> list[Near]:
        """Return the passages near the criterion, first those to decide on, or of a decided one the decided ones."""
        if self.focus is None:
            return []
        key, person, is_open = self.focus.node.key, self.review.person, self.focus.open

        def comes_last(near: Near) -> bool:
            return (near.state.has_decided(person, key) and key not in near.state.differing) == is_open

        return sorted(self.focus.near, key=comes_last)

    @property
    def next_standard(self) -> Standard | None:
        """Return another standard with something open."""
        here = self.standard.node.key if self.standard else None
        return next((row for row in self.standards if row.open and row.fits and row.node.key != here), None)

    def link(self, code: str = "", standard: Standard | None = None, which: str = "") -> str:
        """Return the address of a criterion, of another standard or of what another filter leaves."""
        shown = standard or self.standard
        values = {"standard": "/".join(shown.node.key) if shown else "", "which": which or self.which}
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
    rows: list[Decision]  # decisions on it
    own: str  # the verdict of this person, "" for none


class Pages:
    """The document, a page of passages at a time; pages are numbered from 1."""

    def __init__(self, site: Site, review: Review, chosen: Filter, page: int, lang: str) -> None:
        self._site, self._lang = site, lang
        self.review, self.chosen = review, chosen
        self.shown = review.filter_items(chosen)
        self.count = max(1, -(-len(self.shown) // PER_PAGE))
        self.page = min(max(page, 1), self.count)

    @property
    def sections(self) -> list[tuple[str, list[Item]]]:
        """Return the page's passages by the heading above them."""
        items = self.shown[(self.page - 1) * PER_PAGE : self.page * PER_PAGE]
        runs = groupby(items, key=lambda item: item.mapped.passage.section)
        return [("".join(section[-1:]), list(run)) for section, run in runs]

    def link(self, page: int) -> str:
        """Return the address of another page with the same filter."""
        return "?" + urlencode({"text": self.chosen.text, "state": self.chosen.state, "page": page})

    def link_to(self, number: int) -> str:
        """Return the address of a passage."""
        place = next((place for place, item in enumerate(self.shown) if item.number == number), 0)
        return f"{self.link(place // PER_PAGE + 1)}#h{number}"

    def between(self, item: Item) -> str:
        """Return the document's text between the passage before and this one."""
        return _shorten_start(self.review.between(item))

    @property
    def rest(self) -> str:
        """Return the document's text behind the last passage, on the page that shows it."""
        return _shorten_start(self.review.rest) if self.page == self.count else ""

    def segments(self, item: Item) -> tuple[Segment, ...]:
        """Return a passage's text, cut at the words that carry its suggestions."""
        return segments(item.mapped.passage.text, item.mapped.matches)

    def choices(self, item: Item) -> list[Choice]:
        """Return the competencies beside a passage, suggested ones first."""
        found = []
        for key, (match, rows) in item.competencies.items():
            node = self._site.frameworks.get(*key)
            above = self._site.frameworks.above(*key) if node else []
            statement = match.statement if match is not None else rows[-1].seen.statement
            own = next((row.verdict for row in rows if row.person == self.review.person), "")
            place = " › ".join(one.wording(self._lang) for one in above)
            language = "" if node is None else node.language
            language = language if node is None or statement == node.statement else _OTHER_LANGUAGE[language]
            found.append(Choice(*key, statement, language, match, item.state.standing(key), place, rows, own))
        return found


def _shorten_start(text: str) -> str:
    """Return the end of a long text: it stands nearest to what follows."""
    text = text.strip("\n")
    return text if len(text) <= _LONGEST_BETWEEN else "… " + text[-_LONGEST_BETWEEN:]
