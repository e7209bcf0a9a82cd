"""What a programme under review covers of each standard: people's word first, apart from it what is only computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Self, get_args

from corpora import CATALOGUE_KINDS, Passage, Text
from mapper.actions.page import CriterionCoverage, Heard, decided, ids_of, is_attitude, share_of, weighed
from mapper.matching.records import NOTHING, Interval
from mapper.people.review.records import Decision
from mapper.people.review.state import Key, PassageState
from mapper.web.frameworks import Frameworks, Node
from mapper.web.review import Item, Review

State = Literal["accepted", "in_part", "disputed", "suggested", "partly", "uncertain", "rejected", "none", "nothing"]
STATES: tuple[State, ...] = get_args(State)
"""Of a criterion; the order of pictures and tables."""
DECIDED: tuple[State, ...] = ("accepted", "in_part", "rejected", "none")
"""Those that are people's word."""
_MISSING: tuple[State, ...] = ("nothing", "none", "rejected")
_COMPUTED: dict[str, State] = {
    "covered": "suggested",
    "partly": "partly",
    "uncertain": "uncertain",
    "not_found": "nothing",
}
"""What the mapping alone says: a suggestion that nobody looked at is not reviewed, however probable."""
_SAID: dict[str, State] = {"covered": "accepted", "partly": "in_part", "not_found": "rejected"}
"""What people's word, or what their marks on passages amount to, is called here."""
_DECIDES: dict[str, tuple[str, ...]] = {
    "accepted": ("accepted",),
    "disputed": ("disputed",),
    "in_part": ("partly",),
    "rejected": ("rejected", "none"),
    "none": ("none",),
}
"""By a criterion's state, where it stands for the passages that decide that."""
_TO_READ = 3


class Near(NamedTuple):
    """A passage near a criterion, with its number among those that are compared, 0 where it is not compared by itself.

    The chance is the probability that it teaches the criterion, 0 where the passage is not among the nearest; the state
    is what stands for it.
    """

    passage: Passage
    chance: float
    state: PassageState
    number: int = 0

    @classmethod
    def of(cls, item: Item, chance: float) -> Self:
        """One that is compared by itself."""
        return cls(item.mapped.passage, chance, item.state, item.number)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with where it stands; passages `aside` are not compared by themselves, and have no number."""

    node: Node
    state: State
    computed: str | None  # its state as `curmap coverage` has it; None, as `probability`, where that was not told
    probability: float | None
    why: Text  # why only partly, as computed; empty texts where there is nothing to say
    near: tuple[Near, ...]  # passages near it and those beside which it stands, the most probable first
    aside: tuple[Near, ...]  # near it likewise, or marked
    words: tuple[Decision, ...]  # what people said of it by the whole document
    decided: bool  # whether anything stands of that, or of what they said of passages
    chance: float  # the probability with what stands, as `coverage --reviewed` has it

    @property
    def called(self) -> str:
        """The key of the text for its state; of a standard or element as a whole nothing is computed."""
        return "standing.suggested" if self.computed is None and self.state == "uncertain" else f"cover.{self.state}"

    @property
    def deciding(self) -> tuple[Decision, ...]:
        """The rows that decide its state: what was said of the whole document, else of the passages near it."""
        key, decides = self.node.key, _DECIDES.get(self.state, ())
        rows = [
            row
            for state in (one.state for one in (*self.near, *self.aside))
            if (stands := state.standing(key)) in decides
            for row in (state.deciding(key) if stands != "disputed" else state.said(key))
        ]
        return self.words or tuple(rows)

    @property
    def passages(self) -> tuple[int, ...]:
        """Numbers of the passages beside which it was suggested or stands by somebody's word."""
        key = self.node.key
        near = (one for one in self.near if key in one.state.suggested or key in one.state.right)
        return tuple(sorted(one.number for one in near))

    @property
    def to_read(self) -> tuple[int, ...]:
        """Numbers of the nearest passages, where it stands beside none and nobody decided."""
        undecided = not self.passages and self.state not in DECIDED
        return tuple(one.number for one in self.near[:_TO_READ]) if undecided else ()


