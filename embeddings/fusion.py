"""Joins the rankings of several scorers into one."""

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
