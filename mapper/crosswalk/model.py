"""From nearness to a probability and a predicate: the model that `mapper.training crosswalk` fits, applied.

What is above what cannot be read from titles: it shows in how many entries of one side fall under one of the other,
and which of them is the nearest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, softmax

from mapper.crosswalk.records import KINDS
from mapper.crosswalk.scores import Numbers, Pairs, Places
from mapper.fitted import Fitted

SURE = 0.5
"""Least probability from which a pair is said to correspond; below, the two are said to be related."""
SHOWN = 0.1
"""Least probability of a candidate: a person reviews, and one chance in ten is worth a look."""
MATCH = ("score", "lead_source", "lead_target", "first_source", "first_target", "described", "same_language")
"""What the probability depends on. `lead` is over the best other pair of the source or target, below 0 if behind."""
KIND = ("wordings", "title", "under_target", "under_source", "first_target", "first_source", "behind_s", "behind_t")
"""What the predicate depends on. `under_target` is the logarithm of how many sources fall under the target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrosswalkModel(Fitted):
    """Coefficients of the two parts.

    Attributes:
        match: of the probability, by `MATCH`, its intercept under "".
        kinds: of each predicate, by `KIND`, its intercept under "".
    """

    FILE = "crosswalk.json"

    match: Mapping[str, float]
    kinds: Mapping[str, Mapping[str, float]]

    def probabilities(self, pairs: Pairs, *, same_language: bool) -> Numbers:
        """Probability that each pair corresponds, 0 to 1, to 6 decimals."""
        predictor = match_features(pairs, same_language=same_language) @ _row(self.match, MATCH) + self.match[""]
        return np.asarray(np.round(expit(predictor), 6))

    def predicates(self, pairs: Pairs, weight: Numbers) -> Numbers:
        """Probability of each of `KINDS` for each pair, given that it corresponds.

        Args:
            pairs: all pairs of the crosswalk that count.
            weight: how surely each of them corresponds; 1 for pairs that somebody confirmed.

        Returns:
            Shape (pairs, len(KINDS)), each row adding up to 1.
        """
        features = kind_features(pairs, weight)
        columns = [features @ _row(self.kinds[kind], KIND) + self.kinds[kind][""] for kind in KINDS]
        return np.asarray(softmax(np.stack(columns, axis=1), axis=1), dtype=np.float64)


def _row(named: Mapping[str, float], names: Sequence[str]) -> Numbers:
    return np.array([named.get(name, 0.0) for name in names])


def match_features(pairs: Pairs, *, same_language: bool) -> Numbers:
    """`MATCH` for every pair, shape (pairs, len(MATCH))."""
    lead_source, lead_target = _lead(pairs.score, pairs.source), _lead(pairs.score, pairs.target)
    columns = (
        pairs.score,
        lead_source,
        lead_target,
        lead_source >= 0,
        lead_target >= 0,
        pairs.described,
        np.full(len(pairs.score), same_language),
    )
    return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)


def kind_features(pairs: Pairs, weight: Numbers) -> Numbers:
    """`KIND` for every pair, shape (pairs, len(KIND))."""
    under = [
        np.log(np.maximum(np.bincount(side, weights=weight, minlength=1)[side], 1.0)) if len(side) else weight
        for side in (pairs.target, pairs.source)
    ]
    behind = [_best(pairs.wordings, side) - pairs.wordings for side in (pairs.source, pairs.target)]
    columns = (pairs.wordings, pairs.title, *under, behind[1] <= 0, behind[0] <= 0, *behind)
    return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)


def _best(values: Numbers, side: Places) -> Numbers:
    """The highest value of each pair's own group."""
    most = np.full(int(side.max(initial=-1)) + 1, -np.inf)
    np.maximum.at(most, side, values)
    return most[side]


def _lead(values: Numbers, side: Places) -> Numbers:
    """How far each value is above the best other one of its group; of the only one above 0."""
    best = _best(values, side)
    rest: NDArray[np.float64] = np.where(_first_best(values, side, best), -np.inf, values)
    other = _best(rest, side)
    other[~np.isfinite(other)] = 0.0
    return np.where(_first_best(values, side, best), values - other, values - best)


def _first_best(values: Numbers, side: Places, best: Numbers) -> NDArray[np.bool_]:
    """The first pair of each group that has its best value."""
    places = np.flatnonzero(values == best)
    _, first = np.unique(side[places], return_index=True)
    chosen = np.zeros(len(values), dtype=bool)
    chosen[places[first]] = True
    return chosen


shipped = CrosswalkModel.shipped
