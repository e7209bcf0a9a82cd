"""What a programme under review covers of each standard: decisions first, apart from them what is only computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, Literal, NamedTuple, get_args

from corpora import CATALOGUE_KINDS, Passage, Text, _
from mapper.actions import page
from mapper.actions.page import is_attitude
from mapper.matching.records import NOTHING, Interval, MappedPassage
from mapper.people.review.records import Decision
from mapper.people.review.state import Key, PassageState, Standing
from mapper.web.frameworks import Frameworks, Node
from mapper.web.review import Review

State = Literal["accepted", "in_part", "disputed", "suggested", "partly", "uncertain", "rejected", "none", "nothing"]
STATES: tuple[State, ...] = get_args(State)
"""States of a criterion, in the order of pictures and tables."""
DECIDED: tuple[State, ...] = ("accepted", "in_part", "rejected", "none")
_MISSING: tuple[State, ...] = ("nothing", "none", "rejected")
# What the mapping alone says: a suggestion that nobody looked at is not reviewed, however probable.
_COMPUTED: dict[str, State] = {"covered": "suggested", "partly": "partly", "uncertain": "uncertain"}
_DECISIONS: dict[str, State] = {"covered": "accepted", "partly": "in_part", "not_found": "rejected"}
# By a criterion's state, how the passages that decide it stand.
_DECIDING: dict[str, tuple[str, ...]] = {"in_part": ("partly",), "rejected": ("rejected", "none")}
_UNKNOWN = _("it was not compared when the programme was mapped")
_REWORDED = _("decided when it was worded otherwise")
_LEFT = _(
    "what showed it best was rejected; other passages near it may still teach it: decide on those too, or say of the"
    " criterion that it is not taught"
)
_TO_READ = 3


class Near(NamedTuple):
    """A passage near a criterion, with its probability to teach it (0 if not among the nearest) and its decisions.

    The number is 0 where the passage is not compared by itself.
    """

    passage: Passage
    chance: float
    state: PassageState
    number: int

    @property
    def act(self) -> str:
        """Return what names the passage in a decision: its number, else its text id."""
        return str(self.number or self.passage.text_id)

    def shows(self, key: Key) -> bool:
        """Return whether it speaks for a competency: suggested or found right, and not rejected."""
        stands = self.state.standing(key)
        return stands in ("accepted", "partly", "disputed") or (stands == "suggested" and key in self.state.suggested)


@dataclass(frozen=True)
class Criterion:
    """A criterion with its state."""

    node: Node
    state: State
    computed: str | None  # its state as `curmap coverage` has it; None, as `probability`, where it was not computed
    probability: float | None
    why: Text  # why it was computed so; empty texts where there is nothing to say
    near: tuple[Near, ...]  # passages near it and those with decisions on it, the most probable first
    words: tuple[Decision, ...]  # decisions on it by the whole document
    decided: bool  # whether any decision on it or on its passages stands
    chance: float  # the probability with the decisions, as `coverage --reviewed` has it
    differ: tuple[str, ...]  # people who differ on it
    settled: Decision | None  # the row that settled it

    @property
    def open(self) -> bool:
        """Return whether somebody has to decide: it is to be confirmed, or disputed."""
        return self.state in ("disputed", "uncertain")

    @property
    def label(self) -> str:
        """Return the key of the text for its state; nothing is computed of a standard or element as a whole."""
        suggested = self.computed is None and self.state == "uncertain" and self.near
        return "standing.suggested" if suggested else f"cover.{self.state}"

    @cached_property
    def deciding(self) -> tuple[Decision, ...]:
        """Return the rows that decide its state: those on the whole document, else those on passages near it."""
        words = tuple(row for row in self.words if self.settled is None or row.person == self.settled.note)
        if words or not (self.state == "disputed" or self.state in DECIDED):
            return words
        key, decides = self.node.key, _DECIDING.get(self.state, (self.state,))
        states = [one.state for one in self.near if one.state.standing(key) in decides]
        rows = [one.rows_on(key) if self.state == "disputed" else one.deciding(key) for one in states]
        return tuple(row for some in rows for row in some)

    @property
    def former_wordings(self) -> tuple[str, ...]:
        """Return the wordings that the decisions are of, where none of today's is one of them."""
        today = self.node.statement, self.node.other
        read = dict.fromkeys(row.seen.statement for row in self.deciding if row.seen.statement)
        return tuple(one for one in read if not page.is_wording(today, one))

    @property
    def explanation(self) -> Text:
        """Return why it stands so: as computed, or that the decision is on another wording."""
        if self.deciding:
            return _REWORDED if self.former_wordings else NOTHING
        return _LEFT if self.changed and self.state == "uncertain" else self.why

    @property
    def final_probability(self) -> float | None:
        """Return the probability as `coverage --reviewed` shows it; None where none was computed."""
        return None if self.probability is None else self.chance

    @property
    def changed(self) -> bool:
        """Return whether decisions change the probability."""
        return self.final_probability != self.probability

    @property
    def passages(self) -> tuple[Near, ...]:
        """Return the passages that speak for it, in the document's order; none where it is not taught."""
        shown = () if self.state in ("rejected", "none") else self.near
        return tuple(sorted((one for one in shown if one.shows(self.node.key)), key=lambda one: one.passage.start))

    @property
    def to_read(self) -> tuple[Near, ...]:
        """Return the nearest passages that nobody rejected, where none speaks for it and nobody decided."""
        if self.passages or self.state in DECIDED:
            return ()
        return tuple(one for one in self.near if one.state.standing(self.node.key) == "suggested")[:_TO_READ]


