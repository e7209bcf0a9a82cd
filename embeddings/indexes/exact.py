"""Exact search by inner product: every row is looked at, so nothing near is missed.

The file is one of FAISS (IndexFlatIP), which numpy writes and maps: importing FAISS takes as long as reading the
encoder's weights, and numpy's BLAS multiplies in a small part of the time of the one in the wheels of faiss-cpu.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Vectors
from embeddings.errors import InputError
from embeddings.threads import blocks, run_parallel

_FEW = 0.2
_QUERIES_AT_ONCE = 256  # times 100,000 rows: 100 MB of scores; fewer would read the rows more often
_ROWS_AT_ONCE = 2048  # 4 MB at 512 dimensions: what a processor's cache holds
_HEADER = struct.Struct("<4siqqq?iQ")
"""Of FAISS's file of an IndexFlat: kind, dimension, rows, two numbers without use, whether it is trained, metric,
floats (`write_index_header` and `WRITEXBVECTOR` in faiss/impl/index_write.cpp); these follow."""
_FLAT_IP, _UNUSED, _INNER_PRODUCT = b"IxFI", 1 << 20, 0


class ExactIndex:
    """Rows of unit length and their exact nearest neighbours by dot product."""

    def __init__(self, rows: Vectors) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @classmethod
    def build(cls, vectors: Vectors) -> Self:
        """Build from rows of unit length, shape (rows, dimension)."""
        return cls(np.ascontiguousarray(vectors, dtype=np.float32))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Load a file that `save` wrote, which stays on disk and is read as needed; raises InputError if damaged."""
        try:
            with path.open("rb") as file:
                kind, dimension, count, _, _, _, _, floats = _HEADER.unpack(file.read(_HEADER.size))
            size = _HEADER.size + np.dtype(np.float32).itemsize * floats
            if kind != _FLAT_IP or floats != count * dimension or path.stat().st_size != size:
                raise damaged(path)
            rows = np.memmap(path, np.float32, "r", _HEADER.size, (count, dimension))
        except (OSError, ValueError, struct.error) as error:
            raise damaged(path) from error
        return cls(rows.view(np.ndarray))

    def save(self, path: Path) -> None:
        """Write one file; raises OSError where it cannot be written."""
        count, dimension = self._rows.shape
        unused = (_UNUSED, _UNUSED, True, _INNER_PRODUCT)
        with path.open("wb") as file:
            file.write(_HEADER.pack(_FLAT_IP, dimension, count, *unused, self._rows.size))
            file.write(np.ascontiguousarray(self._rows).data)

    def vectors(self, rows: NDArray[np.int64]) -> Vectors:
        """Return the rows themselves, shape (len(rows), dimension)."""
        return self._rows[rows]

    def search(
        self, queries: Vectors, k: int, *, rows: NDArray[np.int64] | None = None
    ) -> tuple[Vectors, NDArray[np.int64]]:
        """Return the k best rows for each query of unit length, among `rows`, all by default.

        Gives scores (float32) and row numbers, each of shape (queries, min(k, rows)), the best first, ties by row.
        """
        searched = np.arange(len(self)) if rows is None else np.asarray(rows, dtype=np.int64)
        if rows is not None and not (np.diff(searched) > 0).all():  # a framework's are in order already
            searched = np.unique(searched)
        k = max(0, min(k, len(searched)))
        scores = np.zeros((len(queries), k), dtype=np.float32)
        found = np.zeros((len(queries), k), dtype=np.int64)
        if not k:
            return scores, found
        first, end = int(searched[0]), int(searched[-1]) + 1
        among: Vectors = self._rows[first:end]
        searched_of: slice | NDArray[np.int64] = slice(None)
        if _FEW * (end - first) < len(searched) < end - first:  # many are looked at with the others between them, …
            searched_of = searched - first
        elif len(searched) < end - first:  # … a few are brought together first
            among = self._rows[searched]
        for part in blocks(len(queries), _QUERIES_AT_ONCE):
            scores[part], places = _best(_products(queries[part], among)[searched_of], k)
            found[part] = searched[places]
        return scores, found


def _products(queries: Vectors, rows: Vectors) -> Vectors:
    """Return dot products of all rows with all queries, shape (rows, queries), computed on all processors.

    Rows by queries, a block at a time, takes BLAS a quarter of the time that queries by rows does.
    """
    products = np.empty((len(rows), len(queries)), dtype=np.float32)
    columns = np.ascontiguousarray(queries.T)
    parts = blocks(len(rows), _ROWS_AT_ONCE)
    run_parallel(lambda part: np.matmul(rows[part], columns, out=products[part]), parts)
    return products


def _best(products: Vectors, k: int) -> tuple[Vectors, NDArray[np.int64]]:
    """Return the k largest of each column and their rows, shape (columns, k), the largest first, ties by row."""
    count = products.shape[1]
    rows, columns = np.divmod(np.flatnonzero(products >= at_least(products, k)), count)
    by_column = np.argsort(columns, kind="stable")
    starts = np.searchsorted(columns[by_column], np.arange(1, count))
    scores = np.empty((count, k), dtype=np.float32)
    found = np.empty((count, k), dtype=np.int64)
    for column, candidates in enumerate(np.split(rows[by_column], starts)):
        values = products[candidates, column]
        best = np.argsort(-values, kind="stable")[:k]
        scores[column], found[column] = values[best], candidates[best]
    return scores, found


def damaged(path: Path) -> InputError:
    """Return the error of an index that is missing, damaged or of another kind."""
    return InputError("{path}: the index is damaged or missing; delete it and it will be built again", path=path)


_GROUPS = 8
"""Groups per score that is wanted: with more the bound is closer, with fewer it is found sooner."""


def at_least(scores: Vectors, k: int) -> Vectors:
    """Return for each column of scores a bound that k or somewhat more of them reach, the k largest among them.

    The scores are dealt out to groups, of which each has a largest: the k-th largest of these is no larger than the
    k-th largest of all, and not much smaller where the groups are many. k is at least 1, and at most their number.
    """
    count, columns = scores.shape
    turns = max(1, count // (_GROUPS * k))
    groups = count // turns
    largest = scores[: turns * groups].reshape(turns, groups, columns).max(axis=0)
    return np.asarray(np.partition(np.ascontiguousarray(largest.T), -k, axis=1)[:, -k])
