"""How a review lies on the page: the programme's text in rows, each with a passage and what it corresponds to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from mapper.records import Match
from mapper.reports.passages import Segment, segments
from mapper.review.records import Decision
from mapper.review.state import Key, Standing
from mapper.web.catalogue import Node
from mapper.web.rendering import PageWords
from mapper.web.reviewing import Filter, Item, Part, Review
from mapper.web.site import Site

_OTHER = {"es": "en", "en": "es"}
_LONGEST_BETWEEN = 2000
"""Characters of text between two passages that a row shows; a page of a long document stays a page."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A competency beside a passage: suggested by the mapping or added by somebody."""

    framework: str
    code: str
    statement: str
    match: Match | None
    standing: Standing
    above: str
    percent: str
    language: str
    rows: tuple[Decision, ...]

    @property
    def value(self) -> str:
        """What the form sends."""
        return f"{self.framework} {self.code}"


@dataclass(frozen=True, slots=True)
class Row:
    """One passage where it stands in the document.

    Attributes:
        item: the passage.
        between: the document's text between the passage before and this one.
        segments: the passage's text, cut at the words that carry its suggestions.
        choices: competencies, suggested ones first.
        notes: what people wrote.
        nones: the rows of those who said that nothing corresponds.
        alike: how many undecided passages have the same words.
    """

    item: Item
    between: str
    segments: tuple[Segment, ...]
    choices: tuple[Choice, ...]
    notes: tuple[Decision, ...]
    nones: tuple[Decision, ...]
    alike: int


