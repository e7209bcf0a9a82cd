"""The checklist of a standard: its criteria with where they stand, one of them with the passages nearest to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from urllib.parse import urlencode

from mapper.people.review.records import Decision
from mapper.people.review.state import Key, Standing
from mapper.web.coverage import DECIDED, Covered, Criterion, covered, one
from mapper.web.review import Item, Review
from mapper.web.site import Site


@dataclass(frozen=True, slots=True)
class Beside:
    """A passage near the criterion in focus, with the probability that it teaches it and what people said of both.

    `before`: who rejected the same text for the same criterion on another programme.
    """

    item: Item
    chance: float
    standing: Standing
    rows: tuple[Decision, ...]
    before: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether nobody's word stands."""
        return self.standing == "suggested"


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
    def elements(self) -> list[tuple[str, list[Criterion]]]:
        """The criteria by the element above them, with its wording's code."""
        return [(code or "", list(of)) for code, of in groupby(self.criteria, key=lambda row: row.node.parent)]

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

    @cached_property
    def near(self) -> tuple[Beside, ...]:
        """Passages near the criterion in focus."""
        if self.focus is None:
            return ()
        key: Key = (self.focus.node.framework, self.focus.node.code)
        before = self._site.examples.rejected_before(self.review)
        return tuple(
            Beside(
                item,
                chance,
                item.state.standing(key),
                tuple(person.of[key] for _, person in sorted(item.state.people.items()) if key in person.of),
                before.get((item.text_id, *key), ()),
            )
            for item, chance in self.focus.near
        )

    @property
    def first_open(self) -> int:
        """Number of the passage on which a key acts: the first of which nobody said anything, else the first; 0."""
        left = [one for one in self.near if one.open] or list(self.near)
        return left[0].item.number if left else 0

    def link(self, code: str = "", standard: Covered | None = None) -> str:
        """The address of a criterion, or of another standard."""
        of = standard or self.standard
        values = {"standard": f"{of.node.framework}/{of.node.code}" if of else "", "criterion": code}
        return "?" + urlencode({name: value for name, value in values.items() if value})
