"""How a candidate's score lies among those of the other candidates of its passage.

The score itself, its lead over the best other one, over the mean of its five best rivals or over chance, that lead
times the logarithm of how many entries were searched, and whether it is the first; and what is the same for all
candidates of a passage. Rivals say something else than the first: that another entry which says the same lies as near
makes the first no less sure.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.fusion import ranks
from mapper.matching.scoring import Scored

Numbers = NDArray[np.float64]

WITHIN = ("score", "lead", "ahead", "ahead_of_many", "first")
"""Features that differ between the candidates of a passage, and rise with the score: no coefficient is below zero."""
OF_PASSAGE = ("log_pool", "log_length", "same_language", "context")
FEATURES = WITHIN + OF_PASSAGE

_OTHERS = 5
_LOOKED_AT = 100
_THE_SAME = 0.85
"""Cosine with the first, through occupations where they draw it, from which on an entry says the same."""
_NEAR = 0.1
_CHANCE = 0.1


def features(found: Scored) -> dict[str, Numbers]:
    """Each of `FEATURES` for every candidate."""
    score = found.score
    count = len(score)
    if not count:
        return {name: np.zeros(0) for name in FEATURES}
    best = np.argsort(-score, kind="stable")
    ordered = score[best]
    # The only entry leads over nothing, whose score is 0.
    best_other = np.where(score < ordered[0], ordered[0], ordered[1] if count > 1 else 0.0)
    # About logarithmic: twice the lead makes a sure match hardly surer, since its rivals may be as right.
    # Of a few entries from another field one is always ahead of the others, but hardly of chance.
    ahead = np.arcsinh(
        (score - np.maximum(_mean_of_best_others(score, _rivals(found, best[:_LOOKED_AT])), _CHANCE)) / _NEAR
    )
    of_passage = {
        "log_pool": float(np.log(found.size)),
        "log_length": float(np.log(max(found.length, 1))),
        "same_language": float(found.same_language),
        "context": float(found.context),
    }
    within = {
        "score": score,
        "lead": score - best_other,
        "ahead": ahead,
        # To be ahead of many says more than to be ahead of a few.
        "ahead_of_many": ahead * of_passage["log_pool"],
        "first": ranks(score) == 1,
    }
    return {**within, **{name: np.full(count, value) for name, value in of_passage.items()}}


def _rivals(found: Scored, best: NDArray[np.int64]) -> Numbers:
    """The scores of the first of these candidates and of those that say something else, in their order."""
    kept = found.searched.likeness(found.rows[best]) < _THE_SAME
    kept[0] = True
    return np.asarray(found.score[best][kept])


def _mean_of_best_others(score: Numbers, ordered: Numbers) -> Numbers:
    """For each candidate the mean of the five highest scores but its own, of fewer where there are fewer, else 0."""
    if len(ordered) == 1:
        return np.zeros(len(score))
    best = ordered[: _OTHERS + 1]
    outside = ordered[: min(_OTHERS, len(ordered) - 1)].mean()
    return np.asarray(np.where(score >= best[-1], (best.sum() - score) / (len(best) - 1), outside))


def order(found: Scored) -> Sequence[int]:
    """Candidates by score, the highest first, ties in the framework's order."""
    return [int(place) for place in np.lexsort((found.entries, -found.score))]
