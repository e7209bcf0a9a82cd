"""Inverted lists of one bit a component: a small file that is searched where it lies, for candidates alone.

FAISS's IndexIVFRaBitQ behind a random rotation, by which no component tells more than another. Of a row are kept the
signs of its difference from the centroid of its list, and two numbers with which they estimate its dot product with a
query (RaBitQ: Gao and Long 2024, https://doi.org/10.1145/3654970): 56 bytes of 384 dimensions. That says which rows may
be near; `rescore` puts them in order by the rows themselves. Rows have numbers of the caller's choice, and some can be
added and removed while the centroids stay.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Self

import faiss
import numpy as np

from embeddings.encoders import Vectors
from embeddings.indexes.exact import ABSENT, ExactIndex, Rows, in_order, read_index, search_blocks, write_index
from embeddings.threads import limited

_SAME = 1e-5


def rescore(queries: Vectors, candidates: Rows, rows_of: Callable[[Rows], Vectors], k: int) -> tuple[Vectors, Rows]:
    """Return the best of each query's candidates by the rows themselves.

    Queries and rows have unit length; candidates are row numbers, shape (queries, candidates), `ABSENT` where there are
    fewer. `rows_of` gives the rows of some numbers, shape (len(numbers), dimension). Gives scores and row numbers,
    shape (queries, min(k, candidates)), the best first, ties by row.
    """
    scores = np.full(candidates.shape, -np.inf, dtype=np.float32)
    for number, found in enumerate(candidates):
        there = found != ABSENT
        if there.any():
            scores[number, there] = rows_of(found[there]) @ queries[number]
    scores, rows = in_order(scores, candidates)
    return scores[:, :k], rows[:, :k]


def nearest(queries: Vectors, parts: Iterable[tuple[Rows, Vectors]], k: int) -> tuple[Vectors, Rows]:
    """Return the exact nearest rows of some queries among rows that come in parts, so that they need not fit in memory.

    Queries have unit length; the parts are row numbers, ascending, and their rows. Gives scores and row numbers, each
    of shape (queries, at most k), the best first, ties by row.
    """
    scores, rows = np.zeros((len(queries), 0), np.float32), np.zeros((len(queries), 0), np.int64)
    for numbers, vectors in parts:
        more, places = ExactIndex.build(vectors).search(queries, k)
        scores, rows = in_order(np.hstack([scores, more]), np.hstack([rows, numbers[places]]))
        scores, rows = scores[:, :k], rows[:, :k]
    return scores, rows


def recall(scores: Vectors, truth: Vectors) -> float:
    """Return share of the true neighbours that were found, by their scores: texts that are equal stand for each other.

    Both are true scores of shape (queries, k), those of the true neighbours the best first; 1 where there are none.
    """
    if not truth.size:
        return 1.0
    return float((scores >= truth[:, -1:] - _SAME).mean())


_PER_LIST = 64
"""Rows that a centroid is trained on."""
_LEAST_PER_LIST = 39
_RUN = 32  # rows that lie side by side are read at once from a disk
_ROUNDS = 4
"""Of k-means; ten of them find a tenth of a per cent more with as many lists looked at."""
_QUERY_BITS = 2
"""Of each component of a query: of a million passages as many of the nearest are found as with four, FAISS's default,
in five sixths of the time; with one a third of a per cent fewer."""


class IvfIndex:
    """Rows of unit length in lists around centroids: which of them may be nearest to a query by dot product.

    A search looks at the `probes` lists whose centroids are nearest; at all, unless that is set. It is not kept in the
    file.
    """

    def __init__(self, index: Any) -> None:  # noqa: ANN401 - faiss has no types
        self._index, self._lists = index, faiss.extract_index_ivf(index)
        self.probes = self.lists

    def __len__(self) -> int:
        return int(self._lists.ntotal)

    @property
    def lists(self) -> int:
        """Number of lists."""
        return int(self._lists.nlist)

    @classmethod
    def trained(cls, sample: Vectors, rows: int) -> Self:
        """Return an empty index with its centroids.

        The centroids are found by the rows of `sample`, one at least; the index is to hold `rows` of them.
        """
        dimension = sample.shape[1]
        index = faiss.index_factory(dimension, f"RR{dimension},IVF{lists(rows)},RaBitQ", faiss.METRIC_INNER_PRODUCT)
        settings = faiss.extract_index_ivf(index).cp
        settings.niter, settings.spherical = _ROUNDS, True
        settings.min_points_per_centroid, settings.max_points_per_centroid = 1, _PER_LIST
        with limited(1):  # the same bytes whatever the threads
            index.train(np.ascontiguousarray(sample, dtype=np.float32))
        return cls(index)

    def add(self, parts: Iterable[tuple[Rows, Vectors]]) -> None:
        """Add rows, which come in parts with their numbers; the centroids stay."""
        with limited(1):
            for rows, vectors in parts:
                self._index.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), rows)

    def remove(self, rows: Rows) -> int:
        """Remove the rows of these numbers; gives how many there were."""
        return int(self._index.remove_ids(rows))

    @classmethod
    def load(cls, path: Path, *, to_change: bool = False) -> Self:
        """Load a file that `save` wrote; raises InputError if damaged.

        It stays on disk and is read as needed; `to_change`, by adding and removing rows, it is read into memory.
        """
        return cls(read_index(path, faiss.IndexPreTransform, to_change=to_change))

    def save(self, path: Path) -> None:
        """Write one file; raises OSError where it cannot be written."""
        write_index(self._index, path)

    def ids(self) -> Rows:
        """Return the numbers of all rows, ascending."""
        lists = self._lists.invlists
        sizes = [lists.list_size(number) for number in range(self.lists)]
        found = [faiss.rev_swig_ptr(lists.get_ids(number), size).copy() for number, size in enumerate(sizes) if size]
        return np.sort(np.concatenate([np.zeros(0, np.int64), *found]))

    def candidates(self, queries: Vectors, k: int, *, least: int = 0) -> Rows:
        """Return at most k row numbers for each query, `ABSENT` where there are fewer; shape (queries, k).

        Where the lists nearest to some query hold fewer than `least`, all lists are looked at.
        """
        found = self._candidates(queries, k, self.probes)
        if ((found != ABSENT).sum(axis=1) < min(least, len(self))).any():
            found = self._candidates(queries, k, self.lists)
        return found

    def _candidates(self, queries: Vectors, k: int, probes: int) -> Rows:
        parameters = faiss.IVFRaBitQSearchParameters(nprobe=probes, qb=_QUERY_BITS, centered=True)
        return search_blocks(self._index, queries, k, faiss.SearchParametersPreTransform(index_params=parameters))[1]


def lists(rows: int) -> int:
    """Return how many lists so many rows get: the power of two nearest to √rows, each with enough to be trained."""
    wanted = 2 ** round(math.log2(math.sqrt(max(rows, 1))))
    most = max(1, rows // _LEAST_PER_LIST)
    return int(min(wanted, 2 ** int(math.log2(most))))


def sample_rows(count: int) -> Rows:
    """Return which of so many rows the centroids are trained on, in runs that are evenly spaced."""
    runs = -(-min(count, _PER_LIST * lists(count)) // _RUN)
    first = np.linspace(0, max(count - _RUN, 0), runs).astype(np.int64)
    return np.unique(np.minimum(np.add.outer(first, np.arange(_RUN)), count - 1)) if count else first
