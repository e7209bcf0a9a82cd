"""All pairs of texts that are nearly the same in their letters, found without comparing every pair.

Cosine of character n-grams (2 to 5 within words, sublinear counts, smoothed idf), as `lexical.CharTfidf` weighs them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.cleaning import clean
from embeddings.lexical import gram_counts

_ROWS_AT_ONCE = 2048


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of rows; parallel arrays, ordered by `left`, then `right`.

    Attributes:
        left: the row that stands first.
        right: the other, always greater.
        cosine: of the two, at least the threshold.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    cosine: NDArray[np.float64]


def near_duplicates(texts: Sequence[str], *, threshold: float) -> Pairs:
    """Every pair of texts whose cosine reaches the threshold.

    The most frequent n-grams of a row, as long as their weights' norm stays below half the threshold, are left out of
    the search: two rows that reach it share another one (prefix filtering; Bayardo, Ma and Srikant 2007).

    Empty texts are near nothing; the threshold is above 0, at most 1.
    """
    from scipy.sparse import csr_array  # takes 0.1 s, which a mapping does without

    if not 0 < threshold <= 1:
        raise ValueError(f"threshold {threshold} is not above 0 and at most 1")
    rows = _weighted(texts)
    places = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    running = np.concatenate([[0.0], np.cumsum(rows.data**2)])
    # From each gram of a row, in the order of rising frequency, to the row's end.
    rest = running[rows.indptr[1:]][places] - running[:-1]
    cut = 0.5 * threshold
    kept = rest > cut**2
    prefixes = csr_array((rows.data[kept], (places[kept], rows.indices[kept])), shape=rows.shape)
    turned = rows.T.tocsr()
    found = [np.zeros((2, 0), np.int64)]
    for begin in range(0, len(texts), _ROWS_AT_ONCE):
        shared = (prefixes[begin : begin + _ROWS_AT_ONCE] @ turned).tocoo()
        left, right = shared.row.astype(np.int64) + begin, shared.col.astype(np.int64)
        # By Cauchy and Schwarz what is left out adds less than the cut.
        near = (left != right) & (shared.data >= threshold - cut - 1e-6)
        found.append(np.stack([np.minimum(left, right)[near], np.maximum(left, right)[near]]))
    pairs = np.unique(np.concatenate(found, axis=1), axis=1)
    parts = [
        rows[pairs[0][i : i + _ROWS_AT_ONCE]].multiply(rows[pairs[1][i : i + _ROWS_AT_ONCE]]).sum(axis=1)
        for i in range(0, pairs.shape[1], _ROWS_AT_ONCE)
    ]
    cosine = np.round(np.concatenate([np.zeros(0), *parts]), 6)
    kept = cosine >= threshold
    return Pairs(pairs[0][kept], pairs[1][kept], np.minimum(cosine[kept], 1.0))


def _weighted(texts: Sequence[str]) -> Any:  # noqa: ANN401 - scipy has no types
    """The texts as rows of unit length, grams as columns, the rarest first."""
    from scipy.sparse import csr_array

    places, grams, counts = gram_counts([clean(text) for text in texts])
    _, terms, frequency = np.unique(grams, return_inverse=True, return_counts=True)
    rank = np.empty(len(frequency), dtype=np.int64)
    rank[np.argsort(frequency, kind="stable")] = np.arange(len(frequency))
    weights = (1 + np.log(counts)) * (np.log((1 + len(texts)) / (1 + frequency)) + 1)[terms]
    norms = np.sqrt(np.bincount(places, weights=weights**2, minlength=len(texts)))
    rows = csr_array((weights / norms[places], (places, rank[terms])), shape=(len(texts), len(frequency)))
    rows.sort_indices()
    return rows
