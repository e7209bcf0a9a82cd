"""For every entry of a framework what the passages of a programme say of it: the strongest word, and whose it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpora import Passage
from mapper.coverage.model import Numbers, TaughtModel
from mapper.matcher_model import MatcherModel
from mapper.scoring import Scored

TAUGHT_AS = ("outcome", "criterion")
"""Roles that can make a criterion covered; the others show its topic only."""
SHOWN = 3
SURE = 0.25
"""Weight of the probability. With more of it the Brier score falls further (.038 at .2, .033 at .5, .028 at 1), and
passages of another matter begin to cover standards of a single criterion."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Parallel arrays over the entries of a framework.

    Attributes:
        strength: of the passage that says most of the entry, 0 where it is no passage's candidate.
        surplus: of that passage's unit.
        probability: that the entry is taught.
        nearest: number of the passage that says most of it, -1 where the entry is no passage's candidate.
        passages: for an entry the passages above the hinge, the strongest first, at most three.
    """

    strength: Numbers
    surplus: Numbers
    probability: Numbers
    nearest: NDArray[np.int64]
    passages: dict[int, list[Passage]]
    closest: dict[int, list[tuple[Passage, float]]]


def collect(
    passages: Sequence[Passage],
    scored: Sequence[Scored],
    strengths: Sequence[Numbers],
    entries: int,
    model: TaughtModel,
    *,
    roles: Sequence[str],
) -> Evidence:
    """What passages say of each entry.

    Args:
        passages: of one programme.
        scored: the candidates of each in the framework.
        strengths: of these candidates.
        entries: how many the framework has.
        model: makes the probability.
        roles: only passages of these are looked at.
    """
    surplus = _surpluses(passages, model)
    best = np.full(entries, -np.inf)
    most, extra = np.zeros(entries), np.zeros(entries)
    highest, nearest = np.full(entries, -np.inf), np.full(entries, -1, dtype=np.int64)
    near: list[tuple[int, float, int]] = []
    by_strength: dict[int, list[tuple[float, int, float]]] = defaultdict(list)
    for row, (passage, found, strong) in enumerate(zip(passages, scored, strengths, strict=bool(scored))):
        if passage.role not in roles:
            continue
        said = model.predictor(strong, surplus[passage.section])
        ahead = said > best[found.entries]
        places = found.entries[ahead]
        best[places], most[places], extra[places] = said[ahead], strong[ahead], surplus[passage.section]
        closer = strong > highest[found.entries]
        highest[found.entries[closer]], nearest[found.entries[closer]] = strong[closer], row
        chances = model.probabilities(strong, np.full(len(strong), surplus[passage.section]))
        for entry, weight, chance in zip(found.entries.tolist(), strong.tolist(), chances.tolist(), strict=True):
            by_strength[entry].append((-weight, row, chance))
        places = np.flatnonzero(strong > model.hinge)
        near += [(int(found.entries[place]), -float(said[place]), row) for place in places]
    showing: dict[int, list[Passage]] = defaultdict(list)
    for entry, _, row in sorted(near):
        if len(showing[entry]) < SHOWN and all(passages[row].text_id != p.text_id for p in showing[entry]):
            showing[entry].append(passages[row])
    closest = {e: [(passages[row], chance) for _, row, chance in sorted(r)[:8]] for e, r in by_strength.items()}
    return Evidence(most, extra, model.probabilities(most, extra), nearest, dict(showing), closest)


def strength(found: Scored, matcher: MatcherModel) -> Numbers:
    """How strongly a passage says each of its candidates, 0 to 1: a mean of the match's score and its probability.

    The score knows how near a candidate is, which among siblings says little; the probability knows how far it is
    ahead of the others, which of a few entries from another field says little.
    """
    said = SURE * matcher.probabilities(found) + (1 - SURE) * np.clip(found.score, 0, 1)
    return np.asarray(said)


def _surpluses(passages: Sequence[Passage], model: TaughtModel) -> dict[tuple[str, ...], float]:
    units: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for passage in passages:
        units[passage.section].add(passage.text_id)
    return {unit: model.surplus(len(texts)) for unit, texts in units.items()}