class Layout:
    """A page of a review.

    Args:
        site: whose frameworks say where a competency stands.
        review: what is reviewed.
        chosen: the filter.
        page: number of the page, from 1; 0 for where the person left off.
        words: of the visitor's language.
    """

    def __init__(self, site: Site, review: Review, chosen: Filter, page: int, words: PageWords) -> None:
        self._site = site
        self.review = review
        self.chosen = chosen
        self._page = page
        self._words = words
        # The same entries stand beside many passages.
        self._nodes: dict[Key, Node | None] = {}
        self._chains: dict[Key, tuple[Node, ...]] = {}

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
        if self._page:
            return min(max(self._page, 1), len(self.pages))
        at = (n for n, page in enumerate(self.pages, 1) if any(item.number == self.left_off for item in page))
        return next(at, 1)

    @cached_property
    def groups(self) -> list[tuple[Part, list[Row]]]:
        """The page's rows by section."""
        groups: list[tuple[Part, list[Row]]] = []
        for item in self.pages[self.page - 1]:
            part = self.review.parts[item.part - 1]
            if not groups or groups[-1][0] is not part:
                groups.append((part, []))
            groups[-1][1].append(self.row_of(item))
        return groups

    @property
    def next_undecided(self) -> Item | None:
        """The passage to go on with."""
        left_off = self._site.programmes.left_off(self.review.programme.id, self.review.person) or 0
        return self.review.next_undecided(left_off, self.chosen)

    @property
    def why_empty(self) -> str:
        """Which filters are set, in words: what to take away where nothing is left."""
        t, chosen = self._words, self.chosen
        named = {
            "filter.section": chosen.part and self.review.parts[chosen.part - 1].section[-1:],
            "filter.text": chosen.text,
            "filter.state": chosen.state and t(f"state.{chosen.state}"),
            "filter.framework": chosen.framework,
            "filter.probability": chosen.probability and t.percent(chosen.probability),
        }
        return ", ".join(f"{t(key)}: {_shown(value)}" for key, value in named.items() if value)

    @property
    def chosen_values(self) -> list[tuple[str, object]]:
        """The filter as a form's fields; what is not chosen is left out."""
        chosen = self.chosen
        values: list[tuple[str, object]] = [
            ("part", chosen.part),
            ("framework", chosen.framework),
            ("probability", round(100 * chosen.probability)),
            ("state", chosen.state),
            ("text", chosen.text),
            ("order", chosen.order),
        ]
        return [(name, value) for name, value in values if value]

    def link_part(self, part: int) -> str:
        """The address of a section, 0 for all of them, with what is chosen besides."""
        return "?" + urlencode([*((name, v) for name, v in self.chosen_values if name != "part"), ("part", part)])

    def link(self, page: int) -> str:
        """The address of another page with the same filter."""
        return "?" + urlencode([*self.chosen_values, ("page", page)])

    def link_to(self, item: Item) -> str:
        """The address of a passage with the same filter."""
        at = next(n for n, page in enumerate(self.pages, 1) if any(other.number == item.number for other in page))
        return f"{self.link(at)}#p{item.number}"

    def touched(self, items: Sequence[Item]) -> list[Part]:
        """The sections in which these stand."""
        return [self.review.parts[number - 1] for number in sorted({item.part for item in items})]

    def row_of(self, item: Item) -> Row:
        """One passage as it stands now."""
        passage = item.mapped.passage
        people = item.state.people
        return Row(
            item=item,
            between=self._between(item) if self.chosen.order == "document" else "",
            segments=segments(passage.text, item.mapped.matches),
            choices=tuple(self._choices(item)),
            notes=tuple(note for name in sorted(people) for note in people[name].notes),
            nones=tuple(row for name in sorted(people) if (row := people[name].none) is not None),
            alike=len(self.review.alike(item)),
        )

    def _between(self, item: Item) -> str:
        return _shortened(self.review.between(item))

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
    def next_edition(self) -> int | None:
        """The number of the edition that came after this one."""
        return self._site.programmes.next_edition(self.review.programme.id, self.review.person)

    @property
    def outdated(self) -> list[str]:
        """Frameworks that are no longer as they were when this was mapped; those that were removed are not named."""
        held = {header.name: header.sha256 for header in self._site.workspace.headers()}
        mapped = self.review.programme.alignment["frameworks"]
        return [f["name"] for f in mapped if f["name"] in held and held[f["name"]] != f["sha256"]]

    @cached_property
    def left_off(self) -> int:
        """The number of the passage where the person left off, which has the focus; 0 where a page was asked for."""
        return 0 if self._page else self._site.programmes.left_off(self.review.programme.id, self.review.person) or 0

    def _choices(self, item: Item) -> Sequence[Choice]:
        suggested: dict[Key, Match] = {(m.framework, m.code): m for m in item.mapped.matches}
        said = {key: row for person in item.state.people.values() for key, row in person.of.items()}
        return [
            self._choice(item, key, suggested.get(key), said.get(key)) for key in dict.fromkeys((*suggested, *said))
        ]

    def _choice(self, item: Item, key: Key, match: Match | None, row: Decision | None) -> Choice:
        people = item.state.people
        node, above = self._node(key), self._above(key)
        statement = match.statement if match is not None else row.seen.statement if row is not None else ""
        return Choice(
            framework=key[0],
            code=key[1],
            statement=statement,
            language="" if node is None else node.language if statement == node.statement else _OTHER[node.language],
            match=match,
            standing=item.state.standing(key),
            above=" › ".join(parent.wording(self._words.lang) for parent in above),
            percent="" if match is None else self._words.percent(match.probability),
            rows=tuple(people[name].of[key] for name in sorted(people) if key in people[name].of),
        )

    def _node(self, key: Key) -> Node | None:
        if key not in self._nodes:
            self._nodes[key] = self._site.frameworks.get(*key)
        return self._nodes[key]

    def _above(self, key: Key) -> tuple[Node, ...]:
        node = self._node(key)
        if node is None or node.parent is None:
            return ()
        above = (key[0], node.parent)
        if above not in self._chains:
            self._chains[above] = self._above(above)
        parent = self._node(above)
        return self._chains[above] if parent is None else (*self._chains[above], parent)


def _shortened(text: str) -> str:
    """Of much, the end; it stands nearest to what follows."""
    text = text.strip("\n")
    return text if len(text) <= _LONGEST_BETWEEN else "… " + text[-_LONGEST_BETWEEN:]


def _shown(value: object) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value)