@dataclass(frozen=True, slots=True)
class Covered:
    """A standard with its criteria.

    `counted` are those without attitudes, which count by themselves, as reports have it; all where there is nothing
    else. `wholes` are the standard itself and its elements, where passages stand beside them; they cover no single
    criterion. It `fits` where, as the report's verdict has it, the programme shows more of it than one of another field
    or of a neighbouring trade does, where that was not told, and where people decided something.
    """

    node: Node
    criteria: tuple[Criterion, ...]  # none where only its title is known
    counted: tuple[Criterion, ...]
    wholes: tuple[Criterion, ...]
    counts: Mapping[State, int]  # how many of `counted` stand in each state
    share: Interval | None  # of its criteria that the programme shows, as computed; None where that was not told
    reviewed: Interval | None  # the same with what people decided; None where they decided nothing
    chance: float  # the share that a programme of another field reaches half of the time, 0 likewise
    fits: bool

    @property
    def rows(self) -> tuple[Criterion, ...]:
        """The wholes that passages stand beside, and the criteria."""
        return (*self.wholes, *self.criteria)

    @property
    def shown(self) -> tuple[State, ...]:
        """The states in which some criterion stands."""
        return tuple(state for state in STATES if self.counts[state])

    @property
    def attitudes(self) -> tuple[Criterion, ...]:
        """The criteria that are not `counted`."""
        every = len(self.counted) == len(self.criteria)
        return () if every else tuple(row for row in self.criteria if is_attitude(row.node.kind))

    @property
    def missing(self) -> tuple[Criterion, ...]:
        """Those of `counted` that were not found, or are not taught by somebody's word."""
        return tuple(row for row in self.counted if row.state in _MISSING)

    @property
    def decided(self) -> int:
        """Of how many criteria, attitudes too, people said something that stands."""
        return sum(row.state in DECIDED for row in self.criteria)


def covered(review: Review, frameworks: Frameworks) -> list[Covered]:
    """Each standard that some passage is said to correspond to, the one that the programme shows most of first."""
    reading, roots = _Reading(review, frameworks), dict[Key, Node]()
    for framework, code in sorted(reading.beside):
        above = frameworks.above(framework, code)
        root = above[0] if above else frameworks.get(framework, code)
        if root is not None and root.kind not in CATALOGUE_KINDS:
            roots[root.key] = root
    return sorted(map(reading.standard, roots.values()), key=_rank)


def one(review: Review, frameworks: Frameworks, framework: str, code: str) -> Covered | None:
    """One standard alone, None where the workspace does not hold it."""
    root = frameworks.get(framework, code)
    return None if root is None else _Reading(review, frameworks).standard(root)


def _rank(row: Covered) -> tuple[float, int, int, str]:
    share = row.reviewed or row.share
    # By the lower end: a standard of one or two criteria is not the one that a programme was written for.
    shown = weighed(share.low if share else 0.0, len(row.counted))
    return -shown, -row.counts["accepted"], -row.counts["suggested"], row.node.code


