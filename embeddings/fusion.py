"""Joins the scores or rankings of several scorers into one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.floating]


def ranks(scores: Scores) -> NDArray[np.int64]:
    """Rank of each candidate, 1 the best; equal scores share the better rank."""
    ordered = np.sort(scores)
    return len(scores) - np.searchsorted(ordered, scores, side="right") + 1


def reciprocal_rank_fusion(scorings: Sequence[Scores], *, k: int = 60) -> NDArray[np.float64]:
    """Sum of 1 / (k + rank) over the scorers (Cormack, Clarke and Büttcher 2009).

    Args:
        scorings: one array per scorer, of the same candidates in the same order, the higher the better.
        k: the larger, the less the first ranks stand out.
    """
    return np.asarray(np.sum([1 / (k + ranks(scores)) for scores in scorings], axis=0), dtype=np.float64)


def weighted_sum(scorings: Sequence[Scores], weights: Sequence[float]) -> NDArray[np.float64]:
    """Weighted sum of the scorers' scores as they are: for scorers that mean the same in every query."""
    return np.asarray(np.tensordot(np.asarray(weights, np.float64), np.asarray(scorings, np.float64), axes=1))


def standardised(scores: Scores) -> NDArray[np.float64]:
    """Scores less their mean, over their standard deviation; zeros where all are equal."""
    spread = float(np.std(scores, dtype=np.float64)) if len(scores) else 0.0
    if spread < 1e-9:  # rounding noise is no spread
        return np.zeros(len(scores))
    return np.asarray((scores - np.mean(scores, dtype=np.float64)) / spread, dtype=np.float64)
