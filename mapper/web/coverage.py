"""What a programme under review covers of each standard: people's word first, apart from it what is only computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal, NamedTuple, get_args

from corpora import CATALOGUE_KINDS, Passage, Text, _
from mapper.actions.page import (
    CriterionCoverage,
    DocumentDecisions,
    decided,
    ids_of,
    is_attitude,
    is_wording,
    share_of,
    weighed,
)
from mapper.matching.records import NOTHING, Interval, MappedPassage
from mapper.people.review.records import Decision
from mapper.people.review.state import Key, PassageState, Standing
from mapper.web.frameworks import Frameworks, Node
from mapper.web.review import Review

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
_UNKNOWN = _("it was not compared when the programme was mapped")
_REWORDED = _("decided when it was worded otherwise")
_LEFT = _(
    "what showed it best was rejected; other passages near it may still teach it: decide on those too, or say of the"
    " criterion that it is not taught"
)
_SHOWN = ("accepted", "partly", "disputed")
_TO_READ = 3


class Near(NamedTuple):
    """A passage near a criterion or beside which it stands, with the probability that it teaches it and what stands.

    The probability is 0 where it is not among the nearest, the number 0 where it is not compared by itself.
    """

    passage: Passage
    chance: float
    state: PassageState
    number: int

    @property
    def act(self) -> str:
        """What it is called in a decision on it: its number, else its text id."""
        return str(self.number or self.passage.text_id)

    def shows(self, key: Key) -> bool:
        """Whether it speaks for a competency: suggested or found right, and rejected by nobody's word that stands."""
        stands = self.state.standing(key)
        return stands in _SHOWN or (stands == "suggested" and key in self.state.suggested)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with where it stands."""

    node: Node
    state: State
    computed: str | None  # its state as `curmap coverage` has it; None, as `probability`, where that was not told
    probability: float | None
    why: Text  # why only partly, as computed, or why not at all; empty texts where there is nothing to say
    near: tuple[Near, ...]  # passages near it and those beside which it stands, the most probable first
    words: tuple[Decision, ...]  # what people said of it by the whole document
    decided: bool  # whether anything stands of that, or of what they said of passages
    chance: float  # the probability with what stands, as `coverage --reviewed` has it
    differ: tuple[str, ...]  # who differ in it
    settled: Decision | None  # by whom whose word was let stand

    @property
    def open(self) -> bool:
        """Whether somebody has to say something: it is disputed, or was not found for sure and nobody decided."""
        return self.state in ("disputed", "uncertain", "partly", "nothing")

    @property
    def called(self) -> str:
        """The key of the text for its state; of a standard or element as a whole nothing is computed."""
        suggested = self.computed is None and self.state == "uncertain" and self.near
        return "standing.suggested" if suggested else f"cover.{self.state}"

    @property
    def deciding(self) -> tuple[Decision, ...]:
        """The rows that decide its state: what was said of the whole document, else of the passages near it."""
        key, decides = self.node.key, _DECIDES.get(self.state, ())
        rows = [
            row
            for one in self.near
            if (stands := one.state.standing(key)) in decides
            for row in (one.state.deciding(key) if stands != "disputed" else one.state.rows_on(key))
        ]
        words = tuple(row for row in self.words if self.settled is None or row.person == self.settled.note)
        return words or tuple(rows)

    @property
    def former(self) -> tuple[str, ...]:
        """The wordings that those read whose word stands, where none of its wordings today is one of them."""
        today = self.node.statement, self.node.other
        read = dict.fromkeys(row.seen.statement for row in self.deciding if row.seen.statement)
        return tuple(one for one in read if not is_wording(today, one))

    @property
    def told(self) -> Text:
        """Why it stands so: what was computed says, or people's word, which is of today's wording or is not."""
        if self.deciding:
            return _REWORDED if self.former else NOTHING
        return _LEFT if self.changed and self.state == "uncertain" else self.why

    @property
    def after(self) -> float | None:
        """The probability as `coverage --reviewed` shows it; None where none was told."""
        return None if self.probability is None else self.chance

    @property
    def changed(self) -> bool:
        """Whether the probability is another one with what people decided."""
        return self.after is not None and self.after != self.probability

    @property
    def suggested(self) -> bool:
        """Whether it is suggested for a passage for which nobody rejected it."""
        return any(one.shows(self.node.key) and self.node.key in one.state.suggested for one in self.near)

    @property
    def passages(self) -> tuple[Near, ...]:
        """The passages that speak for it, in the document's order; none where it is not taught by somebody's word."""
        shown = () if self.state in ("rejected", "none") else self.near
        return tuple(sorted((one for one in shown if one.shows(self.node.key)), key=lambda one: one.passage.start))

    @property
    def to_read(self) -> tuple[Near, ...]:
        """The nearest passages that nobody rejected, where none speaks for it and nobody decided."""
        undecided = not self.passages and self.state not in DECIDED
        left = (one for one in self.near if one.state.standing(self.node.key) == "suggested")
        return tuple(left)[:_TO_READ] if undecided else ()


@dataclass(frozen=True, slots=True)
class Covered:
    """A standard with its criteria.

    `counted` are those without attitudes, which count by themselves, as reports have it; all where there is nothing
    else. `wholes` are the standard itself and its elements, where passages stand beside them or somebody spoke of them
    by the whole document; they cover no single criterion. It `fits` where, as the report's verdict has it, the
    programme shows more of it than one of another field or of a neighbouring trade does, where that was not told, and
    where people decided something.
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

    @property
    def open(self) -> int:
        """How many of `counted` somebody has to say something of."""
        return sum(row.open for row in self.counted)

    @property
    def shows(self) -> int:
        """How many of `counted` the programme shows, at least in part: as people say, else as computed."""
        return sum(self.counts[state] for state in ("accepted", "in_part", "suggested", "partly"))

    @property
    def to_confirm(self) -> int:
        """How many of `counted` are to be confirmed, or disputed."""
        return self.counts["uncertain"] + self.counts["disputed"]

    @property
    def elements(self) -> list[tuple[str, list[Criterion]]]:
        """The criteria by the code of the element above them."""
        return [(code, list(of)) for code, of in groupby(self.criteria, key=lambda row: row.node.parent or "")]


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
        self._numbers = {item.mapped.passage.id: item.number for item in review.items}
        self._passages = {mapped.passage.id: mapped.passage for mapped in review.programme.every}
        self._ids = ids_of(self._passages.values())
        self._heard = DocumentDecisions.from_judgements(review.judgements)
        self.beside: dict[Key, list[MappedPassage]] = {}
        for mapped in review.programme.every:
            for key in review.of_text[mapped.passage.text_id].competencies:
                self.beside.setdefault(key, []).append(mapped)

    def standard(self, root: Node) -> Covered:
        told = self._told.get(root.key)
        computed = {row["code"]: row for row in told["criteria"]} if told else {}
        found = [self._criterion(node, computed.get(node.code)) for node in self._frameworks.below(root)]
        criteria = tuple(row for row in found if not row.node.children and row.node.code != root.code)
        wholes = tuple(row for row in found if row not in criteria and (row.passages or row.words))
        counted = tuple(row for row in criteria if not is_attitude(row.node.kind)) or criteria
        counts = Counter(row.state for row in counted)
        share = Interval(**told["share"]) if told and told["share"] else None
        reviewed = _share(criteria) if share and any(row.decided for row in criteria) else None
        chance, fits = (told["chance"], told.get("fits", True)) if told else (0.0, True)
        return Covered(root, criteria, counted, wholes, counts, share, reviewed, chance, bool(fits or reviewed))

    def _criterion(self, node: Node, computed: Mapping[str, Any] | None) -> Criterion:
        key = node.key
        words = self._review.states.standing_on_document(key)
        near = self._near(key, computed)
        # Where it is told what was computed, of a criterion that came since nothing is known.
        unknown = self._review.programme.shown is not None and not node.children
        after = decided(key, computed or _suggested(key, near, unknown=unknown), self._heard, self._ids)
        return Criterion(
            node=node,
            state=_state(after, [one.state.standing(key) for one in near], words),
            differ=self._review.disputes.get(key, ()),
            settled=self._review.states.rulings.get(key),
            computed=computed["state"] if computed else None,
            probability=computed["probability"] if computed else None,
            why=Text(**computed["why"]) if computed else _UNKNOWN if unknown else NOTHING,
            near=near,
            words=self._review.states.rows_on_document(key),
            decided=after.decided is not None,
            chance=after.probability,
        )

    def _near(self, key: Key, computed: Mapping[str, Any] | None) -> tuple[Near, ...]:
        """The nearest passages as coverage found them and others beside which it stands, each text once."""
        chances = {row["passage"]: row["probability"] for row in (computed or {}).get("nearest", ())}
        for mapped in self.beside.get(key, ()):
            own = (match.probability for match in mapped.matches if (match.framework, match.code) == key)
            chances.setdefault(mapped.passage.id, next(own, 0.0))
        near: dict[str, Near] = {}
        for id_, chance in chances.items():
            if (passage := self._passages.get(id_)) is not None:  # others are of files beside it
                state = self._review.of_text[passage.text_id]
                near.setdefault(passage.text_id, Near(passage, chance, state, self._numbers.get(id_, 0)))
        return tuple(sorted(near.values(), key=lambda one: -one.chance))


