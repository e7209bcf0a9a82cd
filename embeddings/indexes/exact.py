"""Exact search by inner product: FAISS looks at every row, so nothing near is missed."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Vectors
from embeddings.errors import InputError
from embeddings.threads import blocks, run_parallel

Rows = NDArray[np.int64]
ABSENT = -1
_DECIMALS = 6  # of a score: what follows depends on the processor's kernels, and would order rows of the same text
_QUERIES_AT_ONCE = 64
_SPARE = 8  # rows looked for beyond those asked for, in case they score as much as the last
faiss.cvar.distance_compute_blas_threshold = 3  # queries multiplied as one matrix, in a fifth of the time; 128,000 else


class ExactIndex:
    """Rows of unit length and their exact nearest neighbours by dot product: FAISS's IndexFlatIP."""

    def __init__(self, index: Any) -> None:  # noqa: ANN401 - faiss has no types
        self._index = index
        size = index.ntotal * index.d
        flat = faiss.rev_swig_ptr(index.get_xb(), size) if size else np.zeros(0, np.float32)
        self._rows: Vectors = flat.reshape(index.ntotal, index.d)

    def __len__(self) -> int:
        return len(self._rows)

    @classmethod
    def build(cls, vectors: Vectors) -> Self:
        """Build from rows of unit length, shape (rows, dimension)."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Load a file that `save` wrote, which stays on disk and is read as needed; raises InputError if damaged."""
        return cls(read_index(path, faiss.IndexFlatIP))

    def save(self, path: Path) -> None:
        """Write one file; raises OSError where it cannot be written."""
        write_index(self._index, path)

    def vectors(self, rows: Rows) -> Vectors:
        """Return the rows themselves, shape (len(rows), dimension)."""
        return self._rows[rows]

    def search(self, queries: Vectors, k: int, *, rows: Rows | None = None) -> tuple[Vectors, Rows]:
        """Return the k best rows for each query of unit length, among `rows`, all by default.

        Gives scores (float32, to 6 decimals) and row numbers, each of shape (queries, min(k, rows)), the best first,
        ties by row.
        """
        searched = np.arange(len(self)) if rows is None else np.unique(rows).astype(np.int64)
        k = max(0, min(k, len(searched)))
        if not k:
            return np.zeros((len(queries), 0), dtype=np.float32), np.zeros((len(queries), 0), dtype=np.int64)
        most = min(k + _SPARE, len(searched))
        scores, found = search_blocks(self._index, queries, most, faiss.SearchParameters(sel=_selector(searched)))
        scores, found = in_order(np.round(scores, _DECIMALS), found)
        if most < len(searched) and len(tied := np.flatnonzero(scores[:, k - 1] == scores[:, -1])):
            # Rows that were not found may score as much, and stand before those that were.
            again = self.search(queries[tied], 2 * most, rows=rows)
            scores[tied], found[tied] = (part[:, :most] for part in again)
        return scores[:, :k], found[:, :k]


def _selector(rows: Rows) -> Any:  # noqa: ANN401 - faiss has no types
    """Return which rows FAISS looks at; they are ascending, one at least."""
    first, end = int(rows[0]), int(rows[-1]) + 1
    if len(rows) == end - first:  # FAISS multiplies such rows as one matrix
        return faiss.IDSelectorRange(first, end)
    there = np.zeros(end, dtype=np.bool_)
    there[rows] = True
    return faiss.IDSelectorBitmap(np.packbits(there, bitorder="little"))


def search_blocks(index: Any, queries: Vectors, k: int, parameters: Any) -> tuple[Vectors, Rows]:  # noqa: ANN401
    """Return FAISS's answer: scores and row numbers, shape (queries, k), k at least 1, `ABSENT` beyond all.

    A thread of ours for each block of queries: several of FAISS's wait for each other in loops, which takes many times
    as long beside another busy process. The blocks do not follow the number of threads, so neither do the last digits.
    """
    given = np.ascontiguousarray(queries, dtype=np.float32)

    def search(part: slice) -> tuple[Vectors, Rows]:
        faiss.omp_set_num_threads(1)  # of this thread
        found: tuple[Vectors, Rows] = index.search(given[part], k, params=parameters)
        return found

    parts = blocks(len(given), _QUERIES_AT_ONCE) or [slice(0)]
    scores, rows = zip(*run_parallel(search, parts), strict=True)
    return np.concatenate(scores), np.concatenate(rows)


def in_order(scores: Vectors, rows: Rows) -> tuple[Vectors, Rows]:
    """Order candidates of each query, the best first, ties by row, what is absent last."""
    place = np.lexsort((rows, np.where(rows == ABSENT, np.inf, -scores)))
    return np.take_along_axis(scores, place, axis=1), np.take_along_axis(rows, place, axis=1)


def read_index(path: Path, kind: type, *, to_change: bool = False) -> Any:  # noqa: ANN401 - faiss has no types
    """Return the index of a file, of that kind of FAISS's; raises InputError if damaged or of another kind.

    The file stays on disk and is read as needed; `to_change`, it is read into memory.
    """
    try:
        # FAISS's older way to map a file (IO_FLAG_MMAP) starts threads for each question, which take longer than it.
        index = faiss.read_index(str(path), 0 if to_change else faiss.IO_FLAG_MMAP_IFC)
    except RuntimeError as error:
        raise damaged(path) from error
    if not isinstance(index, kind):
        raise damaged(path)
    return index


def write_index(index: Any, path: Path) -> None:  # noqa: ANN401 - faiss has no types
    """Write an index of FAISS's; raises OSError where it cannot be written."""
    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:
        # FAISS gives the system's reason in words only.
        reasons = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EROFS)
        number = next((n for n in reasons if os.strerror(n) in str(error)), errno.EIO)
        raise OSError(number, os.strerror(number), str(path)) from error


def damaged(path: Path) -> InputError:
    """Return the error of an index that is missing, damaged or of another kind."""
    return InputError("{path}: the index is damaged or missing; delete it and it will be built again", path=path)
