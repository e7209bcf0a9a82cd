"""What indexes that look at a part of their rows have in common: candidates in order, and scoring them again.

Their rows are kept in 8 bit, so their scores are about right; with the rows themselves at hand, the best candidates
are scored again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Vectors

Rows = NDArray[np.int64]
ABSENT = -1
_SAME = 1e-5


def selector(rows: Rows | None) -> Any:  # noqa: ANN401 - faiss has no types
    """What limits a search to some rows; None for all."""
    import faiss

    return None if rows is None else faiss.IDSelectorBatch(np.ascontiguousarray(rows, dtype=np.int64))


def in_order(scores: Vectors, rows: Rows) -> tuple[Vectors, Rows]:
    """Candidates of each query, the best first, ties by row, what is absent last."""
    place = np.lexsort((rows, np.where(rows == ABSENT, np.inf, -scores)))
    return np.take_along_axis(scores, place, axis=1), np.take_along_axis(rows, place, axis=1)


def widening(
    look: Callable[[int, Rows | None, bool], tuple[Vectors, Rows]],
    queries: int,
    k: int,
    rows: Rows | None,
    *,
    size: int,
) -> tuple[Vectors, Rows]:
    """The k best rows of each query; where a narrow look finds fewer than there are, a wide one decides.

    `look` is asked how many, among which rows (None for all `size` of them), whether widely.

    Returns:
        Scores (float32) and row numbers, each of shape (queries, min(k, rows)), the best first, ties by row.
    """
    wanted = None if rows is None else np.unique(rows)
    k = max(0, min(k, size if wanted is None else len(wanted)))
    if not k or not queries:
        return np.zeros((queries, k), np.float32), np.zeros((queries, k), np.int64)
    scores, found = look(k, wanted, False)
    if (found == ABSENT).any():  # a query must not go without neighbours that there are
        scores, found = look(k, wanted, True)
    return in_order(scores, found)


def rescore(queries: Vectors, candidates: Rows, rows_of: Callable[[Rows], Vectors], k: int) -> tuple[Vectors, Rows]:
    """The best of each query's candidates by the rows themselves.

    Queries and rows have unit length; candidates are row numbers, shape (queries, candidates), `ABSENT` where there are
    fewer. `rows_of` gives the rows of some numbers, shape (len(numbers), dimension).

    Returns:
        Scores and row numbers, shape (queries, min(k, candidates)), the best first, ties by row.
    """
    scores = np.full(candidates.shape, -np.inf, dtype=np.float32)
    for number, found in enumerate(candidates):
        there = found != ABSENT
        if there.any():
            scores[number, there] = rows_of(found[there]) @ queries[number]
    scores, rows = in_order(scores, candidates)
    return scores[:, :k], rows[:, :k]


def nearest(queries: Vectors, parts: Iterable[tuple[Rows, Vectors]], k: int) -> tuple[Vectors, Rows]:
    """The exact nearest rows of some queries among rows that come in parts, so that they need not fit in memory.

    Queries have unit length; the parts are row numbers and their rows, those with the number `ABSENT` passed over.

    Returns:
        Scores and row numbers, each of shape (queries, at most k), the best first, ties by row.
    """
    scores = np.full((len(queries), k), -np.inf, dtype=np.float32)
    rows = np.full((len(queries), k), ABSENT, dtype=np.int64)
    columns, count = np.ascontiguousarray(queries.T), 0
    for numbers, vectors in parts:
        there = numbers != ABSENT
        count += int(there.sum())
        # This way round BLAS takes a quarter of the time.
        products = np.ascontiguousarray((vectors @ columns).T)
        for query, product in enumerate(products):
            # A few of many: only what is as near as the last one found so far is looked at.
            near = np.flatnonzero((product >= scores[query, -1]) & there)
            if len(near) > k:
                near = near[product[near] >= np.partition(product[near], -k)[-k]]
            both = np.append(scores[query], product[near])[None], np.append(rows[query], numbers[near])[None]
            ordered_scores, ordered_rows = in_order(*both)
            scores[query], rows[query] = ordered_scores[0, :k], ordered_rows[0, :k]
    return scores[:, :count], rows[:, :count]


def recall(scores: Vectors, truth: Vectors) -> float:
    """Share of the true neighbours that were found, by their scores: texts that are equal stand for each other.

    Both are true scores of shape (queries, k), those of the true neighbours the best first.

    Returns:
        1 where there are none.
    """
    if not truth.size:
        return 1.0
    return float((scores >= truth[:, -1:] - _SAME).mean())