def _suggested(key: Key, near: Sequence[Near], *, unknown: bool) -> dict[str, Any]:
    """A criterion of which nothing was told: what is suggested is nearest to it; `unknown`: it was not compared."""
    rows = [{"passage": one.passage.id, "probability": 0.0} for one in near if key in one.state.suggested]
    return {"state": "uncertain" if rows or unknown else "not_found", "probability": 0.0, "nearest": rows}


def _share(criteria: Sequence[Criterion]) -> Interval | None:
    """What of a standard the programme shows after review, attitudes left out, elements weighing the same."""
    elements: dict[str | None, list[float]] = {}
    for row in criteria:
        if not is_attitude(row.node.kind) and row.state != "disputed":
            elements.setdefault(row.node.parent, []).append(row.chance)
    return share_of(list(elements.values()))


def _state(after: CriterionCoverage, said: Sequence[Standing], words: Sequence[Decision]) -> State:
    """People's word as it stands `after` their decisions or that they differ, else what is computed.

    `said` is where it stands for the passages near it.
    """
    if after.decided and after.decided.disputed:
        return "disputed"
    if after.decided and after.decided.state:
        of_none = after.decided.state == "not_found" and not words and "rejected" not in said
        return "none" if of_none else _SAID[after.decided.state]
    return _COMPUTED[after.state]
