"""Exact search by inner product (FAISS IndexFlatIP): every row is looked at, so nothing near is missed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any, Self, cast

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Vectors
from embeddings.errors import InputError


class ExactIndex:
    """Rows of unit length and their exact nearest neighbours by dot product."""

    def __init__(self, index: Any) -> None:  # noqa: ANN401 - faiss has no types
        self._index = index

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @classmethod
    def build(cls, vectors: Vectors) -> Self:
        """From rows of unit length, shape (rows, dimension)."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> Self:
        """From a file that `save` wrote; it stays on disk and is read as needed. Raises InputError if damaged."""
        import faiss

        try:
            return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))
        except RuntimeError as error:
            raise InputError(
                es=f"{path}: el índice está dañado o no existe; bórrelo y se creará de nuevo",
                en=f"{path}: the index is damaged or missing; delete it and it will be built again",
            ) from error

    def save(self, path: Path) -> None:
        """Write one file, whole or not at all."""
        import faiss

        handle, name = tempfile.mkstemp(prefix=path.name, suffix=".tmp", dir=path.parent)
        os.close(handle)
        try:
            faiss.write_index(self._index, name)
            os.replace(name, path)  # noqa: PTH105 - the same as Path.replace, beside mkstemp's name
        finally:
            Path(name).unlink(missing_ok=True)

    def search(
        self, queries: Vectors, k: int, *, rows: NDArray[np.int64] | None = None
    ) -> tuple[Vectors, NDArray[np.int64]]:
        """The k best rows for each query.

        Args:
            queries: rows of unit length, shape (queries, dimension).
            k: how many; fewer come back where the index (or `rows`) has fewer.
            rows: only these rows are looked at; all by default.

        Returns:
            Scores (float32) and row numbers, each of shape (queries, min(k, rows)), the best first, ties by row.
        """
        import faiss

        searched = None if rows is None else np.unique(rows)
        k = min(k, len(self) if searched is None else len(searched))
        if not len(queries) or k < 1:
            return np.zeros((len(queries), max(k, 0)), np.float32), np.zeros((len(queries), max(k, 0)), np.int64)
        parameters = None
        if searched is not None:
            # Any: faiss adds the keywords at run time, and its types do not know them.
            parameters = cast(Any, faiss.SearchParameters)(sel=faiss.IDSelectorBatch(searched))
        scores, found = self._index.search(np.ascontiguousarray(queries, dtype=np.float32), k, params=parameters)
        order = np.lexsort((found, -scores))
        return np.take_along_axis(scores, order, axis=1), np.take_along_axis(found, order, axis=1)