@dataclass(frozen=True)
class Standard:
    """A standard with its criteria.

    `counted` are those without attitudes, which count by themselves, as reports have it; all where there is nothing
    else. `wholes` are the standard and its elements, where passages or decisions stand beside them. It `fits` where the
    programme shows more of it than one of another field or of a neighbouring trade does, where that was not computed,
    and where people decided something.
    """

    node: Node
    criteria: tuple[Criterion, ...]  # none where only its title is known
    counted: tuple[Criterion, ...]
    wholes: tuple[Criterion, ...]
    counts: Mapping[State, int]  # how many of `counted` are in each state
    share: Interval | None  # of its criteria that the programme shows, as computed; None where it was not computed
    reviewed: Interval | None  # the same with decisions; None without any
    chance: float  # the share that a programme of another field reaches half of the time, 0 likewise
    fits: bool

    @property
    def shown(self) -> tuple[State, ...]:
        """Return the states of its criteria."""
        return tuple(state for state in STATES if self.counts[state])

    @property
    def missing(self) -> tuple[Criterion, ...]:
        """Return those of `counted` that were not found, or are not taught as people say."""
        return tuple(row for row in self.counted if row.state in _MISSING)

    @property
    def decided(self) -> int:
        """Return the number of criteria, attitudes too, on which a decision stands."""
        return sum(row.state in DECIDED for row in self.criteria)

    @property
    def open(self) -> int:
        """Return the number of `counted` that are to be confirmed, or disputed."""
        return self.counts["uncertain"] + self.counts["disputed"]

    @property
    def shows(self) -> int:
        """Return the number of `counted` that the programme shows, at least in part: as decided, else as computed."""
        return sum(self.counts[state] for state in ("accepted", "in_part", "suggested", "partly"))

    @property
    def elements(self) -> list[tuple[str, list[Criterion]]]:
        """Return the criteria by the code of the element above them."""
        return [(code, list(rows)) for code, rows in groupby(self.criteria, key=lambda row: row.node.parent or "")]


def read_standards(review: Review, frameworks: Frameworks) -> list[Standard]:
    """Return each standard that some passage corresponds to, the one that the programme shows most of first."""
    reader, roots = _Reader(review, frameworks), dict[Key, Node]()
    for framework, code in sorted(reader.mapped):
        above = frameworks.above(framework, code)
        root = above[0] if above else frameworks.get(framework, code)
        if root is not None and root.kind not in CATALOGUE_KINDS:
            roots[root.key] = root
    return sorted(map(reader.standard, roots.values()), key=_rank)


def read_standard(review: Review, frameworks: Frameworks, framework: str, code: str) -> Standard | None:
    """Return one standard, None where the workspace does not hold it."""
    root = frameworks.get(framework, code)
    return None if root is None else _Reader(review, frameworks).standard(root)


def _rank(row: Standard) -> tuple[float, int, int, str]:
    share = row.reviewed or row.share
    # By the lower end: a standard of one or two criteria is not the one that a programme was written for.
    shown = page.weigh_share(share.low if share else 0.0, len(row.counted))
    return -shown, -row.counts["accepted"], -row.counts["suggested"], row.node.code


