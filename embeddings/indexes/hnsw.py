"""A graph of neighbours with rows in 8 bit (FAISS IndexHNSWSQ): fast, larger than lists, and always built anew.

From FAISS 1.15.1 on the graph does not depend on the number of threads.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Self, cast

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Vectors
from embeddings.indexes import files
from embeddings.indexes.approximate import selector, widening
from embeddings.threads import limited, processors

_NEIGHBOURS = 32
_WIDTH_BUILDING = 80
_WIDTH = 128
_TRAINED_ON = 65_536


class HnswIndex:
    """Rows of unit length in a graph, and their nearest neighbours by dot product, approximately."""

    def __init__(self, index: Any) -> None:  # noqa: ANN401 - faiss has no types
        self._index = index

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @classmethod
    def build(cls, vectors: Vectors) -> Self:
        """From rows of unit length, shape (rows, dimension)."""
        faiss = files.library()
        kind = faiss.ScalarQuantizer.QT_8bit
        index = faiss.IndexHNSWSQ(vectors.shape[1], kind, _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction, index.hnsw.efSearch = _WIDTH_BUILDING, _WIDTH
        if len(vectors):
            chosen = np.unique(np.linspace(0, len(vectors) - 1, min(len(vectors), _TRAINED_ON)).astype(np.int64))
            with limited(processors()):
                index.train(np.ascontiguousarray(vectors[chosen], dtype=np.float32))
                index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> Self:
        """From a file that `save` wrote; it stays on disk and is read as needed. Raises InputError if damaged."""
        faiss = files.library()
        return cls(files.read(path, faiss.IO_FLAG_MMAP_IFC))

    def save(self, path: Path) -> None:
        """Write one file, whole or not at all; raises OSError where it cannot be written."""
        files.write(self._index, path)

    def vectors(self, rows: NDArray[np.int64]) -> Vectors:
        """The rows as their 8-bit codes tell them, shape (len(rows), dimension)."""
        return cast(Vectors, self._index.reconstruct_batch(np.ascontiguousarray(rows, np.int64)))

    def search(
        self, queries: Vectors, k: int, *, rows: NDArray[np.int64] | None = None
    ) -> tuple[Vectors, NDArray[np.int64]]:
        """The k best rows of each query that the graph leads to.

        Args:
            queries: rows of unit length, shape (queries, dimension).
            k: how many; fewer come back where the index (or `rows`) has fewer.
            rows: only these rows are looked at; all by default.

        Returns:
            Scores (float32) and row numbers, each of shape (queries, min(k, rows)), the best first, ties by row.
        """
        return widening(partial(self._search, queries), len(queries), k, rows, size=len(self))

    def _search(
        self, queries: Vectors, k: int, rows: NDArray[np.int64] | None, widely: bool
    ) -> tuple[Vectors, NDArray[np.int64]]:
        faiss = files.library()
        among = selector(rows)
        # Where few rows are wanted the graph may lead past them.
        width = len(self) if widely else max(_WIDTH, 2 * k)
        parameters = faiss.SearchParametersHNSW(efSearch=width, sel=among)
        found = self._index.search(np.ascontiguousarray(queries, dtype=np.float32), k, params=parameters)
        return cast(tuple[Vectors, NDArray[np.int64]], found)
