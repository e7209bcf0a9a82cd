"""The largest of many scores without sorting or copying them all."""

from __future__ import annotations

import numpy as np

from embeddings.encoders import Vectors

_GROUPS = 8
"""Groups per score that is wanted: with more the bound is closer, with fewer it is found sooner."""


def at_least(scores: Vectors, k: int) -> Vectors:
    """For each column a bound that k or somewhat more of its scores reach, the k largest among them.

    The scores are dealt out to groups, of which each has a largest: the k-th largest of these is no larger than the
    k-th largest of all, and not much smaller where the groups are many.

    Args:
        scores: shape (scores, columns).
        k: at least 1 and at most as many as there are scores.
    """
    count, columns = scores.shape
    turns = max(1, count // (_GROUPS * k))
    groups = count // turns
    largest = scores[: turns * groups].reshape(turns, groups, columns).max(axis=0)
    return np.asarray(np.partition(np.ascontiguousarray(largest.T), -k, axis=1)[:, -k])