class _Reader:
    """Reads from a review what it says of standards; `mapped` has the passages of each competency."""

    def __init__(self, review: Review, frameworks: Frameworks) -> None:
        self._review = review
        self._frameworks = frameworks
        self._computed = {(row["framework"], row["code"]): row for row in review.programme.shown or ()}
        self._numbers = {item.mapped.passage.id: item.number for item in review.items}
        self._passages = {mapped.passage.id: mapped.passage for mapped in review.programme.every}
        self._ids = page.ids_of(self._passages.values())
        self._decisions = page.DocumentDecisions.from_judgements(review.judgements)
        self.mapped: dict[Key, list[MappedPassage]] = {}
        for mapped in review.programme.every:
            for key in review.states_by_text[mapped.passage.text_id].competencies:
                self.mapped.setdefault(key, []).append(mapped)

    def standard(self, root: Node) -> Standard:
        row = self._computed.get(root.key)
        computed = {one["code"]: one for one in row["criteria"]} if row else {}
        found = [self._criterion(node, computed.get(node.code)) for node in self._frameworks.below(root)]
        criteria = tuple(one for one in found if not one.node.children and one.node.code != root.code)
        wholes = tuple(one for one in found if one not in criteria and (one.passages or one.words))
        counted = tuple(one for one in criteria if not is_attitude(one.node.kind)) or criteria
        counts = Counter(one.state for one in counted)
        share = Interval(**row["share"]) if row and row["share"] else None
        reviewed = _share(criteria) if share and any(one.decided for one in criteria) else None
        chance, fits = (row["chance"], row.get("fits", True)) if row else (0.0, True)
        return Standard(root, criteria, counted, wholes, counts, share, reviewed, chance, bool(fits or reviewed))

    def _criterion(self, node: Node, computed: Mapping[str, Any] | None) -> Criterion:
        key, states = node.key, self._review.states
        near = self._near(key, computed)
        # Where coverage was computed, nothing is known of a criterion that came since.
        unknown = self._review.programme.shown is not None and not node.children
        row = page.apply_criterion_decisions(
            key, computed or _suggested(key, near, unknown=unknown), self._decisions, self._ids
        )
        return Criterion(
            node=node,
            state=_state(row, [one.state.standing(key) for one in near], states.standing_on_document(key)),
            computed=computed["state"] if computed else None,
            probability=computed["probability"] if computed else None,
            why=Text(**computed["why"]) if computed else _UNKNOWN if unknown else NOTHING,
            near=near,
            words=states.rows_on_document(key),
            decided=row.decided is not None,
            chance=row.probability,
            differ=self._review.disputes.get(key, ()),
            settled=states.rulings.get(key),
        )

    def _near(self, key: Key, computed: Mapping[str, Any] | None) -> tuple[Near, ...]:
        """Return the nearest passages that coverage found and others with matches or decisions, each text once."""
        chances = {row["passage"]: row["probability"] for row in (computed or {}).get("nearest", ())}
        for mapped in self.mapped.get(key, ()):
            own = (match.probability for match in mapped.matches if (match.framework, match.code) == key)
            chances.setdefault(mapped.passage.id, next(own, 0.0))
        near: dict[str, Near] = {}
        for id_, chance in chances.items():
            if (passage := self._passages.get(id_)) is not None:  # others are of files beside it
                state = self._review.states_by_text[passage.text_id]
                near.setdefault(passage.text_id, Near(passage, chance, state, self._numbers.get(id_, 0)))
        return tuple(sorted(near.values(), key=lambda one: -one.chance))


def _suggested(key: Key, near: Sequence[Near], *, unknown: bool) -> dict[str, Any]:
    """Return a criterion that was not computed: its suggestions are nearest; `unknown`: it was not compared."""
    rows = [{"passage": one.passage.id, "probability": 0.0} for one in near if key in one.state.suggested]
    return {"state": "uncertain" if rows or unknown else "not_found", "probability": 0.0, "nearest": rows}


def _share(criteria: Sequence[Criterion]) -> Interval | None:
    """Return the share of a standard that the programme shows after review, as reports compute it."""
    elements: dict[str | None, list[float]] = {}
    for row in criteria:
        if not is_attitude(row.node.kind) and row.state != "disputed":
            elements.setdefault(row.node.parent, []).append(row.chance)
    return page.mean_share(list(elements.values()))


def _state(row: page.CriterionCoverage, near: Sequence[Standing], words: Sequence[Decision]) -> State:
    """Return the state after decisions, else the computed one; `near` is how the passages near it stand."""
    if row.decided and row.decided.disputed:
        return "disputed"
    if row.decided and row.decided.state:
        nothing = row.decided.state == "not_found" and not words and "rejected" not in near
        return "none" if nothing else _DECISIONS[row.decided.state]
    return _COMPUTED.get(row.state, "nothing")
