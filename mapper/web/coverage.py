"""What a programme under review covers of each standard: people's word first, apart from it what is only computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from corpora import Text
from mapper.matching.records import NOTHING, Interval
from mapper.people.review.state import Key, Standing
from mapper.web.frameworks import Frameworks, Node
from mapper.web.review import Item, Review

State = Literal["accepted", "disputed", "suggested", "partly", "uncertain", "rejected", "none", "nothing"]
STATES: tuple[State, ...] = ("accepted", "disputed", "suggested", "partly", "uncertain", "rejected", "none", "nothing")
"""Of a criterion; the order of pictures and tables."""
_COMPUTED: dict[str, State] = {
    "covered": "suggested",
    "partly": "partly",
    "uncertain": "uncertain",
    "not_found": "nothing",
}
"""What the mapping alone says: a suggestion that nobody looked at is not reviewed, however probable."""
_TAUGHT = ("outcome", "criterion")
_CATALOGUES = ("skill", "knowledge", "occupation", "group")


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with where it stands.

    Attributes:
        probability: that the programme teaches it, as computed; None where that was not told.
        why: why only partly, as computed; empty texts where there is nothing to say.
        passages: numbers of the passages beside which it stands.
    """

    node: Node
    state: State
    probability: float | None
    why: Text
    passages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """A standard with its criteria.

    Attributes:
        criteria: in its order; none where only its title is known.
        wholes: the standard itself and its elements, where passages stand beside them; they cover no single criterion.
        counts: how many criteria stand in each state.
        share: of its criteria that the programme shows, as computed; None where that was not told.
        chance: the share that a programme of another field reaches half of the time, 0 likewise.
    """

    node: Node
    criteria: tuple[Criterion, ...]
    wholes: tuple[Criterion, ...]
    counts: Mapping[State, int]
    share: Interval | None
    chance: float

    @property
    def shown(self) -> tuple[State, ...]:
        """The states in which some criterion stands."""
        return tuple(state for state in STATES if self.counts[state])


def covered(review: Review, frameworks: Frameworks) -> list[Covered]:
    """Each standard that some passage is said to correspond to, the one with most accepted criteria first."""
    beside = _beside(review)
    roots: dict[Key, Node] = {}
    for framework, code in sorted(beside):
        above = frameworks.above(framework, code)
        root = above[0] if above else frameworks.get(framework, code)
        if root is not None and root.kind not in _CATALOGUES:
            roots[root.framework, root.code] = root
    told = {(row["framework"], row["code"]): row for row in review.programme.shown or ()}
    standards = [_standard(root, beside, told.get(key), frameworks) for key, root in roots.items()]
    return sorted(standards, key=lambda s: (-s.counts["accepted"], -s.counts["suggested"], s.node.code))


def _beside(review: Review) -> dict[Key, list[tuple[Item, Standing]]]:
    """By competency, the passages beside which it stands, and how."""
    beside: dict[Key, list[tuple[Item, Standing]]] = {}
    for item in review.items:
        for key in dict.fromkeys((*item.state.suggested, *item.state.right)):
            beside.setdefault(key, []).append((item, item.state.standing(key)))
    return beside


def _standard(
    root: Node,
    beside: Mapping[Key, list[tuple[Item, Standing]]],
    told: Mapping[str, Any] | None,
    frameworks: Frameworks,
) -> Covered:
    computed = {row["code"]: row for row in told["criteria"]} if told else {}
    found = [
        _criterion(node, beside.get((node.framework, node.code), []), computed.get(node.code))
        for node in frameworks.below(root)
    ]
    criteria = tuple(row for row in found if not row.node.children and row.node.code != root.code)
    wholes = tuple(row for row in found if row not in criteria and row.passages)
    counts = Counter(criterion.state for criterion in criteria)
    share = Interval(**told["share"]) if told and told["share"] else None
    every: dict[State, int] = {state: counts[state] for state in STATES}
    return Covered(root, criteria, wholes, every, share, told["chance"] if told else 0.0)


def _criterion(node: Node, beside: list[tuple[Item, Standing]], computed: Mapping[str, Any] | None) -> Criterion:
    return Criterion(
        node=node,
        state=_state(beside, computed),
        probability=computed["probability"] if computed else None,
        why=Text(**computed["why"]) if computed else NOTHING,
        passages=tuple(item.number for item, _ in beside),
    )


def _state(beside: list[tuple[Item, Standing]], computed: Mapping[str, Any] | None) -> State:
    """People's word before what is computed; what is only content or activity covers no criterion."""
    said = {standing for _, standing in beside}
    accepted = [item for item, standing in beside if standing == "accepted"]
    if any(item.mapped.passage.role in _TAUGHT for item in accepted):
        return "accepted"
    if "disputed" in said:
        return "disputed"
    if accepted:
        return "partly"
    if said and "suggested" not in said:
        return "rejected" if "rejected" in said else "none"
    if computed is not None:
        return _COMPUTED[computed["state"]]
    return "uncertain" if said else "nothing"
