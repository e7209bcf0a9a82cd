"""What a programme under review covers of each standard: what people accepted apart from what is only suggested."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from mapper.review.state import Key, Standing
from mapper.web.catalogue import Frameworks, Node
from mapper.web.reviewing import Review

State = Literal["accepted", "disputed", "suggested", "rejected", "nothing"]
STATES: tuple[State, ...] = ("accepted", "disputed", "suggested", "rejected", "nothing")
"""Of a criterion, the weightier first: one passage that people accepted is enough."""
_STATE_OF: dict[Standing, State] = {
    "accepted": "accepted",
    "disputed": "disputed",
    "suggested": "suggested",
    "rejected": "rejected",
    "none": "rejected",
}
_TAUGHT = ("outcome", "criterion")
_CATALOGUES = ("skill", "knowledge", "occupation", "group")


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with where it stands and the numbers of the passages that say so."""

    node: Node
    state: State
    passages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """A standard with its criteria.

    Attributes:
        node: the standard.
        criteria: in its order; none where only its title is known.
        counts: how many stand in each state.
    """

    node: Node
    criteria: tuple[Criterion, ...]
    counts: dict[State, int]


def covered(review: Review, frameworks: Frameworks) -> list[Covered]:
    """Each standard that some passage is said to correspond to, the one with most accepted criteria first."""
    found = _by_key(review)
    roots: dict[Key, Node] = {}
    for framework, code in sorted(found):
        above = frameworks.above(framework, code)
        root = above[0] if above else frameworks.get(framework, code)
        if root is not None and root.kind not in _CATALOGUES:
            roots[root.framework, root.code] = root
    standards = [_standard(root, found, frameworks) for root in roots.values()]
    return sorted(standards, key=lambda s: (-s.counts["accepted"], -s.counts["suggested"], s.node.code))


def _by_key(review: Review) -> dict[Key, dict[State, list[int]]]:
    """By competency, the passages in each state; contents and activities cannot cover a criterion."""
    found: dict[Key, dict[State, list[int]]] = {}
    for item in review.items:
        taught = item.mapped.passage.role in _TAUGHT
        keys = dict.fromkeys((*item.state.suggested, *item.state.right))
        for key in keys:
            state = _STATE_OF[item.state.standing(key)]
            if taught or state in ("rejected", "disputed"):
                found.setdefault(key, {}).setdefault(state, []).append(item.number)
    return found


def _standard(root: Node, found: dict[Key, dict[State, list[int]]], frameworks: Frameworks) -> Covered:
    criteria = []
    for node in _leaves(root, frameworks):
        states = found.get((node.framework, node.code), {})
        state: State = next((state for state in STATES if state in states), "nothing")
        criteria.append(Criterion(node, state, tuple(states.get(state, ()))))
    counts = Counter(criterion.state for criterion in criteria)
    return Covered(root, tuple(criteria), {state: counts[state] for state in STATES})


def _leaves(root: Node, frameworks: Frameworks) -> list[Node]:
    leaves: list[Node] = []
    below = frameworks.children(root.framework, root.code)
    while below:
        node = below.pop(0)
        if node.children:
            below = [*frameworks.children(node.framework, node.code), *below]
        else:
            leaves.append(node)
    return leaves
