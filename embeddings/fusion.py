"""Many scores: the largest without sorting or copying them all, and the rankings of several scorers joined."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Vectors

_GROUPS = 8
"""Groups per score that is wanted: with more the bound is closer, with fewer it is found sooner."""


def at_least(scores: Vectors, k: int) -> Vectors:
    """For each column a bound that k or somewhat more of its scores reach, the k largest among them.

    The scores are dealt out to groups, of which each has a largest: the k-th largest of these is no larger than the
    k-th largest of all, and not much smaller where the groups are many.

    The scores have shape (scores, columns); k is at least 1 and at most as many as there are scores.
    """
    count, columns = scores.shape
    turns = max(1, count // (_GROUPS * k))
    groups = count // turns
    largest = scores[: turns * groups].reshape(turns, groups, columns).max(axis=0)
    return np.asarray(np.partition(np.ascontiguousarray(largest.T), -k, axis=1)[:, -k])


Scores = NDArray[np.floating]


def ranks(scores: Scores) -> NDArray[np.int64]:
    """Rank of each candidate, 1 the best; equal scores share the better rank."""
    ordered = np.sort(scores)
    return len(scores) - np.searchsorted(ordered, scores, side="right") + 1


def reciprocal_rank_fusion(scorings: Sequence[Scores], *, k: int = 60) -> NDArray[np.float64]:
    """Sum of 1 / (k + rank) over the scorers (Cormack, Clarke and Büttcher 2009).

    One array per scorer, of the same candidates in the same order, the higher the better; the larger k, the less the
    first ranks stand out.
    """
    return np.asarray(np.sum([1 / (k + ranks(scores)) for scores in scorings], axis=0), dtype=np.float64)
