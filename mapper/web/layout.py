"""How a review lies on the page: passage by passage, or a standard's criteria one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from itertools import groupby
from urllib.parse import urlencode

from corpora import Passage
from corpora.text import own_code
from mapper.matching.records import Match
from mapper.people.review.records import Decision
from mapper.people.review.state import Key, Standing, standing_rows
from mapper.reports.passages import Segment, segments
from mapper.web.coverage import DECIDED, Covered, Criterion, covered, one
from mapper.web.frameworks import Node
from mapper.web.review import Filter, Item, Part, Review
from mapper.web.site import Site
from mapper.web.texts import PageWords

_OTHER = {"es": "en", "en": "es"}
_LONGEST_BETWEEN = 2000
"""Characters of text between two passages that a row shows; a page of a long document stays a page."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A competency beside a passage: suggested by the mapping or added by somebody."""

    framework: str
    code: str
    statement: str  # its wording as it was shown when the mapping was made, or somebody decided
    language: str  # of the statement, "" where the framework no longer holds it
    match: Match | None
    standing: Standing
    place: str  # its framework and the wordings of the entries above it; of a plain list both are one name
    percent: str  # its probability in words, "" where it was not suggested
    rows: list[Decision]  # what people said of it
    own: str  # which of these is this person's verdict, "" for none
    before: tuple[str, ...]  # who rejected it for the same text on another programme


class Layout:
    """A page of a review; pages are numbered from 1, and 0 is the one where the person left off."""

    def __init__(self, site: Site, review: Review, chosen: Filter, page: int, words: PageWords) -> None:
        self._site = site
        self.review = review
        self.chosen = chosen
        self._page = page
        self._words = words
        self._left_off = site.programmes.left_off(review.programme.id, review.person)
        # The same entries stand beside many passages.
        self._node = cache(site.frameworks.get)

    @cached_property
    def shown(self) -> list[Item]:
        """The passages that the filter leaves."""
        return self.review.shown(self.chosen)

    @cached_property
    def pages(self) -> list[list[Item]]:
        """These, page by page."""
        return self.review.pages(self.shown)

    @cached_property
    def page(self) -> int:
        """The number of the page shown, from 1."""
        return min(max(self._page, 1), len(self.pages)) if self._page else self._page_of(self.left_off)

    @cached_property
    def groups(self) -> list[tuple[Part, list[Item]]]:
        """The page's passages by section."""
        runs = groupby(self.pages[self.page - 1], key=lambda item: item.part)
        return [(self.review.parts[part - 1], list(run)) for part, run in runs]

    @property
    def next_undecided(self) -> Item | None:
        """The passage to go on with."""
        return self.review.next_undecided(self._left_off, self.chosen)

    @property
    def why_empty(self) -> str:
        """Which filters are set, in words: what to take away where nothing is left."""
        t, chosen = self._words, self.chosen
        section = next((part.section for part in self.review.parts if part.number == chosen.part), ())
        named = {
            "section": " ".join(section[-1:]),
            "filter.text": chosen.text,
            "filter.state": chosen.state and t(f"state.{chosen.state}"),
            "framework": chosen.framework,
            "filter.probability": chosen.probability and t.percent(chosen.probability / 100),
        }
        return ", ".join(f"{t(key)}: {value}" for key, value in named.items() if value)

    @property
    def chosen_values(self) -> list[tuple[str, object]]:
        """The filter as a form's fields; what is not chosen is left out."""
        return [(name, value) for name, value in asdict(self.chosen).items() if value]

    def link_part(self, part: int) -> str:
        """The address of a section, 0 for all of them, with what is chosen besides."""
        return "?" + urlencode([*((name, v) for name, v in self.chosen_values if name != "part"), ("part", part)])

    def link(self, page: int) -> str:
        """The address of another page with the same filter."""
        return "?" + urlencode([*self.chosen_values, ("page", page)])

    def link_to(self, item: Item) -> str:
        """The address of a passage with the same filter."""
        return f"{self.link(self._page_of(item.number))}#h{item.number}"

    def _page_of(self, number: int) -> int:
        """The page on which a passage stands, the first one where the filter leaves it out."""
        at = (n for n, page in enumerate(self.pages, 1) if any(item.number == number for item in page))
        return next(at, 1)

    def between(self, item: Item) -> str:
        """The document's text between the passage before and this one."""
        return _shortened(self.review.between(item)) if self.chosen.order == "document" else ""

    def segments(self, item: Item) -> tuple[Segment, ...]:
        """A passage's text, cut at the words that carry its suggestions."""
        return segments(item.mapped.passage.text, item.mapped.matches)

    def choices(self, item: Item) -> list[Choice]:
        """The competencies beside a passage, suggested ones first."""
        return [self._choice(item, key, *found) for key, found in item.beside.items()]

    @property
    def rest(self) -> str:
        """The document's text behind the last passage, on the page that shows it."""
        last = self.pages[self.page - 1][-1:]
        ends = bool(last) and last[0].number == len(self.review.items)
        return _shortened(self.review.rest) if ends and self.chosen.order == "document" else ""

    @property
    def to_look_at_again(self) -> int:
        """Decisions on the former edition that did not go along and that nobody has looked at since."""
        return len(self._site.decisions.again(self.review.programme.id))

    @property
    def shows_most_of(self) -> Covered | None:
        """The standard with criteria that the programme shows most of, None where it shows none."""
        site, review = self._site, self.review
        summary = site.summary(review.programme, review.person, site.held)
        return summary.standard if summary else None

    @property
    def carried(self) -> int:
        """Decisions on the former edition that went along, and stand: they are older than this one."""
        rows, programme = self.review.visible, self.review.programme
        return sum(row.when <= programme.created for row in standing_rows(rows)) if programme.replaces else 0

    @property
    def left_off(self) -> int:
        """The number of the passage where the person left off, which has the focus; 0 where a page was asked for."""
        return 0 if self._page else self._left_off

    def _choice(self, item: Item, key: Key, match: Match | None, rows: list[Decision]) -> Choice:
        node = self._node(*key)
        statement = match.statement if match is not None else rows[-1].seen.statement
        above = " › ".join(self._above(*key))
        return Choice(
            *key,
            statement=statement,
            language="" if node is None else node.language if statement == node.statement else _OTHER[node.language],
            match=match,
            standing=item.state.standing(key),
            place=" · ".join(filter(None, (own_code(key[0], above), above))),
            percent="" if match is None else self._words.percent(match.probability),
            rows=rows,
            own=next((row.verdict for row in rows if row.person == self.review.person), ""),
            before=self._before.get((item.text_id, *key), ()),
        )

    @cached_property
    def _before(self) -> dict[tuple[str, str, str], tuple[str, ...]]:
        return self._site.examples.rejected_before(self.review)

    def _above(self, framework: str, code: str) -> list[str]:
        """The wordings of the entries above one, the highest first."""
        node, above = self._node(framework, code), list[str]()
        while node and node.parent and (node := self._node(framework, node.parent)):
            above.insert(0, node.wording(self._words.lang))
        return above