class _Reading:
    """A review read for what it says of standards.

    `beside` has by competency the passages beside which it was suggested or somebody said something of it.
    """

    def __init__(self, review: Review, frameworks: Frameworks) -> None:
        self._review = review
        self._frameworks = frameworks
        self._told = {(row["framework"], row["code"]): row for row in review.programme.shown or ()}
        self._items = {item.mapped.passage.id: item for item in review.items}
        self._ids = ids_of(mapped.passage for mapped in review.programme.every)
        self._heard = Heard.of(review.said)
        self.beside: dict[Key, list[Item]] = {}
        for item in review.items:
            for key in item.state.named:
                self.beside.setdefault(key, []).append(item)

    def standard(self, root: Node) -> Covered:
        told = self._told.get(root.key)
        computed = {row["code"]: row for row in told["criteria"]} if told else {}
        found = [self._criterion(node, computed.get(node.code)) for node in self._frameworks.below(root)]
        criteria = tuple(row for row in found if not row.node.children and row.node.code != root.code)
        wholes = tuple(row for row in found if row not in criteria and row.passages)
        counted = tuple(row for row in criteria if not is_attitude(row.node.kind)) or criteria
        counts = Counter(row.state for row in counted)
        share = Interval(**told["share"]) if told and told["share"] else None
        reviewed = _share(criteria) if share and any(row.decided for row in criteria) else None
        chance, fits = (told["chance"], told.get("fits", True)) if told else (0.0, True)
        return Covered(root, criteria, counted, wholes, counts, share, reviewed, chance, bool(fits or reviewed))

    def _criterion(self, node: Node, computed: Mapping[str, Any] | None) -> Criterion:
        key = node.key
        words = self._review.states.of_document(key)
        beside = self.beside.get(key, [])
        near = self._near(key, beside, computed)
        after = decided(key, computed or _suggested(key, beside), self._heard, self._ids)
        return Criterion(
            node=node,
            state=_state(after, key, near, words),
            computed=computed["state"] if computed else None,
            probability=computed["probability"] if computed else None,
            why=Text(**computed["why"]) if computed else NOTHING,
            near=near,
            aside=self._aside(key, computed),
            words=words,
            decided=after.decided is not None,
            chance=after.probability,
        )

    def _near(self, key: Key, beside: Sequence[Item], computed: Mapping[str, Any] | None) -> tuple[Near, ...]:
        """The nearest passages as coverage found them, each text once, then others beside which it stands."""
        near: dict[str, Near] = {}
        for row in (computed or {}).get("nearest", ()):
            item = self._items.get(row["passage"])
            if item is not None:
                near.setdefault(item.text_id, Near.of(item, row["probability"]))
        for item in beside:
            chance = next((m.probability for m in item.mapped.matches if (m.framework, m.code) == key), 0.0)
            near.setdefault(item.text_id, Near.of(item, chance))
        return tuple(near.values())

    def _aside(self, key: Key, computed: Mapping[str, Any] | None) -> tuple[Near, ...]:
        """Of the nearest passages, and of those marked, the ones that are not compared by themselves."""
        others = self._review.programme.others
        marks = self._review.said[key].marks if key in self._review.said else {}
        nearest = {row["passage"]: row["probability"] for row in (computed or {}).get("nearest", ())}
        found: dict[str, Near] = {}
        for id_ in (*nearest, *(self._ids[text_id][0] for text_id in marks)):
            if (passage := others.get(id_)) is not None:
                state = self._review.of_text[passage.text_id]
                found.setdefault(passage.text_id, Near(passage, nearest.get(id_, 0.0), state))
        return tuple(found.values())


def _suggested(key: Key, beside: Sequence[Item]) -> dict[str, Any]:
    """A criterion of which nothing was told: what is suggested is nearest to it."""
    near = [{"passage": item.mapped.passage.id, "probability": 0.0} for item in beside if key in item.state.suggested]
    return {"state": "uncertain" if near else "not_found", "probability": 0.0, "nearest": near}


def _share(criteria: Sequence[Criterion]) -> Interval | None:
    """What of a standard the programme shows after review, attitudes left out, elements weighing the same."""
    elements: dict[str | None, list[float]] = {}
    for row in criteria:
        if not is_attitude(row.node.kind):
            elements.setdefault(row.node.parent, []).append(row.chance)
    return share_of(list(elements.values()))


def _state(
    after: CriterionCoverage,
    key: Key,
    near: Sequence[Near],
    words: Sequence[Decision],
) -> State:
    """People's word as it stands `after` their decisions, else that they differ, else what is computed."""
    said = {one.state.standing(key) for one in near}
    if len({row.verdict for row in words}) > 1:
        return "disputed"
    if after.decided and after.decided.state:
        of_none = after.decided.state == "not_found" and not words and "rejected" not in said
        return "none" if of_none else _SAID[after.decided.state]
    if "disputed" in said:
        return "disputed"
    return _COMPUTED[after.state]