def _shortened(text: str) -> str:
    """Of much, the end; it stands nearest to what follows."""
    text = text.strip("\n")
    return text if len(text) <= _LONGEST_BETWEEN else "… " + text[-_LONGEST_BETWEEN:]


class Checklist:
    """A standard under review by one person.

    `standard` is its FRAMEWORK/CODE; any other text means the one that is shown most of. `code` is of the criterion in
    focus; any other text means the first that is open.
    """

    def __init__(self, site: Site, review: Review, standard: str = "", code: str = "") -> None:
        self.review = review
        self._site = site
        self._asked = code
        named = one(review, site.frameworks, *standard.split("/", 1)) if "/" in standard else None
        self.standard = named if named and named.criteria else next(iter(self.standards), None)

    @cached_property
    def standards(self) -> list[Covered]:
        """All standards with criteria that passages correspond to, the one that is shown most of first."""
        return [row for row in covered(self.review, self._site.frameworks) if row.criteria]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """In the standard's order."""
        return self.standard.criteria if self.standard else ()

    @cached_property
    def elements(self) -> list[tuple[Node | None, list[Criterion]]]:
        """The criteria by the element above them."""
        by_element = groupby(self.criteria, key=lambda row: (row.node.framework, row.node.parent or ""))
        return [(self._site.frameworks.get(*above), list(of)) for above, of in by_element]

    @cached_property
    def focus(self) -> Criterion | None:
        """The criterion asked for, else the first that is open, else the first."""
        asked = (row for row in self.criteria if row.node.code == self._asked)
        return next(asked, self.following(-1)) or next(iter(self.criteria), None)

    @property
    def place(self) -> int:
        """Where the criterion in focus stands, from 0."""
        return self.criteria.index(self.focus) if self.focus else 0

    def following(self, place: int) -> Criterion | None:
        """The next criterion that is open, behind a place or from the beginning; None where none is left."""
        left = [(n, row) for n, row in enumerate(self.criteria) if row.state not in DECIDED]
        behind = [row for n, row in left if n > place]
        return next(iter(behind or [row for _, row in left]), None)

    def beside(self, step: int) -> Criterion | None:
        """The criterion so many places further, None beyond the ends."""
        place = self.place + step
        return self.criteria[place] if 0 <= place < len(self.criteria) else None

    @property
    def before(self) -> dict[tuple[str, str, str], tuple[str, ...]]:
        """By text id, framework and code, who rejected it on other programmes."""
        return self._site.examples.rejected_before(self.review)

    @property
    def at(self) -> str:
        """Id of the passage on which a key acts: the most probable that is disputed or this person left open; ""."""
        if self.focus is None:
            return ""
        near, key, person = self.focus.near, self.focus.node.key, self.review.person
        left = (one for one in near if not one.state.heard(person, key) or key in one.state.differing)
        return next((one.passage.id for one in (*left, *near)), "")

    @property
    def document(self) -> Iterator[tuple[str, list[tuple[Passage, int]]]]:
        """The document's passages by section, each with its number, 0 where it is not compared by itself."""
        numbers = {item.mapped.passage.id: item.number for item in self.review.items}
        every = (mapped.passage for mapped in self.review.programme.every)
        for section, run in groupby(every, key=lambda passage: passage.section):
            yield "".join(section[-1:]), [(passage, numbers.get(passage.id, 0)) for passage in run]

    def link(self, code: str = "", standard: Covered | None = None) -> str:
        """The address of a criterion, or of another standard."""
        of = standard or self.standard
        values = {"standard": f"{of.node.framework}/{of.node.code}" if of else "", "criterion": code}
        return "?" + urlencode({name: value for name, value in values.items() if value})
